from odoo import fields, models
from odoo.exceptions import UserError


class MarketplaceIdentify(models.TransientModel):
    """«I know its number»: a person looked at the platform and says which AWB a lost answer was."""

    _name = "marketplace.identify"
    _description = "Which AWB It Is"

    shipment_id = fields.Many2one("marketplace.shipment", required=True, readonly=True, ondelete="cascade")
    error = fields.Text(related="shipment_id.error")
    ref = fields.Char(
        "Reservation",
        help="The platform's own number of the AWB: it is read with it, its label is fetched, it is followed.",
    )
    number = fields.Char("AWB", help="If the reservation cannot be found: the number printed on the label.")

    def action_identify(self):
        """Let the background work read that AWB."""
        self.ensure_one()
        ref, number = (self.ref or "").strip(), (self.number or "").strip()
        if not ref and not number:
            raise UserError(self.env._("Enter the reservation or the AWB's number."))
        self.shipment_id._acting()._identify(ref, number)
        return {"type": "ir.actions.act_window_close"}

    def action_not_made(self):
        self.ensure_one()
        self.shipment_id.action_not_made()
        return {"type": "ir.actions.act_window_close"}
