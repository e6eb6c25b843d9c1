from datetime import timedelta

from ..lib.clock import utcnow
from ..lib.errors import MarketplaceError, OutcomeUnknown, Rejected
from ..lib.replication import retry_after
from ..lib.standing import has_come_true
from ..lib.types import OfferWish, Outcome, Result
from .lane import Lane

BATCH_LOOK = timedelta(seconds=5)  # until a batch that the platform still works on is asked about again
IDLE = {"wish": False, "wish_state": False, "wish_ref": False, "wish_error": False} | {
    "wish_tries": 0,
    "wish_retry_at": False,
}
FEW = 50  # confirmed at once that are read again one by one; more are left to the daily reading


class Wishes(Lane):
    """What is to be done with offers as a whole: withdrawn, restored, unlocked, deleted.

    Asking twice does no harm, so what a crash or a lost answer leaves open is asked for again; but the offer is read first,
    for it may be so already, or gone. A refusal is looked at the same way: «it is not locked» is no failure of an unlocking.
    """

    name = "wishes"

    def recover(self):
        self.env["marketplace.offer"].with_context(active_test=False).search(
            [("account_id", "=", self.account.id), ("wish_state", "=", "sent"), ("wish_ref", "=", False)]
        ).write({"wish_state": "unclear", "wish_retry_at": False})

    def due_in(self):
        if not self._is_open():
            return None
        due = self.env["marketplace.offer"]._next_wish(self.account)
        return due and (due - utcnow()).total_seconds()

    def step(self):
        if not self._is_open():
            return 0
        return self._asked() or self._batch() or self._look() or self._send()

    def _is_open(self):
        able = "change_offers" in self.provider.capabilities
        return able and self.account.state == "live" and not self.flow._is_resting

    @property
    def _can_read(self):
        return "fetch_offer" in self.provider.capabilities

    # ---- what people asked for ----

    def _asked(self):
        taken, count = self.env["marketplace.change"]._take_wishes(self.account)
        for kind, offers in taken.items():
            offers.write(IDLE if kind == "forget" else IDLE | {"wish": kind, "wish_state": "queued"})
        if count:
            self.runner.commit(count)
        return count

    # ---- sending: check, record, commit, call, settle, commit ----

    def _send(self):
        offers = self.env["marketplace.offer"]._wishes_due(self.account, ["queued"], self.provider.batch_size)
        if not offers:
            return 0
        wish = OfferWish(offers[0].wish)
        offers = offers.filtered(lambda offer: offer.wish == wish.value)
        refusals = offers._wish_refusals(wish)
        for offer, why in refusals.items():
            offer.write({"wish_state": "refused", "wish_error": why, "wish_retry_at": False})
        ready = offers.filtered(lambda offer: offer not in refusals)
        ready.write({"wish_state": "sent", "wish_ref": False, "wish_retry_at": False})
        self.runner.commit(len(refusals))
        if ready:
            results = self._call(wish, ready)
            self.runner.durably(lambda: self._settle(wish, ready, results), len(ready))
        return len(offers)

    def _call(self, wish, offers):
        """Results by offer number. A call that failed as a whole leaves its offers queued and rests the lane."""
        keys = offers.mapped("external_id")
        try:
            return {result.key: result for result in self.provider.change_offers(wish, keys)}
        except OutcomeUnknown as error:
            self.flow._failed(str(error))
            return {key: Result(key, Outcome.UNKNOWN, str(error)) for key in keys}
        except Rejected as error:
            return {key: Result(key, Outcome.REFUSED, str(error)) for key in keys}
        except MarketplaceError:
            self.runner.durably(lambda: offers.write({"wish_state": "queued"}))
            raise

    def _settle(self, wish, offers, results):
        """Write the platform's word on each offer; no word is a word too."""
        groups = {}
        for offer in offers:
            result = results.get(offer.external_id)
            said = (result.outcome, result.text, result.ref) if result else (Outcome.UNKNOWN, "", "")
            groups.setdefault(said, []).append(offer.id)
        for (outcome, text, ref), ids in groups.items():
            some = offers.browse(ids)
            if outcome is Outcome.CONFIRMED:
                some._fulfilled(wish)
                self.flow._succeeded()
                again = self._can_read and wish is not OfferWish.DELETE and len(some) <= FEW
                some.write(IDLE | ({"wish": wish.value, "wish_state": "confirmed"} if again else {}))
            elif outcome is Outcome.ACCEPTED:
                some.write({"wish_ref": ref, "wish_error": False, "wish_retry_at": utcnow() + BATCH_LOOK})
            else:
                self._unsettled(some, outcome, text)

    def _unsettled(self, offers, outcome, text):
        """Refused, or nobody knows: what the offers are like decides, where they can be read."""
        is_refused = outcome is Outcome.REFUSED
        text = text or self.env._("The platform did not say what became of it.")
        vals = {"wish_ref": False, "wish_retry_at": False, "wish_error": text}
        if self._can_read:
            offers.write(vals | {"wish_state": "denied" if is_refused else "unclear"})
        elif is_refused:
            offers.write(vals | {"wish_state": "refused"})
        else:
            for offer in offers:
                offer.write(vals | self._again(offer))

    def _again(self, offer):
        tries = offer.wish_tries + 1
        return {"wish_state": "queued", "wish_tries": tries, "wish_retry_at": utcnow() + retry_after(tries)}

    # ---- the result of a batch ----

    def _batch(self):
        """What became of the offers in one batch; those that the platform forgot are read."""
        offers = self.env["marketplace.offer"]
        ref = offers._wishes_due(self.account, ["sent"], limit=1).wish_ref
        if not ref:
            return 0
        offers = offers.with_context(active_test=False).search(
            [("account_id", "=", self.account.id), ("wish_ref", "=", ref), ("wish_state", "=", "sent")]
        )
        results = self.provider.fetch_batch(ref)
        if results is None:
            offers.write({"wish_retry_at": utcnow() + BATCH_LOOK})
            self.runner.commit()
            return 1
        found = {result.key: result for result in results}
        self.runner.durably(lambda: self._settle(OfferWish(offers[0].wish), offers, found), len(offers))
        return len(offers)

    # ---- reading an offer: is it so? ----

    def _look(self):
        """Read one offer whose wish was confirmed, refused, or got no answer."""
        offer = self.env["marketplace.offer"]._wishes_due(self.account, ["confirmed", "unclear", "denied"], limit=1)
        if not offer:
            return 0
        wish, is_read = OfferWish(offer.wish), True
        try:
            data = self.provider.fetch_offer(offer.external_id)
        except Rejected:  # about this one only: the daily reading still brings it
            data, is_read = None, False
        is_so = is_read and has_come_true(wish, data.status if data else None)
        if data:
            self.env["marketplace.offer"]._store(self.account, [data])
        if is_so or offer.wish_state == "confirmed":
            if not is_so or offer.wish_state != "confirmed":
                offer._fulfilled(wish)
            offer.write(IDLE)
        elif offer.wish_state == "unclear":
            offer.write(self._again(offer))
        else:
            offer.write({"wish_state": "refused", "wish_retry_at": False})
        self.runner.commit(1)
        return 1
