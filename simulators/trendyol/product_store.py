"""The seller's products: state, offers per storefront, indexes, history (api/trendyol.md §2.6 - §2.11)."""

import itertools
import uuid
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from simulators.core.changes import ChangeLog

from .changes import Change
from .const import MAX_STOCK, TARGETS

PENDING, REJECTED, APPROVED = "pendingApproval", "rejected", "approved"
FIRST_CONTENT_ID, FIRST_VARIANT_ID = 880_012_345, 77_001


@dataclass(slots=True)
class Attribute:
    """One characteristic: numbers of values, or a free text."""

    id: int
    value_ids: tuple = ()
    text: str | None = None

    @property
    def value(self):
        """What variants and content cards differ by."""
        return self.value_ids or self.text


@dataclass(slots=True)
class Offer:
    """Stock and prices on one storefront, in its currency, VAT included; None until sent."""

    quantity: int | None = None
    sale_price: Decimal | None = None
    list_price: Decimal | None = None
    stock_at: float | None = None
    price_at: float | None = None
    price_changes: deque = field(default_factory=lambda: deque(maxlen=30))


@dataclass(slots=True)
class Product:
    """One barcode. Times in epoch seconds; `rejections` are (reason, detail) pairs."""

    barcode: str
    title: str = ""
    main_id: str = ""
    brand_id: int = 0
    category_id: int = 0
    stock_code: str | None = None
    weight: Decimal | None = None
    description: str = ""
    images: list = field(default_factory=list)
    attributes: list = field(default_factory=list)
    vat_rate: int = 0
    storefront: str = ""
    language: str = ""
    origin: str | None = None
    delivery_duration: int | None = None
    sgr_price: Decimal | None = None
    lot_number: str | None = None
    location_based: str | None = None
    consumption_tax: Decimal | None = None
    cargo_providers: list = field(default_factory=list)
    shipment_address_id: int | None = None
    returning_address_id: int | None = None
    channels: list = field(default_factory=lambda: ["CORE"])
    status: str = PENDING
    rejections: list = field(default_factory=list)
    content_id: int | None = None
    variant_id: int | None = None
    listing_id: str | None = None
    approved_at: float | None = None
    archived: bool = False
    archived_at: float | None = None
    locked: bool = False
    lock_reason: str | None = None
    locked_at: float | None = None
    blacklisted: bool = False
    created: float = 0.0
    modified: float = 0.0
    content_modified: float = 0.0
    commission: int = 18
    submission: int = 0  # counts what was sent to approval, so that a late verdict meets only its own
    offers: dict = field(default_factory=dict)

    @property
    def is_approved(self):
        return self.status == APPROVED

    def attribute(self, attribute_id):
        return next((row for row in self.attributes if row.id == attribute_id), None)


