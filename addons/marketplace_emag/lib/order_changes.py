"""Changing an order at eMAG: read, changed as a whole, saved, and read again (api/emag.md §4.9)."""

import copy

from odoo.addons.marketplace_base.lib.errors import RateLimited, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind
from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .change_refusal import change_refusal, wanted_quantities
from .client import reading
from .fields import flag, identifier, is_id, moment, records, whole
from .parse_order import STATUS

_ = Words("marketplace_emag")


class CancelReasons:
    """The reasons of §4.9 by their number, in the language spoken, those a seller would give first."""

    def __get__(self, instance, owner):
        numbers = dict.fromkeys((*facts.SELLERS_REASONS, *const.CANCEL_REASONS))
        return {str(number): _(const.CANCEL_REASONS[number]) for number in numbers}


class OrderChanges:
    """Changes to one account's orders.

    :param now: as ``Connection.now``
    """

    def __init__(self, client, site, now):
        self._client = client
        self._site = site
        self._now = now

    def change(self, change):
        """Bring the order to what is wanted, judged by what eMAG shows of it now."""
        key = change.order_key
        row = self._read(key)
        if row is None:
            return Result(key, Outcome.REFUSED, _("eMAG does not know the order %s.", key))
        with reading():
            if is_as_wanted(row, change):
                return Result(key, Outcome.CONFIRMED, _("The order was like this already."))
            if refusal := change_refusal(change, _state(row, self._site), self._now()):
                return Result(key, Outcome.REFUSED, refusal)
            echo = changed(row, change)
        try:
            self._client.ask("order/save", [echo], changes=True, keys=(key,))
        except Rejected as error:
            return Result(key, Outcome.REFUSED, str(error), error.code)
        return self._proved(change)

    def _proved(self, change):
        """eMAG's yes names nothing: what the order shows afterwards does."""
        key = change.order_key
        try:
            row = self._read(key)
            with reading():
                if row and is_as_wanted(row, change):
                    return Result(key, Outcome.CONFIRMED)
        except (Unavailable, RateLimited) as error:
            return Result(key, Outcome.UNKNOWN, _("eMAG took the change; reading it back failed: %s", error))
        return Result(key, Outcome.UNKNOWN, _("eMAG took the change, but does not show it."))

    def _read(self, key):
        """The order, among those the seller ships and those eMAG ships; the latter only to be refused in words."""
        if not is_id(key):
            return None
        for fulfilment in (const.BY_SELLER, const.BY_EMAG):
            if row := self._client.read_one("order", "id", int(key), type=fulfilment):
                return row
        return None


def is_as_wanted(row, change):
    """Whether an order read from eMAG is there already. Finalised is further than prepared: nobody steps back (§8.7).

    :raise ValueError: not readable
    """
    status = whole(row, "status", "Order")
    if change.kind in (ChangeKind.EDIT, ChangeKind.STORNO):
        current = quantities(row)
        # a line that is wholly taken back may be left out afterwards (§4.9)
        return all(current.get(key, 0) == quantity for key, quantity in wanted_quantities(change).items())
    if change.kind is ChangeKind.PREPARE:
        return status in (facts.PREPARED, facts.FINALISED)
    return status == facts.CHANGE_STATUS[change.kind]


def quantities(row):
    """What is still to be delivered, by order line."""
    lines = records(row.get("products"), "Order: products")
    return {identifier(line, "id", "line"): _quantity(line) for line in lines}


def _quantity(line):
    return whole(line, "quantity", "line", 0) if flag(line, "status", "line", default=True) else 0


def _state(row, site):
    """The order as ``change_refusal`` takes it."""
    status = whole(row, "status", "Order")
    if status not in STATUS:
        raise ValueError(f"Order: status {status!r} is not known")
    return {
        "status": STATUS[status],
        "payment_kind": const.PAYMENT_KINDS.get(whole(row, "payment_mode_id", "Order"), "other"),
        "by_platform": whole(row, "type", "Order", const.BY_SELLER) == const.BY_EMAG,
        "finalised_at": moment(row, "finalization_date", "Order", site.time_zone),
        "quantities": quantities(row),
    }


def changed(row, change):
    """All fields as read, with what is to change; ``is_storno`` only where it is one, else eMAG refuses the rest (§4.9)."""
    echo = copy.deepcopy(row)
    echo["is_storno"] = change.kind is ChangeKind.STORNO
    if change.kind in facts.CHANGE_STATUS:
        echo["status"] = facts.CHANGE_STATUS[change.kind]
    if change.kind is ChangeKind.CANCEL and change.reason.isdigit():
        echo["reason_cancellation"] = int(change.reason)
    wanted = wanted_quantities(change)
    for line in records(echo.get("products"), "Order: products"):
        key = identifier(line, "id", "line")
        if key not in wanted:
            continue
        if wanted[key] or change.kind is ChangeKind.STORNO:
            line["quantity"] = int(wanted[key])
            line["status"] = const.ACTIVE
        else:  # a quantity of 0 is for storno only: before, a line is taken out by its status
            line["status"] = 0
    return echo
