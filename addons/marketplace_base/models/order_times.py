from odoo import fields, models

from .order_apply import differing, naive


class MarketplaceOrder(models.Model):
    """Since when an order is finalised or cancelled."""

    _inherit = "marketplace.order"

    def _mirror(self, data):
        super()._mirror(data)
        self._note_times(data)

    def _import(self, incoming, data):
        order = super()._import(incoming, data)
        order._note_times(data)
        return order

    def _note_times(self, data):
        """The platform's deadlines count from these; it says when it changed an order, not when it became what it is."""
        now = naive(data.modified_at) or fields.Datetime.now()
        vals = {}
        if self.status == "shipped":
            vals["finalised_at"] = self.finalised_at or now
        elif self.status in ("new", "processing", "prepared"):
            vals["finalised_at"] = False
        vals["cancelled_at"] = (self.cancelled_at or now) if self.status == "cancelled" else False
        if not self.cancel_requested:
            vals["cancel_kept"] = False
        if vals := differing(self, vals):
            self.write(vals)
