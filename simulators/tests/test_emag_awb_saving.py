"""awb/save for orders: every documented rule with a request that breaks it (api/emag.md §5.1)."""

import pytest

from .emag_api import RECEIVER, SENDER, WAREHOUSE, Api, awb_for, without


@pytest.fixture
def order(shop):
    """Acknowledged, paid on delivery, two pieces to an address."""
    return shop.order_in(2, lines=[{"product_id": 1, "quantity": 2}])


def awbs(shop, order):
    return shop.control("GET", f"/awbs?order_id={order['id']}")


def refused(shop, order, **changes):
    """The text of a refusal that issued nothing and left the order alone."""
    status = shop.control("GET", f"/orders/{order['id']}")["status"]
    reply = shop.save_awb(order, **changes)
    assert reply.json["isError"] is True and reply.results == [], reply.json
    assert awbs(shop, order) == []
    assert shop.control("GET", f"/orders/{order['id']}")["status"] == status
    return reply.text


def test_answer_of_an_issued_awb(shop, order):
    reply = shop.save_awb(order)
    assert reply.accepted, reply.text
    row = reply.results
    assert set(row) == {"reservation_id", "courier_id", "courier_name", "awb"}
    assert row["courier_name"] == "SAMEDAY"
    [entry] = row["awb"]
    assert entry["awb_barcode"] == entry["awb_number"] + "001"


def test_the_first_awb_finalizes_the_order(shop, order):
    shop.save_awb(order)
    row = shop.read_order(order["id"])
    assert (row["status"], row["finalization_date"]) == (4, "2026-03-10 12:00:00")


def test_a_second_call_makes_a_second_awb(shop, order):
    first, second = shop.save_awb(order), shop.save_awb(order)
    assert first.accepted and second.accepted
    assert first.results["reservation_id"] != second.results["reservation_id"]
    assert len(awbs(shop, order)) == 2
    state = shop.control("GET", "/state")
    assert (state["awbs"], state["awbs_doubled"]) == (2, 1)


def test_a_canceled_awb_doubles_nothing(shop, order):
    number = shop.save_awb(order).results["reservation_id"]
    shop.control("POST", f"/awbs/{number}/status", {"code": "CAN"})
    shop.save_awb(order)
    assert shop.control("GET", "/state")["awbs_doubled"] == 0


def test_only_the_first_awb_finalizes(shop, order):
    shop.save_awb(order)
    shop.save_order(order, status=3)
    assert shop.save_awb(order).accepted
    assert shop.read_order(order["id"])["status"] == 3


@pytest.mark.parametrize("wrap", [lambda body: body, lambda body: {"data": body}])
def test_accepted_bodies(shop, order, wrap):
    assert shop.post("/awb/save", wrap(awb_for(order))).accepted


@pytest.mark.parametrize("body", [[], {}, "text", 5])
def test_bodies_that_are_no_single_object(shop, body):
    assert not shop.post("/awb/save", body).accepted


def test_a_list_is_refused(shop, order):
    assert not shop.post("/awb/save", [awb_for(order)]).accepted
    assert awbs(shop, order) == []


def test_form_bodies(shop, order):
    fields = {f"data[{key}]": str(value) for key, value in awb_for(order).items() if not isinstance(value, dict)}
    for role in ("sender", "receiver"):
        fields |= {f"data[{role}][{key}]": str(value) for key, value in awb_for(order)[role].items()}
    assert shop.call("POST", "/awb/save", data=fields).accepted


@pytest.mark.parametrize(
    "key", ["order_id", "is_oversize", "envelope_number", "parcel_number", "cod", "sender", "receiver"]
)
@pytest.mark.parametrize("empty", [None, ""])
def test_required_keys(shop, order, key, empty):
    assert key in refused(shop, order, **{key: empty})


@pytest.mark.parametrize("role", ["sender", "receiver"])
@pytest.mark.parametrize("key", ["name", "contact", "phone1", "locality_id", "street"])
def test_required_keys_of_both_parties(shop, order, role, key):
    party = awb_for(order)[role]
    assert f"{role}.{key}" in refused(shop, order, **{role: without(party, key)})
    assert f"{role}.{key}" in refused(shop, order, **{role: {**party, key: ""}})


@pytest.mark.parametrize(
    "key", ["weight", "insured_value", "observation", "courier_account_id", "locker_id", "rma_id", "date", "currency"]
)
@pytest.mark.parametrize("empty", [None, ""])
def test_keys_that_may_be_missing(shop, order, key, empty):
    reply = shop.save_awb(order, **{key: empty})
    assert reply.accepted, reply.text


