from odoo import api, fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def action_marketplace_exclude(self, kind, exclude):
        """Leave the stock or the price of these products alone on every marketplace, or take it up again (D13–D15)."""
        self.check_access("read")
        self.env["marketplace.offer"].check_access("write")
        self.sudo().write({f"marketplace_exclude_{kind}": exclude})


class ProductTemplate(models.Model):
    """A product without variants shows what belongs to its only variant."""

    _inherit = "product.template"

    marketplace_code_ids = fields.One2many(related="product_variant_ids.marketplace_code_ids", readonly=False)
    marketplace_offer_ids = fields.One2many(related="product_variant_ids.marketplace_offer_ids")
    marketplace_offer_count = fields.Integer(compute="_compute_marketplace_offer_count")
    marketplace_exclude_stock = fields.Boolean(related="product_variant_ids.marketplace_exclude_stock", readonly=False)
    marketplace_exclude_price = fields.Boolean(related="product_variant_ids.marketplace_exclude_price", readonly=False)

    @api.depends("product_variant_ids.marketplace_offer_ids")
    def _compute_marketplace_offer_count(self):
        for template in self:
            template.marketplace_offer_count = len(template.product_variant_ids.marketplace_offer_ids)

    def _get_related_fields_variant_template(self):
        return [
            *super()._get_related_fields_variant_template(),
            "marketplace_code_ids",
            "marketplace_exclude_stock",
            "marketplace_exclude_price",
        ]

    def action_marketplace_offers(self):
        return self.product_variant_ids.action_marketplace_offers()

    def action_marketplace_exclude(self, kind, exclude):
        self.product_variant_ids.action_marketplace_exclude(kind, exclude)
