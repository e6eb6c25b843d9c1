"""The measures, taken from outside the product: the simulator's own history against what Odoo's database shows.

An order's seconds run from the shopper's click to the moment its sale order can be seen in the database. A change's
seconds run from the moment the person's screen answered (the change is committed) to each platform holding the value.
"""

import threading
import time
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

import psycopg2

from demo.books import Books
from demo.ledger import Truth
from dev.postgres import server

GLANCE = 0.25  # seconds between two looks; the orders' seconds are this exact
IMPORTED = """
    SELECT o.external_id FROM marketplace_order o JOIN sale_order s ON s.id = o.sale_order_id
     WHERE o.account_id = ANY(%s) AND o.external_id = ANY(%s)
"""


class Watch(threading.Thread):
    """Looks on until told to stop, and fills in the ledger's times."""

    def __init__(self, database, browser, company, ledger):
        super().__init__(name="watch", daemon=True)
        self.failure = None
        self._account_ids = [place.account.id for place in company.places]
        self._books = Books(browser, company)
        self._company = company
        self._ledger = ledger
        self._connection = psycopg2.connect(dbname=database, **server().arguments())
        self._connection.set_session(readonly=True, autocommit=True)
        self._looked_at = time.time()
        self._read_to = {place.name: 0 for place in company.places}
        self._writes = defaultdict(list)
        self._shown = {}
        self._cancelled = set()
        self._over = threading.Event()

    def run(self):
        try:
            while not self._over.wait(GLANCE):
                self.look()
        except Exception as error:  # noqa: BLE001 - shown by whoever waits for the watch
            self.failure = error

    def stop(self):
        self._over.set()
        self.join()
        self._connection.close()
        if self.failure:
            raise self.failure

    def look(self):
        """Note which orders appeared and which changes are proved since the last look."""
        before = self._looked_at
        self._looked_at = time.time()
        moved = self._new_imports() + self._new_cancellations()
        if moved:
            self._note_stock_of(moved, before)
        self.prove()

    # ---- orders ----

    def _new_imports(self):
        pending = {order.number: order for order in self._ledger.all_orders() if order.imported_at is None}
        if not pending:
            return []
        with self._connection.cursor() as cursor:
            cursor.execute(IMPORTED, [self._account_ids, list(pending)])
            appeared = [pending[number] for (number,) in cursor.fetchall()]
        for order in appeared:
            order.imported_at = self._looked_at
        return appeared

    def _new_cancellations(self):
        """Cancelled orders whose sale order is cancelled too by now."""
        waiting = {
            order.number: order
            for order in self._ledger.all_orders()
            if order.cancelled_at and order.imported_at and order.number not in self._cancelled
        }
        if not waiting:
            return []
        with self._connection.cursor() as cursor:
            cursor.execute(IMPORTED + " AND s.state = 'cancel'", [self._account_ids, list(waiting)])
            done = [number for (number,) in cursor.fetchall()]
        self._cancelled.update(done)
        return [waiting[number] for number in done]

    def _note_stock_of(self, orders, since):
        """What orders did to the stock, so that the values sent because of them, to any platform, are recognised."""
        products = {self._company.product_of(key) for order in orders for key in order.quantities}
        stocks, moment = self._books.stock(products), self._looked_at
        self._ledger.add_truths(
            Truth(place.key(self._company.products[product]), "stock", value, since, moment, False, place.name)
            for product, value in stocks.items()
            for place in self._company.places
        )

    # ---- changes ----

    def prove(self):
        """Match what the simulators hold now, and were told since, with what Odoo wanted them to hold."""
        for place in self._company.places:
            self._read(place)
        by_value = defaultdict(list)
        for truth in self._ledger.all_truths():
            by_value[truth.offer_id, truth.kind].append(truth)
        for key, truths in by_value.items():
            if not all(truth.is_settled for truth in truths):
                prove(truths, self._writes[key], self._shown.get(key))

    def _read(self, place):
        for row in place.control.changes(since=self._read_to[place.name]):
            self._read_to[place.name] = row["number"]
            if kind := place.kinds.get(row["field"]):
                value = as_value(kind, row["new"])
                self._shown[row["offer_id"], kind] = value
                if place.is_by_seller(row):  # else the platform moved it by itself
                    self._writes[row["offer_id"], kind].append((datetime.fromisoformat(row["at"]).timestamp(), value))


def as_value(kind, figure):
    return figure if kind == "stock" else Decimal(str(figure))


def prove(truths, writes, shown):
    """Fill in when each of one offer's truths was first shown by the platform.

    A truth is proved by the first write of its own value since it came about, or by what proves a later truth: values
    are absolute, so the later one includes it. One whose value was there already, with nothing written since, had
    nothing to send; nor had those before it, when the value left and came back while nothing could be sent.
    """
    proved_later, was_there = None, False
    for truth in sorted(truths, key=lambda truth: truth.done_at, reverse=True):
        own = next((at for at, value in writes if at >= truth.since and value == truth.value), None)
        moments = [at for at in (own, proved_later) if at is not None]
        was_there = not moments and (was_there or truth.value == shown)
        truth.nothing_to_send = was_there
        if moments:
            proved_later = truth.proved_at = min(moments)
