from .lane import Lane


class Papers(Lane):
    """Proformas, invoices and AWBs that are due by the account's rules, and papers to show at the platform."""

    name = "papers"

    def step(self):
        if self.account.state != "live" or not self.account.order_enabled or self.flow._is_resting:
            return 0
        done = self.env["marketplace.automation"]._run_next(self.account)
        done = done or self.env["marketplace.document"]._ask_next(self.account)
        if done:
            self.runner.commit(done)
        return done
