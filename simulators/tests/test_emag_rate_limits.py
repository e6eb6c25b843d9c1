"""Rate limits of the gateway (api/emag.md §1.6) and the limiter behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.core.limiter import Limiter

from .emag_api import Api


@pytest.fixture
def api():
    return Api(settings={"rate_limit_factor": 1})


def passed(api, calls):
    """How many of `calls` calls to vat/read are admitted right now."""
    return sum(api.post("/vat/read").status == 200 for _ in range(calls))


def test_three_per_second_outside_orders(api):
    assert passed(api, 10) == 3
    api.clock.advance(1)
    assert passed(api, 10) == 3


def test_twelve_per_second_for_orders_in_a_bucket_of_their_own(api):
    assert passed(api, 4) == 3
    statuses = [api.post("/order/read").status for _ in range(15)]
    assert statuses.count(200) == 12 and statuses.count(429) == 3


def test_order_attachments_count_as_orders(api):
    for _ in range(12):
        api.post("/order/attachments/read", {"order_id": 1})
    assert api.post("/order/count").status == 429


def test_five_per_second_and_200_per_minute_for_ean_lookups(api):
    def lookups(calls):
        return sum(api.get("/documentation/find_by_eans?eans[]=5901234123457").status == 200 for _ in range(calls))

    assert lookups(6) == 5
    assert passed(api, 3) == 3
    admitted = 5
    for _second in range(59):
        api.clock.advance(1)
        admitted += lookups(5)
    assert admitted == 200


def test_throttled_answer_is_the_gateways(api):
    passed(api, 3)
    reply = api.post("/vat/read")
    assert (reply.status, reply.json) == (429, {"message": "API rate limit exceeded"})
    assert reply.headers["Server"].startswith("kong/")
    assert "X-RateLimit-Limit-3second" in reply.headers
    assert "X-RateLimit-Remaining-3second" in reply.headers


def test_normal_answers_carry_the_limit_headers(api):
    assert "X-RateLimit-Remaining-3second" in api.post("/vat/read").headers


@pytest.mark.parametrize("path", ["/unknown/read", "/product_offer/save"])
def test_invalid_requests_count(api, path):
    for _ in range(3):
        api.post(path, {"nonsense": 1})
    assert api.post("/vat/read").status == 429


def test_refused_credentials_count(api):
    for _ in range(3):
        api.post("/vat/read", headers={})
    assert api.post("/vat/read").status == 429


def test_factor_multiplies_and_zero_switches_off(api):
    api.set(rate_limit_factor=10)
    assert passed(api, 40) == 30
    api.set(rate_limit_factor=0)
    assert passed(api, 40) == 40


def test_journal_counts_refusals(api):
    passed(api, 5)
    summary = api.control("GET", "/calls")["summary"]
    assert summary["total"]["refused_by_limit"] == 2
    assert summary["by_path"]["POST /api-3/vat/read"]["status_429"] == 2


def test_no_more_than_three_in_any_second(api):
    assert passed(api, 2) == 2
    api.clock.advance(0.6)
    assert passed(api, 5) == 1
    api.clock.advance(0.4)
    assert passed(api, 5) == 2


def test_token_bucket_refills_evenly(api):
    api.set(rate_limit_style="token_bucket")
    assert passed(api, 5) == 3
    api.clock.advance(0.34)
    assert passed(api, 5) == 1


def test_180_per_minute_outside_orders(api):
    admitted = passed(api, 3)
    for _third in range(300):
        api.clock.advance(0.2)
        admitted += api.post("/vat/read").status == 200
    assert admitted <= 183


@given(
    limit=st.integers(1, 20),
    gaps=st.lists(st.floats(0, 3), min_size=1, max_size=120),
    style=st.sampled_from(["token_bucket", "sliding_window"]),
)
def test_limiter_never_exceeds_its_promise(limit, gaps, style):
    """In any span: at most limit (sliding), or limit plus what refilled meanwhile (token bucket)."""
    limiter = Limiter({"all": [(limit, 1)]})
    now, admitted = 0.0, []
    for gap in gaps:
        now += gap
        if limiter.admit("all", now, style=style):
            admitted.append(now)
    for first, start in enumerate(admitted):
        for last in range(first, len(admitted)):
            span = admitted[last] - start
            if style == "token_bucket":
                assert last - first + 1 <= limit * (1 + span) + 0.001
            elif span < 1:
                assert last - first + 1 <= limit


@given(limit=st.integers(1, 20), style=st.sampled_from(["token_bucket", "sliding_window"]))
def test_limiter_admits_again_after_a_full_period(limit, style):
    limiter = Limiter({"all": [(limit, 1)]})
    assert sum(limiter.admit("all", 0.0, style=style) for _ in range(limit + 5)) == limit
    assert sum(limiter.admit("all", 1.0, style=style) for _ in range(limit + 5)) == limit
