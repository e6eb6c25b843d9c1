"""The contract: sending stocks and prices."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.errors import MarketplaceError, OutcomeUnknown
from odoo.addons.marketplace_base.lib.types import Outcome, Result, Value

ACCEPTED, CONFIRMED, REFUSED, UNKNOWN = Outcome.ACCEPTED, Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
LOST = ("cut_after", "truncated_json", "html")  # the answer is lost; the last one was not even processed


def near(price):
    """A price that an offer's own limits allow."""
    return (price * Decimal("0.97")).quantize(Decimal("0.01"))


class Values:
    """A verdict for each value, and the verdict is true."""

    @pytest.mark.verb("push_values")
    def test_D9_confirmed_values_are_held_at_the_platform(self, shop):
        values = [
            Value(key, quantity=number, price=near(self.platform.held(shop.control, key)[1]))
            for number, key in enumerate(shop.offers)
        ]
        results = shop.settled(shop.provider.push_values(values))
        assert {result.outcome for result in results.values()} == {CONFIRMED}
        for value in values:
            assert self.platform.held(shop.control, value.key) == (value.quantity, value.price)

    @pytest.mark.verb("push_values")
    def test_D9_what_is_none_is_left_alone(self, shop):
        key = shop.offers[0]
        stock, price = self.platform.held(shop.control, key)
        shop.settled(shop.provider.push_values([Value(key, quantity=stock + 5)]))
        assert self.platform.held(shop.control, key) == (stock + 5, price)
        shop.settled(shop.provider.push_values([Value(key, price=near(price))]))
        assert self.platform.held(shop.control, key) == (stock + 5, near(price))

    @pytest.mark.verb("push_values")
    def test_D7_each_value_has_its_verdict_in_its_place(self, shop):
        self.platform.refuse(shop.control, shop.offers[1])
        keys = [shop.offers[0], "987654321", shop.offers[1], "no such offer", shop.offers[2]]
        results = shop.provider.push_values([Value(key, quantity=3) for key in keys])
        assert [result.key for result in results] == keys
        assert all(isinstance(result, Result) for result in results)
        final = shop.settled(results)
        assert [final[key].outcome for key in keys] == [CONFIRMED, REFUSED, REFUSED, REFUSED, CONFIRMED]
        assert all(final[key].text for key in keys if final[key].outcome is REFUSED)
        assert self.platform.held(shop.control, shop.offers[2])[0] == 3

    @pytest.mark.verb("push_values")
    def test_D7_a_whole_batch_goes_through(self, shop):
        size = min(self.platform.provider.batch_size, 200)
        keys = self.platform.offers(shop.control, size)[:size]
        results = shop.provider.push_values([Value(key, quantity=4) for key in keys])
        assert [result.key for result in results] == keys
        final = shop.settled(results)
        assert {final[key].outcome for key in keys} == {CONFIRMED}

    @pytest.mark.verb("push_values")
    def test_nothing_to_send_is_nothing_sent(self, shop):
        before = len(shop.journal)
        assert shop.provider.push_values([]) == []
        assert len(shop.journal) == before

    @pytest.mark.verb("push_values")
    def test_D9_values_can_be_sent_again(self, shop):
        values = [Value(key, quantity=6) for key in shop.offers]
        for _again in range(3):
            final = shop.settled(shop.provider.push_values(values))
            assert {result.outcome for result in final.values()} <= {CONFIRMED, UNKNOWN}
            assert [self.platform.held(shop.control, key)[0] for key in shop.offers] == [6, 6, 6]

    @pytest.mark.verb("push_values")
    @pytest.mark.parametrize("fault", LOST)
    def test_D9_a_lost_answer_is_never_taken_for_a_yes(self, shop, fault):
        values = [Value(key, quantity=8) for key in shop.offers]
        with shop.broken(fault, 1) as provider:
            try:
                results = provider.push_values(values)
            except OutcomeUnknown as error:
                assert str(error)
            else:
                assert {result.outcome for result in results} == {UNKNOWN}
        final = shop.settled(shop.provider.push_values(values))
        assert {result.outcome for result in final.values()} == {CONFIRMED}
        assert [self.platform.held(shop.control, key)[0] for key in shop.offers] == [8, 8, 8]

    @pytest.mark.verb("push_values")
    def test_D9_what_was_not_done_is_not_confirmed(self, shop):
        for fault in ("cut_before", "down", "503", "429", "latency"):
            with shop.broken(fault, 1) as provider:
                try:
                    results = provider.push_values([Value(shop.offers[0], quantity=9)])
                except MarketplaceError:
                    continue
                assert {result.outcome for result in results} == {UNKNOWN}

    @pytest.mark.verb("push_values")
    def test_what_was_not_foretold_is_not_refused(self, shop):
        key = shop.offers[0]
        offer = shop.provider.fetch_offer(key)
        known = {"price_low": offer.price_low, "price_high": offer.price_high, "status": offer.status}
        known["review"] = offer.review.value
        most = self.platform.provider.max_stock
        prices = [None, Decimal(-1), Decimal(0), Decimal("0.004"), Decimal("0.01"), offer.price, near(offer.price)]
        prices += [price for price in (offer.price_low, offer.price_high) if price is not None]
        assert shop.provider.refusal(Value(key, quantity=-1), known)
        assert shop.provider.refusal(Value(key, price=Decimal(0)), known)

        @given(st.none() | st.sampled_from([-1, 0, 1, most]) | st.integers(-3, most), st.sampled_from(prices))
        def agree(quantity, price):
            value = Value(key, quantity=quantity, price=price)
            if quantity is None and price is None:
                return
            why = shop.provider.refusal(value, known)
            if why:
                return  # the engine does not even send it
            [result] = shop.settled(shop.provider.push_values([value])).values()
            # the same request once more may be refused for a while: then nothing is known, which is no refusal
            assert result.outcome in (CONFIRMED, UNKNOWN), (value, result)
            stock, held = self.platform.held(shop.control, key)
            assert result.outcome is UNKNOWN or quantity in (None, stock) and price in (None, held)
            shop.clock.advance(30)  # prices may not change every second

        agree()

    @pytest.mark.verb("push_values")
    def test_the_journal_tells_which_offers_a_call_was_about(self, shop):
        shop.provider.push_values([Value(key, quantity=2) for key in shop.offers])
        named = {key for record in shop.journal for key in record.keys}
        assert named >= set(shop.offers)

    @pytest.mark.verb("fetch_batch")
    def test_D9_a_batch_that_nobody_knows_has_no_verdicts(self, shop):
        verdicts = shop.provider.fetch_batch("00000000-0000-0000-0000-000000000000-1700000000")
        assert verdicts in ([], None)
