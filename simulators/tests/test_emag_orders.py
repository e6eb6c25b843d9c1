"""order/read, count, acknowledge, callbacks and stock (api/emag.md §1.8, §4.1 - §4.8)."""

import pytest

DAY = 86400


def ids(reply):
    assert reply.accepted, reply.text
    return [int(row["id"]) for row in reply.results]


def test_row_types_follow_the_document(shop):
    shop.place(lines=[{"product_id": 1, "quantity": 2}])
    row = shop.post("/order/read", {"status": 1}).results[0]
    assert isinstance(row["id"], str) and isinstance(row["products"][0]["id"], int)
    assert row["products"][0]["product_id"] == "1"
    assert (row["products"][0]["sale_price"], row["products"][0]["vat"]) == ("100.0000", "0.2100")
    assert (row["shipping_tax"], row["cashed_cod"], row["cashed_co"]) == ("19.9900", 261.99, 0)
    assert row["is_storno"] is False and row["reason_cancellation"] is None
    assert row["date"] == "2026-03-10 12:00:00"
    assert row["maximum_date_for_shipment"] == "2026-03-12 23:59:59"
    assert row["details"]["locker_id"] is None
    assert row["currency"] == row["products"][0]["currency"] == "RON"


def test_shapes_by_switch(shop):
    shop.place()
    shop.set(empty_details_as_list=True, no_reason_cancellation="object", cashed_cod_before_delivery=False)
    row = shop.post("/order/read").results[0]
    assert (row["details"], row["reason_cancellation"], row["cashed_cod"]) == ([], {"id": None, "name": None}, 0)


def test_times_are_local_to_the_platform(shop):
    shop.place()
    assert shop.post("/order/read").results[0]["created"] == "2026-03-10 12:00:00"
    shop.set(timezone="Europe/Budapest")
    assert shop.post("/order/read").results[0]["created"] == "2026-03-10 11:00:00"
    assert len(shop.post("/order/read", {"createdAfter": "2026-03-10 11:00:00"}).results) == 1
    assert shop.post("/order/read", {"createdAfter": "2026-03-10 11:00:01"}).results == []


# Filters


def test_default_type_is_3(shop):
    seller, emag = shop.place(), shop.place(type=2)
    assert ids(shop.post("/order/read")) == [int(seller["id"])]
    assert ids(shop.post("/order/read", {"type": 2})) == [int(emag["id"])]
    assert ids(shop.post("/order/read", {"id": int(emag["id"])})) == []
    assert shop.post("/order/count").results["noOfItems"] == "1"


def test_simple_filters(shop):
    first = shop.place(payment="card")
    second = shop.place(payment="bank", is_complete=0)
    shop.post(f"/order/acknowledge/{first['id']}")
    a, b = int(first["id"]), int(second["id"])
    for filters, expected in [
        ({}, [b, a]),
        ({"id": a}, [a]),
        ({"id": str(a)}, [a]),
        ({"id": 5}, []),
        ({"status": 1}, [b]),
        ({"status": [1, 2]}, [b, a]),
        ({"payment_mode_id": 3}, [a]),
        ({"payment_mode_id": [2, 3]}, [b, a]),
        ({"is_complete": 1}, [a]),
        ({"is_complete": 0}, [b]),
        ({"itemsPerPage": 1, "currentPage": 2}, [a]),
    ]:
        assert ids(shop.post("/order/read", filters)) == expected, filters
    shop.control("POST", f"/orders/{b}/complete")
    assert ids(shop.post("/order/read", {"is_complete": 0})) == []


@pytest.mark.parametrize(
    "filters",
    [
        {"status": 6},
        {"status": "new"},
        {"status": []},
        {"payment_mode_id": 4},
        {"type": 1},
        {"is_complete": 2},
        {"id": 0},
        {"id": 4294967296},
        {"createdBefore": "2026-03-10 00:00:00"},
        {"modifiedBefore": "2026-03-10 00:00:00"},
        {"createdAfter": "2026-03-10"},
        {"createdAfter": "2026-03-10T00:00:00"},
        {"createdAfter": "2026-13-10 00:00:00"},
        {"modifiedAfter": "yesterday"},
        {"createdAfter": "2026-02-01 00:00:00", "createdBefore": "2026-03-01 00:00:01"},
        {"createdAfter": "2026-02-09 11:59:59"},  # open end means now: above one month
    ],
)
def test_bad_filters_are_refused(shop, filters):
    assert not shop.post("/order/read", filters).accepted


