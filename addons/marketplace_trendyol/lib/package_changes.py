"""Changing a package: Picking, Invoiced, what cannot be supplied, and more time (api/trendyol.md §3.6, §3.7, §3.11).

What cannot be supplied ends the package: Trendyol cancels it and makes a new one, with a number of its own, of what is left.
"""

from decimal import Decimal

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind
from odoo.addons.marketplace_base.lib.money import decimal
from odoo.addons.marketplace_base.lib.types import OrderStatus, Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .client import reading
from .fields import identifier, is_id, moment, records, text
from .package_division import division_refusal
from .parse_order import line_id, line_quantity, package_status

_ = Words("marketplace_trendyol")

PACKAGE = "order/sellers/{{S}}/shipment-packages/{key}"
UNSUPPLIED = f"{PACKAGE}/items/unsupplied"
MORE_TIME = f"{PACKAGE}/extended-agreed-delivery-date"
LITRES_PER_DESI = Decimal(3000)  # cubic centimetres in one desi


class CancelReasons:
    """The reasons of §3.7 by their number, in the language spoken."""

    def __get__(self, instance, owner):
        return {str(number): _(words) for number, words in facts.CANCEL_REASONS.items()}


def change_refusal(change, order):
    """See ``Provider.change_refusal``. Pure."""
    status = OrderStatus(order["status"])
    if change.kind is ChangeKind.STORNO:
        return _("Trendyol takes goods back only as returns that the customer asked for.")
    if change.kind is ChangeKind.CANCEL and status is OrderStatus.CANCELLED:
        return ""
    if status is OrderStatus.CANCELLED:
        return _("The package is cancelled.")
    if status is OrderStatus.RETURNED:
        return _("The package is returned: it cannot be changed any more.")
    if change.kind in (ChangeKind.PREPARE, ChangeKind.FINALISE):
        return ""
    if change.kind in (ChangeKind.DELIVERED, ChangeKind.CAME_BACK):
        return "" if status is OrderStatus.SHIPPED else _("The package is not on its way yet.")
    if status is OrderStatus.SHIPPED:
        if change.kind is ChangeKind.SPLIT:
            return _("The package is shipped: it cannot be divided any more.")
        return _("The package is shipped: it cannot be cancelled any more.")
    if change.kind is ChangeKind.SPLIT:
        return division_refusal(change, order)
    if change.kind is ChangeKind.POSTPONE:
        return (
            "" if 1 <= change.days <= facts.MORE_DAYS else _("Trendyol gives from 1 to %s more days.", facts.MORE_DAYS)
        )
    if change.reason and change.reason not in map(str, facts.CANCEL_REASONS):
        return _("Trendyol wants one of its reasons for what is not supplied.")
    return _quantities(change, order) if change.kind is ChangeKind.EDIT else ""


def _quantities(change, order):
    current = {str(key): decimal(quantity) for key, quantity in order["quantities"].items()}
    wanted = wanted_quantities(change)
    if strangers := sorted(wanted.keys() - current.keys()):
        return _("The package has no line %s.", ", ".join(strangers))
    for key, quantity in wanted.items():
        if quantity is None or quantity < 0 or quantity != int(quantity):
            return _("Quantities have to be whole numbers from 0 upwards.")
        if quantity > current[key]:
            return _("Trendyol only lets a package become smaller.")
    return ""


def wanted_quantities(change):
    return {str(key): decimal(quantity) for key, quantity in change.quantities.items()}


