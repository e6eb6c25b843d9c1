"""eMAG keeps the contract of a provider."""

from decimal import Decimal

from odoo.addons.marketplace_base.lib.catalogue import CharacteristicValue, Party, Picture, ProductData
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

from simulators.emag import EmagSimulator
from tests.contract.contract import ProviderContract
from tests.contract.platform import Platform, notification
from tests.pure.emag_shop import Shop as EmagShop

MAKER = Party("RunnerX", "Porto, Rua 1", "gpsr@example.com")


class Emag(Platform):
    provider = EmagProvider
    credentials = {"username": "seller", "password": "parolă secretă"}
    login = ("password",)
    options = {"site": "RO"}
    refuse_reason, cancel_reason = "", "1"

    def serve(self):
        return EmagSimulator("RO", *self.credentials.values())

    def prepare(self, control):
        control.settings(rate_limit_factor=1000, fetch_attachments=False)

    def offers(self, control, count):
        first = 1000 + len(control.offers())
        control.generate_offers(count, first_id=first)
        return [str(number) for number in range(first, first + count)]

    def held(self, control, key):
        offer = control.offer(int(key))
        return offer["general_stock"], Decimal(str(offer["sale_price"]))

    def refuse(self, control, key):
        control.edit_offer(int(key), status=2)

    def place_order(self, control, offer, customer="person", discount=0):
        vouchers = [{"value": discount, "offered_by": "seller"}] if discount else []
        lines = [{"product_id": int(offer), "quantity": 2}]
        return control.place_order(lines=lines, customer=customer, vouchers=vouchers)["id"]

    def deliver(self, control, key):
        control.advance_order(int(key), to=4)

    def shipment(self, provider, order):
        shop = EmagShop.__new__(EmagShop)  # without the offers that the usual one makes
        entries = provider.fetch_dictionary("address", None).items
        shop.addresses = {entry.extra["use"]: entry for entry in entries}
        return shop.awb(order)

    def shipments(self, control, key):
        return len(control.awbs(int(key)))

    def papers(self, control, key):
        return len(control.attachments(int(key)))

    def ask_return(self, control, key):
        return control.ask_return(int(key))["emag_id"]

    def receive_return(self, control, key):
        for status in (3, 6):
            control.advance_return(int(key), to=status)

    def told(self, key):
        return notification("order", query={"order_id": key})

    def product(self, provider):
        values = (("5401", "Black", ""), ("6506", "42 EU", "original"), ("6506", "42 EU", "converted"))
        return ProductData(
            "700", "TRN-42", "Trainers black 42", "RunnerX", "<p>Mesh</p>", "2735", barcodes=("5941234567899",),
            pictures=(Picture("https://shop.example.com/1.jpg"),),
            characteristics=tuple(CharacteristicValue(*value) for value in values),
            warranty=24, handling_days=1, quantity=5, price=Decimal("165.2893"), price_low=Decimal(120),
            price_high=Decimal(300), tax_rate=Decimal("0.21"), makers=(MAKER,), responsibles=(MAKER,),
        )  # fmt: skip

    def approve(self, control, key):
        control.validate_offer(int(key))


class TestEmag(ProviderContract):
    platform = Emag()
