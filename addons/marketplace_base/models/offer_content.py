from odoo import fields, models


class MarketplaceOffer(models.Model):
    """What the platform shows of an offer besides stock and price: the staging row of the first import (A7, A9, A10)."""

    _inherit = "marketplace.offer"

    content = fields.Json(readonly=True, help="lib.catalogue.Content as last read, JSON-ready.")
    content_digest = fields.Char(readonly=True)
    brand = fields.Char(readonly=True)
    category_key = fields.Char(readonly=True)
    category_id = fields.Many2one("marketplace.category", readonly=True, ondelete="set null", index="btree_not_null")
    family_key = fields.Char(readonly=True, index="btree_not_null")
    review = fields.Selection(
        [("draft", "Draft"), ("review", "In review"), ("approved", "Approved"), ("refused", "Refused")], readonly=True
    )
    parties_at = fields.Datetime("Safety data read", readonly=True)
