"""Orders: state, totals and the stock they hold (api/emag.md §4.4, §4.5, §4.7)."""

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from simulators.core.money import round_half_up

from .const import BY_SELLER, CANCELED, CASH_ON_DELIVERY, FINALIZED, IN_PROGRESS, NEW, PREPARED, RETURNED

FIRST_ORDER_ID = 391_982_964
FIRST_LINE_ID = 243_409_001


@dataclass
class Split:
    """Part of a voucher on one line or on the shipping fee: net and VAT, both negative. `funder` is emag or seller."""

    voucher_id: int
    value: Decimal
    vat_value: Decimal
    vat: Decimal
    funder: str
    name: str


@dataclass
class Deposit:
    """Deposit-return (SGR) pieces that go with each unit of a line; price without its own VAT."""

    per_unit: int
    sale_price: Decimal
    vat_rate: Decimal
    name: str


@dataclass
class Line:
    """An order line. `quantity` is current, `initial_qty` ordered; a removed line has status 0."""

    id: int
    product_id: int | None
    name: str
    quantity: int
    sale_price: Decimal
    vat: Decimal
    created: float
    modified: float
    part_number: str | None = None
    ext_part_number: str | None = None
    part_number_key: str | None = None
    mkt_id: int | None = None
    status: int = 1
    initial_qty: int = 0
    storno_qty: int = 0
    splits: list = field(default_factory=list)
    deposits: list = field(default_factory=list)
    attachments: list = field(default_factory=list)

    @property
    def active_quantity(self):
        return self.quantity if self.status else 0

    def gross(self, rounding):
        """Goods with VAT: unit price rounded half-up before multiplying, or the line after (§4.7, switch)."""
        if rounding == "unit":
            return self.active_quantity * round_half_up(self.sale_price * (1 + self.vat))
        return round_half_up(self.active_quantity * self.sale_price * (1 + self.vat))

    def deposit_gross(self):
        return sum(
            (
                self.active_quantity * entry.per_unit * round_half_up(entry.sale_price * (1 + entry.vat_rate))
                for entry in self.deposits
            ),
            Decimal(0),
        )


@dataclass
class Order:
    """One order; times in epoch seconds, money in `currency`, `shipping_tax` with VAT (§1.7)."""

    id: int
    type: int
    status: int
    payment_mode_id: int
    delivery_mode: str
    currency: str
    customer: dict
    created: float
    lines: list = field(default_factory=list)
    shipping_tax: Decimal = Decimal(0)
    shipping_splits: list = field(default_factory=list)
    is_complete: int = 1
    payment_status: int = 0
    observation: str | None = None
    locker: dict | None = None
    collected_by_card: Decimal = Decimal(0)
    collected_cod: Decimal = Decimal(0)
    attachments: list = field(default_factory=list)
    is_storno: bool = False
    reason_cancellation: int | None = None
    cancellation_request: str | None = None
    enforced_courier_accounts: list | None = None
    flags: list = field(default_factory=list)
    modified: float = 0.0
    acknowledged: float | None = None
    finalized: float | None = None
    cancelled: float | None = None
    locked_until: float = 0.0

    @property
    def all_splits(self):
        return [split for line in self.lines for split in line.splits] + self.shipping_splits

    def total(self, rounding):
        """What the customer pays: goods, deposits, shipping and (negative) vouchers."""
        goods = sum((line.gross(rounding) + line.deposit_gross() for line in self.lines), Decimal(0))
        vouchers = sum((split.value + split.vat_value for split in self.all_splits), Decimal(0))
        return goods + self.shipping_tax + vouchers

    def line(self, line_id):
        return next((line for line in self.lines if line.id == line_id), None)


