"""Puts the whole product on its feet: a database, the simulators, Odoo servers, the shop, and the connected accounts."""

import contextlib
import time

from demo import connect
from demo.company import build_company
from demo.ledger import Ledger
from demo.places import PLACES
from demo.programs import Odoo
from demo.rpc import Browser
from dev import database
from dev.paths import CONF

ADMIN = "admin"

SERVERS = {
    "pages": {"crons": 0},
    "cron": {"crons": 2, "http": False},
    "both": {"crons": 2},
    "cron processes": {"crons": 2, "workers": 1, "http": False},
}
"""Kinds of Odoo servers: what they serve. In production pages and cron are apart, as in ``docker/``."""


class Stage:
    """Everything one demonstration or one test needs; as a context manager it leaves nothing behind.

    :param label: names the database and the logs
    :param layout: the Odoo servers, all on one database; the first serves pages
    :param say: told each step
    :param platforms: what the shop sells on; the first is ``place``, where one is enough
    """

    def __init__(self, label, layout=("pages", "cron"), say=print, platforms=("emag",)):
        self.label = label
        self.name = database.test_name(label)
        self.ledger = Ledger()
        self.servers = []
        self.places = [PLACES[platform](label) for platform in platforms]
        self._layout = layout
        self.company = self.browser = None
        self._say = say
        self._ending = contextlib.ExitStack()

    def __enter__(self):
        with contextlib.ExitStack() as ending:
            self._ending = ending
            self._begin()
            self._ending = ending.pop_all()
        return self

    def __exit__(self, *_exception):
        self._ending.close()

    def _begin(self):
        self._say("database: a fresh copy of the template")
        database.sweep()
        self._ending.callback(self._forget)
        database.clone_template(self.name)
        for place in self.places:
            self._say(f"{place.label} simulator")
            self._ending.callback(place.simulator.stop)
            place.start()

    def _forget(self):
        database.drop(self.name)
        (CONF / f"{self.name}.conf").unlink(missing_ok=True)

    # ---- Odoo ----

    def _start_servers(self):
        for number, kind in enumerate(self._layout, 1):
            server = Odoo(f"{self.label}-odoo-{number}", self.name, **SERVERS[kind])
            server.log.unlink(missing_ok=True)
            self._ending.callback(server.stop)
            self.servers.append(server.start())
        for server in self.servers:
            server.wait_until_ready()

    @property
    def address(self):
        """Where the pages are."""
        return self.servers[0].address

    def log_in(self, login=ADMIN):
        """A browser of its own; each thread needs one."""
        return Browser(self.address, self.name, login, login)

    # ---- the first platform ----

    @property
    def place(self):
        return self.places[0]

    @property
    def simulator(self):
        return self.place.simulator

    @property
    def control(self):
        return self.place.control

    @property
    def account(self):
        return self.place.account

    # ---- the shop ----

    def open_shop(self):
        """Start Odoo, build the company, and offers at the platforms that know nothing of it yet."""
        self._say("Odoo")
        self._start_servers()
        self.browser = self.log_in()
        self._say("company: two warehouses, three people, sixty articles")
        self.company = build_company(self.browser)
        self.company.places = self.places
        for place in self.places:
            place.list_goods(self.company)

    def connect(self):
        """Connect each account as the wizard does; it reads the offers and writes nothing."""
        for place in self.places:
            self._say(f"connecting the {place.label} account, reading its offers")
            place.account = connect.connect(self.browser, place, self.company)
            connect.wait_until_read(place.account, place.offer_count)
            place.open_to_notices(self.address)

    def go_live(self, patience=120):
        """Switch everything on and wait until the platforms show what Odoo says, and know where to tell of orders."""
        self._say("going live: stock, prices, orders")
        for place in self.places:
            connect.go_live(place.account)
        for place in self.places:
            place.account.wait_for(place.is_settled, "sending all stocks and prices", patience)
            place.account.wait_for(place.is_told, "saying where to tell of orders", patience)
        self.ledger.started_at = time.time()

    def is_settled(self):
        """Every linked offer is proved, everywhere."""
        return all(place.is_settled() for place in self.places)
