"""The log of every change of a product: what, when, on which storefront, and which call or person made it."""

import itertools
from collections import deque
from typing import NamedTuple

LIMIT = 500_000


class Change(NamedTuple):
    """`at` in epoch seconds; `offer_id` is the barcode; `by` names the call, batch, order or person."""

    number: int
    at: float
    offer_id: str
    storefront: str
    field: str
    old: object
    new: object
    by: str


class ChangeLog:
    """The last changes of all products, oldest first."""

    def __init__(self):
        self._changes = deque(maxlen=LIMIT)
        self._numbers = itertools.count(1)

    def add(self, at, barcode, storefront, field, old, new, by):
        self._changes.append(Change(next(self._numbers), at, barcode, storefront, field, old, new, by))

    def since(self, number=0, limit=LIMIT):
        """Changes numbered above `number`, at most `limit`."""
        newer = itertools.takewhile(lambda change: change.number > number, reversed(self._changes))
        return list(newer)[::-1][:limit]

    def of(self, barcodes):
        return [change for change in self._changes if change.offer_id in barcodes]
