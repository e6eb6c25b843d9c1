"""A package as orders services and webhooks print it (api/trendyol.md §3.3)."""

from simulators.core.money import as_json_number

from .const import COLOUR
from .packages import average
from .people import address
from .sample_categories import PHONE, SHOE_SIZE, SIZE, VOLUME
from .times import millis

# New name: name until April 2026.
OLD_NAMES = {
    "shipmentPackageId": "id",
    "packageGrossAmount": "grossAmount",
    "packageSellerDiscount": "totalDiscount",
    "packageTyDiscount": "totalTyDiscount",
    "packageTotalPrice": "totalPrice",
}
OLD_LINE_NAMES = {
    "lineId": "id",
    "stockCode": "merchantSku",
    "contentId": "productCode",
    "sellerId": "merchantId",
    "lineGrossAmount": "amount",
    "lineSellerDiscount": "discount",
    "lineTyDiscount": "tyDiscount",
    "lineUnitPrice": "price",
    "vatRate": "vatBaseAmount",
}
OLD_UNIT_NAMES = {"lineItemSellerDiscount": "lineItemDiscount"}
TY_HIDDEN, TY_SHOWN, TY_HIDDEN_IN_SUM = "commercial", "always", "commercial_package"


def package_row(account, package):
    settings = account.settings
    shows_ty = package.commercial or settings.ty_discount_shown != TY_HIDDEN
    row = {
        **_identity(account, package),
        **_money(package, shows_ty, settings),
        **_customer(package),
        **({"paymentMethod": package.payment} if account.is_turkish else {}),
        **_cargo(package),
        **_papers(package),
        "lines": [_line(account, package, line, shows_ty) for line in package.lines],
    }
    return renamed(row, OLD_NAMES, settings)


def renamed(row, names, settings):
    """The row under its new names, its old ones, or both."""
    if settings.field_names == "new":
        return row
    old = {names.get(key, key): value for key, value in row.items()}
    return old if settings.field_names == "old" else {**old, **row}


def _identity(account, package):
    return {
        "shipmentPackageId": package.id,
        "orderNumber": package.order_number,
        "orderDate": millis(package.ordered + account.settings.order_date_shift),
        "lastModifiedDate": millis(package.modified),
        "originShipmentDate": millis(package.history[0][0]),
        "status": package.status,
        "shipmentPackageStatus": package.return_status or package.status,
        "packageHistories": [{"createdDate": millis(at), "status": status} for at, status in package.history],
        "createdBy": package.created_by,
        "originPackageIds": package.origins,
        "shipmentNumber": package.id,
        "supplierId": account.seller_id if account.is_turkish else 0,
        "channelId": 1,
        "orderCountryCode": package.country,
        "currencyCode": package.currency,
        "agreedDeliveryDate": millis(package.ship_by),
        "estimatedDeliveryStartDate": millis(package.ship_by),
        "estimatedDeliveryEndDate": millis(package.ship_by + 3 * 86_400),
    }


def _money(package, shows_ty, settings):
    """Trendyol's discount may be hidden altogether, or in its own field only."""
    gross = package.sum(lambda line: line.gross_total)
    seller = package.sum(lambda line: line.discount("seller_discount"))
    trendyol = package.sum(lambda line: line.discount("ty_discount")) if shows_ty else 0
    deposits = package.sum(lambda line: line.deposits)
    hidden = settings.ty_discount_shown == TY_HIDDEN_IN_SUM and not package.commercial
    row = {
        "packageGrossAmount": as_json_number(gross),
        "packageSellerDiscount": as_json_number(seller),
        "packageTyDiscount": 0 if hidden else _number(trendyol),
        "packageTotalDiscount": _number(seller + trendyol),
        "packageTotalPrice": _number(gross - seller - trendyol + deposits),
        "discountDisplays": [
            {"displayName": name, "discountAmount": _number(by_seller + (by_trendyol if shows_ty else 0))}
            for name, by_seller, by_trendyol in package.campaigns
            if by_seller or (by_trendyol and shows_ty)
        ],
    }
    if package.storefront == "RO" and not package.micro:
        row["totalSgrFee"] = _number(deposits)
    return row


def _number(amount):
    return as_json_number(amount) if amount else 0


