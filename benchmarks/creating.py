"""(g) Products made of offers in the background against ``product.template.create`` of the same products in plain Odoo."""

from benchmarks import figures
from benchmarks.process import OdooProcess
from dev import odoo, say

NAME = "creating"
TITLE = "Making products of offers against making them in plain Odoo"
TARGET = 1.5
WARM_UP = 2


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--created", type=int, default=1_000, help="products made per side")
    group.add_argument("--known", type=int, default=20_000, help="products that are there before")


QUICK = {"created": 200, "known": 2_000}


def run(options, databases):
    """Same products before on all sides; the sides make one batch each in turn, and commit it."""
    core = databases.clone(options.core_template(), "creating_core")
    with OdooProcess(core) as process:
        process.call("data.products", count=options.known)
    ours = databases.clone(core, "creating_ours")
    say.note(f"installing {', '.join(options.addons)}")
    odoo.install(ours, options.addons)
    costs = {"ours": [], "plain": [], "together": []}
    with OdooProcess(core) as plain, OdooProcess(ours) as engine:
        account_id = engine.call("data.account")
        batch = engine.call("creating.batch")
        count = options.created // batch + WARM_UP
        engine.call("creating.offers", account_id=account_id, count=count * batch)
        for process in (plain, engine):
            process.call("data.vacuum")
        for number in range(count):
            made = {"ours": engine.call("creating.step", account_id=account_id, expected=batch)}
            for side in ("plain", "together") if number % 2 else ("together", "plain"):
                numbers = [number * batch, batch]
                made[side] = plain.call("creating.plain", numbers=numbers, side=side, together=side == "together")
            if number >= WARM_UP:
                for side, cost in made.items():
                    costs[side].append(cost)
    return _result(costs, batch, options)


def _result(costs, batch, options):
    rows, targets = [], []
    for base, label in (("plain", "against one create per product"), ("together", "against one create per batch")):
        for name in ("cpu", "wall"):
            one, other = ([cost[name] / batch for cost in costs[side]] for side in ("ours", base))
            row = {"what": f"a product, {label}, {name}", "unit": "ms"} | figures.ratio(one, other)
            row |= {
                "ours": figures.summary([v * 1000 for v in one]),
                "core": figures.summary([v * 1000 for v in other]),
            }
            rows.append(row)
            if name == "cpu" and base == "plain":
                targets.append({"what": "ratio of CPU time", "limit": TARGET, "value": row["ratio"]})
    queries = {side: figures.summary([cost["queries"] / batch for cost in costs[side]]) for side in ("plain", "ours")}
    rows.append({"what": "SQL statements per product", "core": queries["plain"], "ours": queries["ours"]})
    rows.append(
        {
            "what": "products per second",
            "unit": "1/s",
            "core": figures.summary([batch / cost["wall"] for cost in costs["plain"]]),
            "ours": figures.summary([batch / cost["wall"] for cost in costs["ours"]]),
        }
    )
    rows.append(
        {"what": "peak of the whole process", "unit": "MB", "ours": max(cost["peak"] for cost in costs["ours"])}
    )
    sizes = {"created": options.created, "known": options.known, "batch": batch}
    return {"sizes": sizes, "rows": rows, "targets": targets}
