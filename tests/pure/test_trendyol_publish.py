"""Publishing at Trendyol: what is missing, what is sent of a product in each of its states, and what the batches say."""

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.catalogue import (
    CategoryData,
    CategoryDetail,
    CharacteristicData,
    CharacteristicValue,
    FamilyType,
    Picture,
    ProductData,
    ValueData,
)
from odoo.addons.marketplace_base.lib.errors import OutcomeUnknown, Unavailable
from odoo.addons.marketplace_base.lib.types import Outcome
from odoo.addons.marketplace_trendyol.lib.parse_category import own_characteristics
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from tests.pure.trendyol_line import TrendyolLine, batch, listed, refused
from tests.pure.wire import answer

ACCEPTED, REFUSED, UNKNOWN = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.UNKNOWN
PRODUCT = ProductData(
    key="ODOO-1", sku="TS-1", name="Tricou verde", brand="Brand A", brand_key="40",
    description="<p>Bumbac</p>", category_key="604",
    pictures=(Picture("https://img.example.ro/1.jpg"),), barcodes=("ODOO-1",), quantity=12, price=Decimal("99.90"),
    tax_rate=Decimal("0.21"), handling_days=1,
    characteristics=(
        CharacteristicValue("338", "m"), CharacteristicValue("47", "Verde smarald"), CharacteristicValue("origin", "ro"),
    ),
)  # fmt: skip
DETAIL = CategoryDetail(
    CategoryData("604", "Tricouri"),
    (
        CharacteristicData("338", "Mărime", required=True, values=(ValueData("6821", "M"),)),
        CharacteristicData("47", "Culoare", open_values=True),
        *own_characteristics("604", "RO"),
    ),
    (FamilyType("variants", "Variants", ("338",)),),
)
CATEGORY = {
    "id": 604,
    "categoryAttributes": [
        {"attribute": {"id": 338, "name": "Mărime"}, "required": True, "allowCustom": False},
        {"attribute": {"id": 47, "name": "Culoare"}, "allowCustom": True},
    ],
}
WITH_CARDS = {
    "id": 604,
    "categoryAttributes": [
        {"attribute": {"id": 338, "name": "Mărime"}, "required": True, "varianter": True},
        {"attribute": {"id": 47, "name": "Culoare"}, "allowCustom": True},
        {"attribute": {"id": 348, "name": "Culoare web"}, "allowCustom": True, "slicer": True},
    ],
}


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(TrendyolLine(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def card(*variants, **changes):
    """An approved card as Trendyol shows it."""
    row = {
        "contentId": 88, "productMainId": "T9", "brand": {"id": 40, "name": "Brand A"},
        "category": {"id": 604, "name": "Tricouri"},
        "attributes": [{"attributeId": 348, "attributeName": "Culoare", "attributeValueId": 7, "attributeValue": "Verde"}],
        "variants": [
            {"barcode": barcode, "attributes": [{"attributeId": 338, "attributeValueId": 6821, "attributeValue": "M"}]}
            for barcode in variants or ("ODOO-1",)
        ],
    }  # fmt: skip
    return row | changes


def trendyol(state=None, posted=None, held=()):
    """Answers every reading a publishing needs; ``state``: what is known of the barcode, ``held``: the approved cards."""

    def reply(request):
        target = request.split(b" ", 2)[1]
        if request.startswith(b"POST"):
            return posted or batch("b-" + target.rsplit(b"/", 1)[1].decode())
        if b"/products/approved" in target:
            return listed(*held)
        if b"/attributes/338/values" in target:
            return answer(
                200, {"page": 0, "totalPages": 1, "content": [{"attributeValueId": 6821, "attributeValue": "M"}]}
            )
        if b"/values" in target:
            return answer(200, {"page": 0, "totalPages": 1, "content": []})
        if b"/attributes" in target:
            return answer(200, CATEGORY)
        return answer(200, state) if state else refused(404, "product.not.found")

    return reply


def sent(made):
    return {
        path.split("/sellers/123456/")[1]: body["items"] for method, path, _p, body in made.calls if method == "POST"
    }


def test_C9_a_new_product_is_created_with_brand_attributes_and_prices(line):
    made = line(trendyol())
    [result] = made.provider.publish([PRODUCT])
    assert (result.outcome, result.ref) == (ACCEPTED, "b-products#ODOO-1=ODOO-1")
    assert sent(made) == {
        "v2/products": [
            {
                "barcode": "ODOO-1", "title": "Tricou verde", "productMainId": "ODOO-1", "brandId": 40, "categoryId": 604,
                "stockCode": "TS-1", "description": "<p>Bumbac</p>", "vatRate": 21, "dimensionalWeight": 1.0,
                "images": [{"url": "https://img.example.ro/1.jpg"}], "origin": "RO",
                "attributes": [
                    {"attributeId": 338, "attributeValueId": 6821},
                    {"attributeId": 47, "customAttributeValue": "Verde smarald"},
                ],
                "deliveryOption": {"deliveryDuration": 1}, "quantity": 12, "salePrice": 99.9, "listPrice": 99.9,
            }
        ]
    }  # fmt: skip


def test_C9_before_the_approval_it_is_corrected_whole_without_stock_and_price(line):
    made = line(trendyol({"barcode": "ODOO-1", "approved": False}))
    made.provider.publish([PRODUCT])
    [item] = sent(made)["products/unapproved-bulk-update"]
    assert not {"quantity", "salePrice", "listPrice"} & item.keys()
    assert item["title"] == "Tricou verde"


def test_C9_afterwards_page_variant_and_delivery_are_corrected_apart(line):
    made = line(trendyol(held=[card()]))
    [result] = made.provider.publish([PRODUCT])
    assert sent(made) == {
        "products/content-bulk-update": [
            {
                "contentId": 88, "title": "Tricou verde", "description": "<p>Bumbac</p>",
                "images": [{"url": "https://img.example.ro/1.jpg"}],
                "attributes": [
                    {"attributeId": 338, "attributeValueId": 6821},
                    {"attributeId": 47, "customAttributeValue": "Verde smarald"},
                ],
            }
        ],
        "products/variant-bulk-update": [
            {"barcode": "ODOO-1", "stockCode": "TS-1", "vatRate": 21, "dimensionalWeight": 1.0, "origin": "RO"}
        ],
        "products/delivery-info-bulk-update": [{"barcode": "ODOO-1", "deliveryOption": {"deliveryDuration": 1}}],
    }  # fmt: skip
    assert result.ref == (
        "b-content-bulk-update#88=ODOO-1+b-variant-bulk-update#ODOO-1=ODOO-1+b-delivery-info-bulk-update#ODOO-1=ODOO-1"
    )
    assert "brand" not in result.text


def test_C9_a_delivery_that_is_so_already_is_not_sent(line):
    row = card()
    row["variants"][0]["deliveryOption"] = {"deliveryDuration": 1}
    made = line(trendyol(held=[row]))
    made.provider.publish([PRODUCT])
    assert "products/delivery-info-bulk-update" not in sent(made)


def test_C9_variants_share_their_content(line):
    made = line(trendyol(held=[card("ODOO-1", "ODOO-2")]))
    family = {"family_key": "T9", "family_type_key": "variants", "family_name": "Tricou"}
    made.provider.publish([replace(PRODUCT, **family), replace(PRODUCT, key="ODOO-2", **family)])
    [page] = sent(made)["products/content-bulk-update"]
    assert page["title"] == "Tricou"
    assert len(sent(made)["products/variant-bulk-update"]) == 2


def test_C9_what_cannot_change_after_the_approval_is_said_and_stays(line):
    def reply(request):
        if b"/attributes " in request or b"/attributes?" in request:
            return answer(200, WITH_CARDS)
        return trendyol(held=[card()])(request)

    made = line(reply)
    wish = replace(
        PRODUCT, brand="Brand B", brand_key="41", family_key="X", family_name="Tricou",
        characteristics=(*PRODUCT.characteristics[:2], CharacteristicValue("348", "Roșu")),
    )  # fmt: skip
    [result] = made.provider.publish([wish])
    assert result.outcome is ACCEPTED
    for words in ("brand: Brand A", "group of variants: T9", "Culoare web: Verde"):
        assert words in result.text
    assert "Mărime" not in result.text
    [page] = sent(made)["products/content-bulk-update"]
    assert page["attributes"] == [
        {"attributeId": 47, "customAttributeValue": "Verde smarald"},
        {"attributeId": 348, "attributeValueId": 7},
    ]


def test_C9_a_product_approved_in_another_category_is_not_corrected(line):
    made = line(trendyol(held=[card(category={"id": 999, "name": "Rochii"})]))
    [result] = made.provider.publish([PRODUCT])
    assert (result.outcome, result.code) == (REFUSED, "category")
    assert "«Rochii»" in result.text
    assert sent(made) == {}


def test_C9_approved_while_it_was_being_corrected(line):
    made = line(trendyol({"barcode": "ODOO-1", "approved": True}))
    [result] = made.provider.publish([PRODUCT])
    assert (result.outcome, sent(made)) == (UNKNOWN, {})


def test_C9_how_it_is_shipped_is_part_of_the_product(line):
    options = {"ship_from": "110001", "return_to": "110002", "product_couriers": ["YKMP", "ARASMP"]}
    made = line(trendyol(), storefront="TR", **options)
    made.provider.publish([replace(PRODUCT, tax_rate=Decimal("0.2"))])
    [item] = sent(made)["v2/products"]
    assert (item["shipmentAddressId"], item["returningAddressId"]) == (110001, 110002)
    assert item["cargoProviders"] == ["YKMP", "ARASMP"]
    abroad = line(trendyol(), **options)
    abroad.provider.publish([PRODUCT])
    assert "cargoProviders" not in sent(abroad)["v2/products"][0]
    approved = line(trendyol(held=[card()]), storefront="TR", **options)
    approved.provider.publish([PRODUCT])
    [item] = sent(approved)["products/variant-bulk-update"]
    assert (item["shipmentAddressId"], item["returningAddressId"]) == (110001, 110002)
    assert "cargoProviders" not in item


def test_C9_brands_are_found_by_part_of_their_name_whatever_the_case(line):
    def reply(request):
        return answer(200, [{"id": 7, "name": "ATELIER ROȘU"}] if b"name=ATELIER" in request else [])

    made = line(reply)
    found = made.provider.find_brands(" atelier  roșu ")
    assert [(entry.kind, entry.key, entry.name) for entry in found] == [("brand", "7", "ATELIER ROȘU")]
    assert [params["name"] for _m, _p, params, _b in made.calls] == ["atelier roșu", "Atelier Roșu", "ATELIER ROȘU"]
    assert made.provider.find_brands("") == []


def test_C9_every_card_is_read_once_for_many_products(line):
    made = line(trendyol(held=[card("ODOO-1", "ODOO-2")]))
    made.provider.publish([PRODUCT, replace(PRODUCT, key="ODOO-2")])
    assert sum("products/approved" in path for _m, path, _p, _b in made.calls) == 1


def test_C9_variants_are_grouped_by_their_template(line):
    made = line(trendyol())
    made.provider.publish([replace(PRODUCT, family_key="T9")])
    assert sent(made)["v2/products"][0]["productMainId"] == "T9"


@pytest.mark.parametrize(
    ("product", "word"),
    [
        (replace(PRODUCT, brand_key=""), "«Brand A»"),
        (replace(PRODUCT, characteristics=(CharacteristicValue("338", "XXL"),)), "Mărime: XXL"),
    ],
)
def test_C9_what_trendyol_does_not_know_is_refused_by_name_and_not_sent(line, product, word):
    made = line(trendyol())
    [result] = made.provider.publish([product])
    assert result.outcome is REFUSED
    assert word in result.text
    assert sent(made) == {}


def test_C9_a_refused_request_and_a_lost_answer(line):
    [result] = line(trendyol(posted=refused(400, "x", "prea multe"))).provider.publish([PRODUCT])
    assert (result.outcome, result.text) == (REFUSED, "prea multe")
    with pytest.raises(OutcomeUnknown):
        line(trendyol(posted=answer(500))).provider.publish([PRODUCT])
    with pytest.raises(Unavailable):
        line(answer(500)).provider.publish([PRODUCT])

    def second_lost(request):
        if b"variant-bulk" in request:
            return answer(500)
        return trendyol(held=[card()])(request)

    assert line(second_lost).provider.publish([PRODUCT])[0].outcome is UNKNOWN


# ---- known before ----


def fields(product, detail=DETAIL):
    return {gap.field for gap in TrendyolProvider.gaps(product, detail)}


def test_C9_a_whole_product_lacks_nothing():
    assert TrendyolProvider.gaps(PRODUCT, DETAIL) == []
    assert TrendyolProvider.gaps(replace(PRODUCT, family_key="T9", family_type_key="variants"), DETAIL) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": "", "barcodes": (), "sku": ""}, "barcode"),
        ({"key": "a/b"}, "barcode"),
        ({"brand": " "}, "brand"),
        ({"name": "x" * 101}, "name"),
        ({"name": ""}, "name"),
        ({"description": ""}, "description"),
        ({"description": "<script>"}, "description"),
        ({"price": Decimal(0)}, "price"),
        ({"tax_rate": None}, "vat"),
        ({"tax_rate": Decimal("0.055")}, "vat"),
        ({"pictures": ()}, "picture"),
        ({"pictures": (Picture("http://x.ro/1.jpg"),)}, "picture"),
        ({"category_key": ""}, "category"),
        ({"characteristics": ()}, "characteristic"),
        ({"characteristics": (CharacteristicValue("338", "XXL"),)}, "characteristic"),
        ({"characteristics": (*PRODUCT.characteristics, CharacteristicValue("338", "M"))}, "characteristic"),
        (
            {"characteristics": (CharacteristicValue("338", "M"), CharacteristicValue("origin", "ROM"))},
            "characteristic",
        ),
        ({"family_key": "T9"}, "category"),
    ],
)
def test_C9_each_rule_names_where_it_is_mended(changes, field):
    assert fields(replace(PRODUCT, **changes)) == {field}


def test_C9_the_deposit_is_a_number_where_it_is_due():
    detail = replace(DETAIL, characteristics=(*DETAIL.characteristics[:2], *own_characteristics("1415", "RO")))
    assert fields(PRODUCT, detail) == {"characteristic"}
    good = replace(PRODUCT, characteristics=(*PRODUCT.characteristics, CharacteristicValue("sgrPrice", "0,50")))
    assert fields(good, detail) == set()


def test_a_new_offer_is_named_by_its_barcode():
    assert TrendyolProvider.new_offer_key("TS 1", "594 12", 0) == "59412"
    assert TrendyolProvider.new_offer_key("TS 1", "", 0) == "TS1"
    with pytest.raises(ValueError, match="barcode"):
        TrendyolProvider.new_offer_key("", "", 0)
