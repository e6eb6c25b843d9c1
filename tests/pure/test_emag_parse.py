"""eMAG's orders become the trade's own words, to the cent, and nothing unreadable passes for something else."""

import copy
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.types import LineKind, OrderStatus
from odoo.addons.marketplace_emag.lib.const import SITES
from odoo.addons.marketplace_emag.lib.parse_order import parse_order

from tests.pure.emag_line import fixture
from tests.pure.junk import spoiled, understood

RO = SITES["RO"]
ORDER = fixture("order")
SPLIT = ORDER["products"][0]["product_voucher_split"][0]


def order(**changes):
    return parse_order(fixture("order", **changes), RO)


def product(**changes):
    return {**copy.deepcopy(ORDER["products"][0]), "product_voucher_split": [], **changes}


def customer(**changes):
    return {**ORDER["customer"], **changes}


def of_kind(data, kind):
    return [line for line in data.lines if line.kind is kind]


# ---- what the order is ----


def test_order_of_the_document_adds_up_to_its_total():
    data = order()
    assert (data.key, data.currency, data.total) == ("391982964", "RON", Decimal("251.99"))
    assert [(line.kind.value, line.total) for line in data.lines] == [
        ("product", Decimal("242.00")),
        ("shipping", Decimal("19.99")),
        ("voucher", Decimal("-10.00")),
    ]


@pytest.mark.parametrize("number", range(6))
def test_every_status_has_its_place_in_the_common_life_of_an_order(number):
    expected = ["CANCELLED", "NEW", "PROCESSING", "PREPARED", "SHIPPED", "RETURNED"][number]
    assert order(status=number).status is OrderStatus[expected]


def test_local_times_become_utc():
    data = order(date="2026-02-10 14:22:31", modified="2026-07-10 14:23:10")
    assert data.placed_at == datetime(2026, 2, 10, 12, 22, 31, tzinfo=UTC)
    assert data.modified_at == datetime(2026, 7, 10, 11, 23, 10, tzinfo=UTC)
    assert data.ship_by == datetime(2026, 2, 12, 21, 59, 59, tzinfo=UTC)
    assert order(maximum_date_for_shipment="0000-00-00 00:00:00").ship_by is None


def test_order_shipped_by_emag_is_told_apart():
    assert order(type=2).by_platform
    assert not order(type="3").by_platform
    with pytest.raises(ValueError, match="who ships it"):
        order(type=4)


def test_incomplete_order_waits_and_may_lack_its_customer():
    data = order(is_complete=0, customer=[], products=[])
    assert not data.complete
    assert data.customer.name == ""
    assert order().complete


def test_cancellation_wish_and_reason_are_read_in_every_shape():
    assert not order().cancel_requested
    assert not order(cancellation_request="0000-00-00 00:00:00").cancel_requested
    assert order(cancellation_request="2026-02-10 15:00:00").cancel_requested
    assert order(reason_cancellation={"id": None, "name": None}).cancel_reason == ""
    assert order(reason_cancellation={"id": 31, "name": "Anulat"}).cancel_reason == "Anulat"
    assert order(reason_cancellation=2).cancel_reason == "Cancelled by client"
    assert order(cancellation_reason="38").cancel_reason == "Customer no longer needs it"
    assert order(reason_cancellation=99).cancel_reason == "99"


# ---- promises F4, F5, F6, F7: who, where, how ----


def test_F4_private_person():
    data = order()
    assert (data.customer.key, data.customer.name, data.customer.is_company) == ("12556", "Ana Pop", False)
    assert data.customer.tax_number == ""
    assert data.billing.name == "Ana Pop"
    assert (data.billing.county, data.billing.city, data.billing.street) == ("Cluj", "Cluj-Napoca", "Str. Lunga 1")
    assert (data.billing.locality_ref, data.billing.country_code) == ("8801", "RO")


def test_F4_company_with_its_tax_and_register_numbers():
    data = order(
        customer=customer(
            company="Alfa SRL", legal_entity=1, is_vat_payer=1, code="RO12345678", registration_number="J12/1/2020"
        )
    )
    assert data.customer.is_company
    assert (data.customer.name, data.customer.tax_number) == ("Alfa SRL", "RO12345678")
    assert data.customer.register_number == "J12/1/2020"
    assert data.customer.is_vat_payer


@pytest.mark.parametrize(
    ("changes", "company"),
    [
        ({"legal_entity": "1"}, True),
        ({"company": "Alfa SRL", "code": "RO12345678"}, True),
        ({"company": "Alfa SRL", "registration_number": "J12/1/2020"}, True),
        ({"code": "RO12345678"}, False),  # the company's name is the person's: a person with a stray code
        ({"company": "Ana Pop PF", "code": "2850101123456"}, False),  # a personal number is no tax code
        ({"company": "Alfa SRL"}, False),
    ],
)
def test_F4_company_is_told_from_person_by_flag_or_company_data(changes, company):
    assert order(customer=customer(**changes)).customer.is_company is company


