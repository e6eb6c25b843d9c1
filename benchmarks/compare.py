"""(c) The full compare of a large catalogue against the least that any program could do for it."""

from benchmarks import figures
from benchmarks.process import OdooProcess
from dev import say
from simulators.emag.const import MAX_ENTITIES, RATE_LIMITS

NAME = "compare"
TITLE = "Full compare against bare SQL and JSON"
TARGET = 3.0
TARGET_MEMORY = 500.0
# Sending is paced by the platform: what we burn may be a small part of the time that it takes for as many offers.
TARGET_SHARE = 0.15
PLATFORM_SECONDS = RATE_LIMITS["other"][0][1] / RATE_LIMITS["other"][0][0] / MAX_ENTITIES

# What is measured: the function, whether stock and prices were moved before, what it is called in the table.
KINDS = {
    "same": ("compare.compare", False, "compare, nothing differs"),
    "differs": ("compare.compare", True, "compare, everything differs"),
    "resync": ("compare.resync", True, "compare, send and confirm everything"),
}


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--compared", type=int, default=100_000, help="offers of the full compare")
    group.add_argument("--compare-rounds", type=int, default=5, help="measured rounds")


QUICK = {"compared": 5_000, "compare_rounds": 2}


def run(options, databases):
    """Floor and engine take turns, each time in a fresh process, so that memory is one run's own."""
    name = databases.clone(options.project_template(), "compare")
    say.note(f"making {options.compared:,} offers")
    with OdooProcess(name) as process:
        first, last = process.call("data.products", count=options.compared)
        account_id = process.call("data.account")
        process.call("data.offers", account_id=account_id, first=first, last=last)
    costs = {kind: [] for kind in ("floor", *KINDS)}
    for number in range(-1, options.compare_rounds):  # the first round only warms the server's cache
        for kind, (function, moved, _label) in KINDS.items():
            with OdooProcess(name) as process:
                if moved:
                    process.call("compare.shift", first=first, last=last)
                process.call("compare.settle")
                process.call("data.vacuum")
                base = process.call("compare.floor", account_id=account_id)
            with OdooProcess(name) as process:
                cost = process.call(function, account_id=account_id, expected=options.compared if moved else 0)
            if number >= 0:
                costs["floor"].append(base)
                costs[kind].append(cost | {"floor": base})
    return _result(costs, options)


def _result(costs, options):
    base = costs["floor"]
    rows = [
        {"what": "floor: one statement and JSON", "unit": "s", "ours": figures.summary([c["cpu"] for c in base])},
        {"what": "floor: memory it adds", "unit": "MB", "ours": figures.summary([c["memory"] for c in base])},
    ]
    targets = []
    for kind, (_function, _moved, label) in KINDS.items():
        for name in ("cpu", "wall"):
            row = {"what": f"{label}, {name}", "unit": "s"}
            row["core"] = figures.summary([c["floor"][name] for c in costs[kind]])
            row["ours"] = figures.summary([c[name] for c in costs[kind]])
            row |= figures.ratio([c[name] for c in costs[kind]], [c["floor"][name] for c in costs[kind]])
            rows.append(row)
            if name == "cpu" and kind != "resync":
                targets.append({"what": f"{label}: CPU against the floor", "limit": TARGET, "value": row["ratio"]})
        peaks = [c["peak"] for c in costs[kind]]
        rows.append({"what": f"{label}, peak of the whole process", "unit": "MB", "ours": figures.summary(peaks)})
        rows.append(
            {
                "what": f"{label}, memory added",
                "unit": "MB",
                "ours": figures.summary([c["memory"] for c in costs[kind]]),
            }
        )
        targets.append({"what": f"{label}: peak memory, MB", "limit": TARGET_MEMORY, "value": max(peaks)})
    spent = figures.summary([c["cpu"] for c in costs["resync"]])["median"]
    share = spent / (PLATFORM_SECONDS * options.compared)
    targets.append({"what": "send and confirm: CPU against eMAG's own time", "limit": TARGET_SHARE, "value": share})
    return {"sizes": {"offers": options.compared, "rounds": options.compare_rounds}, "rows": rows, "targets": targets}
