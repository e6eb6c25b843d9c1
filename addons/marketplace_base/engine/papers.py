from .lane import Lane


class Papers(Lane):
    """Proformas, invoices and AWBs that are due by the account's rules, and papers to show at the platform;
    then orders to close and payments to book."""

    name = "papers"

    def step(self):
        if self.account.state != "live" or not self.account.order_enabled or self.flow._is_resting:
            return 0
        orders = self.env["marketplace.order"]
        done = (
            self.env["marketplace.automation"]._run_next(self.account)
            or self.env["marketplace.document"]._ask_next(self.account)
            or orders._close_next(self.account)
            or orders._settle_next(self.account)
        )
        if done:
            self.runner.commit(done)
        return done