class PackageChanges:
    """Changes to one account's packages.

    :param packages: ``Packages``
    """

    def __init__(self, packages):
        self._packages = packages

    def acknowledge(self, key):
        """Taken over is Picking: the customer reads that the parcel is being prepared.

        Most are taken over right after they came in. What was read then serves; where it is no longer true, it is read again.
        """
        known = self._packages.just_read(key)
        done = known and self._forward(key, facts.PICKING, *known)
        return done if done and done.outcome is Outcome.CONFIRMED else self._moved(key, facts.PICKING)

    def change(self, change):
        if change.kind is ChangeKind.PREPARE:
            return self._moved(change.order_key, facts.PICKING)
        if change.kind is ChangeKind.FINALISE:
            return self._moved(change.order_key, facts.INVOICED)
        if change.kind is ChangeKind.POSTPONE:
            return self._postponed(change)
        return self._unsupplied(change)

    def refusal(self, change, row):
        """``change_refusal`` for a package as it was just read."""
        with reading():
            return change_refusal(change, state_of(row))

    # ---- forward: Created, Picking, Invoiced ----

    def _moved(self, key, wanted):
        found = self._packages.read(key) if is_id(key) else None
        if not found:
            return Result(key, Outcome.REFUSED, _("Trendyol does not know the package %s.", key))
        return self._forward(key, wanted, *found)

    def _forward(self, key, wanted, row, client):
        with reading():
            status = package_status(row, f"Package {key}")
            lines = [_line_sent(line, key) for line in records(row.get("lines"), f"Package {key}: lines")]
            number = text(row, "invoiceNumber", key)
        if status in facts.WAITING:
            return Result(key, Outcome.UNKNOWN, _("Trendyol still checks the payment of this package."))
        if facts.STATUS[status] in (OrderStatus.CANCELLED, OrderStatus.RETURNED):
            return Result(key, Outcome.REFUSED, _("At Trendyol the package is «%s».", _(facts.ORDER_LABELS[status])))
        try:
            for step in _steps(status, wanted):
                params = {"invoiceNumber": number} if step == facts.INVOICED and number else {}
                body = {"lines": lines, "params": params, "status": step}
                client.ask("PUT", PACKAGE.format(key=key), bucket="actions", changes=True, keys=(key,), json=body)
        except Rejected as error:
            return Result(key, Outcome.REFUSED, str(error), error.code)
        return Result(key, Outcome.CONFIRMED)

    # ---- more time ----

    def _postponed(self, change):
        """More days than the deadline had; one that lies later already was moved by an earlier call."""
        key = change.order_key
        found = self._packages.read(key) if is_id(key) else None
        if not found:
            return Result(key, Outcome.REFUSED, _("Trendyol does not know the package %s.", key))
        row, client = found
        with reading():
            due = moment(row, "agreedDeliveryDate", f"Package {key}")
        if due and change.ship_by and (due - change.ship_by).total_seconds() >= 1:
            return Result(key, Outcome.CONFIRMED, _("The deadline was moved already."))
        if refusal := self.refusal(change, row):
            return Result(key, Outcome.REFUSED, refusal)
        body = {"extendedDayCount": change.days}
        try:
            client.ask("PUT", MORE_TIME.format(key=key), bucket="rare", changes=True, keys=(key,), json=body)
        except Rejected as error:
            return Result(key, Outcome.REFUSED, str(error), error.code)
        return Result(key, Outcome.CONFIRMED)

    # ---- what cannot be supplied ----

    def _unsupplied(self, change):
        key = change.order_key
        found = self._packages.read(key) if is_id(key) else None
        if not found:
            return Result(key, Outcome.REFUSED, _("Trendyol does not know the package %s.", key))
        row, client = found
        with reading():
            if done := self._done(row, client, change):
                return done
            order = state_of(row)
            if refusal := change_refusal(change, order):
                return Result(key, Outcome.REFUSED, refusal)
            body = unsupplied_body(change, order["quantities"], client.storefront)
        if not body["lines"]:
            return Result(key, Outcome.CONFIRMED, _("The package was like this already."))
        try:
            client.ask("PUT", UNSUPPLIED.format(key=key), bucket="rare", changes=True, keys=(key,), json=body)
        except Rejected as error:
            return Result(key, Outcome.REFUSED, str(error), error.code)
        return Result(key, Outcome.CONFIRMED)

    def _done(self, row, client, change):
        """A package that is gone already: by this very change, when another one was made of it."""
        key = change.order_key
        if facts.STATUS[package_status(row, f"Package {key}")] is not OrderStatus.CANCELLED:
            return None
        if change.kind is ChangeKind.CANCEL:
            return Result(key, Outcome.CONFIRMED, _("The package was cancelled already."))
        for sibling in self._packages.siblings(client, text(row, "orderNumber", key)):
            origins = sibling.get("originPackageIds")
            if isinstance(origins, list) and key in map(str, origins):
                new = identifier(sibling, "shipmentPackageId", "id", what="Package")
                return Result(key, Outcome.CONFIRMED, _("What is left travels as package %s.", new))
        return None


def _steps(status, wanted):
    """What has to be told, in Trendyol's order; nothing where the package is further already."""
    if status == facts.CREATED:
        return (facts.PICKING,) if wanted == facts.PICKING else (facts.PICKING, facts.INVOICED)
    return (facts.INVOICED,) if status == facts.PICKING and wanted == facts.INVOICED else ()


def _line_sent(line, key):
    return {"lineId": int(line_id(line, f"Package {key}")), "quantity": line_quantity(line, f"Package {key}")}


def state_of(row):
    """The package as ``change_refusal`` takes it. :raise ValueError: not readable"""
    lines = records(row.get("lines"), "Package: lines")
    return {
        "status": facts.STATUS[package_status(row, "Package")],
        "quantities": {line_id(line, "Package"): line_quantity(line, "Package") for line in lines},
    }


def unsupplied_body(change, current, storefront):
    """What is missing of each line; where goods are left, they keep the state of the package (not in Türkiye)."""
    wanted = wanted_quantities(change) if change.kind is ChangeKind.EDIT else {}
    lines = []
    for key, quantity in current.items():
        left = wanted.get(key, quantity if change.kind is ChangeKind.EDIT else 0)
        if quantity > left:
            lines.append({"lineId": int(key), "quantity": int(quantity - left)})
    body = {"lines": lines, "reasonId": int(change.reason or facts.OUT_OF_STOCK)}
    return body if storefront == const.TURKEY else body | {"shouldKeepPreviousStatus": True}


def desi(parcels, weight=Decimal(0)):
    """The volume of all parcels in desi, or their kilograms where that is more; at least one.

    :param weight: of them all, where it is known
    """
    volumes = (parcel.length * parcel.width * parcel.height / LITRES_PER_DESI for parcel in parcels)
    weighed = weight or sum((parcel.weight for parcel in parcels), Decimal(0))
    return float(max(sum(volumes, Decimal(0)), weighed, Decimal(1)).quantize(Decimal("0.1")))
