"""The log of every change of an offer: what, when, and which call or person made it."""

import itertools
from collections import deque
from typing import NamedTuple

LIMIT = 500_000


class Change(NamedTuple):
    """`at` in epoch seconds; `by` names the call, order or person."""

    number: int
    at: float
    offer_id: int
    field: str
    old: object
    new: object
    by: str


class ChangeLog:
    """The last changes of all offers, oldest first."""

    def __init__(self):
        self._changes = deque(maxlen=LIMIT)
        self._numbers = itertools.count(1)

    def add(self, at, offer_id, field, old, new, by):
        self._changes.append(Change(next(self._numbers), at, offer_id, field, old, new, by))

    def since(self, number=0, limit=LIMIT):
        """Changes numbered above `number`, at most `limit`."""
        newer = itertools.takewhile(lambda change: change.number > number, reversed(self._changes))
        return list(newer)[::-1][:limit]

    def of_offer(self, offer_id):
        return [change for change in self._changes if change.offer_id == offer_id]
