from odoo import fields, models


class MarketplaceOwnNumber(models.TransientModel):
    """A parcel that goes with a return travels with the seller's own courier: under which number."""

    _name = "marketplace.own.number"
    _description = "Number of Our Own Courier"

    shipment_id = fields.Many2one("marketplace.shipment", required=True, readonly=True, ondelete="cascade")
    number = fields.Char("AWB", required=True)

    def action_tell(self):
        self.ensure_one()
        self.shipment_id._acting()._tell_own_number(self.number.strip())
        return {"type": "ir.actions.act_window_close"}