def test_F5_delivery_goes_to_its_own_name_phone_and_street():
    delivery = order().delivery
    assert (delivery.name, delivery.phone, delivery.street) == ("Ion Pop", "0720000002", "Str. Scurta 2")
    assert (delivery.city, delivery.locality_ref, delivery.pickup_point) == ("Iasi", "9001", "")


def test_F5_locker_keeps_its_mark_and_its_id():
    data = order(
        delivery_mode="pickup",
        details={"locker_id": "b6a3-77", "locker_name": "EasyBox Profi", "locker_delivery_eligible": 1},
        customer=customer(shipping_street="Str. X 1 [EasyBox #9194]"),
    )
    assert data.delivery.street == "Str. X 1 [EasyBox #9194]"
    assert (data.delivery.pickup_point, data.delivery.pickup_point_name) == ("b6a3-77", "EasyBox Profi")
    assert data.delivery_method == "pickup"


@pytest.mark.parametrize(
    ("written", "code"),
    [("RO", "RO"), ("bg", "BG"), ("România", "RO"), ("Hungary", "HU"), ("", "RO"), ("Atlantis", "")],
)
def test_F5_country_comes_as_code_or_name(written, code):
    assert order(customer=customer(shipping_country=written)).delivery.country_code == code


@pytest.mark.parametrize(
    ("changes", "kind", "is_paid", "collected"),
    [
        ({}, "cod", False, None),  # cashed_cod is filled before anything is collected
        ({"payment_status": 1}, "cod", True, Decimal("251.99")),
        (
            {"payment_mode_id": 3, "payment_status": 1, "cashed_co": "251.9900", "cashed_cod": 0},
            "card",
            True,
            Decimal("251.99"),
        ),
        ({"payment_mode_id": 3, "payment_status": 0, "cashed_co": None}, "card", False, None),
        ({"payment_mode_id": "2"}, "bank", False, None),
        ({"payment_mode_id": 9}, "other", False, None),
    ],
)
def test_F6_payment(changes, kind, is_paid, collected):
    payment = order(**changes).payment
    assert (payment.kind, payment.is_paid, payment.collected) == (kind, is_paid, collected)
    assert payment.method == "RAMBURS"


# ---- promise F8: the lines ----


def test_F8_line_names_its_product_by_offer_then_reference_then_catalogue_key():
    [line] = of_kind(order(), LineKind.PRODUCT)
    assert (line.offer_key, line.sku, line.platform_code) == ("243409", "TRN-42-BLK", "DRX42KBBM")
    assert (line.quantity, line.unit_price, line.tax_rate) == (2, Decimal("121.00"), Decimal("0.21"))


def test_F8_unit_price_with_vat_is_rounded_half_up_before_it_is_multiplied():
    # 345.3329 net x 1.21 + 25 = 442.85, as measured on a paid order (api/emag.md §4.7)
    data = order(products=[product(sale_price="345.3329", quantity=1)], shipping_tax=25, vouchers=[])
    assert data.total == Decimal("442.85")
    # 3 x 0.0042 would be 0.0126 in one go
    data = order(products=[product(sale_price="0.0042", vat="0", quantity=3)], shipping_tax=0, vouchers=[])
    assert data.total == Decimal("0.00")


def test_F8_cancelled_line_stays_visible_and_costs_nothing():
    data = order(products=[product(), product(id=243409002, status=0)], vouchers=[])
    assert [line.cancelled for line in of_kind(data, LineKind.PRODUCT)] == [False, True]
    assert data.total == Decimal("261.99")


def test_F8_storno_leaves_what_is_kept_and_says_what_came_back():
    data = order(status=4, is_storno=True, products=[product(quantity=1, initial_qty=3, storno_qty=2)], vouchers=[])
    [line] = of_kind(data, LineKind.PRODUCT)
    assert (line.quantity, line.ordered, line.returned) == (1, 3, 2)
    assert data.total == Decimal("140.99")
    assert data.extra["is_storno"]


def test_F8_deposit_is_a_line_of_its_own_with_its_own_vat():
    deposit = {"quantity": 6, "sale_price": "0.5", "vat_rate": 0, "product_name": "Garantie SGR"}
    data = order(products=[product(recycle_warranties=[deposit])], vouchers=[])
    [line] = of_kind(data, LineKind.DEPOSIT)
    assert (line.name, line.quantity, line.total, line.tax_rate) == ("Garantie SGR", 6, Decimal("3.00"), 0)
    assert line.key == "243409001:deposit:1"
    assert data.total == Decimal("264.99")


