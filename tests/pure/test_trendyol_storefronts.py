"""A seller of Romania whose prices for Greece are his own: two accounts at one seller's number (api/trendyol.md §1.3, §7.3)."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.errors import Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import (
    ChangeKind,
    Document,
    DocumentKind,
    OrderChange,
    ReturnAnswer,
    ReturnStatus,
)
from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_base.lib.types import OfferWish, OrderStatus, Outcome, Value
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from simulators.trendyol import TrendyolSimulator
from tests.pure.test_trendyol_against_simulator import offers, orders, product, read, settled

CREDENTIALS = {"seller": "123456", "key": "key", "secret": "secret", "webhook_key": "hook"}
QUICK = {"rate_limit_factor": 0, "batch_seconds": 0, "batch_empty_seconds": 0, "approve_after_seconds": 0}
CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
A, B = "TY-0000001", "TY-0000002"


@pytest.fixture(scope="module")
def server():
    with TrendyolSimulator(123456, "RO", targets=("BG", "GR"), settings=QUICK) as simulator:
        yield simulator


@pytest.fixture
def trendyol(server):
    """The panel keeps stock and price of each storefront apart."""
    server.control.reset()
    server.control.settings(**QUICK, targets_follow=False)
    server.control.generate_offers(3)
    return server.control


@pytest.fixture
def connect(server, trendyol):
    transports = []

    def make(address=None, **options):
        credentials = CREDENTIALS | {name: options.pop(name) for name in CREDENTIALS.keys() & options.keys()}
        options = {"storefront": "RO", "address": address or server.url} | options
        limiter = Limiter({}, clock=time.time, sleep=time.sleep)
        transport = Transport(limiter, lambda record: None, **TrendyolProvider.transport_options(credentials, options))
        transports.append(transport)
        return TrendyolProvider(Connection(transport, options, lambda: datetime.now(UTC), credentials))

    yield make
    for transport in transports:
        transport.close()


@pytest.fixture
def home(connect):
    """The account of Romania, and of Bulgaria, which follows it."""
    return connect(targets=["BG"], elsewhere=["GR"])


@pytest.fixture
def greece(connect):
    return connect(storefront="GR", origin="RO", elsewhere=["RO", "BG"])


def shown(trendyol, barcode, storefront):
    offer = trendyol.offer(barcode, storefront=storefront)
    return offer["general_stock"], offer["sale_price"]


def placed(trendyol, storefront, **wish):
    wish = {"awaiting": False, "lines": [{"barcode": A, "quantity": 2, "price": 9.9}], "force": True} | wish
    return str(trendyol.place_order(storefront=storefront, **wish)["id"])


# ---- offers and values ----


def test_two_accounts_of_one_seller_are_told_apart(connect):
    places = [{"storefront": "RO"}, {"storefront": "GR", "origin": "RO"}, {"storefront": "BG", "origin": "RO"}]
    assert len({TrendyolProvider.identity(CREDENTIALS, options) for options in places}) == 3


def test_A5_products_are_those_of_the_origin_and_its_figures_prove_nothing_abroad(home, greece):
    here, there = offers(home), offers(greece)
    assert here.keys() == there.keys()
    for key, offer in there.items():
        assert (offer.stock, offer.price, offer.currency) == (None, None, "EUR")
        assert (offer.name, offer.review, offer.sellable) == (here[key].name, here[key].review, here[key].sellable)
        assert not {"list_price", "on_sale", "commission_rate"} & offer.extra.keys()
    assert (greece.fetch_offer(A).stock, greece.fetch_offer("nothing")) == (None, None)
    assert greece.count("offers") == home.count("offers")
    assert [entry.key for entry in greece.fetch_dictionary("vat", None).items] == ["0", "6", "11", "13", "21", "24"]
    assert greece.fetch_dictionary("address", None).items


@pytest.mark.parametrize("reading", ["empty", "prices"])
def test_D9_each_storefront_has_its_own_stock_and_price(trendyol, home, greece, reading):
    trendyol.settings(filters_on_targets=reading)
    here = shown(trendyol, A, "RO")
    assert settled(greece, greece.push_values([Value(A, quantity=4, price=Decimal("19.90"))])) == {A: CONFIRMED}
    assert (shown(trendyol, A, "GR"), shown(trendyol, A, "RO")) == ((4, 19.9), here)
    assert settled(home, home.push_values([Value(A, quantity=7, price=Decimal("89.90"))])) == {A: CONFIRMED}
    assert (shown(trendyol, A, "GR"), shown(trendyol, A, "RO")) == ((4, 19.9), (7, 89.9))


def test_D9_the_same_words_to_two_storefronts_are_two_requests(home, greece):
    values = [Value(A, quantity=6), Value(B, quantity=2)]
    for provider in (home, greece):
        assert {result.outcome for result in provider.push_values(values)} == {Outcome.ACCEPTED}
    assert {result.outcome for result in home.push_values(values)} == {CONFIRMED}
    # what a target holds cannot be read where Trendyol shows nothing of it: it is sent again later
    assert {result.outcome for result in greece.push_values(values)} == {Outcome.UNKNOWN}


def test_C9_products_are_not_published_in_the_money_of_another_country(trendyol, home, greece):
    leaf = next(c for c in home.fetch_categories(None).items if c.allowed)
    wish = product(home.fetch_category(leaf.key, None), "NEW-1", brand=home.fetch_offer(A).content.brand)
    [result] = greece.publish([wish])
    assert (result.outcome, "Romania" in result.text) == (REFUSED, True)
    assert home.fetch_offer("NEW-1") is None


def test_products_are_not_withdrawn_from_all_countries_for_the_sake_of_one(greece, home):
    [result] = greece.change_offers(OfferWish.WITHDRAW, [A])
    assert (result.key, result.outcome, "Romania" in result.text) == (A, REFUSED, True)
    assert home.fetch_offer(A).status == "active"


# ---- orders ----


@pytest.mark.parametrize("all_listed", [False, True])
def test_F2_each_package_is_read_by_one_account(trendyol, home, greece, all_listed):
    trendyol.settings(all_countries_listed=all_listed)
    mine, second, theirs = (placed(trendyol, code) for code in ("RO", "BG", "GR"))
    assert orders(home).keys() == {mine, second}
    assert orders(greece).keys() == {theirs}
    for provider, own in ((home, {mine, second}), (greece, {theirs})):
        assert {key for key in (mine, second, theirs) if provider.fetch_order(key)} == own


def test_F2_the_country_is_told_by_the_address_where_nothing_else_tells_it(trendyol, home):
    key = placed(trendyol, "GR")
    row = {name: value for name, value in trendyol.order(key).items() if name != "orderCountryCode"}
    assert not home._packages.is_ours(row)
    assert home._packages.is_ours(row | {"shipmentAddress": None})


def test_an_order_is_worked_in_the_storefront_where_it_was_bought(trendyol, greece):
    key = placed(trendyol, "GR")
    order = read(greece, key)
    assert (order.currency, order.total, order.delivery.country_code) == ("EUR", Decimal("19.80"), "GR")
    assert greece.acknowledge(key).outcome is CONFIRMED
    paper = Document("1", DocumentKind.INVOICE, key, "F", "https://shop.ro/1.pdf", "F1", file=b"%PDF-1.4")
    assert greece.attach_document(paper).outcome is CONFIRMED
    assert greece.change_order(OrderChange(ChangeKind.FINALISE, key)).outcome is CONFIRMED
    assert trendyol.order(key)["status"] == "Invoiced"


def test_an_order_taken_over_before_the_country_had_its_own_account_is_worked_to_its_end(trendyol, home):
    key = placed(trendyol, "GR")
    assert home.acknowledge(key).outcome is CONFIRMED
    assert home.change_order(OrderChange(ChangeKind.CANCEL, key, reason="500")).outcome is CONFIRMED
    assert trendyol.order(key)["status"] == "Cancelled"
    assert home.fetch_shipment(key).ref == key


def test_a_return_is_asked_for_and_answered_abroad(trendyol, home, greece):
    key = placed(trendyol, "GR")
    greece.acknowledge(key)
    trendyol.advance_order(key, to="Delivered")
    claim = trendyol.ask_claim(int(key), received=True)["claimId"]
    window = (datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(minutes=1))
    for provider, seen in ((home, False), (greece, True)):
        for scan in provider.return_scans:
            page, keys = None, []
            while True:
                answered = provider.fetch_returns(scan, *window, page)
                keys += [document.key for document in answered.items]
                page = answered.next
                if page is None:
                    break
            assert (claim in keys) is seen
    assert greece.answer_return(ReturnAnswer(claim, ReturnStatus.CLOSED)).outcome is CONFIRMED


def test_cancelled_orders_are_seen_by_the_account_that_reads_them(trendyol, greece):
    key = placed(trendyol, "GR")
    trendyol.cancel_order(key)
    assert orders(greece)[key].status is OrderStatus.CANCELLED


# ---- webhooks ----


def test_F1_each_account_has_its_own_webhook_with_its_countries(trendyol, home, greece):
    for number, provider in enumerate((home, greece), 1):
        address = f"https://erp.example.ro/marketplace/notify/{number}/t/order"
        assert provider.register_notifications(lambda event, address=address: address)
        assert provider.register_notifications(lambda event, address=address: address) == ""
    hooks = {hook["url"]: hook["countryCodes"] for hook in trendyol.webhooks()}
    assert sorted(map(sorted, hooks.values())) == [["BG", "RO"], ["GR"]]


# ---- the connection test ----


def lines(provider):
    return [(check.item, check.ok) for check in provider.check()]


def test_A2_a_connection_abroad_says_where(greece, home):
    assert lines(greece) == [("credentials", True), ("offers", True), ("orders", True)]
    assert "Greece" in greece.check()[0].text
    assert lines(home)[-1] == ("orders BG", True)


def test_A2_a_storefront_that_is_not_opened_is_named(connect):
    with TrendyolSimulator(123456, "RO", settings=QUICK) as closed:
        failed = [c for c in connect(closed.url, storefront="GR", origin="RO").check() if not c.ok]
        assert [check.item for check in failed] == ["orders"]
        assert "Greece" in failed[0].remedy
        failed = [c for c in connect(closed.url, targets=["BG"]).check() if not c.ok]
        assert [(check.item, "Bulgaria" in check.remedy) for check in failed] == [("orders BG", True)]
        [check] = connect(closed.url, storefront="TR").check()
        assert (check.item, check.ok, "Türkiye" in check.remedy) == ("storefront", False, True)


def test_A2_a_missing_role_is_told_from_a_wrong_seller_id(trendyol, connect):
    for role, item in (("product", "offers"), ("order", "orders")):
        trendyol.settings(missing_roles=[role])
        [check] = [check for check in connect().check() if not check.ok]
        assert (check.item, "right" in check.remedy) == (item, True)
    trendyol.settings(missing_roles=[], user_agent_check="present")
    [check] = connect(seller="654321").check()
    assert (check.item, "654321" in check.text, "seller id" in check.remedy) == ("seller", True, True)
    [check] = connect(secret="no").check()
    assert (check.item, "API key" in check.remedy) == ("credentials", True)


def test_A2_a_test_environment_that_lets_nobody_in_is_not_a_matter_of_trying_again(trendyol, connect):
    trendyol.add_fault("503")
    with pytest.raises(Unavailable):
        connect().check()
    [check] = connect(stage=True).check()
    assert (check.item, check.ok, "announced" in check.remedy) == ("address", False, True)
    trendyol.clear_faults()
    [check] = connect("http://127.0.0.1:9", stage=True).check()
    assert (check.item, check.ok) == ("address", False)
    assert lines(connect(stage=True))[0] == ("credentials", True)
