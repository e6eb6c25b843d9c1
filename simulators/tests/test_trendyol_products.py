"""Creating products: every rule with an item that breaks it (api/trendyol.md §2.6)."""

import pytest

from .trendyol_api import APPROVAL, Api, reasons, shirt, water, without


def result(api, item):
    """Reasons why one item failed, "" when it did not."""
    batch = api.read_batch(api.create(item))
    assert batch["itemCount"] == 1 and batch["failedItemCount"] == len(
        [1 for row in batch["items"] if row["failureReasons"]]
    )
    return reasons(batch)


def test_a_complete_item_is_accepted_and_waits_for_approval(trendyol):
    assert result(trendyol, shirt()) == ""
    assert trendyol.offer("TS-1-M")["status"] == "pendingApproval"
    assert trendyol.get("/product/sellers/{S}/products/approved").content == []
    trendyol.later(APPROVAL)
    assert trendyol.offer("TS-1-M")["status"] == "approved"


def test_the_answer_is_a_batch_of_uuid_and_seconds(trendyol):
    number = trendyol.create(shirt()).json["batchRequestId"]
    assert number.rsplit("-", 1)[1] == str(int(trendyol.clock.time())) and len(number) == 47


def test_nothing_exists_before_the_batch_is_worked(trendyol):
    trendyol.create(shirt())
    assert trendyol.control("GET", "/offers") == []


@pytest.mark.parametrize(
    "field",
    ["barcode", "title", "productMainId", "brandId", "categoryId", "stockCode", "dimensionalWeight", "description",
     "listPrice", "salePrice", "vatRate", "images", "attributes"],
)  # fmt: skip
def test_mandatory_fields(trendyol, field):
    assert result(trendyol, without(shirt(), field))
    assert result(trendyol, shirt(**{field: None}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("barcode", "x" * 41),
        ("barcode", "a/b"),
        ("barcode", "a#b"),
        ("barcode", 5),
        ("barcode", "  "),
        ("title", "x" * 101),
        ("title", " "),
        ("title", ["x"]),
        ("productMainId", "x" * 41),
        ("stockCode", "x" * 101),
        ("lotNumber", "x" * 101),
        ("brandId", 7),
        ("brandId", "Brand A"),
        ("categoryId", 9999),
        ("categoryId", 600),
        ("quantity", -1),
        ("quantity", 20_001),
        ("quantity", 1.5),
        ("dimensionalWeight", -1),
        ("dimensionalWeight", "1"),
        ("description", "x" * 30_001),
        ("description", "<p>a</p><script>b</script>"),
        ("description", "< IFRAME src='x'>"),
        ("description", "<style>p{}</style>"),
        ("listPrice", 99.8),
        ("salePrice", 0),
        ("salePrice", -5),
        ("salePrice", "99.9"),
        ("vatRate", 19),
        ("vatRate", 20),
        ("vatRate", 21.5),
        ("images", []),
        ("images", [{"url": "http://img.example.ro/1.jpg"}]),
        ("images", [{"url": "https://img.example.ro/1.jpg"}, "x"]),
        ("images", [{"url": f"https://img.example.ro/{n}.jpg"} for n in range(9)]),
        ("origin", "ROU"),
        ("origin", "ro"),
        ("deliveryOption", {"deliveryDuration": 2}),
        ("deliveryOption", 1),
        ("shipmentAddressId", 110_002),
        ("returningAddressId", 5),
        ("locationBasedDelivery", "YES"),
        ("specialConsumptionTax", "much"),
        ("cargoProviders", ["TEXMP"]),
        ("currencyType", "RON"),
        ("cargoCompanyId", 17),
        ("sgrPrice", 0.3),
        ("attributes", {}),
    ],
)
def test_fields_that_are_wrong(trendyol, field, value):
    assert result(trendyol, shirt(**{field: value}))
    assert trendyol.control("GET", "/offers") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("barcode", "çğş-Ü_1.x"),
        ("quantity", 0),
        ("quantity", 20_000),
        ("quantity", None),
        ("listPrice", 99.9),
        ("deliveryOption", {"deliveryDuration": 0}),
        ("shipmentAddressId", 110_001),
        ("returningAddressId", 110_002),
        ("locationBasedDelivery", None),
        ("vatRate", 11),
        ("images", [{"url": f"https://img.example.ro/{n}.jpg"} for n in range(8)]),
        ("title", "x" * 100),
    ],
)
def test_fields_at_their_limits(trendyol, field, value):
    assert result(trendyol, shirt(**{field: value})) == ""


def test_without_quantity_there_are_none(trendyol):
    result(trendyol, without(shirt(), "quantity"))
    assert trendyol.stock("TS-1-M") == 0


def test_spaces_inside_barcodes_are_removed(trendyol):
    assert result(trendyol, shirt(" TS 1 M ")) == ""
    assert trendyol.offer("TS1M")


@pytest.mark.parametrize(
    ("switch", "field"),
    [("stock_code_required", "stockCode"), ("dimensional_weight_required", "dimensionalWeight")],
)
def test_disputed_mandatory_fields_are_switches(trendyol, switch, field):
    trendyol.set(**{switch: False})
    assert result(trendyol, without(shirt(), field)) == ""


def test_origin_and_zero_prices_are_switches(trendyol):
    trendyol.set(origin_required=True)
    assert "origin" in result(trendyol, without(shirt(), "origin"))
    trendyol.set(sale_price_above_zero=False)
    assert result(trendyol, shirt(salePrice=0)) == ""


