"""The fixed scenario: what shoppers, people and eMAG's troubles do, second by second; then everything must be right."""

import itertools
import time

from demo.ledger import SILENT, percentiles
from demo.people import Pricer, Seller, Storekeeper
from demo.shoppers import NOTICES, Shoppers

SPAN = 190  # seconds in which orders are placed
PATIENCE = 240  # seconds until everything has to be settled afterwards
ORDERS, LEAST_ORDERS, LEAST_CHANGES = 66, 60, 200
PACE = {Seller: (85, SPAN), Storekeeper: (40, SPAN), Pricer: (95, SPAN)}
"""So many deeds in so many seconds; on a slow machine they take longer."""

TURNS = ("notified", "duplicated", "late", SILENT, "notified", "late", "notified", "duplicated", "notified", SILENT)
CANCELLED = {7: 0.2, 16: 20, 25: 0.2, 34: 12, 43: 1.5, 52: 25, 61: 4}
"""Number of the order: seconds until its customer cancels, from at once to long after it was acknowledged."""

TROUBLES = (
    (20, {"kind": "429", "match": "/api-3/", "seconds": 8}),
    (42, {"kind": "cut_after", "match": "/offer/save", "times": 1}),
    (44, {"kind": "cut_after", "match": "/order/acknowledge", "times": 2}),
    (60, {"kind": "latency", "match": "/api-3/", "seconds": 6, "delay": 2}),
    (72, {"kind": "truncated_json", "match": "/order/read", "times": 1}),
    (85, {"kind": "down", "match": "/api-3/", "seconds": 60}),
    (165, {"kind": "cut_after", "match": "/offer/save", "times": 1}),
    (168, {"kind": "notify_lost", "match": "new_order", "times": 3}),
    (172, {"kind": "cut_after", "match": "/order/acknowledge", "times": 2}),
)
"""Second, and what goes wrong at eMAG from then on."""


class Scenario:
    """One showing on a stage whose account is live."""

    def __init__(self, stage, crew):
        self._stage = stage
        self._crew = crew
        self._shoppers = Shoppers(stage.control, stage.company, stage.ledger)
        people = (stage.address, stage.name, stage.company, stage.ledger)
        self._seller = Seller(*people)
        self._others = [Storekeeper(*people), Pricer(*people)]
        self._telephone = Seller(*people, seed=2)

    def begin(self):
        """Let everybody act."""
        for person in (self._seller, *self._others):
            deeds, seconds = PACE[type(person)]
            self._crew.repeat(person.login, person.act, every=seconds / deeds, times=deeds)
        self._crew.follow("shoppers", self._orders())
        self._crew.follow("telephone", self._calls())
        self._crew.follow("troubles", [(second, self._trouble(rule)) for second, rule in TROUBLES])

    def _orders(self):
        """Orders evenly over the span, some of them cancelled; and one for each last piece."""
        plan = []
        for count, notice in zip(range(1, ORDERS + 1), itertools.cycle(TURNS), strict=False):
            second = 2 + (SPAN - 2) * count / ORDERS
            plan.append((second, lambda count=count, notice=notice: self._order(count, notice)))
        for second, article in self._last_pieces():
            plan.append((second, lambda article=article: self._shoppers.order(offer_ids=[article.offer_id])))
        return plan

    def _order(self, count, notice):
        number = self._shoppers.order(notice)
        if number and count in CANCELLED:
            self._crew.follow(f"cancel {number}", [(CANCELLED[count], lambda: self._shoppers.cancel(number))])

    def _last_pieces(self):
        articles = [article for article in self._stage.company.products.values() if article.is_last_piece]
        return [(10 + (SPAN - 20) * place / len(articles), article) for place, article in enumerate(articles)]

    def _calls(self):
        """For every other last piece somebody calls the shop in the same moment: one of the two comes too late."""
        products = {article.number: product for product, article in self._stage.company.products.items()}
        return [
            (second, lambda article=article: self._call(products[article.number]))
            for second, article in self._last_pieces()[::2]
        ]

    def _call(self, product_id):
        self._telephone.sell_article(product_id, 1, self._stage.company.depot_id)

    def _trouble(self, rule):
        def strike():
            self._stage.control.call("POST", "/faults", [rule])

        return strike


def settle(judge, tick, patience=PATIENCE):
    """Wait until everything is right, at most ``patience`` seconds; the last verdict, right or not.

    :param tick: called while waiting
    """
    deadline = time.monotonic() + patience
    judge.tidy()
    while not (verdict := judge.judge()) and time.monotonic() < deadline:
        tick(verdict)
        if verdict.stock:
            judge.tidy()
    return verdict


def report(verdict, ledger, calls, ok):
    """The closing line of one platform.

    ``order_seconds``: from the shopper's click to the sale order being visible in Odoo's database; ``change_seconds``:
    from the person's committed change to the simulator holding it. The orders' seconds are also given by how eMAG told
    the shop: those it told nobody about are found by the minute's polling and decide the maximum.
    """
    orders = ledger.all_orders()
    imported = [order for order in orders if order.imported_at]
    totals = calls["summary"]["total"]
    on_purpose = sum(call["fault"] == "429" for call in calls["calls"])
    return {
        "ok": ok,
        "platforms": {
            "emag": {
                "orders_placed": len(orders),
                "orders_imported": len(imported),
                "orders_lost": len(verdict.lost),
                "orders_doubled": len(verdict.doubled),
                "order_seconds": percentiles([order.seconds for order in imported]),
                "order_seconds_by_notice": {
                    notice: percentiles([order.seconds for order in imported if order.notice == notice])
                    for notice in NOTICES
                },
                "changes": len(ledger.changes),
                "offers_out_of_step": len(verdict.out_of_step),
                "change_seconds": percentiles([c.seconds for c in ledger.changes if c.seconds is not None]),
                "calls": totals.get("calls", 0),
                "calls_refused_by_limit": totals.get("refused_by_limit", 0),
                "calls_refused_on_purpose": on_purpose,
            }
        },
    }
