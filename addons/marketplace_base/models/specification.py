from odoo import fields, models


class MarketplaceSpecification(models.Model):
    """A characteristic of a product in plain words: «Material: bumbac». Filled by the import, used by publishing."""

    _name = "marketplace.specification"
    _description = "Product Specification"
    _order = "product_tmpl_id, sequence, name, id"

    product_tmpl_id = fields.Many2one("product.template", required=True, ondelete="cascade", index=True)
    product_id = fields.Many2one(
        "product.product", "Variant", ondelete="cascade", index="btree_not_null", help="Empty: of all variants."
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    value = fields.Char(required=True)
    tag = fields.Char(help="Where a platform wants the value in several notations: which one this is.")
