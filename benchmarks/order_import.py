"""(d) An order taken from the platform's document against the same order made by hand in plain Odoo."""

from benchmarks import figures
from benchmarks.process import OdooProcess
from dev import odoo, say
from simulators.emag.app import EmagSimulator

NAME = "orders"
TITLE = "Taking an order against making it in plain Odoo"
TARGET = 1.25
WARM_UP = 6
PRODUCTS = 2_000
QUICK = {"orders": 12}


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--orders", type=int, default=100, help="orders of known and of new customers each")
    group.add_argument("--order-lines", type=int, default=3, help="lines of an order, besides the delivery charge")


def run(options, databases):
    """Same products on both sides; every order is made on all sides before the next one."""
    core = databases.clone(options.core_template(), "orders_core")
    with OdooProcess(core) as process:
        first, last = process.call("data.products", count=PRODUCTS)
    ours = databases.clone(core, "orders_ours")
    say.note(f"installing {', '.join(options.addons)}")
    odoo.install(ours, options.addons)
    orders = _placed(options, first, last)
    with OdooProcess(core) as plain, OdooProcess(ours) as engine:
        account_id = engine.call("data.account")
        engine.call("data.offers", account_id=account_id, first=first, last=last)
        for process in (plain, engine):
            process.call("data.vacuum")
        costs = {kind: _compare(plain, engine, account_id, kind, payloads) for kind, payloads in orders.items()}
    return _result(costs, options)


def _placed(options, first, last):
    """Documents as eMAG gives them, placed at its simulator by one customer who comes again, and by ever new ones."""
    count = options.orders + WARM_UP
    wish = {"random": options.order_lines, "payment": "cod"}
    with EmagSimulator() as simulator:
        control = simulator.control
        control.seed_offers(
            [{"id": number, "stock": 50, "sale_price": 10 + number % 90} for number in range(first, last + 1)]
        )
        someone = control.place_order(**wish)["customer"]
        return {
            "known": [control.place_order(**wish, customer=someone) for _number in range(count)],
            "new": [control.place_order(**wish) for _number in range(count)],
        }


def _compare(plain, engine, account_id, kind, payloads):
    engine.call("order_import.store", account_id=account_id, payloads=payloads)
    partner_id = plain.call("order_import.customer", payload=payloads[0]) if kind == "known" else None
    costs = {side: [] for side in ("ours", "plain", "quiet")}
    for number, payload in enumerate(payloads):
        ours = engine.call("order_import.take", account_id=account_id)
        assert ours["key"] == str(payload["id"]), "the engine took another order"
        again = {"payload": payload, "partner_id": partner_id, "partners": ours["partners"]}
        made = {side: plain.call("order_import.plain", quiet=side == "quiet", **again) for side in _turn(number)}
        for side, cost in (made | {"ours": ours}).items():
            assert cost["state"] == "sale" and cost["lines"] == ours["lines"] and cost["reserved"] == ["assigned"], cost
            assert abs(cost["total"] - ours["total"]) < 0.05, (cost["total"], ours["total"])
            if number >= WARM_UP:
                costs[side].append(cost)
    return costs


def _turn(number):
    return ("plain", "quiet") if number % 2 else ("quiet", "plain")


def _result(costs, options):
    rows, targets = [], []
    for kind, label in (("known", "known customer"), ("new", "new customer")):
        for base, what in (("plain", "against plain Odoo"), ("quiet", "against plain Odoo without tracking")):
            for name in ("cpu", "wall"):
                one, other = ([cost[name] for cost in costs[kind][side]] for side in ("ours", base))
                row = {"what": f"{label}, {what}, {name}", "unit": "ms"} | figures.ratio(one, other)
                row |= {
                    "ours": figures.summary([v * 1000 for v in one]),
                    "core": figures.summary([v * 1000 for v in other]),
                }
                rows.append(row)
                if name == "cpu" and base == "plain":
                    targets.append({"what": f"{label}: ratio of CPU time", "limit": TARGET, "value": row["ratio"]})
        queries = {side: figures.summary([cost["queries"] for cost in costs[kind][side]]) for side in ("plain", "ours")}
        rows.append({"what": f"{label}, SQL statements", "core": queries["plain"], "ours": queries["ours"]})
    return {"sizes": {"orders": options.orders, "lines": options.order_lines}, "rows": rows, "targets": targets}
