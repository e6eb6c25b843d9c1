"""eMAG's returns: understood, listed, and answered as its matrix lets them."""

import copy
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, RateLimited, Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import ReturnAnswer, ReturnStatus
from odoo.addons.marketplace_base.lib.provider import Notification
from odoo.addons.marketplace_base.lib.types import Hint, Outcome
from odoo.addons.marketplace_base.lib.words import speaking
from odoo.addons.marketplace_emag.lib.const import SITES
from odoo.addons.marketplace_emag.lib.parse_return import parse_return
from odoo.addons.marketplace_emag.lib.provider import EmagProvider
from odoo.addons.marketplace_emag.lib.reasons import REASONS, reason_words

from tests.pure.emag_line import EmagLine, fixture, said
from tests.pure.junk import spoiled, understood
from tests.pure.wire import answer

SCANS = {scan.name: scan for scan in EmagProvider.return_scans}
APPROVE = ReturnAnswer("4261000", ReturnStatus.APPROVED)
STATUSES = {
    ReturnStatus.NEW: 2,
    ReturnStatus.APPROVED: 3,
    ReturnStatus.REFUSED: 4,
    ReturnStatus.CANCELLED: 5,
    ReturnStatus.RECEIVED: 6,
    ReturnStatus.CLOSED: 7,
}
# §6.3: what may follow a status
MOVES = {2: {2, 3, 5}, 3: {3, 5, 6}, 4: {4}, 5: {5}, 6: {4, 6, 7}, 7: {7}}


@pytest.fixture
def line():
    lines = []

    def make(*answers):
        lines.append(EmagLine(*answers))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def parsed(site="RO", **changes):
    return parse_return(fixture("return", **changes), SITES[site])


def product(**changes):
    return {**fixture("return")["products"][0], **changes}


# ---- understood ----


def test_return_is_understood():
    data = parsed()
    assert (data.key, data.order_key, data.status, data.status_label) == (
        "4261000", "391982964", ReturnStatus.NEW, "New",
    )  # fmt: skip
    assert data.asked_at == datetime(2026, 2, 20, 8, tzinfo=UTC)
    assert (data.wish, data.carrier, data.by_platform, data.currency) == ("refund", "platform", False, "RON")
    assert (data.customer_name, data.customer_phone, data.iban) == ("Ana Pop", "0720000000", "RO49AAAA1B31007593840000")
    assert (data.note, data.awb_refs) == ("Too small", ("4528511",))
    [goods] = data.lines
    assert (goods.key, goods.offer_key, goods.quantity) == ("1057107", "243409", Decimal(1))
    assert (goods.name, goods.reason_key, goods.reason) == ("Runner X trainers", "57", "Size › Too small")
    assert (data.pickup.county, data.pickup.city, data.pickup.street) == ("Cluj", "Cluj-Napoca", "Str. Lunga 1")
    assert (data.pickup.country_code, data.pickup.locality_ref) == ("RO", "8801")
    assert (data.extra["pickup_date"], data.extra["fee"], data.extra["complete"]) == ("2026-03-02", "", True)


def test_return_has_to_be_closed_by_the_end_of_the_day_emag_names():
    assert parsed().close_by == datetime(2026, 3, 15, 21, 59, 59, tzinfo=UTC)
    assert parsed(extra_info={"maximum_finalization_date": "2026-07-15"}).close_by.hour == 20  # summer
    for nothing in ([], None, {}, {"maximum_finalization_date": None}, {"maximum_finalization_date": "0000-00-00"}):
        assert parsed(extra_info=nothing).close_by is None
    assert parsed().answer_by is None


@pytest.mark.parametrize(
    ("number", "status"),
    [(1, ReturnStatus.NEW), *((number, status) for status, number in STATUSES.items())],
)
def test_every_status_is_known(number, status):
    data = parsed(request_status=str(number))
    assert data.status is status
    assert data.extra["complete"] is (number != 1)


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"return_type": 1}, "wish", "replace"),
        ({"return_type": 2}, "wish", "exchange"),
        ({"return_type": 4}, "wish", "other"),
        ({"return_type": "5"}, "wish", "voucher"),
        ({"return_type": 9}, "wish", "other"),
        ({"pickup_method": 2}, "carrier", "seller"),
        ({"pickup_method": 3}, "carrier", "customer"),
        ({"pickup_method": None}, "carrier", "platform"),
        ({"type": 2}, "by_platform", True),
        ({"currency": "eur"}, "currency", "EUR"),
        ({"awbs": []}, "awb_refs", ()),
        ({"awbs": None}, "awb_refs", ()),
        ({"awbs": [5, "6", {"reservation_id": 5}]}, "awb_refs", ("5", "6")),
        ({"awbs": {"0": {"reservation_id": "7"}}}, "awb_refs", ("7",)),
        ({"request_status": 1, "products": []}, "lines", ()),
    ],
)
def test_variants_of_a_field(changes, field, value):
    assert getattr(parsed(**changes), field) == value


