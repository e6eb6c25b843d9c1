"""The status matrix of order/save, exhaustively, with its 48-hour and return-term clocks (api/emag.md §4.8)."""

import pytest

HOUR, DAY = 3600, 86400
# Every allowed move and how long it is allowed (None = always), straight from the table of §4.8.
ALLOWED = {
    (2, 2): None, (2, 3): None, (2, 4): None, (2, 0): None,
    (3, 3): None, (3, 4): None, (3, 0): None,
    (4, 3): 48 * HOUR, (4, 4): None, (4, 0): 48 * HOUR, (4, 5): (14 + 5) * DAY,
    (0, 2): 48 * HOUR, (0, 3): 48 * HOUR, (0, 4): 48 * HOUR, (0, 0): None,
}  # fmt: skip
LONG = 365 * DAY


def move(shop, order, status):
    reason = {"reason_cancellation": 31} if status == 0 else {}
    return shop.save_order(order, status=status, **reason)


@pytest.mark.parametrize("target", range(6))
@pytest.mark.parametrize("current", range(6))
def test_matrix(shop, current, target):
    order = shop.order_in(current)
    reply = move(shop, order, target)
    assert reply.accepted is ((current, target) in ALLOWED), reply.text
    assert shop.read_order(order["id"])["status"] == (target if reply.accepted else current)
    if not reply.accepted:
        assert reply.text.endswith(f"- Order id: {order['id']}")


@pytest.mark.parametrize(("current", "target"), ALLOWED)
@pytest.mark.parametrize("late", [False, True])
def test_clocks(shop, current, target, late):
    limit = ALLOWED[current, target]
    order = shop.order_in(current)
    shop.clock.advance(LONG if limit is None else limit + late)
    assert move(shop, order, target).accepted is (limit is None or not late)


def test_48_hours_count_from_the_last_finalization(shop):
    order = shop.order_in(4)
    shop.clock.advance(47 * HOUR)
    assert move(shop, order, 3).accepted
    shop.clock.advance(47 * HOUR)
    assert move(shop, order, 4).accepted
    shop.clock.advance(47 * HOUR)
    assert move(shop, order, 0).accepted


def test_the_return_term_is_a_switch(shop):
    shop.set(return_term_days=30)
    order = shop.order_in(4)
    shop.clock.advance(35 * DAY)
    assert move(shop, order, 5).accepted


def test_finalization_date_and_reason_are_shown(shop):
    order = shop.order_in(2)
    move(shop, order, 4)
    assert shop.read_order(order["id"])["finalization_date"] == "2026-03-10 12:00:00"
    move(shop, order, 0)
    row = shop.read_order(order["id"])
    assert row["reason_cancellation"] == {"id": 31, "name": "Partner requested cancellation"}
    move(shop, order, 2)
    assert shop.read_order(order["id"])["reason_cancellation"] is None


def test_a_full_return_counts_every_line_as_stornoed(shop):
    order = shop.order_in(4, lines=[{"product_id": 1, "quantity": 2}, {"product_id": 2}])
    assert move(shop, order, 5).accepted
    lines = shop.read_order(order["id"])["products"]
    assert [(line["quantity"], line["storno_qty"]) for line in lines] == [(0, 2), (0, 1)]


@pytest.mark.parametrize("reason", [None, 4, 14, 44, 0, "x", {"id": None}])
def test_cancelling_needs_a_known_reason(shop, reason):
    order = shop.order_in(2)
    assert not shop.save_order(order, status=0, reason_cancellation=reason).accepted


@pytest.mark.parametrize("reason", [1, "31", {"id": 43, "name": "x"}])
def test_known_reasons(shop, reason):
    order = shop.order_in(2)
    assert shop.save_order(order, status=0, reason_cancellation=reason).accepted


def test_orders_fulfilled_by_emag_cannot_be_saved(shop):
    order = shop.place(type=2)
    row = shop.post("/order/read", {"type": 2}).results[0]
    reply = shop.post("/order/save", [{**row, "status": 3}])
    assert not reply.accepted
    assert shop.control("GET", f"/orders/{order['id']}")["status"] == 2


@pytest.mark.parametrize("key", ["id", "status", "type", "payment_mode_id", "products"])
def test_required_keys(shop, key):
    order = shop.order_in(2)
    row = shop.read_order(order["id"])
    assert shop.post("/order/save", [row]).accepted
    assert not shop.post("/order/save", [{**row, key: None}]).accepted


@pytest.mark.parametrize(
    "payload",
    [
        {"status": 0, "reason_cancellation": 31},
        {"status": 3},
        {"status": 4},
    ],
)
def test_minimal_payloads_only_when_switched_on(shop, payload):
    order = shop.order_in(2)
    body = [{"id": int(order["id"]), **payload}]
    assert not shop.post("/order/save", body).accepted
    shop.set(minimal_order_save=True)
    assert shop.post("/order/save", body).accepted
    assert shop.read_order(order["id"])["status"] == payload["status"]


@pytest.mark.parametrize("changes", [{"type": 2}, {"payment_mode_id": 9}, {"currency": "EUR"}, {"status": 7}])
def test_values_that_cannot_be(shop, changes):
    order = shop.order_in(2)
    assert not shop.save_order(order, **changes).accepted


def test_currency_by_switch(shop):
    order = shop.order_in(2)
    row = shop.read_order(order["id"])
    del row["currency"]
    assert shop.post("/order/save", [row]).accepted
    shop.set(currency_required_on_order_save=True)
    assert not shop.post("/order/save", [row]).accepted


def test_good_orders_of_a_mixed_batch_are_saved(shop):
    good, new = shop.order_in(2), shop.place()
    rows = [{**shop.read_order(order["id"]), "status": 3} for order in (good, new)]
    assert not shop.post("/order/save", rows).accepted
    assert [shop.read_order(order["id"])["status"] for order in (good, new)] == [3, 1]


def test_locked_orders(shop):
    order = shop.order_in(2)
    shop.control("POST", f"/orders/{order['id']}/lock", {"seconds": 3})
    assert "Resource locked for processing" in shop.save_order(order, status=3).text


def test_unlock_courier(shop):
    order = shop.place(enforced_vendor_courier_accounts=[])
    assert shop.read_order(order["id"])["enforced_vendor_courier_accounts"] == []
    assert shop.post(f"/order/{order['id']}/unlock-courier").accepted
    assert shop.read_order(order["id"])["enforced_vendor_courier_accounts"] is None
    assert not shop.post("/order/5/unlock-courier").accepted
