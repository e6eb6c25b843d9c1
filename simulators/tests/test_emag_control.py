"""The control API: seeding, editing, placing, inspecting, resetting."""

import time

import pytest

from simulators.emag import __main__ as command
from simulators.emag.const import COUNTRIES

from .emag_api import Api, ean13


def test_only_loopback_callers(api):
    assert api.control("GET", "/state", ip="192.0.2.1") == (403, "the control API answers loopback callers only")
    assert api.control("GET", "/state", ip="::1")["offers"] == 0


def test_unknown_routes_methods_and_bodies(api):
    assert api.control("GET", "/nonsense")[0] == 404
    assert api.control("DELETE", "/offers")[0] == 405
    assert api.control("POST", "/offers", "text")[0] == 400
    assert api.control("GET", "/offers/7")[0] == 404
    assert api.control("GET", "/orders/7")[0] == 404


def test_seeded_offers_are_on_sale_with_sensible_defaults(api):
    api.seed({"id": 7, "stock": 5, "sale_price": "12.5", "ean": ean13(7)})
    offer = api.offer(7)
    assert (offer["part_number"], offer["ean"], offer["general_stock"]) == ("SKU-7", [ean13(7)], 5)
    assert (offer["min_sale_price"], offer["max_sale_price"]) == (6.25, 25)
    assert offer["on_sale"] is True and len(offer["part_number_key"]) == 9


def test_seeding_again_edits_as_in_emags_interface(api):
    api.seed({"id": 7, "ean": ean13(7)})
    api.clock.advance(60)
    api.seed({"id": 7, "stock": 3, "sale_price": "90"}, {"id": 8})
    rows = api.control("GET", "/offers/7/history")
    assert [(row["by"], row["field"], row["new"]) for row in rows] == [
        ("eMAG interface", "stock", 3),
        ("eMAG interface", "sale_price", 90),
    ]
    assert api.offer(7)["ean"] == [ean13(7)]


@pytest.mark.parametrize("raw", [{"id": 0}, {"id": "x"}, {}, {"id": 1, "colour": "red"}])
def test_bad_seeds(api, raw):
    assert api.control("POST", "/offers", [raw])[0] == 400


def test_bulk_seed_of_many_offers_is_quick(api):
    started = time.process_time()
    assert api.control("POST", "/offers", {"generate": {"count": 5_000}})["offers"] == 5_000
    api.seed(*[{"id": number} for number in range(5_001, 5_501)])
    assert time.process_time() - started < 5
    assert [row["id"] for row in api.post("/product_offer/read", {"currentPage": 55}).results][-1] == 5_500
    assert api.control("POST", "/offers", {"generate": {"count": 200_001}})[0] == 400


def test_offers_can_be_sliced_and_asked_since(api):
    api.seed({"id": 1}, {"id": 2}, {"id": 3})
    now = api.clock.time()
    api.clock.advance(5)
    api.patch("/offer_stock/2", {"stock": 1})
    assert [offer["id"] for offer in api.control("GET", f"/offers?since={now}")] == [2]
    assert [offer["id"] for offer in api.control("GET", "/offers?first=1&limit=1")] == [2]
    assert api.control("GET", "/offers?limit=1&fields=id,general_stock") == [{"id": 1, "general_stock": 10}]
    assert api.control("GET", "/offers?fields=colour")[0] == 400


def test_changes_of_all_offers(shop):
    shop.patch("/offer_stock/2", {"stock": 1})
    shop.patch("/offer_stock/1", {"stock": 2})
    rows = shop.control("GET", "/changes")
    assert [(row["offer_id"], row["field"], row["new"]) for row in rows] == [(2, "stock", 1), (1, "stock", 2)]
    assert [row["offer_id"] for row in shop.control("GET", f"/changes?since={rows[0]['number']}")] == [1]
    assert len(shop.control("GET", "/changes?limit=1")) == 1


