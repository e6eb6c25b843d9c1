from decimal import Decimal
from unittest.mock import patch

from ..lib.money import net
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
