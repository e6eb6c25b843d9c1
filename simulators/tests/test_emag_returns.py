"""Returns: asking for them, rma/read, rma/count, rma/save, their AWBs and callbacks (api/emag.md §5.2, §6)."""

import pytest

from simulators.emag.return_reasons import RETURN_REASONS

from .emag_api import RECEIVER, RETURNS_DESK, SENDER, WAREHOUSE, awb_for_return, without

DAY = 86_400
# Rows = current, straight from the table of §6.3; status 1 has no row.
ALLOWED = {
    1: (),
    2: (2, 3, 5),
    3: (3, 5, 6),
    4: (4,),
    5: (5,),
    6: (4, 6, 7),
    7: (7,),
}


@pytest.fixture
def order(shop):
    return shop.order_in(4, lines=[{"product_id": 1, "quantity": 2}, {"product_id": 2}])


@pytest.fixture
def rma(shop, order):
    return shop.ask_return(order)


def read(shop, rma):
    return shop.post("/rma/read", {"emag_id": rma["emag_id"]}).results[0]


def save(shop, rma, **changes):
    return shop.post("/rma/save", {**read(shop, rma), **changes})


def return_in(shop, order, status):
    rma = shop.ask_return(order, incomplete=status == 1)
    return rma if status in (1, 2) else shop.control("POST", f"/returns/{rma['emag_id']}/advance", {"to": status})


# Asking


def test_what_a_return_looks_like(shop, order, rma):
    row, customer = read(shop, rma), order["customer"]
    line = order["products"][0]
    assert row["order_id"] == order["id"] and isinstance(row["order_id"], str)
    assert (row["type"], row["request_status"], row["return_type"], row["pickup_method"]) == (3, 2, 3, 1)
    assert (row["customer_name"], row["customer_phone"]) == (customer["name"], customer["shipping_phone"])
    assert (row["pickup_country"], row["pickup_city"]) == ("Romania", customer["shipping_city"])
    assert (row["date"], row["pickup_date"]) == ("2026-03-10 12:00:00", "2026-03-13")
    assert row["extra_info"]["maximum_finalization_date"] == "2026-04-02"
    assert (row["return_tax_value"], row["awbs"], row["return_address_id"]) == ("0.0000", [], None)
    assert row["products"] == [
        {
            "id": rma["products"][0]["id"],
            "product_emag_id": line["mkt_id"],
            "product_id": 1,
            "quantity": 1,
            "product_name": line["name"],
            "return_reason": 57,
            "observations": "",
            "diagnostic": None,
            "reject_reason": None,
            "refund_value": None,
            "retained_amount": 0,
        }
    ]
    assert not {"id", "invoice_number", "customer_email"} & set(row)


def test_companies_and_bank_accounts(shop):
    order = shop.order_in(4, customer="company")
    row = shop.ask_return(order, iban="RO49AAAA1B31007593840000")
    assert row["customer_company"] == order["customer"]["company"]
    assert row["customer_account_iban"] == "RO49AAAA1B31007593840000"
    assert row["customer_account_beneficiary"] == order["customer"]["name"]


def test_lines_by_product_or_line(shop, order):
    second = order["products"][1]
    lines = [{"product_id": 1, "quantity": 2, "reason": 58}, {"line_id": second["id"], "reason": 98}]
    products = shop.ask_return(order, lines=lines)["products"]
    assert [(row["product_id"], row["quantity"], row["return_reason"]) for row in products] == [(1, 2, 58), (2, 1, 98)]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        "x",
        ["x"],
        [{"product_id": 3}],
        [{"line_id": 5}],
        [{"product_id": 1, "quantity": 0}],
        [{"product_id": 1, "reason": 8}],  # a single-level id of old
        [{"product_id": 1, "reason": 31}],  # not the last level
        [{"product_id": 1, "reason": 111}],  # needs observations
        [{"product_id": 1, "reason": 111, "observations": " "}],
    ],
)
def test_customers_cannot_ask_for_nonsense(shop, order, lines):
    assert shop.ask_return(order, lines=lines)[0] == 400
    assert shop.control("GET", "/returns") == []


@pytest.mark.parametrize("options", [{"return_type": 6}, {"pickup_method": 0}])
def test_kinds_of_returns(shop, order, options):
    assert shop.ask_return(order, **options)[0] == 400