class ProductStore:
    """Products by barcode in the order of their creation."""

    def __init__(self, account):
        self._account = account
        self._products = {}
        self.log = ChangeLog(Change)
        self._content_ids = itertools.count(FIRST_CONTENT_ID)
        self._variant_ids = itertools.count(FIRST_VARIANT_ID)
        self._by_main_id = {}
        self._cards = {}  # content id -> barcodes
        self._is_recording = True

    def __len__(self):
        return len(self._products)

    def __iter__(self):
        return iter(self._products.values())

    def get(self, barcode):
        return self._products.get(barcode) if isinstance(barcode, str) else None

    def add(self, product):
        self._products[product.barcode] = product
        self._by_main_id.setdefault(product.main_id, []).append(product)

    def remove(self, product, by):
        del self._products[product.barcode]
        self._by_main_id[product.main_id].remove(product)
        if product.content_id:
            self._cards[product.content_id].remove(product.barcode)
        self._note(product, product.storefront, "deleted", False, True, by)

    def move(self, product, main_id):
        """Under another productMainId, which only products not yet approved may take."""
        self._by_main_id[product.main_id].remove(product)
        product.main_id = main_id
        self._by_main_id.setdefault(main_id, []).append(product)

    def family(self, main_id):
        return self._by_main_id.get(main_id, [])

    def card(self, content_id):
        """The products of one content card."""
        return [self._products[barcode] for barcode in self._cards.get(content_id, ())]

    def offer(self, product, storefront):
        """The offer that counts there: targets follow the origin while the panel says so (§7.3)."""
        follows = storefront in TARGETS and storefront != product.storefront and self._account.settings.targets_follow
        return product.offers.setdefault(product.storefront if follows else storefront, Offer())

    def is_on_sale(self, product, storefront):
        offer = self.offer(product, storefront)
        blocked = product.archived or product.locked or product.blacklisted
        return bool(product.is_approved and not blocked and offer.sale_price and offer.quantity)

    # Changes

    @contextmanager
    def unrecorded(self):
        """What is there from the beginning is no change."""
        self._is_recording = False
        try:
            yield
        finally:
            self._is_recording = True

    def record(self, product, by, **changes):
        """Set attributes and note what really changed."""
        for name, new in changes.items():
            old = getattr(product, name)
            if old != new:
                setattr(product, name, new)
                self._note(product, product.storefront, name, _shown(old), _shown(new), by)

    def put_stock(self, product, storefront, quantity, by):
        """The seller's absolute stock. Noted even when unchanged, so that resends can be counted."""
        offer = self.offer(product, storefront)
        old, offer.quantity, offer.stock_at = offer.quantity, quantity, self._account.clock.time()
        self._note(product, storefront, "stock", old, quantity, by)

    def put_prices(self, product, storefront, sale_price, list_price, by):
        offer = self.offer(product, storefront)
        now = self._account.clock.time()
        for name, new in (("sale_price", sale_price), ("list_price", list_price)):
            old = getattr(offer, name)
            if old != new:
                setattr(offer, name, new)
                offer.price_at = now
                self._note(product, storefront, name, old, new, by)

    def move_stock(self, product, storefront, quantity, by):
        """Orders take (negative) and cancellations give back; stays within 0..20,000."""
        offer = self.offer(product, storefront)
        old = offer.quantity or 0
        offer.quantity = min(MAX_STOCK, max(0, old + quantity))
        offer.stock_at = self._account.clock.time()
        self._note(product, storefront, "general_stock", old, offer.quantity, by)

    def approve(self, product, by):
        """The product joins (or opens) the content card of its main id and slicer values."""
        now = self._account.clock.time()
        if product.content_id is None:
            card = next(
                (row for row in self.family(product.main_id) if row.content_id and self._same_card(row, product)), None
            )
            product.content_id = card.content_id if card else next(self._content_ids)
            product.variant_id = next(self._variant_ids)
            product.listing_id = uuid.uuid5(uuid.NAMESPACE_OID, product.barcode).hex
            self._cards.setdefault(product.content_id, []).append(product.barcode)
        product.approved_at, product.content_modified, product.rejections = now, now, []
        self.record(product, by, status=APPROVED)

    def _same_card(self, one, other):
        return self.distinction(one, "slicer") == self.distinction(other, "slicer")

    def distinction(self, product, *flags):
        """Values of the attributes that make content cards (slicer) or variants (varianter)."""
        category = self._account.dictionaries[product.storefront].categories[product.category_id]
        ids = [use["id"] for use in category.uses if any(use[flag] for flag in flags)]
        return tuple((number, row.value if (row := product.attribute(number)) else None) for number in ids)

    def _note(self, product, storefront, name, old, new, by):
        product.modified = self._account.clock.time()
        if self._is_recording:
            self.log.add(product.modified, product.barcode, storefront, name, old, new, by)


def _shown(value):
    """Lists of attributes as plain data in the log."""
    if isinstance(value, list):
        return [{"id": row.id, "value": row.value} if isinstance(row, Attribute) else row for row in value]
    return value