def test_each_line_has_its_own_reason_and_the_requests_where_it_has_none():
    data = parsed(products=[product(return_reason=124), product(id=2, return_reason=None)])
    assert [goods.reason for goods in data.lines] == [
        "Non-working product › Faulty › Does not start",
        "Size › Too small",
    ]


def test_locker_and_fee_are_kept_for_the_eye():
    data = parsed(locker={"locker_hash": "x", "locker_pin": "1234"}, return_tax_value="19.9900")
    assert (data.extra["locker_pin"], data.extra["fee"]) == ("1234", "19.9900")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"emag_id": None}, "Return: emag_id is missing"),
        ({"order_id": ""}, "Return 4261000: order_id is missing"),
        ({"request_status": 8}, "request_status 8 is not known"),
        ({"date": None}, "date is missing"),
        ({"products": []}, "products are missing"),
        ({"products": [product(id=0)]}, "a line's id is missing"),
        ({"products": [product(quantity=0)]}, "quantity cannot be 0"),
        ({"products": [product(), product()]}, "same id"),
        ({"extra_info": {"maximum_finalization_date": "soon"}}, "maximum_finalization_date is not a date"),
    ],
)
def test_what_cannot_be_understood_names_the_field(changes, words):
    with pytest.raises(ValueError, match=words):
        parsed(**changes)


@settings(max_examples=400)
@given(spoiled(fixture("return")))
def test_spoiled_return_raises_nothing_but_value_error(spoilt):
    data = understood(parse_return, spoilt, SITES["RO"])
    assert data is None or (data.key and data.order_key and data.asked_at.tzinfo)


# ---- reasons (§6.6) ----


def test_every_reason_leads_to_the_top_and_has_words():
    assert len(REASONS) == 182
    for number in REASONS:
        words = reason_words(str(number))
        assert words and "Reason" not in words
        assert words.count(" › ") <= 2


def test_reasons_in_words():
    assert reason_words("99") == "Sealed product › Better price found › Elsewhere"
    assert reason_words("39") == "Wrong product received"
    assert reason_words("8") == "Reason 8"
    assert reason_words("") == ""
    with speaking(lambda addon, text: {"Size": "Mărime", "Too small": "Prea mic"}.get(text, text)):
        assert reason_words("57") == "Mărime › Prea mic"


# ---- listed ----


def returns(count, **changes):
    return said([fixture("return", emag_id=number, **changes) for number in range(1, count + 1)])


def test_open_returns_are_listed_status_by_status_and_page_by_page(line):
    made = line(returns(100), returns(1), returns(0), returns(2), said([]))
    page, found = None, []
    while True:
        got = made.provider.fetch_returns(SCANS["open"], None, None, page)
        found += got.items
        page = got.next
        if page is None:
            break
    assert len(found) == 103
    assert (found[0].kind, found[0].key, found[0].payload["emag_id"]) == ("return", "1", 1)
    assert [(body["request_status"], body["currentPage"]) for _route, body in made.calls] == [
        (2, 1), (2, 2), (3, 1), (6, 1), (1, 1),
    ]  # fmt: skip
    assert {route for route, _body in made.calls} == {"/api-3/rma/read"}


def test_returns_asked_for_in_a_span_of_time_whatever_became_of_them(line):
    made = line(returns(100), returns(3))
    since, until = datetime(2026, 2, 10, 12, tzinfo=UTC), datetime(2026, 2, 10, 13, tzinfo=UTC)
    first = made.provider.fetch_returns(SCANS["asked"], since, until, None)
    assert (len(first.items), first.next) == (100, "2")
    assert made.provider.fetch_returns(SCANS["asked"], since, None, "2").next is None
    assert made.calls[0][1] == {
        "date_start": "2026-02-10 14:00:00",
        "date_end": "2026-02-10 15:00:00",
        "currentPage": 1,
        "itemsPerPage": 100,
    }


def test_one_return_is_read_by_its_number(line):
    made = line(said([fixture("return")]))
    document = made.provider.fetch_return("4261000")
    assert made.provider.parse_return(document.payload).order_key == "391982964"
    assert made.calls[0][1] == {"emag_id": 4261000, "currentPage": 1, "itemsPerPage": 1}
    assert line(said([])).provider.fetch_return("5") is None
    assert line(said([])).provider.fetch_return("x") is None
    with pytest.raises(Unavailable):
        line(said([fixture("return")])).provider.fetch_return("5")
    with pytest.raises(Unavailable, match="emag_id is missing"):
        line(said([{"order_id": 5}])).provider.fetch_returns(SCANS["open"], None, None, None)


