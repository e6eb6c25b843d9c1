from odoo import fields, models


class MarketplaceOffer(models.Model):
    """What is to be done with an offer as a whole, until the platform confirms it."""

    _inherit = "marketplace.offer"

    wish = fields.Selection(
        [("withdraw", "To withdraw"), ("restore", "To restore"), ("unlock", "To unlock"), ("delete", "To delete")],
        "Asked for",
        readonly=True,
        index="btree_not_null",
    )
