"""product_offer/read and count (api/emag.md §3.3)."""

import pytest

from .emag_api import ean13, offer_data, product


def ids(api, **filters):
    reply = api.post("/product_offer/read", filters)
    assert reply.accepted, reply.text
    assert api.post("/product_offer/count", filters).results["noOfItems"] == str(len(reply.results))
    return [row["id"] for row in reply.results]


@pytest.fixture
def mixed(api):
    api.seed(
        {"id": 1, "stock": 0, "part_number": "A-1"},
        {"id": 2, "stock": 5, "status": 0},
        {"id": 3, "stock": 50, "offer_validation_status": 2},
        {"id": 4, "stock": 7, "validation_status": 4, "ean": [ean13(4)]},
        {"id": 5, "stock": 8, "translation_validation_status": 15, "part_number_key": "DXX11YYBM"},
        {"id": 6, "stock": 9, "status": 2},
    )
    return api


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"id": 4}, [4]),
        ({"id": "4"}, [4]),
        ({"id": 99}, []),
        ({"status": 0}, [2]),
        ({"status": 1}, [1, 3, 4, 5]),
        ({"part_number": "A-1"}, [1]),
        ({"part_number_key": "DXX11YYBM"}, [5]),
        ({"general_stock": 7}, [1, 2, 4]),
        ({"offer_validation_status": 2}, [3]),
        ({"validation_status": 4}, [4]),
        ({"translation_validation_status": 15}, [5]),
        ({"status": 1, "general_stock": 7}, [1, 4]),
    ],
)
def test_filters(mixed, filters, expected):
    assert ids(mixed, **filters) == expected


@pytest.mark.parametrize(
    "filters",
    [
        {"status": 2},
        {"status": "x"},
        {"validation_status": 7},
        {"validation_status": 13},
        {"translation_validation_status": 18},
        {"offer_validation_status": 3},
        {"general_stock": -1},
        {"id": 4294967296},
        {"part_number": 5},
    ],
)
def test_bad_filters_are_refused(mixed, filters):
    assert not mixed.post("/product_offer/read", filters).accepted
    assert not mixed.post("/product_offer/count", filters).accepted


def test_estimated_stock_counts_unacknowledged_orders(shop):
    order = shop.place(lines=[{"product_id": 1, "quantity": 4}])
    assert ids(shop, estimated_stock=6) == [1]
    assert ids(shop, general_stock=6) == []
    shop.post(f"/order/acknowledge/{order['id']}")
    assert ids(shop, general_stock=6) == [1]


def test_ean_filter_only_when_switched_on(mixed):
    assert len(mixed.post("/product_offer/read", {"ean": ean13(4)}).results) == 6
    mixed.set(ean_filter_on_read=True)
    assert ids(mixed, ean=ean13(4)) == [4]


def test_row_has_the_documented_types(api):
    assert api.post("/product_offer/save", [product(recommended_price=206.6116)]).accepted
    row = api.post("/product_offer/read", {"id": 1}).results[0]
    assert row["part_number_key"] is None
    assert (row["sale_price"], row["min_sale_price"]) == (165.2893, 120)
    assert isinstance(row["min_sale_price"], int)
    assert row["ean"] == ["5941234567899"]
    assert row["stock"] == [{"warehouse_id": 1, "value": 20}]
    assert row["handling_time"] == [{"warehouse_id": 1, "value": 1}]
    assert (row["currency"], row["ownership"]) == ("RON", True)
    assert row["family"] is None and row["doc_errors"] is None
    assert row["validation_status"] == [
        {"value": 4, "description": "New documentation pending validation", "errors": None}
    ]
    assert row["offer_validation_status"] == {"value": 1, "description": "Valid"}
    assert row["translation_validation_status"] == []


def test_recommended_price_is_0_when_none(shop):
    assert shop.post("/product_offer/read", {"id": 1}).results[0]["recommended_price"] == 0


def test_gpsr_lists_are_complete_only_for_a_single_product(api):
    maker = [{"name": "RunnerX Ltd", "address": "Porto, Rua 1", "email": "gpsr@example.com"}]
    api.post("/product_offer/save", [product(manufacturer=maker)])
    assert api.post("/product_offer/read").results[0]["manufacturer"] is True
    assert api.post("/product_offer/read").results[0]["eu_representative"] is False
    assert api.post("/product_offer/read", {"id": 1}).results[0]["manufacturer"] == maker


def test_other_shapes_by_switch(shop):
    shop.set(validation_status_shape="object", offer_validation_status_shape="list", ownership_as="number")
    row = shop.post("/product_offer/read", {"id": 1}).results[0]
    assert row["validation_status"]["value"] == 9
    assert row["offer_validation_status"][0]["value"] == 1
    assert row["ownership"] == 1


def test_competition_set_by_the_control_api(shop):
    shop.control("POST", "/offers/1", {"number_of_offers": 3, "buy_button_rank": 2, "best_offer_sale_price": 95.5})
    row = shop.post("/product_offer/read", {"id": 1}).results[0]
    assert (row["number_of_offers"], row["buy_button_rank"], row["best_offer_sale_price"]) == (3, 2, 95.5)


def test_reads_return_what_the_seller_sent(api):
    data = offer_data(name="My own words", part_number_key="DRX42KBBM")
    assert api.post("/product_offer/save", [{"id": 9, **data}]).accepted
    row = api.post("/product_offer/read", {"id": 9}).results[0]
    assert (row["name"], row["part_number_key"], row["ownership"]) == ("My own words", "DRX42KBBM", False)
