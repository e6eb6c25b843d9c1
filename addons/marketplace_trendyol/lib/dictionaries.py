"""The small lists of one account: VAT rates, couriers, addresses, reasons (api/trendyol.md §1.3, §2.1, §2.2, §7.2)."""

from odoo.addons.marketplace_base.lib.types import Entry

from . import const
from .client import reading
from .const_fulfilment import PLATFORM_COURIERS
from .fields import records, text
from .parse import parse_address, vat_entries

ADDRESSES = "sellers/{S}/addresses"
COURIERS = "product/lookup/cargo-providers"


class Dictionaries:
    """Reads one of ``kinds``, of which some are ``everywhere``.

    :param products: the client in the storefront that the products belong to
    :param storefront: code of the one they are sold in
    :param claims: ``claims.Claims``
    """

    everywhere = ("vat", "courier", "address", "refuse_reasons")

    def __init__(self, products, storefront, claims):
        self._products = products
        self._storefront = storefront
        self.kinds = (*self.everywhere, "product_courier") if storefront == const.TURKEY else self.everywhere
        self._read = {
            "vat": lambda: vat_entries(const.STOREFRONTS[storefront]),
            "courier": self._couriers,
            "address": self._addresses,
            "product_courier": self._product_couriers,
            "refuse_reasons": claims.reasons,
        }

    def read(self, kind):
        """All its entries: these lists are short."""
        return self._read[kind]()

    def _couriers(self):
        """No service lists those of Romania (§7.2)."""
        return [
            Entry("courier", code, name, extra={"courier": name, "use": "orders", "uses": ["orders"]})
            for code, (name, places) in PLATFORM_COURIERS.items()
            if self._storefront in places
        ]

    def _addresses(self):
        answer = self._products.read(ADDRESSES, "read")
        with reading():
            return [parse_address(row) for row in records(answer.get("supplierAddresses"), ADDRESSES)]

    def _product_couriers(self):
        """Those that may deliver a product, named on the product itself: in Türkiye only (§2.2)."""
        rows = self._products.get(COURIERS, "read")
        with reading():
            return [
                Entry("product_courier", text(row, "code", COURIERS), text(row, "name", COURIERS))
                for row in records(rows, COURIERS)
                if text(row, "code", COURIERS)
            ]
