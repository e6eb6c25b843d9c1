"""The attributes of a product: every documented form, what the category demands (api/trendyol.md §2.5, §2.6)."""

from dataclasses import dataclass, field

from .const import COLOUR, MAX_COLOUR
from .product_store import Attribute
from .query import whole
from .texts import Reason

MAX_TEXT = 255
VALUE_KEYS = ("attributeValueId", "attributeValueIds")
TEXT_KEYS = ("customAttributeValue", "attributeValue")


@dataclass
class Read:
    """`attributes` as understood, `reasons` why not."""

    attributes: list = field(default_factory=list)
    reasons: list = field(default_factory=list)


def read_attributes(dictionary, category, sent, language, skip=()):
    """Check a list against a leaf category; `skip` = attribute ids that need not be there."""
    read = Read()
    if not isinstance(sent, list) or not all(isinstance(row, dict) for row in sent):
        read.reasons.append(Reason("field_wrong", field="attributes"))
        return read
    for row in sent:
        _read_one(dictionary, category, row, read)
    present = [attribute.id for attribute in read.attributes]
    read.reasons += [
        Reason("attribute_value", id=number) for number in sorted(set(present)) if present.count(number) > 1
    ]
    failed = {whole(row.get("attributeId")) for row in sent} - set(present)
    read.reasons += [
        Reason("attribute_missing", name=dictionary.attribute_name(use["id"], language), id=use["id"])
        for use in category.uses
        if use["required"] and use["id"] not in present and use["id"] not in failed and use["id"] not in skip
    ]
    return read


def _read_one(dictionary, category, row, read):
    number = whole(row.get("attributeId"))
    use = category.use(number)
    if use is None:
        read.reasons.append(Reason("attribute_unknown", id=row.get("attributeId")))
        return
    attribute = _understood(row, number)
    if attribute is None or not _is_valid(dictionary, use, attribute):
        read.reasons.append(Reason("attribute_value", id=number))
        return
    read.attributes.append(attribute)


def _understood(row, number):
    """One value number, several, or a text; nothing else, and not both."""
    ids = [row[key] for key in VALUE_KEYS if row.get(key) is not None]
    texts = [row[key] for key in TEXT_KEYS if row.get(key) is not None]
    if len(ids) + len(texts) != 1:
        return None
    if texts:
        return Attribute(number, text=texts[0].strip()) if isinstance(texts[0], str) and texts[0].strip() else None
    values = ids[0] if isinstance(ids[0], list) else [ids[0]]
    if not values or any(whole(value) is None for value in values):
        return None
    return Attribute(number, value_ids=tuple(map(whole, values)))


def _is_valid(dictionary, use, attribute):
    if attribute.text is not None:
        limit = MAX_COLOUR if use["id"] == COLOUR else MAX_TEXT
        return use["allowCustom"] and len(attribute.text) <= limit
    if len(attribute.value_ids) > 1 and not use["allowMultipleAttributeValues"]:
        return False
    known = dictionary.values[use["id"]]
    return len(set(attribute.value_ids)) == len(attribute.value_ids) and all(
        value in known for value in attribute.value_ids
    )


def fixed_changes(category, product, sent, flags=("slicer", "varianter")):
    """Ids of slicer and varianter attributes whose value would change; they are fixed after approval."""
    changed = []
    for attribute in sent:
        use = category.use(attribute.id)
        stored = product.attribute(attribute.id)
        if any(use[flag] for flag in flags) and (stored is None or stored.value != attribute.value):
            changed.append(attribute.id)
    return changed
