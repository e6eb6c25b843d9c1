"""Everything compared, sent and confirmed at a platform that answers later; and the least that any program would need for it."""

import json
import time
from collections import deque

import requests

from odoo import SUPERUSER_ID, api

from odoo.addons.marketplace_base.engine.runner import Runner

from . import data
from .compare import changed
from .meter import measure, peak_memory

ITEMS = 1_000  # of one call (api/trendyol.md §2.11)
PACE = 10.1 / 50  # seconds from call to call: 50 in 10 seconds (§1.4), with a hundredth left for the way
PATIENCE = 900.0  # seconds until a pass that does not end counts as broken


def connect(registry, address, credentials, first, last):
    """The account, live for stock and prices, with offers that the simulator holds already; its lists are read."""
    account_id = data.account(registry, "trendyol")
    data.offers(registry, account_id, first, last)
    with registry.cursor() as cr:
        account = _account(cr, account_id)
        account.write({"address": address, "credentials": credentials})
        account.env["marketplace.change"].search([]).unlink()
        cr.commit()
        while not Runner(account).run():
            pass
    return account_id


def floor(registry, address, credentials, first, last, shift, batch_seconds):
    """The same calls from a bare script without a database, evenly at the platform's limit; what they cost.

    :param shift: added to every stock, for the platform takes no request twice
    :param batch_seconds: how long a batch takes, which this script knows: it asks about each once
    """
    session = requests.Session()
    session.auth = (credentials["key"], credentials["secret"])
    session.headers.update(
        {"User-Agent": f"{credentials['seller']} - SelfIntegration", "storeFrontCode": "RO", "Accept-Language": "ro"}
    )
    root = f"{address}/integration/%s/sellers/{credentials['seller']}/products"
    opened, calls = deque(), 0
    with measure(registry) as cost:
        for start in range(first, last + 1, ITEMS):
            began = time.perf_counter()
            items = [_item(key, shift) for key in range(start, min(start + ITEMS, last + 1))]
            answer = session.post(
                f"{root % 'inventory'}/price-and-inventory",
                data=json.dumps({"items": items}),
                headers={"Content-Type": "application/json"},
            )
            answer.raise_for_status()
            opened.append((time.perf_counter() + batch_seconds, answer.json()["batchRequestId"]))
            calls += 1
            while opened and opened[0][0] <= time.perf_counter():
                _ask(session, f"{root % 'product'}/batch-requests/{opened.popleft()[1]}")
                calls += 1
            time.sleep(max(0.0, began + PACE - time.perf_counter()))
        for due, ref in opened:
            time.sleep(max(0.0, due - time.perf_counter()))
            _ask(session, f"{root % 'product'}/batch-requests/{ref}")
            time.sleep(PACE)
            calls += 1
    return cost.as_dict() | {"calls": calls}


def _item(key, shift):
    price = 10 + key % 500 + shift
    return {"barcode": str(key), "quantity": 20 + key % 50 + shift, "salePrice": price, "listPrice": price}


def _ask(session, url):
    """What became of a batch; a batch that needs some milliseconds more is asked again."""
    while True:
        answer = session.get(url)
        answer.raise_for_status()
        found = answer.json()
        states = {item["status"] for item in found["items"]}
        if len(found["items"]) == found["itemCount"] and states == {"SUCCESS"}:
            return
        assert "FAILED" not in states, found["items"][:3]
        time.sleep(PACE)


def everything(registry, account_id):
    """One pass of the engine over all offers, until each is proved; what it cost."""
    before, deadline = peak_memory(), time.monotonic() + PATIENCE
    with registry.cursor() as cr:
        account = changed(cr, account_id)
        with measure(registry) as cost:
            while _left(cr):
                assert time.monotonic() < deadline, f"{_left(cr)} offers are not proved: {data.held_back(registry)}"
                Runner(account).run()
    return cost.as_dict() | {"memory": peak_memory() - before, "peak": peak_memory()}


def _left(cr):
    """How many offers are not proved, or 1 while what is wanted is still to be worked out."""
    cr.execute(
        """SELECT count(*) FROM marketplace_offer WHERE stock_state <> 'settled' OR price_state <> 'settled'
           UNION ALL SELECT count(*) FROM marketplace_change"""
    )
    left = sum(row[0] for row in cr.fetchall())
    cr.commit()
    return left


def wanted(registry, account_id):
    """Stock and price that Odoo wants for each offer, as ``{key: [stock, price]}``."""
    with registry.cursor() as cr:
        cr.execute(
            "SELECT external_id, stock_wanted, price_wanted::float FROM marketplace_offer WHERE account_id = %s",
            [account_id],
        )
        return {key: [stock, price] for key, stock, price in cr.fetchall()}


def read(registry, account_id, pages):
    """Read this many pages of offers, from where the last reading stopped; what they cost, and how many offers that were."""
    with registry.cursor() as cr:
        account = _account(cr, account_id)
        flow = account._flow("offers")
        if not (flow.cursor or {}).get("page"):
            flow.write({"success_at": False})
        runner = Runner(account)
        lane = next(lane for lane in runner.lanes if lane.name == "catalogue")
        done = 0
        with measure(registry) as cost:
            for _page in range(pages):
                done += lane.step()
        return cost.as_dict() | {"offers": done, "done": account._flow("offers").done}


def _account(cr, account_id):
    return api.Environment(cr, SUPERUSER_ID, {})["marketplace.account"].browse(account_id)
