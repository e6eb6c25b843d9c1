"""From order to parcel against the eMAG simulator: AWBs, labels and papers (G7, G9-G11, G14, G27)."""
# ruff: noqa: F811

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.errors import OutcomeUnknown, Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import Document, DocumentKind, Parcel, Progress
from odoo.addons.marketplace_base.lib.types import OrderStatus, Outcome

from simulators.emag.downloads import describe
from tests.pure.emag_shop import Shop
from tests.pure.test_emag_against_simulator import connect, emag, provider, server  # noqa: F401

CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN


@pytest.fixture
def shop(emag, provider):
    return Shop(emag, provider)


# ---- AWB ----


@pytest.mark.parametrize("results", ["object", "list"])
@pytest.mark.parametrize("said", ["full", "reservation_only"])
def test_G9_awb_is_made_finalises_the_order_and_has_its_number(emag, shop, said, results):
    emag.settings(awb_save_answer=said, awb_results_as=results)
    order = shop.order()
    result = shop.send(order, parcels=(Parcel(Decimal(1)), Parcel(Decimal("0.5"))))
    [made] = emag.awbs(int(order.key))
    assert (result.outcome, result.ref) == (CONFIRMED, str(made["reservation_id"]))
    assert result.detail.number == made["awb_number"]
    assert (len(result.detail.parcels), made["parcels"]) == (2, 2)
    assert made["cash_on_delivery"] == float(order.total)
    assert shop.read(order.key).status is OrderStatus.SHIPPED
    assert shop.read(order.key).extra["finalised_at"]


@pytest.mark.parametrize(
    ("wish", "changes"),
    [
        ({"payment": "card"}, {}),
        ({"payment": "bank"}, {"parcels": (), "envelopes": 1, "weight": Decimal("0.1")}),
        ({"delivery": "locker"}, {"courier_key": ""}),
        ({"delivery": "locker"}, {"courier_key": "10671"}),
        ({"vouchers": [{"value": 5}]}, {}),
        ({"vouchers": [{"value": 5, "offered_by": "seller"}]}, {}),
        ({"lines": [{"product_id": 1000, "quantity": 2, "sgr": 1}]}, {"courier_key": "10668"}),
        ({"customer": "company"}, {"receiver_is_company": True, "insured": Decimal(100), "saturday": True}),
        ({"enforced_vendor_courier_accounts": [10668]}, {"courier_key": "10668"}),
        ({}, {"sender_ref": "", "dropoff": True, "return_parcel": True, "note": "Sună înainte"}),
        ({}, {"parcels": (Parcel(Decimal("1.5"), Decimal(30), Decimal(20), Decimal(10)),) * 2}),
    ],
)
def test_G9_every_kind_of_order_gets_its_awb(emag, shop, wish, changes):
    order = shop.order(**wish)
    assert shop.send(order, **changes).outcome is CONFIRMED
    assert len(emag.awbs(int(order.key))) == 1


# What both sides call an obstacle: ours before, eMAG's afterwards.
OBSTACLES = [
    ({}, {"cod_above": Decimal("0.01")}),
    ({"payment": "card"}, {"cod_above": Decimal(5)}),
    ({"vouchers": [{"value": 5}]}, {"cod_above": Decimal(5)}),
    ({"enforced_vendor_courier_accounts": []}, {}),
    ({"enforced_vendor_courier_accounts": [10668]}, {}),
    ({"delivery": "locker"}, {"locker_key": ""}),
    ({"delivery": "locker"}, {"locker_key": "another-locker"}),
    ({}, {"courier_key": "10669"}),
    ({}, {"courier_key": "10671"}),
    ({}, {"courier_key": "10672"}),
    ({}, {"courier_key": "10673"}),
    ({}, {"parcels": ()}),
    ({}, {"weight": Decimal(100_000), "parcels": (Parcel(),)}),
    ({"type": 2}, {}),
]


@pytest.mark.parametrize(("wish", "changes"), OBSTACLES)
def test_G9_what_emag_refuses_is_known_before(emag, shop, wish, changes):
    order = shop.order(**wish)
    if "cod_above" in changes:
        changes = {"cod": shop.awb(order).cod + changes["cod_above"]}
    asked = shop.awb(order, **changes)
    assert shop.gaps(asked, order)
    result = shop.provider.create_shipment(asked)
    assert (result.outcome, emag.awbs(int(order.key))) == (REFUSED, [])
    assert result.text


@pytest.mark.parametrize("place", ["home", "locker", "locker without its mark"])
def test_G9_an_account_is_fit_for_us_exactly_when_it_is_for_emag(shop, place):
    for courier in ("", *shop.couriers):
        order = shop.order(
            lines=[{"product_id": 1000}], delivery="courier" if place == "home" else "locker", force=True
        )
        street = order.delivery.street
        street = street.partition(" [")[0] if place == "locker without its mark" else street
        asked = shop.awb(order, courier_key=courier, receiver=replace(order.delivery, street=street))
        gaps, result = shop.gaps(asked, order), shop.provider.create_shipment(asked)
        assert (gaps == []) is (result.outcome is CONFIRMED), (courier, gaps, result.text)


def test_G9_unacknowledged_and_cancelled_orders_get_no_awb(emag, shop):
    for spoil in (lambda number: None, emag.cancel_order):
        number = emag.place_order(lines=[{"product_id": 1000}])["id"]
        spoil(int(number))
        order = shop.read(str(number))
        assert shop.gaps(shop.awb(order), order)
        assert shop.provider.create_shipment(shop.awb(order)).outcome is REFUSED


