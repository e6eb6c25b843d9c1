"""The fixed scenario: what shoppers, people and the platforms' troubles do, second by second; then everything must be right."""

import itertools
import time

from demo.ledger import LATE, NOTIFIED, SILENT, TWICE
from demo.people import Pricer, Retrier, Seller, Storekeeper
from demo.shoppers import Shoppers

SPAN = 190  # seconds in which orders are placed
PATIENCE = 300  # seconds until everything has to be settled afterwards
LEAST_CHANGES = 200  # of a stock or a price, at each platform
LEAST_ON_BOTH = 6  # last pieces that were bought at every platform
PACE = {Seller: (85, SPAN), Storekeeper: (40, SPAN), Pricer: (95, SPAN), Retrier: (8, SPAN + 10)}
"""So many deeds in so many seconds; on a slow machine they take longer."""

TURNS = (NOTIFIED, TWICE, LATE, SILENT, NOTIFIED, LATE, NOTIFIED, TWICE, NOTIFIED, SILENT)
CANCELLED = {7: 0.2, 16: 20, 25: 0.2, 34: 12, 43: 1.5, 52: 25, 61: 4}
"""Number of the order: seconds until its customer cancels, from at once to long after it was acknowledged."""


class Scenario:
    """One showing on a stage whose accounts are live."""

    def __init__(self, stage, crew):
        self._stage = stage
        self._crew = crew
        people = (stage.address, stage.name, stage.company, stage.ledger)
        self._people = [person(*people) for person in PACE]
        self._telephone = Seller(*people, seed=2)

    def begin(self):
        """Let everybody act."""
        for person in self._people:
            deeds, seconds = PACE[type(person)]
            self._crew.repeat(person.login, person.act, every=seconds / deeds, times=deeds)
        for place in self._stage.places:
            self._crew.follow(f"shoppers at {place.label}", self._orders(place))
            self._crew.follow(f"troubles of {place.label}", self._troubles(place))
        self._crew.follow("telephone", self._calls())

    def _orders(self, place):
        """Orders evenly over the span, some of them cancelled; and one for each last piece, at every platform at once."""
        shoppers = Shoppers(place, self._stage.company, self._stage.ledger)
        plan = []
        for count, notice in zip(range(1, place.orders + 1), itertools.cycle(TURNS), strict=False):
            second = 2 + (SPAN - 2) * count / place.orders
            plan.append((second, lambda count=count, notice=notice: self._order(shoppers, count, notice)))
        for second, article in self._last_pieces():
            plan.append((second, lambda article=article: shoppers.order(offer_ids=[place.key(article)])))
        return plan

    def _order(self, shoppers, count, notice):
        number = shoppers.order(notice)
        if number and count in CANCELLED:
            self._crew.follow(f"cancel {number}", [(CANCELLED[count], lambda: shoppers.cancel(number))])

    def _last_pieces(self):
        articles = [article for article in self._stage.company.products.values() if article.is_last_piece]
        return [(10 + (SPAN - 20) * place / len(articles), article) for place, article in enumerate(articles)]

    def _calls(self):
        """For every other last piece somebody calls the shop in the same moment as well: all but one come too late."""
        products = {article.number: product for product, article in self._stage.company.products.items()}
        return [
            (second, lambda article=article: self._call(products[article.number]))
            for second, article in self._last_pieces()[::2]
        ]

    def _call(self, product_id):
        self._telephone.sell_article(product_id, 1, self._stage.company.depot_id)

    def _troubles(self, place):
        return [(second, lambda rule=rule: place.strike(rule)) for second, rule in place.troubles]


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
