"""(h) The papers of twenty orders in one click against printing each paper of each order by itself."""

from benchmarks import figures
from benchmarks.process import OdooProcess
from dev import say
from simulators.emag.app import EmagSimulator

NAME = "papers"
TITLE = "Papers of many orders at once against one by one"
TARGET = 0.5
TARGET_WALL = 30.0
PRODUCTS = 200
QUICK = {"printed": 4, "print_rounds": 1}


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--printed", type=int, default=20, help="orders printed together")
    group.add_argument("--print-rounds", type=int, default=3, help="measured rounds")


def run(options, databases):
    """The same orders, invoiced and with a label each, are printed both ways in turn; nothing but the papers is measured."""
    name = databases.clone(options.project_template(), "papers")
    with OdooProcess(name) as process:
        first, last = process.call("data.products", count=PRODUCTS)
        account_id = process.call("data.account")
        process.call("data.offers", account_id=account_id, first=first, last=last)
        process.call("order_import.store", account_id=account_id, payloads=_placed(options, first, last))
        say.note(f"taking and invoicing {options.printed} orders")
        for _number in range(options.printed):
            process.call("order_import.take", account_id=account_id)
        orders = process.call("papers.prepare", account_id=account_id)
        costs = {"together": [], "apart": []}
        for number in range(-1, options.print_rounds):  # the first round only compiles the templates
            for way in ("together", "apart") if number % 2 else ("apart", "together"):
                cost = process.call(f"papers.{way}", order_ids=orders if number >= 0 else orders[:1])
                if number >= 0:
                    costs[way].append(cost)
    return _result(costs, options)


def _placed(options, first, last):
    with EmagSimulator() as simulator:
        simulator.control.seed_offers(
            [{"id": n, "stock": 50, "sale_price": 10 + n % 90} for n in range(first, last + 1)]
        )
        return [simulator.control.place_order(random=3, payment="cod") for _number in range(options.printed)]


def _result(costs, options):
    assert {cost["pages"] for cost in costs["together"]} == {cost["pages"] for cost in costs["apart"]}, costs
    rows = []
    for name in ("wall", "cpu"):
        ours, other = ([cost[name] for cost in costs[way]] for way in ("together", "apart"))
        row = {"what": f"{options.printed} orders, four papers each, {name}", "unit": "s"} | figures.ratio(ours, other)
        rows.append(row | {"ours": figures.summary(ours), "core": figures.summary(other)})
    rows.append({"what": "pages", "ours": costs["together"][0]["pages"]})
    slowest = max(cost["wall"] for cost in costs["together"])
    targets = [
        {"what": "ratio of wall time", "limit": TARGET, "value": rows[0]["ratio"]},
        {"what": f"{options.printed} orders, slowest, seconds", "limit": TARGET_WALL, "value": slowest},
    ]
    return {"sizes": {"orders": options.printed, "rounds": options.print_rounds}, "rows": rows, "targets": targets}
