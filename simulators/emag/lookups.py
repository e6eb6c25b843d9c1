"""Lookup resources (api/emag.md §2): category, vat, handling_time, locality, courier_accounts, addresses."""

from simulators.core.money import as_json_number

from .bodies import count_answer, int_filter, page_of, paging
from .const import LANGUAGES, MAX_PAGE
from .envelope import Answer, Refusal
from .times import DATETIME, parse_datetime

VALUES_PER_PAGE = 256
LOCALITY_COUNTRIES = ("RO", "BG", "HU", "PL", "EL", "DE")
CATEGORY_FILTERS = ("id", "currentPage", "itemsPerPage", "valuesCurrentPage", "valuesPerPage")
LOCALITY_FILTERS = ("emag_id", "name", "region2", "country_code", "modified", "currentPage", "itemsPerPage")
LOCALITY_COUNT_FILTERS = ("emag_id", "name", "modified", "currentPage", "itemsPerPage")


def read_categories(context):
    """List mode: names only. With `id`: characteristics with one page of values and family types."""
    filters = context.filters(CATEGORY_FILTERS)
    language = _language(context)
    page, size = paging(filters, context.settings)
    category_id = int_filter(filters, "id", low=1, high=MAX_PAGE)
    categories = context.account.dictionary.categories
    if category_id is None:
        full = context.settings.characteristics_in_category_list
        rows = [_category(category, language, full) for category in page_of(list(categories.values()), page, size)]
    else:
        rows = (
            [_category(categories[category_id], language, True, _value_page(filters))]
            if category_id in categories
            else []
        )
    context.call.items = len(rows)
    return Answer(rows)


def count_categories(context):
    filters = context.filters(CATEGORY_FILTERS)
    _page, size = paging(filters, context.settings)
    return Answer(count_answer(len(context.account.dictionary.categories), size, context.settings))


def _language(context):
    language = context.query.get("language") or context.account.country.locale[:2]
    if language not in LANGUAGES:
        raise Refusal(f"Invalid language {language}")
    return language


def _value_page(filters):
    page = int_filter(filters, "valuesCurrentPage", low=1, high=MAX_PAGE) or 1
    size = int_filter(filters, "valuesPerPage", low=1, high=VALUES_PER_PAGE) or VALUES_PER_PAGE
    return slice((page - 1) * size, page * size)


def _category(category, language, full, values=None):
    row = {
        "id": category["id"],
        "name": _name(category, language),
        "parent_id": category["parent_id"],
        "is_allowed": category["is_allowed"],
        "is_ean_mandatory": category["is_ean_mandatory"],
        "is_warranty_mandatory": category["is_warranty_mandatory"],
    }
    if full:
        row["characteristics"] = [_characteristic(entry, language, values) for entry in category["characteristics"]]
        row["family_types"] = category["family_types"]
    return row


def _name(entry, language):
    return entry["name"].get(language) or entry["name"]["en"]


def _characteristic(entry, language, values):
    row = {key: value for key, value in entry.items() if key not in ("values", "tags")}
    row["name"] = _name(entry, language)
    if values is not None:
        row["values"] = entry["values"][values]
    if entry.get("tags"):
        row["tags"] = entry["tags"]
    return row


def read_vat(context):
    percent = context.settings.vat_rate_as == "percent"
    rows = [
        {"vat_id": vat_id, "vat_rate": as_json_number(rate * 100 if percent else rate), "is_default": int(index == 0)}
        for index, (vat_id, rate) in enumerate(context.account.dictionary.vat.items())
    ]
    return Answer(rows)


def read_handling_times(context):
    key = context.settings.handling_time_key
    return Answer([{key: days} for days in context.account.dictionary.handling_times])


def read_localities(context):
    filters = context.filters(LOCALITY_FILTERS)
    page, size = paging(filters, context.settings)
    rows = page_of(_localities(context, filters), page, size)
    context.call.items = len(rows)
    return Answer(rows)


def count_localities(context):
    filters = context.filters(LOCALITY_COUNT_FILTERS)
    _page, size = paging(filters, context.settings)
    known = {key: value for key, value in filters.items() if key in LOCALITY_COUNT_FILTERS}
    return Answer(count_answer(len(_localities(context, known)), size, context.settings))


def _localities(context, filters):
    """Rows of the platform's own country unless country_code asks for another (§2.4)."""
    country = filters.get("country_code") or context.account.country.locality_country
    if country not in LOCALITY_COUNTRIES:
        raise Refusal("Invalid value for filter country_code")
    name = filters.get("name") or ""
    if not isinstance(name, str) or len(name) > 60:
        raise Refusal("Invalid value for filter name")
    modified = filters.get("modified")
    if modified is not None:
        moment = parse_datetime(modified)
        if moment is None:
            raise Refusal("Invalid value for filter modified")
        modified = moment.strftime(DATETIME)
    emag_id = int_filter(filters, "emag_id")
    region2 = filters.get("region2")
    return [
        row
        for row in context.account.dictionary.localities
        if row["country_code"] == country
        and (emag_id is None or row["emag_id"] == emag_id)
        and (not name or name.casefold() in row["name"].casefold() or name.casefold() in row["name_latin"].casefold())
        and (not region2 or region2 in (row["region2"], row["region2_latin"]))
        and (modified is None or row["modified"] > modified)
    ]


def read_courier_accounts(context):
    return Answer(context.account.dictionary.courier_accounts)


def read_addresses(context):
    return Answer(context.account.dictionary.addresses)
