"""What Trendyol holds of products that are to be changed, and what of it nobody can change any more (api/trendyol.md §2.7)."""

from dataclasses import dataclass, field

from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .client import reading
from .fields import flag, identifier, record, records, text
from .parse import own_barcode
from .parse_content import delivery_days

_ = Words("marketplace_trendyol")

APPROVED = "product/sellers/{S}/products/approved"


@dataclass(frozen=True, slots=True)
class Held:
    """An approved variant with its content card. ``attributes``: attribute -> (item to send, in words)."""

    content_key: str
    main_id: str
    brand_key: str
    brand: str
    category_key: str
    category: str
    delivery_days: int | None = None
    attributes: dict = field(default_factory=dict)


def read_held(client, barcodes):
    """``{barcode: Held}`` of those that are approved."""
    found = {}
    for start in range(0, len(barcodes), const.BARCODES_PER_READ):
        part = barcodes[start : start + const.BARCODES_PER_READ]
        codes = ",".join(part)
        answer = client.read(APPROVED, "read", part, barcodes=codes, page=0, size=const.PAGE_APPROVED)
        with reading():
            for row in records(answer.get("content"), APPROVED):
                for variant in records(row.get("variants"), APPROVED):
                    found[own_barcode(variant, "Product")] = _held(row, variant)
    return found


def _held(row, variant):
    what = f"Product {variant.get('barcode')}"
    brand, category = record(row.get("brand"), what), record(row.get("category"), what)
    attributes = records(row.get("attributes"), what) + records(variant.get("attributes"), what)
    return Held(
        identifier(row, "contentId", what=what),
        text(row, "productMainId", what),
        identifier(brand, "id", what=what),
        text(brand, "name", what),
        identifier(category, "id", what=what),
        text(category, "name", what),
        delivery_days(variant, what),
        _attributes(attributes, what),
    )


def _attributes(rows, what):
    """Several rows may speak of one attribute, and one row may hold a list of values (§2.9)."""
    ids, words = {}, {}
    for row in rows:
        key = identifier(row, "attributeId", what=what)
        for value in records(row.get("attributeValues"), what) or [row]:
            if number := identifier(value, "attributeValueId", what=what):
                ids.setdefault(key, []).append(int(number))
            if said := text(value, "attributeValue", what):
                words.setdefault(key, []).append(said)
    return {
        key: (_item(key, ids.get(key, ()), said), ", ".join(said)) for key, said in words.items() if key
    }  # fmt: skip


def _item(key, numbers, said):
    if len(numbers) > 1:
        return {"attributeId": int(key), "attributeValueIds": list(numbers)}
    if numbers:
        return {"attributeId": int(key), "attributeValueId": numbers[0]}
    return {"attributeId": int(key), "customAttributeValue": said[0]}


def changed_attributes(held, rows, items):
    """The attributes of an approved card: those that tell cards apart stay, those of single variants are not part of it.

    :param rows: ``{attribute: its row}`` of the category
    :param items: as the product wants them
    """
    result = []
    for item in items:
        key, row = str(item["attributeId"]), rows[str(item["attributeId"])]
        if not flag(row, "varianter", key) and not (flag(row, "slicer", key) and key in held.attributes):
            result.append(item)
    slicers = [key for key in held.attributes if key in rows and flag(rows[key], "slicer", key)]
    return result + [held.attributes[key][0] for key in slicers if not flag(rows[key], "varianter", key)]


def what_stays(held, product, main_id, rows):
    """In words, what differs in Odoo but cannot be changed after the approval; Trendyol keeps what it has."""
    if product.brand_key != held.brand_key:
        yield _("brand: %s", held.brand)
    if product.family_key and main_id != held.main_id:
        yield _("group of variants: %s", held.main_id)
    wanted = {}
    for value in product.characteristics:
        wanted.setdefault(value.key, set()).add(value.value.strip().casefold())
    for key, (_sent, said) in held.attributes.items():
        row = rows.get(key)
        if row is None or not (flag(row, "varianter", key) or flag(row, "slicer", key)):
            continue
        if wanted.get(key) and wanted[key] != {part.casefold() for part in said.split(", ")}:
            yield f"{name_of(row, key)}: {said}"


def name_of(row, attribute):
    """What an attribute of a category is called."""
    named = row.get("attribute")
    return str(named.get("name") or attribute) if isinstance(named, dict) else attribute
