"""Simulated shoppers at eMAG: they place orders of every kind, and some think better of it."""

import random
import time
from decimal import Decimal

from demo.ledger import SILENT, Order
from simulators.core.control_client import ControlFailure

NOTICES = {
    "notified": {"notify": True},
    "duplicated": {"notify": "duplicate"},
    "late": {"notify": 8},
    SILENT: {"notify": False},
}
"""How eMAG tells the shop: once, twice, after orders that came later, or never (polling has to find these)."""

SOLD_OUT = 409
CUSTOMERS = (
    "person",
    "person",
    "person",
    {"legal_entity": 1, "company": "Construct Exemplu SRL", "code": "RO41200774", "is_vat_payer": 1},
)


class Shoppers:
    """Whoever buys at eMAG.

    :param control: the simulator's control client
    """

    def __init__(self, control, company, ledger, seed=1):
        self._control = control
        self._company = company
        self._ledger = ledger
        self._random = random.Random(f"shoppers{seed}")

    def order(self, notice="notified", offer_ids=None, manner=None):
        """Place one order; the number, or None when the article is sold out at eMAG.

        :param offer_ids: what to buy, one piece each; some articles of which there are several by default
        :param manner: how it is paid and delivered, and for whom; a mixture by default
        """
        lines = [{"product_id": number, "quantity": 1} for number in offer_ids or ()] or self._basket()
        wish = {"lines": lines, **(manner or self._manner()), **NOTICES[notice]}
        try:
            placed = self._control.place_order(**wish)
        except ControlFailure as failure:
            if failure.status != SOLD_OUT:
                raise
            return None
        quantities = {line["product_id"]: line["quantity"] for line in lines}
        number = str(placed["id"])
        self._ledger.add_order(Order(number, placed["placed_at"], Decimal(str(placed["total"])), notice, quantities))
        return number

    def cancel(self, number):
        """The customer cancels, whatever the shop made of the order meanwhile."""
        self._ledger.orders[number].cancelled_at = time.time()
        self._control.cancel_order(int(number), force=True)

    def _basket(self):
        articles = [article for article in self._company.products.values() if not article.is_last_piece]
        chosen = self._random.sample(articles, self._random.choice((1, 1, 1, 2, 3)))
        return [{"product_id": a.offer_id, "quantity": self._random.choice((1, 1, 2))} for a in chosen]

    def _manner(self):
        """Payment, delivery, invoice and vouchers, mixed."""
        manner = {
            "payment": self._random.choice(("cod", "card", "card", "bank")),
            "delivery": self._random.choice(("courier", "courier", "locker")),
            "customer": self._random.choice(CUSTOMERS),
            "shipping": self._random.choice(("0", "14.99", "19.99")),
        }
        if self._random.random() < 0.2:
            manner["vouchers"] = [{"value": "5", "shares": {"emag": "3", "seller": "2"}}]
        return manner
