from odoo import fields, models


class MarketplacePicture(models.Model):
    """A picture of a product: fetched from a platform at the first import (A6), or added by hand for publishing."""

    _name = "marketplace.picture"
    _description = "Product Picture"
    _order = "product_tmpl_id, sequence, id"
    _check_company_auto = True

    product_tmpl_id = fields.Many2one("product.template", required=True, ondelete="cascade", index=True)
    product_id = fields.Many2one(
        "product.product", "Variant", ondelete="cascade", index="btree_not_null", help="Empty: of all variants."
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    account_id = fields.Many2one("marketplace.account", ondelete="set null", readonly=True, index="btree_not_null")
    sequence = fields.Integer(default=10)
    name = fields.Char()
    url = fields.Char("Fetched from", readonly=True)
    image = fields.Image(max_width=6000, max_height=6000)
    checksum = fields.Char(readonly=True, index="btree_not_null", help="Equal pictures have equal checksums.")
    state = fields.Selection(
        [("waiting", "To fetch"), ("done", "There"), ("failed", "Failed")], default="done", required=True, readonly=True
    )
    error = fields.Char(readonly=True)
    tries = fields.Integer(readonly=True)
    retry_at = fields.Datetime(readonly=True)

    _todo = models.Index("(account_id, retry_at NULLS FIRST, id) WHERE state = 'waiting'")
