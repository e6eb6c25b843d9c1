from datetime import UTC, datetime, timedelta

from odoo.fields import Datetime

from ..lib.clock import utcnow
from ..lib.errors import Rejected
from .lane import Lane

POLL_EVERY = timedelta(seconds=50)  # a little less than the cron's minute, so that no minute is skipped
GAP_EVERY = timedelta(days=1)
GAP_SPAN = timedelta(days=7)
LOOK_AGAIN = timedelta(hours=6)
NOTIFIED = 10  # notifications looked at in one chunk


class OrdersIn(Lane):
    """Documents in: what was notified is fetched by number; polling recovers what was never notified."""

    name = "orders"
    kind = "order"
    every = POLL_EVERY
    is_able = True

    @property
    def scans(self):
        return self.provider.order_scans

    def _fetch_page(self, *window):
        return self.provider.fetch_orders(*window)

    def _fetch_one(self, key):
        return self.provider.fetch_order(key)

    def due_in(self):
        """A platform that did not answer is asked again as soon as its rest is over."""
        if self.account.order_enabled and self.flow._is_resting:
            return (self.flow.paused_until - utcnow()).total_seconds()
        return None

    def step(self):
        if not self.account.order_enabled or self.flow._is_resting:
            return 0
        return self._notified() or self._polled()

    # ---- notifications are hints: the document itself is always read from the platform ----

    def _notified(self):
        waiting = self.env["marketplace.notification"].search(
            [("account_id", "=", self.account.id), ("state", "=", "new")], order="id", limit=200
        )
        if not waiting:
            return 0
        by_key = waiting.grouped(lambda n: (n.kind, n.external_id))
        hints = list(by_key.items())[:NOTIFIED]
        read = self._read_together([key for (kind, key), _notifications in hints if kind == "order" and key])
        for (kind, key), notifications in hints:
            note = self._look_at(kind, key, min(notifications.mapped("received_at")), read if kind == "order" else {})
            notifications.write({"state": "done", "note": note})
            self.runner.commit(len(notifications))
        return len(waiting)

    def _read_together(self, keys):
        """``{number: document}`` of these orders, where one call reads several: a storm of hints costs few calls."""
        keys = keys[: self.provider.orders_per_read]
        if len(keys) < 2:
            return {}
        try:
            return {document.key: document for document in self.provider.fetch_orders_named(keys)}
        except Rejected:  # about one of them: each on its own says which
            return {}

    def _look_at(self, kind, key, notified_at, read):
        """What came of a hint, in words for the notification journal. ``read``: documents that were fetched already."""
        if kind == "offer" and self.env["marketplace.offer"]._review_hinted(self.account, key):
            return self.env._("asked about the documentation")
        if kind == "awb":
            return self.env["marketplace.shipment"]._hinted(self.account, key)
        lane = next((lane for lane in self.runner.lanes if isinstance(lane, OrdersIn) and lane.kind == kind), None)
        if not lane or not lane.is_able:
            return self.env._("not followed")
        if not key:
            for scan in lane.scans:
                lane._scan_flow(scan).success_at = False
            return self.env._("looked for everything new")
        try:
            document = read.get(key) or lane._fetch_one(key)
        except (Rejected, ValueError) as error:  # about this one only; polling still finds it if it exists
            return str(error)
        if document is None:
            return self.env._("unknown at the platform")
        changed = self.env["marketplace.incoming"]._store(self.account, [document], notified_at)
        return self.env._("fetched") if changed else self.env._("nothing new")

    # ---- polling: every scan has its own cursor, moved only when all its pages are stored ----

    def _polled(self):
        for scan in self.scans:
            if self._is_due(self._scan_flow(scan), self.every):
                return self._one_page(scan, self._scan_flow(scan), self.provider.scan_overlap)
            if scan.windowed and self._is_due(self._scan_flow(scan, "gap"), GAP_EVERY):
                return self._one_page(scan, self._scan_flow(scan, "gap"), GAP_SPAN)
        return 0

    def _scan_flow(self, scan, suffix=""):
        return self.account._flow(":".join(filter(None, (self.name, scan.name, suffix))))

    def _is_due(self, flow, every):
        if flow._is_resting:
            return False
        under_way = bool(flow.cursor and flow.cursor.get("until"))
        return under_way or not flow.success_at or flow.success_at <= Datetime.now() - every

    def _one_page(self, scan, flow, overlap):
        cursor = dict(flow.cursor or {})
        if not cursor.get("until"):
            cursor |= self._new_round(cursor, overlap)
            flow.write({"started_at": Datetime.now(), "done": 0})
        since, until = (datetime.fromisoformat(cursor[name]) for name in ("from", "until"))
        page = self._fetch_page(
            scan, since if scan.windowed else None, until if scan.windowed else None, cursor.get("page")
        )
        changed = self.env["marketplace.incoming"]._store(self.account, page.items)
        if page.next:
            flow.write({"cursor": cursor | {"page": page.next}, "done": flow.done + len(page.items)})
        elif until < datetime.fromisoformat(cursor["goal"]) and scan.windowed:
            goal = datetime.fromisoformat(cursor["goal"])
            ahead = {
                "from": cursor["until"],
                "until": min(until + self.provider.max_window, goal).isoformat(),
                "page": None,
            }
            flow.write({"cursor": cursor | ahead, "done": flow.done + len(page.items)})
        else:
            flow._succeeded(cursor={"since": cursor["goal"]}, done=flow.done + len(page.items))
            self.flow._succeeded()
        self.runner.commit(len(changed) or 1)
        return len(page.items) or 1

    def _new_round(self, cursor, overlap):
        """The window of a new round: from the last complete one, less the overlap, in steps the platform allows."""
        goal = datetime.now(UTC)
        start = cursor.get("since")
        start = datetime.fromisoformat(start) if start else self.account.orders_since.replace(tzinfo=UTC)
        start -= overlap
        return {
            "from": start.isoformat(),
            "until": min(start + self.provider.max_window, goal).isoformat(),
            "goal": goal.isoformat(),
            "page": None,
        }


