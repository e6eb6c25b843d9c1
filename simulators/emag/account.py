"""State of one seller account on one eMAG platform."""

import heapq
import itertools
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from werkzeug.datastructures import MultiDict

from simulators.core.journal import Call

from .awb_store import AwbBook
from .bodies import Body
from .callbacks import Callbacks
from .catalogue import Catalogue
from .offer_store import OfferStore
from .order_store import OrderBook
from .rma_store import RmaBook
from .shopper import Shopper
from .times import LocalTime


class Account:
    """Dictionary, catalogue, offers, orders, AWBs, returns, papers; everything but the dictionary starts empty."""

    def __init__(self, country, settings, clock, notifier, dictionary):
        self.country = country
        self.settings = settings
        self.clock = clock
        self.notifier = notifier
        self.dictionary = dictionary
        self.catalogue = Catalogue(dictionary.catalogue)
        self.offers = OfferStore(self)
        self.orders = OrderBook(self)
        self.awbs = AwbBook(self)
        self.returns = RmaBook(self)
        self.packages = []  # parcel presets (§5.8)
        self.uploads = []  # attachments with what was downloaded
        self.invoices, self.customer_invoices = [], []
        self.callbacks = Callbacks(self)
        self.shopper = Shopper(self)
        self._agenda = []
        self._agenda_order = itertools.count()

    @property
    def currency(self):
        return self.settings.currency or self.country.currency

    @property
    def times(self):
        return LocalTime(self.settings.timezone)

    def stamp(self):
        """Now, as the platform prints it."""
        return self.times.stamp(self.clock.time())

    def after(self, seconds, action):
        """Do `action()` once the clock is `seconds` further."""
        heapq.heappush(self._agenda, (self.clock.time() + seconds, next(self._agenda_order), action))

    def at_start_of(self, day, action):
        """Do `action()` at local midnight of `day` (YYYY-MM-DD)."""
        self.after(self.times.to_epoch(datetime.fromisoformat(day)) - self.clock.time(), action)

    def run_due(self):
        """Do what became due; called before each request is answered."""
        while self._agenda and self._agenda[0][0] <= self.clock.time():
            heapq.heappop(self._agenda)[2]()

    def summary(self):
        """Counts for a live table."""
        return {
            "now": self.stamp(),
            "offers": len(self.offers),
            "orders": len(self.orders),
            "orders_by_status": dict(Counter(order.status for order in self.orders)),
            "awbs": len(self.awbs),
            "awbs_doubled": self.awbs.doubled,
            "awbs_by_code": dict(Counter(awb.status.code for awb in self.awbs)),
            "returns": len(self.returns),
            "returns_by_status": dict(Counter(rma.status for rma in self.returns)),
            "attachments": len(self.uploads),
            "unacknowledged": [order.id for order in self.orders if order.status == 1][:100],
        }


@dataclass
class Context:
    """One request as an endpoint sees it: account, body, query string, journal entry."""

    account: Account
    body: Body
    query: MultiDict
    call: Call
    lock: threading.RLock

    @property
    def settings(self):
        return self.account.settings

    @cached_property
    def by(self):
        """How the change log names this call."""
        return str(self.call)

    def filters(self, known):
        """Filters of a read; keys eMAG does not know are ignored there, and noted in the journal here."""
        filters = self.body.filters(self.settings)
        sent = set(self.body.value) if isinstance(self.body.value, dict) else set()
        ignored = sorted(
            (set(filters) - set(known)) | ({"data"} & sent if not self.body.form and not filters else set())
        )
        self.call.ignored_keys = ignored or None
        return filters
