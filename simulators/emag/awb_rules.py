"""What must be true before eMAG issues an AWB (api/emag.md §4.1, §5.1, §5.2)."""

import re
from datetime import timedelta
from decimal import Decimal

from simulators.core.money import round_half_up

from .awb_accounts import Journey, choose
from .awb_fields import Party, read_body, read_packages
from .bodies import to_int
from .const import (
    BY_SELLER,
    CASH_ON_DELIVERY,
    FINALIZED,
    FROM_CUSTOMER,
    IN_PROGRESS,
    PICKUP_ADDRESS,
    PREPARED,
    RETURN_ADDRESS,
    RETURNED,
    RMA_ACKNOWLEDGED,
    RMA_NEW,
    RMA_RECEIVED,
    RMA_REFUSED,
    TO_CUSTOMER,
)
from .order_saving import LOCKED
from .times import parse_date

LOCKER_MARK = re.compile(r"\[EasyBox #\d+\]")
SHIPPABLE = (IN_PROGRESS, PREPARED, FINALIZED)
WITH_RETURNS = (FINALIZED, RETURNED)
# Design: eMAG names no key for the direction, so the return's state decides.
DIRECTIONS = {
    RMA_NEW: FROM_CUSTOMER,
    RMA_ACKNOWLEDGED: FROM_CUSTOMER,
    RMA_RECEIVED: TO_CUSTOMER,
    RMA_REFUSED: TO_CUSTOMER,
}


class AwbCheck:
    """One awb/save body: `errors`, and when there are none, everything the AWB is made of."""

    def __init__(self, account, item):
        self._account = account
        self._settings = account.settings
        self.item = item
        self.errors = []
        self.order = self.rma = self.awb_type = self.courier_account = None
        self.sender = self.receiver = self.weight = self.cod = None

    def run(self):
        """Fields first, then the order, then who carries it: later checks need the earlier ones."""
        for step in (self._fields, self._target, self._parties, self._money, self._rules, self._courier):
            step()
            if self.errors:
                break
        return self

    @property
    def pieces(self):
        """Design: parcels are counted when there are any, else envelopes."""
        return self._values["parcel_number"] or self._values["envelope_number"]

    @property
    def is_return(self):
        return self._values["rma_id"] is not None

    def _fields(self):
        self._values, self.errors = read_body(self.item, self._settings)
        total, errors = read_packages(self.item, self._values)
        self.errors += errors
        self.weight = total if total is not None else self._values["weight"] or Decimal(0)
        self.cod = self._values["cod"]

    def _target(self):
        """The order, and the return when one is named."""
        order_id, rma_id = self._values["order_id"], self._values["rma_id"]
        self.order = order = self._account.orders.get(order_id)
        if order is None:
            self.errors.append(f"Order {order_id} was not found")
        elif order.type != BY_SELLER:
            self.errors.append("AWBs cannot be issued for orders fulfilled by eMAG")
        elif order.locked_until > self._account.clock.time():
            self.errors.append(LOCKED)
        elif order.status not in (WITH_RETURNS if self.is_return else SHIPPABLE):
            self.errors.append(f"AWB cannot be issued for order {order_id} in status {order.status}")
        elif self.is_return:
            self._return(rma_id)

    def _return(self, rma_id):
        self.rma = rma = self._account.returns.get(rma_id)
        if rma is None or rma.order.id != self.order.id:
            self.errors.append(f"Return {rma_id} of order {self.order.id} was not found")
        elif rma.status not in DIRECTIONS:
            self.errors.append(f"AWB cannot be issued for return {rma_id} in status {rma.status}")
        else:
            self.awb_type = DIRECTIONS[rma.status]

    def _parties(self):
        """A saved address stands for the seller: a pickup address sends, a return address receives."""
        comes_back = self.awb_type == FROM_CUSTOMER
        dictionary = self._account.dictionary
        sender = Party(dictionary, self.item, "sender", None if comes_back else PICKUP_ADDRESS)
        receiver = Party(dictionary, self.item, "receiver", RETURN_ADDRESS if comes_back else None)
        self.errors += sender.errors + receiver.errors
        self.sender, self.receiver = sender.printable, receiver.printable
        self._origin, self._destination = sender.country, receiver.country
        self._is_marked = bool(LOCKER_MARK.search(receiver.marked_street))

    def _money(self):
        """The customer pays what the vouchers, eMAG's among them, leave; returns collect nothing."""
        order, currency = self.order, self.item.get("currency") or None
        if currency is None and self._settings.currency_required_on_awb_save:
            self.errors.append("The currency field is mandatory")
        elif currency not in (None, order.currency):
            self.errors.append(f"Invalid currency: {currency}")
        if not self.cod:
            return
        due = round_half_up(order.total(self._settings.line_rounding))
        if self.is_return:
            self.errors.append("The cod field must be 0 for returns")
        elif order.payment_mode_id != CASH_ON_DELIVERY and self._settings.cod_on_paid_orders == "refuse":
            self.errors.append("The cod field must be 0 for orders that are not paid on delivery")
        elif self.cod > due:
            self.errors.append(f"The cash on delivery value cannot be greater than the order value ({due})")

    def _rules(self):
        values = self._values
        if values["unboxing"] and not self._settings.unboxing_enabled:
            self.errors.append("The unboxing service is not active for this account")
        day = self.item.get("date") or None
        if day is not None and parse_date(day) is None:
            self.errors.append("Invalid date: the format is YYYY-mm-dd")
        if self.is_return:
            self._return_rules(day)
        else:
            self._locker_rules()

    def _return_rules(self, day):
        if self._values["pickup_and_return"]:
            self.errors.append("The pickup_and_return field must be 0 for returns")
        if self._values["dropoff_locker"]:
            self.errors.append("The dropoff_locker field can be used only for orders")
        tomorrow = self._account.times.local(self._account.clock.time()).date() + timedelta(days=1)
        if day is None:
            self.errors.append("The date field is mandatory for returns")
        elif (parse_date(day) or tomorrow) < tomorrow:
            self.errors.append("The pickup date must be at least the next day")

    def _locker_rules(self):
        wanted, locker_id = self._values["locker_id"], self.order.locker and self.order.locker["locker_id"]
        if locker_id and wanted is None:
            self.errors.append("The locker_id field is mandatory for locker deliveries")
        elif wanted != locker_id:
            self.errors.append(f"The locker {wanted} is not the locker of the order")

    def _courier(self):
        is_locker = not self.is_return and bool(self.order.locker)
        enforced = None if self.is_return else self.order.enforced_courier_accounts
        if enforced is not None:
            enforced = [to_int(number) for number in enforced]
        journey = Journey(self.is_return, is_locker, self._origin, self._destination, enforced)
        rows = self._account.dictionary.courier_accounts
        self.courier_account, error = choose(rows, self._values["courier_account_id"], journey, self._is_marked)
        self.errors += [error] if error else []
