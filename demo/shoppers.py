"""Simulated shoppers at a platform: they place orders of every kind, and some think better of it."""

import random
import time

from demo.ledger import NOTIFIED, Order
from demo.places.place import SOLD_OUT
from simulators.core.control_client import ControlFailure


class Shoppers:
    """Whoever buys at one platform."""

    def __init__(self, place, company, ledger, seed=1):
        self._place = place
        self._company = company
        self._ledger = ledger
        self._random = random.Random(f"shoppers{seed}")

    def order(self, notice=NOTIFIED, offer_ids=None, manner=None):
        """Place one order; the number, or None when the article is sold out there.

        :param notice: how the platform tells the shop, see ``ledger``
        :param offer_ids: what to buy, one piece each; some articles of which there are several by default
        :param manner: how it is paid and delivered, and for whom, in the platform's words; a mixture by default
        """
        quantities = dict.fromkeys(offer_ids, 1) if offer_ids else self._basket()
        try:
            number, total, at = self._place.order(quantities, manner or self._place.manner(self._random), notice)
        except ControlFailure as failure:
            if failure.status != SOLD_OUT:
                raise
            return None
        self._ledger.add_order(Order(number, at, total, notice, quantities, self._place.name))
        return number

    def cancel(self, number):
        """The customer cancels, whatever the shop made of the order meanwhile."""
        self._ledger.orders[number].cancelled_at = time.time()
        self._place.cancel(number)

    def _basket(self):
        articles = [article for article in self._company.products.values() if not article.is_last_piece]
        chosen = self._random.sample(articles, self._random.choice((1, 1, 1, 2, 3)))
        return {self._place.key(article): self._random.choice((1, 1, 2)) for article in chosen}
