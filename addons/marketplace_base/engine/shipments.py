from ..lib.clock import utcnow
from .lane import Lane


class Shipments(Lane):
    """Follows the parcels under way, a few calls a minute, and fetches the labels of new ones."""

    name = "shipments"

    def due_in(self):
        """A label that was not ready is asked for again as soon as it may be: somebody waits to print it."""
        due = self.env["marketplace.shipment"]._next_label_in(self.account)
        if due is None or not self.flow._is_resting:
            return due
        return max(due, (self.flow.paused_until - utcnow()).total_seconds())

    def step(self):
        if self.account.state != "live" or not self.account.order_enabled or self.flow._is_resting:
            return 0
        done = self.env["marketplace.shipment"]._follow_next(self.account, self.provider)
        if done:
            self.flow._succeeded()
            self.runner.commit(done)
        return done
