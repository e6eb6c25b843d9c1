"""Return requests: state, history and what customers may ask for (api/emag.md §6)."""

import itertools
from dataclasses import dataclass, field
from decimal import Decimal

from .const import RMA_ACKNOWLEDGED, RMA_CANCELED, RMA_FINALIZED, RMA_INCOMPLETE, RMA_NEW, RMA_RECEIVED, RMA_REFUSED

FIRST_RMA_ID = 4_261_000
FIRST_LINE_ID = 1_057_107
ANNOUNCED = (RMA_NEW, RMA_ACKNOWLEDGED, RMA_RECEIVED)  # §1.8
CLOSED = (RMA_REFUSED, RMA_CANCELED, RMA_FINALIZED)
ACTIONS = {
    RMA_INCOMPLETE: "incomplete",
    RMA_NEW: "new",
    RMA_ACKNOWLEDGED: "acknowledged",
    RMA_REFUSED: "refused",
    RMA_CANCELED: "canceled",
    RMA_RECEIVED: "received",
    RMA_FINALIZED: "finalized",
}


@dataclass
class RmaLine:
    """What comes back of one order line."""

    id: int
    order_line: object
    quantity: int
    reason: int
    observations: str = ""
    diagnostic: int | None = None
    reject_reason: int | None = None
    refund_value: Decimal | None = None


@dataclass
class Rma:
    """A return request; times in epoch seconds, `return_tax_value` with VAT."""

    emag_id: int
    order: object
    lines: list
    return_type: int
    pickup_method: int
    created: float
    status: int = RMA_NEW
    observations: str = ""
    iban: str | None = None
    pickup_date: str | None = None
    return_address_id: str | None = None
    return_tax_value: Decimal = Decimal(0)
    replacement: dict = field(default_factory=dict)
    reservations: list = field(default_factory=list)
    history: list = field(default_factory=list)

    @property
    def is_closed(self):
        return self.status in CLOSED


class RmaBook:
    """Returns in the order they were asked for."""

    def __init__(self, account):
        self._account = account
        self._returns = {}
        self._ids = itertools.count(FIRST_RMA_ID)
        self._line_ids = itertools.count(FIRST_LINE_ID)

    def __len__(self):
        return len(self._returns)

    def __iter__(self):
        return iter(self._returns.values())

    def newest_first(self):
        return reversed(self._returns.values())

    def get(self, emag_id):
        return self._returns.get(emag_id)

    def next_id(self):
        return next(self._ids)

    def next_line_id(self):
        return next(self._line_ids)

    def open(self, rma, by):
        """A customer asked for a return."""
        self._returns[rma.emag_id] = rma
        self._note(rma, by)

    def set_status(self, rma, status, by):
        """Move without checking rules; the seller hears of the moves that eMAG announces."""
        if status != rma.status:
            rma.status = status
            self._note(rma, by)

    def _note(self, rma, by):
        rma.history.append((self._account.clock.time(), rma.status, by))
        if rma.status in ANNOUNCED:
            self._account.callbacks.returns(rma)

    def asked_back(self, line):
        """Pieces of an order line in returns that were neither refused nor canceled."""
        return sum(
            entry.quantity
            for rma in self
            if rma.status not in (RMA_REFUSED, RMA_CANCELED)
            for entry in rma.lines
            if entry.order_line is line
        )