@pytest.mark.parametrize(("event", "field"), [("return", "rma_id"), ("awb", "emag_id"), ("awb", "reservation_id")])
def test_notification_of_returns_and_awbs_names_them(event, field):
    notification = Notification(event, "GET", {}, {field: "77"}, b"")
    assert EmagProvider.read_notification(notification, {}) == [Hint(event, "77")]


# ---- answered ----


def current(status=2, **changes):
    return said([fixture("return", request_status=status, **changes)])


def test_answer_sends_the_whole_return_back_and_is_proved_by_reading(line):
    made = line(current(), said([]), current(3))
    result = made.provider.answer_return(APPROVE)
    assert (result.key, result.outcome) == ("4261000", Outcome.CONFIRMED)
    assert [route for route, _body in made.calls] == ["/api-3/rma/read", "/api-3/rma/save", "/api-3/rma/read"]
    assert made.calls[1][1] == fixture("return") | {"request_status": 3}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("now", [1, *MOVES])
def test_returns_move_as_emag_lets_them(line, now, status):
    wanted = STATUSES[status]
    made = line(current(now), said([]), current(wanted))
    result = made.provider.answer_return(ReturnAnswer("4261000", status))
    if now == wanted:
        assert (result.outcome, len(made.calls)) == (Outcome.CONFIRMED, 1)
    elif wanted in MOVES.get(now, ()):
        assert (result.outcome, len(made.calls)) == (Outcome.CONFIRMED, 3)
    else:
        assert (result.outcome, len(made.calls)) == (Outcome.REFUSED, 1)
        assert result.text


def test_why_a_step_is_not_possible_is_said_in_words(line):
    refuse = ReturnAnswer("4261000", ReturnStatus.REFUSED, reason="Used")
    assert "only once the goods are received" in line(current(2)).provider.answer_return(refuse).text
    assert "not completed" in line(current(1)).provider.answer_return(APPROVE).text
    assert "«Finalized»" in line(current(7)).provider.answer_return(APPROVE).text
    assert "handles this return itself" in line(current(type=2)).provider.answer_return(APPROVE).text
    assert "does not know" in line(said([])).provider.answer_return(APPROVE).text


def sent(line, answer, **now):
    made = line(current(6, **now), said([]), current(STATUSES[answer.status]))
    assert made.provider.answer_return(answer).outcome is Outcome.CONFIRMED
    return made.calls[1][1]


def test_reason_to_refuse_is_a_number_or_words_behind_the_customers_own(line):
    body = sent(line, ReturnAnswer("4261000", ReturnStatus.REFUSED, reason="Worn outside", note="see pictures"))
    assert body["observations"] == "Too small | Worn outside | see pictures"
    assert body["products"][0]["reject_reason"] is None
    body = sent(line, ReturnAnswer("4261000", ReturnStatus.REFUSED, reason="12"))
    assert (body["products"][0]["reject_reason"], body["observations"]) == (12, "Too small")
    body = sent(line, ReturnAnswer("4261000", ReturnStatus.REFUSED, reason="Worn"), observations=None)
    assert body["observations"] == "Worn"
    body = sent(line, ReturnAnswer("4261000", ReturnStatus.CLOSED, reason="Worn"))
    assert body["observations"] == "Too small"


def test_refused_answer_says_why(line):
    refused = said([[{"emag_id": 1}]], "ERROR: please provide the customer name - Rma id: 1", error=True)
    result = line(current(), refused).provider.answer_return(APPROVE)
    assert (result.outcome, result.text) == (Outcome.REFUSED, "please provide the customer name - Rma id: 1")


@pytest.mark.parametrize("after", [None, answer(503), answer(429), said("?"), current(2), said([])])
def test_a_yes_that_cannot_be_proved_stays_unknown(line, after):
    result = line(current(), said([]), after).provider.answer_return(APPROVE)
    assert result.outcome is Outcome.UNKNOWN
    assert "took the answer" in result.text


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([None], Unavailable),
        ([current("?")], Unavailable),
        ([current(8)], Unavailable),
        ([current(), None], OutcomeUnknown),
        ([current(), answer(502)], OutcomeUnknown),
        ([current(), answer(429)], RateLimited),
        ([said([], "You are not allowed to use this API.", error=True, status=403)], AuthFailed),
    ],
)
def test_every_failure_is_one_of_the_five(line, answers, error):
    with pytest.raises(error):
        line(*answers).provider.answer_return(APPROVE)


def test_payload_is_left_as_it_came():
    payload = fixture("return")
    before = copy.deepcopy(payload)
    parse_return(payload, SITES["RO"])
    assert payload == before
