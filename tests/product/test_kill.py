"""Cron processes are killed outright in the midst of their work, again and again; nothing is lost or doubled.

One server takes the people's pages and eMAG's notifications; another one, with a process per cron as in production,
does the engine's work. Odoo's own master starts a new process for each one that is killed.
"""

import contextlib
import os
import random
import signal
import time

import psycopg2
import pytest

from demo.crew import Crew
from demo.ledger import NOTICES
from demo.people import Pricer, Seller, Storekeeper
from demo.scenario import settle
from demo.shoppers import Shoppers
from demo.stage import Stage
from demo.verdict import Judge
from dev.postgres import server

KILLS, MASTERS, ORDERS = 50, 2, 20
"""So many at least, of each; the masters are killed in between."""

SEED = 20_251
LONGEST = 1.2  # seconds a process is left at work before it is killed, at most
EVERY = {"shoppers": 3.0, "magazin": 2.0, "depozit": 6.0, "preturi": 2.5}
PATIENCE = 360  # seconds for all kills

AT_WORK = """
    SELECT DISTINCT substring(application_name FROM 'odoo-([0-9]+)')::int FROM pg_stat_activity
     WHERE datname = %s AND xact_start IS NOT NULL AND application_name ~ '^odoo-[0-9]+$'
"""
"""Process ids of Odoo processes that are in a transaction; a cron process is in one for as long as it runs a job."""


@pytest.fixture(scope="module")
def stage():
    """The first server only takes pages; the second one only runs crons, each in a process of its own."""
    with Stage("test_kill", layout=("pages", "cron processes")) as stage:
        stage.open_shop()
        yield stage


class Killer:
    """Finds cron processes at work and kills them."""

    def __init__(self, stage, crons, seed=SEED):
        self.killed_at_work = 0
        self._crons = crons
        self._name = stage.name
        self._random = random.Random(seed)
        self._connection = psycopg2.connect(dbname=server().database, **server().arguments())
        self._connection.autocommit = True

    def strike(self, deadline):
        """Wait for a process to be at work, leave it a random moment, and kill it; False when time is over."""
        while time.monotonic() < deadline:
            if victims := sorted(self._at_work() & self._children()):
                victim = self._random.choice(victims)
                time.sleep(self._random.uniform(0, LONGEST) ** 2)
                self.killed_at_work += victim in self._at_work()
                with contextlib.suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                    return True
            time.sleep(0.02)
        return False

    def _at_work(self):
        with self._connection.cursor() as cursor:
            cursor.execute(AT_WORK, [self._name])
            return {pid for (pid,) in cursor.fetchall()}

    def _children(self):
        """The processes that the cron server started, and nothing else."""
        pid = self._crons.pid
        with open(f"/proc/{pid}/task/{pid}/children") as children:
            return {int(child) for child in children.read().split()}


def test_D9_F1_F12_killed_at_any_moment_nothing_is_lost_doubled_or_out_of_step(live):
    stage, crons = live, live.servers[-1]
    crew = Crew()
    shoppers = Shoppers(stage.place, stage.company, stage.ledger)
    for somebody in (Seller, Storekeeper, Pricer):
        person = somebody(stage.address, stage.name, stage.company, stage.ledger)
        crew.repeat(person.login, person.act, every=EVERY[person.login])
    notices = iter(list(NOTICES) * 1000)

    def shop():
        number = shoppers.order(next(notices))
        if number and int(number) % 6 == 0:
            crew.follow(f"cancel {number}", [(int(number) % 9, lambda: shoppers.cancel(number))])

    crew.repeat("shoppers", shop, every=EVERY["shoppers"])
    killer = Killer(stage, crons)
    deadline = time.monotonic() + PATIENCE
    kills = 0
    while (kills < KILLS or len(stage.ledger.orders) < ORDERS) and killer.strike(deadline):
        kills += 1
        if kills % (KILLS // MASTERS) == 0:
            crons.kill()
            crons.start()
    crew.end()
    crew.check()
    judge = Judge(stage.log_in(), stage.company, stage.ledger)
    verdict = settle(judge, lambda verdict: time.sleep(2))
    assert verdict.findings == []
    assert stage.ledger.refusals == []
    assert kills >= KILLS
    assert killer.killed_at_work >= KILLS // 2
    assert len(stage.ledger.orders) >= ORDERS
