"""Orders are arithmetically right (api/emag.md §4.5, §4.7)."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .emag_api import Api

CENT = Decimal("0.01")


def half_up(amount):
    return amount.quantize(CENT, ROUND_HALF_UP)


def total_of(row):
    """The total by the general formula, from nothing but what order/read says."""
    total = Decimal(row["shipping_tax"])
    for line in row["products"]:
        quantity = line["quantity"] * line["status"]
        total += quantity * half_up(Decimal(line["sale_price"]) * (1 + Decimal(line["vat"])))
        for deposit in line["recycle_warranties"]:
            gross = half_up(Decimal(deposit["sale_price"]) * (1 + Decimal(deposit["vat_rate"])))
            total += deposit["quantity"] * gross
        total += sum(Decimal(part["value"]) + Decimal(part["vat_value"]) for part in line["product_voucher_split"])
    for part in row["shipping_tax_voucher_split"]:
        total += Decimal(part["value"]) + Decimal(part["vat_value"])
    return total


def deposit_value(line):
    return sum(Decimal(entry["sale_price"]) * entry["quantity"] for entry in line["recycle_warranties"])


def test_the_sample_of_the_document(api):
    api.seed({"id": 243409, "sale_price": "100"})
    lines = [{"product_id": 243409, "quantity": 2}]
    row = api.place(lines=lines, shipping="19.99", vouchers=[{"value": 10}])
    part = row["products"][0]["product_voucher_split"][0]
    assert (part["value"], part["vat_value"], part["vat"], part["offered_by"]) == ("-8.2645", "-1.7355", "0.21", "eMAG")
    assert (row["cashed_cod"], row["cashed_co"], row["total"]) == (251.99, 0, 251.99)
    voucher = row["vouchers"][0]
    assert (voucher["sale_price"], voucher["sale_price_vat"], voucher["vat"]) == ("-8.2645", "-1.7355", "0.21")


def test_the_measured_card_order(api):
    api.seed({"id": 1, "sale_price": "345.3329"})
    row = api.place(lines=[{"product_id": 1}], shipping="25", payment="card")
    assert (row["cashed_co"], row["cashed_cod"]) == (442.85, 0)
    assert (row["payment_mode"], row["payment_mode_id"], row["payment_status"]) == ("CARD online", 3, 1)


def test_unit_price_is_rounded_before_multiplying_unless_switched(api):
    api.seed({"id": 1, "sale_price": "10.07"})
    lines = [{"product_id": 1, "quantity": 3}]
    assert api.place(lines=lines, shipping="0")["total"] == 36.54  # 3 x 12.18
    api.set(line_rounding="line")
    assert api.place(lines=lines, shipping="0")["total"] == 36.55  # 36.5541


def test_co_funded_voucher_and_shipping_voucher(api):
    api.seed({"id": 1}, {"id": 2, "vat_id": 2, "sale_price": "50"})
    row = api.place(
        lines=[{"product_id": 1}, {"product_id": 2}],
        vouchers=[
            {"value": 30, "shares": {"emag": 20, "seller": 10}, "name": "Spring"},
            {"value": "9.99", "on": "shipping", "voucher_id": 5},
        ],
    )
    parts = [part for line in row["products"] for part in line["product_voucher_split"]]
    assert {part["vat"] for part in parts} == {"0.21", "0.11"}
    by_funder = {
        name: sum(Decimal(part["value"]) + Decimal(part["vat_value"]) for part in parts if part["offered_by"] == name)
        for name in ("eMAG", "seller")
    }
    assert by_funder == {"eMAG": Decimal("-20"), "seller": Decimal("-10")}
    assert Decimal(str(row["total"])) == total_of(row) == Decimal("156.50")  # 121 + 55.50 + 19.99 - 30 - 9.99


def test_order_vouchers_are_the_totals_of_the_splits(api):
    api.seed({"id": 1}, {"id": 2, "vat_id": 2, "sale_price": "50"})
    row = api.place(lines=[{"product_id": 1}, {"product_id": 2}], vouchers=[{"value": 30}])
    splits = [part for line in row["products"] for part in line["product_voucher_split"]]
    net = sum(Decimal(part["value"]) for part in splits)
    assert sum(Decimal(voucher["sale_price"]) for voucher in row["vouchers"]) == net


def test_deposits_have_their_own_vat_and_quantity(api):
    api.seed({"id": 1})
    row = api.place(lines=[{"product_id": 1, "quantity": 2, "sgr": 6}], shipping="0")
    assert row["products"][0]["recycle_warranties"][0] == {
        "quantity": 12,
        "sale_price": "0.5000",
        "vat_rate": "0.0000",
        "product_name": "Garantie ambalaj SGR",
        "recycle_warranty_voucher_split": [],
    }
    assert row["total"] == 242 + 6


def test_cod_follows_an_edit(api):
    api.seed({"id": 1})
    order = api.order_in(2, lines=[{"product_id": 1, "quantity": 2}])
    row = api.read_order(order["id"])
    row["products"][0]["quantity"] = 1
    assert api.post("/order/save", [row]).accepted
    assert api.read_order(order["id"])["cashed_cod"] == 140.99


COUNTRY_APIS = {code: Api(code) for code in ("RO", "BG", "HU")}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), country=st.sampled_from(sorted(COUNTRY_APIS)))
def test_total_is_the_sum_of_its_parts(data, country):
    api = COUNTRY_APIS[country]
    api.control("POST", "/reset", {"keep_settings": True})
    vat_ids = [row["vat_id"] for row in api.post("/vat/read").results]
    prices = st.decimals("0.01", "5000", places=4)
    count = data.draw(st.integers(1, 4))
    offers = [
        {
            "id": number,
            "sale_price": str(data.draw(prices)),
            "vat_id": data.draw(st.sampled_from(vat_ids)),
            "stock": 500,
        }
        for number in range(1, count + 1)
    ]
    api.seed(*offers)
    lines = [
        {"product_id": offer["id"], "quantity": data.draw(st.integers(1, 30)), "sgr": data.draw(st.integers(0, 3))}
        for offer in offers
    ]
    shipping = str(data.draw(st.decimals("0", "50", places=2)))
    payment = data.draw(st.sampled_from(["cod", "card", "bank"]))
    plain = api.place(lines=lines, shipping="0", notify=False)
    goods = total_of(plain)
    deposits = sum(deposit_value(line) for line in plain["products"])
    value = data.draw(st.decimals("0", str(min(goods - deposits, Decimal(500))), places=2))
    cut = data.draw(st.decimals("0", str(value), places=2))
    voucher = {"value": str(value), "shares": {"emag": str(cut), "seller": str(value - cut)}}
    row = api.place(lines=lines, shipping=shipping, payment=payment, vouchers=[voucher])
    assert Decimal(str(row["total"])) == total_of(row) == goods + Decimal(shipping) - value
    assert row["cashed_cod"] == (row["total"] if payment == "cod" else 0)
    assert row["cashed_co"] == (row["total"] if payment == "card" else 0)
    for line in row["products"]:
        for part in line["product_voucher_split"]:
            assert Decimal(part["value"]) <= 0 and Decimal(part["vat_value"]) <= 0
            exact = -Decimal(part["value"]) * Decimal(line["vat"])
            assert abs(exact + Decimal(part["vat_value"])) < Decimal("0.0002")


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"lines": [{"product_id": 99}]}, 400),
        ({"lines": [{"product_id": 1, "quantity": 0}]}, 400),
        ({"lines": [{"product_id": 1, "quantity": 11}]}, 409),
        ({"lines": [{"product_id": 1, "quantity": 6}, {"product_id": 1, "quantity": 6}]}, 409),
        ({"payment": "barter"}, 400),
        ({"delivery": "drone"}, 400),
        ({"type": 1}, 400),
        ({"shipping": "-1"}, 400),
        ({"shipping": "1.234"}, 400),
        ({"vouchers": [{"value": 10_000}]}, 400),
        ({"vouchers": [{"value": 10, "shares": {"emag": 5}}]}, 400),
        ({"vouchers": [{"value": 100, "on": "shipping"}]}, 400),
        ({"random": 4}, 409),
    ],
)
def test_impossible_orders(shop, wish, status):
    answer = shop.place(**wish)
    assert answer[0] == status
    assert shop.stocks(1) == (10, 10)
    assert shop.control("GET", "/orders") == []


def test_force_sells_what_is_not_there(shop):
    shop.place(lines=[{"product_id": 1, "quantity": 11}], force=True)
    assert shop.stocks(1) == (10, 0)


def test_offers_not_on_sale_cannot_be_bought(shop):
    shop.control("POST", "/offers/1", {"status": 0})
    assert shop.place(lines=[{"product_id": 1}])[0] == 409
