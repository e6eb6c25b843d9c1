"""Line edits and storno in order/save (api/emag.md §4.8, §4.9)."""

import pytest

TWO_LINES = [{"product_id": 1, "quantity": 2}, {"product_id": 2, "quantity": 2}]


@pytest.fixture
def order_in(shop):
    """An order with two lines of two pieces in the wanted status."""
    return lambda status, **wish: shop.order_in(status, **{"lines": TWO_LINES, **wish})


def save(shop, order, first=None, second=None, **changes):
    """Full echo with changes on the first and second line; None for a line leaves it as it is, "omit" leaves it out."""
    row = shop.read_order(order["id"])
    lines = []
    for line, change in zip(row["products"], (first, second), strict=False):
        if change != "omit":
            lines.append({**line, **(change or {})})
    return shop.post("/order/save", [{**row, "products": lines, **changes}])


def quantities(shop, order):
    """(quantity, status, storno_qty) of each line."""
    lines = shop.read_order(order["id"])["products"]
    return [(line["quantity"], line["status"], line["storno_qty"]) for line in lines]


UNCHANGED = [(2, 1, 0), (2, 1, 0)]


@pytest.mark.parametrize("status", [2, 3])
def test_quantities_can_be_edited_in_2_and_3(shop, order_in, status):
    order = order_in(status)
    assert shop.stocks(1) == (8, 8)
    assert save(shop, order, {"quantity": 1}, {"quantity": 5}).accepted
    assert quantities(shop, order) == [(1, 1, 0), (5, 1, 0)]
    assert (shop.stocks(1), shop.stocks(2)) == ((9, 9), (5, 5))


@pytest.mark.parametrize("change", [{"status": 0}, "omit"])
def test_a_line_is_removed_by_status_0_or_by_leaving_it_out(shop, order_in, change):
    order = order_in(2)
    assert save(shop, order, change).accepted
    assert quantities(shop, order) == [(2, 0, 0), (2, 1, 0)]
    assert shop.stocks(1) == (10, 10)
    assert save(shop, order, {"status": 1}).accepted  # and comes back
    assert quantities(shop, order) == UNCHANGED


def test_an_order_keeps_at_least_one_line(shop, order_in):
    order = order_in(2)
    assert not save(shop, order, {"status": 0}, {"status": 0}).accepted
    assert quantities(shop, order) == UNCHANGED


@pytest.mark.parametrize("change", [{"quantity": 1}, {"status": 0}, "omit"])
def test_card_orders_are_not_reduced(shop, order_in, change):
    order = order_in(2, payment="card")
    assert not save(shop, order, change).accepted
    assert quantities(shop, order) == UNCHANGED


def test_card_orders_may_grow_or_be_canceled(shop, order_in):
    order = order_in(2, payment="card")
    assert save(shop, order, {"quantity": 3}).accepted
    assert save(shop, order, status=0, reason_cancellation=31).accepted


@pytest.mark.parametrize(
    "change",
    [
        {"sale_price": "99.9900"},
        {"product_id": "3"},
        {"part_number": "OTHER"},
        {"ext_part_number": "OTHER"},
        {"quantity": -1},
        {"quantity": 0},
        {"quantity": 1.5},
        {"quantity": None},
        {"status": 2},
        {"status": None},
        {"sale_price": None},
        {"id": 5},
    ],
)
def test_lines_that_are_refused(shop, order_in, change):
    order = order_in(2)
    assert not save(shop, order, change).accepted
    assert quantities(shop, order) == UNCHANGED


def test_the_same_line_twice(shop, order_in):
    row = shop.read_order(order_in(2)["id"])
    assert not shop.post("/order/save", [{**row, "products": [row["products"][0]] * 2}]).accepted


@pytest.mark.parametrize("price", [100, "100", "100.0", 100.0])
def test_the_same_price_in_other_words(shop, order_in, price):
    assert save(shop, order_in(2), {"sale_price": price}).accepted


@pytest.mark.parametrize("status", [0, 4])
def test_lines_of_canceled_and_finalized_orders_stay(shop, order_in, status):
    order = order_in(status)
    assert not save(shop, order, {"quantity": 1}).accepted
    assert not save(shop, order, {"quantity": 3}).accepted
    assert not save(shop, order, "omit").accepted
    assert quantities(shop, order) == UNCHANGED


def new_line(**changes):
    return {"product_id": 3, "name": "Product 3", "status": 1, "sale_price": "100.0000", "quantity": 1, **changes}


