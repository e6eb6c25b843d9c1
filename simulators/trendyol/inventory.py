"""Stock and prices (api/trendyol.md §2.11): at most 1,000 items, the 15-minute rule, what an item may hold."""

import hashlib

from simulators.core.money import to_decimal

from .answers import Refusal
from .const import MAX_ITEMS, MAX_STOCK, PRICE_CHANGES_PER_MINUTE, REPEAT_WINDOW, TARGETS
from .product_rules import clean_barcode
from .product_states import set_locked
from .query import items_of, whole
from .texts import REASONS, Reason
from .times import iso

MINUTE = 60


class RepeatGuard:
    """Remembers the bodies of the last 15 minutes, per seller and storefront. Refused requests are not remembered."""

    def __init__(self, clock):
        self._clock = clock
        self._seen = {}

    def is_repeated(self, storefront, body):
        """Compared byte by byte. Notes the body unless it is one."""
        now = self._clock.time()
        self._seen = {key: at for key, at in self._seen.items() if now - at < REPEAT_WINDOW}
        key = (storefront, hashlib.sha256(body).digest())
        if key in self._seen:
            return True
        self._seen[key] = now
        return False


def save_inventory(context):
    items = items_of(context.body, MAX_ITEMS)
    account = context.account
    repeated = account.repeats.is_repeated(context.storefront.code, context.request.get_data())
    if repeated and context.settings.repeated_stock == "http":
        raise Refusal("duplicate.request", REASONS["repeated"][2])  # in Turkish whatever the language
    accepted = iso(account.clock.time(), "+00:00")

    def work(batch, item):
        return [Reason("repeated")] if repeated else _save(account, batch, item.request)

    def shape(item):
        request = {name: item.request.get(name) for name in ("barcode", "quantity", "salePrice", "listPrice")}
        return {"requestItem": {"updateRequestDate": accepted, **request}}

    return account.batches.accept(context, "ProductInventoryUpdate", items, work, shape)


def _save(account, batch, request):
    """Stock alone, or both prices alone, or all three."""
    barcode, wrong = clean_barcode(request.get("barcode"))
    product = account.products.get(barcode)
    if product is None:
        return [wrong or Reason("barcode_unknown")]
    if not product.is_approved:
        return [Reason("not_approved")]
    sent = {name: request.get(name) for name in ("quantity", "salePrice", "listPrice")}
    if all(value is None for value in sent.values()):
        return [Reason("nothing_sent")]
    reasons = _wrong_stock(sent["quantity"]) + _wrong_prices(sent["salePrice"], sent["listPrice"])
    if reasons or _is_ignored(account, product, batch.storefront):
        return reasons
    if sent["salePrice"] is not None:
        reasons = _put_prices(account, product, batch, to_decimal(sent["salePrice"]), to_decimal(sent["listPrice"]))
    if not reasons and sent["quantity"] is not None:
        account.products.put_stock(product, batch.storefront, whole(sent["quantity"]), batch.by)
    return reasons


def _wrong_stock(quantity):
    if quantity is None:
        return []
    value = None if isinstance(quantity, str) else whole(quantity)
    return [] if value is not None and 0 <= value <= MAX_STOCK else [Reason("stock_range")]


def _wrong_prices(sale, full):
    if sale is None and full is None:
        return []
    if sale is None or full is None:
        return [Reason("both_prices")]
    amounts = [None if isinstance(raw, str) else to_decimal(raw) for raw in (sale, full)]
    if None in amounts or min(amounts) <= 0:
        return [Reason("field_wrong", field="salePrice, listPrice")]
    return [Reason("prices")] if amounts[1] < amounts[0] else []


def _is_ignored(account, product, storefront):
    """Direct updates of targets go nowhere while they follow the origin (§7.3)."""
    return storefront in TARGETS and storefront != product.storefront and account.settings.targets_follow


def _put_prices(account, product, batch, sale, full):
    offer = account.products.offer(product, batch.storefront)
    if (offer.sale_price, offer.list_price) == (sale, full):
        return []
    now = account.clock.time()
    recent = [at for at in offer.price_changes if now - at < MINUTE]
    if len(recent) >= PRICE_CHANGES_PER_MINUTE:
        return [Reason("price_changes")]
    offer.price_changes.append(now)
    drop, before = account.settings.lock_on_price_drop, offer.sale_price
    account.products.put_prices(product, batch.storefront, sale, full, batch.by)
    if drop and before and sale < before * (100 - drop) / 100:
        set_locked(account, product, "CRITICAL_PRICE", "Trendyol")
    return []
