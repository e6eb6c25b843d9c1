import random
from decimal import Decimal
from unittest.mock import patch

from ..lib.money import gross, marked_up, net, rounded_price
from .common import FakeProvider, MarketplaceCase


class TestPrice(MarketplaceCase):
    """What one unit should cost at the platform, in its VAT convention."""

    def tax(self, rate, how):
        return self.env["account.tax"].create(
            {"name": f"VAT {rate} {how}", "amount": rate, "type_tax_use": "sale", "price_include_override": how}
        )

    def wanted(self, product):
        return self.env["marketplace.offer"]._platform_prices(self.account, product)[product.id]

    def test_E5_a_net_price_comes_from_the_exact_rate(self):
        taxes = {rate: self.tax(rate, "tax_included") for rate in (11, 21)}
        with patch.object(FakeProvider, "prices_include_tax", False), patch.object(FakeProvider, "price_digits", 4):
            for rate, price in ((11, "42.41"), (21, "10.53"), (11, "0.99"), (21, "1299.99")):
                product = self.make_product(f"NET-{price}", price=float(price), taxes_id=taxes[rate].ids)
                self.assertEqual(self.wanted(product), net(Decimal(price), Decimal(rate) / 100))

    def test_E5_vat_is_added_to_a_price_list_without_it(self):
        product = self.make_product("GROSS", price=38.21, taxes_id=self.tax(11, "tax_excluded").ids)
        self.assertEqual(self.wanted(product), Decimal("42.41"))

    def test_E2_E3_E5_the_query_does_what_the_rule_says(self):
        """Whatever the settings: VAT in the price or not, markup, rounding, and the platform's own convention."""
        dice = random.Random(3)
        taxes = {(rate, how): self.tax(rate, how) for rate in (0, 11, 21) for how in ("tax_included", "tax_excluded")}
        for number in range(60):
            (rate, how), tax = dice.choice(list(taxes.items()))
            listed = Decimal(dice.randint(1, 300_000)) / 100
            step, ending = dice.choice((("0", "0"), ("0.05", "0"), ("1", "0.01"), ("10", "0.1"), ("0.5", "0.01")))
            markup, with_vat = Decimal(dice.randint(-900, 1500)) / 10, dice.random() < 0.5
            self.account.write({"markup": float(markup), "price_step": float(step), "price_ending": float(ending)})
            product = self.make_product(f"RULE-{number}", price=float(listed), taxes_id=tax.ids)
            fraction = Decimal(rate) / 100
            told = listed if how == "tax_included" else listed * (1 + fraction)
            expected = rounded_price(marked_up(told, markup), Decimal(step), Decimal(ending))
            with (
                patch.object(FakeProvider, "prices_include_tax", with_vat),
                patch.object(FakeProvider, "price_digits", 4),
            ):
                wanted = self.wanted(product)
            self.assertEqual(
                wanted, expected if with_vat else net(expected, fraction), (listed, rate, how, markup, step)
            )

    def test_E5_an_extra_price_of_a_variant_and_a_fixed_eco_tax_count(self):
        eco = self.env["account.tax"].create(
            {"name": "Green tax", "amount": 1.5, "amount_type": "fixed", "type_tax_use": "sale"}
            | {"price_include_override": "tax_excluded"}
        )
        product = self.make_product("ECO", price=10.0, taxes_id=(self.tax(21, "tax_excluded") | eco).ids)
        self.assertEqual(self.wanted(product), gross(Decimal(10), Decimal("0.21")) + Decimal("1.5"))
        free = self.make_product("FREE", price=0.0, taxes_id=product.taxes_id.ids)
        self.assertEqual(self.wanted(free), 0, "a price of zero is asked about, not forgotten")
        attribute = self.env["product.attribute"].create(
            {"name": "Size", "value_ids": [(0, 0, {"name": "S"}), (0, 0, {"name": "XL", "default_extra_price": 3})]}
        )
        template = self.env["product.template"].create(
            {"name": "Shirt", "list_price": 20, "taxes_id": False, "is_storable": True}
            | {
                "attribute_line_ids": [
                    (0, 0, {"attribute_id": attribute.id, "value_ids": [(6, 0, attribute.value_ids.ids)]})
                ]
            }
        )
        self.assertEqual([self.wanted(variant) for variant in template.product_variant_ids], [Decimal(20), Decimal(23)])
