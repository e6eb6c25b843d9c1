"""The call journal: what was asked, what was answered, with counters that outlive the bounded list."""

import itertools
import threading
from collections import Counter, deque
from dataclasses import asdict, dataclass


@dataclass(slots=True)
class Call:
    """One HTTP call to the platform. `items` counts entities sent (saves) or rows returned (reads)."""

    id: int
    time: str
    method: str
    path: str
    status: int = 0
    items: int = 0
    is_error: bool = False
    refused_by_limit: bool = False
    fault: str | None = None
    milliseconds: float = 0.0
    ignored_keys: list | None = None

    def __str__(self):
        return f"{self.method} {self.path} #{self.id}"


class Journal:
    """The last `limit` calls and totals since the last reset."""

    def __init__(self, limit=20_000):
        self._lock = threading.Lock()
        self._limit = limit
        self.reset()

    def reset(self):
        self._calls = deque(maxlen=self._limit)
        self._ids = itertools.count(1)
        self._totals = Counter()
        self._by_path = {}

    def open(self, method, path, time):
        """A new entry; `close` files it when the answer is known."""
        with self._lock:
            return Call(next(self._ids), time, method, path)

    def close(self, call, route):
        """File a finished call; `route` is the path with ids left out, so that counters stay few."""
        with self._lock:
            self._calls.append(call)
            for counter in (self._totals, self._by_path.setdefault(f"{call.method} {route}", Counter())):
                counter["calls"] += 1
                counter["items"] += call.items
                counter[f"status_{call.status}"] += 1
                counter["refused_by_limit"] += call.refused_by_limit
                counter["errors"] += call.is_error
                counter["faults"] += bool(call.fault)

    def summary(self):
        with self._lock:
            return {
                "total": dict(self._totals),
                "by_path": {path: dict(counts) for path, counts in self._by_path.items()},
            }

    def calls(self, since=0, limit=1000, path=None):
        """Calls with an id above `since`, oldest first, at most `limit`; `path` is a prefix."""
        with self._lock:
            found = [call for call in self._calls if call.id > since and (not path or call.path.startswith(path))]
        return [asdict(call) for call in found[:limit]]
