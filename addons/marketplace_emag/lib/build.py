"""What eMAG is told, from the trade's words to its JSON (api/emag.md §3.6)."""

from decimal import ROUND_HALF_UP, Decimal

from . import const

PRICE_STEP = Decimal(1).scaleb(-const.PRICE_DIGITS)


def offer_update(value):
    """One item of ``offer/save``: only what is to change. Prices net, stock clamped to what eMAG accepts (§8.15)."""
    item = {"id": int(value.key)}
    if value.quantity is not None:
        stock = min(max(value.quantity, 0), const.STOCK_MAX)
        item["stock"] = [{"warehouse_id": const.WAREHOUSE, "value": stock}]
    for key, amount in (
        ("sale_price", value.price),
        ("min_sale_price", value.price_low),
        ("max_sale_price", value.price_high),
    ):
        if amount is not None:
            # a float of four decimals is written with exactly these four decimals
            item[key] = float(amount.quantize(PRICE_STEP, rounding=ROUND_HALF_UP))
    return item