def test_G9_a_street_without_its_locker_mark_needs_an_account_for_lockers(shop):
    order = shop.order(delivery="locker")
    street = order.delivery.street.partition(" [")[0]
    asked = replace(shop.awb(order, courier_key=""), receiver=replace(order.delivery, street=street))
    assert shop.gaps(asked, order)
    assert shop.provider.create_shipment(asked).outcome is REFUSED
    assert shop.provider.create_shipment(replace(asked, courier_key="10671")).outcome is CONFIRMED


@pytest.mark.parametrize("fault", ["cut_after", "truncated_json"])
def test_G9_lost_answer_of_a_made_awb_is_told_from_one_that_was_not_made(emag, shop, fault):
    order = shop.order()
    asked = shop.awb(order)
    before = shop.provider.before_shipment(asked)
    emag.add_fault("cut_before", match="awb/save", times=1)
    with pytest.raises(OutcomeUnknown):
        shop.provider.create_shipment(asked)
    assert shop.provider.find_shipment(asked, before) is None
    emag.add_fault(fault, match="awb/save", times=1)
    with pytest.raises(OutcomeUnknown):
        shop.provider.create_shipment(asked)
    found = shop.provider.find_shipment(asked, before)
    assert (found.outcome, len(emag.awbs(int(order.key)))) == (UNKNOWN, 1)
    assert "reservation number" in found.text


def test_G9_a_person_or_a_notification_brings_the_lost_awb_back(emag, shop):
    order = shop.order()
    emag.add_fault("cut_after", match="awb/save", times=1)
    with pytest.raises(OutcomeUnknown):
        shop.provider.create_shipment(shop.awb(order))
    [made] = emag.awbs(int(order.key))
    for known in (made["reservation_id"], made["emag_id"]):
        state = shop.provider.fetch_shipment(str(known))
        assert (state.ref, state.order_key) == (str(made["reservation_id"]), order.key)


def test_G9_locked_order_gets_its_awb_later(emag, shop):
    order = shop.order()
    emag.lock_order(int(order.key), 60)
    with pytest.raises(Unavailable):
        shop.provider.create_shipment(shop.awb(order))
    assert emag.awbs(int(order.key)) == []


@pytest.mark.parametrize("shape", ["object", "list"])
def test_G27_parcel_is_followed_until_it_is_delivered(emag, shop, shape):
    emag.settings(awb_status_as=shape)
    ref = shop.send(shop.order()).ref
    seen = [shop.provider.fetch_shipment(ref).progress]
    for code, options in (("INT", {}), ("HUB", {"name": "In depot"}), ("DLV", {})):
        emag.set_awb_status(int(ref), code, **options)
        seen.append(shop.provider.fetch_shipment(ref).progress)
    assert seen == [Progress.CREATED, Progress.IN_TRANSIT, Progress.IN_TRANSIT, Progress.DELIVERED]
    assert shop.provider.fetch_shipment("999") is None


@pytest.mark.parametrize("own", ["own", "shared"])
def test_G7_labels_in_every_format(emag, shop, own):
    emag.settings(awb_ids_of_parcels=own)
    state = shop.send(shop.order(), parcels=(Parcel(Decimal(1)), Parcel(Decimal(2)))).detail
    for form in shop.provider.label_formats:
        labels = shop.provider.fetch_labels(state, form)
        printed = b"".join(label.content for label in labels)
        if form == "ZPL":
            assert printed.count(b"^XA") == 2
        else:
            assert len(labels) == (2 if own == "own" else 1)
            assert all(label.content.startswith(b"%PDF") for label in labels)
    bare = replace(state, parcels=(), number="")
    assert len(shop.provider.fetch_labels(bare, "A6")) == (2 if own == "own" else 1)


# ---- papers ----

URL = "https://shop.example.com/emag/doc/6f1e.pdf"


@pytest.fixture
def reachable(monkeypatch):
    """eMAG can fetch this address, and no other."""
    file = describe(b"%PDF-1.4 made up")
    monkeypatch.setattr("simulators.emag.downloads.fetch", lambda url: file if url == URL else None)


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("wish", [{}, {"type": 2}])
def test_G10_G11_G14_papers_are_shown_once(emag, shop, reachable, kind, wish):
    order = shop.order(**wish)
    paper = Document("D1", kind, order.key, "Paper", URL, "7", line_key=order.lines[0].key, by_platform="type" in wish)
    assert shop.provider.find_document(paper) is None
    assert shop.provider.attach_document(paper).outcome is CONFIRMED
    assert shop.provider.find_document(paper).outcome is CONFIRMED
    [shown] = emag.attachments(int(order.key))
    assert shown["name"] == "Paper 7"
    assert (shown["order_product_id"] is not None) is (kind is DocumentKind.WARRANTY)
    assert shop.provider.find_document(replace(paper, number="8", url=URL + "?8")) is None


def test_G11_cut_off_answer_is_found_out_by_looking(emag, shop, reachable):
    order = shop.order()
    paper = Document("D1", DocumentKind.INVOICE, order.key, "Invoice", URL, "7")
    emag.add_fault("cut_after", match="attachments/save", times=1)
    with pytest.raises(OutcomeUnknown):
        shop.provider.attach_document(paper)
    assert shop.provider.find_document(paper).outcome is CONFIRMED


def test_G11_address_that_emag_cannot_reach(shop, reachable):
    paper = Document("D1", DocumentKind.INVOICE, shop.order().key, "Invoice", "https://localhost/x.pdf")
    result = shop.provider.attach_document(paper)
    assert (result.outcome, result.code) == (REFUSED, "unreachable")
