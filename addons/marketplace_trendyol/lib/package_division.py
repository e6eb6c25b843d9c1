"""Dividing a package into several (api/trendyol.md §3.8).

Trendyol takes the request and works on it later: the old package then reads «UnPacked», and those made of it name it.
"""

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.money import decimal
from odoo.addons.marketplace_base.lib.types import OrderStatus, Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .client import reading
from .fields import identifier, is_id, text
from .parse_order import package_status

_ = Words("marketplace_trendyol")

SPLIT = "order/sellers/{{S}}/shipment-packages/{key}/split-packages"


def division_refusal(change, order):
    """Why Trendyol would refuse these parcels, in words; empty when it would not. Pure.

    :param order: ``quantities`` by line
    """
    current = {str(key): decimal(quantity) for key, quantity in order["quantities"].items()}
    left = dict(current)
    if not change.parts or not all(change.parts):
        return _("Say what goes into each further parcel.")
    for part in change.parts:
        for key, wanted in part.items():
            quantity = decimal(wanted)
            if str(key) not in current:
                return _("The package has no line %s.", key)
            if quantity is None or quantity < 1 or quantity != int(quantity):
                return _("Quantities have to be whole numbers from 1 upwards.")
            left[str(key)] -= quantity
    if any(quantity < 0 for quantity in left.values()):
        return _("There is not that much in the package.")
    if len(change.parts) == 1 and not any(left.values()):
        return _("Something has to stay in the first parcel.")
    return ""


def split_body(change, storefront):
    """Each part is a package, what is left one more. They keep the state of the old one (not in Türkiye)."""
    parts = [
        {"packageDetails": [{"orderLineId": int(key), "quantities": int(decimal(wanted))} for key, wanted in part.items()]}
        for part in change.parts
    ]  # fmt: skip
    body = {"splitPackages": parts}
    return body if storefront == const.TURKEY else body | {"shouldKeepPreviousStatus": True}


class Division:
    """The packages of one account that are divided.

    :param packages: ``Packages``
    :param refusal: ``change_refusal``, told the state of a package
    """

    def __init__(self, packages, refusal):
        self._packages = packages
        self._refusal = refusal

    def divide(self, change):
        key = change.order_key
        found = self._packages.read(key) if is_id(key) else None
        if not found:
            return Result(key, Outcome.REFUSED, _("Trendyol does not know the package %s.", key))
        row, client = found
        if verdict := self._verdict(row, client, key):
            return verdict
        if refusal := self._refusal(change, row):
            return Result(key, Outcome.REFUSED, refusal)
        body = split_body(change, client.storefront)
        try:
            client.ask("POST", SPLIT.format(key=key), bucket="rare", changes=True, keys=(key,), json=body)
        except Rejected as error:
            return Result(key, Outcome.REFUSED, str(error), error.code)
        return self.find(change) or Result(
            key, Outcome.UNKNOWN, _("Trendyol has taken it and divides the package now.")
        )

    def find(self, change):
        """What became of it, see ``Provider.find_split``."""
        key = change.order_key
        found = self._packages.read(key) if is_id(key) else None
        if not found:
            return Result(key, Outcome.UNKNOWN, _("Trendyol does not show the package %s now.", key))
        return self._verdict(*found, key)

    def _verdict(self, row, client, key):
        """Whether it is divided; None while the package is as it was."""
        with reading():
            status = package_status(row, f"Package {key}")
            if status in facts.OPEN or status in facts.WAITING:
                return None
            gone = facts.STATUS[status] is OrderStatus.CANCELLED
            parts = self._made_of_it(row, client, key) if gone else []
        if parts:
            return Result(key, Outcome.CONFIRMED, _("It travels as the packages %s.", ", ".join(parts)))
        if status == facts.UNPACKED:
            return Result(key, Outcome.CONFIRMED, _("The package is divided; those made of it appear in a moment."))
        return Result(key, Outcome.REFUSED, _("At Trendyol the package is «%s».", _(facts.ORDER_LABELS[status])))

    def _made_of_it(self, row, client, key):
        found = []
        for sibling in self._packages.siblings(client, text(row, "orderNumber", key)):
            origins = sibling.get("originPackageIds")
            if isinstance(origins, list) and key in map(str, origins):
                found.append(identifier(sibling, "shipmentPackageId", "id", what="Package"))
        return found
