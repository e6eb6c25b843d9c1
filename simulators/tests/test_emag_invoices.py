"""Invoices eMAG issues (api/emag.md §7.1 - §7.3)."""

import pytest


@pytest.fixture
def invoices(api):
    """Three to the seller: two commissions and a storno, the newest last."""
    wishes = (
        {"number": "C-1", "date": "2026-01-31"},
        {
            "number": "C-2",
            "date": "2026-02-28",
            "lines": [{"product_name": "Fee", "unit_price": "10.005", "quantity": 2}],
        },
        {"number": "C-3", "date": "2026-03-09", "category": "FCSA", "is_storno": 1},
    )
    return [api.control("POST", "/invoices", wish) for wish in wishes]


def numbers(reply):
    return [row["number"] for row in reply.results["invoices"]]


def test_categories(api):
    rows = api.post("/invoice/categories").results
    assert {"category": "FC", "name": "Commission"} in rows and len(rows) == 5


def test_an_invoice(api, invoices):
    reply = api.post("/invoice/read", {"number": "C-1"})
    assert reply.accepted and reply.results["total_results"] == 1
    [row] = reply.results["invoices"]
    assert row["lines"] == [
        {
            "product_name": "Commission",
            "unit_of_measure": "Buc",
            "quantity": 1,
            "unit_price": 100,
            "vat_rate": 21,
            "value": 100,
            "vat_value": 21,
        }
    ]
    totals = (row["total_without_vat"], row["total_vat_value"], row["total_with_vat"], row["currency"])
    assert totals == (100, 21, 121, "RON")
    assert row["supplier"]["phone_number"] == "" and row["customer"]["country"] == "Romania"
    assert api.post("/invoice/read", {"number": "C-2"}).results["invoices"][0]["total_with_vat"] == 24.21


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["C-3", "C-2", "C-1"]),
        ({"category": "FC"}, ["C-2", "C-1"]),
        ({"number": "C-3"}, ["C-3"]),
        ({"date_start": "2026-02-28"}, ["C-3", "C-2"]),
        ({"date_end": "2026-02-28"}, ["C-2", "C-1"]),
        ({"date_start": "2026-02-01", "date_end": "2026-02-27"}, []),
        ({"itemsPerPage": 1, "currentPage": 2}, ["C-2"]),
        ({"itemsPerPage": 1000}, ["C-3", "C-2", "C-1"]),
    ],
)
def test_filters(api, invoices, filters, expected):
    assert numbers(api.post("/invoice/read", filters)) == expected


@pytest.mark.parametrize(
    "filters",
    [{"category": "XX"}, {"date_start": "31.01.2026"}, {"date_end": "2026-02-30"}, {"itemsPerPage": 0}],
)
def test_bad_filters(api, invoices, filters):
    assert not api.post("/invoice/read", filters).accepted


def test_a_thousand_to_a_page(api):
    for _number in range(3):
        api.control("POST", "/invoices", {})
    assert len(numbers(api.post("/invoice/read", {"itemsPerPage": 1001}))) == 3
    api.set(items_per_page_above_limit="refuse")
    assert api.post("/invoice/read", {"itemsPerPage": 1000}).accepted
    assert api.post("/invoice/read", {"itemsPerPage": 1001}).status == 400


def test_beside_results_when_so_switched(api, invoices):
    api.set(invoices_at="root")
    reply = api.post("/invoice/read", {"category": "FCSA"})
    assert (reply.json["total_results"], reply.json["invoices"][0]["is_storno"], reply.results) == (1, 1, [])


def test_customer_invoices(shop):
    order = shop.order_in(4, lines=[{"product_id": 1, "quantity": 2}], customer="company")
    normal = shop.control("POST", "/customer_invoices", {"order_id": int(order["id"])})
    storno = {"order_id": int(order["id"]), "category": "storno", "reversal_for": normal["number"]}
    shop.control("POST", "/customer_invoices", storno)
    other = shop.order_in(4)
    shop.control("POST", "/customer_invoices", {"order_id": int(other["id"])})
    rows = shop.post("/customer-invoice/read", {"order_id": int(order["id"])}).results["invoices"]
    by_category = {row["category"]: row for row in rows}
    assert set(by_category) == {"normal", "storno"}
    assert (by_category["normal"]["total_with_vat"], by_category["normal"]["reversal_for"]) == (242, None)
    reversed_one = by_category["storno"]
    assert (reversed_one["total_with_vat"], reversed_one["lines"][0]["quantity"]) == (-242, -2)
    assert (reversed_one["reversal_for"], reversed_one["is_storno"]) == (normal["number"], 1)
    assert normal["customer"]["cif"] == order["customer"]["code"] and "payment_term" not in normal
    assert shop.post("/customer-invoice/read", {"category": "normal"}).results["total_results"] == 2
    assert not shop.post("/customer-invoice/read", {"category": "FC"}).accepted
    assert len(shop.control("GET", "/customer_invoices")) == 3


@pytest.mark.parametrize("wish", [{"category": "XX"}, {"date": "x"}, {"lines": [{"unit_price": "x"}]}])
def test_bad_wishes(api, wish):
    assert api.control("POST", "/invoices", wish)[0] == 400
    assert api.control("GET", "/invoices") == []


def test_customer_invoices_need_an_order(api):
    assert api.control("POST", "/customer_invoices", {"order_id": 5})[0] == 400
