"""Rate limiter with several windows per bucket (per second, per minute, per day)."""

from collections import deque


class TokenBucket:
    """`limit` tokens, refilled evenly over `period` seconds: a full bucket lets a burst through on top of the rate."""

    def __init__(self, limit, period):
        self.limit = limit
        self.period = period
        self._tokens = None
        self._at = 0.0

    def available(self, now, factor=1):
        """Tokens left at `now` (epoch seconds); `factor` multiplies the limit (accelerated demos)."""
        capacity = self.limit * factor
        if self._tokens is None:
            self._tokens = capacity
        else:
            elapsed = max(0.0, now - self._at)
            self._tokens = min(capacity, self._tokens + elapsed * capacity / self.period)
        self._at = now
        return self._tokens

    def take(self, now):
        self._tokens -= 1


class SlidingWindow:
    """Never more than `limit` in any `period` seconds: what passes here passes every kind of gateway window."""

    def __init__(self, limit, period):
        self.limit = limit
        self.period = period
        self._taken = deque()

    def available(self, now, factor=1):
        while self._taken and self._taken[0] <= now - self.period:
            self._taken.popleft()
        return self.limit * factor - len(self._taken)

    def take(self, now):
        self._taken.append(now)


STYLES = {"token_bucket": TokenBucket, "sliding_window": SlidingWindow}


class Limiter:
    """Named buckets, each a list of `(limit, period seconds)` windows that must all have room.

    A refused request takes no token: the gateway counts what it lets through, valid or not.
    """

    # Refilling in small float steps can leave 0.9999999 of a token.
    _ROUNDING = 1e-6

    def __init__(self, windows):
        self._windows = windows
        self.reset()

    def reset(self):
        self._buckets = {
            style: {name: [bucket(*window) for window in windows] for name, windows in self._windows.items()}
            for style, bucket in STYLES.items()
        }

    def admit(self, name, now, factor=1, style="sliding_window"):
        """True when the request may pass. `factor` 0 switches limiting off."""
        if not factor:
            return True
        buckets = self._buckets[style][name]
        if min(bucket.available(now, factor) for bucket in buckets) < 1 - self._ROUNDING:
            return False
        for bucket in buckets:
            bucket.take(now)
        return True

    def remaining(self, name, now, factor=1, style="sliding_window"):
        """Whole tokens left in the tightest window (for response headers)."""
        if not factor:
            return min(limit for limit, _period in self._windows[name])
        return max(0, int(min(bucket.available(now, factor) for bucket in self._buckets[style][name])))
