"""What eMAG would refuse is known before sending (C8)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.catalogue import (
    CategoryData,
    CategoryDetail,
    CharacteristicData,
    CharacteristicKind,
    CharacteristicValue,
    FamilyType,
    Party,
    Picture,
    ProductData,
    ValueData,
)
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

MAKER = Party("RunnerX", "Str. Fabricii 10, Cluj-Napoca, Romania", "gpsr@example.com")
PICTURE = Picture("https://shop.example.com/1.jpg", 100_000, 1000, 1000, "image/jpeg")


def values(*names):
    return tuple(ValueData(name, name) for name in names)


SHOES = CategoryDetail(
    CategoryData("2735", "Men trainers", needs_barcode=True, needs_warranty=True),
    (
        CharacteristicData("1", "Color", required=True, values=values("Black", "White")),
        CharacteristicData(
            "2", "Size", CharacteristicKind.SIZE, required=True, tags=("original", "converted"), values=values("42 EU")
        ),
        CharacteristicData("3", "Material", multiple=True, open_values=True, values=values("Mesh")),
        CharacteristicData("4", "Weight", CharacteristicKind.MEASURE, open_values=True, values=values("1 kg")),
        CharacteristicData("5", "Pieces", CharacteristicKind.NUMBER),
        CharacteristicData("6", "Resolution", CharacteristicKind.RESOLUTION),
        CharacteristicData("7", "Box", CharacteristicKind.VOLUME),
    ),
    (FamilyType("95", "Size", ("2",)),),
)  # fmt: skip
SIZES = (CharacteristicValue("2", "42 EU", "original"), CharacteristicValue("2", "42 EU", "converted"))
SHOE = ProductData(
    "7", "TRN-42", "Trainers", "RunnerX", "<p>Mesh</p>", "2735", barcodes=("5941234567899",), pictures=(PICTURE,),
    characteristics=(CharacteristicValue("1", "Black"), *SIZES), warranty=24, handling_days=1, quantity=3,
    price=Decimal("165.2893"), price_low=Decimal(120), price_high=Decimal(300), tax_rate=Decimal("0.21"),
    makers=(MAKER,), responsibles=(MAKER,),
)  # fmt: skip


def missing(product, detail=SHOES):
    return [(gap.field, gap.key) if gap.key else gap.field for gap in EmagProvider.gaps(product, detail)]


def test_C8_a_complete_product_lacks_nothing():
    assert missing(SHOE) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"name": "x" * 255}, None),
        ({"brand": ""}, "brand"),
        ({"sku": ""}, "sku"),
        ({"sku": "x" * 26}, "sku"),
        ({"sku": "A 1"}, "sku"),
        ({"sku": "A,1"}, "sku"),
        ({"description": "<script>x</script>"}, "description"),
        ({"description": ""}, None),
        ({"category_key": ""}, "category"),
        ({"barcodes": ()}, "barcode"),
        ({"barcodes": ("5941234567890",)}, "barcode"),
        ({"barcodes": ("12345",)}, "barcode"),
        ({"barcodes": ("123456",)}, None),
        ({"pictures": ()}, "picture"),
        ({"pictures": (replace(PICTURE, width=6001),)}, "picture"),
        ({"pictures": (replace(PICTURE, height=6000),)}, None),
        ({"pictures": (replace(PICTURE, size=8 * 1024 * 1024 + 1),)}, "picture"),
        ({"pictures": (replace(PICTURE, kind="image/webp"),)}, "picture"),
        ({"pictures": (replace(PICTURE, url="/web/image/1"),)}, "picture"),
        ({"warranty": None}, "warranty"),
        ({"warranty": 256}, "warranty"),
        ({"handling_days": 256}, "handling"),
        ({"price": None}, "price"),
        ({"price": Decimal(0)}, "price"),
        ({"price": Decimal(119)}, "price"),
        ({"price": Decimal(301)}, "price"),
        ({"price_low": Decimal(300)}, "price"),
        ({"price_low": None, "price_high": None}, None),
        ({"tax_rate": None}, "vat"),
        ({"makers": ()}, "maker"),
        ({"makers": (replace(MAKER, email=""),)}, "maker"),
        ({"makers": (replace(MAKER, address=""),)}, "maker"),
        ({"makers": (replace(MAKER, name="x" * 201),)}, "maker"),
        ({"makers": (MAKER,) * 11}, "maker"),
        ({"responsibles": ()}, "responsible"),
        ({"responsibles": (replace(MAKER, email="nobody"),)}, "responsible"),
    ],
)
def test_C8_each_rule_names_where_it_is_mended(changes, field):
    assert missing(replace(SHOE, **changes)) == ([field] if field else [])


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ([], ["1"]),
        ([("1", "")], ["1"]),
        ([("1", "Green")], ["1"]),
        ([("1", "Black"), ("1", "White")], ["1"]),
        ([("1", "Black"), ("3", "Mesh"), ("3", "Wool")], []),
        ([("1", "Black"), ("4", "500 g")], []),
        ([("1", "Black"), ("4", "500")], ["4"]),
        ([("1", "Black"), ("5", "12,5")], []),
        ([("1", "Black"), ("5", "twelve")], ["5"]),
        ([("1", "Black"), ("6", "1920 x 1080")], []),
        ([("1", "Black"), ("6", "Full HD")], ["6"]),
        ([("1", "Black"), ("7", "30x20x10")], []),
        ([("1", "Black"), ("7", "30x20")], ["7"]),
        ([("1", "Black"), ("3", "x" * 256)], ["3"]),
    ],
)
def test_C8_characteristics_are_checked_by_their_kind_and_list(given, keys):
    product = replace(SHOE, characteristics=(*SIZES, *(CharacteristicValue(key, value) for key, value in given)))
    assert missing(product) == [("characteristic", key) for key in keys]


@pytest.mark.parametrize("tags", [(), ("original",), ("original", "original"), ("original", "converted", "converted")])
def test_C8_a_tagged_characteristic_is_given_once_per_tag(tags):
    sizes = [CharacteristicValue("2", "42 EU", tag) for tag in tags]
    product = replace(SHOE, characteristics=(CharacteristicValue("1", "Black"), *sizes))
    assert missing(product) == [("characteristic", "2")]


def test_C8_variants_of_a_family_say_what_tells_them_apart():
    family = replace(SHOE, family_key="3", family_name="Trainers", family_type_key="95")
    assert missing(family) == []
    assert missing(replace(family, family_type_key="96")) == ["category"]
    detail = replace(SHOES, families=(FamilyType("95", "Material", ("3",)),))
    assert missing(family, detail) == [("characteristic", "3")]


def test_C8_no_access_to_the_category_is_said():
    detail = replace(SHOES, category=replace(SHOES.category, allowed=False))
    assert missing(SHOE, detail) == ["category"]


def test_C7_an_offer_on_a_page_that_is_there_needs_no_documentation():
    offer = ProductData("7", "", "Trainers", platform_code="DRX42KBBM", price=Decimal(5), tax_rate=Decimal("0.21"))
    assert missing(offer, None) == []
    assert missing(replace(offer, platform_code="12345678"), None) == ["barcode"]
    assert missing(replace(offer, price=None), None) == ["price"]
