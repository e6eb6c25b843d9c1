"""What was really done, by whom and when: written by people and shoppers as they act, read by the measures."""

import threading
import time
from dataclasses import dataclass, field
from decimal import Decimal

NOTIFIED, TWICE, LATE, SILENT = "notified", "duplicated", "late", "silent"
"""How a platform tells the shop of an order: once, twice, after orders that came later, or never: polling has to find these."""

NOTICES = (NOTIFIED, TWICE, LATE, SILENT)


@dataclass
class Order:
    """An order a shopper placed. Times are epoch seconds, ``total`` is what the platform says the customer pays.

    ``placed_at``: of an order whose payment is checked first, when that is over; no shop can take it over sooner.
    ``quantities``: pieces by the key of the offer. ``place``: the platform's name.
    """

    number: str
    placed_at: float
    total: Decimal
    notice: str
    quantities: dict[object, int]
    place: str = ""
    imported_at: float | None = None
    cancelled_at: float | None = None

    @property
    def seconds(self):
        return None if self.imported_at is None else max(0.0, self.imported_at - self.placed_at)


@dataclass
class Truth:
    """From ``since`` at the earliest and ``done_at`` at the latest, Odoo wants ``value`` shown on an offer.

    ``offer_id``: the key of the offer at its platform. ``counted``: a person's change. What an order did to the stock is
    noted too, but only so that a later value is not mistaken for an unexplained one. ``place``: the platform's name.
    """

    offer_id: object
    kind: str
    value: int | Decimal
    since: float
    done_at: float
    counted: bool = True
    place: str = ""
    proved_at: float | None = None
    nothing_to_send: bool = False

    @property
    def seconds(self):
        return None if self.proved_at is None else max(0.0, self.proved_at - self.done_at)

    @property
    def is_settled(self):
        return self.proved_at is not None or self.nothing_to_send


@dataclass
class Ledger:
    """Shared by all threads."""

    orders: dict[str, Order] = field(default_factory=dict)
    truths: list[Truth] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    started_at: float = field(default_factory=time.time)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add_order(self, order):
        with self._lock:
            self.orders[order.number] = order

    def add_truths(self, truths):
        with self._lock:
            self.truths += truths

    def add_refusal(self, text):
        """A person's action that Odoo refused."""
        with self._lock:
            self.refusals.append(text)

    def all_orders(self):
        with self._lock:
            return list(self.orders.values())

    def all_truths(self):
        with self._lock:
            return list(self.truths)

    def orders_at(self, place):
        return [order for order in self.all_orders() if order.place == place.name]

    @property
    def changes(self):
        """The people's changes of a stock or a price, once for each platform."""
        return [truth for truth in self.all_truths() if truth.counted]

    def changes_at(self, place):
        return [truth for truth in self.changes if truth.place == place.name]


def percentiles(seconds):
    """``{"p50", "p95", "max"}`` of a list, each None when it is empty; a percentile is a value that occurred."""
    ordered = sorted(seconds)
    if not ordered:
        return {"p50": None, "p95": None, "max": None}

    def at(share):
        return round(ordered[max(0, -(-len(ordered) * share // 100) - 1)], 2)

    return {"p50": at(50), "p95": at(95), "max": at(100)}
