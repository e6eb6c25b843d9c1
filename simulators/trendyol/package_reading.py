"""getShipmentPackages and its stream (api/trendyol.md §3.1, §3.2)."""

import base64
import binascii
import json

from .answers import Answer, Page, Refusal
from .const import (
    DAY,
    LIST_HISTORY,
    MAX_PACKAGE_IDS,
    MAX_PACKAGE_SIZE,
    MAX_REACHABLE,
    MAX_WINDOW,
    STATUSES,
    STREAM_HISTORY,
)
from .package_rows import package_row

FILTER_STATUSES = (*STATUSES, "Repack")
ORDER_FIELDS = {"PackageLastModifiedDate": "modified", "CreatedDate": "ordered"}
DEFAULT_WINDOW = 7 * DAY
STREAM_DEFAULT_SIZE = 50
MILLISECOND = 0.001


def read_packages(context):
    query = context.query
    size = query.number("size", int(context.settings.order_list_default_size), low=1, high=MAX_PACKAGE_SIZE)
    page = query.number("page", 0)
    if (page + 1) * size > MAX_REACHABLE:
        raise Refusal("max.query.window", f"page x size is above maxQueryWindowResult {MAX_REACHABLE}")
    attribute = ORDER_FIELDS[query.choice("orderByField", ORDER_FIELDS, "PackageLastModifiedDate")]
    descending = query.choice("orderByDirection", ("ASC", "DESC"), "DESC") == "DESC"
    start, end = query.window("startDate", "endDate", context.now, DEFAULT_WINDOW, MAX_WINDOW)
    start = max(start, context.now - LIST_HISTORY)
    statuses = query.choices("status", FILTER_STATUSES)
    numbers = query.numbers("shipmentPackageIds", MAX_PACKAGE_IDS)
    order_number = query.text("orderNumber")
    _same_seller(context)
    found = [
        package
        for package in _of_storefront(context)
        if _within(getattr(package, attribute), start, end)
        and (statuses is None or package.status in statuses)
        and (numbers is None or package.id in numbers)
        and (order_number is None or package.order_number == order_number)
    ]
    found.sort(key=lambda package: (getattr(package, attribute), package.id), reverse=descending)
    rows = [package_row(context.account, package) for package in found[page * size : (page + 1) * size]]
    context.call.items = len(rows)
    return Page(rows, len(found), page, size).answer(context.settings)


def read_stream(context):
    """Newest change first; the cursor belongs to its filters and remembers the window and the last row."""
    query = context.query
    size = query.number("size", STREAM_DEFAULT_SIZE, low=1, high=MAX_PACKAGE_SIZE)
    statuses = query.choices("packageItemStatuses", STATUSES)
    names = ("lastModifiedStartDate", "lastModifiedEndDate")
    start, end = query.window(*names, context.now, MAX_WINDOW, MAX_WINDOW)
    _same_seller(context)
    filters = [context.storefront.code, size, statuses, *map(query.text, names)]
    cursor = query.text("nextCursor")
    below = None
    if cursor:
        start, end, below = _from_cursor(cursor, filters)
    found = [
        package
        for package in _of_storefront(context)
        if _within(package.modified, max(start, context.now - STREAM_HISTORY), end)
        and (statuses is None or package.status in statuses or any(line.status in statuses for line in package.lines))
        and (below is None or _place(package) < below)
    ]
    found.sort(key=_place, reverse=True)
    rows = [package_row(context.account, package) for package in found[:size]]
    context.call.items = len(rows)
    has_more = len(found) > size
    content = None if not rows and context.settings.empty_content == "null" else rows
    next_cursor = _cursor(filters, start, end, found[size - 1]) if has_more else None
    return Answer({"hasMore": has_more, "nextCursor": next_cursor, "size": size, "content": content})


def _same_seller(context):
    if context.query.number("supplierId") not in (None, context.account.seller_id):
        raise Refusal("invalid.parameter", "supplierId is another seller's")


def _of_storefront(context):
    """Packages of the storefront asked for; one client saw those of all countries."""
    everywhere, book = context.settings.all_countries_listed, context.account.packages
    return [
        package
        for package in book
        if book.is_visible(package) and (everywhere or package.storefront == context.storefront.code)
    ]


def _within(at, start, end):
    """Limits come in whole milliseconds and include both ends."""
    return start <= at < end + MILLISECOND


def _place(package):
    return package.modified, package.id


def _cursor(filters, start, end, last):
    state = {"filters": filters, "start": start, "end": end, "below": _place(last)}
    return base64.urlsafe_b64encode(json.dumps(state).encode()).decode()


def _from_cursor(cursor, filters):
    try:
        state = json.loads(base64.urlsafe_b64decode(cursor))
        known, below = state["filters"], tuple(state["below"])
        start, end = float(state["start"]), float(state["end"])
    except (binascii.Error, ValueError, TypeError, KeyError):
        raise Refusal("invalid.cursor", "nextCursor is not valid") from None
    if known != filters:
        raise Refusal("invalid.cursor", "nextCursor belongs to other filters")
    return start, end, below
