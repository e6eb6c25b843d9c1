"""Why eMAG would refuse an AWB, known before asking for it (api/emag.md §5.1, §5.2). Pure. Promise G9."""

from odoo.addons.marketplace_base.lib.money import decimal
from odoo.addons.marketplace_base.lib.types import OrderStatus
from odoo.addons.marketplace_base.lib.words import Words

from . import const_fulfilment as const
from .build_shipment import total_weight
from .fields import is_id
from .phone import phones

_ = Words("marketplace_emag")


def shipment_gaps(shipment, order):
    """What stands in the way, in words.

    :param order: see ``Provider.shipment_gaps``; ``courier``, where known, is ``extra`` of the courier account that
        makes the AWB, the platform's default one included
    """
    return [
        *_order(shipment, order),
        *_party(shipment.sender, shipment.sender_ref if not shipment.return_key else "", _("sender")),
        *_party(shipment.receiver, shipment.receiver_ref if shipment.return_key else "", _("receiver")),
        *_contents(shipment),
        *(_of_return(shipment) if shipment.return_key else _of_delivery(shipment, order)),
        *_courier(shipment, order),
        *_money(shipment, order),
    ]


def _order(shipment, order):
    if not is_id(shipment.order_key):
        yield _("%s is not an order number at eMAG.", shipment.order_key)
    if order.get("by_platform"):
        yield _("eMAG ships this order from its own warehouse.")
    if shipment.return_key:
        return
    status = OrderStatus(order["status"])
    if status is OrderStatus.NEW:
        yield _("The order has to be taken over before an AWB can be made.")
    elif status is OrderStatus.CANCELLED:
        yield _("The order is cancelled.")
    elif status is OrderStatus.RETURNED:
        yield _("The order is returned.")


def _party(address, ref, who):
    """What eMAG demands of an address; with a saved one (``ref``) the street is eMAG's own."""
    if len(address.name.strip()) < const.PARTY_NAME_MIN:
        yield _("The name of the %(who)s needs at least %(least)s letters.", who=who, least=const.PARTY_NAME_MIN)
    if not phones(address.phone):
        yield _(
            "The phone of the %(who)s has to have %(least)s to %(most)s digits, not «%(phone)s».",
            who=who,
            least=const.PHONE_MIN,
            most=const.PHONE_MAX,
            phone=address.phone,
        )
    if not is_id(address.locality_ref):
        yield _("eMAG's number of the %s's locality is missing.", who)
    if len(address.street.strip()) < const.STREET_MIN:
        yield _("The street of the %(who)s needs at least %(least)s letters.", who=who, least=const.STREET_MIN)
    if len(ref) > const.ADDRESS_REF_MAX:
        yield _("%s is not an address saved at eMAG.", ref)


def _contents(shipment):
    parcels, envelopes, weight = len(shipment.parcels), shipment.envelopes, total_weight(shipment)
    if not parcels and not envelopes:
        yield _("Neither parcels nor envelopes: there is nothing to send.")
    if parcels > const.PARCELS_MAX or not 0 <= envelopes <= const.ENVELOPES_MAX:
        yield _(
            "eMAG takes at most %(parcels)s parcels and %(envelopes)s envelopes.",
            parcels=const.PARCELS_MAX,
            envelopes=const.ENVELOPES_MAX,
        )
    if not 0 <= weight <= const.WEIGHT_MAX:
        yield _("A weight of %(weight)s kg is not possible (0 to %(most)s).", weight=weight, most=const.WEIGHT_MAX)
    for parcel in shipment.parcels:
        if min(parcel.weight, parcel.length, parcel.width, parcel.height) < 0:
            yield _("A parcel's weight and sides cannot be negative.")
            return


def _of_return(shipment):
    """Goods on their way back: one parcel, collected on a day, nothing to pay (§5.2)."""
    if not is_id(shipment.return_key):
        yield _("%s is not a return number at eMAG.", shipment.return_key)
    if not shipment.pickup_date:
        yield _("The day on which the courier collects the return is missing.")
    if len(shipment.parcels) != 1 or shipment.envelopes:
        yield _("A return goes in exactly one parcel.")
    if shipment.cod:
        yield _("There is no cash on delivery on a return.")
    if shipment.return_parcel:
        yield _("A return cannot bring a parcel back in exchange.")
    if shipment.dropoff or shipment.locker_key:
        yield _("A return is collected from the customer, not brought to a locker.")


def _of_delivery(shipment, order):
    """Lockers: the customer's locker, nowhere else, and its mark stays in the street (§5.1, §8.20)."""
    locker = shipment.locker_key
    if locker and not const.LOCKER_MIN <= len(locker) <= const.LOCKER_MAX:
        yield _("%s is not a locker's number at eMAG.", locker)
    if not locker and (order.get("to_locker") or _marked(shipment)):
        yield _("The customer chose a locker: its number is needed.")
    known = order.get("locker_id")
    if locker and known and locker != known:
        yield _("The customer chose another locker: eMAG delivers to %s.", known)


def _courier(shipment, order):
    key, enforced = shipment.courier_key, order.get("courier_accounts")
    if key and not is_id(key):
        yield _("%s is not a courier account at eMAG.", key)
    if enforced is not None and not shipment.return_key:
        if not enforced:
            yield _("eMAG has locked the courier of this order: no AWB can be made through eMAG.")
        elif key not in map(str, enforced):
            yield _("eMAG demands one of these courier accounts for this order: %s.", ", ".join(map(str, enforced)))
    yield from _account(shipment, order.get("courier") or {})


def _account(shipment, courier):
    """What the courier account is made for (§2.5). A locker's mark in the street picks the account by itself (§5.1)."""
    is_return, to_locker = bool(shipment.return_key), bool(shipment.locker_key)
    if to_locker and _marked(shipment) and not is_return:
        return
    services, country = courier.get("services") or [], courier.get("country") or ""
    if "uses" in courier and ("returns" if is_return else "orders") not in courier["uses"]:
        yield _("The courier account is not for returns.") if is_return else _("The courier account is not for orders.")
    if to_locker and not shipment.courier_key:
        yield _("A locker needs a courier account that delivers to lockers.")
    elif to_locker and services and "lockers" not in services:
        yield _("The courier account does not deliver to lockers.")
    elif not to_locker and services and "home" not in services:
        yield _("The courier account does not deliver to homes.")
    origin, destination = shipment.sender.country_code, shipment.receiver.country_code
    if country and origin and country != origin:
        yield _("The courier account collects in %(there)s, not in %(here)s.", there=country, here=origin)
    if services and origin and destination and origin != destination and "cross-border" not in services:
        yield _("The courier account does not deliver abroad.")


def _marked(shipment):
    return const.LOCKER_MARK in shipment.receiver.street.lower()


def _money(shipment, order):
    if not 0 <= shipment.insured <= const.AMOUNT_MAX:
        yield _("An insured value of %s is not possible.", shipment.insured)
    if not 0 <= shipment.cod <= const.AMOUNT_MAX:
        yield _("%s cannot be collected on delivery.", shipment.cod)
    if not shipment.cod or shipment.return_key:
        return
    if order.get("payment_kind") != "cod":
        yield _("The order is not paid on delivery: there is nothing to collect.")
        return
    total = decimal(order.get("total"))
    if total is not None and shipment.cod > total:  # what eMAG's vouchers pay is taken off the total already
        yield _(
            "eMAG lets at most %(total)s be collected, what the customer still owes, not %(cod)s.",
            total=total,
            cod=shipment.cod,
        )
