"""``python -m demo``: the shop at work until Ctrl-C; with ``--once`` (or ONCE=1) a fixed scenario that ends."""

import argparse
import json
import os
import signal
import sys
import time

from demo import programs
from demo.catalogue import Catalogue
from demo.connect import NotConnected
from demo.crew import Crew
from demo.fulfilment import Fulfilment
from demo.people import EVERYBODY
from demo.rpc import Refused
from demo.scenario import LEAST_CHANGES, LEAST_ORDERS, Scenario, report, settle
from demo.shoppers import NOTICES, Shoppers
from demo.stage import ADMIN, Stage
from demo.table import Table
from demo.verdict import Judge
from demo.watch import Watch
from dev.say import Failure, note, step

PACE = {"magazin": 6, "depozit": 9, "preturi": 7}
"""Seconds between two deeds of each person."""

SHOPPERS_EVERY, CANCEL_EVERY = 5, 12
TICK, PROBLEMS_EVERY = 0.5, 3.0


def main():
    """Run the demonstration and return the exit status."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", default=os.environ.get("ONCE", "") not in ("", "0"))
    once = parser.parse_args().once
    programs.end_with_signals()
    step("demonstration: a shop in Odoo, eMAG simulated" + (", the fixed scenario" if once else "; Ctrl-C ends it"))
    try:
        with Stage("demo", say=note) as stage:
            stage.open_shop()
            catalogue = Catalogue(stage, say=note)
            catalogue.prepare()
            stage.connect()
            catalogue.import_products()
            stage.go_live()
            catalogue.publish()
            show = Show(stage, catalogue)
            try:
                result = show.once() if once else show.until_interrupted()
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # the clean-up is not to be interrupted
                note("ending: servers, simulator, database")
        if result is None:
            return 0
        print(json.dumps(result), flush=True)  # the last line, for whoever reads it with a program
        return 0 if result["ok"] else 1
    except KeyboardInterrupt:
        return 130
    except (Failure, NotConnected, programs.ProgramFailure, Refused) as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1


class Show:
    """A stage with everybody acting and the watch looking on."""

    def __init__(self, stage, catalogue):
        self._stage = stage
        self._catalogue = catalogue
        self._crew = Crew()
        browser = stage.log_in()
        self._browser = stage.log_in()
        self._judge = Judge(stage.account, stage.control, self._browser, stage.company, stage.ledger)
        self._watch = Watch(stage.name, stage.account.id, stage.control, browser, stage.company, stage.ledger)
        odoo = f"Odoo: {stage.address}/odoo   login {ADMIN}, password {ADMIN}"
        self._table = Table(stage.ledger, (odoo, f"eMAG, simulated: {stage.simulator.address}"))
        self._fulfilment = Fulfilment(stage, say=note)
        self._problems = []
        self._problems_due = 0.0

    def _tick(self, status):
        """Draw, and notice what went wrong."""
        time.sleep(TICK)
        self._crew.check()
        for program in (*self._stage.servers, self._stage.simulator):
            program.check()
        if self._watch.failure:
            raise self._watch.failure
        if time.monotonic() >= self._problems_due:
            self._problems_due = time.monotonic() + PROBLEMS_EVERY
            rows = self._browser.read("marketplace.problem", [], ["name", "text"])
            self._problems = [f"{row['name']}: {row['text']}" for row in rows]
        self._table.show(status, self._problems)

    def until_interrupted(self):
        """Everybody works at an easy pace until Ctrl-C; there is no result."""
        stage = self._stage
        shoppers = Shoppers(stage.control, stage.company, stage.ledger)
        placed = iter(range(1, sys.maxsize))

        def shop():
            count = next(placed)
            number = shoppers.order(list(NOTICES)[count % len(NOTICES)])
            if number and count % CANCEL_EVERY == 0:
                self._crew.follow(f"cancel {number}", [(SHOPPERS_EVERY, lambda: shoppers.cancel(number))])

        for somebody in EVERYBODY:
            person = somebody(stage.address, stage.name, stage.company, stage.ledger)
            self._crew.repeat(person.login, person.act, every=PACE[person.login])
        self._crew.repeat("shoppers", shop, every=SHOPPERS_EVERY)
        self._watch.start()
        try:
            while True:
                self._tick("shoppers order, people sell, receive and edit prices; Ctrl-C ends it")
        except KeyboardInterrupt:
            return
        finally:
            self._crew.end()
            self._watch.stop()

    def once(self):
        """The fixed scenario and its figures; ``ok`` only when nothing was lost, doubled or out of step."""
        self._watch.start()
        try:
            Scenario(self._stage, self._crew).begin()
            while self._crew.is_busy:
                self._tick("playing the scenario")
            self._crew.check()
            settle(self._judge, self._wait)
            self._fulfilment.play()
            verdict = settle(self._judge, self._wait)
        finally:
            self._crew.end()
            self._watch.stop()
        self._watch.prove()
        return self._close(verdict)

    def _wait(self, verdict):
        until = time.monotonic() + PROBLEMS_EVERY
        while time.monotonic() < until:
            self._tick(f"settling: {len(verdict.findings)} things are not right yet")

    def _close(self, verdict):
        ledger = self._stage.ledger
        catalogue, wrong = self._catalogue.report()
        fulfilment, missed = self._fulfilment.report()
        wrong += [*missed, *verdict.findings, *(f"refused: {text}" for text in ledger.refusals)]
        unproved = [truth for truth in ledger.changes if not truth.is_settled]
        wrong += [f"{t.kind} of offer {t.offer_id}: {t.value} was never seen at eMAG" for t in unproved]
        if len(ledger.all_orders()) < LEAST_ORDERS or len(ledger.changes) < LEAST_CHANGES:
            wrong.append(f"too little happened: {len(ledger.all_orders())} orders, {len(ledger.changes)} changes")
        for line in wrong:
            note(f"WRONG: {line}")
        figures = report(verdict, ledger, self._stage.control.calls(limit=100_000), ok=not wrong)
        return figures | {"catalogue": catalogue, "fulfilment": fulfilment}


if __name__ == "__main__":
    sys.exit(main())
