from odoo import fields, models


class MarketplaceBrand(models.Model):
    """A brand, and who answers for its products under product safety law (GPSR)."""

    _name = "marketplace.brand"
    _description = "Brand"
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    active = fields.Boolean(default=True)
    maker_ids = fields.Many2many("res.partner", "marketplace_brand_maker_rel", string="Makers")
    responsible_ids = fields.Many2many(
        "res.partner",
        "marketplace_brand_responsible_rel",
        string="Responsible in the EU",
        help="Without one, a maker in the EU answers for the products.",
    )
    safety = fields.Text("Safety information")
    warranty = fields.Integer("Warranty (months)", help="0: that of the product's category.")
    product_count = fields.Integer(compute="_compute_product_count")

    _once = models.UniqueIndex("(company_id, lower(name))", "This brand is already there.")

    def _compute_product_count(self):
        counts = dict(
            self.env["product.template"]._read_group(
                [("marketplace_brand_id", "in", self.ids)], ["marketplace_brand_id"], ["__count"]
            )
        )
        for brand in self:
            brand.product_count = counts.get(brand, 0)

    def action_products(self):
        """The products of this brand."""
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.product_template_action_product")
        return action | {"domain": [("marketplace_brand_id", "in", self.ids)], "context": {}}
