"""Reading products: by barcode, approved, stock and price, unapproved, history (api/trendyol.md §2.7, §2.9)."""

import base64
import binascii
import json
from itertools import groupby

from .answers import Answer, Page, Refusal
from .const import MAX_ITEMS, MAX_LIST_BARCODES, MAX_REACHABLE, TARGETS
from .product_rows import card_row, inventory_row, unapproved_row
from .product_store import PENDING, REJECTED
from .query import whole
from .times import iso, millis

MAX_SIZE = 100
APPROVED_DATES = {
    "VARIANT_CREATED_DATE": "created",
    "VARIANT_MODIFIED_DATE": "modified",
    "CONTENT_MODIFIED_DATE": "content_modified",
}
UNAPPROVED_DATES = {"CREATED_DATE": "created", "LAST_MODIFIED_DATE": "modified"}
STATUSES = ("archived", "blacklisted", "locked", "onSale", "notOnSale")


def read_base(context, barcode):
    product = context.account.products.get(barcode)
    if product is None or not _visible(context):
        raise Refusal("product.not.found", "Product was not found", 404, "4001")
    context.call.items = 1
    return Answer(
        {
            "barcode": product.barcode,
            "approved": product.is_approved,
            "approvedDate": millis(product.approved_at),
            "archived": product.archived,
            "listingId": product.listing_id,
            "contentId": product.content_id,
        }
    )


def read_approved(context):
    dates = _dated(context, APPROVED_DATES, "VARIANT_CREATED_DATE")
    rows, page = _approved(context, dates)
    page.rows = [card_row(context, variants) for variants in _cards(rows)]
    return page.answer()


def read_inventory(context):
    """Stock and price only; no dates."""
    rows, page = _approved(context, [])
    page.rows = [inventory_row(context, variants) for variants in _cards(rows)]
    return page.answer()


def _approved(context, dates):
    """(products of the page, the page without its rows)."""
    tests = [lambda product: product.is_approved, *_selection(context), *dates]
    if status := context.query.choice("status", STATUSES):
        tests.append(lambda product: _has_status(context, product, status))
    descending = (context.query.choice("orderByDirection", ("ASC", "DESC", "asc", "desc")) or "ASC").upper() == "DESC"
    found = _matching(context, tests)
    found.sort(key=lambda product: product.created, reverse=descending)
    return _paged(context, found, MAX_SIZE)


def read_unapproved(context):
    tests = [lambda product: not product.is_approved, *_selection(context)]
    tests += _dated(context, UNAPPROVED_DATES, "CREATED_DATE")
    if status := context.query.choice("status", (REJECTED, PENDING)):
        tests.append(lambda product: product.status == status)
    rows, page = _paged(context, _matching(context, tests), MAX_ITEMS, with_token=False)
    page.rows = [unapproved_row(context, product) for product in rows]
    return page.answer()


def read_audits(context, content_id):
    """What changed on a content card; the shape is not verified."""
    card = context.account.products.card(content_id)
    if not card:
        raise Refusal("content.not.found", "Content was not found", 404)
    changes = context.account.products.log.of({product.barcode for product in card})
    size = context.query.number("size", MAX_SIZE, low=1, high=MAX_SIZE)
    page = context.query.number("page", 0)
    rows = [
        {
            "contentId": content_id,
            "barcode": change.offer_id,
            "field": change.field,
            "oldValue": change.old,
            "newValue": change.new,
            "date": iso(change.at),
        }
        for change in changes[page * size : (page + 1) * size]
    ]
    return Page(rows, len(changes), page, size).answer()


def _visible(context):
    """Reads use the storefront of origin; what a target shows is not documented."""
    code = context.storefront.code
    is_target = code in TARGETS and code != context.account.origin
    return not is_target or context.settings.filters_on_targets == "prices"


def _matching(context, tests):
    """Products that pass all tests; where barcodes are named, only those are looked at."""
    if not _visible(context):
        return []
    products, barcodes = context.account.products, _barcodes(context)
    candidates = products if barcodes is None else filter(None, map(products.get, barcodes))
    return [product for product in candidates if all(test(product) for test in tests)]


def _barcodes(context):
    """Barcodes asked for, each once; None without such a filter."""
    named = context.query.words("barcodes", MAX_LIST_BARCODES) or []
    if one := context.query.text("barcode"):
        named.append(one)
    return list(dict.fromkeys(named)) or None


def _selection(context):
    """The filters on the products themselves, as tests."""
    query = context.query
    if (supplier := query.number("supplierId")) not in (None, context.account.seller_id):
        raise Refusal("invalid.parameter", f"supplierId {supplier} is another seller's")
    wanted = {
        "stock_code": query.text("stockCode"),
        "main_id": query.text("productMainId"),
        "content_id": query.number("contentId"),
        "origin": query.text("origin"),
    }
    tests = [
        lambda product, name=name, value=value: getattr(product, name) == value
        for name, value in wanted.items()
        if value is not None
    ]
    if brands := query.numbers("brandIds"):
        tests.append(lambda product: product.brand_id in brands)
    return tests


def _dated(context, kinds, default):
    """The window of dates as tests."""
    attribute = kinds[context.query.choice("dateQueryType", kinds, default)]
    start, end = context.query.date("startDate"), context.query.date("endDate")
    if start is not None and end is not None and start > end:
        raise Refusal("invalid.parameter", "startDate must be before endDate")
    tests = [] if start is None else [lambda product: getattr(product, attribute) >= start]
    return tests if end is None else [*tests, lambda product: getattr(product, attribute) <= end]


def _has_status(context, product, status):
    if status in ("onSale", "notOnSale"):
        return context.account.products.is_on_sale(product, context.storefront.code) == (status == "onSale")
    return getattr(product, status)


def _paged(context, found, most, with_token=True):
    """A page by number within the first 10,000 rows, or the one after a token (`size` stays the same)."""
    size = context.query.number("size", min(most, MAX_SIZE), low=1, high=most)
    token = context.query.text("nextPageToken") if with_token else None
    if token and context.query.text("page"):
        raise Refusal("invalid.parameter", "page and nextPageToken exclude each other")
    page = _from_token(token) if token else context.query.number("page", 0)
    if not token and page * size >= MAX_REACHABLE:
        raise Refusal("invalid.parameter", f"page x size cannot be above {MAX_REACHABLE}")
    rows = found[page * size : (page + 1) * size]
    context.call.items = len(rows)
    is_last = (page + 1) * size >= len(found)
    more = {"nextPageToken": None if is_last else _token(page + 1)} if with_token else {}
    return rows, Page([], len(found), page, size, more)


def _token(page):
    return base64.urlsafe_b64encode(json.dumps({"after": page}).encode()).decode()


def _from_token(token):
    try:
        page = whole(json.loads(base64.urlsafe_b64decode(token))["after"])
    except (binascii.Error, ValueError, TypeError, KeyError):
        page = None
    if page is None or page < 0:
        raise Refusal("invalid.parameter", "nextPageToken is not valid")
    return page


def _cards(rows):
    """Neighbours of one content card together: a card may go on on the next page."""
    return [list(group) for _content_id, group in groupby(rows, key=lambda product: product.content_id)]
