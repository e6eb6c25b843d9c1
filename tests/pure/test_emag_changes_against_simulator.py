"""Changes and returns of orders against the eMAG simulator: its matrices, and answers that got lost (G12)."""
# ruff: noqa: F811

from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.errors import OutcomeUnknown
from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind, OrderChange, ReturnAnswer, ReturnStatus
from odoo.addons.marketplace_base.lib.types import OrderStatus, Outcome
from odoo.addons.marketplace_emag.lib.provider import EmagProvider
from odoo.addons.marketplace_emag.lib.reasons import REASONS

from simulators.emag.return_reasons import RETURN_REASONS
from tests.pure.emag_shop import Shop
from tests.pure.test_emag_against_simulator import around_now, connect, emag, everything, provider, server  # noqa: F401

SCANS = {scan.name: scan for scan in EmagProvider.return_scans}
CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED


@pytest.fixture
def shop(emag, provider):
    return Shop(emag, provider)


# ---- changes ----


def change(shop, kind, order, quantities=(), reason=""):
    lines = {order.lines[index].key: Decimal(quantity) for index, quantity in dict(quantities).items()}
    return shop.provider.change_order(OrderChange(kind, order.key, lines, reason))


def test_G12_order_is_prepared_then_finalised(shop):
    order = shop.order()
    for kind, status in ((ChangeKind.PREPARE, OrderStatus.PREPARED), (ChangeKind.FINALISE, OrderStatus.SHIPPED)):
        for _again in range(2):
            assert change(shop, kind, order).outcome is CONFIRMED
            assert shop.read(order.key).status is status
    assert change(shop, ChangeKind.PREPARE, order).outcome is CONFIRMED
    assert shop.read(order.key).status is OrderStatus.SHIPPED


@pytest.mark.parametrize("payment", ["cod", "card"])
def test_order_is_cancelled_with_its_reason(shop, payment):
    order = shop.order(payment=payment)
    assert change(shop, ChangeKind.CANCEL, order, reason="33").outcome is CONFIRMED
    cancelled = shop.read(order.key)
    assert cancelled.status is OrderStatus.CANCELLED
    assert cancelled.cancel_reason
    assert change(shop, ChangeKind.FINALISE, order).outcome is REFUSED
    assert shop.read(order.key).status is OrderStatus.CANCELLED


def test_finalised_order_is_cancelled_after_an_earlier_storno(shop):
    order = shop.order()
    change(shop, ChangeKind.FINALISE, order)
    assert change(shop, ChangeKind.STORNO, order, {0: 1}).outcome is CONFIRMED
    assert change(shop, ChangeKind.CANCEL, order, reason="1").outcome is CONFIRMED


def test_quantities_are_changed_before_and_taken_back_afterwards(shop):
    order = shop.order(lines=[{"product_id": 1000, "quantity": 3}, {"product_id": 1001, "quantity": 1}])
    assert change(shop, ChangeKind.EDIT, order, {0: 2}).outcome is CONFIRMED
    assert change(shop, ChangeKind.EDIT, order, {1: 0}).outcome is CONFIRMED
    read = shop.read(order.key)
    assert [(line.quantity, line.cancelled) for line in read.lines[:2]] == [(2, False), (1, True)]
    assert change(shop, ChangeKind.STORNO, order, {0: 1}).outcome is REFUSED
    change(shop, ChangeKind.FINALISE, order)
    assert change(shop, ChangeKind.EDIT, order, {0: 1}).outcome is REFUSED
    assert change(shop, ChangeKind.STORNO, order, {0: 1}).outcome is CONFIRMED
    assert shop.read(order.key).lines[0].quantity == 1


@pytest.mark.parametrize("line", ["kept", "removed"])
def test_everything_is_taken_back(emag, shop, line):
    emag.settings(storno_empty_line=line)
    order = shop.order(payment="card")
    change(shop, ChangeKind.FINALISE, order)
    for _again in range(2):
        assert change(shop, ChangeKind.STORNO, order, {0: 0}).outcome is CONFIRMED


def test_card_paid_quantities_are_not_lowered_before_the_order_is_finalised(shop):
    order = shop.order(payment="card")
    result = change(shop, ChangeKind.EDIT, order, {0: 1})
    assert (result.outcome, shop.read(order.key).lines[0].quantity) == (REFUSED, 2)


def test_cut_off_change_is_found_out_by_doing_it_again(emag, shop):
    order = shop.order()
    emag.add_fault("cut_after", match="order/save", times=1)
    with pytest.raises(OutcomeUnknown):
        change(shop, ChangeKind.CANCEL, order, reason="1")
    assert change(shop, ChangeKind.CANCEL, order, reason="1").outcome is CONFIRMED


