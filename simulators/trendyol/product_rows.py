"""Products as the filters print them (api/trendyol.md §2.9)."""

from simulators.core.money import as_json_number

from .dictionary import named
from .times import millis


def _brand(dictionary, product):
    return {"id": product.brand_id, "name": dictionary.brands[product.brand_id]}


def _category(dictionary, product, language):
    category = dictionary.categories[product.category_id]
    return {"id": category.id, "name": named(category.names, language)}


def _dictionary(context, product):
    """The one the product was made with: targets of cross-country selling read the origin's."""
    return context.account.dictionaries[product.storefront]


def _attributes(context, product, is_variant):
    dictionary = _dictionary(context, product)
    category = dictionary.categories[product.category_id]
    return [
        row
        for attribute in product.attributes
        if category.use(attribute.id)["varianter"] == is_variant
        for row in _attribute_rows(context, dictionary, attribute)
    ]


def _attribute_rows(context, dictionary, attribute):
    """One row per value, or one with a list, as the older OpenAPI shows; free texts have no number."""
    head = {"attributeId": attribute.id, "attributeName": dictionary.attribute_name(attribute.id, context.language)}
    values = [
        {"attributeValueId": number, "attributeValue": dictionary.value_name(attribute.id, number, context.language)}
        for number in attribute.value_ids
    ] or [{"attributeValue": attribute.text}]
    if context.settings.attribute_shape == "list":
        return [{**head, "attributeValues": values}]
    return [{**head, **value} for value in values]


def card_row(context, variants):
    first = variants[0]
    dictionary = _dictionary(context, first)
    return {
        "contentId": first.content_id,
        "productMainId": first.main_id,
        "brand": _brand(dictionary, first),
        "category": _category(dictionary, first, context.language),
        "creationDate": millis(first.created),
        "lastModifiedDate": millis(first.content_modified),
        "lastModifiedBy": "SellerIntegrationApi",
        "title": first.title,
        "description": first.description,
        "images": [{"url": url} for url in first.images],
        "attributes": _attributes(context, first, is_variant=False),
        "variants": [_variant(context, product) for product in variants],
    }


def _variant(context, product):
    products, code = context.account.products, context.storefront.code
    offer = products.offer(product, code)
    price = as_json_number(offer.sale_price)
    row = {
        "variantId": product.variant_id,
        "supplierId": context.account.seller_id,
        "barcode": product.barcode,
        "stockCode": product.stock_code,
        "attributes": _attributes(context, product, is_variant=True),
        "productUrl": f"https://www.trendyol.com/p/{product.main_id}-p-{product.content_id}",
        "onSale": products.is_on_sale(product, code),
        "commission": product.commission,
        **_delivery(context, product),
        "stock": {"quantity": offer.quantity, "lastModifiedDate": millis(offer.stock_at)},
        "price": {"salePrice": price, "listPrice": as_json_number(offer.list_price), "priceSeenByCustomer": price},
        "origin": product.origin,
        "vatRate": product.vat_rate,
        "sellerCreatedDate": millis(product.created),
        "sellerModifiedDate": millis(product.modified),
        "locked": product.locked,
        "lockReason": product.lock_reason,
        "lockDate": millis(product.locked_at),
        "archived": product.archived,
        "archivedDate": millis(product.archived_at),
        "docNeeded": False,
        "hasViolation": False,
        "blacklisted": product.blacklisted,
        "cargoProviders": product.cargo_providers,
        "sgrPrice": as_json_number(product.sgr_price),
    }
    if offer.quantity is None:
        del row["stock"]["quantity"]
    if code == "TR":
        row["channels"] = product.channels
    return row


def _delivery(context, product):
    duration = product.delivery_duration
    if context.settings.delivery_option_shape == "deliveryOption":
        return {"deliveryOption": {"deliveryDuration": duration}}
    options = {"deliveryDuration": duration, "isRushDelivery": duration == 0, "fastDeliveryOptions": []}
    return {"deliveryOptions": options}


def inventory_row(context, variants):
    return {
        "contentId": variants[0].content_id,
        "productMainId": variants[0].main_id,
        "variants": [_stock(context, product) for product in variants],
    }


def _stock(context, product):
    offer = context.account.products.offer(product, context.storefront.code)
    return {
        "variantId": product.variant_id,
        "barcode": product.barcode,
        "salePrice": as_json_number(offer.sale_price),
        "listPrice": as_json_number(offer.list_price),
        "quantity": offer.quantity,
        "stockCode": product.stock_code,
        "stockLastModifiedDate": millis(offer.stock_at),
    }


def unapproved_row(context, product):
    offer = context.account.products.offer(product, context.storefront.code)
    dictionary = _dictionary(context, product)
    return {
        "supplierId": context.account.seller_id,
        "productMainId": product.main_id,
        "status": product.status,
        "createDateTime": millis(product.created),
        "lastUpdateDate": millis(product.modified),
        "lastPriceChangeDate": millis(offer.price_at),
        "lastStockChangeDate": millis(offer.stock_at),
        "brand": _brand(dictionary, product),
        "category": _category(dictionary, product, context.language),
        "barcode": product.barcode,
        "title": product.title,
        "description": product.description,
        "quantity": offer.quantity,
        "listPrice": as_json_number(offer.list_price),
        "salePrice": as_json_number(offer.sale_price),
        "vatRate": product.vat_rate,
        "dimensionalWeight": as_json_number(product.weight),
        "stockCode": product.stock_code,
        "origin": product.origin,
        "docNeeded": False,
        "media": [{"url": url} for url in product.images],
        "attributes": [
            row for attribute in product.attributes for row in _attribute_rows(context, dictionary, attribute)
        ],
        "rejectReasonDetails": [
            {"rejectReason": reason, "rejectReasonDetail": text} for reason, text in product.rejections
        ],
        "locationBasedDelivery": product.location_based,
        "lotNumber": product.lot_number,
    }
