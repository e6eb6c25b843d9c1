from dataclasses import replace
from decimal import Decimal

from odoo import models
from odoo.tools import plaintext2html

from ..lib.catalogue import Gap, ProductData
from ..lib.clock import utcnow
from ..lib.web import is_local

PRICE_STEP = Decimal("0.0001")


class MarketplaceAccount(models.Model):
    """Builds what is sent of a product, and says what it lacks."""

    _inherit = "marketplace.account"

    def _published_data(self, products, joins=None):
        """``{product: (ProductData, [Gap] that the engine itself sees, category mapping)}``.

        :param joins: ``{product: the platform's code of the page it would join}``, of products that have no offer yet

        Prices and quantities are those the engine keeps for the product's offer; without one, what they would be.
        """
        self.ensure_one()
        if not self.env.su:  # prices, stock and brands are read for the platform, whoever asks
            return self.sudo()._published_data(products.sudo(), joins)
        products = products.with_company(self.company_id)
        offers = {
            offer.product_id: offer
            for offer in self.env["marketplace.offer"]
            .sudo()
            .search([("account_id", "=", self.id), ("product_id", "in", products.ids)])
        }
        mappings_of = self.env["marketplace.category.map"]
        mappings = mappings_of._of_categories(self, products.categ_id)
        prices = self.env["marketplace.offer"]._platform_prices(self, products)
        families = self._known_families(products)
        result = {}
        for product in products:
            mapping = mappings.get(product.categ_id, mappings_of.browse())
            offer = offers.get(product) or self.env["marketplace.offer"]
            data = self._product_data(product, mapping, offer, prices.get(product.id), families)
            if joins and not data.platform_code and not offer.listed:
                data = replace(data, platform_code=joins.get(product) or "")
            result[product] = (data, self._own_gaps(product, mapping, offer, data), mapping)
        return result

    def _product_data(self, product, mapping, offer, price, families):
        template, brand = product.product_tmpl_id, product.marketplace_brand_id
        if offer.listed and offer.price_state in ("unset", "held") and offer.platform_price:
            price = Decimal(str(offer.platform_price))  # left alone: what is there stays
        elif offer and offer.price_state != "unset":
            price = Decimal(str(offer.price_wanted))
        low, high = self._price_limits(offer, price)
        family = mapping.family_type_key if template.product_variant_count > 1 else ""
        return ProductData(
            key=offer.external_id or "",
            sku=product.default_code or "",
            name=self._published_name(product),
            brand=brand.name or "",
            description=template.marketplace_description or plaintext2html(template.description_sale or ""),
            category_key=mapping.category_id.external_id or "",
            platform_code=offer.join_code or self._typed_code(product, offer),
            barcodes=(product.barcode,) if product.barcode else (),
            pictures=product._marketplace_pictures(),
            characteristics=mapping._characteristics_of(product) if mapping else (),
            family_key=families.get(template) or str(template.id) if family else "",
            family_name=template.name if family else "",
            family_type_key=family or "",
            warranty=product._marketplace_warranty(),
            handling_days=product._marketplace_handling(self),
            quantity=self._published_quantity(product, offer),
            price=price,
            price_low=low,
            price_high=high,
            tax_rate=self._tax_rate(product),
            safety=product.marketplace_safety or brand.safety or "",
            makers=product._marketplace_makers(),
            responsibles=product._marketplace_responsibles(),
            brand_key=brand._at(self).entry_key or "",
            on_sale=not (offer.status == "inactive" and offer.withdrawn_at),
        )

    def _known_families(self, products):
        """``{template: the group its variants are in at the platform}``: a further variant joins those that are there."""
        offers = self.env["marketplace.offer"].search(
            [
                ("account_id", "=", self.id),
                ("product_id.product_tmpl_id", "in", products.product_tmpl_id.ids),
                ("family_key", "not in", (False, "")),
                ("listed", "=", True),
            ],
            order="id desc",
        )
        return {offer.product_id.product_tmpl_id: offer.family_key for offer in offers}

    def _published_name(self, product):
        """The template's name, with what tells the variant apart."""
        variant = product.product_template_attribute_value_ids._get_combination_name()
        return f"{product.name}, {variant}" if variant else product.name

    def _typed_code(self, product, offer):
        """The platform's code that a person put on a product whose offer is not there yet: it joins that page."""
        if offer.listed:
            return ""
        codes = product.marketplace_code_ids.filtered(
            lambda code: code.kind == "catalogue" and code.company_id == self.company_id
        )
        return codes[:1].name or ""

    def _price_limits(self, offer, price):
        """The first limits the platform is to enforce around the price; none where it has some."""
        if not price or (offer.listed and offer.price_low and offer.price_high):
            return None, None
        low = price * (1 - Decimal(str(self.publish_low)) / 100)
        high = price * (1 + Decimal(str(self.publish_high)) / 100)
        return low.quantize(PRICE_STEP), high.quantize(PRICE_STEP)

    def _published_quantity(self, product, offer):
        """What is wanted at the platform; what is there already where the stock is left alone."""
        if offer and offer.stock_state not in ("unset", "held"):
            return offer.stock_wanted
        return offer.platform_stock if offer.listed else 0

    def _tax_rate(self, product):
        """A fraction, from the percent taxes of the product in the account's company."""
        taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
        percents = taxes.flatten_taxes_hierarchy().filtered(lambda tax: tax.amount_type == "percent")
        return sum((Decimal(str(tax.amount)) for tax in percents), Decimal(0)) / 100

    # ---- what is missing ----

    def _own_gaps(self, product, mapping, offer, data):
        """What only the engine can see: mappings, the account's lists, prices it would not send."""
        gaps = []
        if not mapping and not data.platform_code:
            text = self.env._("The category %s is not mapped to one of the platform.", product.categ_id.display_name)
            gaps.append(Gap("category", text if product.categ_id else self.env._("The product has no category.")))
        if data.brand and not data.brand_key and (text := self._brand_gap(product.marketplace_brand_id)):
            gaps.append(Gap("brand", text))
        entries = self._entries()
        rates = [Decimal(str(round(entry.value, 4))) for entry in entries.get("vat", ())]
        if rates and data.tax_rate not in rates:
            gaps.append(
                Gap("vat", self.env._("The platform has no VAT rate of %g %% for this account.", data.tax_rate * 100))
            )
        days = {entry.external_id for entry in entries.get("handling_time", ())}
        if days and data.handling_days is None:
            gaps.append(Gap("handling", self.env._("No days until shipping are set.")))
        elif days and str(data.handling_days) not in days:
            gaps.append(
                Gap(
                    "handling",
                    self.env._(
                        "%s days until shipping are not in the platform's list for this account.", data.handling_days
                    ),
                )
            )
        if data.pictures and not data.platform_code and not self.address and is_local(self.get_base_url()):
            text = self.env._(
                "Platforms cannot fetch pictures from %s: set this Odoo's public address.", self.get_base_url()
            )
            gaps.append(Gap("picture", text))
        if offer.price_state == "held" and not offer.listed:
            gaps.append(Gap("price", offer.price_error or self.env._("The price is held back.")))
        return gaps

    def _brand_gap(self, brand):
        """What is missing to know the brand by the platform's number; one that was never looked for is, before it is sent."""
        mapping = brand._at(self)
        if "find_brands" not in self._get_provider_class().capabilities or not mapping:
            return ""
        if mapping.state == "wanted":
            return self.env._("The brand «%s» is being looked for in the platform's list.", brand.name)
        return self.env._("Choose which brand of the platform's list «%s» is.", brand.name)

    def _entries(self):
        """The account's short lists as last read: ``{kind: entries}``."""
        rows = self.env["marketplace.entry"].sudo().search([("account_id", "=", self.id)])
        return rows.grouped("kind")

    def _check_products(self, products, joins=None):
        """What each product lacks, also written down where it can be read and mended: ``{product: [Gap]}``."""
        built = self._published_data(products, joins)
        gaps = self._all_gaps(built)
        self.env["marketplace.gap"]._renew(self, gaps)
        return gaps

    def _all_gaps(self, built):
        """``{product: [Gap]}`` of what ``_published_data`` built: the engine's own and the platform's rules."""
        check, found = self._get_provider_class().gaps, {}
        with self._speaking():
            for mapping, products in _by_mapping(built).items():
                used = [value for product in products for value in built[product][0].characteristics]
                detail = mapping._detail(used) if mapping else None
                for product in products:
                    data, own, _mapping = built[product]
                    named = {gap.field for gap in own}
                    rules = check(data, detail)
                    found[product] = own + [gap for gap in rules if gap.field not in named]
        return found

    def _want_published(self, offers):
        """Bring what is wanted of these offers up to date, before they are built."""
        now = utcnow()
        rows = [("publish", None, offer.id, now) for offer in offers]
        self.env["marketplace.offer"]._want_stock(self, rows)
        self.env["marketplace.offer"]._want_price(self, rows)
        self.env.invalidate_all()


def _by_mapping(built):
    grouped = {}
    for product, (_data, _own, mapping) in built.items():
        grouped.setdefault(mapping, []).append(product)
    return grouped
