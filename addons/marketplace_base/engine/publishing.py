from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from ..lib.catalogue import Gap, Review
from ..lib.clock import utcnow
from ..lib.errors import MarketplaceError, OutcomeUnknown, Rejected
from ..lib.replication import retry_after
from ..lib.types import Outcome, Result
from .lane import Lane
from .values import replica_of

# How long after the documentation was sent its state is read again; then at the last of these intervals.
LOOKS = (0, 1, 2, 5, 10, 20, 30, 60, 120)  # minutes; a notification and the daily reading are quicker
RECOUNT = timedelta(days=1)
BATCH_LOOK = timedelta(seconds=5)  # until a batch that the platform still works on is asked about again
VANISHED = 6  # looks after which an offer that the platform took, but does not show, counts as refused


class Publishing(Lane):
    """Products out (C5): checked, sent, and followed until the platform has approved or refused them (C6).

    Sending one again under the same number is harmless, so what a crash or a lost answer leaves open is simply queued again.
    """

    name = "publishing"

    def recover(self):
        self.env["marketplace.offer"].search(
            [("account_id", "=", self.account.id), ("publish_flying", "=", True)]
        ).write({"publish_state": "queued", "publish_flying": False, "publish_retry_at": False})

    def due_in(self):
        if not self._is_open() or self.flow._is_resting:
            return None
        due = self.env["marketplace.offer"]._next_publishing(self.account)
        return due and (due - utcnow()).total_seconds()

    def step(self):
        if not self._is_open() or self.flow._is_resting:
            return 0
        return self._asked() or self._brand() or self._send() or self._follow() or self._recount()

    def _is_open(self):
        return self.account.state == "live" and "publish" in self.provider.capabilities

    # ---- what people asked for ----

    def _asked(self):
        taken = self.env["marketplace.change"]._take_publishing(self.account)
        if "publish" in taken:
            taken["publish"].write({"publish_state": "queued", "publish_tries": 0, "publish_retry_at": False})
        if "review" in taken:
            known = taken["review"].filtered(lambda offer: offer.publish_state not in ("queued", "incomplete"))
            in_batch = known.filtered("publish_ref")  # what became of the batch is to be known first
            in_batch.publish_retry_at = False
            (known - in_batch).write({"publish_state": "review", "publish_tries": 0, "publish_retry_at": False})
        if taken:
            self.runner.commit(sum(map(len, taken.values())))
        return sum(map(len, taken.values()))

    def _brand(self):
        """Look for one brand in the platform's list, where products name theirs by its number (C9)."""
        if "find_brands" not in self.provider.capabilities:
            return 0
        mapping = self.env["marketplace.brand.map"]._next_wanted(self.account)
        if not mapping:
            return 0
        self.runner.commit()
        try:
            found, why = self.provider.find_brands(mapping.asked or mapping.brand_id.name), ""
        except Rejected as error:
            found, why = [], str(error)
        self.runner.durably(lambda: mapping._looked_for(found, why), 1)
        return 1

    # ---- sending: look up, check, record, commit, call, settle, commit ----

    def _send(self):
        offers = self.env["marketplace.offer"]._publishing_due(
            self.account, ["queued"], limit=self.provider.publish_batch
        )
        if not offers:
            return 0
        unclear = self._looked_up(offers)  # before anything is written: no row is locked while the platform is asked
        self.account._want_published(offers)
        ready = self._checked(offers, unclear)
        self._save_replicas(ready)
        self.runner.commit(len(offers) - len(ready))
        if ready:
            results = self._publish(ready)
            self.runner.durably(lambda: self._settle(ready, results), len(ready))
        return len(offers)

    def _looked_up(self, offers):
        """Whether the platform's catalogue has these products already: each EAN is asked about once (C7).

        :return: ``{offer: Gap}`` where a person has to decide
        """
        if "find_products" not in self.provider.capabilities:
            return {}
        codes = {
            offer: code
            for offer in offers
            if not offer.listed and not offer.join_code and (code := offer.product_id.barcode)
            and code != offer.looked_up and not self.account._typed_code(offer.product_id, offer)
        }  # fmt: skip
        if not codes:
            return {}
        try:
            matches = self.provider.find_products(list(set(codes.values())))
        except Rejected:  # about these codes: the platform will say which one it refuses when they are sent
            return {}
        unclear = {}
        for offer, code in codes.items():
            found = [match for match in matches if match.barcode.lstrip("0") == code.strip().lstrip("0")]
            offer.looked_up = code
            if gap := offer._match_taken(found):
                unclear[offer] = gap
                offer.looked_up = False  # asked again when it is sent again
        return unclear

    def _checked(self, offers, unclear):
        """The offers that lack nothing, with what is sent of each, marked as on the wire."""
        built = self.account._published_data(offers.product_id)
        gaps = self.account._all_gaps(built)
        for offer, gap in unclear.items():
            gaps[offer.product_id] = [*gaps[offer.product_id], gap]
        self.env["marketplace.gap"]._renew(self.account, gaps)
        ready, now = {}, utcnow()
        for offer in offers:
            if missing := gaps.get(offer.product_id, [Gap("product", self.env._("The offer has no product."))]):
                said = "\n".join(gap.text for gap in missing)
                offer.write({"publish_state": "incomplete", "publish_error": said, "publish_retry_at": False})
                continue
            ready[offer] = replace(built[offer.product_id][0], key=offer.external_id)
            offer.write(
                {
                    "publish_state": "sent",
                    "publish_flying": True,
                    "publish_error": False,
                    "publish_note": False,
                    "published_at": now,
                    "join_code": ready[offer].platform_code or False,
                }
            )
        return ready

    def _publish(self, ready):
        """Results by offer number. A call that failed as a whole leaves its products queued and rests the lane."""
        try:
            return {result.key: result for result in self.provider.publish(list(ready.values()))}
        except OutcomeUnknown as error:
            self.flow._failed(str(error))
            return {offer.external_id: Result(offer.external_id, Outcome.UNKNOWN, str(error)) for offer in ready}
        except Rejected as error:
            return {offer.external_id: Result(offer.external_id, Outcome.REFUSED, str(error)) for offer in ready}
        except MarketplaceError as error:
            why = str(error)
            self.runner.durably(lambda: self._rewind(ready, why))
            raise

    def _rewind(self, ready, why):
        """Nothing reached the platform: these are queued as before, and their stock and price wait again."""
        for offer in ready:
            offer.write({"publish_state": "queued", "publish_flying": False})
        self._move_replicas(ready, lambda replica: replica.postpone(why))

    def _settle(self, ready, results):
        """Write the platform's word on each product."""
        now = utcnow()
        told = {offer: self._word(offer, results) for offer in ready}
        for offer, result in told.items():
            offer.write({"publish_flying": False} | self._settled(offer, result, ready[offer]))
        for offer, result in told.items():
            if result.outcome is not Outcome.REFUSED:
                self._move_replicas({offer: ready[offer]}, lambda replica, result=result: replica.settle(result, now))
            else:
                self._move_replicas({offer: ready[offer]}, lambda replica: replica.postpone(""))

    def _word(self, offer, results):
        """What the platform said of one product; no word is a word too."""
        return results.get(offer.external_id) or Result(
            offer.external_id, Outcome.UNKNOWN, self.env._("The platform did not mention this product.")
        )

    def _settled(self, offer, result, data):
        """:param data: what was sent"""
        if result.outcome is Outcome.CONFIRMED:
            offer._now_listed(data)
            self.flow._succeeded()
        if result.outcome is Outcome.ACCEPTED:
            vals = {"publish_state": "sent", "publish_ref": result.ref, "publish_error": False}
            vals["publish_note"] = result.text or False
            return vals | {"publish_retry_at": utcnow() + BATCH_LOOK}
        return {"publish_ref": False} | self._told(offer, result)

    def _told(self, offer, result):
        if result.outcome is Outcome.CONFIRMED:
            joined = result.ref or offer.join_code
            vals = {"listed": True, "publish_tries": 0, "publish_retry_at": False, "reviewed_at": False}
            vals |= {"publish_note": result.text or offer.publish_note, "join_code": joined or False}
            if joined:
                vals["platform_code"] = joined
            if result.code == "draft":
                return vals | {"publish_state": "refused", "publish_error": result.text}
            return vals | {"publish_state": "sent", "publish_error": False}
        if result.outcome is Outcome.REFUSED:
            return {"publish_state": "refused", "publish_error": result.text, "publish_retry_at": False}
        tries = offer.publish_tries + 1
        return {
            "publish_state": "queued",
            "publish_tries": tries,
            "publish_error": result.text,
            "publish_retry_at": utcnow() + retry_after(tries),
        }

    # ---- the stock and the price travel with the product: they are replicas like any other ----

    def _save_replicas(self, ready):
        self._move_replicas(ready, lambda replica: replica.send(utcnow()))

    def _move_replicas(self, ready, move):
        if not self.provider.publishes_values:
            return
        self.env.flush_all()
        keys = [offer.external_id for offer in ready]
        rows = self.env["marketplace.offer"]._rows_sent(self.account, keys) if keys else []
        data = {offer.id: sent for offer, sent in ready.items()}
        for kind, attribute in (("stock", "quantity"), ("price", "price")):
            moved = []
            for row in rows:
                replica, sent = replica_of(row, kind), getattr(data[row["id"]], attribute)
                if replica.state in ("unset", "held") or sent is None:
                    continue
                aimed = replica.wanted
                if replica.state != "sent":
                    replica.wanted = sent if kind == "stock" else Decimal(sent)
                move(replica)
                replica.wanted = aimed
                moved.append((row["id"], kind, replica))
            self.env["marketplace.offer"]._save_replicas(moved)
        self.env.invalidate_all()

    # ---- following: approved, or refused with the platform's reasons ----

    def _follow(self):
        offers = self.env["marketplace.offer"]._publishing_due(self.account, ["sent", "review"], limit=1)
        if offers.publish_ref:
            return self._batch(offers.publish_ref)
        if not offers or "fetch_offer" not in self.provider.capabilities:
            return 0
        try:
            data = self.provider.fetch_offer(offers.external_id)
        except Rejected as error:  # about this one only: the daily reading still brings it
            data = None
            offers.publish_note = str(error)
        if data is not None:
            self.env["marketplace.offer"]._store(self.account, [data])
        offers.write(self._followed(offers, data))
        self.runner.commit(1)
        return 1

    def _batch(self, ref):
        """What became of the products that the platform took into a batch; one that it forgot is sent again."""
        offers = self.env["marketplace.offer"].search(
            [("account_id", "=", self.account.id), ("publish_ref", "=", ref), ("publish_state", "=", "sent")]
        )
        results = self.provider.fetch_batch(ref)
        if results is None:
            offers.publish_retry_at = utcnow() + BATCH_LOOK
            self.runner.commit()
            return 1
        found, built = {result.key: result for result in results}, self.account._published_data(offers.product_id)
        for offer in offers:
            offer.write(self._settled(offer, self._word(offer, found), built[offer.product_id][0]))
        self.runner.commit(len(offers))
        return 1

    def _recount(self):
        """Once a day, how many products of each mapped category are ready."""
        mapping = self.env["marketplace.category.map"].search(
            [
                ("account_id", "=", self.account.id),
                ("category_id", "!=", False),
                "|", ("counted_at", "=", False), ("counted_at", "<", utcnow() - RECOUNT),
            ],
            order="counted_at NULLS FIRST", limit=1,
        )  # fmt: skip
        if mapping:
            mapping._look_over()
            mapping._count_ready()
            self.runner.commit(1)
        return len(mapping)

    def _followed(self, offer, data):
        now, looks = utcnow(), offer.publish_tries + 1
        vals = {"reviewed_at": now, "publish_tries": looks}
        wait = timedelta(minutes=LOOKS[min(looks, len(LOOKS) - 1)])
        if data is None:
            if looks >= VANISHED:
                return vals | {
                    "publish_state": "refused",
                    "publish_error": self.env._("The platform does not show this offer. Send it again."),
                }
            return vals | {"publish_state": "review", "publish_retry_at": now + wait}
        said = "\n".join(data.problems) or data.publication
        if data.review is Review.APPROVED:
            return vals | {"publish_state": "approved", "publish_error": False, "publish_retry_at": False}
        if data.review in (Review.REFUSED, Review.DRAFT):
            return vals | {"publish_state": "refused", "publish_error": said, "publish_retry_at": False}
        return vals | {"publish_state": "review", "publish_retry_at": now + wait}
