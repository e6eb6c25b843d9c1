"""A product in Trendyol's JSON: created, corrected before its approval, changed afterwards (api/trendyol.md §2.6, §2.7)."""

from decimal import Decimal

from odoo.addons.marketplace_base.lib.money import decimal

from . import const
from .build import prices
from .fields import flag


def terms(options, has_couriers):
    """How the seller ships and takes back, where the account says so: part of every product (§2.6).

    :param has_couriers: couriers belong to the product; in Türkiye only
    """
    found = {
        name: int(options[option])
        for name, option in (("shipmentAddressId", "ship_from"), ("returningAddressId", "return_to"))
        if options.get(option)
    }
    couriers = list(options.get("product_couriers") or ()) if has_couriers else []
    return found | ({"cargoProviders": couriers} if couriers else {})


def new_item(product, attributes, list_percent, terms):
    """One item of the creation."""
    sale, crossed_out = prices(product.price, list_percent)
    return unapproved_item(product, attributes, terms) | {
        "quantity": min(max(product.quantity, 0), const.STOCK_MAX),
        "salePrice": sale,
        "listPrice": crossed_out,
    }


def unapproved_item(product, attributes, terms):
    """One item of a correction before the approval: whole, without stock and price."""
    item = {
        "barcode": product.key,
        "title": title(product),
        "productMainId": main_id(product),
        "brandId": int(product.brand_key),
        "categoryId": int(product.category_key),
        "stockCode": product.sku or product.key,
        "description": product.description,
        "vatRate": vat_rate(product),
        "images": [{"url": picture.url} for picture in product.pictures[: const.PICTURES_MAX]],
        "attributes": attributes,
    }
    return item | _own_fields(product) | delivery(product) | terms


def content_item(product, content_key, attributes):
    """What customers read of an approved product; its attributes are replaced as a whole (§8.8)."""
    return {
        "contentId": int(content_key),
        "title": title(product),
        "description": product.description,
        "images": [{"url": picture.url} for picture in product.pictures[: const.PICTURES_MAX]],
        "attributes": attributes,
    }


def variant_item(product, terms):
    """What belongs to a single variant of an approved product; how it is delivered and by whom goes another way, or never."""
    item = {"barcode": product.key, "stockCode": product.sku or product.key, "vatRate": vat_rate(product)}
    return item | _own_fields(product) | {name: value for name, value in terms.items() if name != "cargoProviders"}


def delivery(product):
    """How soon it is sent: the same day or the next one, all else Trendyol does not know."""
    days = product.handling_days
    return {"deliveryOption": {"deliveryDuration": days}} if days in const.DELIVERY_DAYS else {}


def _own_fields(product):
    """What was filled in as if it were an attribute (``const.OWN_CHARACTERISTICS``)."""
    fields = {const.DESI: 1.0}
    for value in product.characteristics:
        if value.key == const.ORIGIN:
            fields[const.ORIGIN] = value.value.strip().upper()
        elif value.key in const.OWN_CHARACTERISTICS and (amount := own_number(value.value)) is not None:
            fields[value.key] = float(amount)
    return fields


def own_number(written):
    """A positive number, with a comma or a point; None where it is none."""
    try:
        amount = decimal(written.replace(",", "."))
    except ValueError:
        return None
    return amount if amount is not None and amount > 0 else None


def vat_rate(product):
    """In whole percent, as all of Trendyol's rates are."""
    return int((product.tax_rate or Decimal(0)) * 100)


def title(product):
    """Variants share one page, so its title is that of the product, without what tells them apart."""
    return product.family_name if product.family_key and product.family_name else product.name


def main_id(product):
    """What groups the variants of a product; a product of its own has its barcode."""
    return (product.family_key or product.key)[: const.MAIN_ID_MAX]


def attribute_items(product, rows, value_key):
    """The attributes of a product, and what Trendyol does not know of them.

    :param rows: ``{attribute: its row}`` of the category
    :param value_key: gives the number of a value of an attribute by its name, or ``""``
    :return: the items, and ``[(attribute, value)]`` that cannot be sent
    """
    given = {}
    for value in product.characteristics:
        if value.value and value.key in rows:
            given.setdefault(value.key, []).append(value.value.strip())
    items, unknown = [], []
    for attribute, words in given.items():
        row, numbers = rows[attribute], []
        custom = flag(row, "allowCustom", "attribute")
        for said in words:
            number = value_key(attribute, said)
            if number:
                numbers.append(int(number))
            elif custom:
                items.append({"attributeId": int(attribute), "customAttributeValue": said[: const.VALUE_MAX]})
            else:
                unknown.append((attribute, said))
        if len(numbers) > 1 and flag(row, "allowMultipleAttributeValues", "attribute"):
            items.append({"attributeId": int(attribute), "attributeValueIds": numbers})
        elif numbers:
            items.append({"attributeId": int(attribute), "attributeValueId": numbers[0]})
    return items, unknown
