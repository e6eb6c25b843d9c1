from odoo import fields, models


class MarketplaceManifest(models.Model):
    """The parcels that a courier took in one go, on a paper he signs."""

    _name = "marketplace.manifest"
    _description = "Hand-over Manifest"
    _order = "id desc"

    name = fields.Char("Number", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    courier_name = fields.Char("Courier", readonly=True)
    shipment_ids = fields.One2many("marketplace.shipment", "manifest_id", readonly=True)
    user_id = fields.Many2one("res.users", "Handed over by", readonly=True)
    handed_at = fields.Datetime("Handed over on", readonly=True)
