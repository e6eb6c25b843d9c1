"""The contract: what a seller wants done with an offer as a whole."""

from datetime import timedelta

import pytest

from odoo.addons.marketplace_base.lib.types import OfferWish, Outcome

CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
LATER = timedelta(hours=25)  # some is possible only a day after something else


class Standing:
    """Withdrawn, put back, deleted."""

    def _done(self, shop, wish, *keys):
        results = shop.provider.change_offers(wish, list(keys))
        assert [result.key for result in results] == list(keys)
        return shop.settled(results)

    def _not_granted(self, shop, wish, offer, withdrawn_at=None):
        known = {"status": offer.status, "review": offer.review and offer.review.value, "withdrawn_at": withdrawn_at}
        return self.platform.provider.wish_refusal(wish, known, shop.clock.now())

    @pytest.mark.verb("change_offers")
    def test_an_offer_is_withdrawn_and_put_back_as_often_as_wanted(self, shop):
        key, other = shop.offers[:2]
        for wish, status in ((OfferWish.WITHDRAW, "inactive"), (OfferWish.RESTORE, "active")):
            assert self._not_granted(shop, wish, shop.provider.fetch_offer(key)) == ""
            for _twice in range(2):
                result = self._done(shop, wish, key)[key]
                assert result.outcome is CONFIRMED or result.text  # it may say that it is so already
                assert shop.provider.fetch_offer(key).status == status
            assert shop.provider.fetch_offer(other).status == "active"

    @pytest.mark.verb("change_offers")
    @pytest.mark.parametrize("wish", OfferWish)
    def test_each_offer_has_its_verdict_and_an_unknown_one_is_refused(self, shop, wish):
        if wish not in self.platform.provider.offer_wishes:
            pytest.skip("not among its wishes")
        keys = (shop.offers[0], "987654321", "no such offer")
        final = self._done(shop, wish, *keys)
        for key in keys[1:]:
            # to be rid of what is not there is to have what was wanted
            assert final[key].outcome is REFUSED and final[key].text or wish is OfferWish.DELETE, final[key]

    @pytest.mark.verb("change_offers")
    def test_an_offer_is_deleted_once_that_is_possible(self, shop):
        if OfferWish.DELETE not in self.platform.provider.offer_wishes:
            pytest.skip("nothing is deleted there")
        key = shop.offers[0]
        why = self._not_granted(shop, OfferWish.DELETE, shop.provider.fetch_offer(key))
        assert bool(why) is (self._done(shop, OfferWish.DELETE, key)[key].outcome is REFUSED)
        if why:
            withdrawn_at = shop.clock.now()
            self._done(shop, OfferWish.WITHDRAW, key)
            assert self._not_granted(shop, OfferWish.DELETE, shop.provider.fetch_offer(key), withdrawn_at)
            shop.clock.advance(LATER.total_seconds())
            assert self._not_granted(shop, OfferWish.DELETE, shop.provider.fetch_offer(key), withdrawn_at) == ""
            assert self._done(shop, OfferWish.DELETE, key)[key].outcome is CONFIRMED
        offer = shop.provider.fetch_offer(key)
        assert offer is None or offer.status == "ended"
