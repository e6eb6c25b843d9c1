"""Stock and price (api/trendyol.md §2.11, §7.3)."""

import pytest

from .trendyol_api import Api, reasons, shirt


def failed(api, *items):
    return reasons(api.read_batch(api.send_stock(*items)))


def prices(api, barcode, **query):
    code = query.get("storefront")
    row = api.control("GET", f"/offers/{barcode}" + (f"?storefront={code}" if code else ""))
    return row["sale_price"], row["list_price"], row["general_stock"]


def test_stock_alone_prices_alone_and_all_three(bazaar):
    assert failed(bazaar, {"barcode": "A-1", "quantity": 4}) == ""
    assert failed(bazaar, {"barcode": "A-2", "salePrice": 80, "listPrice": 90.5}) == ""
    assert failed(bazaar, {"barcode": "A-3", "quantity": 0, "salePrice": 7, "listPrice": 7}) == ""
    assert prices(bazaar, "A-1") == (100, 100, 4)
    assert prices(bazaar, "A-2") == (80, 90.5, 10)
    assert prices(bazaar, "A-3") == (7, 7, 0)


def test_nothing_changes_before_the_batch_is_worked(bazaar):
    bazaar.send_stock({"barcode": "A-1", "quantity": 4})
    assert bazaar.stock("A-1") == 10
    bazaar.later(5)
    assert bazaar.stock("A-1") == 4


@pytest.mark.parametrize(
    "item",
    [
        {"barcode": "A-1", "quantity": 20_001},
        {"barcode": "A-1", "quantity": -1},
        {"barcode": "A-1", "quantity": 1.5},
        {"barcode": "A-1", "quantity": "5"},
        {"barcode": "A-1", "salePrice": 10},
        {"barcode": "A-1", "listPrice": 10},
        {"barcode": "A-1", "salePrice": 10, "listPrice": 9.99},
        {"barcode": "A-1", "salePrice": 0, "listPrice": 9},
        {"barcode": "A-1", "salePrice": "9", "listPrice": 9},
        {"barcode": "A-1"},
        {"barcode": "nobody", "quantity": 1},
        {"quantity": 1},
    ],
)
def test_items_that_fail_change_nothing(bazaar, item):
    assert failed(bazaar, item)
    assert prices(bazaar, "A-1") == (100, 100, 10)


def test_twenty_thousand_pieces_are_possible(bazaar):
    assert failed(bazaar, {"barcode": "A-1", "quantity": 20_000}) == ""


def test_products_not_approved_fail(trendyol):
    trendyol.read_batch(trendyol.create(shirt()))
    assert "not approved" in failed(trendyol, {"barcode": "TS-1-M", "quantity": 1})


def test_a_wrong_price_keeps_the_stock_of_the_item(bazaar):
    assert failed(bazaar, {"barcode": "A-1", "quantity": 3, "salePrice": 10, "listPrice": 9})
    assert bazaar.stock("A-1") == 10


def test_a_thousand_items_and_one_more(bazaar):
    items = [{"barcode": "A-1", "quantity": n} for n in range(1000)]
    assert bazaar.send_stock(*items).status == 200
    assert bazaar.send_stock(*items, {"barcode": "A-1", "quantity": 1}).status == 400


# The 15-minute rule


def test_an_identical_request_is_refused_for_fifteen_minutes(bazaar):
    item = {"barcode": "A-1", "quantity": 4}
    assert bazaar.send_stock(item).status == 200
    reply = bazaar.send_stock(item)
    assert reply.status == 400 and "15 dakika" in reply.json["errors"][0]["message"]
    bazaar.clock.advance(15 * 60 - 1)
    assert bazaar.send_stock(item).status == 400
    bazaar.clock.advance(1)
    assert bazaar.send_stock(item).status == 200


def test_the_refused_request_does_not_start_the_time_again(bazaar):
    item = {"barcode": "A-1", "quantity": 4}
    bazaar.send_stock(item)
    bazaar.clock.advance(800)
    bazaar.send_stock(item)
    bazaar.clock.advance(100)
    assert bazaar.send_stock(item).status == 200


