"""The contract: reading the seller's own offers."""

from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.types import OfferData

from tests.contract.shop import everything

MANY = 230
# What no platform knows, though somebody may ask for it.
STRANGERS = ("", " ", "0", "-1", "999999999", "nothing", "x/../y", "?a=1", "#", "ț&ă", "1 OR 1=1", "9" * 300)


class Offers:
    """Pages, and one by one."""

    @pytest.mark.verb("fetch_offers")
    def test_A5_pages_hold_each_offer_once(self, shop):
        keys = self.platform.offers(shop.control, MANY)
        found = everything(shop.provider.fetch_offers)
        assert len({offer.key for offer in found}) == len(found)
        assert {offer.key for offer in found} == {*shop.offers, *keys}

    @pytest.mark.verb("fetch_offers")
    def test_A5_offers_say_what_the_platform_holds(self, shop):
        for offer in everything(shop.provider.fetch_offers):
            assert isinstance(offer, OfferData)
            assert (offer.stock, offer.price) == self.platform.held(shop.control, offer.key)
            assert isinstance(offer.price, Decimal) and len(offer.currency) == 3
            assert offer.tax_rate is None or 0 <= offer.tax_rate < 1
            assert offer.sellable and offer.problems == () and offer.status == "active"

    @pytest.mark.verb("fetch_offer")
    def test_one_offer_is_what_the_page_said(self, shop):
        for offer in everything(shop.provider.fetch_offers):
            alone = shop.provider.fetch_offer(offer.key)
            for name in ("key", "sku", "barcodes", "stock", "price", "currency", "tax_rate", "status", "review"):
                assert getattr(alone, name) == getattr(offer, name), name

    @pytest.mark.verb("fetch_offer")
    @pytest.mark.parametrize("key", STRANGERS)
    def test_an_offer_that_is_not_there_is_none(self, shop, key):
        assert shop.provider.fetch_offer(key) is None

    @pytest.mark.verb("find_products")
    def test_products_of_the_catalogue_are_looked_for_without_harm(self, shop):
        assert shop.provider.find_products([]) == []
        assert shop.provider.find_products(["0000000000000", "no digits", ""]) == []