def test_a_reason_with_its_observations(shop, order):
    lines = [{"product_id": 1, "reason": 111, "observations": "It squeaks"}]
    assert shop.ask_return(order, lines=lines)["observations"] == "It squeaks"


@pytest.mark.parametrize("status", [0, 1, 2, 3, 5])
def test_only_finalized_orders_come_back(shop, status):
    assert shop.ask_return(shop.order_in(status))[0] == 409


def test_only_within_the_return_term(shop, order):
    shop.clock.advance(14 * DAY)
    assert shop.ask_return(order)["request_status"] == 2
    shop.clock.advance(1)
    assert shop.ask_return(order)[0] == 409


def test_no_more_than_was_bought_comes_back(shop, order):
    two = [{"product_id": 1, "quantity": 2}]
    first = shop.ask_return(order, lines=two)
    assert shop.ask_return(order, lines=[{"product_id": 1}])[0] == 409
    shop.control("POST", f"/returns/{first['emag_id']}/cancel")
    assert shop.ask_return(order, lines=two)["request_status"] == 2


def test_stornoed_pieces_do_not_come_back_again(shop, order):
    rma = shop.ask_return(order, lines=[{"product_id": 1, "quantity": 1}])
    shop.control("POST", f"/returns/{rma['emag_id']}/advance", {"to": 7})
    row = shop.read_order(order["id"])
    row["products"][0]["quantity"] = 1
    assert shop.save_order(order, is_storno=True, products=row["products"]).accepted
    assert shop.ask_return(order, lines=[{"product_id": 1, "quantity": 2}])[0] == 409
    assert shop.ask_return(order, lines=[{"product_id": 1, "quantity": 1}])["request_status"] == 2


def test_orders_of_emag_come_back_too(shop):
    order = shop.place(type=2)
    shop.control("POST", f"/orders/{order['id']}/advance", {"to": 4})
    shop.ask_return(order)
    assert [row["type"] for row in shop.post("/rma/read", {"type": 2}).results] == [2]
    assert shop.post("/rma/read", {"type": 3}).results == []


def test_every_reason_is_known_once():
    rules = [sum(rule == wanted for rule in RETURN_REASONS.values()) for wanted in (0, 1, 2)]
    assert (sum(rules), rules[2]) == (161, 13)
    for higher in (30, 31, 32, 34, 35, 36, 37, 38, 40, 42, 46, 47, 48, 49, 53, 54, 90, 91, 167, 182, 186):
        assert higher not in RETURN_REASONS


# Reading


def test_filters(shop, order, rma):
    other = shop.order_in(4, lines=[{"product_id": 3}])
    shop.clock.advance(DAY)
    second = shop.ask_return(other, incomplete=True)
    mkt_id = other["products"][0]["mkt_id"]
    for filters, expected in (
        ({}, [second, rma]),
        ({"order_id": int(order["id"])}, [rma]),
        ({"order_id": order["id"]}, [rma]),
        ({"product_id": 3}, [second]),
        ({"product_emag_id": mkt_id}, [second]),
        ({"request_status": 2}, [rma]),
        ({"request_status": 1}, [second]),
        ({"request_status": 7}, []),
        ({"id": rma["emag_id"]}, []),  # the seller's own id was given up
        ({"date_start": "2026-03-10 12:00:01"}, [second]),
        ({"date_end": "2026-03-10 12:00:00"}, [rma]),
        ({"itemsPerPage": 1}, [second]),
        ({"itemsPerPage": 1, "currentPage": 2}, [rma]),
        ({"currentPage": 2}, []),
        ({"data": {"request_status": 2}}, [second, rma]),  # ignored
    ):
        found = [row["emag_id"] for row in shop.post("/rma/read", filters).results]
        assert found == [row["emag_id"] for row in expected], filters


@pytest.mark.parametrize(
    "filters",
    [
        {"request_status": 8},
        {"request_status": [1, 2]},  # a single value
        {"type": 1},
        {"date_start": "2026-03-10"},
        {"order_id": "x"},
        {"itemsPerPage": 0},
    ],
)
def test_bad_filters(shop, rma, filters):
    assert not shop.post("/rma/read", filters).accepted
    assert not shop.post("/rma/count", filters).accepted


def test_counting(shop, order, rma):
    assert shop.post("/rma/count").results == {"noOfItems": "1", "noOfPages": "1", "itemsPerPage": "100"}
    shop.set(count_values="integer")
    assert shop.post("/rma/count", {"request_status": 3}).results["noOfItems"] == 0


