"""Why eMAG would refuse to change an order: its status matrix, the 48 hours, and the rules for quantities.

Pure (api/emag.md §4.8, §4.9, §8.28). A cancelled order is never revived by a change that was wanted before: eMAG would
take it for 48 hours, and the parcel would go to somebody who does not want it.
"""

from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind
from odoo.addons.marketplace_base.lib.money import decimal
from odoo.addons.marketplace_base.lib.types import OrderStatus
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts

_ = Words("marketplace_emag")


def change_refusal(change, order, now):
    """See ``Provider.change_refusal``."""
    status = OrderStatus(order["status"])
    if order.get("by_platform"):
        return _("eMAG ships this order itself: only papers can be added to it.")
    if status is OrderStatus.NEW:
        return _("The order has to be taken over first.")
    if change.kind in (ChangeKind.EDIT, ChangeKind.STORNO):
        return _quantities(change, order, status)
    if change.kind is ChangeKind.CANCEL:
        return _cancel(change, order, status, now)
    if status is OrderStatus.CANCELLED:
        return _("The order is cancelled. If it is to go on, take it up again in eMAG's page, within 48 hours.")
    if status is OrderStatus.RETURNED:
        return _("The order is returned: it cannot be changed any more.")
    return ""


def _cancel(change, order, status, now):
    if status is OrderStatus.CANCELLED:
        return ""
    if status is OrderStatus.RETURNED:
        return _("The order is returned: it cannot be changed any more.")
    if not (change.reason.isascii() and change.reason.isdigit() and int(change.reason) in const.CANCEL_REASONS):
        return _("eMAG wants one of its reasons for a cancellation.")
    finalised_at = order.get("finalised_at")
    if status is OrderStatus.SHIPPED and finalised_at and now - finalised_at > facts.REVERSIBLE:
        return _(
            "The order was finalised more than 48 hours ago: it cannot be cancelled any more, only taken back (storno)."
        )
    return ""


def _quantities(change, order, status):
    current = {str(key): decimal(quantity) for key, quantity in order["quantities"].items()}
    wanted = wanted_quantities(change)
    if strangers := sorted(wanted.keys() - current.keys()):
        return _("The order has no line %s.", ", ".join(strangers))
    if any(quantity is None or quantity < 0 or quantity != int(quantity) for quantity in wanted.values()):
        return _("Quantities have to be whole numbers, and not below zero.")
    changed = {key: quantity for key, quantity in wanted.items() if quantity != current[key]}
    if not changed:
        return ""
    lowered = [key for key, quantity in changed.items() if quantity < current[key]]
    if change.kind is ChangeKind.STORNO:
        return _storno(status, lowered, changed)
    if status not in facts.EDITABLE:
        return _("Quantities can be changed only while the order is in progress or prepared; afterwards by storno.")
    if lowered and order.get("payment_kind") == "card":
        return _(
            "The customer paid by card: quantities cannot be lowered before the order is finalised. Cancel the whole"
            " order, or take the goods back (storno) once it is finalised."
        )
    if not any((current | changed).values()):
        return _("Nothing would be left of the order: cancel it instead.")
    return ""


def _storno(status, lowered, changed):
    if status is not OrderStatus.SHIPPED:
        return _("Goods can be taken back (storno) only from a finalised order.")
    if len(lowered) < len(changed):
        return _("A storno can only lower quantities.")
    return ""


def wanted_quantities(change):
    """By order line, as ``Decimal``. :raise ValueError: not a number"""
    return {str(key): decimal(quantity) for key, quantity in change.quantities.items()}
