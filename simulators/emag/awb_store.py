"""AWBs issued through eMAG and how their parcels travel (api/emag.md §5.1, §5.3, §5.4)."""

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from .const import AWB_CANCELED, DELIVERED, FINAL_AWB_CODES, FINALIZED

FIRST_AWB_ID = 24_340_900
FIRST_NUMBER = 123_456
FIRST_RESERVATION_ID = 45_285_110
ISSUED = "NEW"


@dataclass
class Status:
    """What the courier last said; `at` in epoch seconds."""

    code: str
    name: str
    description: str
    at: float


@dataclass
class Awb:
    """One shipment of `pieces` parcels (or envelopes). Weight in kg, `cod` with VAT, times in epoch seconds.

    `emag_ids` holds one id, or one per piece (switch). `sender` and `receiver` are printable: name, contact, phone,
    street, city, county, zipcode. `awb_type` and `rma_id` only for returns. `request` is the body as it was sent.
    """

    emag_ids: list
    reservation_id: int
    number: str
    order_id: int
    type: int
    courier_account: dict
    pieces: int
    weight: Decimal
    cod: Decimal
    sender: dict
    receiver: dict
    request: dict
    created: float
    rma_id: int | None = None
    awb_type: int | None = None
    history: list = field(default_factory=list)

    @property
    def status(self):
        return self.history[-1]

    @property
    def is_canceled(self):
        return self.status.code == AWB_CANCELED

    @property
    def is_final(self):
        return self.status.code in FINAL_AWB_CODES

    @property
    def is_to_customer_of_order(self):
        return self.rma_id is None

    def barcode(self, piece):
        """Barcode of a piece, counted from 1: number and 001, 002 ..."""
        return f"{self.number}{piece:03}"

    def pieces_of(self, emag_id):
        """The pieces an id stands for: all when they share it."""
        return [self.emag_ids.index(emag_id) + 1] if len(self.emag_ids) > 1 else list(range(1, self.pieces + 1))


class AwbBook:
    """AWBs in the order they were issued. There is no cancelling and no undoing by the seller (§5.1)."""

    def __init__(self, account):
        self._account = account
        self._awbs = []
        self._by_id = {}
        self._by_reservation = {}
        self._by_order = defaultdict(list)  # only those to the order's customer
        self._ids = itertools.count(FIRST_AWB_ID)
        self._numbers = itertools.count(FIRST_NUMBER)
        self._reservations = itertools.count(FIRST_RESERVATION_ID)

    def __len__(self):
        return len(self._awbs)

    def __iter__(self):
        return iter(self._awbs)

    def get(self, emag_id):
        return self._by_id.get(emag_id)

    def of_reservation(self, reservation_id):
        return self._by_reservation.get(reservation_id)

    def of_order(self, order_id):
        """AWBs that bring the order to its customer, canceled ones left out."""
        return [awb for awb in self._by_order.get(order_id, ()) if not awb.is_canceled]

    @property
    def doubled(self):
        """How many AWBs exist beside the first of each order."""
        return sum(max(len(self.of_order(order_id)) - 1, 0) for order_id in self._by_order)

    def issue(self, check, by):
        """The AWB of a checked request; the first one of an order finalizes it (§4.8)."""
        order, account = check.order, self._account
        is_first = not self.of_order(order.id)
        ids = check.pieces if account.settings.awb_ids_of_parcels == "own" else 1
        awb = Awb(
            [next(self._ids) for _ in range(ids)],
            next(self._reservations),
            f"4EMGLN{next(self._numbers):09}",
            order.id,
            order.type,
            check.courier_account,
            check.pieces,
            check.weight,
            check.cod,
            check.sender,
            check.receiver,
            check.item,
            account.clock.time(),
            check.rma and check.rma.emag_id,
            check.awb_type,
        )
        awb.history.append(self._status(ISSUED))
        self._awbs.append(awb)
        self._by_id.update(dict.fromkeys(awb.emag_ids, awb))
        self._by_reservation[awb.reservation_id] = awb
        if check.rma:
            check.rma.reservations.append(awb.reservation_id)
        else:
            self._by_order[order.id].append(awb)
            if is_first:
                account.orders.set_status(order, FINALIZED, by)
        self._travel(awb, list(account.settings.awb_progress))
        return awb

    def set_status(self, awb, code, name=None, description=None):
        """The courier reports; the first delivery brings the cash in, and the seller is called back (§1.8)."""
        is_paid = any(status.code == DELIVERED for status in awb.history)
        awb.history.append(self._status(code, name, description))
        if code == DELIVERED and not is_paid:
            self._account.orders.collect(self._account.orders.get(awb.order_id), awb.cod)
        self._account.callbacks.awb_status(awb)

    def _status(self, code, name=None, description=None):
        name = name or self._account.settings.awb_statuses.get(code, code)
        return Status(code, name, description or f"AWB: {name}", self._account.clock.time())

    def _travel(self, awb, codes):
        """Take the next of `codes` after a while, unless the control API moved the AWB in between."""
        seconds = self._account.settings.awb_progress_seconds
        if not seconds or not codes:
            return
        steps = len(awb.history)

        def move():
            if len(awb.history) == steps:
                self.set_status(awb, codes[0])
                self._travel(awb, codes[1:])

        self._account.after(seconds, move)