# Saving


@pytest.mark.parametrize("target", range(1, 9))
@pytest.mark.parametrize("current", ALLOWED)
def test_matrix(shop, order, current, target):
    rma = return_in(shop, order, current)
    reply = save(shop, rma, request_status=target)
    assert reply.accepted is (target in ALLOWED[current]), reply.text
    assert read(shop, rma)["request_status"] == (target if reply.accepted else current)


def test_an_accepted_save_answers_an_empty_envelope(shop, rma):
    reply = save(shop, rma, request_status=3)
    assert reply.json == {"isError": False, "messages": [], "errors": [], "results": []}


def test_a_refusal_carries_the_sent_object_in_a_double_list(shop, rma):
    sent = {**read(shop, rma), "customer_name": "", "request_status": 3}
    reply = shop.post("/rma/save", sent)
    assert reply.json["isError"] is True
    assert reply.text == f"ERROR: please provide the customer name - Rma id: {rma['emag_id']}"
    assert reply.results == [[sent]]
    assert read(shop, rma)["request_status"] == 2


REQUIRED = [
    *("emag_id", "order_id", "type", "customer_name", "customer_phone", "products", "return_reason", "return_type"),
    *(
        "pickup_method",
        "pickup_country",
        "pickup_suburb",
        "pickup_city",
        "pickup_address",
        "pickup_locality_id",
        "date",
    ),
]


@pytest.mark.parametrize("key", REQUIRED)
@pytest.mark.parametrize("empty", [None, ""])
def test_required_keys(shop, rma, key, empty):
    assert not save(shop, rma, **{key: empty}).accepted
    assert not shop.post("/rma/save", without(read(shop, rma), key)).accepted


@pytest.mark.parametrize("key", ["id", "product_id", "quantity", "product_name", "return_reason"])
def test_required_keys_of_products(shop, rma, key):
    product = read(shop, rma)["products"][0]
    assert not save(shop, rma, products=[{**product, key: None}]).accepted
    assert save(shop, rma, products=[product]).accepted


@pytest.mark.parametrize(
    "changes",
    [
        {"emag_id": 5},
        {"order_id": 5},
        {"type": 2},
        {"return_type": 6},
        {"pickup_method": 4},
        {"pickup_locality_id": 999_999},
        {"return_reason": 8},
        {"return_reason": 31},
        {"date": "2026-02-20"},
        {"products": "x"},
        {"products": ["x"]},
        {"pickup_date": "tomorrow"},
        {"return_address_id": 5},
        {"return_address_id": WAREHOUSE},  # a pickup address
        {"return_tax_value": -1},
        {"request_status": "x"},
    ],
)
def test_values_that_cannot_be(shop, rma, changes):
    before = read(shop, rma)
    assert not save(shop, rma, **changes).accepted
    assert read(shop, rma) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 5},
        {"return_reason": 8},
        {"quantity": "x"},
        {"reject_reason": "x"},
        {"diagnostic": "x"},
        {"refund_value": -1},
    ],
)
def test_products_that_cannot_be(shop, rma, changes):
    product = read(shop, rma)["products"][0]
    assert not save(shop, rma, products=[{**product, **changes}]).accepted


def test_mandatory_observations(shop, order):
    lines = [{"product_id": 1, "reason": 111, "observations": "It squeaks"}]
    rma = shop.ask_return(order, lines=lines)
    row = read(shop, rma)
    assert not save(shop, rma, observations="").accepted
    assert not save(shop, rma, products=[{**row["products"][0], "observations": ""}]).accepted
    assert save(shop, rma).accepted


def test_every_line_must_be_sent_once(shop, order):
    rma = shop.ask_return(order, lines=[{"product_id": 1}, {"product_id": 2}])
    first, second = read(shop, rma)["products"]
    assert not save(shop, rma, products=[first]).accepted
    assert not save(shop, rma, products=[first, first]).accepted
    assert save(shop, rma, products=[second, first]).accepted


def test_read_only_fields_stay(shop, rma):
    before = read(shop, rma)
    product = {
        **before["products"][0],
        "quantity": 9,
        "product_name": "Other",
        "return_reason": 58,
        "observations": "x",
    }
    changes = {
        "customer_name": "Somebody",
        "customer_phone": "0700000000",
        "pickup_address": "Elsewhere",
        "pickup_locality_id": 8803,
        "return_type": 1,
        "return_reason": 58,
        "observations": "x",
        "date": "2020-01-01 00:00:00",
        "awbs": [],
    }
    assert save(shop, rma, products=[product], **changes).accepted
    assert read(shop, rma) == before


