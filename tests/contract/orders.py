"""The contract: orders in, taken over, and changed."""

import copy
import json
from decimal import Decimal

import pytest
from hypothesis import given

from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind, OrderChange
from odoo.addons.marketplace_base.lib.types import OrderStatus, Outcome, RawDocument

from tests.contract.offers import STRANGERS
from tests.pure import junk

CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
WISHES = ({}, {"customer": "company"}, {"discount": 7}, {"discount": 3, "customer": "company"})
USUAL = (ChangeKind.PREPARE, ChangeKind.FINALISE, ChangeKind.CANCEL, ChangeKind.EDIT)


class Orders:
    """Every order once, understood to the cent."""

    def _scanned(self, shop, **options):
        found = {}
        for scan in self.platform.provider.order_scans:
            for document in shop.scanned(shop.provider.fetch_orders, scan, **options):
                assert isinstance(document, RawDocument) and document.kind == "order"
                found[document.key] = document
        return found

    # ---- reading ----

    @pytest.mark.verb("fetch_orders")
    def test_F2_every_order_comes_through_the_scans(self, shop):
        keys = {shop.order(**wish) for wish in WISHES}
        cancelled = shop.order()
        self.platform.cancel_order(shop.control, cancelled)
        taken = shop.taken_over()
        found = self._scanned(shop)
        assert {*keys, cancelled, taken} <= set(found)
        assert shop.provider.parse_order(found[cancelled].payload).status is OrderStatus.CANCELLED
        assert shop.provider.parse_order(found[taken].payload).status is OrderStatus.PROCESSING

    @pytest.mark.verb("fetch_orders")
    def test_F2_the_longest_window_is_taken(self, shop):
        key = shop.order()
        assert key in self._scanned(shop, since=self.platform.provider.max_window)

    @pytest.mark.verb("fetch_orders")
    def test_an_order_read_alone_is_what_the_scan_showed(self, shop):
        key = shop.order(discount=5)
        alone, listed = shop.provider.fetch_order(key), self._scanned(shop)[key]
        assert (alone.kind, alone.key) == ("order", key)
        assert shop.provider.parse_order(alone.payload) == shop.provider.parse_order(listed.payload)

    def test_F1_orders_read_together_are_what_each_is_alone(self, shop):
        if self.platform.provider.orders_per_read < 2:
            pytest.skip("its orders are read one by one")
        keys = [shop.order(discount=5), shop.order()]
        found = shop.provider.fetch_orders_named([*keys, *STRANGERS])
        assert [document.key for document in found] == keys
        for document in found:
            alone = shop.provider.fetch_order(document.key)
            assert shop.provider.parse_order(document.payload) == shop.provider.parse_order(alone.payload)

    @pytest.mark.verb("fetch_order")
    @pytest.mark.parametrize("key", STRANGERS)
    def test_an_order_that_is_not_there_is_none(self, shop, key):
        assert shop.provider.fetch_order(key) is None

    @pytest.mark.verb("fetch_orders")
    def test_a_payload_can_be_kept_and_holds_no_secret(self, shop):
        document = shop.provider.fetch_order(shop.order())
        kept = json.dumps(document.payload)
        assert not [secret for secret in shop.secrets if len(secret) > 5 and secret in kept]
        assert document.modified_at is None or document.modified_at.tzinfo is not None

    # ---- understanding ----

    @pytest.mark.verb("fetch_orders")
    @pytest.mark.parametrize("wish", WISHES, ids=str)
    def test_F8_the_total_is_the_sum_of_the_lines_and_what_the_customer_pays(self, shop, wish):
        key = shop.order(**wish)
        order = shop.read(key)
        assert order.total == sum(line.total for line in order.lines)
        assert order.total == Decimal(str(shop.control.order(key)["total"])).quantize(Decimal("0.01"))
        assert all(line.unit_price == round(line.unit_price, 2) and 0 <= line.tax_rate < 1 for line in order.lines)
        assert {line.offer_key for line in order.lines if line.offer_key} == {shop.offers[0]}
        assert order.customer.is_company == (wish.get("customer") == "company")
        assert order.placed_at.tzinfo is not None and len(order.currency) == 3
        assert (order.key, order.status) == (key, OrderStatus.NEW)

    @pytest.mark.verb("fetch_orders")
    def test_junk_is_refused_with_words_and_left_as_it_was(self, shop):
        good = shop.provider.fetch_order(shop.order(customer="company", discount=4)).payload

        @given(junk.spoiled(good))
        def read(payload):
            before = copy.deepcopy(payload)
            junk.understood(shop.provider.parse_order, payload)
            assert repr(payload) == repr(before)

        read()
        for payload in junk.swept(good):
            junk.understood(shop.provider.parse_order, payload)

    # ---- taking over ----

    @pytest.mark.verb("acknowledge")
    def test_taking_over_twice_is_the_same_as_once(self, shop):
        key = shop.order()
        assert [shop.provider.acknowledge(key).outcome for _twice in range(2)] == [CONFIRMED, CONFIRMED]
        assert shop.read(key).status is OrderStatus.PROCESSING

    @pytest.mark.verb("acknowledge")
    def test_what_is_not_there_or_cancelled_cannot_be_taken_over(self, shop):
        cancelled = shop.order()
        self.platform.cancel_order(shop.control, cancelled)
        for key in (self.platform.no_order, "no number", "", cancelled):
            result = shop.provider.acknowledge(key)
            assert (result.key, result.outcome, bool(result.text)) == (key, REFUSED, True)

    # ---- changing ----

    def _change(self, shop, key, kind):
        [line] = [line for line in shop.read(key).lines if line.offer_key]
        quantities = {line.key: Decimal(1)} if kind in (ChangeKind.EDIT, ChangeKind.STORNO) else {}
        reason = self.platform.cancel_reason if kind in (ChangeKind.CANCEL, ChangeKind.EDIT) else ""
        return OrderChange(kind, key, quantities, reason)

    @pytest.mark.verb("change_order")
    @pytest.mark.parametrize("kind", USUAL)
    def test_G12_a_change_made_twice_is_made_once(self, shop, kind):
        if kind not in self.platform.provider.changes:
            pytest.skip("not among its changes")
        key = shop.taken_over()
        change = self._change(shop, key, kind)
        assert self.platform.provider.change_refusal(change, shop.facts(key), shop.clock.now()) == ""
        assert [shop.provider.change_order(change).outcome for _twice in range(2)] == [CONFIRMED, CONFIRMED]
        if kind is ChangeKind.CANCEL:
            assert shop.read(key).status is OrderStatus.CANCELLED

    @pytest.mark.verb("change_order")
    @pytest.mark.parametrize("kind", USUAL + (ChangeKind.STORNO,))
    @pytest.mark.parametrize("state", ["new", "taken over", "finalised", "cancelled", "delivered"])
    def test_G12_a_refused_change_was_foretold_and_a_foretold_one_is_refused(self, shop, kind, state):
        if kind not in self.platform.provider.changes:
            pytest.skip("not among its changes")
        key = {"delivered": shop.delivered, "new": shop.order}.get(state, shop.taken_over)()
        change = self._change(shop, key, kind)
        if state in ("finalised", "cancelled"):
            done = ChangeKind.FINALISE if state == "finalised" else ChangeKind.CANCEL
            shop.provider.change_order(OrderChange(done, key, reason=self.platform.cancel_reason))
        why = self.platform.provider.change_refusal(change, shop.facts(key), shop.clock.now())
        result = shop.provider.change_order(change)
        assert result.key == key
        # what is there already is confirmed, foretold or not
        assert result.outcome is (REFUSED if why else CONFIRMED) or (
            why and result.outcome is CONFIRMED and result.text
        )
        assert result.text or result.outcome is CONFIRMED

    @pytest.mark.verb("change_order")
    @pytest.mark.parametrize("kind", USUAL)
    def test_G12_a_change_of_an_order_that_is_not_there_is_refused(self, shop, kind):
        for key in (self.platform.no_order, "no number"):
            result = shop.provider.change_order(OrderChange(kind, key, reason=self.platform.cancel_reason))
            assert (result.key, result.outcome, bool(result.text)) == (key, REFUSED, True)