class OrderBook:
    """Orders in the order they were placed, and every status change with its effect on stock.

    Design: placing reserves (estimated stock), acknowledging takes (general stock), cancelling gives back. Orders
    fulfilled by eMAG (type 2) never touch the seller's stock.
    """

    def __init__(self, account):
        self._account = account
        self._orders = {}
        self._order_ids = itertools.count(FIRST_ORDER_ID)
        self._line_ids = itertools.count(FIRST_LINE_ID)

    def __len__(self):
        return len(self._orders)

    def __iter__(self):
        return iter(self._orders.values())

    def newest_first(self):
        return reversed(self._orders.values())

    def get(self, order_id):
        return self._orders.get(order_id)

    def next_order_id(self):
        return next(self._order_ids)

    def next_line_id(self):
        return next(self._line_ids)

    def place(self, order, by):
        """A shopper's order enters; an order fulfilled by eMAG is processed at once (design)."""
        self._orders[order.id] = order
        order.modified = order.created
        if order.type == BY_SELLER:
            self._shift(order, self.quantities(order), by)

    def acknowledge(self, order, by):
        """1 -> 2: the reservation becomes a real decrease of stock."""
        held = self.quantities(order)
        self._release_reservation(order, held, by)
        order.status, order.acknowledged = IN_PROGRESS, self._account.clock.time()
        self._shift(order, held, by)
        self.touch(order)

    def set_status(self, order, status, by, reason=None):
        """Move without checking rules; keeps the 48-hour clocks and the stock right."""
        now, before = self._account.clock.time(), order.status
        if status == before:
            self.touch(order)
            return
        if before == NEW and status not in (NEW, CANCELED):
            self.acknowledge(order, by)
        if status == CANCELED:
            self._cancel(order, reason, by)
        elif before == CANCELED:
            order.reason_cancellation = order.cancelled = None
            order.status = status
            if self._account.settings.cancel_returns_stock:
                self._shift(order, self.quantities(order), by)
        order.status = status
        if status == FINALIZED:
            order.finalized = now
        elif before == FINALIZED and status == PREPARED:
            order.finalized = None
        elif status == RETURNED:
            for line in order.lines:
                self.storno_line(line, line.active_quantity)
        self.touch(order)

    def _cancel(self, order, reason, by):
        held = self.quantities(order)
        if order.status == NEW:
            self._release_reservation(order, held, by)
        elif self._account.settings.cancel_returns_stock:
            self._shift(order, {number: -quantity for number, quantity in held.items()}, by)
        order.reason_cancellation, order.cancelled = reason, self._account.clock.time()
        self._account.callbacks.order_cancelled(order)

    def edited(self, order, before, by):
        """Lines changed: shift stock by the difference to `before` (quantities by product)."""
        after = self.quantities(order)
        change = {number: after.get(number, 0) - before.get(number, 0) for number in set(before) | set(after)}
        self._shift(order, change, by)
        self.touch(order)

    def storno_line(self, line, quantity):
        """Goods came back: stock is the seller's work, so nothing moves here (§4.9)."""
        line.quantity -= quantity
        line.storno_qty += quantity
        line.modified = self._account.clock.time()

    def collect(self, order, amount):
        """The courier handed over what he collected: a COD order is paid now (design: without any delay)."""
        if order.payment_mode_id == CASH_ON_DELIVERY and amount:
            order.collected_cod += amount
            order.payment_status = 1
            self.touch(order)

    def touch(self, order):
        order.modified = self._account.clock.time()

    def quantities(self, order):
        """Active quantity per seller product."""
        totals = defaultdict(int)
        for line in order.lines:
            if line.product_id:
                totals[line.product_id] += line.active_quantity
        return dict(totals)

    def _shift(self, order, quantities, by):
        """Take (positive) or give back (negative): a reservation while the order is new, real stock afterwards."""
        if order.type != BY_SELLER:
            return
        now, text = self._account.clock.time(), f"order {order.id}: {by}"
        for number, quantity in quantities.items():
            offer = self._account.offers.get(number)
            if offer and quantity:
                if order.status == NEW:
                    offer.reserve(quantity, now, text)
                else:
                    offer.move_stock(-quantity, now, text)

    def _release_reservation(self, order, quantities, by):
        self._shift(order, {number: -quantity for number, quantity in quantities.items()}, by)
