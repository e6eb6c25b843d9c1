"""eMAG's category tree, characteristics with their values, and its catalogue by EAN (api/emag.md §2.1, §3.9)."""

from odoo.addons.marketplace_base.lib.catalogue import (
    CategoryData,
    CategoryDetail,
    CharacteristicData,
    CharacteristicKind,
    FamilyType,
    Match,
    ValueData,
)

from . import const
from .fields import flag, identifier, own_id, record, records, text, whole


def parse_category(row):
    """A row of ``category/read``. :raise ValueError: it is not readable; the message names the field"""
    what = f"Category {own_id(row, 'Category')}"
    return CategoryData(
        key=own_id(row, what),
        name=text(row, "name", what) or own_id(row, what),
        parent_key=identifier(row, "parent_id", what),
        allowed=flag(row, "is_allowed", what),
        needs_barcode=flag(row, "is_ean_mandatory", what),
        needs_warranty=flag(row, "is_warranty_mandatory", what),
    )


def parse_detail(row, page):
    """A category read by its number, with page ``page`` of the values of each characteristic. :raise ValueError: as above

    There is a next page as long as one of them filled this one; eMAG tells no number of values.
    """
    category = parse_category(row)
    what = f"Category {category.key}"
    rows = records(row.get("characteristics"), f"{what}: characteristics")
    characteristics = tuple({item.key: item for item in (_characteristic(entry, what) for entry in rows)}.values())
    is_full = any(len(_values(entry.get("values"), what)) >= const.VALUES_PAGE for entry in rows)
    families = records(row.get("family_types"), f"{what}: family_types")
    return CategoryDetail(
        category,
        characteristics,
        tuple(_family_type(entry, what) for entry in families),
        str(page + 1) if is_full else None,
    )


def _characteristic(row, what):
    key = own_id(row, f"{what}, characteristic")
    what = f"{what}, characteristic {key}"
    kind = whole(row, "type_id", what)
    values = (text({"values": value}, "values", what) for value in _values(row.get("values"), what))
    return CharacteristicData(
        key=key,
        name=text(row, "name", what) or key,
        kind=CharacteristicKind(const.CHARACTERISTIC_KINDS.get(kind, "text")),
        required=flag(row, "is_mandatory", what),
        multiple=kind in const.SEVERAL_VALUES,
        open_values=flag(row, "allow_new_value", what),
        position=whole(row, "display_order", what, 0),
        tags=tuple(tag for tag in (text({"tags": tag}, "tags", what) for tag in _values(row.get("tags"), what)) if tag),
        values=tuple(ValueData(value, value) for value in dict.fromkeys(values) if value),
    )


def _values(value, what):
    """A list of texts; also when it arrives as an object with numbered keys (§1.5)."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        raise ValueError(f"{what}: not a readable list of values")
    return value


def _family_type(row, what):
    key = own_id(row, f"{what}, family type")
    members = records(row.get("characteristics"), f"{what}, family type {key}: characteristics")
    members = sorted(members, key=lambda member: whole(member, "display_order", what, 0))
    keys = (identifier(member, "characteristic_id", f"{what}, family type {key}") for member in members)
    return FamilyType(key, text(row, "name", what) or key, tuple(filter(None, keys)))


def parse_matches(results):
    """The answer of ``find_by_eans``: products by the code that was asked for; ``[]`` when nothing matches at all (§3.9)."""
    found = []
    for barcode, answer in record(results, "find_by_eans").items():
        what = f"EAN {barcode}"
        products = records(record(answer, what).get("products"), f"{what}: products")
        found += [_match(row, barcode, what) for row in products if text(row, "part_number_key", what)]
    return found


def _match(row, barcode, what):
    return Match(
        barcode=barcode,
        platform_code=text(row, "part_number_key", what),
        name=text(row, "product_name", what),
        brand=text(row, "brand_name", what),
        category_key=identifier(row, "doc_category_id", what),
        url=text(row, "site_url", what),
        picture=text(row, "product_image", what),
        # written both ways in the document (§3.9)
        allowed=flag(row, "allowed_to_add_offer", what, default=flag(row, "allow_to_add_offer", what, default=True)),
        has_offer=flag(row, "vendor_has_offer", what),
    )
