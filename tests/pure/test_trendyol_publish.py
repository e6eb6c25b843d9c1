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

from tests.pure.trendyol_line import TrendyolLine, batch, refused
from tests.pure.wire import answer

ACCEPTED, REFUSED, UNKNOWN = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.UNKNOWN
PRODUCT = ProductData(
    key="ODOO-1", sku="TS-1", name="Tricou verde", brand="Brand A", description="<p>Bumbac</p>", category_key="604",
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
        *own_characteristics("604"),
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
BRANDS = [{"id": 41, "name": "Brand AB"}, {"id": 40, "name": "BRAND A"}]


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(TrendyolLine(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def trendyol(state=None, posted=None, brands=BRANDS):
    """Answers every reading a publishing needs; ``state``: what is known of the barcode."""

    def reply(request):
        target = request.split(b" ", 2)[1]
        if request.startswith(b"POST"):
            return posted or batch("b-" + target.rsplit(b"/", 1)[1].decode())
        if b"by-name" in target:
            return answer(200, brands)
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


def test_C9_afterwards_content_and_variant_are_corrected_apart(line):
    made = line(trendyol({"barcode": "ODOO-1", "approved": True, "contentId": 88}))
    [result] = made.provider.publish([PRODUCT])
    assert set(sent(made)) == {"products/content-bulk-update", "products/variant-bulk-update"}
    assert sent(made)["products/content-bulk-update"][0]["contentId"] == 88
    assert result.ref == "b-content-bulk-update#88=ODOO-1+b-variant-bulk-update#ODOO-1=ODOO-1"


def test_C9_variants_share_their_content(line):
    made = line(trendyol({"approved": True, "contentId": 88}))
    family = {"family_key": "T9", "family_type_key": "variants"}
    made.provider.publish([replace(PRODUCT, **family), replace(PRODUCT, key="ODOO-2", **family)])
    assert len(sent(made)["products/content-bulk-update"]) == 1
    assert len(sent(made)["products/variant-bulk-update"]) == 2


def test_C9_variants_are_grouped_by_their_template(line):
    made = line(trendyol())
    made.provider.publish([replace(PRODUCT, family_key="T9")])
    assert sent(made)["v2/products"][0]["productMainId"] == "T9"


@pytest.mark.parametrize(
    ("product", "brands", "word"),
    [
        (PRODUCT, [], "brand"),
        (replace(PRODUCT, brand=""), BRANDS, "brand"),
        (replace(PRODUCT, characteristics=(CharacteristicValue("338", "XXL"),)), BRANDS, "Mărime: XXL"),
    ],
)
def test_C9_what_trendyol_does_not_know_is_refused_by_name_and_not_sent(line, product, brands, word):
    made = line(trendyol(brands=brands))
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
        return trendyol({"approved": True, "contentId": 88})(request)

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
    detail = replace(DETAIL, characteristics=(*DETAIL.characteristics[:2], *own_characteristics("1415")))
    assert fields(PRODUCT, detail) == {"characteristic"}
    good = replace(PRODUCT, characteristics=(*PRODUCT.characteristics, CharacteristicValue("sgrPrice", "0,50")))
    assert fields(good, detail) == set()


def test_a_new_offer_is_named_by_its_barcode():
    assert TrendyolProvider.new_offer_key("TS 1", "594 12", 0) == "59412"
    assert TrendyolProvider.new_offer_key("TS 1", "", 0) == "TS1"
    with pytest.raises(ValueError, match="barcode"):
        TrendyolProvider.new_offer_key("", "", 0)
