from datetime import UTC, datetime, timedelta

from odoo.fields import Datetime

from ..lib.clock import utcnow
from .lane import Lane

EVERY = timedelta(days=1)
NOTES = 50  # at most, of what a reading could not show


class Statement(Lane):
    """The platform's current account in, once a day, period by period and page by page.

    Each time from the last reading less the time in which lines still change: payouts appear later. The cursor names the
    period, the page, and a mark of this reading of the period; it moves together with the lines of the page.
    """

    name = "statement"

    def step(self):
        flow = self.flow
        if not self._is_able or flow._is_resting:
            return 0
        cursor = dict(flow.cursor or {})
        if not cursor.get("until"):
            if flow.success_at and flow.success_at > Datetime.now() - EVERY:
                return 0
            cursor = self._new_round(cursor)
        page = self.provider.fetch_statement(
            datetime.fromisoformat(cursor["from"]), datetime.fromisoformat(cursor["until"]), cursor["page"]
        )
        self._stored(flow, cursor, page)
        self.runner.commit(len(page.items) or 1)
        return len(page.items) or 1

    @property
    def _is_able(self):
        return self.account.order_enabled and "fetch_statement" in self.provider.capabilities

    def _stored(self, flow, cursor, page):
        lines = self.env["marketplace.statement.line"]
        lines._store(self.account, page.items, cursor["mark"])
        until, goal = (datetime.fromisoformat(cursor[name]) for name in ("until", "goal"))
        notes = list(dict.fromkeys([*cursor["notes"], *page.notes]))[:NOTES]
        done = {"done": cursor["done"] + len(page.items)}
        cursor |= done | {"notes": notes, "page": page.next}
        if page.next:
            flow.write(done | {"cursor": cursor, "started_at": cursor["started"]})
        elif until < goal:
            cursor |= self._period(until, goal)
            flow.write(done | {"cursor": cursor, "started_at": cursor["started"]})
        else:
            lines._find_orders_of(self.account)
            self.env["marketplace.order"]._judge_statement(self.account)
            # what could not be read is not worth an alarm each minute, but stands there
            flow._succeeded(**done, cursor={"since": cursor["goal"]}, error="\n".join(notes) or False)

    def _new_round(self, cursor):
        goal, last = datetime.now(UTC), cursor.get("since")
        first = self.account.orders_since and self.account.orders_since.replace(tzinfo=UTC)
        back = (datetime.fromisoformat(last) if last else goal) - self.provider.statement_lookback
        start = max(back, first) if first and last else first or back
        began = {"goal": goal.isoformat(), "notes": [], "done": 0, "started": Datetime.to_string(Datetime.now())}
        return began | self._period(min(start, goal), goal)

    def _period(self, start, goal):
        """The next period, as long as the platform allows. Each reading of one has a mark of its own."""
        until = min(start + self.provider.statement_window, goal)
        return {"from": start.isoformat(), "until": until.isoformat(), "page": None, "mark": utcnow().isoformat()}
