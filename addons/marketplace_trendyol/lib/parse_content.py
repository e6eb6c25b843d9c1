"""What a product shows besides stock and price: texts, pictures, attributes (api/trendyol.md §2.9)."""

from urllib.parse import urljoin

from odoo.addons.marketplace_base.lib.catalogue import CharacteristicValue, Content

from .fields import identifier, number, record, records, text, whole

PICTURES = "https://cdn.dsmcdn.com"  # where paths without a host lead (unverified)


def content_of(row, what, variant=None):
    """:param variant: the variant of an approved card; an unapproved row is its own

    :raise ValueError: not readable; the message names the field
    """
    own = variant if variant is not None else row
    brand, category = record(row.get("brand"), f"{what}: brand"), record(row.get("category"), f"{what}: category")
    main_id = text(row, "productMainId", what)
    if main_id == text(own, "barcode", what):  # a product of its own: nobody else can be grouped with it by chance
        main_id = ""
    return Content(
        brand=text(brand, "name", what),
        category_key=identifier(category, "id", what=what),
        description=text(row, "description", what),
        url=text(own, "productUrl", what),
        pictures=_pictures(row, what),
        characteristics=tuple(
            dict.fromkeys(
                value
                for holder in ([row, own] if variant is not None else [row])
                for attribute in records(holder.get("attributes"), f"{what}: attributes")
                for value in _values(attribute, what)
            )
        ),
        family_key=main_id,
        family_name=text(row, "title", what) if main_id else "",
        handling_days=delivery_days(own, what),
    )


def _pictures(row, what):
    images = row.get("images") if row.get("images") is not None else row.get("media")
    urls = (text(image, "url", what) for image in records(images, f"{what}: images"))
    return tuple(dict.fromkeys(urljoin(PICTURES, url) for url in urls if url))


def _values(attribute, what):
    """The values of one attribute, in words: a single one, or a list of them (§2.9 conflict)."""
    key = identifier(attribute, "attributeId", what=f"{what}: an attribute")
    rows = records(attribute.get("attributeValues"), f"{what}, attribute {key}") or [attribute]
    for row in rows:
        value = text(row, "attributeValue", f"{what}, attribute {key}")
        if key and value:
            yield CharacteristicValue(key, value)


def delivery_days(own, what):
    """Days until shipping, under either name (§2.9 conflict); None where it is not said."""
    option = record(own.get("deliveryOption") or own.get("deliveryOptions"), f"{what}: deliveryOption")
    days = number(option, "deliveryDuration", what)
    return None if days is None else whole(option, "deliveryDuration", what)
