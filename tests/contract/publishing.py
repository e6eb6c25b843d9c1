"""The contract: the platform's dictionary, and products published in it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.catalogue import CategoryDetail, Gap, Picture, Review
from odoo.addons.marketplace_base.lib.types import Outcome

from tests.contract.offers import STRANGERS
from tests.contract.shop import everything

CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
DRAFT = "draft"  # a code: taken, but the platform lacks something
FIELDS = {
    "name", "description", "brand", "barcode", "category", "characteristic", "picture", "price", "vat", "warranty",
    "handling", "maker", "responsible", "sku",
}  # fmt: skip
SPOILT = {
    "no name": {"name": ""},
    "a name without end": {"name": "x" * 2000},
    "no brand": {"brand": ""},
    "no description": {"description": ""},
    "a script": {"description": "<script>alert(1)</script>"},
    "no category": {"category_key": ""},
    "no picture": {"pictures": ()},
    "a picture nowhere": {"pictures": (Picture("ftp://img.example.ro/1.jpg"),)},
    "no price": {"price": None},
    "free": {"price": Decimal(0)},
    "no VAT": {"tax_rate": None},
    "no characteristics": {"characteristics": ()},
    "a code without end": {"sku": "x" * 300},
}


class Publishing:
    """What lacks is told before, what is complete is taken."""

    # ---- the dictionary ----

    @pytest.mark.verb("fetch_categories")
    def test_the_tree_is_whole(self, shop):
        categories = everything(shop.provider.fetch_categories)
        keys = {category.key for category in categories}
        assert len(keys) == len(categories) > 1
        assert {category.parent_key for category in categories if category.parent_key} <= keys
        assert any(category.allowed for category in categories)

    @pytest.mark.verb("fetch_category")
    @pytest.mark.parametrize("key", STRANGERS)
    def test_a_category_that_is_not_there_is_none(self, shop, key):
        assert shop.provider.fetch_category(key, None) is None

    def _detail(self, shop, product):
        """The category, with all values of all its characteristics."""
        pages, page = [], None
        while not pages or page:
            pages.append(shop.provider.fetch_category(product.category_key, page))
            page = pages[-1].next
        assert all(isinstance(detail, CategoryDetail) for detail in pages)
        values = {}
        for item in (item for detail in pages for item in detail.characteristics):
            values[item.key] = values.get(item.key, ()) + item.values
        return replace(
            pages[0], characteristics=tuple(replace(i, values=values[i.key]) for i in pages[0].characteristics)
        )

    # ---- publishing ----

    @pytest.mark.verb("publish")
    def test_C9_a_complete_product_is_taken_and_approved(self, shop):
        product = self.platform.product(shop.provider)
        assert self.platform.provider.gaps(product, self._detail(shop, product)) == []
        assert shop.provider.fetch_offer(product.key) is None
        final = shop.settled(shop.provider.publish([product]))
        assert {key: result.outcome for key, result in final.items()} == {product.key: CONFIRMED}
        assert shop.provider.fetch_offer(product.key).review is Review.REVIEW
        self.platform.approve(shop.control, product.key)
        offer = shop.provider.fetch_offer(product.key)
        assert (offer.review, offer.name, offer.sku) == (Review.APPROVED, product.name, product.sku)

    @pytest.mark.verb("publish")
    def test_C9_sending_a_product_again_corrects_it(self, shop):
        product = self.platform.product(shop.provider)
        for name in (product.name, product.name, f"{product.name} bun"):
            final = shop.settled(shop.provider.publish([replace(product, name=name)]))
            assert final[product.key].outcome is CONFIRMED
            assert shop.provider.fetch_offer(product.key).name == name
        assert len([offer for offer in everything(shop.provider.fetch_offers) if offer.key == product.key]) == 1

    @pytest.mark.verb("publish")
    def test_C9_each_product_has_its_verdict(self, shop):
        good = self.platform.product(shop.provider)
        bad = replace(good, key=f"{good.key}9", sku="B", barcodes=(), name="x" * 2000, brand="", description="")
        results = shop.provider.publish([good, bad])
        assert [result.key for result in results] == [good.key, bad.key]
        final = shop.settled(results)
        assert final[good.key].outcome is CONFIRMED
        assert final[bad.key].outcome is REFUSED or final[bad.key].code == DRAFT
        assert final[bad.key].text

    @pytest.mark.verb("publish")
    @pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
    def test_C9_what_is_refused_or_left_a_draft_was_foretold(self, shop, spoil):
        whole = self.platform.product(shop.provider)
        product = replace(whole, **spoil)
        detail = self._detail(shop, whole) if product.category_key else None
        gaps = self.platform.provider.gaps(product, detail)
        assert all(isinstance(gap, Gap) and gap.field in FIELDS and str(gap.text) for gap in gaps)
        [result] = shop.settled(shop.provider.publish([product])).values()
        if result.outcome is REFUSED or result.code == DRAFT:
            assert result.text
            assert gaps, result.text

    @pytest.mark.verb("publish")
    def test_a_new_offer_has_a_key_that_it_takes(self, shop):
        product = self.platform.product(shop.provider)
        key = self.platform.provider.new_offer_key("SKU-1", "5941234567812", 41)
        assert key == self.platform.provider.new_offer_key("SKU-1", "5941234567812", 41)
        final = shop.settled(shop.provider.publish([replace(product, key=key)]))
        assert final[key].outcome is CONFIRMED
