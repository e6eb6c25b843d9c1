"""Three Odoo servers on one database, as on three hosts: each takes pages and has cron; one shop works on all of them."""

import itertools
import re
import time
from datetime import datetime

import pytest

from demo.crew import Crew
from demo.ledger import NOTICES
from demo.people import Pricer, Seller, Storekeeper
from demo.scenario import settle
from demo.shoppers import Shoppers
from demo.stage import Stage
from demo.verdict import Judge

WORK = 75  # seconds in which everybody acts
EVERY = {"shoppers": 2.0, "magazin": 1.5, "depozit": 4.0, "preturi": 2.0}
RUN = re.compile(
    r"^(\S+ \S+) \d+ INFO \S+ odoo\.addons\.base\.models\.ir_cron: Job 'Marketplace: .*' \(\d+\) (\w+)", re.M
)
"""The lines with which Odoo's cron begins and ends an account's run."""


@pytest.fixture(scope="module")
def stage():
    with Stage("test_three_processes", layout=("both", "both", "both")) as stage:
        stage.open_shop()
        yield stage


@pytest.fixture(scope="module")
def crowd(live):
    """People spread over all servers, eMAG notifies the third."""
    live.place.open_to_notices(live.servers[2].address)
    return live


def runs(server):
    """(begin, end) of each of the account's runs on one server."""
    begun, found = None, []
    for moment, word in RUN.findall(server.log.read_text(errors="replace")):
        at = datetime.strptime(moment, "%Y-%m-%d %H:%M:%S,%f")  # noqa: DTZ007 - the same clock for all
        if word == "starting":
            begun = at
        else:
            found.append((begun, at))
    return found


def work(stage, seconds):
    """Everybody acts on a server of their own for that long."""
    crew = Crew()
    shoppers = Shoppers(stage.place, stage.company, stage.ledger)
    for somebody, server in zip((Seller, Storekeeper, Pricer), stage.servers, strict=True):
        person = somebody(server.address, stage.name, stage.company, stage.ledger)
        crew.repeat(person.login, person.act, every=EVERY[person.login])
    notices = iter(list(NOTICES) * 1000)

    def shop():
        number = shoppers.order(next(notices))
        if number and int(number) % 7 == 0:
            crew.follow(f"cancel {number}", [(int(number) % 5, lambda: shoppers.cancel(number))])

    crew.repeat("shoppers", shop, every=EVERY["shoppers"])
    time.sleep(seconds)
    crew.end()
    crew.check()


def test_F1_F12_D9_three_processes_lose_double_and_forget_nothing(crowd):
    work(crowd, WORK)
    judge = Judge(crowd.log_in(), crowd.company, crowd.ledger)
    verdict = settle(judge, lambda verdict: time.sleep(2))
    assert verdict.findings == []
    assert crowd.ledger.refusals == []
    assert len(crowd.ledger.orders) >= 20
    assert len(crowd.ledger.changes) >= 40


def test_one_runner_at_a_time_across_all_processes(crowd):
    found = sorted(run for server in crowd.servers for run in runs(server))
    assert sum(bool(runs(server)) for server in crowd.servers) >= 2, "only one server ran the account"
    for (_begun, ended), (begun, _ended) in itertools.pairwise(found):
        assert begun >= ended


def test_no_process_logged_an_error(crowd):
    for server in crowd.servers:
        errors = re.findall(
            r"^\S+ \S+ \d+ (?:ERROR|CRITICAL) \S+ odoo\.addons\.marketplace.*$", server.log.read_text(), re.M
        )
        assert errors == []