def test_F9_virtual_line_with_a_negative_price_is_a_discount():
    discount = product(id=5, product_id=None, name="Discount", sale_price="-10", quantity=1)
    data = order(products=[product(), discount], vouchers=[])
    [line] = of_kind(data, LineKind.DISCOUNT)
    assert (line.total, line.paid_by, line.offer_key) == (Decimal("-12.10"), "seller", "")


def test_F10_shipping_is_gross_and_taxed_like_the_dearest_goods():
    cheap, dear = product(vat="0.11"), product(id=2, vat="0.21")
    [shipping] = of_kind(order(products=[cheap, dear]), LineKind.SHIPPING)
    assert (shipping.unit_price, shipping.tax_rate) == (Decimal("19.99"), Decimal("0.21"))
    [shipping] = of_kind(order(products=[cheap, {**dear, "status": 0}]), LineKind.SHIPPING)
    assert shipping.tax_rate == Decimal("0.11")
    assert not of_kind(order(shipping_tax=0), LineKind.SHIPPING)


def test_F10_voucher_on_the_delivery_tells_its_vat():
    split = {**SPLIT, "value": "-10", "vat_value": "-1.10", "vat": "0.11"}
    data = order(shipping_tax_voucher_split=[split], products=[product()])
    assert of_kind(data, LineKind.SHIPPING)[0].tax_rate == Decimal("0.11")
    assert data.total == Decimal("250.89")


# ---- promise F11: vouchers ----


def test_F11_voucher_is_one_line_per_voucher_funder_and_vat():
    splits = [
        SPLIT,
        {**SPLIT, "value": "-1", "vat_value": "-0.21"},  # the same once more
        {**SPLIT, "offered_by": "seller", "value": "-2", "vat_value": "-0.42"},
        {**SPLIT, "vat": "0.11", "value": "-3", "vat_value": "-0.33"},
        {**SPLIT, "voucher_id": 5, "value": "-4", "vat_value": "-0.84"},
    ]
    data = order(products=[product(product_voucher_split=splits)], shipping_tax=0)
    assert [(line.total, line.paid_by, line.tax_rate) for line in of_kind(data, LineKind.VOUCHER)] == [
        (Decimal("-11.21"), "platform", Decimal("0.21")),
        (Decimal("-2.42"), "seller", Decimal("0.21")),
        (Decimal("-3.33"), "platform", Decimal("0.11")),
        (Decimal("-4.84"), "platform", Decimal("0.21")),
    ]
    assert len({line.key for line in data.lines}) == len(data.lines)


def test_F11_order_level_vouchers_are_the_sum_of_the_splits_and_never_added_to_them():
    assert sum(line.total for line in of_kind(order(), LineKind.VOUCHER)) == Decimal("-10.00")


def test_F11_order_level_vouchers_count_where_nothing_was_split():
    data = order(products=[product()])
    [line] = of_kind(data, LineKind.VOUCHER)
    assert (line.total, line.name, line.paid_by) == (Decimal("-10.00"), "eMAG gift card", "")
    cancelled = [{**ORDER["vouchers"][0], "status": 0}]
    assert not of_kind(order(products=[product()], vouchers=cancelled), LineKind.VOUCHER)


def test_F11_voucher_of_a_cancelled_or_returned_line_lowers_nothing():
    gone = product(id=7, status=0, product_voucher_split=[SPLIT])
    back = product(id=8, quantity=0, product_voucher_split=[SPLIT])
    assert not of_kind(order(products=[product(), gone, back]), LineKind.VOUCHER)


def test_F11_voucher_on_a_deposit_takes_the_vat_of_the_deposit():
    deposit = {
        "quantity": 1,
        "sale_price": "0.5",
        "vat_rate": "0",
        "recycle_warranty_voucher_split": [{"voucher_id": 9, "value": "-0.5", "vat_value": 0}],
    }
    [line] = of_kind(order(products=[product(recycle_warranties=[deposit])]), LineKind.VOUCHER)
    assert (line.total, line.tax_rate) == (Decimal("-0.50"), 0)


# ---- shapes that eMAG is known to vary ----


def test_numbers_as_texts_lists_as_objects_and_empty_objects_as_lists_are_understood():
    plain = order()
    odd = order(
        id=391982964,
        status="1",
        is_complete=True,
        payment_status=False,
        products={"0": {**ORDER["products"][0], "product_id": 243409, "quantity": "2", "vat": 0.21, "sale_price": 100}},
        vouchers={},
        attachments=None,
        details={"locker_id": None, "locker_name": []},
        currency=None,
    )
    assert odd.lines == plain.lines
    assert odd.total == plain.total


def test_vat_written_as_percent_is_the_same_rate():
    assert order(products=[product(vat="21")]).lines[0].tax_rate == Decimal("0.21")


