from .lane import Lane


class Comebacks(Lane):
    """Parcels on their way back become expected returns; received returns get their credit notes, where the account says so.

    Both look for the fact, not for the moment it came about: whatever stopped in between is gone on with.
    """

    name = "comebacks"

    def step(self):
        if self.account.state != "live" or not self.account.order_enabled:
            return 0
        returns = self.env["marketplace.return"]
        done = returns._expect_next(self.account) or returns._credit_next(self.account)
        if done:
            self.runner.commit(done)
        return done
