"""Stock and price out: every offer gets its own verdict, whatever eMAG says about the batch."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, RateLimited, Unavailable
from odoo.addons.marketplace_base.lib.types import Outcome, Value
from odoo.addons.marketplace_emag.lib.build import offer_update
from odoo.addons.marketplace_emag.lib.pooled import MAX_CALLS

from tests.pure.emag_line import EmagLine, read_request, said
from tests.pure.wire import answer

CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN


@pytest.fixture
def line():
    lines = []

    def make(*answers):
        lines.append(EmagLine(*answers))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def good(key):
    return {str(key): {"isError": False, "messages": [f"Offer {key} updated successfully"]}}


def bad(key, *messages):
    return {str(key): {"isError": True, "messages": list(messages)}}


def stock(*keys):
    return [Value(str(key), quantity=5) for key in keys]


def outcomes(results):
    return {result.key: result.outcome for result in results}


# ---- what is sent ----


def test_D7_stock_and_price_of_many_offers_leave_in_one_call(line):
    made = line(said({**good(1), **good(2)}))
    results = made.provider.push_values(
        [
            Value("1", quantity=7, price=Decimal("165.28926")),
            Value("2", price=Decimal("10"), price_low=Decimal("8.5"), price_high=Decimal("12")),
        ]
    )
    assert [result.outcome for result in results] == [CONFIRMED, CONFIRMED]
    assert made.calls == [
        (
            "/api-3/offer/save",
            [
                {"id": 1, "stock": [{"warehouse_id": 1, "value": 7}], "sale_price": 165.2893},
                {"id": 2, "sale_price": 10.0, "min_sale_price": 8.5, "max_sale_price": 12.0},
            ],
        )
    ]
    assert made.journal[0].keys == ("1", "2")


@pytest.mark.parametrize(("quantity", "sent"), [(-3, 0), (0, 0), (65535, 65535), (70000, 65535)])
def test_stock_is_clamped_to_what_emag_accepts(quantity, sent):
    assert offer_update(Value("1", quantity=quantity))["stock"] == [{"warehouse_id": 1, "value": sent}]


@given(st.decimals("0.0001", "9999999", places=4))
def test_price_is_written_with_exactly_its_four_decimals(price):
    assert Decimal(json.dumps(offer_update(Value("1", price=price))["sale_price"])) == price


# ---- verdicts ----


def test_D9_offer_is_confirmed_only_by_its_own_result(line):
    results = {**good(1), **bad(2, "Stock should be 0 or more"), "3": {"messages": ["hm"]}, "4": []}
    found = line(said(results)).provider.push_values(stock(1, 2, 3, 4, 5))
    assert outcomes(found) == {"1": CONFIRMED, "2": REFUSED, "3": UNKNOWN, "4": UNKNOWN, "5": UNKNOWN}
    assert found[1].text == "eMAG refused the stock. eMAG says: Stock should be 0 or more"


def test_D9_empty_success_confirms_nothing(line):
    found = line(said([])).provider.push_values(stock(1, 2))
    assert outcomes(found) == {"1": UNKNOWN, "2": UNKNOWN}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("ERROR: The offer status is 2 (end of life). If you want to sell this product, please update it.", "ended"),
        ("Offer 1 not found", "unknown_offer"),
        ("The offer is included in the active campaign BF, thus the stock has NOT been changed.", "campaign"),
        ("The stock field is mandatory. Its value must be a whole (integer) number.", "stock"),
        ("Something new", ""),
    ],
)
def test_refusal_is_told_in_words_and_with_a_code(line, message, code):
    [result] = line(said(bad(1, message))).provider.push_values(stock(1))
    assert (result.outcome, result.code) == (REFUSED, code)
    assert message.removeprefix("ERROR: ") in result.text


def test_refusal_named_only_at_the_top_reaches_its_offer(line):
    found = line(said(good(1), "Offer 2 not found")).provider.push_values(stock(1, 2))
    assert outcomes(found) == {"1": CONFIRMED, "2": REFUSED}


def test_number_in_a_message_that_is_no_offer_number_accuses_nobody(line):
    message = "The offer status is 2. Please update the status to 1 (active). - Product id: 7"
    found = line(said({**good(1), **good(2)}, message)).provider.push_values(stock(1, 2, 7))
    assert outcomes(found) == {"1": CONFIRMED, "2": CONFIRMED, "7": REFUSED}


def test_success_and_warnings_at_the_top_prove_nothing_and_refuse_nothing(line):
    found = line(said([], "Offer 1 updated successfully", "WARNING: Offer 2 is odd")).provider.push_values(stock(1, 2))
    assert outcomes(found) == {"1": UNKNOWN, "2": UNKNOWN}


def test_locked_offer_is_sent_again_instead_of_refused(line):
    [result] = line(said(bad(1, "Resource locked for processing"))).provider.push_values(stock(1))
    assert result.outcome is UNKNOWN


def test_key_that_is_no_emag_number_is_refused_here_and_stops_nobody(line):
    made = line(said(good(1)))
    found = made.provider.push_values([*stock("A-7"), *stock(1)])
    assert outcomes(found) == {"A-7": REFUSED, "1": CONFIRMED}
    assert len(made.calls[0][1]) == 1


# ---- a batch refused as a whole ----


def emag(refuses=(), silent=(), error=True, status=200):
    """A server whose whole batch fails, without naming anybody, while an offer it ``refuses`` is in it."""

    def reply(request):
        keys = [item["id"] for item in read_request(request)[1]]
        if set(keys) & set(refuses):
            return said([], "ERROR: Invalid price", error=error, status=status)
        return said({key: value for n in keys if n not in silent for key, value in good(n).items()})

    return reply


@pytest.mark.parametrize(("error", "status"), [(True, 200), (True, 400), (False, 200)])
@pytest.mark.parametrize("culprit", [1, 17, 50])
def test_D9_one_bad_offer_does_not_hold_back_the_other_49(line, culprit, error, status):
    made = line(emag(refuses=[culprit], error=error, status=status))
    found = outcomes(made.provider.push_values(stock(*range(1, 51))))
    assert found.pop(str(culprit)) is REFUSED
    assert set(found.values()) == {CONFIRMED}
    assert len(made.calls) <= 13


def test_too_many_variables_split_the_batch(line):
    def reply(request):
        keys = [item["id"] for item in read_request(request)[1]]
        if len(keys) > 20:
            return said([], "Maximum input vars of 4000 exceeded", error=True)
        return said({key: value for n in keys for key, value in good(n).items()})

    found = line(reply).provider.push_values(stock(*range(1, 51)))
    assert {result.outcome for result in found} == {CONFIRMED}


def test_named_culprit_is_left_out_and_the_rest_goes_again_whole(line):
    def reply(request):
        keys = [item["id"] for item in read_request(request)[1]]
        if 3 in keys:
            return said([], "Invalid price - Product id: 3", error=True)
        return said({key: value for n in keys for key, value in good(n).items()})

    made = line(reply)
    found = outcomes(made.provider.push_values(stock(1, 2, 3, 4)))
    assert found == {"1": CONFIRMED, "2": CONFIRMED, "3": REFUSED, "4": CONFIRMED}
    assert len(made.calls) == 2


def test_search_for_culprits_has_an_end_and_still_gets_somewhere(line):
    made = line(emag(refuses=range(1, 51)))
    found = made.provider.push_values(stock(*range(1, 51)))
    assert len(made.calls) == MAX_CALLS
    assert {result.outcome for result in found} == {REFUSED, UNKNOWN}
    assert len(found) == 50


def test_failure_in_the_middle_keeps_what_was_proved_and_stops_calling(line):
    refused = said([], "Invalid price", error=True)  # of all four, then of the first two
    made = line(refused, refused, said(good(1)), answer(429), said({**good(3), **good(4)}))
    found = outcomes(made.provider.push_values(stock(1, 2, 3, 4)))
    assert found == {"1": CONFIRMED, "2": UNKNOWN, "3": UNKNOWN, "4": UNKNOWN}
    assert len(made.calls) == 4


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (None, OutcomeUnknown),
        (answer(body=b'{"isError": false, "results": {"1"'), OutcomeUnknown),
        (answer(429), RateLimited),
        (said([], "You are not allowed to use this API.", error=True), AuthFailed),
        (said([], "Resource locked for processing", error=True), Unavailable),
    ],
)
def test_call_that_fails_as_a_whole_raises(line, wrong, error):
    with pytest.raises(error):
        line(wrong).provider.push_values(stock(1, 2))


@settings(max_examples=25)
@given(st.sets(st.integers(1, 50), min_size=1, max_size=50), st.data())
def test_D9_no_offer_is_ever_without_verdict_or_confirmed_without_emags_word(keys, data):
    refused = data.draw(st.sets(st.sampled_from(sorted(keys)), max_size=4))
    silent = data.draw(st.sets(st.sampled_from(sorted(keys)), max_size=4))
    made = EmagLine(emag(refuses=refused, silent=silent))
    try:
        found = made.provider.push_values(stock(*keys))
    finally:
        made.close()
    assert {result.key for result in found} == {str(key) for key in keys}
    for result in found:
        if int(result.key) in refused:
            assert result.outcome in (REFUSED, UNKNOWN)
        elif int(result.key) in silent:
            assert result.outcome is UNKNOWN
        else:
            assert result.outcome in (CONFIRMED, UNKNOWN)


# ---- refusals known before sending ----


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"price": 100}, ""),
        ({"price": 80}, ""),
        ({"price": 120.3}, ""),
        ({"quantity": 0}, ""),
        ({"price": 0}, "above zero"),
        ({"price": -1}, "above zero"),
        ({"price": 79.9999}, "below the lowest price eMAG accepts for this offer (80, without VAT)"),
        ({"price": 120.31}, "above the highest price eMAG accepts for this offer (120.3, without VAT)"),
        ({"price": 70, "price_low": 60}, ""),
        ({"price": 130, "price_high": 140}, ""),
        ({"price": 130, "price_low": 130, "price_high": 130}, "lowest price (130) has to be below the highest (130)"),
        ({"price_low": 0}, "lowest price has to be above zero"),
        ({"quantity": -1}, "Stock -1 is outside"),
        ({"quantity": 65536}, "Stock 65536 is outside"),
        ({"key": "A-7"}, "A-7 is not a product number"),
    ],
)
def test_value_that_emag_would_refuse_is_known_before_sending(line, value, words):
    parts = {name: Decimal(str(part)) if name.startswith("price") else part for name, part in value.items()}
    # the limits as a database may hand them over: a Decimal, or a float that is not exactly the limit
    said_why = line(said()).provider.refusal(
        Value(**{"key": "1", **parts}), {"price_low": Decimal(80), "price_high": 120.3}
    )
    assert words in said_why
    assert bool(words) == bool(said_why)


def test_offer_without_limits_takes_any_price(line):
    provider = line(said()).provider
    assert provider.refusal(Value("1", price=Decimal(5)), {"price_low": None, "price_high": None}) == ""
    assert provider.refusal(Value("1", price=Decimal(5)), {}) == ""