# ---- what cannot be understood is refused in words ----


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": None}, "Order: the id is missing"),
        ({"status": 7}, "Order 391982964: status 7 is not known"),
        ({"date": ""}, "date is missing"),
        ({"date": "yesterday"}, "date is not a date and time: yesterday"),
        ({"customer": {}}, "customer: name is missing"),
        ({"products": []}, "products are missing"),
        ({"products": "none"}, "products: not a readable list"),
        ({"products": [product(sale_price=None)]}, "line 243409001: sale_price is missing"),
        ({"products": [product(vat=None)]}, "line 243409001: vat is missing"),
        ({"products": [product(quantity=-1)]}, "line 243409001: quantity cannot be -1"),
        ({"products": [product(quantity="1.5")]}, "line 243409001: quantity is not a whole number"),
        ({"products": [product(sale_price=-1)]}, "line 243409001: sale_price is negative"),
        ({"products": [product(), product()]}, "two lines have the same id"),
        ({"products": [product(currency="EUR"), product(id=2)], "currency": ""}, "several currencies: EUR, RON"),
        ({"shipping_tax": "-1"}, "shipping_tax is negative"),
        ({"shipping_tax": "19,99"}, "shipping_tax is not a number: '19,99'"),
        ({"payment_mode_id": None}, "payment_mode_id is missing"),
        ({"products": [product(product_voucher_split=[{**SPLIT, "value": "8"}])]}, "value is not negative"),
        ({"enforced_vendor_courier_accounts": "any"}, "enforced_vendor_courier_accounts is not a list"),
    ],
)
def test_missing_essentials_are_named_in_the_operators_words(changes, words):
    with pytest.raises(ValueError, match=words):
        order(**changes)


def test_cancelled_order_may_have_lost_its_products():
    assert order(status=0, products=[], vouchers=[], shipping_tax=0).total == 0


@settings(max_examples=400)
@given(spoiled(ORDER))
def test_spoiled_order_raises_nothing_but_value_error(spoilt):
    data = understood(parse_order, spoilt, RO)
    if data is not None:
        assert data.total == sum(line.total for line in data.lines)
        assert all(line.unit_price == line.unit_price.quantize(Decimal("0.01")) for line in data.lines)


# ---- the total, by the document's formula ----

nets = st.decimals("0.0001", "20000", places=4)
rates = st.sampled_from(["0", "0.05", "0.0900", "0.11", "0.19", "0.2100", "0.27"])
writings = st.sampled_from([str, float])


@st.composite
def splits(draw):
    vat = draw(rates)
    value = -draw(st.decimals("0.01", "50", places=4))
    return {
        "voucher_id": draw(st.integers(1, 3)),
        "value": str(value),
        "vat_value": str((value * Decimal(vat)).quantize(Decimal("0.0001"))),
        "vat": vat,
        "offered_by": draw(st.sampled_from(["eMAG", "seller", ""])),
        "voucher_name": "V",
    }


@st.composite
def products(draw, number):
    write = draw(writings)
    return product(
        id=number,
        status=draw(st.sampled_from([0, 1, 1, 1])),
        quantity=draw(st.integers(1, 40)),
        sale_price=write(draw(nets)),
        vat=draw(rates),
        product_voucher_split=draw(st.lists(splits(), max_size=3)),
        recycle_warranties=draw(
            st.lists(
                st.fixed_dictionaries(
                    {"quantity": st.integers(1, 40), "sale_price": st.just("0.5"), "vat_rate": rates}
                ),
                max_size=2,
            )
        ),
    )


def cents(amount):
    return Decimal(str(amount)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def total_of_the_document(row):
    """api/emag.md §4.7, straight from the raw JSON."""
    total = cents(row["shipping_tax"])
    for split in row["shipping_tax_voucher_split"]:
        total += cents(Decimal(split["value"]) + Decimal(split["vat_value"]))
    for line in row["products"]:
        if not line["status"]:
            continue
        total += line["quantity"] * cents(Decimal(str(line["sale_price"])) * (1 + Decimal(line["vat"])))
        for split in line["product_voucher_split"]:
            total += cents(Decimal(split["value"]) + Decimal(split["vat_value"]))
        for deposit in line["recycle_warranties"]:
            unit = cents(Decimal(deposit["sale_price"]) * (1 + Decimal(deposit["vat_rate"])))
            total += deposit["quantity"] * unit
    return total


@given(st.data())
def test_lines_add_up_to_the_total_of_the_documents_formula(data):
    row = fixture(
        "order",
        vouchers=[],
        shipping_tax=str(data.draw(st.decimals(0, 200, places=2))),
        shipping_tax_voucher_split=data.draw(st.lists(splits(), max_size=2)),
        products=[data.draw(products(number)) for number in range(1, data.draw(st.integers(2, 6)))],
    )
    parsed = parse_order(row, RO)
    assert parsed.total == total_of_the_document(row)
    assert parsed.total == sum(line.total for line in parsed.lines)
