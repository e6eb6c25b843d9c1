from odoo import api, fields, models


class MarketplaceOffer(models.Model):
    """What the offer's page shows besides its columns."""

    _inherit = "marketplace.offer"

    candidate_count = fields.Integer(compute="_compute_candidate_count")
    product_excluded = fields.Char("Left alone on the product", compute="_compute_product_excluded")
    price_note = fields.Char("Prices", compute="_compute_price_note")

    @api.depends("candidate_ids")
    def _compute_candidate_count(self):
        for offer in self:
            offer.candidate_count = len(offer.candidate_ids)

    @api.depends("product_id.marketplace_exclude_stock", "product_id.marketplace_exclude_price")
    def _compute_product_excluded(self):
        for offer in self:
            product = offer.product_id
            parts = [
                self.env._("stock") if product.marketplace_exclude_stock else "",
                self.env._("price") if product.marketplace_exclude_price else "",
            ]
            offer.product_excluded = ", ".join(filter(None, parts))

    @api.depends("account_id.platform", "account_id.currency_id")
    def _compute_price_note(self):
        for offer in self:
            include_tax = offer.account_id._get_provider_class().prices_include_tax
            text = self.env._("%s, VAT included") if include_tax else self.env._("%s, without VAT")
            offer.price_note = text % offer.currency_id.name
