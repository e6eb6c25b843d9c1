"""Changes of stock, and the engine's run that proves them at the platform."""

import random

from odoo import SUPERUSER_ID, api

from .instant import run_engine
from .meter import measure


def move(registry, first, last, count, seed):
    """Give ``count`` products, drawn over the whole catalogue, another quantity; recorded as a user's transaction records it."""
    products = random.Random(seed).sample(range(first, last + 1), count)  # noqa: S311 - a draw, no secret
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        cr.execute(
            """UPDATE stock_quant SET quantity = 20 + mod((quantity + 1)::int, 50) WHERE product_id = ANY(%s)
                  AND location_id IN (SELECT id FROM stock_location WHERE usage = 'internal')""",
            [products],
        )
        env["marketplace.change"]._collect("stock", products)
        cr.commit()


def drain(registry, account_id, expected):
    """One run of the engine, from the recorded changes to their confirmation; return what it cost."""
    with registry.cursor() as cr:
        account = api.Environment(cr, SUPERUSER_ID, {})["marketplace.account"].browse(account_id)
        with measure(registry) as cost:
            provider = run_engine(account)
        assert provider.pushed == expected, f"{provider.pushed} of {expected} pushed"
        cr.execute("SELECT count(*) FROM marketplace_offer WHERE stock_state <> 'settled' OR price_state <> 'settled'")
        assert cr.fetchone() == (0,)
    return cost.as_dict()
