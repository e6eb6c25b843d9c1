"""State of one seller account on Trendyol."""

import heapq
import itertools
import threading
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from werkzeug.wrappers import Request

from simulators.core.journal import Call

from .batches import BatchBook
from .claim_store import ClaimBook
from .const import HOUR, INTERNATIONAL, STOREFRONTS, TURKEY, StoreFront
from .dictionary import of_storefront
from .finance import Ledger
from .inventory import RepeatGuard
from .invoices import InvoiceBook
from .package_store import PackageBook
from .product_store import ProductStore
from .query import Query
from .questions import QuestionBook
from .shopper import Shopper
from .webhooks import WebhookBook

CITIES = {"RO": ("Romania", "București", "Sector 3", "030001"), "TR": ("Türkiye", "İstanbul", "Kadıköy", "34710")}


class Account:
    """Everything but the dictionary starts empty. `origin` = storefront the seller belongs to, `targets` = opened ones."""

    def __init__(self, seller_id, origin, targets, settings, clock, notifier, lock):
        self.seller_id, self.origin = seller_id, origin
        self.storefronts = (origin, *targets)
        self.settings, self.clock, self.notifier, self.lock = settings, clock, notifier, lock
        self.dictionaries = {code: of_storefront(code) for code in STOREFRONTS}
        self.addresses = _addresses(origin)
        self.products = ProductStore(self)
        self.batches = BatchBook(self)
        self.repeats = RepeatGuard(clock)
        self.rivals = {}  # barcode -> prices of other sellers
        self.webhooks = WebhookBook(self)
        self.packages = PackageBook(self)
        self.invoices = InvoiceBook(self)
        self.claims = ClaimBook(self)
        self.questions = QuestionBook(self)
        self.ledger = Ledger(self)
        self.shopper = Shopper(self)
        self.mails = []  # what Trendyol wrote to the seller
        self._addresses_read = None
        self._agenda = []
        self._agenda_order = itertools.count()

    @property
    def is_turkish(self):
        return self.origin == TURKEY

    @property
    def region(self):
        """Which of the two sets of rules holds: TR or INT."""
        return TURKEY if self.is_turkish else INTERNATIONAL

    def after(self, seconds, action):
        """Do `action()` once the clock is `seconds` further; at once without delay."""
        if seconds <= 0:
            action()
        else:
            heapq.heappush(self._agenda, (self.clock.time() + seconds, next(self._agenda_order), action))

    def run_due(self):
        """Do what became due; called before each request is answered."""
        while self._agenda and self._agenda[0][0] <= self.clock.time():
            heapq.heappop(self._agenda)[2]()

    def mail(self, subject):
        self.mails.append({"at": self.clock.now().isoformat(), "subject": subject})

    def may_read_addresses(self):
        """Once an hour, where that old quota is switched on."""
        now = self.clock.time()
        if self._addresses_read is not None and now - self._addresses_read < HOUR:
            return False
        self._addresses_read = now
        return True

    def summary(self):
        """Counts for a live table."""
        return {
            "offers": len(self.products),
            "offers_by_status": dict(Counter(product.status for product in self.products)),
            "batches": len(self.batches),
            "orders": len({package.order_number for package in self.packages}),
            "packages": len(self.packages),
            "packages_by_status": dict(Counter(package.status for package in self.packages)),
            "claims": len(self.claims),
            "claim_items_by_status": dict(Counter(item.status for claim in self.claims for item in claim.items)),
            "invoices": len(self.invoices),
            "questions": len(self.questions),
            "webhooks": len(self.webhooks),
            "mails": len(self.mails),
            "unpicked": [package.id for package in self.packages if package.status == "Created"][:100],
        }


def _addresses(origin):
    country, city, district, postal = CITIES[origin]
    rows = []
    for number, kind in enumerate(("Shipment", "Returning"), 1):
        street = f"Str. Exemplu {number}"
        rows.append(
            {
                "id": 110_000 + number,
                "addressType": kind,
                "country": country,
                "city": city,
                "cityCode": 0,
                "district": district,
                "districtId": 0,
                "postCode": postal,
                "address": street,
                "fullAddress": f"{street} {district} {postal} {city} {country}",
                "shipmentAddress": kind == "Shipment",
                "invoiceAddress": False,
                "returningAddress": kind == "Returning",
                "default": True,
            }
        )
    return rows


@dataclass
class Context:
    """One request as an endpoint sees it."""

    account: Account
    request: Request
    body: object
    query: Query
    call: Call
    storefront: StoreFront
    language: str
    lock: threading.RLock

    @property
    def settings(self):
        return self.account.settings

    @property
    def dictionary(self):
        return self.account.dictionaries[self.storefront.code]

    @property
    def now(self):
        """Epoch seconds."""
        return self.account.clock.time()

    @cached_property
    def by(self):
        """How the change log names this call."""
        return str(self.call)
