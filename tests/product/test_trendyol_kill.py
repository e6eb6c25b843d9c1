"""Cron processes are killed outright while orders come from Trendyol and stocks go there: nothing is lost or doubled.

As ``test_kill``, whose killer it is, with batches that are under way when their process dies.
"""

import itertools
import time

import pytest

from demo.crew import Crew
from demo.people import Pricer, Seller, Storekeeper
from demo.scenario import settle
from tests.product.test_kill import EVERY, Killer
from tests.product.trendyol_stage import TrendyolJudge, TrendyolStage

KILLS, ORDERS = 30, 15
PATIENCE = 300  # seconds for all kills
AWAITING = 5  # seconds in which Trendyol checks a payment
FIRM = {"company": "Construct Exemplu SRL", "taxNumber": "RO41200774"}
WAYS = (
    {},
    {"silent": True},
    {"awaiting": True},
    {"late": 8},
    {"customer": FIRM, "discounts": [{"seller": "1.01"}, {"trendyol": "0.52"}]},
)
"""How customers order, and how Trendyol tells of it; every fourth webhook comes twice, and some come late."""


@pytest.fixture(scope="module")
def stage():
    """The first server only takes pages; the other two only run crons, each in a process of its own."""
    layout = ("pages", "cron processes", "cron processes")
    with TrendyolStage("test_trendyol_kill", layout) as stage:
        stage.open_shop()
        yield stage


class Customers:
    """Whoever buys at Trendyol, and sometimes thinks better of it."""

    def __init__(self, stage, crew):
        self.placed = []
        self._stage, self._crew = stage, crew
        self._ways = itertools.cycle(WAYS)
        self._places = itertools.cycle(range(40))

    def buy(self):
        way = next(self._ways)
        bought = [(self._stage.article(next(self._places))[1], 1 + len(self.placed) % 2)]
        number = self._stage.buy(*bought, **way)
        self.placed.append(number)
        if len(self.placed) % 6 == 0:
            self._crew.follow(f"cancel {number}", [(len(self.placed) % 9, lambda: self._cancel(number))])

    def _cancel(self, number):
        self._stage.ledger.orders[number].cancelled_at = time.time()
        self._stage.place.cancel(number)


def test_D9_F1_F12_killed_at_any_moment_nothing_is_lost_doubled_or_unproved(live):
    live.control.settings(awaiting_seconds=AWAITING, batch_seconds=2, batch_empty_seconds=1, webhook_retry_seconds=10)
    live.control.add_fault("notify_duplicated", probability=0.25)
    live.control.add_fault("notify_delayed", probability=0.2, delay=6)
    crew = Crew()
    for somebody in (Seller, Storekeeper, Pricer):
        person = somebody(live.address, live.name, live.company, live.ledger)
        crew.repeat(person.login, person.act, every=EVERY[person.login])
    customers = Customers(live, crew)
    crew.repeat("customers", customers.buy, every=EVERY["shoppers"])
    killers = itertools.cycle([Killer(live, server, seed=place) for place, server in enumerate(live.servers[1:])])
    deadline, kills = time.monotonic() + PATIENCE, 0
    used = []
    while kills < KILLS or len(customers.placed) < ORDERS:
        assert time.monotonic() < deadline, f"only {kills} kills and {len(customers.placed)} orders"
        killer = next(killers)
        used.append(killer)
        kills += killer.strike(min(deadline, time.monotonic() + 3))
    crew.end()
    crew.check()
    live.control.clear_faults()
    verdict = settle(TrendyolJudge(live), lambda verdict: time.sleep(2))
    assert verdict.findings == []
    assert live.ledger.refusals == []
    assert sum(killer.killed_at_work for killer in set(used)) >= KILLS // 2
