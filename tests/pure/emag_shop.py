"""A seller at the eMAG simulator who works his orders through: takes them over, sends parcels, is asked for returns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from odoo.addons.marketplace_base.lib.fulfilment import Parcel, Shipment
from odoo.addons.marketplace_base.lib.types import Address, Outcome

# the day after tomorrow, wherever midnight is
PICKUP_DAY = (datetime.now(UTC) + timedelta(days=2)).date()


class Shop:
    """What a seller does before the parcel: takes the order over, and fills the AWB in from order and dictionary."""

    def __init__(self, emag, provider):
        self.emag, self.provider = emag, provider
        emag.generate_offers(3, first_id=1000)
        entries = {kind: provider.fetch_dictionary(kind, None).items for kind in ("courier", "address")}
        self.couriers = {entry.key: entry for entry in entries["courier"] if entry.active}
        self.addresses = {entry.extra["use"]: entry for entry in entries["address"]}

    def order(self, **wish):
        """An order taken over, understood."""
        key = str(self.emag.place_order(**{"lines": [{"product_id": 1000, "quantity": 2}], **wish})["id"])
        if wish.get("type") != 2:
            assert self.provider.acknowledge(key).outcome is Outcome.CONFIRMED
        return self.read(key)

    def read(self, key):
        return self.provider.parse_order(self.provider.fetch_order(key).payload)

    def awb(self, order, **changes):
        usual = Shipment(
            key=f"S{order.key}",
            order_key=order.key,
            sender=self.place("pickup"),
            receiver=order.delivery,
            currency=order.currency,
            cod=order.total if order.payment.kind == "cod" else Decimal(0),
            locker_key=order.delivery.pickup_point,
            courier_key="10667",
            sender_ref=self.addresses["pickup"].key,
            parcels=(Parcel(Decimal("1.2")),),
        )
        return replace(usual, **changes)

    def place(self, use):
        entry = self.addresses[use].extra
        return Address(
            "Demo Shop SRL", "0264 000 000", entry["street"], entry["city"], entry["county"], entry["zip"],
            entry["country"], locality_ref=entry["locality"],
        )  # fmt: skip

    def gaps(self, shipment, order):
        courier = self.couriers.get(shipment.courier_key)
        known = {"status": order.status, "total": order.total, "payment_kind": order.payment.kind}
        return self.provider.shipment_gaps(
            shipment, order.extra | known | {"by_platform": order.by_platform, "courier": courier and courier.extra}
        )

    def send(self, order, **changes):
        """The AWB, made after nothing was found in its way."""
        shipment = self.awb(order, **changes)
        assert self.gaps(shipment, order) == []
        return self.provider.create_shipment(shipment)

    def delivered(self, **wish):
        """An order that its customer has."""
        order = self.order(**wish)
        self.emag.set_awb_status(int(self.send(order).ref), "DLV")
        return self.read(order.key)

    def asked_back(self, order, **wish):
        """A return the customer asked for, understood."""
        return self.understood(str(self.emag.ask_return(int(order.key), **wish)["emag_id"]))

    def understood(self, key):
        return self.provider.parse_return(self.provider.fetch_return(key).payload)

    def pickup(self, data):
        """The AWB that fetches a return."""
        return Shipment(
            key=f"R{data.key}",
            order_key=data.order_key,
            return_key=data.key,
            sender=data.pickup,
            receiver=self.place("return"),
            receiver_ref=self.addresses["return"].key,
            currency=data.currency,
            parcels=(Parcel(Decimal(1)),),
            courier_key="10669",
            pickup_date=PICKUP_DAY,
        )
