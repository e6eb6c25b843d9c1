import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfReadError

from ..engine.collisions import COLLIDED
from .papers_render import pages_of, pages_of_picture

_logger = logging.getLogger(__name__)

KINDS = ("invoice", "warranty", "awb", "picklist")
"""In the order in which they are printed."""


class SaleOrder(models.Model):
    """The papers that go into and onto a parcel (G13–G15). What cannot be made is named and stops nothing else."""

    _inherit = "sale.order"

    def _papers(self, kinds=KINDS, invoice_missing=False):
        """The papers of these orders.

        :param invoice_missing: also invoice what is not invoiced yet; else nothing is posted
        :return: a list of ``(order, kind, pages)`` as they are to be printed, and a list of ``(order, kind, why there is none)``
        """
        made, missing = {}, {}
        makers = {
            "invoice": lambda: self._paper_invoice(made, missing, invoice_missing),
            "warranty": lambda: self._paper_warranty(made, missing),
            "awb": lambda: self._paper_awb(made, missing),
            "picklist": lambda: self._paper_picklist(made, missing),
        }
        for kind in KINDS:
            if kind in kinds:
                makers[kind]()
        wanted = [(order, kind) for order in self for kind in KINDS if kind in kinds]
        return (
            [(*key, made[key]) for key in wanted if made.get(key)],
            [(*key, missing[key]) for key in wanted if key in missing],
        )

    # ---- invoice ----

    def _paper_invoice(self, made, missing, invoice_missing):
        moves = {}
        for order in self:
            if invoice_missing and not order._printable_invoices():
                order._paper_try(missing, "invoice", order._invoice_for_paper)
            invoices = order._printable_invoices()
            moves |= dict.fromkeys(invoices, order)
            if not invoices:
                missing.setdefault((order, "invoice"), order._why_no_invoice())
        stored = {move: move.invoice_pdf_report_id for move in moves if move.invoice_pdf_report_id}
        for move, attachment in stored.items():
            moves[move]._paper_try(
                missing, "invoice", lambda a=attachment, m=move: self._keep(made, moves[m], "invoice", pages_of(a.raw))
            )
        reports = {}
        for move in moves:
            if move not in stored:
                report = self.env["account.move.send"]._get_default_pdf_report_id(move)
                reports[report] = reports.get(report, move.browse()) | move
        for report, group in reports.items():
            self._paper_report(report, group, moves, "invoice", made, missing)

    def _printable_invoices(self):
        """The order's invoices that count, the oldest first."""
        return (
            self.sudo()
            .invoice_ids.filtered(
                lambda move: (
                    move.state == "posted" and move.move_type == "out_invoice" and move.payment_state != "reversed"
                )
            )
            .sorted("id")
        )

    def _why_no_invoice(self):
        if self.marketplace_order_id.by_platform:
            return self.env._("the platform ships and invoices this order")
        return self.env._("not invoiced yet")

    def _invoice_for_paper(self):
        if not self.marketplace_order_id:
            raise UserError(self.env._("not an order of a marketplace: invoice it by hand"))
        self.marketplace_order_id._invoice()

    # ---- warranty, AWB, picker list ----

    def _paper_warranty(self, made, missing):
        covered = self.filtered(lambda order: order._warranty_lines())
        for order in self - covered:
            missing[order, "warranty"] = self.env._("no product of it has a warranty")
        self._paper_report(
            "marketplace_base.action_report_warranty", covered, {o: o for o in covered}, "warranty", made, missing
        )

    def _paper_awb(self, made, missing):
        for order in self:
            order._paper_try(missing, "awb", lambda o=order: self._keep(made, o, "awb", o._label_pages()))

    def _label_pages(self):
        """The pages of the labels that were kept; nothing is asked from a platform or courier here."""
        order = self.marketplace_order_id
        labels = order._labels()
        if labels and not any(mimetype == "application/pdf" for _name, _content, mimetype in labels):
            labels = next(filter(None, map(order._labels, ("A6", "A5", "A4"))), labels)
        if not labels:
            raise UserError(
                self.env._("no AWB yet") if self.marketplace_order_id else self.env._("not an order of a marketplace")
            )
        pages = []
        for name, content, mimetype in labels:
            if mimetype == "application/pdf":
                pages += pages_of(content)
            elif mimetype.startswith("image/"):
                pages += pages_of_picture(content)
            else:
                raise UserError(self.env._("the label %s is one for a label printer: print it there", name))
        return pages

    def _paper_picklist(self, made, missing):
        pickings = {picking: order for order in self for picking in order._pickings_to_pick()}
        for order in self - self.browse([order.id for order in pickings.values()]):
            missing[order, "picklist"] = self.env._("nothing to pick")
        group = self.env["stock.picking"].browse([picking.id for picking in pickings])
        self._paper_report("marketplace_base.action_report_picklist", group, pickings, "picklist", made, missing)

    # ---- how they are made ----

    def _paper_report(self, report, records, order_of, kind, made, missing):
        """One report for many records; if that fails, one by one, so that only what is broken is left out."""
        if not records:
            return
        maker = self.env["ir.actions.report"].sudo()
        report = maker._get_report(report)
        if len(records) == 1:
            order = order_of[records]
            order._paper_try(
                missing,
                kind,
                lambda: self._keep(made, order, kind, maker._pages_of_each(report, records.sudo())[records.id]),
            )
            return
        try:
            with self.env.cr.savepoint():
                pages = maker._pages_of_each(report, records.sudo())
        except COLLIDED:
            raise  # Odoo repeats the whole click
        except Exception:
            _logger.warning("%s cannot be made for %s orders at once", report.name, len(records), exc_info=True)
            for record in records:
                self._paper_report(report, record, order_of, kind, made, missing)
            return
        for record in records:
            self._keep(made, order_of[record], kind, pages[record.id])

    def _paper_try(self, missing, kind, make):
        """Try something for one order; what went wrong is named."""
        try:
            with self.env.cr.savepoint():
                make()
        except COLLIDED:
            raise
        except (UserError, PdfReadError, ValueError) as error:
            missing[self, kind] = str(error)
        except Exception as error:
            _logger.exception("%s of %s", kind, self.name)
            missing[self, kind] = f"{type(error).__name__}: {error}"

    def _keep(self, made, order, kind, pages):
        made.setdefault((order, kind), []).extend(pages)