def _customer(package):
    who = package.customer
    return {
        "customerId": who["customerId"],
        "customerFirstName": who["firstName"],
        "customerLastName": who["lastName"],
        "customerEmail": who["email"],
        "taxNumber": who["taxNumber"],
        "identityNumber": who["identityNumber"],
        "commercial": package.commercial,
        "shipmentAddress": address(package.id * 2, who),
        "invoiceAddress": address(package.id * 2 + 1, who.get("invoice") or who, is_invoice=True),
    }


def _cargo(package):
    row = {
        "cargoTrackingNumber": package.tracking,
        "cargoTrackingLink": package.tracking_info or f"https://tracking.example/?id={package.tracking}",
        "cargoSenderNumber": package.sender_number,
        "cargoProviderName": package.carrier_name,
        "cargoDeci": as_json_number(package.desi),
        "sellerDeliveryMethod": package.seller_delivery,
        "sellerOtpCode": package.otp,
        "deliveryAddressType": package.address_type,
        "deliveryType": "normal",
        "timeSlotId": 0,
        "fastDelivery": bool(package.fast_type),
        "fastDeliveryType": package.fast_type,
        "deliveredByService": package.delivered_by_service,
        "warehouseId": package.warehouse,
    }
    return {**row, "whoPays": 1} if package.payer == "seller" else row


def _papers(package):
    row = {
        "invoiceLink": package.invoice_link,
        "invoiceNumber": package.invoice_number,
        "invoiceStatus": package.invoice_status,
        "micro": package.micro,
        "3pByTrendyol": package.third_party,
        "is4P": package.is_4p,
        "giftBoxRequested": package.gift,
        "containsDangerousProduct": package.dangerous,
        "isCod": package.cod,
    }
    if package.is_4p and package.invoice_status == "Rejected":
        row["invoiceRejectedReasonKeys"] = package.rejection_keys
    if package.micro:
        row |= {"etgbNo": None, "etgbDate": None, "hsCode": "610910000000"}
    return row


def _line(account, package, line, shows_ty):
    product, settings = line.product, account.settings
    seller = average(line.discount("seller_discount"), line.quantity)
    trendyol = average(line.discount("ty_discount"), line.quantity) if shows_ty else 0
    row = {
        "lineId": line.id,
        "quantity": line.quantity,
        "barcode": product.barcode,
        "stockCode": product.stock_code,
        "contentId": product.content_id,
        "productName": product.title,
        "productSize": size_of(account, product),
        "productColor": colour_of(product),
        "productOrigin": product.origin,
        "productCategoryId": product.category_id,
        "businessUnit": None,
        "sellerId": account.seller_id,
        "salesCampaignId": line.campaign,
        "lineGrossAmount": as_json_number(line.gross),
        "lineSellerDiscount": _number(seller),
        "lineTyDiscount": _number(trendyol),
        "lineTotalDiscount": _number(seller + trendyol),
        "lineUnitPrice": as_json_number(line.gross - seller - trendyol + line.deposit),
        "vatRate": float(product.vat_rate),
        "commission": product.commission,
        "currencyCode": package.currency,
        "orderLineItemStatusName": line.status,
        "fastDeliveryOptions": [{"type": package.fast_type}] if package.fast_type else [],
        "cancelledBy": line.cancelled_by,
        "cancelReason": line.cancel_reason,
        "cancelReasonCode": line.cancel_code,
        "discountDetails": [_unit(line, unit, shows_ty, settings) for unit in line.units],
    }
    if package.storefront == "RO" and not package.micro:
        row["lineSgrFee"] = _number(line.deposit)
    if account.is_turkish:
        row["laborCost"] = _number(line.labour_cost)
    return renamed(row, OLD_LINE_NAMES, settings)


def _unit(line, unit, shows_ty, settings):
    trendyol = unit.ty_discount if shows_ty else 0
    row = {
        "lineItemId": str(unit.id),
        "lineItemPrice": as_json_number(line.gross - unit.seller_discount - trendyol),
        "lineItemSellerDiscount": _number(unit.seller_discount),
        "lineItemTyDiscount": _number(trendyol),
    }
    return renamed(row, OLD_UNIT_NAMES, settings)


def size_of(account, product):
    for number in (SIZE, SHOE_SIZE, VOLUME, PHONE):
        if (attribute := product.attribute(number)) and attribute.value_ids:
            return account.dictionaries[product.storefront].value_name(number, attribute.value_ids[0], product.language)
    return None


def colour_of(product):
    attribute = product.attribute(COLOUR)
    return attribute and attribute.text
