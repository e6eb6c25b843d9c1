"""Variants published, approved and corrected, against the simulator of both marketplaces."""

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.catalogue import CharacteristicValue, Picture, ProductData
from odoo.addons.marketplace_base.lib.types import Outcome

from tests.pure.trendyol_shop import open_shop

CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
VAT = {"RO": Decimal("0.21"), "TR": Decimal("0.20")}


@pytest.fixture(params=["RO", "TR"])
def storefront(request):
    return request.param


@pytest.fixture
def shop(storefront):
    with open_shop(storefront) as shop:
        yield shop


def in_category(shop):
    """A category with variants, those of an attribute of sizes and of another one that makes cards."""
    for category in shop.provider.fetch_categories(None).items:
        detail = category.allowed and shop.provider.fetch_category(category.key, None)
        if detail and detail.families and len(detail.families[0].characteristic_keys) > 1:
            return detail
    raise AssertionError("no category has variants")


@pytest.fixture
def family(shop, storefront):
    """Makes a product of two sizes: each differs in what its category tells variants apart by."""
    detail = in_category(shop)
    brand = shop.provider.find_brands(shop.provider.fetch_offer("TY-0000001").content.brand)[0]
    [kind] = detail.families

    def make(*keys, **changes):
        products = []
        for number, key in enumerate(keys):
            given = []
            for item in detail.characteristics:
                if item.required or item.key in kind.characteristic_keys:
                    differs = item.key == kind.characteristic_keys[0] or len(item.values) > 5
                    text = item.values[number if differs and item.values else 0].name if item.values else "Verde"
                    given.append(CharacteristicValue(item.key, text))
            products.append(
                ProductData(
                    key=key, sku=f"S-{key}", name=f"Tricou, {number}", brand=brand.name, brand_key=brand.key,
                    description="<p>Bun</p>", category_key=detail.category.key, barcodes=(key,), quantity=4,
                    pictures=(Picture("https://img.example.ro/1.jpg"), Picture("https://img.example.ro/2.jpg")),
                    price=Decimal(50), tax_rate=VAT[storefront], characteristics=tuple(given), handling_days=1,
                    family_key="T1", family_name="Tricou", family_type_key=kind.key,
                )
            )  # fmt: skip
        return [replace(product, **changes) for product in products]

    return make


def outcomes(shop, products):
    return {key: (result.outcome, result.text) for key, result in shop.told(shop.provider.publish(products)).items()}


def test_C9_variants_are_created_approved_and_corrected(shop, family):
    done = {"V-1": (CONFIRMED, ""), "V-2": (CONFIRMED, "")}
    products = family("V-1", "V-2")
    assert outcomes(shop, products) == done
    for key in ("V-1", "V-2"):
        shop.control.validate_offer(key)
    better = [replace(p, description="<p>Mai bun</p>", family_name="Tricou nou", handling_days=0) for p in products]
    assert outcomes(shop, better) == done
    for key in ("V-1", "V-2"):
        offer = shop.provider.fetch_offer(key)
        assert (offer.name, offer.content.description, offer.content.handling_days) == (
            "Tricou nou",
            "<p>Mai bun</p>",
            0,
        )
        assert len(offer.content.pictures) == 2


def test_C9_what_stays_after_the_approval_is_said_and_all_else_is_corrected(shop, family):
    products = family("V-1", "V-2")
    shop.told(shop.provider.publish(products))
    for key in ("V-1", "V-2"):
        shop.control.validate_offer(key)
    moved = [replace(product, family_key="T2", sku=f"N-{product.key}") for product in products]
    assert all("T1" in result.text for result in shop.provider.publish(moved))
    swapped = [replace(products[0], characteristics=products[1].characteristics, sku="N-1")]
    [result] = shop.provider.publish(swapped)
    assert products[0].characteristics[0].value in result.text
    assert {key: r.outcome for key, r in shop.told([result]).items()} == {"V-1": CONFIRMED}
    assert shop.provider.fetch_offer("V-1").sku == "N-1"


def test_C9_how_it_is_shipped_goes_along(storefront, shop, family):
    entries = {entry.extra["use"]: entry.key for entry in shop.provider.fetch_dictionary("address", None).items}
    shop.provider.connection.options |= {"ship_from": entries["pickup"], "return_to": entries["return"]}
    assert ("product_courier" in shop.provider.dictionaries) == (storefront == "TR")
    couriers = ["YKMP"]
    if storefront == "TR":
        couriers = [entry.key for entry in shop.provider.fetch_dictionary("product_courier", None).items]
    shop.provider.connection.options["product_couriers"] = couriers[:1]
    provider = type(shop.provider)(shop.provider.connection)
    products = family("V-1")
    assert shop.told(provider.publish(products))["V-1"].outcome is CONFIRMED
    shop.control.validate_offer("V-1")
    assert shop.told(provider.publish(products))["V-1"].outcome is CONFIRMED
    shop.provider.connection.options["ship_from"] = entries["return"]
    [result] = shop.told(type(provider)(provider.connection).publish(family("V-3"))).values()
    assert result.outcome is REFUSED
