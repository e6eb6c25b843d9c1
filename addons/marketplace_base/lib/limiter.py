"""Keeps our calls below a platform's limits before the platform has to say so."""

from dataclasses import dataclass

from .errors import RateLimited
from .words import Words

_ = Words("marketplace_base")

# Seconds by which one call may travel slower than another. Calls that left evenly do not arrive so, and a platform that
# counts the last second exactly would otherwise see one too many in it.
JITTER = 0.1
# Seconds that a piece of work waits for its first call. Whatever has to wait longer is put off: other work goes on meanwhile.
HASTE = 1.0


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``calls`` in any ``seconds``."""

    calls: int
    seconds: float = 1.0


class Limiter:
    """Spaces the calls of each bucket evenly: at no moment are more than the allowed calls under way or behind us.

    Even spacing (no bursts) is what every known gateway accepts, whatever kind of window it counts with, and its whole
    state is one timestamp per bucket, so that the next run, in any process on any host, carries on where this stopped.

    :param rates: ``{bucket: Rate}``; a bucket may have several, the slowest decides
    :param clock: returns seconds since the epoch
    :param sleep: waits that many seconds
    :param state: what ``state`` of an earlier limiter returned
    :param patience: the longest wait, in seconds, done here; a longer one raises ``RateLimited``
    """

    def __init__(self, rates, clock, sleep, state=None, patience=2.0):
        self._spacing = {
            bucket: max((rate.seconds + JITTER) / rate.calls for rate in (some if isinstance(some, tuple) else (some,)))
            for bucket, some in rates.items()
        }
        self._clock = clock
        self._sleep = sleep
        self._next = dict(state or {})
        self._patience = patience
        self._is_under_way = True

    @property
    def state(self):
        """JSON-ready: the earliest time of the next call per bucket."""
        return dict(self._next)

    def begin(self):
        """A piece of work begins that may be put off: until its first call is through, it waits for ``HASTE`` at most."""
        self._is_under_way = False

    def pass_through(self, bucket):
        """Wait for this bucket's turn and take it.

        :raise RateLimited: when the turn is further away than ``patience``, or than ``HASTE`` where nothing was called yet
        """
        now = self._clock()
        # a timestamp from a host whose clock runs ahead must not stop this one for longer than the platform could ask
        turn = min(self._next.get(bucket, 0.0), now + 3600)
        if turn - now > (self._patience if self._is_under_way else min(HASTE, self._patience)):
            raise RateLimited(_("waiting %d s for the platform's call limit", turn - now), turn - now, bucket)
        if turn > now:
            self._sleep(turn - now)
        self._is_under_way = True
        self._next[bucket] = max(now, turn) + self._spacing.get(bucket, 0.0)

    def pause(self, bucket, seconds):
        """The platform said «too many»: no call of this bucket for that long."""
        self._next[bucket] = max(self._next.get(bucket, 0.0), self._clock() + seconds)
