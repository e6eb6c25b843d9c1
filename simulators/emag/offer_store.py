"""The seller's offers: state, indexes, stock movements and their history (api/emag.md §3)."""

from bisect import insort
from dataclasses import dataclass, field
from decimal import Decimal

from simulators.core.changes import ChangeLog

from .changes import Change
from .const import MAX_STOCK, OFFER_ACTIVE, SELLABLE_TRANSLATION, SELLABLE_VALIDATION


@dataclass(slots=True)
class Offer:
    """One product/offer. Prices are net, in platform currency unless `currency` says otherwise.

    `stock` and `handling_time` map warehouse id to value. `reserved` = quantity of orders not yet acknowledged.
    `validation` and `translation` are status numbers of §3.4 (None = no translation).
    """

    id: int
    part_number: str | None = None
    part_number_key: str | None = None
    name: str = ""
    brand: str = ""
    category_id: int | None = None
    vat_id: int | None = None
    currency: str = ""
    sale_price: Decimal | None = None
    recommended_price: Decimal | None = None
    min_sale_price: Decimal | None = None
    max_sale_price: Decimal | None = None
    stock: dict = field(default_factory=dict)
    handling_time: dict = field(default_factory=dict)
    reserved: int = 0
    status: int = 0
    warranty: int = 0
    emag_club: int = 1
    supply_lead_time: int = 14
    green_tax: Decimal | None = None
    start_date: str | None = None
    scheduled: dict | None = None
    ean: list = field(default_factory=list)
    owned: bool = True
    validation: int = 0
    validation_errors: list | None = None
    translation: int | None = None
    offer_validation: int = 1
    doc_errors: list | None = None
    content: dict = field(default_factory=dict)
    images: list = field(default_factory=list)
    image_downloads: int = 0
    characteristics: list = field(default_factory=list)
    family: dict | None = None
    measurements: dict | None = None
    competition: dict | None = None
    campaign: str | None = None
    changed_at: float = 0.0
    log: ChangeLog | None = None

    @property
    def general_stock(self):
        """Sum over warehouses; falls when an order is processed (§3.3)."""
        return sum(self.stock.values())

    @property
    def estimated_stock(self):
        """General stock minus reservations of unacknowledged orders (§3.3); never shown below zero."""
        return max(0, self.general_stock - self.reserved)

    @property
    def has_offer_data(self):
        return self.sale_price is not None

    @property
    def on_sale(self):
        """§3.4: what customers can buy."""
        return (
            self.general_stock > 0
            and self.status == OFFER_ACTIVE
            and self.offer_validation == 1
            and self.validation in SELLABLE_VALIDATION
            and (self.translation is None or self.translation in SELLABLE_TRANSLATION)
        )

    def record(self, at, by, **changes):
        """Set attributes and note what really changed; `at` in epoch seconds."""
        for name, new in changes.items():
            old = getattr(self, name)
            if old == new:
                continue
            setattr(self, name, new)
            self._note(at, by, name, old, new)

    def put_stock(self, at, by, stock):
        """The seller's (absolute) stock per warehouse. Noted even when unchanged, so that resends can be counted."""
        old, self.stock = self.stock, stock
        self._note(at, by, "stock", sum(old.values()), self.general_stock)

    def reserve(self, quantity, at, by):
        """An order was placed (positive) or a reservation ended (negative): estimated stock moves."""
        old = self.estimated_stock
        self.reserved = max(0, self.reserved + quantity)
        self._note(at, by, "estimated_stock", old, self.estimated_stock)

    def move_stock(self, quantity, at, by):
        """The platform itself takes (negative) or gives back (positive) general stock; stays within 0..65535."""
        old = self.general_stock
        for warehouse in sorted(self.stock) or [1]:
            have = self.stock.get(warehouse, 0)
            now = min(MAX_STOCK, max(0, have + quantity))
            self.stock[warehouse] = now
            quantity -= now - have
        self._note(at, by, "general_stock", old, self.general_stock)

    def _note(self, at, by, name, old, new):
        if self.log is not None:
            self.log.add(at, self.id, name, old, new, by)
        self.changed_at = at


class OfferStore:
    """Offers by id with an ordered index, and unique indexes on part number, part number key and EAN."""

    def __init__(self, account):
        self._account = account
        self._offers = {}
        self.log = ChangeLog(Change)
        self.ids = []
        self.by_part_number = {}
        self.by_key = {}
        self.by_ean = {}

    def __len__(self):
        return len(self._offers)

    def __iter__(self):
        """Offers by ascending id (the order of product_offer/read is a design choice)."""
        return map(self._offers.__getitem__, self.ids)

    def get(self, offer_id):
        return self._offers.get(offer_id)

    def add(self, offer):
        if offer.id not in self._offers:
            insort(self.ids, offer.id)
        self._offers[offer.id] = offer
        self.index(offer)

    def add_many(self, offers):
        """Bulk version of `add`: sorts once."""
        for offer in offers:
            self._offers[offer.id] = offer
            self.index(offer)
        self.ids = sorted(self._offers)

    def index(self, offer):
        """Enter the offer's unique values; call again after one of them was set."""
        offer.log = self.log
        if offer.part_number:
            self.by_part_number[offer.part_number] = offer.id
        if offer.part_number_key:
            self.by_key[offer.part_number_key] = offer.id
        for ean in offer.ean:
            self.by_ean[ean] = offer.id

    def unindex(self, offer):
        """Take the offer's unique values out before they change."""
        self.by_part_number.pop(offer.part_number, None)
        self.by_key.pop(offer.part_number_key, None)
        for ean in offer.ean:
            self.by_ean.pop(ean, None)

    def page(self, page, size):
        """One unfiltered page, without touching the other offers."""
        return [self._offers[offer_id] for offer_id in self.ids[(page - 1) * size : page * size]]
