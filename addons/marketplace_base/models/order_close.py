from odoo import api, fields, models
from odoo.tools import SQL


class MarketplaceOrder(models.Model):
    """An invoiced order is finalised at the platform (G12)."""

    _inherit = "marketplace.order"

    closing_asked_at = fields.Datetime("Closed by its invoice on", readonly=True)

    @api.model
    def _close_next(self, account):
        """Ask for the next order to be finalised whose invoice is there, and shown where invoices are shown; each once.

        :return: how many were asked for
        """
        if not account.invoice_closes or "change_order" not in account._get_provider_class().capabilities:
            return 0
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT o.id FROM marketplace_order o
                     JOIN sale_order s ON s.id = o.sale_order_id
                     JOIN account_move m ON m.id = o.invoice_id
                    WHERE o.account_id = %(account)s AND o.status IN ('new', 'processing', 'prepared')
                      AND o.closing_asked_at IS NULL AND NOT o.by_platform AND o.imported_at IS NOT NULL
                      AND NOT (COALESCE(o.cancel_requested, FALSE) AND o.cancel_kept IS NOT TRUE) AND s.state = 'sale'
                      AND COALESCE((o.paper_tries -> 'closing' ->> 'retry_at')::timestamp, '-infinity') <= %(now)s
                      AND m.state = 'posted' AND m.payment_state <> 'reversed' AND m.marketplace_posted_at >= %(since)s
                      AND (%(posted)s OR EXISTS (SELECT 1 FROM marketplace_document d
                                                  WHERE d.move_id = m.id AND d.state = 'shown'))
                      AND NOT EXISTS (SELECT 1 FROM marketplace_command c
                                       WHERE c.order_id = o.id AND c.kind = 'acknowledge'
                                         AND c.state IN ('pending', 'sending', 'unknown', 'refused'))
                      AND NOT EXISTS (SELECT 1 FROM marketplace_command c
                                       WHERE c.order_id = o.id AND c.kind = 'change'
                                         AND c.state IN ('pending', 'sending', 'unknown'))
                    ORDER BY o.id LIMIT 1""",
                account=account.id,
                now=fields.Datetime.now(),
                since=account.invoice_closes_since or fields.Datetime.now(),
                posted=not self._waits_to_be_shown(account),
            )
        )
        order = self.browse(row[0] for row in rows)
        if order:
            order._try_paper("closing", order._close)
        return len(order)

    @api.model
    def _waits_to_be_shown(self, account):
        return account.invoice_shown and "attach_document" in account._get_provider_class().capabilities

    def _close(self):
        self.closing_asked_at = fields.Datetime.now()
        self._change("finalise")
        return True