def test_what_the_seller_may_write(shop, rma):
    product = {**read(shop, rma)["products"][0], "reject_reason": 3, "diagnostic": "2", "refund_value": "99.5"}
    changes = {
        "pickup_date": "2026-03-20",
        "return_address_id": RETURNS_DESK,
        "return_tax_value": "15.00",
        "replacement_product_id": 2,
        "replacement_product_quantity": 1,
    }
    assert save(shop, rma, products=[product], **changes).accepted
    row = read(shop, rma)
    assert (row["pickup_date"], row["return_address_id"]) == ("2026-03-20", RETURNS_DESK)
    assert (row["return_tax_value"], row["replacement_product_id"], row["replacement_product_quantity"]) == (
        "15.0000",
        2,
        1,
    )
    product = row["products"][0]
    assert (product["reject_reason"], product["diagnostic"], product["refund_value"]) == (3, 2, 99.5)


def test_a_finalized_return_is_locked(shop, order):
    rma = return_in(shop, order, 7)
    before = read(shop, rma)
    assert save(shop, rma, pickup_date="2026-03-30").accepted
    assert read(shop, rma) == before
    assert shop.control("POST", f"/returns/{rma['emag_id']}/advance", {"to": 2})[0] == 409
    assert shop.control("POST", f"/returns/{rma['emag_id']}/cancel")[0] == 409


def test_refusing_with_a_reason_when_so_switched(shop, order):
    rma = return_in(shop, order, 6)
    shop.set(reject_reason_required=True)
    assert not save(shop, rma, request_status=4).accepted
    product = {**read(shop, rma)["products"][0], "reject_reason": 1}
    assert save(shop, rma, request_status=4, products=[product]).accepted


def test_bodies(shop, rma):
    row = read(shop, rma)
    assert shop.post("/rma/save", row).accepted
    assert shop.post("/rma/save", {"data": row}).accepted
    assert not shop.post("/rma/save", [row]).accepted
    shop.set(rma_save_list=True)
    assert shop.post("/rma/save", [row]).accepted
    assert shop.post("/rma/save", {"data": [row]}).accepted
    assert not shop.post("/rma/save", [row, row]).accepted


def test_numbers_as_text(shop, rma):
    row = read(shop, rma)
    product = {key: str(value) if isinstance(value, int) else value for key, value in row["products"][0].items()}
    assert save(shop, rma, request_status="3", type="3", return_type="3", products=[product]).accepted
    assert read(shop, rma)["request_status"] == 3


def test_returns_leave_order_and_stock_alone(shop, order):
    before = shop.read_order(order["id"]), shop.stocks(1)
    return_in(shop, order, 7)
    assert (shop.read_order(order["id"]), shop.stocks(1)) == before


def test_an_answer_lost_after_processing_leaves_the_status(shop, rma):
    shop.control("POST", "/faults", {"kind": "cut_after", "match": "/rma/save", "times": 1})
    with pytest.raises(ConnectionAbortedError):
        save(shop, rma, request_status=3)
    assert read(shop, rma)["request_status"] == 3


# By eMAG


def test_advancing(shop, order):
    rma = shop.ask_return(order, incomplete=True)
    statuses = [shop.control("POST", f"/returns/{rma['emag_id']}/advance", {})["request_status"] for _step in range(4)]
    assert statuses == [2, 3, 6, 7]
    history = read(shop, rma)["request_history"]
    assert [(row["user"], row["action"]) for row in history] == [
        ("customer", "incomplete"),
        ("eMAG", "new"),
        ("eMAG", "acknowledged"),
        ("eMAG", "received"),
        ("eMAG", "finalized"),
    ]


def test_cancelling_by_the_customer(shop, order, rma):
    assert shop.control("POST", f"/returns/{rma['emag_id']}/cancel")["request_status"] == 5
    received = return_in(shop, order, 6)
    assert shop.control("POST", f"/returns/{received['emag_id']}/cancel")[0] == 409
    assert shop.control("POST", "/returns/5/cancel")[0] == 404
    assert shop.control("GET", "/returns/5")[0] == 404