# ---- returns ----


def test_every_reason_that_emag_sends_has_words():
    assert set(RETURN_REASONS) <= set(REASONS)


def test_return_is_listed_read_and_understood(emag, shop):
    order = shop.delivered()
    asked = shop.asked_back(
        order, lines=[{"quantity": 2, "reason": 124, "observations": "dead"}], iban="RO49AAAA1B31007593840000", awb=True
    )
    assert (asked.order_key, asked.status, asked.wish, asked.by_platform) == (
        order.key, ReturnStatus.NEW, "refund", False,
    )  # fmt: skip
    [goods] = asked.lines
    assert (goods.offer_key, goods.quantity, goods.reason) == (
        "1000", 2, "Non-working product › Faulty › Does not start",
    )  # fmt: skip
    assert asked.close_by > asked.asked_at
    assert shop.provider.fetch_shipment(asked.awb_refs[0]).return_key == asked.key
    assert [document.key for document in everything(lambda page: listed(shop, "open", page))] == [asked.key]
    assert [document.key for document in everything(lambda page: listed(shop, "asked", page))] == [asked.key]


def listed(shop, scan, page):
    since, until = around_now() if scan == "asked" else (None, None)
    return shop.provider.fetch_returns(SCANS[scan], since, until, page)


def test_open_returns_are_listed_in_each_of_their_states(emag, shop):
    number = {}
    for status in (1, 2, 3, 4, 5, 6, 7):
        order = shop.delivered(lines=[{"product_id": 1000}])
        number[status] = shop.asked_back(order, incomplete=status == 1).key
        if status > 2:
            emag.advance_return(int(number[status]), to=status)
    found = {document.key for document in everything(lambda page: listed(shop, "open", page))}
    assert found == {number[status] for status in (1, 2, 3, 6)}


def answer(shop, data, status, **more):
    return shop.provider.answer_return(ReturnAnswer(data.key, status, **more))


def test_return_is_approved_received_and_closed(shop):
    asked = shop.asked_back(shop.delivered())
    assert answer(shop, asked, ReturnStatus.REFUSED, reason="Used").outcome is REFUSED
    assert answer(shop, asked, ReturnStatus.CLOSED).outcome is REFUSED
    for status in (ReturnStatus.APPROVED, ReturnStatus.RECEIVED, ReturnStatus.CLOSED):
        for _again in range(2):
            assert answer(shop, asked, status).outcome is CONFIRMED
        assert shop.understood(asked.key).status is status
    assert answer(shop, asked, ReturnStatus.CANCELLED).outcome is REFUSED


def test_return_is_refused_once_it_is_received(emag, shop):
    asked = shop.asked_back(shop.delivered())
    emag.advance_return(int(asked.key), to=6)
    assert answer(shop, asked, ReturnStatus.REFUSED, reason="Worn outside").outcome is CONFIRMED
    assert shop.understood(asked.key).status is ReturnStatus.REFUSED


def test_return_of_a_company_and_of_a_card_payment_is_answered_like_any(shop):
    for wish in ({"customer": "company"}, {"payment": "card"}):
        asked = shop.asked_back(shop.delivered(**wish))
        assert answer(shop, asked, ReturnStatus.APPROVED).outcome is CONFIRMED


def test_cut_off_answer_is_found_out_by_answering_again(emag, shop):
    asked = shop.asked_back(shop.delivered())
    emag.add_fault("cut_after", match="rma/save", times=1)
    with pytest.raises(OutcomeUnknown):
        answer(shop, asked, ReturnStatus.APPROVED)
    assert answer(shop, asked, ReturnStatus.APPROVED).outcome is CONFIRMED


def test_return_is_collected_and_its_lost_awb_found(emag, shop):
    order = shop.delivered()
    asked = shop.asked_back(order)
    pickup = shop.pickup(asked)
    assert shop.gaps(pickup, order) == []
    before = shop.provider.before_shipment(pickup)
    emag.add_fault("cut_before", match="awb/save", times=1)
    with pytest.raises(OutcomeUnknown):
        shop.provider.create_shipment(pickup)
    assert shop.provider.find_shipment(pickup, before) is None
    emag.add_fault("cut_after", match="awb/save", times=1)
    with pytest.raises(OutcomeUnknown):
        shop.provider.create_shipment(pickup)
    found = shop.provider.find_shipment(pickup, before)
    [made] = emag.awbs(rma_id=int(asked.key))
    assert (found.outcome, found.ref, found.detail.return_key) == (CONFIRMED, str(made["reservation_id"]), asked.key)
    assert shop.understood(asked.key).awb_refs == (found.ref,)
