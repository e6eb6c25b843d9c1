"""An account on the simulator, users' changes of stock, and when the engine of another process got them confirmed."""

import time

from odoo import SUPERUSER_ID, api, fields

from . import data


def connect(registry, platform, address, credentials, first, last):
    """The account, live in all flows, with offers that the simulator holds already; its cron begins to run."""
    account_id = data.account(registry, platform)
    data.offers(registry, account_id, first, last)
    with registry.cursor() as cr:
        account = _account(cr, account_id)
        account.write(
            {
                "address": address,
                "credentials": credentials,
                "order_enabled": True,
                "orders_since": fields.Datetime.now(),
            }
        )
        account.env["marketplace.change"].search([]).unlink()
        account.cron_id.active = True
        account._wake()
        cr.commit()
    return account_id


def is_quiet(registry, account_id):
    """Whether the first run is over: dictionaries read, orders looked for."""
    with registry.cursor() as cr:
        return bool(_account(cr, account_id)._flow("runner").success_at)


def take_one(registry, product_id):
    """One unit leaves the shelf in a transaction of its own; the moment after its commit, in seconds since the epoch."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        location = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
        env["stock.quant"]._update_available_quantity(env["product.product"].browse(product_id), location, -1)
        cr.commit()
        return time.time()


def take_all(registry, first, last):
    """One unit of each product leaves the shelf, all in one transaction; the moment after its commit."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        quants = env["stock.quant"].search(
            [("product_id", ">=", first), ("product_id", "<=", last), ("location_id.usage", "=", "internal")]
        )
        for quant in quants:
            quant.quantity -= 1
        env.flush_all()
        cr.commit()
        return time.time()


def confirmed(registry, account_id, first, last, since):
    """When the account's offers of these products were confirmed after ``since``, by product id; who is not, is missing."""
    with registry.cursor() as cr:
        cr.execute(
            """SELECT product_id, extract(epoch FROM stock_confirmed_at)::float FROM marketplace_offer
                WHERE account_id = %s AND product_id BETWEEN %s AND %s AND stock_state = 'settled'
                  AND stock_confirmed_at > to_timestamp(%s) AT TIME ZONE 'UTC'""",
            [account_id, first, last, since],
        )
        return cr.fetchall()


def _account(cr, account_id):
    return api.Environment(cr, SUPERUSER_ID, {})["marketplace.account"].browse(account_id)
