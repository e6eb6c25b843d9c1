"""(e) From a change in Odoo to the platform's confirmation, with real cron workers and eMAG's real call limits over HTTP."""

import datetime
import random
import time

from benchmarks import figures
from benchmarks.process import OdooProcess, program
from benchmarks.simulated import CREDENTIALS, simulator
from dev import database, odoo, say
from simulators.emag.const import MAX_ENTITIES, RATE_LIMITS

NAME = "latency"
TITLE = "From a change of stock to its confirmation"
TARGET_SECONDS = 15.0
CALLS, WINDOW = RATE_LIMITS["other"][0]
# Our limiter leaves a margin for what the network does to the spacing of calls; more than this share is waste.
TARGET_REACHED = 0.95
CRON_THREADS = 2
PATIENCE = 300.0  # seconds until a change that is not confirmed counts as lost
SAVE = "offer/save"


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--idle-changes", type=int, default=60, help="single changes at random moments")
    group.add_argument("--idle-gap", type=float, default=10.0, help="longest time between two of them, in seconds")
    group.add_argument("--load-changes", type=int, default=3_000, help="offers changed at once")


QUICK = {"idle_changes": 5, "idle_gap": 4.0, "load_changes": 300}


def run(options, databases):
    """An Odoo server with cron workers and the simulator, each a process; the changes come from a third."""
    name = databases.clone(options.project_template(), "latency")
    with simulator("emag") as (url, control), OdooProcess(name) as process:
        first, last = process.call("data.products", count=options.load_changes)
        control.seed_offers([{"id": product, "stock": 20, "sale_price": 100} for product in range(first, last + 1)])
        account_id = connected(process, "emag", url, first, last)
        with server(name):
            until(process, lambda: process.call("latency.is_quiet", account_id=account_id))
            say.note(f"{options.idle_changes} single changes")
            idle = _idle(process, account_id, first, last, options)
            say.note(f"{options.load_changes:,} changes at once")
            load = _load(process, control, account_id, first, last)
    return _result(idle, load, options)


def connected(process, platform, address, first, last):
    return process.call(
        "latency.connect",
        platform=platform,
        address=address,
        credentials=CREDENTIALS[platform],
        first=first,
        last=last,
    )


def server(name):
    """Odoo with cron workers, as a program of its own."""
    config = database.config_file(name, max_cron_threads=CRON_THREADS, log_level="info", http_enable=False)
    return program(f"{name}-server", *odoo.command("-c", config, "-d", name), ready="Modules loaded")


def _idle(process, account_id, first, last, options):
    """Seconds of single changes, each of another product, while nothing else goes on."""
    source = random.Random(options.idle_changes)  # noqa: S311 - moments, no secret
    seconds = []
    for product in source.sample(range(first, last + 1), options.idle_changes):
        time.sleep(source.uniform(0, options.idle_gap))
        changed = process.call("latency.take_one", product_id=product)
        until(process, lambda p=product, c=changed: confirmed(process, account_id, p, p, c))
        seconds.append(confirmed(process, account_id, product, product, changed)[product] - changed)
    return seconds


def confirmed(process, account_id, first, last, since):
    """Moments of confirmation by product, of those that were confirmed."""
    return dict(process.call("latency.confirmed", account_id=account_id, first=first, last=last, since=since))


def _load(process, control, account_id, first, last):
    """Everything changes at once: when each offer was confirmed, and the calls as the simulator counted them."""
    before = control.calls(limit=1)["summary"]["total"].get("calls", 0)
    changed = process.call("latency.take_all", first=first, last=last)
    until(process, lambda: len(confirmed(process, account_id, first, last, changed)) == last - first + 1)
    calls = [call for call in control.calls(since=before, limit=100_000)["calls"] if call["path"].endswith(SAVE)]
    return {
        "seconds": [at - changed for at in confirmed(process, account_id, first, last, changed).values()],
        "calls": calls,
    }


def until(process, reached):
    """Wait; what does not come in time ends the run with what the engine says about it."""
    deadline = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > deadline:
            why = "; ".join(process.call("data.held_back")) or "nothing is said to be wrong"
            raise say.Failure(f"nothing more was confirmed: {why}", "Correct what is named and run again.")
        time.sleep(0.25)


def _result(idle, load, options):
    accepted = [call for call in load["calls"] if not call["refused_by_limit"]]
    moments = sorted(_epoch(call["time"]) for call in accepted)
    calls_per_second = (len(moments) - 1) / (moments[-1] - moments[0])
    items_per_second = sum(call["items"] for call in accepted) / (moments[-1] - moments[0] + WINDOW / CALLS)
    rows = [
        {"what": "idle: change to confirmed, median", "unit": "s", "ours": figures.summary(idle)},
        *(
            {"what": f"idle: {share} % are confirmed within", "unit": "s", "ours": figures.percentile(idle, share)}
            for share in (95, 99)
        ),
        {"what": f"{options.load_changes:,} at once: calls per second", "ours": calls_per_second},
        {"what": f"{options.load_changes:,} at once: items per second", "ours": items_per_second},
        {
            "what": f"{options.load_changes:,} at once: calls refused by the limit",
            "ours": len(load["calls"]) - len(accepted),
        },
        {"what": f"{options.load_changes:,} at once: first confirmed after", "unit": "s", "ours": min(load["seconds"])},
        {"what": f"{options.load_changes:,} at once: last confirmed after", "unit": "s", "ours": max(load["seconds"])},
    ]
    limit = CALLS / WINDOW
    targets = [
        {
            "what": "idle: 95 % confirmed within, seconds",
            "limit": TARGET_SECONDS,
            "value": figures.percentile(idle, 95),
        },
        _at_least("load: share of eMAG's call limit reached", TARGET_REACHED, calls_per_second / limit),
        _at_least(
            "load: share of eMAG's item limit reached", TARGET_REACHED, items_per_second / (limit * MAX_ENTITIES)
        ),
    ]
    sizes = {"idle_changes": options.idle_changes, "load_changes": options.load_changes, "cron_threads": CRON_THREADS}
    return {"sizes": sizes, "rows": rows, "targets": targets}


def _at_least(what, limit, value):
    return {"what": what, "limit": limit, "value": value, "at_least": True}


def _epoch(text):
    return datetime.datetime.fromisoformat(text).timestamp()
