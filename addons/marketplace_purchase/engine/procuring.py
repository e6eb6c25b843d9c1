import time

from odoo.addons.marketplace_base.engine.lane import Lane
from odoo.addons.marketplace_base.lib.clock import utcnow

EVERY = 30.0  # seconds between two looks of a run, which cost about 2 ms for each line that lacks goods


class Procuring(Lane):
    """What orders lack: reserve what has arrived, list what has not, order it from suppliers at the hour, e-mail that."""

    name = "procuring"
    _again = 0.0

    def step(self):
        if self.account.state != "live" or not self.account.order_enabled or self.flow._is_resting:
            return 0
        if time.monotonic() < self._again:
            return 0
        done = self._reserve() or self._list() or self._order() or self._send()
        if done:
            self.runner.commit(done)
        else:
            self._again = time.monotonic() + EVERY
        return done

    def _reserve(self):
        return self.env["marketplace.procurement"]._reserve_arrived(self.account.company_id)

    def _list(self):
        return self.env["marketplace.procurement"]._refresh(self.account.company_id, self.account)

    def _order(self):
        """One supplier's order of the day; the day is over when none is left. It may be another account's runner that was
        quicker: a day is over for the whole company.
        """
        day = self.account._procure_due(utcnow())
        if not day or self._is_over(day):
            return 0
        if not self.env["marketplace.procurement"]._order_next(self.account.company_id, day):
            self.flow._succeeded(cursor={"day": day.isoformat()})
        return 1

    def _is_over(self, day):
        flows = self.env["marketplace.flow"].search(
            [("company_id", "=", self.account.company_id.id), ("kind", "=", self.name)]
        )
        return any((flow.cursor or {}).get("day", "") >= day.isoformat() for flow in flows)

    def _send(self):
        return self.env["purchase.order"]._marketplace_send_next(self.account.company_id)
