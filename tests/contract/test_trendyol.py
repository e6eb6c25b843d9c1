"""Trendyol keeps the contract of a provider, for a Romanian seller with a second storefront."""

from decimal import Decimal

from odoo.addons.marketplace_base.lib.catalogue import CharacteristicValue, Picture, ProductData
from odoo.addons.marketplace_base.lib.fulfilment import Parcel, Shipment
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from simulators.trendyol import TrendyolSimulator
from tests.contract.contract import ProviderContract
from tests.contract.platform import HOME, Platform, notification


class Trendyol(Platform):
    provider = TrendyolProvider
    credentials = {"seller": "123456", "key": "the-api-kéy", "secret": "hush-hush-ș", "webhook_key": "hook-key-1"}
    login = ("key", "secret")
    options = {"storefront": "RO", "targets": ["BG"]}
    more_faults = ("426",)
    no_return = "00000000-0000-0000-0000-000000000000"
    refuse_reason, cancel_reason = "51", "500"

    def serve(self):
        access = (self.credentials["key"], self.credentials["secret"])
        return TrendyolSimulator(123456, "RO", *access, targets=("BG",))

    def prepare(self, control):
        control.settings(
            rate_limit_factor=0, batch_seconds=0, batch_empty_seconds=0, approve_after_seconds=0, awaiting_seconds=0,
            api_key=self.credentials["key"], api_secret=self.credentials["secret"],
        )  # fmt: skip

    def offers(self, control, count):
        first = 1 + len(control.offers())
        control.generate_offers(count, first_id=first)
        return [f"TY-{number:07}" for number in range(first, first + count)]

    def held(self, control, key):
        offer = control.offer(key)
        return offer["general_stock"], Decimal(str(offer["sale_price"]))

    def refuse(self, control, key):
        control.fail_items(key, reason="Nu se poate")

    def place_order(self, control, offer, customer="person", discount=0):
        discounts = [{"seller": discount, "name": "x"}] if discount else []
        lines = [{"barcode": offer, "quantity": 2}]
        return control.place_order(awaiting=False, lines=lines, customer=customer, discounts=discounts)["id"]

    def deliver(self, control, key):
        control.advance_order(int(key), to="Delivered")

    def shipment(self, provider, order):
        return Shipment(f"S{order.key}", order.key, HOME, order.delivery, order.currency, (Parcel(Decimal(1)),) * 2)

    def shipments(self, control, key):
        return 1  # the number is there before anybody asks

    def papers(self, control, key):
        return len([row for row in control.invoices(int(key)) if not row["deleted"]])

    def ask_return(self, control, key):
        return control.ask_claim(int(key))["claimId"]

    def receive_return(self, control, key):
        control.receive_claim(key)

    def ask(self, control, offer):
        return control.ask_question(offer, "Este din bumbac?")["id"]

    def told(self, key):
        body = b'{"content":[{"shipmentPackageId":%s,"orderNumber":"1"}]}' % key.encode()
        return notification("order", body, {"X-Api-Key": self.credentials["webhook_key"]})

    def forged(self, key):
        return [notification("order", self.told(key).body, headers) for headers in ({}, {"x-api-key": "hook-key-2"})]

    def product(self, provider):
        leaves = [category.key for category in provider.fetch_categories(None).items if category.allowed]
        details = (provider.fetch_category(key, None) for key in leaves)
        leaf = next(d for d in details if any(item.required and item.values for item in d.characteristics))
        needed = [item for item in leaf.characteristics if item.required]
        values = [(i.key, i.values[0].name if i.values else "0.5" if i.key == "sgrPrice" else "Roșu") for i in needed]
        brand = provider.fetch_offer("TY-0000001").content.brand
        return ProductData(
            "NEW-1", "S-NEW-1", "Produs nou", brand, "<p>Bun</p>",
            leaf.category.key, pictures=(Picture("https://img.example.ro/1.jpg"),), barcodes=("NEW-1",), quantity=4,
            price=Decimal(50), tax_rate=Decimal("0.21"), brand_key=provider.find_brands(brand)[0].key,
            characteristics=tuple(CharacteristicValue(*value) for value in values),
        )  # fmt: skip


class TestTrendyol(ProviderContract):
    platform = Trendyol()
