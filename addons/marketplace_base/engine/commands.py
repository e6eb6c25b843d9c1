from datetime import timedelta

from odoo.fields import Datetime

from ..lib.errors import OutcomeUnknown, RateLimited, Rejected, Unavailable
from ..lib.replication import retry_after
from ..lib.types import Outcome, Result
from .lane import Lane

SETTLING = timedelta(minutes=1)
"""So long the platform may still be at a call that was broken off: that nothing came of it yet proves nothing."""


class Commands(Lane):
    """The outbox: one command at a time, durable before the call and settled right after."""

    name = "commands"

    def recover(self):
        """A command found on the wire was cut off by a crash: nobody knows whether it arrived."""
        self.env["marketplace.command"].search(
            [("account_id", "=", self.account.id), ("state", "=", "sending")]
        ).state = "unknown"

    def due_in(self):
        """An unclear command is looked up again when its time comes."""
        waiting = self.env["marketplace.command"].search(
            [("account_id", "=", self.account.id), ("state", "=", "unknown"), ("retry_at", "!=", False)],
            order="retry_at",
            limit=1,
        )
        return waiting and max((waiting.retry_at - Datetime.now()).total_seconds(), 0.0) or None

    def step(self):
        if self.account.state != "live" or not self.account.order_enabled or self.flow._is_resting:
            return 0
        command = self.env["marketplace.command"]._next(self.account)
        if not command:
            return 0
        if command.state == "unknown" and command.kind not in self.provider.repeatable:
            result = self._look_up(command)
            if result:
                self._settle(command, result)
                return 1
        self._settle(command, self._send(command))
        return 1

    def _look_up(self, command):
        """What became of a call whose answer was lost; None when it was certainly not applied, so that it is made again."""
        try:
            result = command._target._command_lookup(self.provider, command)
        except (Rejected, OutcomeUnknown) as error:
            return Result(command.key, Outcome.UNKNOWN, str(error))
        if result is None and command.sent_at and command.sent_at > Datetime.now() - SETTLING:
            return Result(command.key, Outcome.UNKNOWN, self.env._("Nothing came of it yet; it is looked up again."))
        return result

    def _send(self, command):
        try:
            before = command._target._command_before(self.provider, command)
        except Rejected as error:
            return Result(command.key, Outcome.REFUSED, str(error), error.code)
        command.write({"state": "sending", "before": before or False, "sent_at": Datetime.now()})
        self.runner.commit()
        try:
            return command._target._command_call(self.provider, command)
        except (Unavailable, RateLimited):
            self.runner.durably(lambda: command.write({"state": "pending"}))
            raise
        except Rejected as error:
            return Result(command.key, Outcome.REFUSED, str(error), error.code)
        except OutcomeUnknown as error:
            return Result(command.key, Outcome.UNKNOWN, str(error))

    def _settle(self, command, result):
        if result.outcome is Outcome.CONFIRMED:
            self.flow._succeeded()
        retry_at = Datetime.now() + retry_after(command.tries + 1)
        self.runner.durably(lambda: command._settle(result, retry_at), 1)
