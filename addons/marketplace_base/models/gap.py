from odoo import api, fields, models


class MarketplaceGap(models.Model):
    """Something a product lacks before a platform would take it, and where it is mended (C8). Made anew by each check."""

    _name = "marketplace.gap"
    _description = "Missing for Publishing"
    _order = "account_id, product_id, id"
    _rec_name = "text"
    _log_access = False

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True, readonly=True)
    field = fields.Char(required=True, readonly=True, help="lib.catalogue.Gap.field")
    key = fields.Char(readonly=True)
    text = fields.Text("What is missing", required=True, readonly=True)
    remedy = fields.Char("Mended", compute="_compute_remedy")

    @api.depends("field")
    def _compute_remedy(self):
        words = {
            "category": self.env._("in the category mapping"),
            "characteristic": self.env._("in the category mapping, or on the product"),
            "brand": self.env._("on the product, or in the brand's mapping"),
            "maker": self.env._("on the brand"),
            "responsible": self.env._("on the brand"),
            "vat": self.env._("on the product, or in the account's VAT rates"),
            "handling": self.env._("on the account, the category or the product"),
        }
        for gap in self:
            gap.remedy = words.get(gap.field, self.env._("on the product"))

    @api.model
    def _renew(self, account, found):
        """Replace what was missing before. ``found``: ``{product: [lib.catalogue.Gap]}``, also of products that lack nothing."""
        products = self.env["product.product"].union(*found)
        rows = self.sudo()
        rows.search([("account_id", "=", account.id), ("product_id", "in", products.ids)]).unlink()
        rows.create(
            [
                {
                    "account_id": account.id,
                    "company_id": account.company_id.id,
                    "product_id": product.id,
                    "field": gap.field,
                    "key": gap.key,
                    "text": gap.text,
                }
                for product, gaps in found.items()
                for gap in gaps
            ]
        )

    def action_fix(self):
        """The place where it is mended."""
        self.ensure_one()
        product = self.product_id
        if self.field in ("category", "characteristic"):
            maps = self.env["marketplace.category.map"]
            if not product.categ_id:
                return product.get_formview_action()
            mapping = maps._of_categories(self.account_id, product.categ_id)[product.categ_id]
            if not mapping:
                return maps._open_for(self.account_id, product.categ_id)
            line = mapping.line_ids.filtered(lambda line: line.characteristic_id.external_id == self.key)
            if self.field == "characteristic" and line and not line._chosen():
                return mapping._action_form()
            if self.field == "characteristic" and line and line._raw_values(product):
                return line.action_values()
            return product.get_formview_action() if line else mapping._action_form()
        if self.field in ("maker", "responsible", "brand") and product.marketplace_brand_id:
            return product.marketplace_brand_id.get_formview_action()
        if self.field == "handling" and not product._marketplace_handling(self.account_id):
            return self.account_id.get_formview_action()
        return product.get_formview_action()


class ProductProduct(models.Model):
    _inherit = "product.product"

    marketplace_gap_ids = fields.One2many("marketplace.gap", "product_id", "Missing for publishing", readonly=True)
