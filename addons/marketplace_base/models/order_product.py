from odoo import api, models

from ..lib.codes import normalised
from ..lib.types import LineKind
from .incoming_order import NeedsPerson


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    @api.model
    def _find_products(self, account, lines, known):
        """What the lines sell, by line key: (product, offer). Charges are sold by their service products.

        :param known: the account's mappings
        :raise NeedsPerson: products are missing; all of them are named at once
        """
        goods = [line for line in lines if line.kind is LineKind.PRODUCT]
        offers = self.env["marketplace.offer"].with_context(active_test=False)
        offers = offers.search(
            [
                ("account_id", "=", account.id),
                ("external_id", "in", [line.offer_key for line in goods if line.offer_key]),
            ]
        ).grouped("external_id")
        found, missing = {}, []
        for line in lines:
            if line.kind is not LineKind.PRODUCT:
                product, offer = self.env["marketplace.mapping"]._service(known, line.kind.value, line.paid_by), None
            elif offer := offers.get(line.offer_key):
                product = offer.product_id
            else:
                product, offer = self._product_by_codes(account, line, known)
            if product:
                found[line.key] = product, offer
            else:
                missing.append(line)
        if missing:
            raise self._missing(missing)
        return found

    @api.model
    def _product_by_codes(self, account, line, known):
        """The only product a line's codes lead to while its offer was not read: (product, offer), both may be empty."""
        products, offers = self.env["product.product"], self.env["marketplace.offer"]
        if not (line.offer_key or line.sku or line.platform_code):  # a virtual line: only its name can be recognised
            mapping = known.get(("service", line.name))
            return mapping.product_id if mapping else products, offers
        linked = offers.search(
            [
                ("account_id", "=", account.id),
                ("product_id", "!=", False),
                "|", ("sku", "=", line.sku or None),
                ("platform_code", "=", line.platform_code or None),
            ]
        )  # fmt: skip
        linked = linked.filtered(
            lambda offer: (
                normalised(line.sku) == normalised(offer.sku) != ""
                or normalised(line.platform_code) == normalised(offer.platform_code) != ""
            )
        )
        if linked:
            return (linked.product_id, linked[:1]) if len(linked.product_id) == 1 else (products, offers)
        stranger = offers.new({"account_id": account.id, "sku": line.sku, "platform_code": line.platform_code})
        products, _reason = stranger._match(stranger._code_index(account.company_id))
        return products if len(products) == 1 else products.browse(), offers

    @api.model
    def _missing(self, lines):
        """The question to a person, naming every missing product once."""
        names = {}
        for line in lines:
            known_by = ", ".join(filter(None, (line.sku or line.platform_code, line.name)))
            names[line.offer_key or line.sku] = f"{line.offer_key or '—'} ({known_by})"
        codes = list(dict.fromkeys(code for line in lines for code in (line.offer_key, line.sku) if code))
        if not codes:
            return NeedsPerson(
                self.env._(
                    "These lines carry no code: %s. Choose a product for each in the account's mappings, as a charge.",
                    ", ".join(line.name for line in lines),
                )
            )
        return NeedsPerson(
            self.env._(
                "No product is linked to: %s. Link the offer and the order goes on by itself.",
                ", ".join(names.values()),
            ),
            codes,
        )
