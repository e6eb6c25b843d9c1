"""The log of every change of an offer: what, when, and which call or person made it."""

import itertools
from collections import deque

LIMIT = 500_000


class ChangeLog:
    """The last changes of all offers, oldest first.

    `kind` is the platform's named tuple of a change, which begins with `number`, `at` (epoch seconds) and `offer_id`.
    """

    def __init__(self, kind):
        self._kind = kind
        self._changes = deque(maxlen=LIMIT)
        self._numbers = itertools.count(1)

    def add(self, at, offer_id, *change):
        self._changes.append(self._kind(next(self._numbers), at, offer_id, *change))

    def since(self, number=0, limit=LIMIT):
        """Changes numbered above `number`, at most `limit`."""
        newer = itertools.takewhile(lambda change: change.number > number, reversed(self._changes))
        return list(newer)[::-1][:limit]

    def of(self, offer_ids):
        return [change for change in self._changes if change.offer_id in offer_ids]