def test_random_orders_take_what_can_be_bought(api):
    api.seed({"id": 1, "stock": 0}, {"id": 2, "status": 0}, {"id": 3}, {"id": 4})
    lines = api.place(random=2)["products"]
    assert sorted(line["product_id"] for line in lines) == ["3", "4"]


def test_locker_orders(shop):
    order = shop.place(delivery="locker")
    assert order["delivery_mode"] == "pickup"
    number = order["details"]["locker_name"].split()[1]
    assert len(order["details"]["locker_id"]) == 36
    assert order["customer"]["shipping_street"].endswith(f"[EasyBox #{number}]")
    assert "EasyBox" not in order["customer"]["billing_street"]


def test_companies_and_persons(shop):
    person, company = shop.place()["customer"], shop.place(customer="company")["customer"]
    assert (person["legal_entity"], person["company"], person["code"]) == (0, person["name"], "")
    assert company["legal_entity"] == 1 and company["code"] and company["company"] != company["name"]
    custom = shop.place(customer={"name": "Ana Pop", "shipping_city": "Turda"})["customer"]
    assert (custom["name"], custom["shipping_city"]) == ("Ana Pop", "Turda")
    assert len({person["id"], company["id"], custom["id"]}) == 3


def test_localities_of_customers_are_in_the_dictionary(shop):
    customer = shop.place()["customer"]
    rows = shop.post("/locality/read", {"emag_id": customer["shipping_locality_id"]}).results
    assert (rows[0]["name"], rows[0]["region2"]) == (customer["shipping_city"], customer["shipping_suburb"])


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_every_country_sells(country):
    api = Api(country)
    api.seed({"id": 1})
    order = api.place(customer="company", delivery="locker", random=1)
    assert order["currency"] == COUNTRIES[country].currency
    assert order["customer"]["billing_country"] == COUNTRIES[country].locality_country


def test_customer_cancels(shop):
    new = shop.place()
    assert shop.control("POST", f"/orders/{new['id']}/cancel")["status"] == 0
    assert shop.read_order(new["id"])["reason_cancellation"]["id"] == 2
    assert shop.control("POST", f"/orders/{new['id']}/cancel")[0] == 409
    late = shop.order_in(2)
    row = shop.control("POST", f"/orders/{late['id']}/cancel")
    assert (row["status"], row["cancellation_request"]) == (2, "2026-03-10 12:00:00")
    assert shop.control("POST", f"/orders/{late['id']}/cancel", {"force": True})["status"] == 0
    assert shop.control("POST", f"/orders/{late['id']}/cancel", {"reason": 4})[0] == 400


def test_emag_edits_before_acknowledgement(shop):
    order = shop.place(lines=[{"product_id": 1, "quantity": 2}, {"product_id": 2}])
    first, second = (line["id"] for line in order["products"])
    shop.clock.advance(60)
    body = {"lines": [{"id": first, "quantity": 5}, {"id": second, "quantity": 0}]}
    row = shop.control("POST", f"/orders/{order['id']}/edit", body)
    assert [(line["quantity"], line["status"]) for line in row["products"]] == [(5, 1), (1, 0)]
    assert row["modified"] == "2026-03-10 12:01:00"
    assert (shop.stocks(1), shop.stocks(2)) == ((10, 5), (10, 10))
    assert shop.control("POST", f"/orders/{order['id']}/edit", {"lines": [{"id": 5, "quantity": 1}]})[0] == 400
    shop.post(f"/order/acknowledge/{order['id']}")
    assert shop.control("POST", f"/orders/{order['id']}/edit", body)[0] == 409


def test_advance(shop):
    order = shop.place()
    statuses = [shop.control("POST", f"/orders/{order['id']}/advance")["status"] for _ in range(3)]
    assert statuses == [2, 3, 4]
    assert shop.control("POST", f"/orders/{order['id']}/advance")[0] == 409
    assert shop.control("POST", f"/orders/{order['id']}/advance", {"to": 5})["status"] == 5


