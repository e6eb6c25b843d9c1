"""What Trendyol is told of a stock and a price (api/trendyol.md §2.11)."""

from decimal import Decimal

from odoo.addons.marketplace_base.lib.money import to_cents

from . import const


def value_item(value, list_percent=Decimal(0)):
    """One item of ``price-and-inventory``: only what is to change; both prices together, or none.

    :param list_percent: how far the crossed-out price stands above the price, in percent
    """
    item = {"barcode": value.key}
    if value.quantity is not None:
        item["quantity"] = min(max(value.quantity, 0), const.STOCK_MAX)
    if value.price is not None:
        item["salePrice"], item["listPrice"] = prices(value.price, list_percent)
    return item


def prices(price, list_percent=Decimal(0)):
    """The price and the crossed-out one, which is never below it. A float of two decimals is written with exactly these."""
    sale = to_cents(price)
    return float(sale), float(max(sale, to_cents(sale * (1 + list_percent / 100))))