def add(shop, order, line):
    row = shop.read_order(order["id"])
    return shop.post("/order/save", [{**row, "products": [*row["products"], line]}])


def test_lines_are_added(shop, order_in):
    order = order_in(2)
    assert add(shop, order, new_line()).accepted
    added = shop.read_order(order["id"])["products"][2]
    assert (added["product_id"], added["ext_part_number"], added["vat"]) == ("3", "SKU-3", "0.2100")
    assert shop.stocks(3) == (9, 9)
    assert add(shop, order, new_line(product_id=0, name="Discount", sale_price="-5.0000")).accepted
    assert shop.read_order(order["id"])["products"][3]["sale_price"] == "-5.0000"


@pytest.mark.parametrize("key", ["product_id", "name", "status", "sale_price", "quantity"])
def test_keys_of_an_added_line(shop, order_in, key):
    assert not add(shop, order_in(2), new_line(**{key: None})).accepted


def test_no_lines_are_added_to_a_finalized_order(shop, order_in):
    assert not add(shop, order_in(4), new_line()).accepted


# Storno


def test_storno_of_a_quantity(shop, order_in):
    order = order_in(4)
    assert save(shop, order, {"quantity": 1}, is_storno=True).accepted
    row = shop.read_order(order["id"])
    assert quantities(shop, order) == [(1, 1, 1), (2, 1, 0)]
    assert (row["status"], row["is_storno"]) == (4, True)
    assert shop.stocks(1) == (8, 8)  # goods that come back are the seller's to count


@pytest.mark.parametrize("change", [{"quantity": 0}, {"status": 0}])
def test_storno_of_a_line(shop, order_in, change):
    order = order_in(4)
    assert save(shop, order, change, is_storno=True).accepted
    assert quantities(shop, order)[0][::2] == (0, 2)
    assert save(shop, order, None, {"quantity": 1}, is_storno=True).accepted  # the rest can follow
    shop.set(storno_empty_line="removed")
    assert quantities(shop, order) == [(1, 1, 1)]


def test_everything_stornoed_means_returned(shop, order_in):
    order = order_in(4)
    assert save(shop, order, {"quantity": 0}, {"quantity": 0}, is_storno=True).accepted
    assert shop.read_order(order["id"])["status"] == 5


@pytest.mark.parametrize(
    ("status", "first", "changes"),
    [
        (4, {"quantity": 1}, {}),  # no is_storno
        (4, {"quantity": 1}, {"is_storno": False}),
        (4, None, {"is_storno": True}),  # nothing reduced
        (4, {"quantity": 3}, {"is_storno": True}),  # upwards
        (4, {"quantity": -1}, {"is_storno": True}),
        (4, {"quantity": 1}, {"is_storno": True, "status": 3}),
        (3, {"quantity": 1}, {"is_storno": True}),
        (2, {"quantity": 1}, {"is_storno": True}),
        (0, {"quantity": 1}, {"is_storno": True, "status": 0}),
    ],
)
def test_storno_refusals_change_nothing(shop, order_in, status, first, changes):
    order = order_in(status)
    before = shop.read_order(order["id"])
    assert not save(shop, order, first, **changes).accepted
    assert shop.read_order(order["id"]) == before


def test_an_omitted_line_in_a_storno_by_switch(shop, order_in):
    order = order_in(4)
    assert not save(shop, order, "omit", is_storno=True).accepted
    shop.set(storno_omitted_line="stornoed")
    assert save(shop, order, "omit", is_storno=True).accepted
    assert quantities(shop, order)[0][::2] == (0, 2)


def test_storno_of_card_orders_by_switch(shop, order_in):
    first, second = order_in(4, payment="card"), order_in(4, payment="card")
    assert save(shop, first, {"quantity": 1}, is_storno=True).accepted
    shop.set(storno_of_card_orders=False)
    assert not save(shop, second, {"quantity": 1}, is_storno=True).accepted


def test_minimal_storno_payload_of_live_clients(shop, order_in):
    shop.set(minimal_order_save=True)
    order = order_in(4)
    line = shop.read_order(order["id"])["products"][0]
    body = [{"id": order["id"], "is_storno": True, "products": [{"id": line["id"], "quantity": 1, "status": 1}]}]
    assert shop.post("/order/save", body).accepted
    assert quantities(shop, order) == [(1, 1, 1), (2, 1, 0)]
