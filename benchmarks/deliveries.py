"""(a) What a warehouse worker pays: validating deliveries with the addons installed against the same database without."""

from benchmarks import figures
from benchmarks.process import OdooProcess
from dev import odoo, say

NAME = "deliveries"
TITLE = "Validating deliveries, with the addons against without"
TARGET = 1.05
WARM_UP = 8

SIDES = ("core", "again", "ours")


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--deliveries", type=int, default=150, help="deliveries of each kind validated per side")
    group.add_argument("--lines", type=int, default=4, help="lines of a delivery")


QUICK = {"deliveries": 25}


def run(options, databases):
    """Same rows on both sides: the data is made without the addons, the database copied, the addons installed in the copy.

    A second copy without the addons tells how far two equal databases differ on this machine today.
    """
    products, count = 2_000, options.deliveries + WARM_UP
    names = {"core": databases.clone(options.core_template(), "core")}
    with OdooProcess(names["core"]) as process:
        first, last = process.call("data.products", count=products)
        pickings = process.call("deliveries.prepare", count=count, lines=options.lines, first=first, last=last)
    names |= {side: databases.clone(names["core"], side) for side in ("again", "ours")}
    say.note(f"installing {', '.join(options.addons)}")
    odoo.install(names["ours"], options.addons)
    processes = {side: OdooProcess(name) for side, name in names.items()}
    try:
        ours = processes["ours"]
        ours.call("data.offers", account_id=ours.call("data.account"), first=first, last=last)
        for process in processes.values():
            process.call("data.vacuum")
        costs = {kind: _validate(processes, ids) for kind, ids in pickings.items()}
    finally:
        for process in processes.values():
            process.__exit__()
    return _result(costs, options)


def _validate(processes, pickings):
    """Every delivery on every side, in changing order, so that a busy moment of the machine hits all alike."""
    costs = {side: [] for side in SIDES}
    for number, picking in enumerate(pickings):
        for side in SIDES if number % 2 else reversed(SIDES):
            cost = processes[side].call("deliveries.validate", picking_id=picking)
            if number >= WARM_UP:
                costs[side].append(cost)
    return costs


def _result(costs, options):
    rows, targets = [], []
    for kind, label in (("transfer", "plain transfer"), ("sale", "sale order's delivery")):
        column = {
            side: {name: [c[name] for c in costs[kind][side]] for name in ("cpu", "wall", "queries")} for side in SIDES
        }
        for name in ("cpu", "wall"):
            row = {"what": f"{label}, {name}", "unit": "ms"}
            row |= {
                side: {k: v * 1000 for k, v in figures.summary(column[side][name]).items() if k != "n"}
                for side in ("core", "ours")
            }
            row |= figures.ratio(column["ours"][name], column["core"][name])
            row["noise"] = figures.ratio(column["again"][name], column["core"][name])["ratio"]
            rows.append(row)
            if name == "cpu":
                targets.append({"what": f"{label}: ratio of CPU time", "limit": TARGET, "value": row["ratio"]})
        rows.append(
            {
                "what": f"{label}, SQL statements",
                "core": figures.summary(column["core"]["queries"]),
                "ours": figures.summary(column["ours"]["queries"]),
            }
        )
    return {"sizes": {"deliveries": options.deliveries, "lines": options.lines}, "rows": rows, "targets": targets}
