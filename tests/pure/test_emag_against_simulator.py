"""The eMAG provider against the eMAG simulator: two readings of one document meet over real HTTP."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.catalogue import Review
from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, RateLimited, Unavailable
from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_base.lib.types import LineKind, OrderStatus, Outcome, Value
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

from simulators.emag import EmagSimulator

CREDENTIALS = {"username": "seller", "password": "parolă secretă"}
SCANS = {scan.name: scan for scan in EmagProvider.order_scans}


@pytest.fixture(scope="module")
def server():
    with EmagSimulator("RO", CREDENTIALS["username"], CREDENTIALS["password"]) as simulator:
        yield simulator


@pytest.fixture
def emag(server):
    """The control client of a fresh account without call limits. The clock is shared: nobody moves it."""
    server.control.reset()
    server.control.settings(rate_limit_factor=1000)
    return server.control


@pytest.fixture
def connect(server):
    """Makes providers: ``connect(password=…, rates=…)``."""
    transports = []

    def make(rates=None, address=None, **credentials):
        credentials = {**CREDENTIALS, **credentials}
        options = {"site": "RO", "address": address or server.url}
        limiter = Limiter(rates or {}, clock=time.time, sleep=time.sleep)
        transport = Transport(limiter, lambda record: None, **EmagProvider.transport_options(credentials, options))
        transports.append(transport)
        return EmagProvider(Connection(transport, options, lambda: datetime.now(UTC), credentials))

    yield make
    for transport in transports:
        transport.close()


@pytest.fixture
def provider(emag, connect):
    return connect()


def around_now():
    return datetime.now(UTC) - timedelta(minutes=1), datetime.now(UTC) + timedelta(minutes=1)


def everything(read):
    """All items of a paged reading."""
    items, page = [], None
    while True:
        answer = read(page)
        items += answer.items
        if answer.next is None:
            return items
        page = answer.next


# ---- connection ----


def test_A8_check_passes_and_lists_what_the_account_has(provider):
    checks = provider.check()
    assert [check.item for check in checks if not check.ok] == []
    assert [check.item for check in checks if check.item in ("vat", "courier") and not check.text] == []


@pytest.mark.parametrize("status", [200, 401, 403])
@pytest.mark.parametrize("prefix", ["", "ERROR: "])
def test_wrong_password_is_recognised_however_it_is_said(emag, connect, status, prefix):
    emag.settings(auth_refusal_status=status, auth_message_prefix=prefix)
    [check] = connect(password="wrong").check()
    assert (check.item, check.ok) == ("credentials", False)


@pytest.mark.parametrize("status", [200, 403])
def test_A2_unknown_address_is_named(emag, provider, status):
    emag.settings(allowed_ips=["203.0.113.7"], ip_refusal_status=status)
    [check] = provider.check()
    assert check.item == "address"
    assert "127.0.0.1" in check.text


def test_dictionaries_in_every_shape(emag, provider):
    rates = {entry.value for entry in provider.fetch_dictionary("vat", None).items}
    assert Decimal("0.21") in rates
    emag.settings(vat_rate_as="percent", handling_time_key="value")
    assert {entry.value for entry in provider.fetch_dictionary("vat", None).items} == rates
    for kind in provider.dictionaries:
        assert provider.fetch_dictionary(kind, None).items


# ---- offers ----


def test_A5_catalogue_is_read_whole(emag, provider):
    emag.generate_offers(230, first_id=1000)
    offers = everything(provider.fetch_offers)
    by_key = {offer.key: offer for offer in offers}
    assert len(by_key) == len(offers)
    assert {str(number) for number in range(1000, 1230)} <= set(by_key)
    offer = by_key["1001"]
    assert (offer.stock, offer.price, offer.currency, offer.status) == (10, Decimal("11.01"), "RON", "active")
    assert offer.tax_rate is not None
    assert offer.barcodes
    assert offer.sellable


def test_B5_offer_is_read_by_number_and_by_catalogue_key(emag, provider):
    emag.generate_offers(3, first_id=1000)
    offer = provider.fetch_offer("1001")
    assert offer.key == "1001"
    assert provider.fetch_offer(offer.platform_code).key == "1001"
    assert provider.fetch_offer("999999") is None


def test_validation_in_either_shape(emag, provider):
    emag.generate_offers(1, first_id=1000)
    for shape in ("list", "object"):
        emag.settings(validation_status_shape=shape, offer_validation_status_shape=shape)
        emag.validate_offer(1000, status=9)
        assert provider.fetch_offer("1000").sellable
        emag.validate_offer(1000, status=8, errors=["Bad brand"])
        refused = provider.fetch_offer("1000")
        assert not refused.sellable
        assert refused.publication == "Documentation rejected"


# ---- stock and price out ----


def values(*numbers, **parts):
    return [Value(str(number), **(parts or {"quantity": 7})) for number in numbers]


def outcomes(results):
    return {result.key: result.outcome for result in results}


@pytest.mark.parametrize("where", ["results", "messages"])
@pytest.mark.parametrize("shape", ["string", "text", "message", "keyed"])
def test_D9_mixed_batch_gets_a_verdict_per_offer_wherever_emag_puts_it(emag, provider, where, shape):
    emag.generate_offers(10, first_id=1000)
    emag.edit_offer(1001, status=2)
    emag.edit_offer(1002, min_sale_price=100, max_sale_price=200)
    emag.settings(offer_save_refusals=where, message_shape=shape)
    sent = [
        *values(*range(1003, 1010)),
        *values(1000, quantity=3, price=Decimal("15.1234")),
        *values(1001),  # end of life
        *values(1002, price=Decimal("99.9999")),  # below its lowest price
        *values(777777),  # unknown
    ]
    found = outcomes(provider.push_values(sent))
    for key in ("1001", "1002", "777777"):
        assert found.pop(key) is Outcome.REFUSED, key
    assert set(found.values()) == {Outcome.CONFIRMED}
    assert provider.fetch_offer("1003").stock == 7
    changed = provider.fetch_offer("1000")
    assert (changed.stock, changed.price) == (3, Decimal("15.1234"))


def test_D9_refused_price_and_limits_together_go_through_when_consistent(emag, provider):
    emag.generate_offers(1, first_id=1000)
    emag.edit_offer(1000, min_sale_price=5, max_sale_price=20)
    offer = provider.fetch_offer("1000")
    limits = {"price_low": offer.price_low, "price_high": offer.price_high}
    apart = Value("1000", price=Decimal(50))
    assert provider.refusal(apart, limits)
    assert outcomes(provider.push_values([apart])) == {"1000": Outcome.REFUSED}
    together = Value("1000", price=Decimal(50), price_low=Decimal(40), price_high=Decimal(60))
    assert provider.refusal(together, limits) == ""
    assert outcomes(provider.push_values([together])) == {"1000": Outcome.CONFIRMED}
    assert provider.fetch_offer("1000").price_high == 60


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("cut_after", OutcomeUnknown),
        ("cut_before", OutcomeUnknown),
        ("truncated_json", OutcomeUnknown),
        ("html", OutcomeUnknown),
        ("empty", OutcomeUnknown),
        ("503", OutcomeUnknown),
        ("429", RateLimited),
    ],
)
def test_D9_lost_answer_is_never_taken_for_success_or_failure(emag, connect, provider, fault, error):
    emag.generate_offers(1, first_id=1000)
    emag.add_fault(fault, match="offer/save", times=1)
    with pytest.raises(error):
        connect().push_values(values(1000))
    assert outcomes(provider.push_values(values(1000))) == {"1000": Outcome.CONFIRMED}
    assert provider.fetch_offer("1000").stock == 7


@pytest.mark.parametrize(
    ("fault", "error"),
    [("cut_after", Unavailable), ("truncated_json", Unavailable), ("504", Unavailable), ("429", RateLimited)],
)
def test_lost_page_of_a_reading_is_a_failure_and_not_the_end_of_the_list(emag, connect, provider, fault, error):
    emag.generate_offers(150, first_id=1000)
    emag.add_fault(fault, match="product_offer/read", times=1)
    with pytest.raises(error):
        connect().fetch_offers("1")
    assert len(provider.fetch_offers("1").items) == 100


def test_wrong_types_are_understood_or_refused_but_never_crash(emag, provider):
    emag.generate_offers(5, first_id=1000)
    emag.place_order(lines=[{"product_id": 1000, "quantity": 2, "sgr": 1}], vouchers=[{"value": 5}])
    emag.add_fault("wrong_type")
    offers = everything(provider.fetch_offers)
    assert {offer.key for offer in offers} >= {"1000", "1001"}
    assert all(not offer.problems for offer in offers if offer.key == "1000")
    [document] = provider.fetch_orders(SCANS["new"], None, None, None).items
    spoilt = provider.parse_order(document.payload)
    emag.clear_faults()
    assert spoilt.total == provider.parse_order(provider.fetch_order(document.key).payload).total


def test_D9_verdicts_lost_in_an_empty_list_confirm_nothing(emag, provider):
    emag.generate_offers(1, first_id=1000)
    emag.add_fault("wrong_type", match="offer/save", times=1)
    assert outcomes(provider.push_values(values(1000))) == {"1000": Outcome.UNKNOWN}
    assert outcomes(provider.push_values(values(1000))) == {"1000": Outcome.CONFIRMED}


@pytest.mark.parametrize("style", ["token_bucket", "sliding_window"])
def test_D7_even_pace_is_never_throttled(emag, connect, style):
    emag.generate_offers(1, first_id=1000)
    emag.settings(rate_limit_factor=1, rate_limit_style=style)
    paced = connect(rates=EmagProvider.rates)
    for stock in range(7):
        assert outcomes(paced.push_values(values(1000, quantity=stock))) == {"1000": Outcome.CONFIRMED}
    for _attempt in range(25):
        paced.fetch_orders(SCANS["new"], None, None, None)


def test_unpaced_calls_are_throttled_and_say_which_bucket(emag, connect):
    emag.settings(rate_limit_factor=1)
    hasty = connect()

    def hurry():
        for _attempt in range(60):
            hasty.fetch_dictionary("handling_time", None)

    with pytest.raises(RateLimited) as raised:
        hurry()
    assert raised.value.bucket == "default"


# ---- orders in ----

ORDERS = [
    {"lines": [{"product_id": 1000, "quantity": 1}]},
    {"lines": [{"product_id": 1000, "quantity": 3}, {"product_id": 1007, "quantity": 7}], "payment": "card"},
    {"lines": [{"product_id": 1003, "quantity": 2, "sgr": 3}], "delivery": "locker", "payment": "bank"},
    {"lines": [{"product_id": 1001, "quantity": 2}], "customer": "company", "shipping": "0", "payment": "card"},
    {
        "lines": [{"product_id": 1001, "quantity": 3}, {"product_id": 1002, "quantity": 1, "sgr": 1}],
        "vouchers": [
            {"value": 13.37, "shares": {"emag": 10, "seller": 3.37}},
            {"value": 5.01, "voucher_id": 5, "on": "shipping"},
        ],
        "payment": "card",
    },
]


@pytest.mark.parametrize("wish", ORDERS)
def test_F8_F11_total_is_what_the_shopper_was_told(emag, provider, wish):
    emag.generate_offers(10, first_id=1000)
    placed = emag.place_order(**wish)
    [document] = provider.fetch_orders(SCANS["new"], None, None, None).items
    assert document.key == str(placed["id"])
    order = provider.parse_order(document.payload)
    assert order.total == Decimal(str(placed["total"]))
    assert order.status is OrderStatus.NEW
    assert [line.offer_key for line in order.lines if line.kind is LineKind.PRODUCT] == [
        str(line["product_id"]) for line in wish["lines"]
    ]
    if wish.get("payment") == "card":
        assert order.payment.collected == order.total
        assert order.payment.is_paid
    else:
        assert order.payment.collected is None
    assert order.customer.is_company == (wish.get("customer") == "company")
    if wish.get("delivery") == "locker":
        assert order.delivery.pickup_point
        assert "[EasyBox #" in order.delivery.street
    since, until = around_now()
    assert since < order.placed_at < until


@pytest.mark.parametrize("field", ["empty_details_as_list"])
def test_order_with_an_empty_list_for_an_object(emag, provider, field):
    emag.generate_offers(1, first_id=1000)
    emag.settings(**{field: True})
    emag.place_order(lines=[{"product_id": 1000}])
    [document] = provider.fetch_orders(SCANS["new"], None, None, None).items
    assert provider.parse_order(document.payload).delivery.pickup_point == ""


def test_F11_funder_of_a_voucher_is_told_apart(emag, provider):
    emag.generate_offers(1, first_id=1000)
    emag.place_order(
        lines=[{"product_id": 1000, "quantity": 3}], vouchers=[{"value": 9, "shares": {"emag": 6, "seller": 3}}]
    )
    [document] = provider.fetch_orders(SCANS["new"], None, None, None).items
    vouchers = [line for line in provider.parse_order(document.payload).lines if line.kind is LineKind.VOUCHER]
    assert {line.paid_by: line.total for line in vouchers} == {"platform": Decimal(-6), "seller": Decimal(-3)}


def test_F14_take_over_once_twice_and_when_locked(emag, provider):
    emag.generate_offers(1, first_id=1000)
    key = str(emag.place_order(lines=[{"product_id": 1000}])["id"])
    emag.lock_order(int(key), 1)
    with pytest.raises(Unavailable):
        provider.acknowledge(key)
    time.sleep(1.1)
    assert provider.acknowledge(key).outcome is Outcome.CONFIRMED
    assert provider.acknowledge(key).outcome is Outcome.CONFIRMED
    assert provider.parse_order(provider.fetch_order(key).payload).status is OrderStatus.PROCESSING
    assert provider.fetch_orders(SCANS["new"], None, None, None).items == []


def test_F14_take_over_whose_answer_was_cut_off_is_found_out_by_asking_again(emag, provider):
    emag.generate_offers(1, first_id=1000)
    key = str(emag.place_order(lines=[{"product_id": 1000}])["id"])
    emag.add_fault("cut_after", match="acknowledge", times=1)
    with pytest.raises(OutcomeUnknown):
        provider.acknowledge(key)
    assert provider.acknowledge(key).outcome is Outcome.CONFIRMED


def test_F14_take_over_of_a_cancelled_or_unknown_order_is_refused_in_words(emag, provider):
    emag.generate_offers(1, first_id=1000)
    key = str(emag.place_order(lines=[{"product_id": 1000}])["id"])
    emag.cancel_order(int(key))
    for number in (key, "99"):
        result = provider.acknowledge(number)
        assert result.outcome is Outcome.REFUSED
        assert result.text


@pytest.mark.parametrize("shape", ["object", "id"])
def test_cancellation_is_seen_by_the_scan_of_changes(emag, provider, shape):
    emag.generate_offers(2, first_id=1000)
    emag.settings(reason_cancellation_as=shape)
    key = str(emag.place_order(lines=[{"product_id": 1000}])["id"])
    emag.cancel_order(int(key))
    since, until = around_now()
    [document] = everything(lambda page: provider.fetch_orders(SCANS["modified"], since, until, page))
    order = provider.parse_order(document.payload)
    assert (order.key, order.status) == (key, OrderStatus.CANCELLED)
    assert order.cancel_reason
    assert document.modified_at is not None
    later = everything(lambda page: provider.fetch_orders(SCANS["modified"], until, until + timedelta(minutes=5), page))
    assert later == []


def test_cancellation_wish_of_an_order_taken_over(emag, provider):
    emag.generate_offers(1, first_id=1000)
    key = str(emag.place_order(lines=[{"product_id": 1000}])["id"])
    provider.acknowledge(key)
    emag.cancel_order(int(key))
    assert provider.parse_order(provider.fetch_order(key).payload).cancel_requested


def test_orders_shipped_by_emag_come_only_by_their_own_scan(emag, provider):
    emag.generate_offers(1, first_id=1000)
    key = str(emag.place_order(lines=[{"product_id": 1000}], type=2)["id"])
    assert provider.fetch_orders(SCANS["new"], None, None, None).items == []
    since, until = around_now()
    assert provider.fetch_orders(SCANS["modified"], since, until, None).items == []
    [document] = provider.fetch_orders(SCANS["platform"], since, until, None).items
    assert document.key == key
    assert provider.parse_order(provider.fetch_order(key).payload).by_platform


def test_longest_window_is_accepted_and_many_orders_come_page_by_page(emag, provider):
    emag.generate_offers(1, first_id=1000)
    emag.call("POST", "/orders", {"orders": [{"lines": [{"product_id": 1000}], "force": True}] * 205})
    _since, until = around_now()
    documents = everything(
        lambda page: provider.fetch_orders(SCANS["modified"], until - EmagProvider.max_window, until, page)
    )
    assert len({document.key for document in documents}) == 205


def test_incomplete_order_waits(emag, provider):
    emag.generate_offers(1, first_id=1000)
    key = str(emag.place_order(lines=[{"product_id": 1000}], is_complete=0)["id"])
    assert not provider.parse_order(provider.fetch_order(key).payload).complete
    emag.complete_order(int(key))
    assert provider.parse_order(provider.fetch_order(key).payload).complete


def test_unknown_order_is_none_and_refused_user_is_told(provider, connect):
    assert provider.fetch_order("12345") is None
    with pytest.raises(AuthFailed):
        connect(password="wrong").fetch_order("12345")


# ---- the catalogue ----


def test_A3_A4_the_tree_and_a_list_of_5000_values(provider):
    categories = {category.name: category for category in everything(provider.fetch_categories)}
    assert len(categories) == provider.count("categories")
    books = categories["Cărți"]
    assert books.allowed and books.needs_barcode and not categories["Cărți și papetărie"].allowed
    names, page = [], None
    while True:
        detail = provider.fetch_category(books.key, page)
        author = next(item for item in detail.characteristics if item.name == "Autor")
        names += [value.name for value in author.values]
        page = detail.next
        if page is None:
            break
    assert (len(names), len(set(names))) == (5000, 5000)
    assert author.required and author.open_values
    assert provider.fetch_category("64999", None) is None


def test_A7_content_and_the_safety_data_of_a_single_reading(emag, provider):
    party = {"name": "RunnerX Ltd", "address": "Porto, Rua 1", "email": "gpsr@example.com"}
    emag.seed_offers([{"id": 7, "name": "Runner X", "brand": "RunnerX", "manufacturer": [party]}])
    (listed,) = everything(provider.fetch_offers)
    single = provider.fetch_offer("7")
    assert (listed.content.parties_known, listed.has_parties) == (False, True)
    assert single.content.makers[0].email == "gpsr@example.com"
    assert (single.content.brand, single.review) == ("RunnerX", Review.APPROVED)
    assert provider.count("offers") == 1


def test_C7_products_found_by_ean(provider):
    codes = ["5901234123457", "4006381333931", "5941234567899"]
    found = {match.barcode: match for match in provider.find_products(codes)}
    assert found.keys() == set(codes[:2])
    assert found[codes[0]].platform_code == "DRX42KBBM"
    assert (found[codes[0]].allowed, found[codes[0]].has_offer) == (True, False)
    assert provider.find_products(["5941234567899"]) == []
