"""Trendyol's current account read over real HTTP, from the simulator: Romania with Bulgaria, and Türkiye."""

import itertools
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.statement import EntryKind
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from simulators.core.clock import Clock
from simulators.trendyol import TrendyolSimulator

CREDENTIALS = {"seller": "123456", "key": "key", "secret": "secret"}
QUICK = {"rate_limit_factor": 0, "batch_seconds": 0, "batch_empty_seconds": 0, "approve_after_seconds": 0}
DAY = 24 * 3600


class Shop:
    """A seller at the simulator; its clock stands still until it is told to go on."""

    def __init__(self, country, targets=()):
        self.simulator = TrendyolSimulator(123456, country, targets=targets, settings=QUICK, clock=Clock(frozen=True))
        self.simulator.__enter__()
        self.control, self.country = self.simulator.control, country
        self.control.seed_offers([{"id": "A-1", "sale_price": "100", "stock": 100}])
        options = {"storefront": country, "targets": list(targets), "address": self.simulator.url}
        limiter = Limiter({}, clock=time.time, sleep=time.sleep)
        self.transport = Transport(
            limiter, lambda record: None, **TrendyolProvider.transport_options(CREDENTIALS, options)
        )
        self.provider = TrendyolProvider(Connection(self.transport, options, lambda: self.now, CREDENTIALS))

    def close(self):
        self.transport.close()
        self.simulator.__exit__(None, None, None)

    @property
    def now(self):
        """The second that follows: what has just happened is before it."""
        return datetime.fromtimestamp(int(self.simulator.clock.time()) + 1, UTC)

    def later(self, days):
        self.control.advance(days * DAY)

    def delivered(self, quantity=1, **wish):
        wish = {"awaiting": False, "lines": [{"barcode": "A-1", "quantity": quantity}]} | wish
        package = self.control.place_order(**wish)
        for status in ("Picking", "Shipped", "Delivered"):
            self.control.advance_order(package["id"], status)
        return self.control.order(package["id"])

    def read(self, since=None, until=None):
        """The lines of a period of the longest kind allowed, unless told otherwise, and what could not be read."""
        until = until or self.now
        since = since or until - TrendyolProvider.statement_window
        lines, notes, page = [], [], None
        while True:
            answer = self.provider.fetch_statement(since, until, page)
            lines += answer.items
            notes += answer.notes
            page = answer.next
            if page is None:
                return lines, notes


@pytest.fixture
def shop():
    shop = Shop("RO", targets=("BG",))
    yield shop
    shop.close()


@pytest.fixture
def turkish():
    shop = Shop("TR")
    yield shop
    shop.close()


def test_two_pieces_are_two_lines_that_say_the_same(shop):
    package = shop.delivered(quantity=2)
    (one, other), notes = shop.read()
    assert not notes
    assert one.key == other.key and one.ref != other.ref
    assert (one.order_key, one.order_number) == (str(package["id"]), package["orderNumber"])
    assert one.credit + other.credit == Decimal(str(package["packageGrossAmount"]))
    assert one.revenue == one.credit - one.commission > 0
    assert (one.currency, one.place, one.payout_key) == ("RON", "RO", "")


def test_nothing_before_it_is_delivered(shop):
    shop.control.place_order(awaiting=False, lines=[{"barcode": "A-1", "quantity": 1}])
    assert shop.read() == ([], [])


def test_the_payout_appears_later_and_the_key_stays(shop):
    shop.delivered()
    since, until = shop.now - timedelta(days=1), shop.now
    [[before], _notes] = shop.read(since, until)
    shop.later(40)
    [[after], _notes] = shop.read(since, until)
    assert (before.payout_key, before.key) == ("", after.key)
    assert after.payout_key and after.payout_on == before.payout_on
    assert after.payout_on.strftime("%A") == "Wednesday"


def test_a_return_takes_it_back(shop):
    package = shop.delivered()
    shop.control.ask_claim(package["id"], received=True)
    shop.later(7)
    lines, _notes = shop.read()
    assert {line.kind for line in lines} == {EntryKind.SALE, EntryKind.RETURN}
    assert sum(line.revenue for line in lines) == sum(line.commission for line in lines) == 0


def test_more_than_a_thousand_lines(shop):
    for _number in range(1005):
        shop.control.add_to_ledger("Sale", 10)
    lines, notes = shop.read()
    assert (len(lines), notes) == (1005, [])
    assert len({line.ref for line in lines}) == 1005


def test_fifteen_days_and_no_more(shop):
    shop.delivered()
    shop.later(16)
    assert shop.read() == ([], [])
    windows = [shop.now - timedelta(days=days) for days in (30, 15, 0)]
    found = [len(shop.read(since, until)[0]) for since, until in itertools.pairwise(windows)]
    assert found == [1, 0]


def test_romania_outside_what_is_documented(shop):
    shop.delivered(discounts=[{"seller": 20}])
    [[line], notes] = shop.read()
    refused = [call for call in shop.control.calls(path="/integration/finance")["calls"] if call["status"] != 200]
    assert not notes and len(refused) == 2, "one question for each storefront"
    assert line.kind is EntryKind.SALE
    shop.control.settings(int_finance_types="all")
    shop.provider = TrendyolProvider(shop.provider.connection)  # the next run
    assert shop.read() == ([line], [])
    shop.delivered(discounts=[{"seller": 20}])
    (_first, sale, discount), notes = shop.read()
    assert not notes
    assert (discount.kind, discount.debit) == (EntryKind.DISCOUNT, 20)
    assert sale.revenue + discount.revenue == line.revenue, "both ways the seller gets the same"


def test_turkey_writes_discounts_apart_in_turkish(turkish):
    turkish.delivered(discounts=[{"seller": 20}])
    (sale, discount), notes = turkish.read()
    assert not notes
    assert (sale.kind, discount.kind, sale.currency) == (EntryKind.SALE, EntryKind.DISCOUNT, "TRY")
    assert (sale.label, discount.label) == ("Sale", "Discount")
    assert (sale.debit, discount.credit) == (0, 0)
    assert discount.revenue == -(discount.debit + discount.commission) < 0


@pytest.mark.parametrize(
    "kind", ["CommissionNegative", "ManualRefund", "TYCoupon", "DeliveryFee", "Stoppage", "PaymentOrder"]
)
def test_turkey_writes_every_type(turkish, kind):
    turkish.control.add_to_ledger(kind, 5, is_debt=kind not in ("CommissionNegative",))
    [[line], notes] = turkish.read()
    assert (line.extra["type"], notes) == (kind, [])


def test_an_invoice_of_transport_tells_what_each_parcel_costs(shop):
    package = shop.delivered()
    shop.control.add_cargo_invoice([package["id"]], 15.5)
    lines, notes = shop.read()
    invoice, parcel = [line for line in lines if line.kind is EntryKind.TRANSPORT]
    assert not notes
    assert (invoice.debit, parcel.debit, parcel.parcel) == (0, Decimal("15.50"), str(package["cargoTrackingNumber"]))
    assert parcel.order_number == package["orderNumber"]


def test_both_storefronts_in_their_own_money(shop):
    shop.control.add_to_ledger("Sale", 10)
    shop.control.add_to_ledger("Sale", 7, storefront="BG")
    lines, _notes = shop.read()
    assert [(line.place, line.currency, line.credit) for line in lines] == [("RO", "RON", 10), ("BG", "EUR", 7)]
