"""(f) Offers of a first reading find their products by code: how many per second, and in how much memory."""

from benchmarks import figures
from benchmarks.process import OdooProcess
from dev import say

NAME = "matching"
TITLE = "Matching offers to products by code"
TARGET = 2_000
TARGET_MEMORY = 500.0


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--matched", type=int, default=50_000, help="offers, and as many products")
    group.add_argument("--match-rounds", type=int, default=3, help="measured rounds")


QUICK = {"matched": 4_000, "match_rounds": 1}


def run(options, databases):
    """Every round starts with offers that no product was looked up for, in a fresh process, so that memory is its own."""
    name = databases.clone(options.project_template(), "matching")
    say.note(f"making {options.matched:,} products and offers")
    with OdooProcess(name) as process:
        first, last = process.call("data.products", count=options.matched)
        account_id = process.call("data.account")
        expected = process.call("matching.offers", account_id=account_id, first=first, last=last)
    costs = []
    for _round in range(options.match_rounds):
        with OdooProcess(name) as process:
            process.call("matching.forget", account_id=account_id)
            process.call("data.vacuum")
        with OdooProcess(name) as process:
            costs.append(process.call("matching.match", account_id=account_id, expected=expected))
    return _result(costs, expected, options)


def _result(costs, expected, options):
    speeds = {name: [options.matched / cost[name] for cost in costs] for name in ("cpu", "wall")}
    peaks = [cost["peak"] for cost in costs]
    rows = [
        {"what": f"offers matched per second of {name}", "unit": "1/s", "ours": figures.summary(speeds[name])}
        for name in ("cpu", "wall")
    ]
    rows += [
        {"what": "SQL statements", "ours": figures.summary([cost["queries"] for cost in costs])},
        {"what": "peak of the whole process", "unit": "MB", "ours": figures.summary(peaks)},
        {"what": "memory added", "unit": "MB", "ours": figures.summary([cost["memory"] for cost in costs])},
    ]
    targets = [
        {"what": "offers per second", "limit": TARGET, "value": rows[1]["ours"]["median"], "at_least": True},
        {"what": "peak memory, MB", "limit": TARGET_MEMORY, "value": max(peaks)},
    ]
    sizes = {"offers": options.matched, "products": options.matched, "rounds": options.match_rounds} | expected
    return {"sizes": sizes, "rows": rows, "targets": targets}
