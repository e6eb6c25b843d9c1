"""Addresses, carriers, brands, categories, attributes, values, places (api/trendyol.md §2.1 - §2.5, §3.14)."""

from .answers import Answer, Page, Refusal
from .const import CARGO_COMPANIES, MAX_ITEMS, STOREFRONTS
from .dictionary import named
from .people import PLACES

BY_NAME_ROWS = 20
FLAGS = ("shipmentAddress", "invoiceAddress", "returningAddress", "default")


def read_addresses(context):
    """The quota of one call an hour was that of the time before September 2026."""
    settings, account = context.settings, context.account
    if settings.addresses_once_per_hour and not account.may_read_addresses():
        raise Refusal("too.many.requests", "Too many requests", 429)
    rows = [_address(row, settings) for row in account.addresses]
    shipment = next(row for row in rows if row["addressType"] == "Shipment")
    context.call.items = len(rows)
    return Answer(
        {
            "supplierAddresses": rows,
            "defaultShipmentAddress": shipment,
            "defaultInvoiceAddress": None,
            "defaultReturningAddress": {"present": True},
        }
    )


def _address(row, settings):
    if settings.address_flags == "plain":
        return row
    return {f"is{key[0].upper()}{key[1:]}" if key in FLAGS else key: value for key, value in row.items()}


def read_cargo_providers(_context):
    return Answer([{"code": code, "name": f"{name} Marketplace"} for code, name in CARGO_COMPANIES.values()])


def read_brands(context):
    page = context.query.number("page", 0)
    size = context.query.number("size", MAX_ITEMS, low=1, high=MAX_ITEMS)
    brands = list(context.dictionary.brands.items())[page * size : (page + 1) * size]
    context.call.items = len(brands)
    return Answer({"brands": [{"id": number, "name": name} for number, name in brands]})


def find_brands(context):
    """A bare list of the brands whose name holds the text."""
    wanted = context.query.text("name")
    if not wanted:
        raise Refusal("invalid.parameter", "name is required")
    size = context.query.number("size", BY_NAME_ROWS, low=1, high=MAX_ITEMS)
    fold = str.casefold if context.settings.brand_name_match == "case_insensitive" else str
    found = [
        {"id": number, "name": name} for number, name in context.dictionary.brands.items() if fold(wanted) in fold(name)
    ]
    context.call.items = len(found[:size])
    return Answer(found[:size])


def read_categories(context):
    rows = [_category(category, context.language) for category in context.dictionary.roots()]
    context.call.items = len(context.dictionary.categories)
    return Answer(rows if context.settings.category_tree_as == "list" else {"categories": rows})


def _category(category, language):
    children = [_category(child, language) for child in category.children]
    return {
        "id": category.id,
        "name": named(category.names, language),
        "parentId": category.parent,
        "subCategories": children,
    }


def read_attributes(context, category_id):
    """?required=true|false narrows; a category with children has none."""
    category, wanted = _find(context, category_id), context.query.flag("required")
    name = named(category.names, context.language)
    rows = [
        {
            "categoryId": category.id,
            "attribute": {"id": use["id"], "name": context.dictionary.attribute_name(use["id"], context.language)},
            **{flag: use[flag] for flag in use if flag != "id"},
        }
        for use in category.uses or ()
        if wanted is None or use["required"] == wanted
    ]
    context.call.items = len(rows)
    return Answer({"id": category.id, "name": name, "displayName": name, "categoryAttributes": rows})


def read_values(context, category_id, attribute_id):
    category = _find(context, category_id)
    if not category.is_leaf or category.use(attribute_id) is None:
        raise Refusal("attribute.not.found", "Attribute was not found", 404)
    page = context.query.number("page", 0, high=MAX_ITEMS)
    size = context.query.number("size", MAX_ITEMS, low=1, high=MAX_ITEMS)
    values = list(context.dictionary.values[attribute_id].items())
    key = context.settings.value_text_key
    rows = [
        {"attributeValueId": number, key: named(names, context.language)}
        for number, names in values[page * size : (page + 1) * size]
    ]
    context.call.items = len(rows)
    return Page(rows, len(values), page, size).answer()


def _find(context, category_id):
    category = context.dictionary.categories.get(category_id)
    if category is None:
        raise Refusal("category.not.found", "Category was not found", 404)
    return category


# Places: the shapes are not verified (§3.14)


def read_countries(_context):
    return Answer([{"code": row.code, "name": row.country} for row in STOREFRONTS.values()])


def read_cities(_context, code):
    if code not in PLACES:
        raise Refusal("country.not.found", "Country was not found", 404)
    return Answer([{"id": number, "name": city} for number, (city, *_rest) in enumerate(PLACES[code], 1)])
