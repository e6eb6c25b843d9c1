"""The contract: orders divided into several parcels, and the other changes that only some platforms have."""

from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.errors import MarketplaceError
from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind, OrderChange
from odoo.addons.marketplace_base.lib.types import OrderStatus, Outcome

CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
A_WHILE = 10  # seconds of the platform's that it may take
LOST = ("cut_before", "cut_after", "500", "html", "latency", "429")


@pytest.mark.verb("change_order")
class Division:
    """Divided once, with nothing lost and nothing doubled."""

    @pytest.fixture
    def divisible(self, shop):
        """Makes orders of two pieces, taken over, and the wish to have each in a parcel of its own."""
        if ChangeKind.SPLIT not in self.platform.provider.changes_for(self.platform.options):
            pytest.skip("not among its changes")

        def make():
            key = shop.taken_over()
            [line] = [line for line in shop.read(key).lines if line.offer_key]
            return OrderChange(ChangeKind.SPLIT, key, parts=({line.key: Decimal(1)},))

        return make

    def _not_divisible(self, shop, change):
        return self.platform.provider.change_refusal(change, shop.facts(change.order_key), shop.clock.now())

    def _found(self, shop, change):
        """What became of it, once the platform had its time."""
        shop.clock.advance(A_WHILE)
        return shop.provider.find_split(change)

    def _parcels(self, shop, key):
        """What the orders that are open now hold, and what became of the old one."""
        old = shop.read(key)
        orders = {}
        for scan in self.platform.provider.order_scans:
            for document in shop.scanned(shop.provider.fetch_orders, scan):
                order = shop.provider.parse_order(document.payload)
                if order.number == old.number and order.key != key and order.status is not OrderStatus.CANCELLED:
                    orders[order.key] = sum(line.quantity for line in order.lines if line.offer_key)
        return old.status, sorted(orders.values())

    def test_an_order_is_divided_once(self, shop, divisible):
        change = divisible()
        assert self._not_divisible(shop, change) == ""
        assert self._found(shop, change) is None
        for _twice in range(2):
            assert shop.provider.change_order(change).outcome in (CONFIRMED, UNKNOWN)
            assert self._found(shop, change).outcome is CONFIRMED
            assert self._parcels(shop, change.order_key) == (OrderStatus.CANCELLED, [1, 1])

    @pytest.mark.parametrize("fault", LOST)
    def test_an_unclear_division_is_found_or_made_but_never_twice(self, shop, divisible, fault):
        for number in range(1, shop.calls_of(lambda provider: provider.change_order(divisible())) + 1):
            shop.start()
            change = divisible()
            with shop.broken(fault, number) as provider:
                try:
                    provider.change_order(change)
                except MarketplaceError as error:
                    assert str(error)
            if not self._found(shop, change):
                shop.provider.change_order(change)
            assert self._found(shop, change).outcome is CONFIRMED
            assert self._parcels(shop, change.order_key) == (OrderStatus.CANCELLED, [1, 1])

    def test_what_cannot_be_divided_is_known_before(self, shop, divisible):
        good = divisible()
        [[line]] = good.parts
        for parts in (
            (),
            ({},),
            ({line: 0},),
            ({line: -1},),
            ({line: 2},),
            ({line: 3},),
            ({"1": 1},),
            ({line: 1},) * 3,
        ):
            change = OrderChange(ChangeKind.SPLIT, good.order_key, parts=parts)
            assert self._not_divisible(shop, change)
            result = shop.provider.change_order(change)
            assert (result.outcome, bool(result.text)) == (REFUSED, True)
        assert shop.read(good.order_key).status is OrderStatus.PROCESSING

    def test_a_cancelled_order_is_not_divided(self, shop, divisible):
        change = divisible()
        shop.provider.change_order(OrderChange(ChangeKind.CANCEL, change.order_key, reason=self.platform.cancel_reason))
        assert self._not_divisible(shop, change)
        assert shop.provider.change_order(change).outcome is REFUSED
        assert shop.provider.find_split(change).outcome is REFUSED

    def test_a_division_of_nothing_is_refused(self, shop, divisible):
        for key in (self.platform.no_order, "no number"):
            result = shop.provider.change_order(OrderChange(ChangeKind.SPLIT, key, parts=({"1": 1},)))
            assert (result.key, result.outcome, bool(result.text)) == (key, REFUSED, True)