def test_existing_barcodes_fail(trendyol):
    assert result(trendyol, shirt()) == ""
    assert "Barcode already exists" in result(trendyol, shirt())


def test_good_items_of_a_mixed_batch_are_created(trendyol):
    batch = trendyol.read_batch(trendyol.create(shirt(), shirt("TS-1-L", "L", vatRate=5), shirt()))
    assert [item["status"] for item in batch["items"]] == ["SUCCESS", "FAILED", "FAILED"]
    assert batch["failedItemCount"] == 2 and batch["status"] == "COMPLETED"


def test_a_thousand_items_and_one_more(trendyol):
    items = [shirt(f"B-{n}", productMainId=f"B-{n}") for n in range(1000)]
    assert trendyol.create(*items).status == 200
    assert trendyol.create(*items, shirt("B-x")).status == 400


# Variants


def test_variants_share_brand_and_category(trendyol):
    result(trendyol, shirt())
    assert "brand" in result(trendyol, shirt("TS-1-L", "L", brandId=41))
    assert result(trendyol, shirt("TS-1-L", "L")) == ""


def test_variants_differ_in_a_value(trendyol):
    result(trendyol, shirt())
    assert "TS-1-M" in result(trendyol, shirt("TS-1-M2"))
    assert result(trendyol, shirt("TS-1-M-R", colour="Roșu")) == ""


def test_cards_are_made_by_slicers_and_variants_by_varianters(trendyol):
    trendyol.create_approved(shirt(), shirt("TS-1-L", "L"), shirt("TS-1-R", colour="Roșu"))
    cards = [trendyol.offer(barcode)["content_id"] for barcode in ("TS-1-M", "TS-1-L", "TS-1-R")]
    assert cards[0] == cards[1] != cards[2]


# Attributes


def with_attribute(number, **value):
    """A shirt whose attribute `number` has another form or value."""
    rows = [row for row in shirt()["attributes"] if row["attributeId"] != number]
    return shirt(attributes=[*rows, {"attributeId": number, **value}])


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (338, {"attributeValueId": 6822}),
        (338, {"attributeValueIds": [6822]}),
        (47, {"customAttributeValue": "Verde smarald"}),
        (47, {"attributeValue": "Verde smarald"}),
        (14, {"attributeValueId": 6832}),
    ],
)
def test_every_documented_form_is_taken(trendyol, number, value):
    assert result(trendyol, with_attribute(number, **value)) == ""


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (338, {"attributeValueId": 6826}),  # of another attribute
        (338, {"attributeValueId": "M"}),
        (338, {"customAttributeValue": "M"}),  # free text not allowed
        (338, {"attributeValueIds": [6821, 6822]}),  # one only
        (338, {"attributeValueIds": []}),
        (338, {}),
        (47, {"customAttributeValue": "x" * 51}),
        (47, {"customAttributeValue": ""}),
        (47, {"customAttributeValue": "a", "attributeValueId": 6826}),
        (720, {"attributeValueId": 10368}),  # not of this category
        (99_999, {"attributeValueId": 1}),
    ],
)
def test_values_that_are_wrong(trendyol, number, value):
    assert str(number) in result(trendyol, with_attribute(number, **value))


def test_required_attributes_must_be_there(trendyol):
    item = shirt(attributes=[row for row in shirt()["attributes"] if row["attributeId"] != 346])
    assert "346" in result(trendyol, item)


def test_an_attribute_twice_fails(trendyol):
    assert "338" in result(
        trendyol, shirt(attributes=[*shirt()["attributes"], {"attributeId": 338, "attributeValueId": 6822}])
    )


def test_several_values_where_they_are_allowed(trendyol):
    mug = shirt(
        "CUP",
        categoryId=912,
        attributes=[
            {"attributeId": 116, "attributeValueId": 10362},
            {"attributeId": 47, "customAttributeValue": "Alb"},
            {"attributeId": 830, "attributeValueIds": [10370, 10371]},
        ],
    )
    assert result(trendyol, mug) == ""


# Storefronts


def test_deposit_is_required_in_romania_for_drinks(trendyol):
    assert "sgrPrice" in result(trendyol, without(water(), "sgrPrice"))
    assert result(trendyol, water()) == ""
    assert trendyol.offer("H2O-1")["sgr_price"] == 3


def test_deposit_is_refused_elsewhere(turkish):
    assert "RO" in result(turkish, {**turkish_water(), "sgrPrice": 0.5})
    assert result(turkish, turkish_water()) == ""


def turkish_water():
    volume = {"attributeId": 402, "attributeValueId": 60_353}
    return {**without(water(), "sgrPrice"), "categoryId": 51_415, "vatRate": 10, "attributes": [volume]}


def test_a_turkish_product_has_carriers_and_a_quantity(turkish):
    item = {**turkish_water(), "cargoProviders": ["TEXMP"], "currencyType": "TRY", "cargoCompanyId": 17}
    assert result(turkish, {**item, "cargoProviders": ["FANCOURIER"]})
    assert "quantity" in result(turkish, without(item, "quantity"))
    assert result(turkish, item) == ""


def test_products_are_written_on_the_storefront_of_origin():
    api = Api(targets=("BG",))
    api.headers["storeFrontCode"] = "BG"
    assert api.create(shirt()).status == 400


def test_reasons_follow_the_language(trendyol):
    answer = trendyol.create(shirt(vatRate=5))
    english = reasons(trendyol.read_batch(answer))
    trendyol.headers["Accept-Language"] = "ro"
    romanian = reasons(trendyol.read_batch(answer, 0))
    assert english == "VAT rate 5 is not valid on this storefront" and "TVA" in romanian
