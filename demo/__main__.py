"""``python -m demo``: the shop at work until Ctrl-C; with ``--once`` (or ONCE=1) a fixed scenario that ends."""

import argparse
import itertools
import json
import os
import signal
import sys
import time

from demo import programs
from demo.catalogue import Catalogue
from demo.catalogue_trendyol import TrendyolCatalogue
from demo.connect import NotConnected
from demo.crew import Crew
from demo.fulfilment import Fulfilment
from demo.fulfilment_trendyol import Packages
from demo.ledger import NOTICES
from demo.people import EVERYBODY, Retrier
from demo.places import PLACES
from demo.report import report_cover, report_place
from demo.rpc import Refused
from demo.scenario import LEAST_CHANGES, LEAST_ON_BOTH, Scenario, settle
from demo.shoppers import Shoppers
from demo.stage import ADMIN, Stage
from demo.supply import order_missing_goods
from demo.table import Table
from demo.verdict import Judge
from demo.watch import Watch
from dev.say import Failure, note, step

PACE = {"magazin": 6, "depozit": 9, "preturi": 7}
"""Seconds between two deeds of each person."""

SHOPPERS_EVERY, CANCEL_EVERY = 6, 12
LISTINGS = {"emag": Catalogue, "trendyol": TrendyolCatalogue}
AFTERNOONS = {"emag": Fulfilment, "trendyol": Packages}
"""The story of each platform: what is listed and published there, and how orders become parcels."""

TICK, PROBLEMS_EVERY = 0.5, 3.0


def main():
    """Run the demonstration and return the exit status."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", default=os.environ.get("ONCE", "") not in ("", "0"))
    once = parser.parse_args().once
    programs.end_with_signals()
    step(
        "demonstration: a shop in Odoo, eMAG and Trendyol simulated"
        + (", the fixed scenario" if once else "; Ctrl-C ends it")
    )
    try:
        with Stage("demo", say=note, platforms=tuple(PLACES)) as stage:
            stage.open_shop()
            listings = {place.name: LISTINGS[place.name](stage, place, say=note) for place in stage.places}
            for listing in listings.values():
                listing.prepare()
            stage.connect()
            for listing in listings.values():
                listing.import_products()
            stage.go_live()
            for listing in listings.values():
                listing.publish()
            show = Show(stage, listings)
            try:
                result = show.once() if once else show.until_interrupted()
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # the clean-up is not to be interrupted
                note("ending: servers, simulators, database")
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

    def __init__(self, stage, listings):
        self._stage = stage
        self._listings = listings
        self._crew = Crew()
        browser = stage.log_in()
        self._browser = stage.log_in()
        self._judge = Judge(self._browser, stage.company, stage.ledger)
        self._watch = Watch(stage.name, browser, stage.company, stage.ledger)
        odoo = f"Odoo: {stage.address}/odoo   login {ADMIN}, password {ADMIN}"
        simulated = [f"{place.label}, simulated: {place.simulator.address}" for place in stage.places]
        self._table = Table(stage.ledger, stage.places, (odoo, *simulated))
        self._afternoons = {place.name: AFTERNOONS[place.name](stage, note, place) for place in stage.places}
        self._retrier = Retrier(stage.address, stage.name, stage.company, stage.ledger)
        self._problems = []
        self._problems_due = 0.0

    def _tick(self, status):
        """Draw, and notice what went wrong."""
        time.sleep(TICK)
        self._crew.check()
        for program in (*self._stage.servers, *(place.simulator for place in self._stage.places)):
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
        for somebody in EVERYBODY:
            person = somebody(stage.address, stage.name, stage.company, stage.ledger)
            self._crew.repeat(person.login, person.act, every=PACE[person.login])
        for place in stage.places:
            self._crew.repeat(f"shoppers at {place.label}", self._shopping_at(place), every=SHOPPERS_EVERY)
        self._watch.start()
        try:
            while True:
                self._tick("shoppers order, people sell, receive and edit prices; Ctrl-C ends it")
        except KeyboardInterrupt:
            return
        finally:
            self._crew.end()
            self._watch.stop()

    def _shopping_at(self, place):
        shoppers = Shoppers(place, self._stage.company, self._stage.ledger)
        placed = itertools.count(1)

        def shop():
            count = next(placed)
            number = shoppers.order(NOTICES[count % len(NOTICES)])
            if number and count % CANCEL_EVERY == 0:
                self._crew.follow(f"cancel {number}", [(SHOPPERS_EVERY, lambda: shoppers.cancel(number))])

        return shop

    def once(self):
        """The fixed scenario and its figures; ``ok`` only when nothing was lost, doubled or out of step."""
        self._watch.start()
        try:
            Scenario(self._stage, self._crew).begin()
            while self._crew.is_busy:
                self._tick("playing the scenario")
            self._crew.check()
            first = settle(self._judge, self._wait)
            supplied = order_missing_goods(self._stage, note)
            for afternoon in self._afternoons.values():
                afternoon.supplied = supplied
                afternoon.play()
            last = settle(self._judge, self._wait)
        finally:
            self._crew.end()
            self._watch.stop()
        self._watch.prove()
        return self._close(first, last)

    def _wait(self, verdict):
        """While things settle somebody still looks after what a platform refused."""
        self._retrier.act()
        until = time.monotonic() + PROBLEMS_EVERY
        while time.monotonic() < until:
            self._tick(
                f"settling: {len(verdict.findings)} things are not right yet, such as: {verdict.findings[-1][:90]}"
            )

    def _close(self, first, last):
        """The closing line.

        :param first: the verdict on the fixed scenario, while orders still lacked goods
        :param last: the verdict on everything
        """
        stage, places, wrong = self._stage, {}, [*first.findings, *last.findings]
        for place in stage.places:
            catalogue, strange = self._listings[place.name].report()
            fulfilment, missed = self._afternoons[place.name].report()
            wrong += [*strange, *missed, *self._too_little(place)]
            figures = report_place(place, last.places[place.name], first.cover, stage.ledger)
            places[place.name] = figures | {"catalogue": catalogue, "fulfilment": fulfilment}
        wrong += [f"refused: {text}" for text in stage.ledger.refusals]
        for truth in stage.ledger.changes:
            if not truth.is_settled:
                wrong.append(f"{truth.kind} of offer {truth.offer_id}: {truth.value} was never seen at {truth.place}")
        if first.cover.on_both < LEAST_ON_BOTH:
            wrong.append(f"only {first.cover.on_both} last pieces were sold on all platforms")
        for line in dict.fromkeys(wrong):
            note(f"WRONG: {line}")
        own = places[stage.place.name]
        return {
            "ok": not wrong,
            "platforms": places,
            "last_pieces": report_cover(first.cover),
            "catalogue": own["catalogue"],
            "fulfilment": own["fulfilment"],
        }

    def _too_little(self, place):
        orders, changes = (
            len(found) for found in (self._stage.ledger.orders_at(place), self._stage.ledger.changes_at(place))
        )
        if orders < place.least_orders or changes < LEAST_CHANGES:
            yield f"too little happened at {place.label}: {orders} orders, {changes} changes"


if __name__ == "__main__":
    sys.exit(main())
