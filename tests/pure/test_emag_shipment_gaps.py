"""What eMAG would refuse about an AWB, known before it is asked for; and what is asked for when nothing is in the way."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.fulfilment import Parcel
from odoo.addons.marketplace_base.lib.types import OrderStatus
from odoo.addons.marketplace_emag.lib.build_shipment import awb_request
from odoo.addons.marketplace_emag.lib.const import SITES
from odoo.addons.marketplace_emag.lib.parse_order import parse_order
from odoo.addons.marketplace_emag.lib.phone import phones
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

from tests.pure.emag_line import fixture
from tests.pure.emag_shipment import ACCOUNT, CUSTOMER, LOCKER, ORDER, SHOP, returning, shipment

MARKED = replace(CUSTOMER, street="Str. Lunga 1 [EasyBox #9194]")
BOX = Parcel(Decimal("1.5"), Decimal(30), Decimal(20), Decimal(10))


def gaps(asked, **order):
    return EmagProvider.shipment_gaps(asked, ORDER | order)


def test_G9_an_ordinary_parcel_has_nothing_in_its_way():
    assert gaps(shipment()) == []
    assert gaps(shipment(), courier=ACCOUNT | {"uses": ["orders", "returns"]}) == []
    assert gaps(shipment(parcels=(), envelopes=1)) == []
    assert gaps(shipment(), status=OrderStatus.SHIPPED) == []
    assert gaps(returning(), status="returned", payment_kind="card") == []


@pytest.mark.parametrize(
    ("changes", "order", "words"),
    [
        ({}, {"by_platform": True}, "own warehouse"),
        ({}, {"status": "new"}, "taken over"),
        ({}, {"status": "cancelled"}, "cancelled"),
        ({}, {"status": "returned"}, "returned"),
        ({"order_key": "A-5"}, {}, "A-5"),
        ({"parcels": ()}, {}, "nothing to send"),
        ({"parcels": (Parcel(),) * 1000}, {}, "at most 999 parcels"),
        ({"envelopes": 10_000}, {}, "9999 envelopes"),
        ({"weight": Decimal(100_000)}, {}, "100000 kg"),
        ({"parcels": (replace(BOX, height=Decimal(-1)),)}, {}, "negative"),
        ({"receiver": replace(CUSTOMER, locality_ref="")}, {}, "receiver's locality"),
        ({"sender": replace(SHOP, locality_ref="x")}, {}, "sender's locality"),
        ({"receiver": replace(CUSTOMER, name="Al")}, {}, "name of the receiver"),
        ({"receiver": replace(CUSTOMER, street="5")}, {}, "street of the receiver"),
        ({"receiver": replace(CUSTOMER, phone="0720")}, {}, "phone of the receiver"),
        ({"sender_ref": "1" * 22}, {}, "saved at eMAG"),
        ({"courier_key": "sameday"}, {}, "courier account at eMAG"),
        ({}, {"courier_accounts": []}, "locked the courier"),
        ({}, {"courier_accounts": ["7", "8"]}, "7, 8"),
        ({"courier_key": ""}, {"courier_accounts": [7]}, "one of these courier accounts"),
        ({}, {"courier": ACCOUNT | {"uses": ["returns"]}}, "not for orders"),
        ({}, {"courier": ACCOUNT | {"services": ["lockers"]}}, "to homes"),
        ({}, {"courier": ACCOUNT | {"country": "HU"}}, "collects in HU, not in RO"),
        ({"receiver": replace(CUSTOMER, country_code="BG")}, {"courier": ACCOUNT}, "abroad"),
        ({"cod": Decimal("252.00")}, {}, "at most 251.99"),
        ({"cod": Decimal(-1)}, {}, "-1"),
        ({"cod": Decimal(5)}, {"payment_kind": "card"}, "not paid on delivery"),
        ({"cod": Decimal(5)}, {"payment_kind": "bank"}, "not paid on delivery"),
        ({"insured": Decimal("1e9")}, {}, "insured value"),
    ],
)
def test_G9_each_obstacle_is_named(changes, order, words):
    [gap] = gaps(shipment(**changes), **order)
    assert words in gap


def test_G9_several_obstacles_are_all_named():
    asked = shipment(parcels=(), receiver=replace(CUSTOMER, phone="", locality_ref=""))
    assert len(gaps(asked, status="new")) == 4


@pytest.mark.parametrize(
    ("changes", "order", "words"),
    [
        ({}, LOCKER, "its number is needed"),
        ({}, {"to_locker": True}, "its number is needed"),
        ({"receiver": MARKED}, {}, "its number is needed"),
        ({"locker_key": "other"}, LOCKER, "another locker"),
        ({"locker_key": "ab"}, {}, "locker's number"),
        ({"locker_key": "a1b2-c3"}, LOCKER | {"courier": ACCOUNT}, "not deliver to lockers"),
        ({"locker_key": "a1b2-c3", "courier_key": ""}, LOCKER, "needs a courier account"),
    ],
)
def test_G9_a_locker_needs_its_number_and_an_account_for_lockers(changes, order, words):
    [gap] = gaps(shipment(**changes), **order)
    assert words in gap


def test_G9_the_lockers_mark_in_the_street_picks_the_account():
    to_locker = shipment(locker_key="a1b2-c3", receiver=MARKED)
    assert gaps(to_locker, courier=ACCOUNT, **LOCKER) == []
    assert gaps(replace(to_locker, courier_key=""), **LOCKER) == []


@pytest.mark.parametrize(
    ("changes", "order", "words"),
    [
        ({"return_key": "R5"}, {}, "R5"),
        ({"pickup_date": None}, {}, "day on which"),
        ({"parcels": (BOX, BOX)}, {}, "exactly one parcel"),
        ({"cod": Decimal(5)}, {}, "no cash on delivery"),
        ({"return_parcel": True}, {}, "in exchange"),
        ({"dropoff": True}, {}, "collected from the customer"),
        ({}, {"courier": ACCOUNT}, "not for returns"),
    ],
)
def test_what_emag_refuses_about_goods_on_their_way_back(changes, order, words):
    [gap] = gaps(returning(**changes), status="shipped", **order)
    assert words in gap


def test_couriers_enforced_on_an_order_say_nothing_about_its_return():
    assert gaps(returning(), status="shipped", courier_accounts=[]) == []


# ---- what a parsed order says of itself ----


def parsed(**changes):
    return parse_order(fixture("order", **changes), SITES["RO"])


def test_G9_the_parsed_order_says_what_its_awb_has_to_heed():
    data = parsed(finalization_date="2026-02-11 09:00:00")
    assert data.extra["platform_vouchers"] == "10.00"
    assert data.extra["finalised_at"] == "2026-02-11T07:00:00+00:00"
    assert (data.extra["to_locker"], data.extra["locker_id"]) == (False, "")
    order = data.extra | {"status": "processing", "total": data.total, "payment_kind": "cod", "by_platform": False}
    assert EmagProvider.shipment_gaps(shipment(cod=data.total), order) == []
    [gap] = EmagProvider.shipment_gaps(shipment(cod=data.total + Decimal("10.00")), order)
    assert "251.99" in gap


@pytest.mark.parametrize(
    "changes",
    [
        {"details": {"locker_id": "a1b2-c3", "locker_name": "easybox Gara"}},
        {"delivery_mode": "pickup"},
        {"customer": fixture("order")["customer"] | {"shipping_street": "Str. Scurta 2 [EasyBox #9194]"}},
    ],
)
def test_G9_a_lockers_order_is_known_by_any_of_its_signs(changes):
    assert parsed(**changes).extra["to_locker"]


# ---- phones ----


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("0720000000", ["0720000000"]),
        ("+40 720 000 000", ["+40720000000"]),
        ("0040720000000", ["+40720000000"]),
        ("(+40) 720.000-000", ["+40720000000"]),
        ("0720 000 000 / 0264 123 456", ["0720000000", "0264123456"]),
        ("0720000000, 0720000000", ["0720000000"]),
        ("0264123456 int. 12", ["0264123456"]),
        ("0720000000 sau 0721111111", ["0720000000", "0721111111"]),
        ("123", []),
        ("123456789012", []),
        ("", []),
        ("fără telefon", []),
    ],
)
def test_G9_phones_are_cleaned_as_couriers_want_them(written, numbers):
    assert phones(written) == numbers


@given(st.text(max_size=60))
def test_a_cleaned_phone_always_fits(written):
    for number in phones(written):
        assert 8 <= len(number.removeprefix("+")) <= 11
        assert number.removeprefix("+").isascii() and number.removeprefix("+").isdecimal()


# ---- what is sent ----


def test_G9_request_has_the_fields_of_the_document():
    asked = shipment(parcels=(Parcel(Decimal("1.2")), Parcel(Decimal("0.5"))), note="  Sună  înainte ", saturday=True)
    assert awb_request(asked) == {
        "order_id": 391982964,
        "sender": {
            "name": "Demo Shop SRL", "contact": "Demo Shop SRL", "phone1": "0264000000", "locality_id": 8801,
            "street": "Str. Fabricii 10", "zipcode": "400620", "address_id": "12302300000000000001",
        },
        "receiver": {
            "name": "Ana Pop", "contact": "Ana Pop", "phone1": "0720000000", "locality_id": 8801,
            "street": "Str. Lunga 1", "zipcode": "400001", "legal_entity": 0,
        },
        "is_oversize": 0, "insured_value": 0.0, "weight": 1.7, "envelope_number": 0, "parcel_number": 2,
        "observation": "Sună înainte", "cod": 251.99, "pickup_and_return": 0, "saturday_delivery": 1,
        "sameday_delivery": 0, "dropoff_locker": 0, "courier_account_id": 10667,
    }  # fmt: skip


def test_request_names_only_what_is_wanted_of_the_rest():
    asked = shipment(
        courier_key="", sender_ref="", locker_key="a1b2-c3", currency="EUR", open_on_receipt=True,
        receiver=replace(CUSTOMER, phone="0720000000/0721111111", zip=""), receiver_is_company=True,
    )  # fmt: skip
    sent = awb_request(asked)
    assert {key: sent.get(key) for key in ("locker_id", "currency", "unboxing", "courier_account_id")} == {
        "locker_id": "a1b2-c3",
        "currency": "EUR",
        "unboxing": 1,
        "courier_account_id": None,
    }
    assert sent["receiver"]["phone2"] == "0721111111"
    assert sent["receiver"]["legal_entity"] == 1
    assert "zipcode" not in sent["receiver"]
    assert "address_id" not in sent["sender"]


def test_measured_parcels_are_described_and_their_weights_add_up():
    sent = awb_request(shipment(parcels=(BOX, replace(BOX, weight=Decimal("0.25"))), weight=Decimal(9)))
    assert sent["weight"] == 1.75
    assert sent["packages"][0] == {"weight": 1.5, "length": 30.0, "width": 20.0, "height": 10.0}
    assert "packages" not in awb_request(shipment(parcels=(BOX, Parcel(Decimal(1)))))


def test_weight_of_the_whole_counts_where_parcels_are_not_measured():
    assert awb_request(shipment(weight=Decimal("2.5")))["weight"] == 2.5


def test_return_names_the_return_the_day_and_the_sellers_saved_address():
    sent = awb_request(returning(sender_ref="12302300000000000001"))
    assert (sent["rma_id"], sent["date"], sent["cod"]) == (4261000, "2026-02-11", 0.0)
    assert sent["receiver"]["address_id"] == "12302300000000000002"
    assert "address_id" not in sent["sender"]
    assert sent["sender"]["name"] == "Ana Pop"


def test_G9_a_street_too_long_is_cut_before_the_lockers_mark():
    street = awb_request(shipment(receiver=replace(CUSTOMER, street=f"{'Strada ' * 60}[EasyBox #9194]")))["receiver"][
        "street"
    ]
    assert len(street) <= 255
    assert street.endswith("[EasyBox #9194]")
    assert len(awb_request(shipment(receiver=replace(CUSTOMER, street="a" * 300)))["receiver"]["street"]) == 255


def places(good):
    """A good address with some of its parts replaced."""
    parts = {
        "name": st.text(max_size=300),
        "phone": st.sampled_from(["+40 720 000 000 / 0264123456", "12", ""]) | st.text(max_size=20),
        "street": st.text(max_size=300) | st.just("Str. Lunga 1 [EasyBox #9194]"),
        "zip": st.text(max_size=300),
        "locality_ref": st.sampled_from(["", "0", "x"]),
    }
    return st.fixed_dictionaries({}, optional=parts).map(lambda changes: replace(good, **changes))


amounts = st.decimals(-1, 1000, places=3) | st.decimals(-1, 10**10, places=3)
boxes = st.just(Parcel()) | st.builds(Parcel, amounts, amounts, amounts, amounts)
changes = st.fixed_dictionaries(
    {},
    optional={
        "order_key": st.sampled_from(["5", "x"]),
        "sender": places(SHOP),
        "receiver": places(CUSTOMER),
        "currency": st.just("EUR"),
        "parcels": st.lists(boxes, max_size=3).map(tuple),
        "envelopes": st.integers(-1, 10_001),
        "weight": amounts,
        "cod": amounts,
        "insured": amounts,
        "courier_key": st.sampled_from(["", "x"]),
        "sender_ref": st.text(max_size=25),
        "locker_key": st.sampled_from(["a1b2-c3", "x"]),
        "note": st.text(max_size=400),
        "pickup_date": st.none() | st.dates(),
    },
)


@settings(max_examples=300)
@given(st.sampled_from([shipment(), returning()]), changes)
def test_G9_what_has_no_gap_is_a_request_within_emags_limits(usual, changes):
    asked = replace(usual, **changes)
    if gaps(asked):
        return
    sent = awb_request(asked)
    for party in (sent["sender"], sent["receiver"]):
        assert 3 <= len(party["name"]) <= 255 and 1 <= len(party["contact"]) <= 255
        assert 3 <= len(party["street"]) <= 255 and 1 <= len(party.get("zipcode", "-")) <= 255
        assert 8 <= len(party["phone1"].removeprefix("+")) <= 11
        assert party["locality_id"] > 0
    assert sent["parcel_number"] or sent["envelope_number"]
    assert 0 <= sent["weight"] <= 99_999 and 0 <= sent["cod"] <= 251.99 and 0 <= sent["insured_value"] <= 999_999_999
    assert len(sent["observation"]) <= 255 and sent["envelope_number"] <= 9999
    assert ("rma_id" in sent) is ("date" in sent)
