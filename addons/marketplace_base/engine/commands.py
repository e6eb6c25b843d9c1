from odoo.fields import Datetime

from ..lib.errors import OutcomeUnknown, RateLimited, Rejected, Unavailable
from ..lib.replication import retry_after
from ..lib.types import Outcome, Result
from .lane import Lane


class Commands(Lane):
    """The outbox: one command at a time, durable before the call and settled right after."""

    name = "commands"

    def recover(self):
        """A command found on the wire was cut off by a crash: nobody knows whether it arrived."""
        self.env["marketplace.command"].search(
            [("account_id", "=", self.account.id), ("state", "=", "sending")]
        ).state = "unknown"

    def step(self):
        if self.account.state != "live" or not self.account.order_enabled or self.flow._is_resting:
            return 0
        command = self.env["marketplace.command"]._next(self.account, self.provider.repeatable)
        if not command:
            return 0
        command.state = "sending"
        self.runner.commit()
        try:
            result = command._call(self.provider)
        except (Unavailable, RateLimited):
            self.runner.durably(lambda: command.write({"state": "pending"}))
            raise
        except Rejected as error:
            result = Result(command.key, Outcome.REFUSED, str(error), error.code)
        except OutcomeUnknown as error:
            result = Result(command.key, Outcome.UNKNOWN, str(error))
        self.runner.durably(lambda: self._settle(command, result), 1)
        return 1

    def _settle(self, command, result):
        if result.outcome is Outcome.CONFIRMED:
            command.write({"state": "done", "done_at": Datetime.now(), "error": False})
            command._done()
            self.flow._succeeded()
        elif result.outcome is Outcome.REFUSED:
            command.write({"state": "refused", "error": result.text})
        else:
            tries = command.tries + 1
            command.write(
                {
                    "state": "unknown",
                    "error": result.text,
                    "tries": tries,
                    "retry_at": Datetime.now() + retry_after(tries),
                }
            )
