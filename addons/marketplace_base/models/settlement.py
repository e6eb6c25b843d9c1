from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MarketplaceOrder(models.Model):
    """The customer paid the platform, or its courier: from then on the platform owes us the invoice, not the customer.

    Written as a payment in the account's settlement journal, reconciled with the invoice, once; without such a journal
    nothing is written. What the platform pays out later is matched with that journal's account.
    """

    _inherit = "marketplace.order"

    @api.model
    def _settle_next(self, account):
        """Book the next invoice whose money the platform took, or credit note it paid back. :return: how many were looked at"""
        if not account.settlement_journal_id:
            return 0
        move = self._to_settle(account)
        if move:
            order = move.marketplace_order_id
            order._try_paper("settlement", lambda: order._book_settlement(move))
        return len(move)

    @api.model
    def _to_settle(self, account):
        """The oldest open invoice that the platform was paid for.

        As soon as it says so; cash on delivery also when its courier delivered, which is earlier. What our own courier
        collects comes to us, and so does a bank transfer. A credit note: when an invoice of the order was settled before.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT m.id FROM account_move m JOIN marketplace_order o ON o.id = m.marketplace_order_id
                    WHERE o.account_id = %(account)s AND m.state = 'posted' AND m.marketplace_posted_at >= %(since)s
                      AND m.marketplace_settlement_id IS NULL AND m.amount_residual <> 0
                      AND m.payment_state IN ('not_paid', 'partial')
                      AND COALESCE((o.paper_tries -> 'settlement' ->> 'retry_at')::timestamp, '-infinity') <= %(now)s
                      AND (m.move_type = 'out_invoice' AND (
                               o.is_paid AND o.payment_kind <> 'bank' AND NOT EXISTS (
                                   SELECT 1 FROM marketplace_shipment h
                                    WHERE h.order_id = o.id AND h.by = 'own' AND h.state = 'made' AND h.cod > 0)
                               OR o.payment_kind = 'cod' AND EXISTS (
                                   SELECT 1 FROM marketplace_shipment h
                                    WHERE h.order_id = o.id AND h.direction = 'out' AND h.by = 'platform'
                                      AND h.cod > 0 AND h.progress = 'delivered'))
                        OR m.move_type = 'out_refund'
                           AND EXISTS (SELECT 1 FROM account_move i WHERE i.marketplace_order_id = o.id
                                        AND i.move_type = 'out_invoice' AND i.marketplace_settlement_id IS NOT NULL))
                    ORDER BY m.id LIMIT 1""",
                account=account.id,
                now=fields.Datetime.now(),
                since=account.settlement_since or fields.Datetime.now(),
            )
        )
        return self.env["account.move"].browse(row[0] for row in rows)

    def _book_settlement(self, move):
        """Move what the customer owes over to what the platform owes."""
        journal = self.account_id.settlement_journal_id
        if not journal.default_account_id:
            raise UserError(self.env._("The journal %s has no account.", journal.name))
        owed = move.line_ids.filtered(lambda line: line.account_type == "asset_receivable" and not line.reconciled)
        inbound = move.move_type == "out_invoice"
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound" if inbound else "outbound",
                "partner_type": "customer",
                "partner_id": move.commercial_partner_id.id,
                "amount": move.amount_residual,
                "currency_id": move.currency_id.id,
                "date": self._today(),
                "journal_id": journal.id,
                "company_id": self.company_id.id,
                "destination_account_id": owed.account_id[:1].id,
                "marketplace_account_id": self.account_id.id,
                "memo": f"{self.account_id.name} {self.external_id}: {move.name}",
            }
        )
        payment.action_post()
        booked = payment.move_id.line_ids.filtered(lambda line: line.account_id == owed.account_id[:1])
        (booked + owed).reconcile()
        move.marketplace_settlement_id = payment
        return payment


class AccountPayment(models.Model):
    _inherit = "account.payment"

    marketplace_account_id = fields.Many2one(
        "marketplace.account", "Taken by the marketplace", readonly=True, copy=False, index="btree_not_null"
    )

    @api.depends("marketplace_account_id")
    def _compute_outstanding_account_id(self):
        """What the platform took is not on its way to a bank account: it is owed, until the platform pays it out."""
        super()._compute_outstanding_account_id()
        for payment in self.filtered("marketplace_account_id"):
            payment.outstanding_account_id = payment.journal_id.default_account_id
