"""The simulator's time: real time plus an offset that tests and demos can move."""

import threading
import time
from datetime import UTC, datetime


class Clock:
    """Seconds since the epoch (UTC). Starts at real time; a frozen clock (at `start`) moves only through `advance`."""

    def __init__(self, frozen=False, start=None):
        self._lock = threading.Lock()
        self._offset = 0.0
        self._frozen_at = (time.time() if start is None else start) if frozen else None
        self._listeners = []

    @property
    def frozen(self):
        return self._frozen_at is not None

    def time(self):
        """Epoch seconds as float."""
        base = self._frozen_at
        return (time.time() if base is None else base) + self._offset

    def now(self):
        """Aware UTC datetime."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds):
        """Move forward; negative values are refused because nothing on a platform ever un-happens."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        with self._lock:
            self._offset += seconds
        for listener in self._listeners:
            listener()

    def freeze(self, frozen=True):
        """Stop or restart the flow of real time without a jump."""
        with self._lock:
            if frozen and self._frozen_at is None:
                self._frozen_at = time.time()
            elif not frozen and self._frozen_at is not None:
                self._offset -= time.time() - self._frozen_at
                self._frozen_at = None

    def sleep(self, seconds):
        """Let simulated time pass: really, or by advancing a frozen clock."""
        if self.frozen:
            self.advance(seconds)
        else:
            time.sleep(seconds)

    def on_advance(self, listener):
        """Call `listener()` after every jump (the notifier wakes up this way)."""
        self._listeners.append(listener)
