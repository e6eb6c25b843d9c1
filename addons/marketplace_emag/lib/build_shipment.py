"""What eMAG is told to have an AWB made (api/emag.md §5.1, §5.2)."""

from decimal import ROUND_HALF_UP, Decimal

from odoo.addons.marketplace_base.lib.money import to_cents

from . import const_fulfilment as const
from .phone import phones

GRAM = Decimal("0.001")


def awb_request(shipment):
    """The body of ``awb/save``; ``shipment_gaps`` has found nothing.

    For a return the sender is the customer and the receiver the seller, whose saved address is the one that counts.
    """
    is_return = bool(shipment.return_key)
    body = {
        "order_id": int(shipment.order_key),
        "sender": _party(shipment.sender, "" if is_return else shipment.sender_ref),
        "receiver": _party(shipment.receiver, shipment.receiver_ref if is_return else "")
        | {"legal_entity": int(shipment.receiver_is_company)},
        "is_oversize": int(shipment.oversize),
        "insured_value": float(to_cents(shipment.insured)),
        "weight": _rounded(total_weight(shipment)),
        "envelope_number": shipment.envelopes,
        "parcel_number": len(shipment.parcels),
        "observation": " ".join(shipment.note.split())[: const.NOTE_MAX],
        "cod": float(to_cents(shipment.cod)),
        "pickup_and_return": int(shipment.return_parcel),
        "saturday_delivery": int(shipment.saturday),
        "sameday_delivery": int(shipment.same_day),
        "dropoff_locker": int(shipment.dropoff),
    }
    if shipment.open_on_receipt:  # only where eMAG enabled it for the seller: not mentioned otherwise
        body["unboxing"] = 1
    if shipment.courier_key:
        body["courier_account_id"] = int(shipment.courier_key)
    if shipment.locker_key:
        body["locker_id"] = shipment.locker_key
    if shipment.currency in const.CURRENCY_NAMED:
        body["currency"] = shipment.currency
    if is_return:
        body["rma_id"] = int(shipment.return_key)
        body["date"] = shipment.pickup_date.isoformat()
    if shipment.parcels and all(map(_measured, shipment.parcels)):
        body["packages"] = [_package(parcel) for parcel in shipment.parcels]
    return body


def total_weight(shipment):
    """Kilograms: with measured parcels their sum, which eMAG wants to be the same (§5.1)."""
    weighed = sum((parcel.weight for parcel in shipment.parcels), Decimal(0))
    if shipment.parcels and all(map(_measured, shipment.parcels)):
        return weighed
    return shipment.weight or weighed


def _party(address, ref):
    numbers = phones(address.phone)
    fields = {
        "name": address.name.strip()[: const.PARTY_NAME_MAX],
        "contact": address.name.strip()[: const.PARTY_NAME_MAX],
        "phone1": numbers[0],
        "locality_id": int(address.locality_ref),
        "street": _street(address.street),
    }
    if len(numbers) > 1:
        fields["phone2"] = numbers[1]
    if address.zip.strip():
        fields["zipcode"] = address.zip.strip()[: const.ZIP_MAX]
    return fields | ({"address_id": ref} if ref else {})


def _street(street):
    """One line that fits, with the mark of a locker where the street carries one (§8.20)."""
    street = " ".join(street.split())
    if len(street) <= const.STREET_MAX:
        return street
    start = street.lower().find(const.LOCKER_MARK)
    mark = street[start : street.find("]", start) + 1] if start >= 0 else ""
    return f"{street[: const.STREET_MAX - len(mark) - 1]} {mark}".strip() if mark else street[: const.STREET_MAX]


def _measured(parcel):
    return all((parcel.weight, parcel.length, parcel.width, parcel.height))


def _package(parcel):
    return {key: _rounded(getattr(parcel, key)) for key in ("weight", "length", "width", "height")}


def _rounded(value):
    return float(value.quantize(GRAM, rounding=ROUND_HALF_UP))