@pytest.mark.parametrize(
    "changes",
    [
        {"order_id": 0},
        {"order_id": 4_294_967_296},
        {"order_id": "x"},
        {"rma_id": 0},
        {"envelope_number": 10_000},
        {"envelope_number": -1},
        {"envelope_number": 1.5},
        {"parcel_number": 1000},
        {"parcel_number": 0},  # and no envelope either
        {"weight": -1},
        {"weight": 100_000},
        {"weight": "heavy"},
        {"insured_value": 1_000_000_000},
        {"insured_value": -1},
        {"cod": -1},
        {"cod": 1_000_000_000},
        {"observation": "x" * 256},
        {"observation": 5},
        {"locker_id": "ab"},
        {"locker_id": "x" * 256},
        {"date": "11.03.2026"},
        {"date": "2026-02-30"},
        {"currency": "EUR"},
        *(
            {key: value}
            for key in ("is_oversize", "saturday_delivery", "sameday_delivery")
            for value in (2, True, "yes")
        ),
        *({key: 2} for key in ("pickup_and_return", "dropoff_locker", "unboxing", "save_volumetric_awb_data")),
    ],
)
def test_limits(shop, order, changes):
    assert refused(shop, order, **changes)


@pytest.mark.parametrize("role", ["sender", "receiver"])
@pytest.mark.parametrize(
    "changes",
    [
        {"name": "ab"},
        {"name": "x" * 256},
        {"contact": "x" * 256},
        {"street": "ab"},
        {"street": "x" * 256},
        {"zipcode": "x" * 256},
        {"phone1": "0720 000 000"},
        {"phone1": "0720.000.000"},
        {"phone1": "0720000"},  # seven digits
        {"phone1": "004072000000"},  # twelve digits
        {"phone1": "+407200000001"},
        {"phone1": "07200000+0"},
        {"phone1": "0720000000/0721000000"},
        {"phone1": 720000000},
        {"phone2": "123"},
        {"locality_id": 999_999},
        {"locality_id": "Cluj-Napoca"},
        {"legal_entity": 2},
        {"address_id": "x" * 22},
        {"address_id": "12302300000000000099"},
    ],
)
def test_limits_of_parties(shop, order, role, changes):
    party = awb_for(order)[role]
    assert refused(shop, order, **{role: {**party, **changes}})


@pytest.mark.parametrize("phone", ["+40720000000", "0720000000", "07200000", "40720000000"])
def test_phones_of_8_to_11_digits(shop, order, phone):
    assert shop.save_awb(order, receiver={**RECEIVER, "phone1": phone, "phone2": "+40264000000"}).accepted


@pytest.mark.parametrize(
    "changes",
    [
        {"observation": "x" * 255},
        {"weight": 0},
        {"weight": "2.5"},
        {"cod": "251.99"},
        {"parcel_number": 0, "envelope_number": 1},
        {"saturday_delivery": 1, "sameday_delivery": 1, "dropoff_locker": 1, "pickup_and_return": 1},
        {"awb_format": "A4", "pickup_request": 1},
        {"currency": "RON"},
    ],
)
def test_values_that_may_be(shop, order, changes):
    reply = shop.save_awb(order, **changes)
    assert reply.accepted, reply.text


def test_several_faults_are_named_at_once(shop, order):
    text = refused(shop, order, cod=None, parcel_number="x")
    assert "cod" in text and "parcel_number" in text


def test_saved_addresses_replace_the_others(shop, order):
    shop.save_awb(order, sender={**SENDER, "street": "Another street 5", "locality_id": 8802})
    sender = awbs(shop, order)[0]["sender"]
    assert (sender["street"], sender["city"]) == ("Str. Fabricii 10", "Cluj-Napoca")


def test_without_a_saved_address_the_sent_one_counts(shop, order):
    assert shop.save_awb(order, sender=without(SENDER, "address_id")).accepted
    assert awbs(shop, order)[0]["receiver"]["city"] == "Turda"


@pytest.mark.parametrize("address", ["12302300000000000002", "12302300000000000003"])
def test_the_sender_needs_a_pickup_address(shop, order, address):
    assert "address_id" in refused(shop, order, sender={**SENDER, "address_id": address})


def test_customers_have_no_saved_address(shop, order):
    assert "address_id" in refused(shop, order, receiver={**RECEIVER, "address_id": WAREHOUSE})


# The order


@pytest.mark.parametrize("status", [0, 1, 5])
def test_orders_that_cannot_be_shipped(shop, status):
    assert "status" in refused(shop, shop.order_in(status))


@pytest.mark.parametrize("status", [2, 3, 4])
def test_orders_that_can(shop, status):
    assert shop.save_awb(shop.order_in(status)).accepted


def test_unknown_orders(shop, order):
    assert "was not found" in refused(shop, order, order_id=5)


