"""How one value (a stock, a price) of one offer travels to the platform until it is proved there. Pure.

The law: ``confirmed`` is what the platform itself said it holds; it is forgotten *before* anything is sent, because from then
on nobody knows, and set again only by the platform's word. Values are absolute, so sending one twice does no harm.
``engine.values`` does to whole sets of rows in SQL what ``want`` and ``void`` do here to one.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from .types import Outcome, Result

UNSET = "unset"  # nothing is wanted
SETTLED = "settled"  # the platform holds what is wanted
WAITING = "waiting"  # to be sent, at retry_at
SENT = "sent"  # on the wire, or in the platform's batch (ref)
REFUSED = "refused"  # the platform said no; waits for another value, or a person
HELD = "held"  # we do not dare to send it without a person's word

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)


def retry_after(tries, jitter=random.random):
    """How long an item rests after its ``tries``-th failure: 5 s, doubled each time, at most an hour, ±25 %."""
    return min(FIRST_RETRY * 2 ** min(tries - 1, 12), LONGEST_RETRY) * (0.75 + jitter() / 2)


@dataclass(slots=True)
class Replica:
    """One value's state. ``wanted``, ``sent`` and ``confirmed`` are absolute; None is «not known» or «nothing»."""

    wanted: int | Decimal | None = None
    sent: int | Decimal | None = None
    confirmed: int | Decimal | None = None
    state: str = UNSET
    changed_at: datetime | None = None
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None
    tries: int = 0
    retry_at: datetime | None = None
    error: str = ""
    ref: str = ""

    def want(self, value, at):
        """The truth in Odoo is ``value`` since ``at``. Same value: nothing happens, a refusal stays a refusal."""
        if value == self.wanted:
            return
        if self.state in (SETTLED, UNSET, REFUSED, HELD):
            self.changed_at = at
        self.wanted = value
        if self.state != SENT:
            self._aim()
            self.tries, self.retry_at, self.error = 0, None, ""

    def void(self, at):
        """The platform changed its own figure: what was proved is no longer, nor would be what is under way."""
        if self.state == SETTLED:
            self.changed_at = at
        self.confirmed = None
        if self.state == SENT:
            self.sent = None
        if self.state == SETTLED:
            self._aim()

    def is_due(self, now):
        return self.state == WAITING and (self.retry_at is None or self.retry_at <= now)

    def send(self, now):
        """To be made durable *before* the call."""
        self.sent, self.sent_at = self.wanted, now
        self.confirmed = None
        self.state, self.ref = SENT, ""

    def hold(self, why):
        """Stop and ask: a person releases it, or another value replaces it."""
        self.state, self.error = HELD, why

    def refuse(self, why):
        """The platform would say no: it is not even asked."""
        self.state, self.error = REFUSED, why

    def postpone(self, why):
        """The call as a whole did not happen: send again as soon as calls are possible, no fault of this item."""
        self.state, self.error = WAITING, why

    def settle(self, result: Result, now):
        """Apply the platform's word, or its absence, to what was sent."""
        if result.outcome is Outcome.CONFIRMED:
            self.confirmed, self.confirmed_at = self.sent, now
            self.tries, self.retry_at, self.error, self.ref = 0, None, "", ""
            self._aim()
        elif result.outcome is Outcome.ACCEPTED:
            self.ref = result.ref
        elif result.outcome is Outcome.REFUSED and self.wanted == self.sent:
            self.state, self.error, self.ref = REFUSED, result.text, ""
        else:
            self.tries += 1
            self.state, self.error, self.ref = WAITING, result.text, ""
            self.retry_at = now + retry_after(self.tries) if result.outcome is Outcome.UNKNOWN else None

    def recover(self):
        """After a crash: what was on the wire may have arrived or not; send again."""
        if self.state == SENT and not self.ref:
            self.state = WAITING

    def _aim(self):
        if self.wanted is None:
            self.state = UNSET
        else:
            self.state = SETTLED if self.confirmed == self.wanted else WAITING
