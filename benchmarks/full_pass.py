"""(i) A full pass over a large catalogue at Trendyol, which answers later: its calls, its seconds, its memory."""

from benchmarks import figures
from benchmarks.process import OdooProcess
from benchmarks.simulated import CREDENTIALS, simulator
from dev import say
from simulators.trendyol.const import MAX_ITEMS

NAME = "trendyol"
TITLE = "Everything compared, sent and confirmed at Trendyol"
TARGET = 2.0  # of the seconds that the same calls take a script without a database
TARGET_READINGS = 2.0  # of results for each batch
TARGET_MEMORY = 500.0
TARGET_READING = 1.25  # of the seconds that the platform's limit alone takes
SEND, ASK = "price-and-inventory", "batch-requests"
SEEDED = 10_000  # offers of one control call
# How long a batch takes: as the simulator's makers believe, and so long that all batches of a pass are open at once.
BATCH_SECONDS = {"pass": 2, "slow": 30}
PACE = 10.1 / 50
PAGE = 100


def add_arguments(group):
    """The sizes of this benchmark."""
    group.add_argument("--passed", type=int, default=100_000, help="offers of a full pass")
    group.add_argument("--pass-rounds", type=int, default=3, help="measured rounds")
    group.add_argument(
        "--pages-read", type=int, default=120, help="pages of offers read, half of them by another process"
    )


QUICK = {"passed": 5_000, "pass_rounds": 2, "pages_read": 10}


def run(options, databases):
    """Script and engine take turns at one simulator, each time in a fresh process; then the batches take long, once."""
    name = databases.clone(options.project_template(), "trendyol")
    with simulator("trendyol") as (address, control):
        control.settings(batch_seconds=BATCH_SECONDS["pass"])
        say.note(f"making {options.passed:,} offers")
        first, last, account_id = _prepared(name, address, control, options.passed)
        costs = {"floor": [], "pass": [], "slow": []}
        known_after = BATCH_SECONDS["pass"] + control.settings()["batch_empty_seconds"]
        for number in range(options.pass_rounds):
            with OdooProcess(name) as process:
                floor = process.call(
                    "full_pass.floor", address=address, credentials=CREDENTIALS["trendyol"],
                    first=first, last=last, shift=number, batch_seconds=known_after,
                )  # fmt: skip
            costs["floor"].append(floor)
            costs["pass"].append(_pass(name, control, account_id, first, last) | {"floor": floor})
        control.settings(batch_seconds=BATCH_SECONDS["slow"])
        costs["slow"].append(_pass(name, control, account_id, first, last))
        control.settings(batch_seconds=BATCH_SECONDS["pass"])
        reading = []
        for _half in range(2):
            with OdooProcess(name) as process:
                reading.append(process.call("full_pass.read", account_id=account_id, pages=options.pages_read // 2))
    assert sum(half["offers"] for half in reading) == reading[-1]["done"] == options.pages_read * PAGE, reading
    return _result(costs, reading, options)


def _prepared(name, address, control, count):
    with OdooProcess(name) as process:
        first, last = process.call("data.products", count=count)
        for start in range(first, last + 1, SEEDED):
            keys = range(start, min(start + SEEDED, last + 1))
            control.seed_offers([{"id": str(key), "stock": 20, "sale_price": "100"} for key in keys])
        account_id = process.call(
            "full_pass.connect", address=address, credentials=CREDENTIALS["trendyol"], first=first, last=last
        )
        process.call("data.vacuum")
    return first, last, account_id


def _pass(name, control, account_id, first, last):
    """Move everything and let the engine work; the cost with the calls as the simulator counted them."""
    with OdooProcess(name) as process:
        process.call("compare.shift", first=first, last=last)
        process.call("data.vacuum")
    since = control.calls(limit=1)["summary"]["total"].get("calls", 0)
    with OdooProcess(name) as process:
        cost = process.call("full_pass.everything", account_id=account_id)
        wanted = process.call("full_pass.wanted", account_id=account_id)
    held = {
        row["id"]: [row["general_stock"], row["sale_price"]]
        for row in control.offers(fields="id,general_stock,sale_price")
    }
    assert held == wanted, "the platform does not hold what is wanted"
    calls = control.calls(since=since, limit=100_000)["calls"]
    sent = [call for call in calls if call["path"].endswith(SEND)]
    return cost | {
        "sent": len(sent),
        "full": sum(call["items"] == MAX_ITEMS for call in sent),
        "asked": sum(ASK in call["path"] for call in calls),
        "refused": sum(call["refused_by_limit"] for call in calls),
        "calls": len(calls),
    }


def _result(costs, reading, options):
    ours, least = costs["pass"], options.passed // MAX_ITEMS
    rows = []
    for name in ("wall", "cpu"):
        row = {"what": f"compared, sent and confirmed, {name}", "unit": "s"}
        row |= figures.ratio([cost[name] for cost in ours], [cost["floor"][name] for cost in ours])
        row["core"] = figures.summary([cost["floor"][name] for cost in ours])
        rows.append(row | {"ours": figures.summary([cost[name] for cost in ours])})
    wall = rows[0]["ratio"]
    for kind, label in (("pass", "a pass"), ("slow", f"a pass whose batches take {BATCH_SECONDS['slow']} s")):
        found = costs[kind]
        rows += [
            {"what": f"{label}: calls with values", "core": least, "ours": max(cost["sent"] for cost in found)},
            {
                "what": f"{label}: of these with {MAX_ITEMS:,} items",
                "core": least,
                "ours": min(cost["full"] for cost in found),
            },
            {"what": f"{label}: questions about batches", "core": least, "ours": max(cost["asked"] for cost in found)},
            {"what": f"{label}: calls refused by a limit", "core": 0, "ours": max(cost["refused"] for cost in found)},
            {"what": f"{label}: SQL statements", "ours": figures.summary([cost["queries"] for cost in found])},
            {"what": f"{label}: peak of the whole process", "unit": "MB", "ours": max(cost["peak"] for cost in found)},
        ]
    rows.append({"what": "the slow pass, wall", "unit": "s", "ours": costs["slow"][0]["wall"]})
    rows.append({"what": "the slow pass, cpu", "unit": "s", "ours": costs["slow"][0]["cpu"]})
    page = figures.summary([half["wall"] / (options.pages_read // 2) for half in reading])
    rows.append(
        {
            "what": "a page of 100 offers read, wall",
            "unit": "s",
            "core": PACE,
            "ours": page,
            "ratio": page["median"] / PACE,
        }
    )
    rows.append(
        {
            "what": "a page of 100 offers read, cpu",
            "unit": "s",
            "ours": figures.summary([half["cpu"] / (options.pages_read // 2) for half in reading]),
        }
    )
    every = [cost for kind in ("pass", "slow") for cost in costs[kind]]
    targets = [
        {
            "what": "calls with values against the fewest possible",
            "limit": 1.0,
            "value": max(cost["sent"] for cost in every) / least,
        },
        {"what": "seconds of a pass against the same calls alone", "limit": TARGET, "value": wall},
        {
            "what": "questions about a batch",
            "limit": TARGET_READINGS,
            "value": max(cost["asked"] for cost in ours) / least,
        },
        {"what": "peak memory, MB", "limit": TARGET_MEMORY, "value": max(cost["peak"] for cost in every)},
        {
            "what": "seconds of a page read against the pace allowed",
            "limit": TARGET_READING,
            "value": page["median"] / PACE,
        },
    ]
    sizes = {"offers": options.passed, "rounds": options.pass_rounds, "pages": options.pages_read}
    return {"sizes": sizes, "rows": rows, "targets": targets}
