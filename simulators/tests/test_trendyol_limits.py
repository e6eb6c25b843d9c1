"""Service limits (api/trendyol.md §1.4)."""

import pytest

from .trendyol_api import Api

BRANDS = "/product/brands"
APPROVED = "/product/sellers/{S}/products/approved"
ORDERS = "/order/sellers/{S}/v2/orders"
STREAM = "/order/sellers/{S}/orders/stream"
STOCK = "/inventory/sellers/{S}/products/price-and-inventory"


@pytest.fixture
def api():
    return Api(settings={"rate_limit_factor": 1})


def passed(api, calls, path=BRANDS, **query):
    return sum(api.get(path, **query).status != 429 for _ in range(calls))


def written(api, calls, path, body):
    return sum(api.post(path, body).status != 429 for _ in range(calls))


def test_fifty_calls_in_ten_seconds_per_endpoint(api):
    assert passed(api, 60) == 50
    assert passed(api, 60, APPROVED) == 50
    api.clock.advance(9.9)
    assert passed(api, 1) == 0
    api.clock.advance(0.1)
    assert passed(api, 1) == 1


def test_the_answer_has_a_key_and_no_retry_after(api):
    passed(api, 50)
    reply = api.get(BRANDS)
    assert (reply.status, reply.key) == (429, "too.many.requests")
    assert "Retry-After" not in reply.headers


def test_thirty_order_lists_a_minute_for_small_shops(api):
    assert passed(api, 40, ORDERS) == 30
    api.clock.advance(59)
    assert passed(api, 1, ORDERS) == 0
    api.clock.advance(1)
    assert passed(api, 1, ORDERS) == 1


@pytest.mark.parametrize(("listings", "calls"), [(50_000, 30), (50_001, 40), (150_000, 50), (10**7, 50)])
def test_quota_grows_with_the_shop(api, listings, calls):
    api.set(listings=listings)
    assert passed(api, 60, ORDERS) == calls  # 100 a minute for the largest, 50 of them at once


def test_order_list_quota_of_the_other_page(api):
    api.set(order_list_quota="1000")
    assert passed(api, 60, ORDERS) == 50


def test_the_stream_has_no_quota_of_its_own(api):
    assert passed(api, 45, STREAM) == 45


def test_a_group_shares_its_quota(api):
    """Write = 200 a minute: 50 of each of four services, then none of a fifth."""
    base = "/product/sellers/{S}/products"
    bodies = {"items": [{"barcode": "x"}]}
    for suffix in (
        "/unapproved-bulk-update",
        "/content-bulk-update",
        "/variant-bulk-update",
        "/delivery-info-bulk-update",
    ):
        assert written(api, 60, base + suffix, bodies) == 50
    assert api.create({"barcode": "x"}).status == 429
    assert api.get(APPROVED).status == 200


def test_inventory_350_a_minute(api):
    admitted = 0
    for _ in range(7):
        admitted += written(api, 60, STOCK, {"items": [{"barcode": "x", "quantity": 1}]})
        api.clock.advance(8)
    assert admitted <= 350
    api.set(minute_quotas=False)
    api.clock.advance(10)
    assert api.send_stock({"barcode": "x", "quantity": 1}).status != 429


@pytest.mark.parametrize("action", ["approve", "issue"])
def test_five_decisions_about_claims_a_minute_each(api, action):
    path = "/order/sellers/{S}/claims/x/" + ("items/approve" if action == "approve" else "issue")
    method = api.put if action == "approve" else api.post
    statuses = [method(path, {}).status for _ in range(8)]
    assert statuses.count(429) == 3


def test_a_refused_call_costs_nothing(api):
    passed(api, 40, ORDERS)
    api.clock.advance(60)
    assert passed(api, 40, ORDERS) == 30


def test_the_factor_multiplies_and_zero_switches_off(api):
    api.set(rate_limit_factor=2)
    assert passed(api, 120) == 100
    api.set(rate_limit_factor=0)
    assert passed(api, 120) == 120


def test_addresses_once_an_hour_was_the_rule_before(api):
    path = "/sellers/{S}/addresses"
    assert passed(api, 2, path) == 2
    api.set(addresses_once_per_hour=True)
    assert passed(api, 2, path) == 1
    api.clock.advance(3600)
    assert passed(api, 2, path) == 1


def test_the_journal_counts_refusals(api):
    passed(api, 55)
    assert api.control("GET", "/calls")["summary"]["total"]["refused_by_limit"] == 5