def test_orders_fulfilled_by_emag(shop):
    assert "fulfilled by eMAG" in refused(shop, shop.place(type=2))


def test_locked_orders(shop, order):
    shop.control("POST", f"/orders/{order['id']}/lock", {"seconds": 3})
    assert "Resource locked for processing" in refused(shop, order)
    shop.clock.advance(4)
    assert shop.save_awb(order).accepted


# Money


def test_cod_above_what_the_customer_pays(shop, order):
    assert "cash on delivery value cannot be greater" in refused(shop, order, cod=order["total"] + 0.01)
    assert shop.save_awb(order, cod=order["total"] - 5).accepted


def test_vouchers_paid_by_emag_lower_the_cod(shop):
    order = shop.order_in(2, vouchers=[{"value": "10.00", "offered_by": "emag"}])
    assert order["total"] == 130.99
    assert "cash on delivery value cannot be greater" in refused(shop, order, cod="140.99")
    assert shop.save_awb(order).accepted


@pytest.mark.parametrize("payment", ["card", "bank"])
def test_no_cod_on_paid_orders(shop, payment):
    order = shop.order_in(2, payment=payment)
    assert "cod" in refused(shop, order, cod=1)
    shop.set(cod_on_paid_orders="allow")
    assert shop.save_awb(order, cod=1).accepted


def test_currency_where_it_is_asked(shop, order):
    shop.set(currency_required_on_awb_save=True)
    assert "currency" in refused(shop, order)
    assert shop.save_awb(order, currency="RON").accepted


# Couriers


@pytest.mark.parametrize(
    ("account", "why"),
    [
        (10669, "orders"),  # for returns only
        (10670, "active"),
        (10671, "at home"),
        (10672, "orders"),  # not of the marketplace
        (10673, "pick up"),
        (99999, "not found"),
    ],
)
def test_accounts_that_cannot_deliver(shop, order, account, why):
    assert why in refused(shop, order, courier_account_id=account)


def test_the_default_account(shop, order):
    assert shop.save_awb(order, courier_account_id=None).accepted
    assert awbs(shop, order)[0]["courier"] == {"courier_account_id": 10667, "courier_name": "SAMEDAY"}


def test_abroad_needs_a_cross_border_account(shop, order):
    abroad = {**RECEIVER, "locality_id": 501}
    assert "from RO to BG" in refused(shop, order, receiver=abroad)
    assert shop.save_awb(order, receiver=abroad, courier_account_id=10674).accepted


def test_enforced_accounts(shop):
    order = shop.order_in(2, enforced_vendor_courier_accounts=[10668])
    assert "not allowed" in refused(shop, order)
    assert shop.save_awb(order, courier_account_id=None).accepted
    assert awbs(shop, order)[0]["courier"]["courier_account_id"] == 10668


def test_no_account_is_allowed_until_the_courier_is_unlocked(shop):
    order = shop.order_in(2, enforced_vendor_courier_accounts=[])
    assert "no courier account is allowed" in refused(shop, order)
    assert "no courier account is allowed" in refused(shop, order, courier_account_id=None)
    shop.set(unlock_courier_permitted=False)
    assert not shop.post(f"/order/{order['id']}/unlock-courier").accepted
    assert refused(shop, order)
    shop.set(unlock_courier_permitted=True)
    assert shop.post(f"/order/{order['id']}/unlock-courier").accepted
    assert shop.save_awb(order).accepted


# Lockers


@pytest.fixture
def locker_order(shop):
    return shop.order_in(2, delivery="locker")


def to_locker(order, **changes):
    """What a locker delivery needs besides; the street has lost its mark."""
    return {"locker_id": order["details"]["locker_id"], **changes}


def test_locker_deliveries(shop, locker_order):
    assert shop.save_awb(locker_order, **to_locker(locker_order)).accepted


@pytest.mark.parametrize("locker", [None, "", "another-locker"])
def test_the_locker_must_be_that_of_the_order(shop, locker_order, locker):
    assert "locker" in refused(shop, locker_order, locker_id=locker)


def test_lockers_need_an_account_for_lockers(shop, locker_order):
    assert "lockers" in refused(shop, locker_order, **to_locker(locker_order, courier_account_id=10668))
    assert "courier_account_id" in refused(shop, locker_order, **to_locker(locker_order, courier_account_id=None))
    assert shop.save_awb(locker_order, **to_locker(locker_order, courier_account_id=10671)).accepted


