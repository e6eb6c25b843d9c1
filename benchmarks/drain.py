"""(b) Draining changes costs what the changes cost, however large the catalogue is."""

from benchmarks import figures
from benchmarks.process import OdooProcess
from dev import say

NAME = "drain"
TITLE = "Draining changes against catalogues of different size"
TARGET = 1.2
WARM_UP = 2


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--changes", type=int, default=1_000, help="changed products per run")
    group.add_argument("--offers", type=_sizes, default=[1_000, 10_000, 100_000], help="catalogue sizes, with commas")
    group.add_argument("--drain-rounds", type=int, default=15, help="measured runs per catalogue")


def _sizes(text):
    return [int(size.replace("_", "")) for size in text.split(",")]


QUICK = {"offers": [1_000, 10_000], "drain_rounds": 5, "changes": 500}


def run(options, databases):
    """Each size has a database and a process of its own; the runs take turns."""
    template = options.project_template()
    processes = {size: OdooProcess(databases.clone(template, f"drain{size}")) for size in options.offers}
    try:
        made = {size: _make(process, size) for size, process in processes.items()}
        costs = {size: [] for size in options.offers}
        for number in range(-WARM_UP, options.drain_rounds):
            for size in options.offers if number % 2 else reversed(options.offers):
                account_id, (first, last) = made[size]
                processes[size].call("drain.move", first=first, last=last, count=options.changes, seed=number)
                cost = processes[size].call("drain.drain", account_id=account_id, expected=options.changes)
                if number >= 0:
                    costs[size].append(cost)
    finally:
        for process in processes.values():
            process.__exit__()
    return _result(costs, options)


def _make(process, size):
    say.note(f"making {size:,} offers")
    first, last = process.call("data.products", count=size)
    account_id = process.call("data.account")
    process.call("data.offers", account_id=account_id, first=first, last=last)
    return account_id, (first, last)


def _result(costs, options):
    smallest, rows, targets = min(options.offers), [], []
    for size in sorted(options.offers):
        for name in ("cpu", "wall"):
            per_change = [cost[name] * 1000 / options.changes for cost in costs[size]]
            row = {"what": f"{size:,} offers, {name} per change", "unit": "ms", "ours": figures.summary(per_change)}
            if size != smallest:
                row |= figures.ratio([c[name] for c in costs[size]], [c[name] for c in costs[smallest]])
                if name == "cpu":
                    targets.append(
                        {
                            "what": f"{size:,} against {smallest:,} offers: CPU per change",
                            "limit": TARGET,
                            "value": row["ratio"],
                        }
                    )
            rows.append(row)
        rows.append(
            {
                "what": f"{size:,} offers, SQL statements per run",
                "ours": figures.summary([c["queries"] for c in costs[size]]),
            }
        )
    sizes = {"changes": options.changes, "offers": sorted(options.offers), "rounds": options.drain_rounds}
    return {"sizes": sizes, "rows": rows, "targets": targets}
