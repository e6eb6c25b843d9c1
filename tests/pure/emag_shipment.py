"""A parcel of the order of ``fixtures/emag/order.json``, ready to be sent, for tests to spoil."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.addons.marketplace_base.lib.fulfilment import Parcel, Shipment
from odoo.addons.marketplace_base.lib.types import Address

SHOP = Address(
    "Demo Shop SRL", "0264 000 000", "Str. Fabricii 10", "Cluj-Napoca", "Cluj", "400620", "RO", locality_ref="8801"
)
CUSTOMER = Address("Ana Pop", "0720000000", "Str. Lunga 1", "Cluj-Napoca", "Cluj", "400001", "RO", locality_ref="8801")
ORDER = {
    "status": "processing",
    "total": 251.99,
    "payment_kind": "cod",
    "by_platform": False,
    "courier_accounts": None,
    "to_locker": False,
    "locker_id": "",
}
LOCKER = {"to_locker": True, "locker_id": "a1b2-c3"}
ACCOUNT = {"uses": ["orders"], "services": ["home"], "country": "RO"}


def shipment(**changes):
    usual = Shipment(
        key="S1",
        order_key="391982964",
        sender=SHOP,
        receiver=CUSTOMER,
        currency="RON",
        parcels=(Parcel(Decimal("1.2")),),
        cod=Decimal("251.99"),
        courier_key="10667",
        sender_ref="12302300000000000001",
    )
    return replace(usual, **changes)


def returning(**changes):
    """The same order's goods on their way back."""
    usual = shipment(
        return_key="4261000",
        sender=CUSTOMER,
        receiver=SHOP,
        sender_ref="",
        receiver_ref="12302300000000000002",
        cod=Decimal(0),
        pickup_date=date(2026, 2, 11),
    )
    return replace(usual, **changes)
