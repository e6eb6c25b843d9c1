"""Reading products (api/trendyol.md §2.9)."""

import pytest

from .trendyol_api import Api, shirt

BASE = "/product/sellers/{S}/products"
APPROVED = f"{BASE}/approved"
STOCK = f"{APPROVED}/inventory-and-price"


def barcodes(reply):
    return [variant["barcode"] for card in reply.content for variant in card["variants"]]


@pytest.fixture
def card(trendyol):
    """An approved card of two shirts."""
    trendyol.headers["Accept-Language"] = "ro"
    trendyol.create_approved(shirt(), shirt("TS-1-L", "L"))
    return trendyol


def test_base_info_by_barcode(card):
    answer = card.get("/product/sellers/{S}/product/TS-1-M").json
    assert answer["approved"] and answer["contentId"] and answer["listingId"] and answer["archived"] is False
    reply = card.get("/product/sellers/{S}/product/nobody")
    assert (reply.status, reply.key) == (404, "product.not.found")


def test_a_card_with_its_variants(card):
    [row] = card.get(APPROVED).content
    assert (row["productMainId"], row["brand"]) == ("TS-1", {"id": 40, "name": "Brand A"})
    assert row["category"] == {"id": 604, "name": "Tricouri"}
    names = {entry["attributeId"]: entry for entry in row["attributes"]}
    assert names[47] == {"attributeId": 47, "attributeName": "Culoare", "attributeValue": "Verde"}  # no number
    assert names[348]["attributeValueId"] == 6829 and 338 not in names
    first = row["variants"][0]
    assert first["attributes"] == [
        {"attributeId": 338, "attributeName": "Mărime", "attributeValueId": 6821, "attributeValue": "M"}
    ]
    assert first["stock"]["quantity"] == 12 and first["price"]["salePrice"] == 99.9 and first["onSale"]
    assert (first["stockCode"], first["vatRate"], first["commission"]) == ("TS-1-M", 21, 18)
    assert "channels" not in first


def test_channels_are_turkish(turkish):
    assert turkish.get(APPROVED).content[0]["variants"][0]["channels"] == ["CORE"]


def test_shapes_of_the_older_reference(card):
    card.set(attribute_shape="list", delivery_option_shape="deliveryOptions")
    variant = card.get(APPROVED).content[0]["variants"][0]
    assert variant["attributes"][0]["attributeValues"] == [{"attributeValueId": 6821, "attributeValue": "M"}]
    assert variant["deliveryOptions"]["fastDeliveryOptions"] == [] and "deliveryOption" not in variant


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"barcode": "A-2"}, ["A-2"]),
        ({"barcodes": "A-1,A-3,A-9"}, ["A-1", "A-3"]),
        ({"stockCode": "A-2"}, ["A-2"]),
        ({"productMainId": "A-3"}, ["A-3"]),
        ({"brandIds": "40"}, []),
        ({"brandIds": "38,40"}, ["A-1", "A-2", "A-3"]),
        ({"origin": "RO"}, ["A-1", "A-2", "A-3"]),
        ({"orderByDirection": "DESC"}, ["A-3", "A-2", "A-1"]),
        ({"status": "onSale"}, ["A-2", "A-3"]),
        ({"status": "notOnSale"}, ["A-1"]),
        ({"size": 1, "page": 1}, ["A-2"]),
        ({"supplierId": 123456}, ["A-1", "A-2", "A-3"]),
    ],
)
@pytest.mark.parametrize("path", [APPROVED, STOCK])
def test_filters(trendyol, path, query, found):
    for barcode in ("A-1", "A-2", "A-3"):
        trendyol.seed({"id": barcode})
        trendyol.clock.advance(1)
    trendyol.control("POST", "/offers/A-1", {"stock": 0})
    assert barcodes(trendyol.get(path, **query)) == found


def test_stock_and_price_only(bazaar):
    row = bazaar.get(STOCK, barcode="A-1").content[0]
    assert set(row) == {"contentId", "productMainId", "variants"}
    assert row["variants"][0] | {"variantId": 0, "stockLastModifiedDate": 0} == {
        "variantId": 0, "barcode": "A-1", "salePrice": 100, "listPrice": 100, "quantity": 10, "stockCode": "A-1",
        "stockLastModifiedDate": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "query", [{"size": 101}, {"page": 100, "size": 100}, {"dateQueryType": "X"}, {"startDate": 2, "endDate": 1}]
)
def test_limits_of_the_approved_filter(bazaar, query):
    assert bazaar.get(APPROVED, **query).status == 400


