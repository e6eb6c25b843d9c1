"""(j) A change of stock on its way to two platforms at once: one confirms in its answer, the other by a batch's result."""

import random
import time

from benchmarks import figures
from benchmarks.latency import CRON_THREADS, TARGET_SECONDS, confirmed, connected, server, until
from benchmarks.process import OdooProcess
from benchmarks.simulated import simulator
from dev import say

NAME = "both"
TITLE = "From a change of stock to its confirmation by eMAG and Trendyol"
# Where a batch takes its time, of how many times that time a confirmation may come: the rest is waiting between questions.
TARGET_RATIO = 1.5
PRODUCTS = 200
PLATFORMS = ("emag", "trendyol")


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--both-quick", type=int, default=25, help="changes while Trendyol's batches take no time")
    group.add_argument("--both-slow", type=int, default=15, help="changes while they take their usual time")
    group.add_argument("--both-gap", type=float, default=4.0, help="longest time between two changes, in seconds")


QUICK = {"both_quick": 5, "both_slow": 3, "both_gap": 2.0}


def run(options, databases):
    """An Odoo server with cron workers and both simulators, each a process; the changes come from another one."""
    name = databases.clone(options.project_template(), "both")
    with simulator("emag") as emag, simulator("trendyol") as trendyol, OdooProcess(name) as process:
        first, last = process.call("data.products", count=PRODUCTS)
        products, accounts = range(first, last + 1), {}
        for platform, (address, control) in zip(PLATFORMS, (emag, trendyol), strict=True):
            kind = int if platform == "emag" else str
            control.seed_offers([{"id": kind(product), "stock": 20, "sale_price": 100} for product in products])
            accounts[platform] = connected(process, platform, address, first, last)
        control = trendyol[1]
        usual = {switch: control.settings()[switch] for switch in ("batch_seconds", "batch_empty_seconds")}
        with server(name):
            for account_id in accounts.values():
                until(process, lambda a=account_id: process.call("latency.is_quiet", account_id=a))
            found = {}
            source = random.Random(options.both_quick)  # noqa: S311 - moments, no secret
            chosen = source.sample(products, options.both_quick + options.both_slow)
            for kind, count, switches in (
                ("quick", options.both_quick, dict.fromkeys(usual, 0)),
                ("slow", options.both_slow, usual),
            ):
                say.note(f"{count} single changes, a batch takes {sum(switches.values())} s")
                control.settings(**switches)
                found[kind] = []
                for _number in range(count):
                    time.sleep(source.uniform(0, options.both_gap))
                    found[kind].append(_change(process, control, accounts, chosen.pop()))
    return _result(found, sum(usual.values()), options)


def _change(process, control, accounts, product):
    """Seconds until each platform confirmed, and what Trendyol itself took of them."""
    changed = process.call("latency.take_one", product_id=product)
    seconds = {}
    for platform, account_id in accounts.items():
        until(process, lambda a=account_id: confirmed(process, a, product, product, changed))
        seconds[platform] = confirmed(process, account_id, product, product, changed)[product] - changed
    batch = control.batches(limit=1)[0]
    assert [item["requestItem"]["barcode"] for item in batch["items"]] == [str(product)], batch
    return seconds | {"batch": (batch["lastModification"] - batch["creationDate"]) / 1000}


def _result(found, usual, options):
    rows = []
    for kind, label in (("quick", "batches take no time"), ("slow", f"batches take {usual} s")):
        changes = found[kind]
        for platform, name in (("emag", "eMAG"), ("trendyol", "Trendyol")):
            values = [change[platform] for change in changes]
            row = {"what": f"{label}: confirmed by {name}, median", "unit": "s", "ours": figures.summary(values)}
            if platform == "trendyol" and kind == "slow":
                batches = [change["batch"] for change in changes]
                row |= {"core": figures.summary(batches)} | figures.ratio(values, batches)
            rows.append(row)
            rows.append({"what": f"{label}: 95 % by {name}", "unit": "s", "ours": figures.percentile(values, 95)})
        own = [change["trendyol"] - change["batch"] for change in changes]
        rows.append({"what": f"{label}: Trendyol's batch apart, median", "unit": "s", "ours": figures.summary(own)})
        rows.append(
            {"what": f"{label}: Trendyol's batch apart, 95 %", "unit": "s", "ours": figures.percentile(own, 95)}
        )
    targets = [
        _within("eMAG: 95 % confirmed within, seconds", found["quick"] + found["slow"], lambda change: change["emag"]),
        _within("Trendyol, batches at once: 95 % confirmed within, seconds", found["quick"], lambda c: c["trendyol"]),
        {
            "what": f"Trendyol, batches of {usual} s: time to confirmed against the batch's own",
            "limit": TARGET_RATIO,
            "value": next(row["ratio"] for row in rows if "ratio" in row),
        },
    ]
    sizes = {"quick": options.both_quick, "slow": options.both_slow, "cron_threads": CRON_THREADS}
    return {"sizes": sizes, "rows": rows, "targets": targets}


def _within(what, changes, seconds):
    return {"what": what, "limit": TARGET_SECONDS, "value": figures.percentile([seconds(c) for c in changes], 95)}
