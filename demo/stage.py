"""Puts the whole product on its feet: a database, the simulator, Odoo servers, the shop, and the connected account."""

import contextlib
import time

from demo import connect
from demo.company import build_company, build_offers
from demo.ledger import Ledger
from demo.programs import Odoo, Simulator
from demo.rpc import Browser
from dev import database
from dev.paths import CONF
from simulators.emag.control_client import EmagControlClient

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
    """

    def __init__(self, label, layout=("pages", "cron"), say=print):
        self.label = label
        self.name = database.test_name(label)
        self.ledger = Ledger()
        self.servers = []
        self._layout = layout
        self.simulator = self.control = self.company = self.account = self.browser = None
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
        self._say("eMAG simulator")
        access = ("--username", connect.USERNAME, "--password", connect.PASSWORD)
        self.simulator = Simulator(f"{self.label}-emag", "emag", *access)
        self._ending.callback(self.simulator.stop)
        self.simulator.start()
        self.control = EmagControlClient(self.simulator.address)

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

    # ---- the shop ----

    def open_shop(self):
        """Start Odoo, build the company, and offers at eMAG that know nothing of it yet."""
        self._say("Odoo")
        self._start_servers()
        self.browser = self.log_in()
        self._say("company: two warehouses, three people, sixty articles")
        self.company = build_company(self.browser)
        self.offer_count = build_offers(self.control, self.company)

    def connect(self):
        """Connect the account as the wizard does; it reads the offers and writes nothing."""
        self._say("connecting the eMAG account, reading its offers")
        self.account = connect.connect(self.browser, self.simulator.address, self.company)
        connect.wait_until_read(self.account, self.offer_count)
        connect.give_addresses(self.account, self.control, self.address)

    def go_live(self, patience=120):
        """Switch everything on and wait until eMAG shows what Odoo says."""
        self._say("going live: stock, prices, orders")
        connect.go_live(self.account)
        self.account.wait_for(self.is_settled, "sending all stocks and prices", patience)
        self.ledger.started_at = time.time()

    def is_settled(self):
        """Every linked offer is proved."""
        return not self.account.unsettled()
