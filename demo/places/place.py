"""A platform as the demonstration meets it: its simulator, and the words for goods, orders and figures there."""

from typing import NamedTuple

from demo.programs import Simulator
from simulators.core.control_client import ControlClient

NEW, TAKEN, CANCELLED = "new", "taken", "cancelled"
"""What became of an order at its platform, as far as it matters here."""

STALE_PRICE, STALE_STOCK = "1.05", 3
"""What platforms still show before their account is connected: prices 5 % too high, stocks that are wrong."""

LATE_BY = 8  # seconds
SOLD_OUT = 409


class Placed(NamedTuple):
    """An order as its platform has it. ``reference`` is the number that the customer knows, ``total`` a number."""

    number: str
    reference: str
    total: object
    state: str


class Place:
    """One platform: a seller's account in a simulator of it, and what the shop's account in Odoo sees.

    Offers are named by their key there; orders by the number that the account in Odoo knows them by.

    :param label: names the simulator's log
    """

    name = ""
    """Odoo's word for the platform; also names its figures."""
    label = ""
    access: tuple[str, ...] = ()
    """Arguments of the simulator's program: the account it has."""
    client = ControlClient
    kinds: dict[str, str] = {}
    """What the fields in the simulator's log of changes are here: a stock or a price."""
    troubles: tuple = ()
    """(second of the fixed scenario, what goes wrong from then on): a rule of the simulator's faults."""
    orders, least_orders = 0, 0
    """How many orders the fixed scenario places, and how many of them at least have to come about."""

    def __init__(self, label):
        self.simulator = Simulator(f"{label}-{self.name}", self.name, *self.access)
        self.control = self.account = None
        self.offer_count = 0

    def start(self):
        self.simulator.start()
        self.control = self.client(self.simulator.address)

    # ---- goods ----

    def key(self, article):
        """What the offer of an article is called there."""
        raise NotImplementedError

    def price(self, article, gross):
        """What is to be shown for a price with VAT."""
        raise NotImplementedError

    def list_goods(self, company):
        """Offers of the shop's articles, old stocks and prices; ``offer_count`` knows how many."""
        raise NotImplementedError

    def shown(self):
        """``{key: (stock, price)}`` of all offers."""
        raise NotImplementedError

    def is_by_seller(self, change):
        """Whether a row of the simulator's log of changes came by a call of the seller's, not of the platform's own."""
        raise NotImplementedError

    # ---- connecting ----

    def page(self):
        """What is typed on the connection page."""
        raise NotImplementedError

    def open_to_notices(self, address):
        """What a person does so that the platform tells of its orders at this address of Odoo."""

    def is_told(self):
        """Whether the platform knows where to tell of orders."""
        return True

    def is_settled(self):
        """Every linked offer is proved."""
        return not self.account.unsettled()

    # ---- shoppers ----

    def manner(self, random):
        """Payment, delivery, customer and discounts, mixed."""
        raise NotImplementedError

    def order(self, quantities, manner, notice):
        """Place an order of ``{key: pieces}``. :return: its number, total, and when it could first be taken over

        :raise ControlFailure: with ``SOLD_OUT`` when there are not enough pieces
        """
        raise NotImplementedError

    def cancel(self, number):
        """The customer cancels, whatever the shop made of the order meanwhile."""
        self.control.cancel_order(int(number), force=True)

    def placed(self):
        """All orders there ever were."""
        raise NotImplementedError

    # ---- trouble ----

    def strike(self, rule):
        self.control.call("POST", "/faults", [rule])
