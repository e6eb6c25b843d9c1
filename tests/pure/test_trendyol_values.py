"""Stock and price to Trendyol: taken into a batch, confirmed by its result, item by item."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, RateLimited, Unavailable
from odoo.addons.marketplace_base.lib.types import Outcome, Value
from odoo.addons.marketplace_trendyol.lib.batches import verdicts_of
from odoo.addons.marketplace_trendyol.lib.build import prices, value_item
from odoo.addons.marketplace_trendyol.lib.push import refusal

from tests.pure.trendyol_line import NOW, TrendyolLine, batch, listed, refused
from tests.pure.wire import answer

ACCEPTED, CONFIRMED, REFUSED, UNKNOWN = Outcome.ACCEPTED, Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
REPEATED = refused(400, "x", "Aynı istek 15 dakika içinde tekrarlanamaz")


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(TrendyolLine(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def outcomes(results):
    return {result.key: result.outcome for result in results}


def result(*items, count=None, **more):
    rows = [
        {"requestItem": {"barcode": key}, "status": status, "failureReasons": reasons} for key, status, reasons in items
    ]
    return {"batchRequestId": "b", "itemCount": len(rows) if count is None else count, "items": rows} | more


# ---- what is sent ----


def test_D7_stock_and_price_of_many_offers_leave_in_one_call_and_are_only_accepted(line):
    made = line(batch("b-7"))
    results = made.provider.push_values([Value("A", quantity=7, price=Decimal("99.90")), Value("B", quantity=30_000)])
    assert [(r.key, r.outcome, r.ref) for r in results] == [("A", ACCEPTED, "b-7"), ("B", ACCEPTED, "b-7")]
    assert made.calls == [
        (
            "POST",
            "/integration/inventory/sellers/123456/products/price-and-inventory",
            {},
            {
                "items": [
                    {"barcode": "A", "quantity": 7, "salePrice": 99.9, "listPrice": 99.9},
                    {"barcode": "B", "quantity": 20_000},
                ]
            },
        )
    ]


def test_the_crossed_out_price_stands_above_the_price_as_far_as_wished(line):
    made = line(batch(), list_percent=30)
    made.provider.push_values([Value("A", price=Decimal("100"))])
    assert made.bodies[0]["items"] == [{"barcode": "A", "salePrice": 100.0, "listPrice": 130.0}]


@given(st.decimals("0.01", "9999999", places=2), st.decimals("-50", "300", places=2))
def test_the_crossed_out_price_is_never_below_the_price(price, percent):
    sale, crossed_out = prices(price, percent)
    assert crossed_out >= sale == float(price)


@pytest.mark.parametrize(
    ("value", "offer", "word"),
    [
        (Value("", quantity=1), {}, "barcode"),
        (Value("x" * 41, quantity=1), {}, "barcode"),
        (Value("A", price=Decimal(0)), {}, "above zero"),
        (Value("A", quantity=-1), {}, "stock"),
        (Value("A", quantity=1), {"review": "review"}, "approved"),
    ],
)
def test_what_trendyol_would_refuse_is_known_before(value, offer, word):
    assert word in refusal(value, offer)


def test_good_values_are_not_refused():
    assert refusal(Value("A", quantity=0, price=Decimal("0.01")), {"review": "approved"}) == ""
    assert value_item(Value("A", quantity=-5)) == {"barcode": "A", "quantity": 0}


# ---- when the request is refused as a whole ----


def test_D9_a_repeated_request_is_proved_by_what_trendyol_holds(line):
    held = {
        "variants": [
            {"barcode": "A", "quantity": 5, "salePrice": 10, "listPrice": 10},
            {"barcode": "B", "quantity": 4, "salePrice": 10, "listPrice": 10},
        ]
    }
    made = line(REPEATED, listed(held))
    results = made.provider.push_values([Value("A", quantity=5), Value("B", quantity=5), Value("C", quantity=5)])
    assert outcomes(results) == {"A": CONFIRMED, "B": UNKNOWN, "C": UNKNOWN}
    assert made.calls[1][2]["barcodes"] == "A,B,C"


def test_D9_where_nothing_can_be_read_back_nothing_is_claimed(line):
    made = line(REPEATED, answer(503))
    assert outcomes(made.provider.push_values([Value("A", quantity=5)])) == {"A": UNKNOWN}


def test_D6_a_stock_that_comes_back_within_15_minutes_is_sent_in_other_words(line):
    held = {"variants": [{"barcode": "A", "quantity": 4, "salePrice": 10, "listPrice": 12}]}
    made = line(REPEATED, listed(held), batch("b-2"), list_percent=20)
    results = made.provider.push_values([Value("A", quantity=5, price_proved=Decimal(10))])
    assert [(r.key, r.outcome, r.ref) for r in results] == [("A", ACCEPTED, "b-2")]
    assert made.bodies[-1]["items"] == [{"barcode": "A", "quantity": 5, "salePrice": 10.0, "listPrice": 12.0}]


def test_D9_words_that_are_known_too_wait(line):
    held = {"variants": [{"barcode": "A", "quantity": 4, "salePrice": 10, "listPrice": 10}]}
    made = line(REPEATED, listed(held), REPEATED, listed(held))
    assert outcomes(made.provider.push_values([Value("A", quantity=5, price_proved=Decimal(10))])) == {"A": UNKNOWN}


def test_D9_an_item_refused_as_a_repetition_is_sent_again_by_itself():
    rows = result(("A", "FAILED", ["Aynı istek 15 dakika içinde tekrarlanamaz"]), ("B", "FAILED", ["Kilitli"]))
    assert outcomes(verdicts_of(rows, "b", NOW).values()) == {"A": UNKNOWN, "B": REFUSED}


def test_an_item_that_spoils_the_request_is_found(line):
    def judge(request):
        return refused(400, "invalid.barcode", "barcode") if b'"BAD"' in request else batch("b-ok")

    made = line(judge)
    results = {r.key: r for r in made.provider.push_values([Value(key, quantity=1) for key in ("A", "B", "BAD", "C")])}
    assert outcomes(results.values()) == {"A": ACCEPTED, "B": ACCEPTED, "BAD": REFUSED, "C": ACCEPTED}
    assert results["BAD"].code == "400 invalid.barcode"


def test_a_request_that_is_refused_whatever_is_in_it_ends(line):
    made = line(refused(400))
    results = made.provider.push_values([Value(str(number), quantity=1) for number in range(1000)])
    assert len(results) == 1000
    assert set(outcomes(results).values()) <= {UNKNOWN, REFUSED}
    assert len(made.calls) <= 16


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answer(401, {"status": 401, "exception": "ClientApiAuthenticationException", "errors": []}), AuthFailed),
        (answer(403, b"<html>blocked</html>", {"Content-Type": "text/html"}), AuthFailed),
        (refused(400, "supplier.api.supplier.not.found"), AuthFailed),
        (refused(400, "invalid.storefrontcode"), AuthFailed),
        (refused(429, "too.many.requests"), RateLimited),
        (answer(500), OutcomeUnknown),
        (answer(426), OutcomeUnknown),
        (answer(200, b"<html>"), OutcomeUnknown),
        (answer(200, {}), OutcomeUnknown),
        (None, OutcomeUnknown),
    ],
)
def test_what_nobody_knows_is_said_so(line, reply, error):
    with pytest.raises(error):
        line(reply).provider.push_values([Value("A", quantity=1)])


def test_a_reading_that_failed_changed_nothing(line):
    for reply in (answer(500), answer(426), answer(200, b"<html>"), answer(200, [1])):
        with pytest.raises(Unavailable):
            line(reply).provider.fetch_batch("b")


# ---- the platform's word, item by item ----


def test_D9_each_item_has_its_own_verdict(line):
    made = line(answer(200, result(("A", "SUCCESS", []), ("B", "FAILED", ["Listeleme yok", "Nu"]))))
    results = made.provider.fetch_batch("b")
    assert outcomes(results) == {"A": CONFIRMED, "B": REFUSED}
    assert results[1].text == "Listeleme yok; Nu"
    assert made.asked == ["GET product/sellers/123456/products/batch-requests/b"]


@pytest.mark.parametrize(
    "said",
    [
        result(("A", "SUCCESS", []), count=2),
        result(count=3, status="COMPLETED"),
        result(("A", "IN_PROGRESS", [])),
        result(("A", "SUCCESS", []), status="IN_PROGRESS"),
    ],
)
def test_a_batch_that_is_not_done_is_asked_about_again(line, said):
    assert line(answer(200, said)).provider.fetch_batch("b") is None


def test_a_batch_that_trendyol_forgot_says_nothing_of_its_items(line):
    young = f"uuid-{int((NOW - timedelta(minutes=1)).timestamp())}"
    old = f"uuid-{int((NOW - timedelta(hours=5)).timestamp())}"
    empty = answer(200, {"batchRequestId": "b"})
    assert line(empty).provider.fetch_batch(young) is None
    assert line(empty).provider.fetch_batch(old) == []


def test_a_batch_that_never_ends_is_given_up_after_its_time():
    started = int((NOW - timedelta(hours=5)).timestamp() * 1000)
    said = result(("A", "SUCCESS", []), ("B", "IN_PROGRESS", []), creationDate=started)
    assert {key: r.outcome for key, r in verdicts_of(said, "b", NOW).items()} == {"A": CONFIRMED, "B": UNKNOWN}


def test_an_offer_in_two_batches_is_confirmed_by_both(line):
    content = {"itemCount": 1, "items": [{"requestItem": {"updateRequest": {"contentId": 9}}, "status": "SUCCESS"}]}
    good, bad = result(("A", "SUCCESS", [])), result(("A", "FAILED", ["Nu"]))
    ref = "c#9=A+v#A=A"
    assert outcomes(line(answer(200, content), answer(200, good)).provider.fetch_batch(ref)) == {"A": CONFIRMED}
    assert outcomes(line(answer(200, content), answer(200, bad)).provider.fetch_batch(ref)) == {"A": REFUSED}
    waiting = result(("A", "IN_PROGRESS", []))
    assert line(answer(200, content), answer(200, waiting)).provider.fetch_batch(ref) is None


def test_a_settled_batch_is_read_once_for_all_its_offers(line):
    made = line(answer(200, result(("A", "SUCCESS", []), ("B", "FAILED", []))))
    assert outcomes(made.provider.fetch_batch("b#A=A")) == {"A": CONFIRMED}
    assert outcomes(made.provider.fetch_batch("b#B=B")) == {"B": REFUSED}
    assert len(made.calls) == 1
