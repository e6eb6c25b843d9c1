"""The control API of Trendyol: seeding, ordering, inspecting."""

import json

import pytest


def test_only_loopback_callers(bazaar):
    assert bazaar.control("GET", "/state", ip="10.0.0.1")[0] == 403


@pytest.mark.parametrize(
    "raw", [{"id": 1}, {"id": "x", "colour": "red"}, {"id": "x", "status": "sold"}, {"id": "x", "category_id": 1}]
)
def test_bad_seeds(trendyol, raw):
    assert trendyol.seed(raw)[0] == 400


def test_seeding_again_edits_as_in_the_panel(bazaar):
    assert bazaar.seed({"id": "A-1", "sale_price": 90, "title": "Nou"}) == {"added": 0, "changed": 1, "offers": 3}
    row = bazaar.offer("A-1")
    assert (row["sale_price"], row["list_price"], row["title"], row["general_stock"]) == (90, 100, "Nou", 10)
    assert [change["by"] for change in bazaar.control("GET", "/offers/A-1/history")][-1] == "seller panel"
    assert bazaar.control("GET", "/offers/nobody")[0] == 404


def test_offers_can_be_sliced_and_asked_since(bazaar):
    assert [row["id"] for row in bazaar.control("GET", "/offers?first=1&limit=1&fields=id")] == ["A-2"]
    since = bazaar.clock.time()
    bazaar.clock.advance(1)
    bazaar.control("POST", "/offers/A-3", {"stock": 1})
    assert [row["id"] for row in bazaar.control("GET", f"/offers?since={since}")] == ["A-3"]
    assert bazaar.control("GET", "/offers?fields=x")[0] == 400


@pytest.mark.parametrize("category", [387, 805, 604, 711, 912, 1201, 1030, 1415])
def test_products_of_every_category_can_be_seeded_and_sold(trendyol, category):
    trendyol.seed({"id": "X", "category_id": category})
    assert trendyol.place(lines=[{"barcode": "X"}])["lines"][0]["productCategoryId"] == category


def test_orders_are_listed_newest_first(bazaar):
    numbers = [bazaar.place(lines=[{"barcode": "A-1"}])["id"] for _ in range(3)]
    assert [row["id"] for row in bazaar.control("GET", "/orders")] == numbers[::-1]
    assert bazaar.control("GET", "/orders?status=Picking") == [] and len(bazaar.control("GET", "/orders?limit=2")) == 2
    assert bazaar.control("GET", "/orders/1")[0] == 404


def test_acknowledged_when_picked(bazaar):
    package = bazaar.place(lines=[{"barcode": "A-1"}])
    assert (package["placed_at"], package["acknowledged_at"]) == (bazaar.clock.time(), None)
    bazaar.clock.advance(5)
    bazaar.set_status(package, "Picking")
    assert bazaar.package(package["id"])["acknowledged_at"] == package["placed_at"] + 5


def test_several_orders_at_once(bazaar):
    placed = bazaar.control("POST", "/orders", {"orders": [{"random": 1}, {"random": 2}]})
    assert [len(row["lines"]) for row in placed] == [1, 2]


def test_advance_follows_the_way(bazaar):
    package = bazaar.place(lines=[{"barcode": "A-1"}], awaiting=True)
    seen = [bazaar.control("POST", f"/orders/{package['id']}/advance", {})["status"] for _ in range(4)]
    assert seen == ["Created", "Picking", "Shipped", "Delivered"]
    assert bazaar.control("POST", f"/orders/{package['id']}/advance", {})[0] == 409
    assert bazaar.control("POST", f"/orders/{package['id']}/advance", {"to": "Sold"})[0] == 400
    assert bazaar.control("POST", f"/orders/{package['id']}/confirm")[0] == 409
    assert bazaar.control("POST", f"/orders/{package['id']}/edit", {"status": "x"})[0] == 400


def test_state_and_reset(bazaar):
    bazaar.place(lines=[{"barcode": "A-1"}])
    bazaar.set(batch_seconds=1)
    state = bazaar.control("GET", "/state")
    assert (state["offers"], state["orders"], state["packages_by_status"]) == (3, 1, {"Created": 1})
    assert state["storefronts"] == ["RO"] and len(state["unpicked"]) == 1
    bazaar.control("POST", "/reset", {"keep_settings": True})
    assert bazaar.control("GET", "/state")["offers"] == 0
    assert bazaar.control("GET", "/settings")["batch_seconds"] == 1
    bazaar.control("POST", "/reset")
    assert bazaar.control("GET", "/settings")["batch_seconds"] == 5


def test_the_journal_counts_items_and_leaves_ids_out(bazaar):
    answer = bazaar.send_stock({"barcode": "A-1", "quantity": 1}, {"barcode": "A-2", "quantity": 1})
    bazaar.read_batch(answer)
    bazaar.set_status(bazaar.place(lines=[{"barcode": "A-1"}]), "Picking")
    by_path = bazaar.control("GET", "/calls")["summary"]["by_path"]
    assert by_path["POST /integration/inventory/sellers/<id>/products/price-and-inventory"]["items"] == 2
    assert "GET /integration/product/sellers/<id>/products/batch-requests/<id>" in by_path
    assert "PUT /integration/order/sellers/<id>/shipment-packages/<id>" in by_path


def test_secrets_are_in_neither_journal_nor_list(bazaar):
    hook = {"url": "https://erp.example.ro/h", "authenticationType": "API_KEY", "apiKey": "s3cret"}
    bazaar.post("/webhook/sellers/{S}/webhooks", hook)
    assert "s3cret" not in json.dumps(bazaar.control("GET", "/webhooks"))
    assert "s3cret" not in json.dumps(bazaar.control("GET", "/calls"))
