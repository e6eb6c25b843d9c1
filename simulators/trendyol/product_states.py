"""What becomes of products: approval, archive, lock, deletion; buybox (api/trendyol.md §2.6, §2.8, §2.12)."""

import threading

import requests

from .answers import Answer, Refusal
from .const import DAY, MAX_ITEMS
from .product_rules import clean_barcode
from .product_store import APPROVED, PENDING, REJECTED
from .query import items_of, json_object
from .texts import Reason

PEOPLE = "Trendyol's people"
MAX_BUYBOX = 10
TIMEOUT = 10
UNREACHABLE = ("Görsel", "Image cannot be reached: {}")


def submit(account, product, by):
    """Content was sent: it waits for approval, which time gives here (design) or the control API."""
    account.products.record(product, by, status=PENDING)
    product.rejections = []
    product.submission += 1
    sent = product.submission
    if account.settings.approve_after_seconds:
        account.after(account.settings.approve_after_seconds, lambda: _judge(account, product, sent))


def _judge(account, product, sent):
    if not _still_waits(account, product, sent):
        return
    if account.settings.fetch_images:
        # Beside the lock: the pictures may come from a server that calls here meanwhile.
        threading.Thread(target=_look, args=(account, product, sent, list(product.images)), daemon=True).start()
    else:
        account.products.approve(product, PEOPLE)


def _still_waits(account, product, sent):
    is_there = account.products.get(product.barcode) is product
    return is_there and product.status == PENDING and product.submission == sent


def _look(account, product, sent, urls):
    """Download the pictures; the verdict holds if the product still waits for it."""
    unreachable = [url for url in urls if not _answers(url)]
    with account.lock:
        if not _still_waits(account, product, sent):
            return
        if unreachable:
            reject(account, product, [(UNREACHABLE[0], UNREACHABLE[1].format(url)) for url in unreachable])
        else:
            account.products.approve(product, PEOPLE)


def _answers(url):
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(url, timeout=TIMEOUT, stream=True).status_code == requests.codes.ok
    except requests.RequestException:
        return False


def reject(account, product, reasons):
    account.products.record(product, PEOPLE, status=REJECTED)
    product.rejections = list(reasons)


def set_archived(account, product, archived, by):
    product.archived_at = account.clock.time() if archived else None
    account.products.record(product, by, archived=archived)


def set_locked(account, product, reason, by):
    """`reason` None unlocks."""
    product.lock_reason = reason
    product.locked_at = account.clock.time() if reason else None
    account.products.record(product, by, locked=bool(reason))


# Calls


def _bulk(context, kind, change, shape):
    """A batch whose items name products by barcode; `change(batch, product, request)` gives a Reason or None."""
    account = context.account

    def work(batch, item):
        barcode, wrong = clean_barcode(item.request.get("barcode"))
        product = account.products.get(barcode)
        if product is None:
            return [wrong or Reason("barcode_unknown")]
        reason = change(batch, product, item.request)
        return [reason] if reason else []

    return account.batches.accept(context, kind, items_of(context.body, MAX_ITEMS), work, shape)


def archive(context):
    def change(batch, product, request):
        if not isinstance(request.get("archived"), bool):
            return Reason("field_wrong", field="archived")
        if not product.is_approved:
            return Reason("not_approved")
        if request["archived"] != product.archived:
            set_archived(context.account, product, request["archived"], batch.by)
        return None

    def shape(item):
        request = {
            "archived": item.request.get("archived"),
            "supplierId": context.account.seller_id,
            "barcode": item.barcode,
        }
        return {"batchRequestLogId": None, "requestItem": request}

    return _bulk(context, "ProductArchiveUpdate", change, shape)


def unlock(context):
    def change(batch, product, _request):
        if not product.locked:
            return Reason("not_locked")
        set_locked(context.account, product, None, batch.by)
        return None

    return _bulk(context, "ProductUnlockUpdate", change, _barcode_only)


def delete(context):
    """Not yet approved, or approved and archived for more than a day."""

    def change(batch, product, _request):
        ripe = product.archived and context.account.clock.time() - product.archived_at > DAY
        if product.status == APPROVED and not ripe:
            return Reason("cannot_delete")
        context.account.products.remove(product, batch.by)
        return None

    return _bulk(context, "ProductDeletion", change, _barcode_only)


def _barcode_only(item):
    return {"requestItem": {"barcode": item.barcode}}


def read_buybox(context):
    """At most ten barcodes; unknown ones are left out (design). The seller stands alone unless control says otherwise."""
    barcodes = json_object(context.body).get("barcodes")
    if not isinstance(barcodes, list) or not 1 <= len(barcodes) <= MAX_BUYBOX:
        raise Refusal("invalid.request", f"barcodes: 1 to {MAX_BUYBOX}")
    products = context.account.products
    rows = [_buybox(context, product) for barcode in barcodes if (product := products.get(barcode))]
    context.call.items = len(rows)
    return Answer({"buyboxInfo": rows})


def _buybox(context, product):
    own = context.account.products.offer(product, context.storefront.code).sale_price
    rivals = context.account.rivals.get(product.barcode, [])
    prices = sorted([price for price in [own, *rivals] if price is not None])
    return {
        "barcode": product.barcode,
        "buyboxOrder": prices.index(own) + 1 if own is not None else None,
        "buyboxPrice": prices[0] if prices else None,
        "hasMultipleSeller": bool(rivals),
        "secondBuyboxPrice": prices[1] if len(prices) > 1 else None,
        "thirdBuyboxPrice": prices[2] if len(prices) > 2 else None,
    }
