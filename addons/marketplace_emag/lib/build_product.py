"""A product in eMAG's JSON: ``product_offer/save`` (api/emag.md §3.2). New products, offers on pages that are there, updates."""

from decimal import ROUND_HALF_UP

from . import const
from .build import PRICE_STEP

# Every key and every value of a request counts towards eMAG's limit of input variables (§1.3).
MAIN_PICTURE, FURTHER_PICTURE = 1, 0


def product_body(product, vat_id):
    """One item of ``product_offer/save``.

    Always whole: eMAG takes it as an update when it knows the number. With ``platform_code`` it is an offer on the page of
    that key; then neither EAN nor documentation goes along.

    :param vat_id: eMAG's number for the product's VAT rate
    """
    item = {
        "id": int(product.key),
        "name": product.name,
        "status": const.ACTIVE if product.on_sale else const.INACTIVE,
        "sale_price": _amount(product.price),
        "vat_id": int(vat_id),
        "stock": [{"warehouse_id": const.WAREHOUSE, "value": min(max(product.quantity, 0), const.STOCK_MAX)}],
        "handling_time": [{"warehouse_id": const.WAREHOUSE, "value": product.handling_days or 0}],
    }
    for key, amount in (("min_sale_price", product.price_low), ("max_sale_price", product.price_high)):
        if amount is not None:
            item[key] = _amount(amount)
    if product.warranty is not None:
        item["warranty"] = product.warranty
    for key, parties in (("manufacturer", product.makers), ("eu_representative", product.responsibles)):
        if parties:
            item[key] = [{"name": p.name, "address": p.address, "email": p.email} for p in parties]
    if product.platform_code:
        return item | {"part_number_key": product.platform_code}
    return item | _documentation(product)


def _documentation(product):
    found = {
        "category_id": int(product.category_key),
        "part_number": product.sku,
        "brand": product.brand,
        "characteristics": [_characteristic(value) for value in product.characteristics],
        "images": [
            {"display_type": FURTHER_PICTURE if number else MAIN_PICTURE, "url": picture.url}
            for number, picture in enumerate(product.pictures)
        ],
    }
    if product.description:
        found["description"] = product.description
    if product.barcodes:
        found["ean"] = list(product.barcodes)
    if product.safety:
        found["safety_information"] = product.safety
    if product.family_key:
        found["family"] = {
            "id": int(product.family_key),
            "name": product.family_name,
            "family_type_id": int(product.family_type_key),
        }
    return found


def _characteristic(value):
    item = {"id": int(value.key), "value": value.value}
    return item | {"tag": value.tag} if value.tag else item


def _amount(amount):
    return float(amount.quantize(PRICE_STEP, rounding=ROUND_HALF_UP))


def input_variables(body):
    """How many input variables eMAG counts in a body: values and containers, to be on the safe side (§1.3)."""
    if isinstance(body, dict):
        return 1 + sum(map(input_variables, body.values()))
    if isinstance(body, list):
        return 1 + sum(map(input_variables, body))
    return 1