@pytest.mark.parametrize(
    "filters",
    [
        {"createdAfter": "2026-02-01 00:00:00", "createdBefore": "2026-03-01 00:00:00"},
        {"createdAfter": "2026-02-10 12:00:00"},
        {"modifiedAfter": "2026-03-10 00:00:00", "createdAfter": "2026-03-01 00:00:00"},
    ],
)
def test_windows_up_to_one_month(shop, filters):
    assert shop.post("/order/read", filters).accepted


def test_count_needs_both_ends(shop):
    assert not shop.post("/order/count", {"createdAfter": "2026-03-01 00:00:00"}).accepted
    both = {"createdAfter": "2026-03-01 00:00:00", "createdBefore": "2026-03-20 00:00:00"}
    assert shop.post("/order/count", both).accepted


def test_too_wide_a_window_may_answer_nothing(shop):
    shop.place()
    shop.set(date_window_above_month="empty")
    assert ids(shop.post("/order/read", {"createdAfter": "2025-01-01 00:00:00"})) == []


def test_windows_by_creation_and_modification(shop):
    first = shop.place()
    shop.clock.advance(DAY)
    second = shop.place()
    a, b = int(first["id"]), int(second["id"])
    assert ids(shop.post("/order/read", {"createdAfter": "2026-03-11 12:00:00"})) == [b]
    window = {"createdAfter": "2026-03-10 12:00:00", "createdBefore": "2026-03-10 12:00:00"}
    assert ids(shop.post("/order/read", window)) == [a]
    shop.clock.advance(DAY)
    shop.post(f"/order/acknowledge/{a}")
    assert ids(shop.post("/order/read", {"modifiedAfter": "2026-03-12 00:00:00"})) == [a]
    assert ids(shop.post("/order/read", {"createdAfter": "2026-03-10 00:00:00"})) == [b, a]


def test_without_dates_the_last_100(shop):
    shop.seed({"id": 1, "stock": 1000})
    shop.control("POST", "/orders", {"orders": [{"lines": [{"product_id": 1}]}] * 130})
    assert len(ids(shop.post("/order/read"))) == 100
    assert ids(shop.post("/order/read", {"currentPage": 2})) == []
    dated = {"createdAfter": "2026-03-01 00:00:00", "currentPage": 2}
    assert len(ids(shop.post("/order/read", dated))) == 30
    shop.set(undated_reads_stop_at_100=False)
    assert len(ids(shop.post("/order/read", {"currentPage": 2}))) == 30


# Acknowledge


def test_acknowledge_and_again(shop):
    order = shop.place()
    reply = shop.post(f"/order/acknowledge/{order['id']}")
    assert reply.json == {"isError": False, "messages": [], "errors": [], "results": []}
    assert shop.read_order(order["id"])["status"] == 2
    again = shop.post(f"/order/acknowledge/{order['id']}")
    assert (again.status, again.json["isError"]) == (400, True)
    assert again.text == "ERROR: Order is already in progress."


def test_acknowledge_refusals(shop):
    assert not shop.post("/order/acknowledge/5").accepted
    emag = shop.place(type=2)
    assert not shop.post(f"/order/acknowledge/{emag['id']}").accepted
    canceled = shop.order_in(0)
    assert shop.post(f"/order/acknowledge/{canceled['id']}").status == 400
    assert shop.read_order(canceled["id"])["status"] == 0


def test_locked_orders_ask_to_come_back(shop):
    order = shop.place()
    shop.control("POST", f"/orders/{order['id']}/lock", {"seconds": 5})
    assert shop.post(f"/order/acknowledge/{order['id']}").text == "Resource locked for processing"
    shop.clock.advance(5)
    assert shop.post(f"/order/acknowledge/{order['id']}").accepted


# Stock


def test_stock_follows_the_order(shop):
    order = shop.place(lines=[{"product_id": 1, "quantity": 4}])
    assert shop.stocks(1) == (10, 6)
    shop.post(f"/order/acknowledge/{order['id']}")
    assert shop.stocks(1) == (6, 6)
    reply = shop.save_order(order, status=0, reason_cancellation=31)
    assert reply.accepted, reply.text
    assert shop.stocks(1) == (10, 10)
    assert shop.save_order(order, status=3).accepted
    assert shop.stocks(1) == (6, 6)


def test_a_canceled_new_order_frees_its_reservation(shop):
    shop.order_in(0, lines=[{"product_id": 1, "quantity": 4}])
    assert shop.stocks(1) == (10, 10)


