from datetime import timedelta

from odoo.fields import Datetime

from .lane import Lane

READ_EVERY = timedelta(days=1)


class Catalogue(Lane):
    """Reads what the platform holds: its small dictionaries and the seller's own offers, page by page, resumable."""

    name = "catalogue"

    def step(self):
        return self._dictionaries() or self._offers()

    def _is_due(self, flow):
        return not flow._is_resting and (not flow.success_at or flow.success_at <= Datetime.now() - READ_EVERY)

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

    def _offers(self):
        flow = self.account._flow("offers")
        cursor = flow.cursor or {}
        if not cursor.get("page") and not self._is_due(flow) or flow._is_resting:
            return 0
        if not cursor.get("page"):
            cursor = {"started": Datetime.to_string(Datetime.now())}
            flow.write({"started_at": cursor["started"], "done": 0, "total": 0})
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
