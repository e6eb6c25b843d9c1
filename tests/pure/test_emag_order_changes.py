"""Changing an order at eMAG: its matrix, its 48 hours, its rules for quantities; the whole order is sent and read back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, RateLimited, Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind, OrderChange
from odoo.addons.marketplace_base.lib.types import OrderStatus, Outcome
from odoo.addons.marketplace_base.lib.words import speaking
from odoo.addons.marketplace_emag.lib.const import CANCEL_REASONS
from odoo.addons.marketplace_emag.lib.order_changes import changed, is_as_wanted
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

from tests.pure.emag_line import NOW, EmagLine, fixture, said
from tests.pure.junk import spoiled, understood
from tests.pure.wire import answer

KEY, LINE = "391982964", "243409001"
PREPARE, FINALISE = OrderChange(ChangeKind.PREPARE, KEY), OrderChange(ChangeKind.FINALISE, KEY)
CANCEL = OrderChange(ChangeKind.CANCEL, KEY, reason="31")
PROCESSING, PREPARED, SHIPPED = OrderStatus.PROCESSING, OrderStatus.PREPARED, OrderStatus.SHIPPED
NEW, CANCELLED, RETURNED = OrderStatus.NEW, OrderStatus.CANCELLED, OrderStatus.RETURNED


def edit(quantities, kind=ChangeKind.EDIT):
    return OrderChange(kind, KEY, quantities)


def storno(quantities):
    return edit(quantities, ChangeKind.STORNO)


@pytest.fixture
def line():
    lines = []

    def make(*answers):
        lines.append(EmagLine(*answers))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def refusal(change, status, **order):
    known = {
        "payment_kind": "cod", "by_platform": False, "finalised_at": None, "cancelled_at": None,
        "quantities": {LINE: Decimal(2), "9": 1.0},
    }  # fmt: skip
    return EmagProvider.change_refusal(change, {**known, "status": status, **order}, NOW)


# ---- the matrix (§4.8) ----


@pytest.mark.parametrize("change", [PREPARE, FINALISE, CANCEL])
@pytest.mark.parametrize(
    ("status", "taken"),
    [(NEW, False), (PROCESSING, True), (PREPARED, True), (SHIPPED, True), (RETURNED, False)],
)
def test_G12_status_moves_as_emag_lets_it(change, status, taken):
    assert bool(refusal(change, status)) is not taken


def test_a_change_wanted_before_never_revives_a_cancelled_order():
    for change in (PREPARE, FINALISE):
        assert "48 hours" in refusal(change, CANCELLED, cancelled_at=NOW)
    assert refusal(CANCEL, CANCELLED) == ""


@pytest.mark.parametrize(("hours", "taken"), [(1, True), (48, True), (49, False)])
def test_a_finalised_order_can_be_cancelled_for_48_hours(hours, taken):
    assert bool(refusal(CANCEL, "shipped", finalised_at=NOW - timedelta(hours=hours))) is not taken


@pytest.mark.parametrize("reason", ["", "4", "99", "no stock", "²"])
def test_cancellation_needs_one_of_emags_reasons(reason):
    assert "reasons" in refusal(OrderChange(ChangeKind.CANCEL, KEY, reason=reason), PROCESSING)


@pytest.mark.parametrize("change", [PREPARE, FINALISE, CANCEL, edit({LINE: 1}), storno({LINE: 1})])
@pytest.mark.parametrize("status", [PROCESSING, SHIPPED])
def test_nothing_changes_on_orders_that_emag_ships(change, status):
    assert "ships this order itself" in refusal(change, status, by_platform=True)


# ---- quantities (§4.8, §4.9, §8.28) ----


@pytest.mark.parametrize(
    ("change", "status", "order", "words"),
    [
        (edit({LINE: Decimal(1)}), PROCESSING, {}, ""),
        (edit({LINE: 3}), PREPARED, {"payment_kind": "card"}, ""),
        (edit({LINE: 0}), PREPARED, {}, ""),
        (edit({LINE: 2}), SHIPPED, {}, ""),  # as it is
        (edit({LINE: 1}), SHIPPED, {}, "afterwards by storno"),
        (edit({LINE: 1}), CANCELLED, {}, "afterwards by storno"),
        (edit({LINE: 1}), NEW, {}, "taken over"),
        (edit({LINE: 1}), PROCESSING, {"payment_kind": "card"}, "paid by card"),
        (edit({LINE: 0, "9": 0}), PROCESSING, {}, "cancel it instead"),
        (edit({LINE: -1}), PROCESSING, {}, "below zero"),
        (edit({LINE: Decimal("1.5")}), PROCESSING, {}, "whole numbers"),
        (edit({"7": 1}), PROCESSING, {}, "no line 7"),
        (storno({LINE: 1}), SHIPPED, {}, ""),
        (storno({LINE: 0, "9": 0}), SHIPPED, {"payment_kind": "card"}, ""),
        (storno({LINE: 1}), PREPARED, {}, "only from a finalised order"),
        (storno({LINE: 1}), RETURNED, {}, "only from a finalised order"),
        (storno({LINE: 1, "9": 2}), SHIPPED, {}, "only lower"),
        (storno({LINE: -1}), SHIPPED, {}, "below zero"),
    ],
)
def test_quantities_change_as_emag_lets_them(change, status, order, words):
    found = refusal(change, status, **order)
    assert words in found if words else not found


# ---- reasons ----


def test_sellers_own_reasons_to_cancel_come_first_and_in_the_language_spoken():
    reasons = EmagProvider.cancel_reasons
    assert list(reasons)[:4] == ["1", "33", "31", "34"]
    assert set(reasons) == set(map(str, CANCEL_REASONS))
    with speaking(lambda addon, text: {"Out of stock": "Stoc epuizat"}.get(text, text)):
        assert EmagProvider.cancel_reasons["1"] == "Stoc epuizat"


# ---- over the wire ----


def order(**changes):
    return said([fixture("order", **{"status": 2, **changes})])


def product(**changes):
    return {**fixture("order")["products"][0], **changes}


@pytest.mark.parametrize(
    ("change", "after", "sent"),
    [
        (PREPARE, {"status": 3}, {"status": 3}),
        (FINALISE, {"status": 4}, {"status": 4}),
        (CANCEL, {"status": 0}, {"status": 0, "reason_cancellation": 31}),
    ],
)
def test_G12_whole_order_is_sent_back_with_its_new_status_and_proved_by_reading(line, change, after, sent):
    made = line(order(), said([]), order(**after))
    result = made.provider.change_order(change)
    assert (result.key, result.outcome) == (KEY, Outcome.CONFIRMED)
    assert [route for route, _body in made.calls] == ["/api-3/order/read", "/api-3/order/save", "/api-3/order/read"]
    assert made.calls[1][1] == [fixture("order") | {"status": 2, "is_storno": False} | sent]
    assert made.journal[1].keys == (KEY,)


@pytest.mark.parametrize(
    ("change", "status"), [(PREPARE, 3), (PREPARE, 4), (FINALISE, 4), (CANCEL, 0), (edit({LINE: 2}), 2)]
)
def test_G12_what_is_so_already_is_not_asked_for(line, change, status):
    made = line(order(status=status))
    assert made.provider.change_order(change).outcome is Outcome.CONFIRMED
    assert len(made.calls) == 1


def test_quantity_is_changed_on_its_line_only(line):
    two = [product(), product(id=9, quantity=5)]
    made = line(order(products=two), said([]), order(products=[product(quantity=1), product(id=9, quantity=5)]))
    assert made.provider.change_order(edit({LINE: Decimal(1)})).outcome is Outcome.CONFIRMED
    [sent] = made.calls[1][1]
    assert [(row["id"], row["quantity"], row["status"]) for row in sent["products"]] == [(243409001, 1, 1), (9, 5, 1)]
    assert sent["is_storno"] is False


def test_line_is_taken_out_by_its_status_before_and_by_its_quantity_afterwards():
    row = fixture("order", status=2, products=[product(), product(id=9)])
    [gone, _kept] = changed(row, edit({LINE: 0}))["products"]
    assert (gone["quantity"], gone["status"]) == (2, 0)
    echo = changed(row, storno({LINE: 0}))
    assert (echo["products"][0]["quantity"], echo["products"][0]["status"], echo["is_storno"]) == (0, 1, True)
    assert row == fixture("order", status=2, products=[product(), product(id=9)])


@pytest.mark.parametrize(
    "left",
    [
        [product(quantity=0), product(id=9)],
        [product(status=0), product(id=9)],
        [product(id=9)],
    ],
)
def test_storno_is_proved_whichever_way_the_line_is_shown_afterwards(line, left):
    before = order(status=4, products=[product(), product(id=9)])
    made = line(before, said([]), order(status=4, products=left))
    assert made.provider.change_order(storno({LINE: "0"})).outcome is Outcome.CONFIRMED
    assert made.calls[1][1][0]["is_storno"] is True


def test_an_earlier_storno_is_not_sent_along_with_a_later_change(line):
    made = line(order(status=4, is_storno=True), said([]), order(status=0, is_storno=True))
    assert made.provider.change_order(CANCEL).outcome is Outcome.CONFIRMED
    assert made.calls[1][1][0]["is_storno"] is False


@pytest.mark.parametrize(
    ("change", "now", "words"),
    [
        (FINALISE, {"status": 0}, "cancelled"),
        (PREPARE, {"status": 5}, "returned"),
        (CANCEL, {"status": 4, "finalization_date": "2026-02-08 10:00:00"}, "48 hours"),
        (edit({LINE: 1}), {"payment_mode_id": 3}, "paid by card"),
        (storno({LINE: 1}), {}, "finalised order"),
        (edit({"7": 1}), {}, "no line 7"),
    ],
)
def test_what_emag_shows_now_decides_before_anything_is_sent(line, change, now, words):
    made = line(order(**now))
    result = made.provider.change_order(change)
    assert result.outcome is Outcome.REFUSED
    assert words in result.text
    assert len(made.calls) == 1


def test_unknown_order_and_orders_that_emag_ships_are_refused_in_words(line):
    assert "does not know" in line(said([])).provider.change_order(PREPARE).text
    made = line(said([]), order(type=2))
    assert "ships this order itself" in made.provider.change_order(PREPARE).text
    made = line(said([]))
    assert made.provider.change_order(OrderChange(ChangeKind.PREPARE, "../5")).outcome is Outcome.REFUSED
    assert made.calls == []


def test_refused_change_says_why(line):
    result = line(order(), said([], "ERROR: Not today", error=True)).provider.change_order(PREPARE)
    assert (result.outcome, result.text) == (Outcome.REFUSED, "Not today")


@pytest.mark.parametrize("after", [None, answer(503), answer(429), said("?"), order(status=2), said([])])
def test_a_yes_that_cannot_be_proved_stays_unknown(line, after):
    result = line(order(), said([]), after).provider.change_order(PREPARE)
    assert result.outcome is Outcome.UNKNOWN
    assert "took the change" in result.text


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([None], Unavailable),
        ([order(status="?")], Unavailable),
        ([order(products=[{"id": {}}])], Unavailable),
        ([order(), None], OutcomeUnknown),
        ([order(), answer(502)], OutcomeUnknown),
        ([order(), answer(429)], RateLimited),
        ([order(), said([], "Resource locked for processing", error=True)], Unavailable),
        ([said([], "You are not allowed to use this API.", error=True, status=403)], AuthFailed),
    ],
)
def test_every_failure_is_one_of_the_five(line, answers, error):
    with pytest.raises(error):
        line(*answers).provider.change_order(edit({LINE: 1}))


# ---- junk ----

CHANGES = st.sampled_from([PREPARE, FINALISE, CANCEL, edit({LINE: 1}), storno({LINE: 0})])


@settings(max_examples=300)
@given(spoiled(fixture("order", status=2)), CHANGES)
def test_spoiled_order_raises_nothing_but_value_error(spoilt, change):
    understood(is_as_wanted, spoilt, change)
    understood(changed, spoilt, change)