def test_cancellation_gives_nothing_back_when_so_switched(shop):
    shop.set(cancel_returns_stock=False)
    order = shop.order_in(2, lines=[{"product_id": 1, "quantity": 4}])
    shop.save_order(order, status=0, reason_cancellation=31)
    assert shop.stocks(1) == (6, 6)
    shop.save_order(order, status=3)
    assert shop.stocks(1) == (6, 6)


def test_orders_fulfilled_by_emag_leave_our_stock_alone(shop):
    shop.place(type=2, lines=[{"product_id": 1, "quantity": 4}])
    assert shop.stocks(1) == (10, 10)


def test_stock_sent_while_an_order_is_open(shop):
    order = shop.place(lines=[{"product_id": 1, "quantity": 4}])
    shop.patch("/offer_stock/1", {"stock": 6})
    assert shop.stocks(1) == (6, 2)
    shop.post(f"/order/acknowledge/{order['id']}")
    assert shop.stocks(1) == (2, 2)


def test_stock_never_falls_below_zero(shop):
    order = shop.place(lines=[{"product_id": 1, "quantity": 4}])
    shop.patch("/offer_stock/1", {"stock": 0})
    shop.post(f"/order/acknowledge/{order['id']}")
    assert shop.stocks(1) == (0, 0)


def test_history_names_every_change_and_its_cause(shop):
    order = shop.place(lines=[{"product_id": 1, "quantity": 4}])
    shop.clock.advance(10)
    shop.patch("/offer_stock/1", {"stock": 7})
    shop.post("/offer/save", [{"id": 1, "sale_price": 90.5}])
    rows = shop.control("GET", "/offers/1/history")
    assert [(row["field"], row["old"], row["new"]) for row in rows] == [
        ("estimated_stock", 10, 6),
        ("stock", 10, 7),
        ("sale_price", 100, 90.5),
    ]
    assert rows[0]["by"].startswith(f"order {order['id']}")
    assert rows[1]["by"].startswith("PATCH /api-3/offer_stock/1 #")
    assert rows[1]["at"] == "2026-03-10T10:00:10+00:00"


# Callbacks


@pytest.fixture
def called(shop):
    shop.set(callback_urls={"new_order": "http://shop/new?token=x", "order_cancelled": "http://shop/cancelled"})
    return shop


def test_new_orders_are_called_back_until_acknowledged(called):
    order = called.place()
    number = int(order["id"])
    expected = ("new_order", "GET", "http://shop/new?token=x", {"order_id": number})
    assert called.run_notifications() == [expected]
    called.clock.advance(119)
    assert called.run_notifications() == [expected]
    called.clock.advance(1)
    assert called.run_notifications() == [expected] * 2
    called.post(f"/order/acknowledge/{number}")
    called.clock.advance(3600)
    assert called.run_notifications() == [expected] * 2
    assert called.control("GET", "/notifications")["pending"] == []


@pytest.mark.parametrize(("notify", "at_once", "later"), [(True, 1, 1), (False, 0, 0), ("duplicate", 2, 2), (30, 0, 1)])
def test_how_to_notify(called, notify, at_once, later):
    called.place(notify=notify)
    assert len(called.run_notifications()) == at_once
    called.clock.advance(30)
    assert len(called.run_notifications()) == later


def test_cancellations_are_called_back_with_a_chosen_parameter(called):
    first, second = called.place(notify=False), called.place(notify=False)
    called.control("POST", f"/orders/{first['id']}/cancel")
    called.set(callback_parameters={"order_cancelled": "id"})
    called.control("POST", f"/orders/{second['id']}/cancel")
    params = [sent[3] for sent in called.run_notifications()]
    assert params == [{"order_id": int(first["id"])}, {"id": int(second["id"])}]


def test_no_url_no_callback(shop):
    shop.place()
    assert shop.run_notifications() == []


def test_lost_duplicated_and_delayed_callbacks(called):
    called.control("POST", "/faults", [{"kind": "notify_lost", "match": "new_order", "times": 1}])
    called.place()
    assert called.run_notifications() == []
    called.clock.advance(120)
    assert len(called.run_notifications()) == 1  # repeated
    called.control("POST", "/faults", [{"kind": "notify_duplicated", "times": 1}])
    called.place(notify=True)
    assert len(called.run_notifications()) == 3


def test_a_delayed_callback_is_overtaken(called):
    called.control("POST", "/faults", [{"kind": "notify_delayed", "match": "new_order", "times": 1, "delay": 60}])
    first, second = called.place(), called.place()
    called.run_notifications()
    called.clock.advance(60)
    order = [sent[3]["order_id"] for sent in called.run_notifications()]
    assert order == [int(second["id"]), int(first["id"])]
