"""The full compare of one account's offers, and the least that could do it: one statement and the JSON of its rows."""

import json

from odoo import SUPERUSER_ID, api

from odoo.addons.marketplace_base.engine.runner import Runner

from .instant import Instant, run_engine
from .meter import measure, peak_memory

BATCH = 50

# The same numbers as the engine's, for what these databases hold: goods on the shelf less what is reserved; the sales price
# with VAT to the cent, then without VAT to four decimals.
_FLOOR = """
    SELECT o.external_id, LEAST(65535, GREATEST(0, FLOOR(COALESCE(q.quantity, 0))))::int,
           ROUND(ROUND(t.list_price * (1 + x.rate), 2) / (1 + x.rate), 4)::float
      FROM marketplace_offer o
      JOIN product_product p ON p.id = o.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
      LEFT JOIN (SELECT product_id, sum(quantity - reserved_quantity) AS quantity
                   FROM stock_quant s JOIN stock_location l ON l.id = s.location_id AND l.usage = 'internal'
                  GROUP BY product_id) q ON q.product_id = p.id
      LEFT JOIN (SELECT r.prod_id, sum(amount) / 100 AS rate
                   FROM product_taxes_rel r JOIN account_tax a ON a.id = r.tax_id GROUP BY r.prod_id) x ON x.prod_id = t.id
     WHERE o.account_id = %s
"""


def floor(registry, account_id):
    """Cost of the bare statement and of encoding its rows in batches."""
    before = peak_memory()
    with registry.cursor() as cr, measure(registry) as cost:
        cr.execute(_FLOOR, [account_id])
        rows = cr.fetchall()
        for start in range(0, len(rows), BATCH):
            json.dumps([_item(*row) for row in rows[start : start + BATCH]])
    return cost.as_dict() | {"memory": peak_memory() - before, "items": len(rows)}


def _item(key, quantity, price):
    return {"id": int(key), "stock": [{"warehouse_id": 1, "value": quantity}], "sale_price": price}


def compare(registry, account_id, expected):
    """Cost of the engine's compare: a change of the whole account's stock and prices, drained; nothing is sent yet.

    :param expected: how many offers it must find different, for stock and for price
    """
    before = peak_memory()
    with registry.cursor() as cr:
        account = changed(cr, account_id)
        with measure(registry) as cost:
            changes = next(lane for lane in Runner(account, Instant()).lanes if lane.name == "changes")
            while changes.step():
                pass
        peak = peak_memory()
        cr.execute(
            "SELECT count(*) FILTER (WHERE stock_state = 'waiting'), count(*) FILTER (WHERE price_state = 'waiting')"
            " FROM marketplace_offer"
        )
        found = cr.fetchone()
        assert found == (expected, expected), f"{found} of {expected} found different"
        _assert_same_as_floor(cr, account_id)
    return cost.as_dict() | {"memory": peak - before, "peak": peak}


def resync(registry, account_id, expected):
    """Cost of comparing, sending and confirming everything, with every step as durable as it is in life."""
    before = peak_memory()
    with registry.cursor() as cr:
        account = changed(cr, account_id)
        with measure(registry) as cost:
            provider = run_engine(account)
        # on a busy machine a few stocks leave before their offer's price is worked out: those offers travel twice
        assert provider.pushed >= expected, f"{provider.pushed} of {expected} pushed"
        cr.execute("SELECT count(*) FROM marketplace_offer WHERE stock_state <> 'settled' OR price_state <> 'settled'")
        assert cr.fetchone() == (0,), "something is not proved"
        _assert_same_as_floor(cr, account_id)
    return cost.as_dict() | {"memory": peak_memory() - before, "peak": peak_memory(), "calls": provider.calls}


def changed(cr, account_id):
    """The account, with a change of everything recorded."""
    account = api.Environment(cr, SUPERUSER_ID, {})["marketplace.account"].browse(account_id)
    for kind in ("stock", "price"):
        account.env["marketplace.change"]._record_accounts(kind, account)
    cr.commit()
    return account


def _assert_same_as_floor(cr, account_id):
    cr.execute(
        f"""SELECT count(*) FROM ({_FLOOR}) AS f(key, quantity, price) JOIN marketplace_offer o ON o.external_id = f.key
             WHERE o.stock_wanted IS DISTINCT FROM f.quantity OR abs(o.price_wanted - f.price) > 0.00005""",  # noqa: S608 - constant
        [account_id],
    )
    assert cr.fetchone() == (0,), "the engine and the floor do not want the same"


def shift(registry, first, last):
    """Move every product's stock and price, so that nothing at the platform is as it should be."""
    with registry.cursor() as cr:
        cr.execute(
            "UPDATE stock_quant SET quantity = quantity + 1 WHERE product_id BETWEEN %s AND %s AND quantity > 0",
            [first, last],
        )
        cr.execute(
            """UPDATE product_template SET list_price = list_price + 1
                WHERE id IN (SELECT product_tmpl_id FROM product_product WHERE id BETWEEN %s AND %s)""",
            [first, last],
        )
        cr.commit()


def settle(registry):
    """Let the platform hold everything that is wanted."""
    with registry.cursor() as cr:
        for kind in ("stock", "price"):
            cr.execute(
                f"""UPDATE marketplace_offer SET {kind}_sent = {kind}_wanted, {kind}_confirmed = {kind}_wanted,
                           {kind}_state = 'settled' WHERE {kind}_state <> 'settled'"""  # noqa: S608 - two constants
            )
        cr.commit()
