"""Trendyol's category tree and the attributes of a category with their values (api/trendyol.md §2.4, §2.5)."""

from odoo.addons.marketplace_base.lib.catalogue import (
    CategoryData,
    CategoryDetail,
    CharacteristicData,
    CharacteristicKind,
    FamilyType,
    ValueData,
)
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .fields import flag, identifier, record, records, text

_ = Words("marketplace_trendyol")

DEEPEST = 20  # levels of the tree; more is junk


def parse_categories(answer):
    """The whole tree, parents first; it arrives as an object or bare (§2.4).

    :raise ValueError: not readable
    """
    rows = answer.get("categories") if isinstance(answer, dict) else answer
    return list(_branch(records(rows, "Categories"), "", DEEPEST))


def _branch(rows, parent, depth):
    if not depth:
        raise ValueError("Categories: the tree is too deep")
    for row in rows:
        key = identifier(row, "id", what="Category")
        if not key:
            raise ValueError("Category: id is missing")
        below = records(row.get("subCategories"), f"Category {key}: subCategories")
        yield CategoryData(
            key=key,
            name=text(row, "name", f"Category {key}") or key,
            parent_key=identifier(row, "parentId", what=f"Category {key}") or parent,
            allowed=not below,  # products only in leaves
            needs_barcode=True,
        )
        yield from _branch(below, key, depth - 1)


def parse_attributes(answer, key):
    """``{attribute: its row}`` of a category. :raise ValueError: not readable"""
    what = f"Category {key}"
    found = {}
    for row in records(record(answer, what).get("categoryAttributes"), f"{what}: attributes"):
        number = identifier(record(row.get("attribute"), what), "id", what=f"{what}: an attribute")
        if not number:
            raise ValueError(f"{what}: an attribute has no id")
        found[number] = row
    return found


def parse_values(answer, what):
    """A page of values and whether more follow. The name of the text varies (§2.5). :raise ValueError: not readable"""
    answer = record(answer, what)
    values = []
    for row in records(answer.get("content"), what):
        key = identifier(row, "attributeValueId", "id", what=what)
        name = next(filter(None, (text(row, n, what) for n in ("attributeValueName", "attributeValue", "name"))), "")
        if key and name:
            values.append(ValueData(key, name))
    page, pages = (identifier(answer, name, what=what) or "0" for name in ("page", "totalPages"))
    return values, int(page) + 1 < int(pages)


def detail_of(answer, key, rows, values, following, storefront):
    """A category with its attributes.

    :param rows: as ``parse_attributes`` gives them
    :param values: ``{attribute: [ValueData]}`` of this page
    :param storefront: its code
    :raise ValueError: not readable
    """
    what = f"Category {key}"
    name = text(answer, "displayName", what) or text(answer, "name", what) or key
    own = tuple(_characteristic(number, row, values.get(number, ()), what) for number, row in rows.items())
    groups = tuple(number for number, row in rows.items() if flag(row, "varianter", what) or flag(row, "slicer", what))
    return CategoryDetail(
        CategoryData(key, name, needs_barcode=True),
        own + tuple(own_characteristics(key, storefront)),
        (FamilyType(const.VARIANTS, _("Variants of one product"), groups),) if groups else (),
        following,
    )


def _characteristic(number, row, values, what):
    here = f"{what}, attribute {number}"
    return CharacteristicData(
        key=number,
        name=text(record(row.get("attribute"), here), "name", here) or number,
        required=flag(row, "required", here),
        multiple=flag(row, "allowMultipleAttributeValues", here),
        open_values=flag(row, "allowCustom", here),
        values=tuple(values),
    )


def own_characteristics(key, storefront):
    """What Trendyol asks for outside its attributes: filled in the same way, sent as fields of the product (§2.6, §7.5)."""
    for position, (name, words) in enumerate(const.OWN_CHARACTERISTICS.items(), 1000):
        if name == const.DEPOSIT and (storefront != const.ROMANIA or int(key) not in const.SGR_CATEGORIES):
            continue
        kind = CharacteristicKind.TEXT if name == const.ORIGIN else CharacteristicKind.NUMBER
        yield CharacteristicData(
            name, _(words), kind, required=name == const.DEPOSIT, open_values=True, position=position
        )