def test_lists_of_the_control_api(shop, order, rma):
    assert shop.control("GET", f"/returns?order_id={order['id']}&status=2&limit=5") == [read(shop, rma)]
    assert shop.control("GET", "/returns?status=3") == []
    assert shop.control("GET", f"/returns/{rma['emag_id']}") == read(shop, rma)
    assert shop.control("GET", "/state")["returns_by_status"] == {"2": 1}


def test_callbacks(shop, order):
    shop.set(callback_urls={"return": "https://shop.example.com/return"})
    rma = shop.ask_return(order)
    told = ("return", "GET", "https://shop.example.com/return", {"rma_id": rma["emag_id"]})
    assert shop.run_notifications() == [told]
    for status, calls in ((2, 1), (3, 2), (6, 3), (7, 3)):
        save(shop, rma, request_status=status)
        assert len(shop.run_notifications()) == calls, status
    shop.set(callback_parameters={"return": "emag_id"})
    second = shop.ask_return(order)
    assert shop.run_notifications()[-1][3] == {"emag_id": second["emag_id"]}


def test_no_callback_for_incomplete_returns(shop, order):
    shop.set(callback_urls={"return": "https://shop.example.com/return"})
    shop.ask_return(order, incomplete=True)
    assert shop.run_notifications() == []


# AWBs


def awb(shop, rma, **changes):
    return shop.post("/awb/save", awb_for_return(rma, **changes))


def test_pickup_from_the_customer(shop, order, rma):
    results = awb(shop, rma).results
    row = shop.post("/awb/read", {"reservation_id": results["reservation_id"]}).results
    assert (row["rma_id"], row["awb_type"], row["order_id"]) == (rma["emag_id"], 2, int(order["id"]))
    assert read(shop, rma)["awbs"] == [{"reservation_id": results["reservation_id"]}]
    [shown] = shop.control("GET", f"/awbs?rma_id={rma['emag_id']}")
    assert shown["receiver"]["street"] == "Str. Fabricii 10"
    label = shop.file(f"/awb/read_pdf?emag_id={row['emag_id']}")
    assert label.data.startswith(b"%PDF-")


@pytest.mark.parametrize("status", [4, 6])
def test_back_to_the_customer(shop, order, status):
    rma = return_in(shop, order, status)
    reply = awb(shop, rma, sender=SENDER, receiver=RECEIVER)
    assert reply.accepted, reply.text
    assert shop.control("GET", "/awbs")[0]["awb_type"] == 1


@pytest.mark.parametrize("status", [1, 5, 7])
def test_returns_without_awb(shop, order, status):
    assert not awb(shop, return_in(shop, order, status)).accepted


def test_no_doubled_awb_of_an_order(shop, order, rma):
    awb(shop, rma)
    assert shop.control("GET", "/state")["awbs_doubled"] == 0
    assert shop.read_order(order["id"])["status"] == 4


@pytest.mark.parametrize(
    "changes",
    [
        {"rma_id": 5},
        {"date": None},
        {"date": "2026-03-10"},  # today
        {"pickup_and_return": 1},
        {"dropoff_locker": 1},
        {"cod": 1},
        {"courier_account_id": 10668},  # for orders only
        {"receiver": {**SENDER, "address_id": WAREHOUSE}},  # a pickup address
        {"sender": {**RECEIVER, "address_id": RETURNS_DESK}},
    ],
)
def test_refused_awbs_of_returns(shop, rma, changes):
    assert not awb(shop, rma, **changes).accepted
    assert shop.control("GET", "/awbs") == []


def test_the_return_must_be_of_the_order(shop, rma):
    other = shop.order_in(4)
    assert not awb(shop, rma, order_id=int(other["id"])).accepted


def test_accounts_for_both_and_the_default(shop, rma):
    assert awb(shop, rma, courier_account_id=10667).accepted
    assert awb(shop, rma, courier_account_id=None).accepted


def test_emag_orders_the_pickup_itself(shop, order):
    rma = shop.ask_return(order, awb=True)
    [entry] = shop.post("/rma/read", {"emag_id": rma["emag_id"]}).results[0]["awbs"]
    assert rma["awbs"] == [entry]
    assert shop.post("/awb/read", entry).results["awb_type"] == 2


def test_delivering_a_return_brings_no_money(shop, order, rma):
    number = awb(shop, rma).results["reservation_id"]
    shop.control("POST", f"/awbs/{number}/status", {"code": "DLV"})
    assert shop.read_order(order["id"])["payment_status"] == 0
