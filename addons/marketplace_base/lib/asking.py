"""When a platform that takes its time is asked what became of each of many requests. Pure.

All requests of one kind take about as long. So while none is known to be done, only the oldest is asked about, at growing
distances; what it tells is what the others are waited for.
"""

from datetime import timedelta

SHORTEST = timedelta(seconds=0.5)
# Older than this, a request that is not done is a case of its own, by which the others are not judged.
LONGEST = timedelta(seconds=30)
SHARE = 4  # of the time that was waited already, this part is waited again
HOPE = 0.95  # a little less than the last one took: else nobody would notice that they take less time now


class Asking:
    """The moments of one run. They are naive UTC, as the clock's."""

    def __init__(self):
        self._next = {}
        self._usual = timedelta()

    def moment(self, ref, sent_at):
        """When ``ref``, which was sent at ``sent_at``, is to be asked about."""
        return self._next.get(ref) or sent_at + self._usual

    def is_open(self, ref, sent_at, now):
        """It is not done yet."""
        age = now - sent_at
        pause = max(SHORTEST, age / SHARE)
        self._next[ref] = now + pause
        if age <= LONGEST:
            self._usual = max(self._usual, min(age + pause, LONGEST))

    def is_done(self, ref, sent_at, now):
        """It is done. Where that is known only now, because it was never asked about before, it may be so for long."""
        age = min(now - sent_at, LONGEST)
        was_open = self._next.pop(ref, None)
        self._usual = HOPE * (age if was_open else min(age, self._usual))
