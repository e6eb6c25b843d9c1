from odoo import fields, models


class SaleOrder(models.Model):
    """Cancelling a marketplace's order, and changing it, from the sale order's page."""

    _inherit = "sale.order"

    marketplace_stop_reason = fields.Text(related="marketplace_order_id.stop_reason", string="Why it is stopped")
    marketplace_credit_due = fields.Boolean(related="marketplace_order_id.credit_due", string="To credit")
    marketplace_is_off = fields.Boolean(related="marketplace_order_id.is_off")
    marketplace_can_cancel = fields.Boolean(related="marketplace_order_id.can_cancel")

    marketplace_can_divide = fields.Boolean(related="marketplace_order_id.can_divide")
    marketplace_is_divided = fields.Boolean(related="marketplace_order_id.is_divided")
    marketplace_sibling_count = fields.Integer(related="marketplace_order_id.sibling_count", string="Other packages")

    def action_cancel(self):
        """Orders whose platform can be told go through the page that tells it; the others are cancelled as ever."""
        if not self.env.user.has_group("marketplace_base.group_user"):
            return super().action_cancel()
        told = self.filtered(lambda sale: sale.state == "sale" and sale.marketplace_order_id.sudo()._can_cancel_there())
        result = super(SaleOrder, self - told).action_cancel() if self - told else True
        return told.action_marketplace_cancel() if told else result

    def action_marketplace_cancel(self):
        return self.env["marketplace.cancel"]._open_for(self.marketplace_order_id)

    def action_marketplace_change(self):
        self.ensure_one()
        return self.marketplace_order_id.action_change_quantities()

    def action_marketplace_divide(self):
        self.ensure_one()
        return self.marketplace_order_id.action_divide()

    def action_marketplace_siblings(self):
        self.ensure_one()
        return self.marketplace_order_id.action_siblings()

    def action_marketplace_keep(self):
        self.marketplace_order_id.action_keep()

    def action_marketplace_put_back(self):
        self.marketplace_order_id.action_put_back()

    def action_marketplace_credit(self):
        return self.marketplace_order_id.action_credit_difference()
