from odoo import fields, models


class ProductTemplate(models.Model):
    """What marketplaces show of a product besides Odoo's own name, picture, weight and price."""

    _inherit = "product.template"

    marketplace_brand_id = fields.Many2one("marketplace.brand", "Brand", index="btree_not_null")
    marketplace_description = fields.Html("Description for marketplaces", sanitize=True, sanitize_style=True)
    marketplace_picture_ids = fields.One2many("marketplace.picture", "product_tmpl_id", "Further pictures")
    marketplace_specification_ids = fields.One2many("marketplace.specification", "product_tmpl_id", "Specifications")
    marketplace_warranty = fields.Integer(
        "Warranty (months)", help="0: that of the brand, then of the category. -1: none."
    )
    marketplace_handling_days = fields.Integer("Days until shipping", default=-1, help="-1: that of the category.")
    marketplace_safety = fields.Text("Safety information", help="Empty: that of the brand.")
    marketplace_family = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Account and key of the family that is imported into it.",
    )


class ProductCategory(models.Model):
    """Warranty and handling time of a category; its sub-categories inherit them."""

    _inherit = "product.category"

    marketplace_warranty = fields.Integer("Warranty (months)", help="0: that of the category above. -1: none.")
    marketplace_handling_days = fields.Integer(
        "Days until shipping", default=-1, help="-1: that of the category above."
    )

    def _marketplace_inherited(self, name, unset):
        """The value of this category, else of the nearest one above that has it; ``unset`` where none has."""
        category = self
        while category:
            if category[name] != unset:
                return category[name]
            category = category.parent_id
        return unset
