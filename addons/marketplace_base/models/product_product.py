from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.codes import normalised, normalised_ean

_POSITIVE = ("=", "in", "like", "ilike", "=like", "=ilike")

# Writing one of these may move the price that a platform should show.
PRICE_FIELDS = frozenset({"list_price", "lst_price", "standard_price", "taxes_id", "categ_id", "price_extra"})


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def write(self, vals):
        result = super().write(vals)
        if PRICE_FIELDS & vals.keys():
            self.env["marketplace.change"]._collect(
                "price", self.with_context(active_test=False).product_variant_ids.ids
            )
        if "is_storable" in vals:
            self.env["marketplace.change"]._collect(
                "stock", self.with_context(active_test=False).product_variant_ids.ids
            )
        return result


class ProductProduct(models.Model):
    _inherit = "product.product"

    marketplace_code_ids = fields.One2many("marketplace.product.code", "product_id", "Additional codes")
    marketplace_offer_ids = fields.One2many("marketplace.offer", "product_id", "Offers")
    marketplace_offer_count = fields.Integer(compute="_compute_marketplace_offer_count")
    marketplace_exclude_stock = fields.Boolean("Leave stock alone on marketplaces")
    marketplace_exclude_price = fields.Boolean("Leave price alone on marketplaces")

    @api.depends("marketplace_offer_ids")
    def _compute_marketplace_offer_count(self):
        for product in self:
            product.marketplace_offer_count = len(product.marketplace_offer_ids)

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        products._marketplace_codes_changed()
        return products

    def write(self, vals):
        result = super().write(vals)
        change = self.env["marketplace.change"]
        if PRICE_FIELDS & vals.keys() or "marketplace_exclude_price" in vals:
            change._collect("price", self.ids)
        if "marketplace_exclude_stock" in vals:
            change._collect("stock", self.ids)
        if {"default_code", "barcode"} & vals.keys():
            self._marketplace_codes_changed()
        return result

    def _marketplace_codes_changed(self):
        self.env["marketplace.offer"]._codes_changed([c for p in self for c in (p.default_code, p.barcode) if c])

    def action_marketplace_offers(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_offers")
        return action | {"domain": [("product_id", "in", self.ids)], "context": {}}

    # ---- additional codes are found wherever the product code and the barcode are ----

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator in _POSITIVE and value:
            found = self._search_additional_code(value)
            if found:
                return Domain.OR([domain, [("id", "in", found)]])
        return domain

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        found = super().name_search(name, domain, operator, limit)
        if name and operator in _POSITIVE and (ids := self._search_additional_code(name)):
            known = [row[0] for row in found]
            more = self.search_fetch(
                Domain(domain or Domain.TRUE) & Domain("id", "in", ids) & Domain("id", "not in", known),
                ["display_name"],
            )
            found = [(product.id, product.display_name) for product in more.sudo()] + found
        return found[:limit]

    @api.model
    def _search_additional_code(self, value):
        """The products that have this very code, or one of these, as an additional code."""
        values = value if isinstance(value, (list, tuple, set)) else [value]
        codes = {form for v in values if isinstance(v, str) for form in (normalised(v), normalised_ean(v)) if form}
        known = self.env["marketplace.product.code"].sudo()
        return known.search(
            [("normalised", "in", list(codes)), ("company_id", "in", self.env.companies.ids)]
        ).product_id.ids