@pytest.mark.parametrize("account", [10668, None, 99999])
def test_the_mark_in_the_street_brings_the_proper_account(shop, locker_order, account):
    receiver = {**RECEIVER, "street": locker_order["customer"]["shipping_street"]}
    reply = shop.save_awb(locker_order, **to_locker(locker_order, courier_account_id=account, receiver=receiver))
    assert reply.accepted, reply.text
    assert awbs(shop, locker_order)[0]["courier"]["courier_account_id"] == 10667


def test_no_locker_for_home_deliveries(shop, order):
    assert "locker" in refused(shop, order, locker_id="8d0a1b54-0000-4000-8000-000000000000")


# Parcels


def test_one_entry_per_parcel(shop, order):
    entries = shop.save_awb(order, parcel_number=3).results["awb"]
    number = entries[0]["awb_number"]
    assert [entry["awb_barcode"] for entry in entries] == [number + "001", number + "002", number + "003"]
    assert len({entry["emag_id"] for entry in entries}) == 1


def test_parcels_with_their_own_ids(shop, order):
    shop.set(awb_ids_of_parcels="own")
    entries = shop.save_awb(order, parcel_number=3).results["awb"]
    assert len({entry["emag_id"] for entry in entries}) == 3
    assert len({entry["awb_number"] for entry in entries}) == 1


PACKAGE = {"weight": 1, "length": 30, "width": 20, "height": 10}


def test_packages(shop, order):
    second = {**PACKAGE, "weight": "0.5"}
    reply = shop.save_awb(order, packages=[PACKAGE, second], parcel_number=2, weight=1.5, save_volumetric_awb_data=1)
    assert reply.accepted, reply.text
    assert awbs(shop, order)[0]["exact_weight"] == 1.5


@pytest.mark.parametrize("key", PACKAGE)
@pytest.mark.parametrize("value", [None, 0, -1, "x"])
def test_packages_need_all_measures(shop, order, key, value):
    assert f"packages.{key}" in refused(shop, order, packages=[{**PACKAGE, key: value}], weight=None)


@pytest.mark.parametrize(
    "changes",
    [{"packages": [PACKAGE, PACKAGE], "weight": None}, {"packages": [PACKAGE], "weight": 2}, {"packages": "x"}],
)
def test_packages_that_do_not_fit_the_awb(shop, order, changes):
    assert refused(shop, order, **changes)


def test_opening_on_delivery_only_where_emag_enabled_it(shop, order):
    assert "unboxing" in refused(shop, order, unboxing=1)
    shop.set(unboxing_enabled=True)
    assert shop.save_awb(order, unboxing=1).accepted


def test_oversize_may_be_left_out_when_so_switched(shop, order):
    shop.set(awb_is_oversize_required=False)
    assert shop.post("/awb/save", without(awb_for(order), "is_oversize")).accepted


# Answers


def test_only_a_reservation_to_be_completed_by_reading(shop, order):
    shop.set(awb_save_answer="reservation_only")
    results = shop.save_awb(order).results
    assert set(results) == {"reservation_id"}
    [entry] = shop.post("/awb/read", results).results["awb"]
    assert entry["awb_barcode"] == entry["awb_number"] + "001"


def test_results_as_list(shop, order):
    shop.set(awb_results_as="list")
    [row] = shop.save_awb(order).results
    [read] = shop.post("/awb/read", {"reservation_id": row["reservation_id"]}).results
    assert read["order_id"] == int(order["id"])


def test_bulgaria_ships_from_its_own_places():
    api = Api("BG")
    api.seed({"id": 1})
    order = api.order_in(2)
    places = {"sender": {**SENDER, "locality_id": 501}, "receiver": {**RECEIVER, "locality_id": 502}}
    reply = api.save_awb(order, currency="EUR", **places)
    assert reply.accepted, reply.text


# Faults


def test_an_answer_lost_after_processing_leaves_the_awb(shop, order):
    shop.control("POST", "/faults", {"kind": "cut_after", "match": "/awb/save", "times": 1})
    with pytest.raises(ConnectionAbortedError):
        shop.save_awb(order)
    assert len(awbs(shop, order)) == 1
    assert shop.read_order(order["id"])["status"] == 4


def test_a_connection_cut_before_processing_leaves_nothing(shop, order):
    shop.control("POST", "/faults", {"kind": "cut_before", "match": "/awb/save", "times": 1})
    with pytest.raises(ConnectionAbortedError):
        shop.save_awb(order)
    assert awbs(shop, order) == []


@pytest.mark.parametrize(("kind", "after", "made"), [("504", True, 1), ("500", False, 0), ("truncated_json", False, 1)])
def test_spoiled_answers(shop, order, kind, after, made):
    shop.control("POST", "/faults", {"kind": kind, "match": "/awb/save", "times": 1, "after": after})
    shop.save_awb(order)
    assert len(awbs(shop, order)) == made