def test_at_most_fifty_barcodes(bazaar):
    assert bazaar.get(APPROVED, barcodes=",".join(f"A-{n}" for n in range(50))).status == 200
    assert bazaar.get(APPROVED, barcodes=",".join(f"A-{n}" for n in range(51))).status == 400


def test_beyond_ten_thousand_with_a_token(trendyol):
    trendyol.control("POST", "/offers", {"generate": {"count": 10_050}})
    last = trendyol.get(STOCK, page=99, size=100)
    assert last.json["totalElements"] == 10_050 and len(barcodes(last)) == 100
    assert trendyol.get(STOCK, page=100, size=100).status == 400
    reply = trendyol.get(STOCK, size=100, nextPageToken=last.json["nextPageToken"])
    assert barcodes(reply)[0] == "TY-0010001" and len(barcodes(reply)) == 50
    assert reply.json["nextPageToken"] is None
    assert trendyol.get(STOCK, nextPageToken="x").status == 400
    assert trendyol.get(STOCK, page=1, nextPageToken=last.json["nextPageToken"]).status == 400


def test_dates_of_variants_and_contents(bazaar):
    bazaar.clock.advance(100)
    start = bazaar.now
    bazaar.control("POST", "/offers/A-2", {"stock": 3})
    bazaar.clock.advance(100)
    assert barcodes(bazaar.get(APPROVED, startDate=start, dateQueryType="VARIANT_MODIFIED_DATE")) == ["A-2"]
    assert barcodes(bazaar.get(APPROVED, startDate=start, dateQueryType="VARIANT_CREATED_DATE")) == []
    assert barcodes(bazaar.get(APPROVED, endDate=start, dateQueryType="CONTENT_MODIFIED_DATE")) == ["A-1", "A-2", "A-3"]


def test_unapproved_rows_are_flat(trendyol):
    trendyol.read_batch(trendyol.create(shirt(), shirt("TS-1-L", "L")))
    rows = trendyol.get(f"{BASE}/unapproved").content
    assert [row["barcode"] for row in rows] == ["TS-1-M", "TS-1-L"]
    assert rows[0]["status"] == "pendingApproval" and rows[0]["media"] == [{"url": "https://img.example.ro/ts1.jpg"}]
    assert {entry["attributeId"] for entry in rows[0]["attributes"]} == {338, 47, 348, 346}
    assert trendyol.get(f"{BASE}/unapproved", size=1000).status == 200
    assert trendyol.get(f"{BASE}/unapproved", size=1001).status == 400
    assert trendyol.get(f"{BASE}/unapproved", status="rejected").content == []
    assert trendyol.get(f"{BASE}/unapproved", status="approved").status == 400


def test_approved_and_unapproved_never_meet(trendyol):
    trendyol.create_approved(shirt())
    assert trendyol.get(f"{BASE}/unapproved").content == [] and barcodes(trendyol.get(APPROVED)) == ["TS-1-M"]


def test_history_of_a_card(card):
    number = card.offer("TS-1-M")["content_id"]
    card.control("POST", "/offers/TS-1-L", {"stock": 4})
    rows = card.get(f"{BASE}/{number}/update-audits").content
    assert any(row["field"] == "stock" and row["newValue"] == 4 for row in rows)
    assert card.get(f"{BASE}/1/update-audits").status == 404


def test_products_are_read_on_the_storefront_of_origin():
    api = Api(targets=("BG",))
    api.seed({"id": "A-1"})
    api.headers["storeFrontCode"] = "BG"
    assert api.get(APPROVED).content == []
    assert api.get("/product/sellers/{S}/product/A-1").status == 404
    api.set(filters_on_targets="prices", targets_follow=False)
    row = api.get(APPROVED).content[0]["variants"][0]
    assert row["price"]["salePrice"] is None and "quantity" not in row["stock"]
