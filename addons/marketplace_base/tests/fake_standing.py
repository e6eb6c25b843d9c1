"""The part of the fake platform on which offers are withdrawn, restored, unlocked and deleted."""

from datetime import timedelta

from ..lib.errors import OutcomeUnknown, Unavailable
from ..lib.types import OfferWish, Outcome, Result


class FakeStanding:
    """``wish_faults``: consumed by one call each, «down», «cut» (applied, never answered), an exception, or None.

    ``wish_refusals``: words by offer number. ``wished``: what was asked, as (wish, numbers). ``wish_asynchronous``: taken
    into batches, whose results are in ``wish_batches`` once the test lets them be.
    """

    def __init__(self):
        super().__init__()
        self.wished = []
        self.wish_faults = []
        self.wish_refusals = {}
        self.wish_asynchronous = False
        self.wish_batches = {}


class FakeStandingVerbs:
    """Part of ``FakeProvider``. A deletion is refused before it is asked for while the offer is on sale."""

    offer_wishes = frozenset(OfferWish)

    @classmethod
    def wish_refusal(cls, wish, offer, now):
        if wish is OfferWish.DELETE and offer["status"] == "active":
            return "withdraw it first"
        since = offer["withdrawn_at"]
        return "too early" if wish is OfferWish.DELETE and since and since > now + timedelta(days=1) else ""

    def change_offers(self, wish, keys):
        fault = self.platform.wish_faults.pop(0) if self.platform.wish_faults else None
        if fault == "down":
            raise Unavailable("down")
        if isinstance(fault, Exception):
            raise fault
        self.platform.wished.append((wish, list(keys)))
        if self.platform.wish_asynchronous:
            ref = f"wish{len(self.platform.wished)}"
            self.platform.wish_batches[ref] = None
            return [Result(key, Outcome.ACCEPTED, ref=ref) for key in keys]
        results = self.grant(wish, keys)
        if fault == "cut":
            raise OutcomeUnknown("cut")
        return results

    def grant(self, wish, keys):
        return [self.grant_one(wish, key) for key in keys]

    def grant_one(self, wish, key):
        if words := self.platform.wish_refusals.get(key):
            return Result(key, Outcome.REFUSED, words)
        if key not in self.platform.offers:
            return Result(key, Outcome.REFUSED, "not found")
        if wish is OfferWish.DELETE:
            del self.platform.offers[key]
        else:
            self.platform.offers[key]["status"] = "inactive" if wish is OfferWish.WITHDRAW else "active"
        return Result(key, Outcome.CONFIRMED)