def test_orders_are_listed_newest_first(shop):
    first, second = shop.place(), shop.place()
    assert [row["id"] for row in shop.control("GET", "/orders")] == [second["id"], first["id"]]
    assert [row["id"] for row in shop.control("GET", "/orders?status=1&limit=1")] == [second["id"]]


def test_settings(api):
    assert api.control("GET", "/settings")["callback_repeat_seconds"] == 120
    assert api.set(callback_repeat_seconds=5)["callback_repeat_seconds"] == 5
    for bad in ({"nonsense": 1}, {"count_values": "words"}, {"errors_key": 1}, {"approve_after_seconds": "x"}):
        status, message = api.set(**bad)
        assert status == 400 and next(iter(bad)) in message
    table = api.control("GET", "/settings?describe=1")
    assert all(row["text"] and row["source"] for row in table)


def test_callback_urls_are_merged_and_removed_by_null(api):
    api.set(callback_urls={"new_order": "http://a", "order_cancelled": "http://b"})
    assert api.set(callback_urls={"new_order": None})["callback_urls"] == {"order_cancelled": "http://b"}


def test_reset(shop):
    shop.place()
    shop.set(count_values="integer")
    shop.control("POST", "/faults", [{"kind": "429"}])
    shop.control("POST", "/reset", {"keep_settings": True})
    state = shop.control("GET", "/state")
    assert (state["offers"], state["orders"], state["calls"]) == (0, 0, {})
    assert shop.control("GET", "/settings")["count_values"] == "integer"
    assert shop.control("GET", "/faults") == []
    shop.control("POST", "/reset")
    settings = shop.control("GET", "/settings")
    assert (settings["count_values"], settings["rate_limit_factor"]) == ("string", 0)  # as it was started


def test_state(shop):
    order = shop.place()
    shop.order_in(2)
    shop.post("/vat/read")
    state = shop.control("GET", "/state")
    assert (state["country"], state["now"]) == ("RO", "2026-03-10 12:00:00")
    assert (state["offers"], state["orders"]) == (3, 2)
    assert state["orders_by_status"] == {"1": 1, "2": 1}
    assert state["unacknowledged"] == [int(order["id"])]
    assert state["calls"]["calls"] == 1


def test_journal(shop):
    shop.post("/offer/save", [{"id": 1, "sale_price": 90}, {"id": 99}])
    shop.post("/product_offer/read", {"itemsPerPage": 2})
    shop.post("/vat/read", headers={})
    answer = shop.control("GET", "/calls")
    calls = answer["calls"]
    assert [(call["path"], call["status"], call["items"]) for call in calls] == [
        ("/api-3/offer/save", 200, 2),
        ("/api-3/product_offer/read", 200, 2),
        ("/api-3/vat/read", 403, 0),
    ]
    assert [call["is_error"] for call in calls] == [True, False, True]
    assert answer["summary"]["total"]["calls"] == 3
    assert [call["id"] for call in shop.control("GET", f"/calls?since={calls[0]['id']}&limit=1")["calls"]] == [2]
    assert len(shop.control("GET", "/calls?path=/api-3/offer")["calls"]) == 1


def test_clock(api):
    before = api.control("GET", "/clock")
    assert before == {"now": "2026-03-10T10:00:00+00:00", "frozen": True}
    assert api.control("POST", "/clock", {"advance": 90})["now"] == "2026-03-10T10:01:30+00:00"
    assert api.control("POST", "/clock", {"advance": -1})[0] == 400
    assert api.control("POST", "/clock", {"freeze": False})["frozen"] is False


def test_command_line():
    options = command.parse_arguments(
        ["--port", "0", "--country", "HU", "--allowed-ip", "1.2.3.4", "--allowed-ip", "::1"]
    )
    assert (options.port, options.country, options.allowed_ip) == (0, "HU", ["1.2.3.4", "::1"])
    with pytest.raises(SystemExit):
        command.parse_arguments(["--country", "PL"])
