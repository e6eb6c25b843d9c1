from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.replication import retry_after

_KIND_OF = {"out_invoice": "invoice", "out_refund": "credit_note"}
_HOLD = timedelta(minutes=5)
"""How often an invoice is looked at that waits for something else, such as for e-Factura."""


class MarketplaceDocument(models.Model):
    """Which papers are due to be shown: facts looked for again and again, not an event that happens once (G11)."""

    _inherit = "marketplace.document"

    @api.model
    def _ask_next(self, account):
        """Take the next paper one step on: listed, then made and asked for. :return: how many were moved"""
        if "attach_document" not in account._get_provider_class().capabilities:
            return 0
        return self._list_due(account) or self._ask_waiting(account)

    # ---- listed: what is posted and older than its delay ----

    @api.model
    def _list_due(self, account):
        moves = self._moves_due(account) if account.invoice_shown else self.env["account.move"]
        self.create([self._values_of(move) for move in moves])
        if account.warranty_shown:
            self.create(
                self._warranties_of(moves.filtered(lambda m: m.move_type == "out_invoice").marketplace_order_id)
            )
        return len(moves)

    @api.model
    def _warranties_of(self, orders):
        """A certificate for each line whose product has a warranty, shown together with the invoice, once."""
        lines = orders.filtered(lambda o: not o.by_platform).line_ids.filtered(
            lambda line: line.product_id and line._wanted()
        )
        known = self.search([("line_id", "in", lines.ids), ("kind", "=", "warranty")]).line_id
        return [
            {
                "account_id": line.order_id.account_id.id,
                "order_id": line.order_id.id,
                "line_id": line.id,
                "kind": "warranty",
                "name": self.env._("Warranty certificate: %s", line.name),
            }
            for line in lines - known
            if line.kind == "product" and line._warranty_lines()
        ]

    @api.model
    def _moves_due(self, account):
        """Posted invoices and credit notes of this account whose posting is not listed yet."""
        self.env["account.move"].flush_model(["state", "move_type", "marketplace_order_id", "marketplace_posted_at"])
        self.flush_model(["move_id", "posted_at"])
        rows = self.env.execute_query(
            SQL(
                """SELECT m.id FROM account_move m JOIN marketplace_order o ON o.id = m.marketplace_order_id
                    WHERE o.account_id = %(account)s AND m.state = 'posted' AND m.move_type IN %(types)s
                      AND m.marketplace_posted_at <= %(until)s AND m.marketplace_posted_at >= %(since)s
                      AND NOT EXISTS (SELECT 1 FROM marketplace_document d
                                       WHERE d.move_id = m.id AND d.posted_at = m.marketplace_posted_at)
                    ORDER BY m.id LIMIT 20""",
                account=account.id,
                types=tuple(_KIND_OF),
                until=fields.Datetime.now() - timedelta(minutes=account.invoice_delay),
                since=account.invoice_shown_since or fields.Datetime.now(),
            )
        )
        return self.env["account.move"].browse(row[0] for row in rows)

    @api.model
    def _values_of(self, move):
        order, kind = move.marketplace_order_id, _KIND_OF[move.move_type]
        values = {
            "account_id": order.account_id.id,
            "order_id": order.id,
            "kind": kind,
            "number": move.name,
            "name": self._name_of(move, kind),
            "issued_on": move.invoice_date,
            "move_id": move.id,
            "posted_at": move.marketplace_posted_at,
        }
        if order.by_platform:
            why = self.env._("%s ships this order and shows its customer its own papers.", order.account_id.name)
            return values | {"state": "dropped", "error": why}
        return values

    @api.model
    def _name_of(self, move, kind):
        """What the customer reads, in his language; the second version of a corrected invoice is told apart."""
        here = self.with_context(lang=move.partner_id.lang or self.env.lang)
        words = {"invoice": here.env._("Invoice %s", move.name), "credit_note": here.env._("Credit note %s", move.name)}
        version = 1 + len(move.marketplace_document_ids.filtered(lambda d: d.state in ("shown", "replaced", "refused")))
        return (
            words[kind]
            if version == 1
            else here.env._("%(name)s (version %(version)s)", name=words[kind], version=version)
        )

    # ---- made and asked for ----

    @api.model
    def _ask_waiting(self, account):
        """The oldest paper that nobody asked the platform to show yet, and whose turn it is."""
        document = self.search(
            [
                ("account_id", "=", account.id),
                ("state", "=", "waiting"),
                ("command_ids", "=", False),
                *([] if account.invoice_shown else [("kind", "=", "awb")]),
                "|", ("attachment_id", "!=", False), ("kind", "!=", "awb"),
                "|", ("retry_at", "=", False), ("retry_at", "<=", fields.Datetime.now()),
            ],
            order="id",
            limit=1,
        )  # fmt: skip
        if document:
            document._ask_to_show()
        return len(document)

    def _ask_to_show(self):
        """Make the file, unless it is there, and put what is to be told to the platform into the outbox."""
        if reason := self._withdrawn_reason():
            return self._withdraw(reason)
        if reason := self.move_id and self.move_id._marketplace_refused_reason():
            self.order_id._paper_failed("document", reason)
            return self.write({"error": reason, "retry_at": fields.Datetime.now() + retry_after(12)})
        if reason := self._hold_reason():
            return self.write({"error": reason, "retry_at": fields.Datetime.now() + _HOLD})
        order, retry_at = self.order_id, fields.Datetime.now() + retry_after(6)
        if not self.attachment_id and not order._try_paper("document", self._make_file):
            return self.write({"error": order.paper_problem, "retry_at": retry_at})
        order._paper_made("document")
        self.write({"error": False, "retry_at": False})
        return self.env["marketplace.command"]._ask(
            self.account_id, "document", str(self.id), order, document_id=self.id
        )

    def _hold_reason(self):
        """What this paper waits for, in words, or False."""
        sold = self.line_id.sale_line_id
        if self.kind == "warranty" and sold.product_id.tracking != "none" and sold.qty_delivered < sold.product_uom_qty:
            return self.env._("It waits for the goods to leave: their numbers stand on it.")
        if self.kind == "awb" and not self.shipment_id._may_be_told():
            return self.env._("It waits for the parcel to leave: telling its number says so.")
        return self.move_id and self.move_id._marketplace_hold_reason()

    def _make_file(self):
        """Render the paper and keep it: what the customer was shown stays what it was."""
        report, records = self._report()
        lang = records.partner_id.lang if "partner_id" in records else self.order_id.sale_order_id.partner_id.lang
        reports = self.env["ir.actions.report"].with_company(self.company_id).with_context(lang=lang or self.env.lang)
        legal = self.move_id.invoice_pdf_report_id
        raw = legal.raw if legal else reports._render_qweb_pdf(report, records.ids)[0]
        self.attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"{(self.number or self.name).replace('/', '-')}.pdf",
                "raw": raw,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return True

    def _report(self):
        """The report that prints this paper, and of which records."""
        if self.kind == "proforma":
            return "sale.action_report_pro_forma_invoice", self.order_id.sale_order_id
        if self.kind == "warranty":
            return "marketplace_base.action_report_warranty_line", self.line_id
        return "account.account_invoices", self.move_id
