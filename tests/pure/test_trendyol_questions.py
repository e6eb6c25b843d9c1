"""Customers' questions at Trendyol: understood, listed, and answered once, whatever becomes of the call."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from odoo.addons.marketplace_base.lib.conversation import QuestionAnswer, QuestionStatus
from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.types import Outcome
from odoo.addons.marketplace_trendyol.lib.days import after_business_days
from odoo.addons.marketplace_trendyol.lib.parse_question import parse_question

from tests.pure.junk import spoiled, understood
from tests.pure.trendyol_line import NOW, TrendyolLine, fixture, listed, refused
from tests.pure.wire import answer

CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
KEY = "5500001"
WORDS = "Da, este din bumbac."
GIVEN = {"id": 7, "text": WORDS, "creationDate": 1790000060000, "hasPrivateInfo": False, "reason": None}
NOT_SHOWN = {"id": 7, "text": "Nu știm, din păcate.", "creationDate": 1790000060000, "reason": "Neclar"}
MISSING = refused(404, "question.not.found")
TAKEN = answer(200, {"answerId": 8})
HTML = answer(200, b"<html>busy</html>", headers={"Content-Type": "text/html"})


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(TrendyolLine(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def row(**changes):
    return fixture("question", **changes)


def shown(**changes):
    return answer(200, row(**changes))


def reply(made, text=WORDS, key=KEY):
    return made.provider.answer_question(QuestionAnswer(key, text))


# ---- understood ----


def test_a_question_is_understood():
    data = parse_question(row())
    assert (data.key, data.status, data.text) == (KEY, QuestionStatus.NEW, "Este din bumbac?")
    assert (data.family_key, data.offer_key, data.product_name) == ("TS-0001", "", "Tricou verde")
    assert (data.customer_name, data.is_public, data.answer) == ("A** P**", True, "")
    assert data.asked_at == datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
    assert data.url == "https://www.trendyol.com/p/TS-0001-p-880012345"


@pytest.mark.parametrize(
    ("changes", "status", "words", "why"),
    [
        ({"status": "WAITING_FOR_APPROVE", "answer": GIVEN}, QuestionStatus.CHECKED, WORDS, ""),
        ({"status": "ANSWERED", "answer": GIVEN}, QuestionStatus.ANSWERED, WORDS, ""),
        ({"status": "REJECTED", "rejectedAnswer": NOT_SHOWN}, QuestionStatus.REFUSED, NOT_SHOWN["text"], "Neclar"),
        ({"status": "REJECTED", "reason": "Altfel"}, QuestionStatus.REFUSED, "", "Altfel"),
        ({"status": "REPORTED", "reportReason": "Vulgar"}, QuestionStatus.CLOSED, "", ""),
        ({"status": "UNANSWERED"}, QuestionStatus.CLOSED, "", ""),
    ],
)
def test_every_status_has_its_meaning(changes, status, words, why):
    data = parse_question(row(**changes))
    assert (data.status, data.answer, data.refused_why) == (status, words, why)
    assert bool(data.answered_at) == bool(words)
    assert bool(data.answer_by) == (status in (QuestionStatus.NEW, QuestionStatus.REFUSED))
    assert data.status_label


def test_why_a_question_was_reported_is_told():
    assert parse_question(row(status="REPORTED", reportReason="Vulgar")).status_label == "Reported: Vulgar"


@pytest.mark.parametrize(("weekday", "days"), [(21, 3), (23, 5), (25, 5), (26, 4), (27, 3)])
def test_a_question_can_be_answered_for_three_business_days(weekday, days):
    asked = datetime(2026, 9, weekday, 9, 30, tzinfo=UTC)  # the 21st is a Monday
    created = int(asked.timestamp() * 1000)
    assert parse_question(row(creationDate=created)).answer_by == asked + timedelta(days=days)
    assert after_business_days(asked, 0) == asked


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"id": None}, "id"),
        ({"text": " "}, "text"),
        ({"creationDate": None}, "creationDate"),
        ({"creationDate": 253402300799000}, "creationDate"),
        ({"status": "OPEN"}, "OPEN"),
        ({"status": "ANSWERED", "answer": "yes"}, "answer"),
    ],
)
def test_what_is_essential_is_named_when_it_is_missing(changes, word):
    with pytest.raises(ValueError, match=word):
        parse_question(row(**changes))


def test_only_addresses_of_pages_are_opened():
    assert parse_question(row(webUrl="javascript:alert(1)")).url == ""


@given(spoiled(fixture("question", status="REJECTED", rejectedAnswer=NOT_SHOWN)))
def test_a_spoiled_question_is_understood_or_refused(spoilt):
    understood(parse_question, spoilt)


# ---- listed ----


def pages(made, scan):
    page, found = None, []
    while True:
        answered = made.provider.fetch_questions(scan, NOW - timedelta(days=1), NOW, page)
        found += [document.key for document in answered.items]
        page = answered.next
        if page is None:
            return found


def test_each_storefront_has_its_scans(line):
    made = line(listed(), storefront="RO", targets=("BG",))
    names = [(scan.name, scan.windowed) for scan in made.provider.question_scans]
    assert names == [("open:RO", False), ("modified:RO", True), ("open:BG", False), ("modified:BG", True)]
    for scan in made.provider.question_scans:
        pages(made, scan)
    storefronts = [made.headers(number)["storefrontcode"] for number in range(len(made.calls))]
    assert storefronts == ["RO"] * 4 + ["BG"] * 4
    assert [scan.name for scan in line(listed(), storefront="TR").provider.question_scans] == ["open:TR", "modified:TR"]


def test_what_is_open_is_listed_status_by_status(line):
    made = line(listed(row(), pages=2), listed(row(id=5500002), pages=2), listed())
    opened = made.provider.question_scans[0]
    assert pages(made, opened) == [KEY, "5500002"]
    asked = [(params["status"], params["page"]) for _method, _path, params, _body in made.calls]
    assert asked == [
        ("WAITING_FOR_ANSWER", "0"),
        ("WAITING_FOR_ANSWER", "1"),
        ("REJECTED", "0"),
        ("WAITING_FOR_APPROVE", "0"),
    ]


def test_what_changed_is_listed_in_a_window_trendyol_takes(line):
    made = line(listed(row(), pages=2), listed(row(id=5500002), pages=2))
    assert pages(made, made.provider.question_scans[1]) == [KEY, "5500002"]
    for _method, path, params, _body in made.calls:
        assert path == "/integration/qna/sellers/123456/questions/filter"
        assert int(params["size"]) <= 50
        assert int(params["endDate"]) - int(params["startDate"]) == 86_400_000
        assert params["orderByField"] == "LastModifiedDate"
        assert "status" not in params
    assert made.provider.max_window <= timedelta(days=14)


def test_no_content_is_no_question(line):
    made = line(listed(content=None))
    assert pages(made, made.provider.question_scans[1]) == []


@pytest.mark.parametrize("broken", [HTML, answer(200, b""), answer(200, [1])])
def test_an_answer_that_is_none_is_a_failure_of_reading(line, broken):
    made = line(broken)
    with pytest.raises(Unavailable):
        made.provider.fetch_question(KEY)


def test_a_key_that_may_not_read_questions_stops_nothing_else(line):
    denied = answer(401, {"status": 401, "exception": "TrendyolAuthorizationException"})
    made = line(denied)
    with pytest.raises(Rejected, match="does not show"):
        pages(made, made.provider.question_scans[0])
    with pytest.raises(Rejected, match="does not show"):
        made.provider.fetch_question(KEY)
    with pytest.raises(AuthFailed):
        reply(made)


def test_one_question_is_looked_for_in_every_storefront(line):
    made = line(MISSING, shown(), targets=("BG",))
    assert made.provider.fetch_question(KEY).key == KEY
    assert [made.headers(number)["storefrontcode"] for number in range(2)] == ["RO", "BG"]
    assert line(MISSING).provider.fetch_question(KEY) is None
    assert line(refused(400, "invalid.storefront")).provider.fetch_question(KEY) is None
    assert not line(MISSING).provider.fetch_question("no number")


# ---- answered ----


def test_an_answer_is_given_in_the_storefront_of_the_question(line):
    made = line(MISSING, shown(), TAKEN, targets=("BG",))
    assert reply(made, f"  {WORDS} ").outcome is CONFIRMED
    assert made.asked[2] == f"POST qna/sellers/123456/questions/{KEY}/answers"
    assert made.bodies[2] == {"text": WORDS}
    assert made.headers(2)["storefrontcode"] == "BG"


@pytest.mark.parametrize("taken", [TAKEN, answer(200, b"")])
def test_trendyol_may_say_nothing_when_it_takes_an_answer(line, taken):
    assert reply(line(shown(), taken)).outcome is CONFIRMED


@pytest.mark.parametrize("text", ["prea", " " * 20, "x" * 2001])
def test_an_answer_of_the_wrong_length_is_not_sent(line, text):
    made = line(shown())
    result = reply(made, text)
    assert (result.outcome, made.calls) == (REFUSED, [])
    assert "10 to 2000" in result.text


def test_answers_at_their_limits_are_sent(line):
    low, high = line(shown()).provider.answer_length
    for length in (low, high):
        assert reply(line(shown(), TAKEN), "x" * length).outcome is CONFIRMED


@pytest.mark.parametrize("status", ["WAITING_FOR_APPROVE", "ANSWERED"])
def test_the_same_words_are_not_said_twice(line, status):
    made = line(shown(status=status, answer=GIVEN))
    assert reply(made, WORDS.replace(" ", "  ")).outcome is CONFIRMED
    assert len(made.calls) == 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"status": "ANSWERED", "answer": {**GIVEN, "text": "Cu totul altceva."}}, "Cu totul altceva."),
        ({"status": "UNANSWERED"}, "any more"),
        ({"status": "REPORTED"}, "any more"),
        ({"status": "REJECTED", "rejectedAnswer": {**NOT_SHOWN, "text": WORDS}}, "Neclar"),
        ({"status": "OPEN"}, "cannot be read"),
    ],
)
def test_what_is_settled_is_not_asked_again(line, changes, word):
    made = line(shown(**changes))
    result = reply(made)
    assert (result.outcome, len(made.calls)) == (REFUSED, 1)
    assert word in result.text


def test_after_a_refusal_other_words_are_sent(line):
    assert reply(line(shown(status="REJECTED", rejectedAnswer=NOT_SHOWN), TAKEN)).outcome is CONFIRMED


def test_a_refusal_has_trendyols_reason(line):
    made = line(shown(), refused(400, "forbidden.answer", "Fără date de contact"), shown())
    result = reply(made)
    assert (result.outcome, result.text, result.code) == (REFUSED, "Fără date de contact", "400 forbidden.answer")


def test_words_refused_because_they_had_arrived_meanwhile_count(line):
    made = line(shown(), refused(400, "wrong.status"), shown(status="WAITING_FOR_APPROVE", answer=GIVEN))
    assert reply(made).outcome is CONFIRMED


@pytest.mark.parametrize("broken", [None, HTML, answer(503, {})])
def test_a_call_that_broke_off_is_not_known_and_told_apart_by_reading(line, broken):
    made = line(shown(), broken, shown(status="WAITING_FOR_APPROVE", answer=GIVEN))
    with pytest.raises(OutcomeUnknown):
        reply(made)
    assert reply(made).outcome is CONFIRMED
    assert [call for call in made.asked if call.startswith("POST")] == [
        f"POST qna/sellers/123456/questions/{KEY}/answers"
    ]


def test_a_question_nobody_knows_is_refused(line):
    assert reply(line(MISSING)).outcome is REFUSED
