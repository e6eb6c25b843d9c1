from datetime import timedelta

from odoo.fields import Datetime

from ..lib.clock import utcnow
from ..lib.errors import AuthFailed, MarketplaceError, RateLimited, Rejected, Unavailable
from .lane import Lane

READ_EVERY = timedelta(days=1)
PARTIES = 5  # offers read one by one in a step: their calls leave the platform's limits to what is more urgent


class Catalogue(Lane):
    """Reads what the platform holds, in stages, page by page, resumable: its small dictionaries, its category tree, the
    seller's own offers, then the characteristics of the categories in use and the safety data of single offers.
    """

    name = "catalogue"

    def step(self):
        return (
            self._dictionaries()
            or self._stage("categories", "fetch_categories", self._categories)
            or self._offers()
            or self._stage("characteristics", "fetch_category", self._characteristics)
            or self._stage("parties", "fetch_offer", self._parties)
        )

    def _is_due(self, flow):
        return not flow._is_resting and (not flow.success_at or flow.success_at <= Datetime.now() - READ_EVERY)

    def _stage(self, kind, verb, work):
        """A stage that fails rests by itself: a tree that cannot be read must not keep the offers from being read."""
        flow = self.account._flow(kind)
        if verb not in self.provider.capabilities or flow._is_resting:
            return 0
        try:
            return work(flow)
        except (RateLimited, AuthFailed):
            raise
        except MarketplaceError as error:
            self.env.cr.rollback()
            self.account._flow(kind)._failed(str(error))
            self.runner.commit()
            return 0

    def _count(self, kind):
        return "count" in self.provider.capabilities and self.provider.count(kind) or 0

    def _dictionaries(self):
        for kind in self.provider.dictionaries:
            flow = self.account._flow(f"dictionary:{kind}")
            if self._is_due(flow):
                entries, page = [], None
                while True:
                    answer = self.provider.fetch_dictionary(kind, page)
                    entries += answer.items
                    page = answer.next
                    if page is None:
                        break
                self.env["marketplace.entry"]._mirror(self.account, kind, entries)
                flow._succeeded(done=len(entries), total=len(entries))
                self.runner.commit(1)
                return 1
        return 0

    # ---- categories ----

    def _categories(self, flow):
        cursor = flow.cursor or {}
        if not cursor.get("page"):
            if not self._is_due(flow):
                return 0
            cursor = {"round": utcnow().isoformat()}
            flow.write({"started_at": Datetime.now(), "done": 0, "total": self._count("categories")})
        category = self.env["marketplace.category"]
        answer = self.provider.fetch_categories(cursor.get("page"))
        done = flow.done + len(answer.items)
        if not done and category.search_count([("account_id", "=", self.account.id)], limit=1):
            raise Unavailable(self.env._("The platform showed no category at all."))
        category._store_page(self.account, answer.items, cursor["round"])
        if answer.next:
            flow.write({"cursor": cursor | {"page": answer.next}, "done": done, "total": answer.total or flow.total})
        else:
            category._tree_read(self.account, cursor["round"])
            flow._succeeded(cursor={}, done=done, total=done)
        self.runner.commit(len(answer.items))
        return len(answer.items) or 1

    # ---- own offers ----

    def _offers(self):
        flow = self.account._flow("offers")
        cursor = flow.cursor or {}
        if not cursor.get("page") and not self._is_due(flow) or flow._is_resting:
            return 0
        if not cursor.get("page"):
            cursor = {"started": Datetime.to_string(Datetime.now())}
            flow.write({"started_at": cursor["started"], "done": 0, "total": self._count("offers")})
        answer = self.provider.fetch_offers(cursor.get("page"))
        self.env["marketplace.offer"]._store(self.account, answer.items)
        done = flow.done + len(answer.items)
        if answer.next:
            flow.write({"cursor": cursor | {"page": answer.next}, "done": done, "total": answer.total or flow.total})
        else:
            self.env["marketplace.offer"]._not_seen_since(self.account, Datetime.to_datetime(cursor["started"]))
            flow._succeeded(cursor={}, done=done, total=done)
            for kind in ("stock", "price"):  # the daily full compare, should a change ever have been missed
                self.env["marketplace.change"]._record_accounts(kind, self.account)
        self.runner.commit(len(answer.items))
        return len(answer.items) or 1

    # ---- characteristics of the categories in use ----

    def _characteristics(self, flow):
        """One page of one category's values. The cursor names the category, the page, and when its reading began."""
        cursor = flow.cursor or {}
        category = self.env["marketplace.category"].browse(cursor.get("category")).exists()
        if not category:
            category, waiting = category._next_wanted(self.account)
            if not category:
                return self._characteristics_read(flow) if cursor else 0
            if not cursor:
                flow.write({"started_at": Datetime.now(), "done": 0})
            flow.total = flow.done + waiting
            cursor = {"category": category.id, "round": utcnow().isoformat()}
        try:
            detail = self.provider.fetch_category(category.external_id, cursor.get("page"))
        except (Rejected, Unavailable) as error:
            text = f"{category.complete_name}: {error}"
            self.env.cr.rollback()
            category._detail_failed(text)
            flow.write({"cursor": {"open": True}, "started_at": flow.started_at or Datetime.now()})
            flow._failed(text)
            self.runner.commit()
            return 0
        brought = detail and category._store_detail(detail, cursor["round"])
        # a page that repeats what was there already means that the platform does not page
        if detail and detail.next and (brought or not cursor.get("page")):
            flow.cursor = cursor | {"page": detail.next}
        else:
            category._detail_read(detail, cursor["round"])
            flow.write({"cursor": {"open": True}, "done": flow.done + 1})
        self.runner.commit(1)
        return 1

    def _characteristics_read(self, flow):
        """Nothing is waiting any more. A category that could not be read stays the flow's complaint."""
        failed = self.env["marketplace.category"].search_count(
            [("account_id", "=", self.account.id), ("detail_failed_at", "!=", False)], limit=1
        )
        flow.write({"cursor": {}, "total": flow.done}) if failed else flow._succeeded(cursor={}, total=flow.done)
        self.runner.commit()
        return 0

    # ---- safety data, of offers that are said to have some ----

    def _parties(self, flow):
        offers, waiting = self.env["marketplace.offer"]._without_parties(self.account, PARTIES)
        if not offers:
            if flow.total > flow.done:
                flow._succeeded(total=flow.done)
                self.runner.commit()
            return 0
        if flow.total <= flow.done:
            flow.write({"started_at": Datetime.now(), "done": 0})
        found = {offer: self._single(offer) for offer in offers}
        offers._store_parties(found)
        flow.write({"done": flow.done + len(offers), "total": flow.done + waiting})
        if waiting == len(offers):
            flow._succeeded()
        self.runner.commit(len(offers))
        return len(offers)

    def _single(self, offer):
        """One offer read by its number; None when the platform refuses to show it (the journal of calls tells why)."""
        try:
            return self.provider.fetch_offer(offer.external_id)
        except Rejected:
            return None