def test_another_body_or_storefront_is_another_request():
    api = Api(targets=("BG",), settings={"targets_follow": False})
    api.seed({"id": "A-1"})
    assert api.send_stock({"barcode": "A-1", "quantity": 4}).status == 200
    assert api.send_stock({"barcode": "A-1", "quantity": 5}).status == 200
    api.headers["storeFrontCode"] = "BG"
    assert api.send_stock({"barcode": "A-1", "quantity": 4}).status == 200


def test_the_repetition_may_be_told_per_item(bazaar):
    bazaar.set(repeated_stock="items")
    bazaar.send_stock({"barcode": "A-1", "quantity": 4})
    assert "15 minutes" in failed(bazaar, {"barcode": "A-1", "quantity": 4})


# Many price changes, deep drops


def test_thirty_price_changes_a_minute_per_barcode(bazaar):
    items = [{"barcode": "A-1", "salePrice": 50 + n, "listPrice": 200} for n in range(31)]
    batch = bazaar.read_batch(bazaar.send_stock(*items))
    assert [item["status"] for item in batch["items"]].count("FAILED") == 1
    assert prices(bazaar, "A-1")[0] == 79
    bazaar.clock.advance(60)
    assert failed(bazaar, {"barcode": "A-1", "salePrice": 60, "listPrice": 200}) == ""


def test_a_price_that_stays_is_no_change(bazaar):
    items = [{"barcode": "A-1", "salePrice": 100, "listPrice": 100} for _ in range(40)]
    assert failed(bazaar, *items) == ""


def test_a_deep_drop_may_lock(bazaar):
    bazaar.set(lock_on_price_drop=80)
    assert failed(bazaar, {"barcode": "A-1", "salePrice": 19, "listPrice": 19}) == ""
    assert bazaar.offer("A-1")["locked"] and not bazaar.offer("A-1")["on_sale"]


# Several storefronts


@pytest.fixture
def abroad():
    api = Api(targets=("BG", "GR"))
    api.seed({"id": "A-1"})
    return api


def test_targets_follow_romania_and_updates_there_go_nowhere(abroad):
    failed(abroad, {"barcode": "A-1", "quantity": 6, "salePrice": 50, "listPrice": 60})
    assert prices(abroad, "A-1", storefront="BG") == (50, 60, 6)
    abroad.headers["storeFrontCode"] = "BG"
    assert failed(abroad, {"barcode": "A-1", "quantity": 1, "salePrice": 5, "listPrice": 6}) == ""
    assert prices(abroad, "A-1", storefront="BG") == (50, 60, 6)


def test_without_the_link_each_target_has_its_own(abroad):
    abroad.set(targets_follow=False)
    assert prices(abroad, "A-1", storefront="GR") == (None, None, None)
    abroad.headers["storeFrontCode"] = "GR"
    failed(abroad, {"barcode": "A-1", "quantity": 2, "salePrice": 25, "listPrice": 25})
    assert prices(abroad, "A-1", storefront="GR") == (25, 25, 2)
    assert prices(abroad, "A-1", storefront="RO") == (100, 100, 10)


# What the demo measures


def test_changes_name_the_call_and_resends(bazaar):
    failed(bazaar, {"barcode": "A-1", "quantity": 4})
    failed(bazaar, {"barcode": "A-1", "quantity": 4, "salePrice": 90, "listPrice": 100})
    rows = [row for row in bazaar.control("GET", "/changes") if row["by"].startswith("POST ")]
    assert [(row["field"], row["old"], row["new"]) for row in rows] == [
        ("stock", 10, 4),
        ("sale_price", 100, 90),
        ("stock", 4, 4),
    ]
    assert rows == [row for row in bazaar.control("GET", "/offers/A-1/history") if row["by"].startswith("POST ")]
    assert rows[0]["offer_id"] == "A-1" and "price-and-inventory" in rows[0]["by"]


def test_hundred_thousand_offers_can_be_made(trendyol):
    trendyol.control("POST", "/offers", {"generate": {"count": 1000, "first_id": 500}})
    rows = trendyol.control("GET", "/offers?fields=id,general_stock&first=999")
    assert rows == [{"id": "TY-0001499", "general_stock": 10}]
    assert trendyol.control("POST", "/offers", {"generate": {"count": 200_001}})[0] == 400
