"""A seller's shop on a simulator, and the line his provider talks through: it remembers every call, and breaks when told to."""

import re
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from odoo.addons.marketplace_base.lib import transport
from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.types import Outcome

TRIES = 100
HASTE = (5, 0.2)  # seconds of patience with a platform that is made to answer late
LATE = 0.4


class Buckets(Limiter):
    """Remembers which buckets were asked for."""

    def __init__(self, rates, asked, **options):
        super().__init__(rates, **options)
        self._asked = asked

    def pass_through(self, bucket):
        self._asked.add(bucket)
        super().pass_through(bucket)


class Line(transport.Transport):
    """Has the simulator spoil the call with number ``number`` (counted from 1), or that one and all after it."""

    control = fault = None
    count = 0

    def spoil(self, control, fault, number):
        self.control, self.fault, self.count, self._number = control, fault, 0, number
        return self

    def send(self, method, url, **request):
        self.count += 1
        if self.fault and self.count == self._number:
            rule = {} if self.fault == "down" else {"times": 1}
            if self.fault == "latency":
                rule["delay"] = LATE
            place = ".*" if self.fault == "down" else f"^{re.escape(urlsplit(url).path)}$"
            self.control.add_fault(self.fault, place, method=None if self.fault == "down" else method, **rule)
        return super().send(method, url, **request)


class Shop:
    """One test's account: nothing of earlier tests is in it. ``provider`` is whole; ``connect`` makes others."""

    def __init__(self, platform, server):
        self.platform, self.server, self.control = platform, server, server.control
        self.journal, self.buckets, self._lines, self._provider = [], set(), [], None
        self.start()

    def start(self):
        """Begin from nothing."""
        self.control.reset()
        self.platform.prepare(self.control)
        self.offers = self.platform.offers(self.control, 3)
        self._provider = None

    # ---- the provider ----

    @property
    def provider(self):
        self._provider = self._provider or self.connect()
        return self._provider

    @property
    def clock(self):
        """The simulator's: it may be ahead of ours."""
        return self.server.clock

    def connect(self, rates=None, options=(), **credentials):
        """A provider of this account; ``credentials`` and ``options`` replace single ones. What it waits, passes at once."""
        kind = self.platform.provider
        known = self.platform.credentials | credentials
        options = self.platform.options | {"address": self.server.url} | dict(options)
        line = Line(
            Buckets(rates or {}, self.buckets, clock=self.clock.time, sleep=self.clock.advance, patience=3600),
            self.journal.append,
            secrets=kind.secrets(known),
            **kind.transport_options(known, options),
        )
        self._lines.append(line)
        return kind(Connection(line, options, self.clock.now, known))

    @contextmanager
    def broken(self, fault, number):
        """A provider whose call ``number`` is spoiled; everything is well afterwards."""
        provider = self.connect()
        provider.connection.transport.spoil(self.control, fault, number)
        patience, transport.TIMEOUT = transport.TIMEOUT, HASTE if fault == "latency" else transport.TIMEOUT
        try:
            yield provider
        finally:
            transport.TIMEOUT = patience
            if fault == "latency":  # what came late is done by then
                time.sleep(LATE)
            self.control.clear_faults()

    def calls_of(self, act):
        """How many calls it takes when nothing goes wrong."""
        provider = self.connect()
        act(provider)
        return provider.connection.transport.count

    def close(self):
        for line in self._lines:
            line.close()

    @property
    def secrets(self):
        return [*self.platform.provider.secrets(self.platform.credentials)]

    # ---- what happens in it ----

    def order(self, offer=None, **wish):
        """The key of an order just placed."""
        return str(self.platform.place_order(self.control, offer or self.offers[0], **wish))

    def taken_over(self, **wish):
        """The key of an order that was acknowledged."""
        key = self.order(**wish)
        assert self.provider.acknowledge(key).outcome is Outcome.CONFIRMED
        return key

    def delivered(self):
        key = self.taken_over()
        self.platform.deliver(self.control, key)
        return key

    def asked_back(self, received=False):
        """The key of a return."""
        key = str(self.platform.ask_return(self.control, self.delivered()))
        if received:
            self.platform.receive_return(self.control, key)
        return key

    def question(self):
        """The key of a question just asked."""
        return str(self.platform.ask(self.control, self.offers[0]))

    def read(self, key):
        """The order, read anew and understood."""
        return self.provider.parse_order(self.provider.fetch_order(key).payload)

    def shipment(self, key):
        return self.platform.shipment(self.provider, self.read(key))

    def facts(self, key):
        """An order as ``change_refusal`` and ``shipment_gaps`` are told of it."""
        order = self.read(key)
        finalised_at = order.extra.get("finalised_at")
        known = {
            "status": order.status,
            "payment_kind": order.payment.kind,
            "by_platform": order.by_platform,
            "total": order.total,
            "quantities": {line.key: line.quantity for line in order.lines if line.offer_key},
            "finalised_at": finalised_at and datetime.fromisoformat(finalised_at),
            "cancelled_at": None,
        }
        return order.extra | known

    # ---- reading to the end ----

    def settled(self, results):
        """What became of each item in the end: the batches are asked until they say so."""
        found = {result.key: result for result in results if result.outcome is not Outcome.ACCEPTED}
        for ref in dict.fromkeys(result.ref for result in results if result.outcome is Outcome.ACCEPTED):
            found |= {result.key: result for result in self.verdicts(ref)}
        return found

    def verdicts(self, ref):
        for _try in range(TRIES):
            verdicts = self.provider.fetch_batch(ref)
            if verdicts is not None:
                return verdicts
            time.sleep(0.05)
        raise AssertionError(f"The batch {ref} never ends.")

    def scanned(self, fetch, scan, since=timedelta(hours=1)):
        """All documents of one scan."""
        now = self.clock.now() + timedelta(minutes=1)
        window = (now - since, now) if scan.windowed else (None, None)
        return everything(lambda page: fetch(scan, *window, page))


def everything(read):
    """All items of a paged reading; a page that comes twice would never end."""
    items, page, seen = [], None, set()
    while True:
        answered = read(page)
        items += answered.items
        page = answered.next
        if page is None:
            return items
        assert isinstance(page, str) and page not in seen
        seen.add(page)
