from odoo import fields, models


class SaleOrder(models.Model):
    """What the order's page shows of the platform's side."""

    _inherit = "sale.order"

    marketplace_number = fields.Char(related="marketplace_order_id.external_id", string="Number at the platform")
    marketplace_status = fields.Selection(related="marketplace_order_id.status", string="Status at the platform")
    marketplace_uncovered = fields.Boolean(related="marketplace_order_id.uncovered", string="Not enough stock")
    marketplace_uncovered_reason = fields.Text(
        related="marketplace_order_id.uncovered_reason", string="Why stock is missing"
    )
    marketplace_placed_at = fields.Datetime(related="marketplace_order_id.placed_at", string="Placed")
    marketplace_notified_at = fields.Datetime(related="marketplace_order_id.notified_at", string="Notified")
    marketplace_imported_at = fields.Datetime(related="marketplace_order_id.imported_at", string="Imported")
    marketplace_acknowledged_at = fields.Datetime(related="marketplace_order_id.acknowledged_at", string="Taken over")
    marketplace_payment_kind = fields.Selection(related="marketplace_order_id.payment_kind", string="Payment")
    marketplace_is_paid = fields.Boolean(related="marketplace_order_id.is_paid", string="Paid")
    marketplace_delivery_method = fields.Char(related="marketplace_order_id.delivery_method", string="Delivery method")
    marketplace_cancel_requested = fields.Boolean(
        related="marketplace_order_id.cancel_requested", string="Cancellation asked for"
    )

    def action_marketplace_order(self):
        self.ensure_one()
        return self.marketplace_order_id.get_formview_action()

    def action_marketplace_fetch(self):
        """Read this order from the platform again."""
        self.marketplace_order_id.action_fetch()