class Followed(OrdersIn):
    """What is open for days. Nobody waits for it by the second; its notifications are looked at with the orders'."""

    every = timedelta(minutes=5)
    open_statuses = ()

    def step(self):
        if not self.account.order_enabled or not self.is_able or self.flow._is_resting:
            return 0
        return self._polled() or self._looked_again()

    def _looked_again(self):
        """What is open here and no list shows any more was perhaps closed at the platform: ask for it now and then."""
        late = Datetime.now() - LOOK_AGAIN
        record = self.env[f"marketplace.{self.kind}"].search(
            [
                ("account_id", "=", self.account.id),
                ("external_id", "!=", False),
                ("status", "in", self.open_statuses),
                ("asked_at", "<=", late),
                "|", ("looked_at", "=", False), ("looked_at", "<=", late),
            ],
            order="looked_at NULLS FIRST, id",
            limit=1,
        )  # fmt: skip
        if not record:
            return 0
        document = self._fetch_one(record.external_id)
        if document:
            self.env["marketplace.incoming"]._store(self.account, [document])
        else:
            self._missing(record)
        record.looked_at = Datetime.now()
        self.runner.commit(1)
        return 1

    def _missing(self, record):
        """The platform does not know it any more."""


class ReturnsIn(Followed):
    """Return requests in."""

    name = "returns"
    kind = "return"
    open_statuses = ("new", "approved", "received")

    @property
    def is_able(self):
        return "fetch_returns" in self.provider.capabilities

    @property
    def scans(self):
        return self.provider.return_scans

    def _fetch_page(self, *window):
        return self.provider.fetch_returns(*window)

    def _fetch_one(self, key):
        return self.provider.fetch_return(key)


class OrdersProcess(Lane):
    """Stored documents become sale orders, each on its own: a poison one neither blocks nor gets lost."""

    name = "processing"

    def step(self):
        if not self.account.order_enabled:
            return 0
        incoming = self.env["marketplace.incoming"]._next(self.account)
        if not incoming:
            return 0
        incoming._process(self.provider)
        self.runner.commit(1)
        return 1
