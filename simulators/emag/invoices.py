"""Invoices that eMAG issues: to the seller, and to customers in his name (api/emag.md §7.1 - §7.3)."""

from .bodies import int_filter, page_of, paging
from .const import MAX_ID
from .envelope import Answer, Refusal
from .times import parse_date

MOST_PER_PAGE = 1000
CATEGORIES = {
    "FC": "Commission",
    "FCA": "Canceled commission",
    "FCSA": "Canceled commission storno",
    "FCD": "Commission discount",
    "FTA": "Canceled transport",
}
CUSTOMER_CATEGORIES = ("normal", "storno")
FILTERS = ("category", "number", "date_start", "date_end", "itemsPerPage", "currentPage")


def read_categories(context):
    context.call.items = len(CATEGORIES)
    return Answer([{"category": code, "name": name} for code, name in CATEGORIES.items()])


def read_invoices(context):
    """To the seller. Without filters the newest come first, a hundred to a page."""
    return _page(context, context.account.invoices, context.filters(FILTERS), CATEGORIES)


def read_customer_invoices(context):
    filters = context.filters((*FILTERS, "order_id"))
    order_id = int_filter(filters, "order_id", low=1, high=MAX_ID)
    rows = [row for row in context.account.customer_invoices if order_id in (None, row["order_id"])]
    return _page(context, rows, filters, CUSTOMER_CATEGORIES)


def _page(context, rows, filters, categories):
    page, size = paging(filters, context.settings, MOST_PER_PAGE)
    category, number = filters.get("category"), filters.get("number")
    if category is not None and category not in tuple(categories):
        raise Refusal("Invalid value for filter category")
    start, end = (_day(filters, key) for key in ("date_start", "date_end"))
    found = [
        row
        for row in sorted(rows, key=lambda row: (row["date"], row["number"]), reverse=True)
        if category in (None, row["category"])
        and number in (None, row["number"])
        and (start is None or start <= row["date"])
        and (end is None or row["date"] <= end)
    ]
    shown = page_of(found, page, size)
    context.call.items = len(shown)
    answer = {"total_results": len(found), "invoices": shown}
    return Answer(answer) if context.settings.invoices_at == "results" else Answer(beside=answer)


def _day(filters, key):
    value = filters.get(key)
    if value is not None and parse_date(value) is None:
        raise Refusal(f"Invalid value for filter {key}: the format is YYYY-mm-dd")
    return value
