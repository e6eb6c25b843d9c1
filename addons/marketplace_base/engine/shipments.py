from .lane import Lane


class Shipments(Lane):
    """Follows the parcels under way, a few calls a minute, and fetches the labels of new ones."""

    name = "shipments"

    def step(self):
        if self.account.state != "live" or not self.account.order_enabled or self.flow._is_resting:
            return 0
        done = self.env["marketplace.shipment"]._follow_next(self.account, self.provider)
        if done:
            self.flow._succeeded()
            self.runner.commit(done)
        return done
