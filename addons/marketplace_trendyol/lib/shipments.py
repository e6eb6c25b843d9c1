"""Parcels whose transport Trendyol pays: their number is there before anybody asks (api/trendyol.md §3.11, §3.12, §7.2)."""

from dataclasses import replace

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.fulfilment import Label, Parcel, ShipmentState
from odoo.addons.marketplace_base.lib.types import OrderStatus, Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .client import reading
from .fields import identifier, is_id, moment, records, text
from .package_changes import PACKAGE, desi
from .parse_order import package_status

_ = Words("marketplace_trendyol")

LABEL_QUERY = "sellers/{S}/common-label/query"
LABEL_TR = "sellers/{{S}}/common-label/{number}"
PDF_START = b"%PDF"
ZPL_TYPE = "application/zpl"


def shipment_gaps(shipment, order):
    """Why Trendyol's courier would not take this parcel. Pure.

    :param order: see ``Provider.shipment_gaps``
    """
    if shipment.return_key:
        return [_("Returns travel on Trendyol's account: nothing is to be asked for.")]
    found = []
    status = OrderStatus(order["status"])
    if status is OrderStatus.NEW:
        found.append(_("The order has to be taken over before its parcel can be sent."))
    elif status in (OrderStatus.CANCELLED, OrderStatus.RETURNED):
        found.append(_("The package is cancelled or returned."))
    if not order.get("platform_pays", True):
        found.append(
            _("You pay the transport of this order: send it with your own courier; its number is told to Trendyol.")
        )
    if not shipment.parcels and not shipment.envelopes:
        found.append(_("Neither parcels nor envelopes: there is nothing to send."))
    if shipment.courier_key and shipment.courier_key not in facts.PLATFORM_COURIERS:
        found.append(_("%s is not one of the couriers that Trendyol pays.", shipment.courier_key))
    return found


class Shipments:
    """The parcels of one account.

    :param packages: ``Packages``
    """

    def __init__(self, packages):
        self._packages = packages

    def create(self, shipment):
        """Say which courier and how many parcels; the number is Trendyol's own. Bringing it there twice changes nothing."""
        key = shipment.order_key
        found = self._packages.read(key) if is_id(key) else None
        if not found:
            return Result(shipment.key, Outcome.REFUSED, _("Trendyol does not know the package %s.", key))
        row, client = found
        changed = False
        for path, body in _wishes(shipment, row):
            try:
                client.ask("PUT", path.format(key=key), bucket="rare", changes=True, keys=(key,), json=body)
            except Rejected as error:
                return Result(shipment.key, Outcome.REFUSED, _refused(error), error.code)
            changed = True
        if changed:  # another courier has another number
            found = self._packages.read(key)
            row = found[0] if found else row
        with reading():
            state = _in_boxes(state_of_parcel(row), shipment)
        if not state.number:
            return Result(shipment.key, Outcome.UNKNOWN, _("Trendyol has not given the parcel a number yet."))
        return Result(shipment.key, Outcome.CONFIRMED, ref=state.ref, detail=state)

    def find(self, shipment):
        """What there is of it; None lets it be asked for again, which does no harm."""
        state = self.fetch(shipment.order_key)
        if not state or not state.number or shipment.courier_key or len(shipment.parcels) > 1:
            return None
        return Result(shipment.key, Outcome.CONFIRMED, ref=state.ref, detail=state)

    def fetch(self, ref):
        found = self._packages.read(ref) if is_id(ref) else None
        if not found:
            return None
        with reading():
            return state_of_parcel(found[0])

    def labels(self, client, state):
        """A PDF that Trendyol names the address of; in Türkiye ZPL, asked for first (§3.12).

        :raise Rejected: there is none, or not yet
        """
        if client.storefront == const.TURKEY:
            return self._turkish(client, state)
        answer = client.read(LABEL_QUERY, "labels", (state.number,), id=state.number)
        with reading():
            urls = [text(row, "label", "Label") for row in records(answer.get("data"), "Labels")]
        if not any(urls):
            raise Rejected(_("Trendyol has no label for %s yet.", state.number))
        return [Label(client.download(url, PDF_START, (state.number,))) for url in urls if url]

    def _turkish(self, client, state):
        path = LABEL_TR.format(number=state.number)
        body = {"format": "ZPL", "boxQuantity": max(len(state.parcels), 1)}
        client.ask("POST", path, bucket="labels", changes=True, keys=(state.number,), json=body)
        answer = client.read(path, "labels", (state.number,))
        with reading():
            labels = [text(row, "label", "Label") for row in records(answer.get("data"), "Labels")]
        if not any(labels):
            raise Rejected(_("Trendyol has no label for %s yet.", state.number))
        return [Label(label.encode(), ZPL_TYPE) for label in labels if label]


def _wishes(shipment, row):
    """What has to be said beforehand, as (path, body)."""
    courier = facts.PLATFORM_COURIERS.get(shipment.courier_key)
    if courier and _plain(row.get("cargoProviderName")) != _plain(courier[0]):
        yield f"{PACKAGE}/cargo-providers", {"cargoProvider": shipment.courier_key}
    if len(shipment.parcels) > 1:
        yield (
            f"{PACKAGE}/box-info",
            {"boxQuantity": len(shipment.parcels), "deci": desi(shipment.parcels, shipment.weight)},
        )


def _plain(name):
    """A courier's name without the words that stand in some places only."""
    return " ".join(word for word in str(name or "").casefold().split() if word not in ("kargo", "marketplace"))


def _refused(error):
    said = str(error)
    words = next((words for code, words in facts.CARGO_REFUSALS.items() if code in said or code in error.code), "")
    return _("%(words)s Trendyol says: %(said)s", words=_(words), said=said) if words else said


def _in_boxes(state, shipment):
    """All boxes of a package carry its one number; a label is asked for each."""
    return replace(state, parcels=tuple(Parcel(barcode=state.number) for _box in shipment.parcels) or state.parcels)


def state_of_parcel(row):
    """A package as the parcel it is. :raise ValueError: not readable"""
    key = identifier(row, "shipmentPackageId", "id", what="Package")
    what = f"Package {key}"
    status = package_status(row, what)
    number = identifier(row, "cargoTrackingNumber", what=what)
    return ShipmentState(
        ref=key,
        number=number,
        order_key=key,
        parcels=(Parcel(barcode=number),) if number else (),
        courier_name=text(row, "cargoProviderName", what),
        code=status,
        text=_(facts.ORDER_LABELS[status]),
        progress=facts.PROGRESS.get(status),
        at=moment(row, "lastModifiedDate", what),
    )
