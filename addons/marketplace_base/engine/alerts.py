from .lane import Lane


class Alerts(Lane):
    """Messages to customers: what has happened and was not told yet, once each."""

    name = "alerts"

    def step(self):
        if self.account.state != "live" or not self.account.order_enabled or self.flow._is_resting:
            return 0
        done = self.env["marketplace.alert"]._tell_next(self.account)
        if done:
            self.runner.commit(done)
        return done
