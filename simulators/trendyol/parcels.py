"""Carrier, tracking number, boxes, warehouse and other things of a parcel (api/trendyol.md §3.9, §3.11)."""

from datetime import timedelta

from simulators.core.money import to_decimal

from .answers import Answer, Refusal
from .const import (
    CARRIERS,
    CHANGE_CARGO_PAUSE,
    DELIVERED,
    INVOICED,
    OPEN,
    PICKING,
    RETURNED,
    SHIPPED,
    SHORT_NAMES,
    TR_CHANGE_CARGO,
    UNDELIVERED,
)
from .package_actions import find, require_status
from .query import json_object, whole

CONFLICTS = {
    "CPE001": "Provider is not registered for the seller",
    "CPE002": "Provider of this order cannot be changed",
    "CPE003": "Marketplace packages only",
    "CPE004": "Provider does not serve the address",
    "CPE005": "Provider is inactive",
    "CPE006": "Provider cannot be changed now",
}
MAX_EXTENSION = 3


def carriers_of(package, origin, payer):
    """{code: name} of the international carriers for the way of a package."""
    route = (origin, package.country or package.storefront)
    return {row.code: row.name for row in CARRIERS if row.payer == payer and route in row.routes}


# Tracking (§3.9)


def save_tracking(context, package_id):
    """Only where the seller pays the carrier, from Picking on; also for parcels of rejected returns."""
    sender, provider, returning = _tracking_body(context)
    rejected = context.account.claims.rejected_parcel(package_id)
    if rejected:
        rejected.sender_number, rejected.provider = sender, provider
        return Answer()
    package = find(context, package_id)
    if context.account.is_turkish:
        raise Refusal("not.supported", "tracking-details is a service of international storefronts")
    if package.payer != "seller":
        raise Refusal("not.supported", "Trendyol pays the carrier of this package")
    carriers = carriers_of(package, context.account.origin, "seller")
    if provider not in carriers:
        raise Refusal("invalid.provider", f"providerCode must be one of {', '.join(carriers)}")
    if package.status in (UNDELIVERED, DELIVERED, RETURNED):
        raise Refusal("tracking.not.updatable", "Shipment tracking number cannot be updated")
    require_status(package, (PICKING, INVOICED, SHIPPED))
    package.sender_number, package.return_tracking = sender, returning
    package.carrier, package.carrier_name = provider, carriers[provider]
    context.account.packages.touch(package)
    return Answer()


def _tracking_body(context):
    body = json_object(context.body)
    sender, provider = body.get("cargoSenderNumber"), body.get("providerCode")
    if context.settings.tracking_fields == "both":
        sender = sender or body.get("cargoTrackingNumber")
        provider = provider or body.get("cargoProviderCode")
    if not isinstance(sender, str) or not sender.strip():
        raise Refusal("invalid.request", "cargoSenderNumber is required")
    if not isinstance(provider, str) or not provider:
        raise Refusal("invalid.request", "providerCode is required")
    if context.storefront.code == "DE" and not body.get("returnTrackingNumber"):
        raise Refusal("invalid.request", "returnTrackingNumber is required")
    return sender.strip(), provider, body.get("returnTrackingNumber")


def save_turkish_tracking(context, package_id):
    """The deprecated service of Türkiye."""
    package = find(context, package_id)
    number = json_object(context.body).get("trackingNumber")
    if not context.account.is_turkish:
        raise Refusal("not.supported", "update-tracking-number is a service of Türkiye")
    if not isinstance(number, str) or not number.strip():
        raise Refusal("invalid.request", "trackingNumber is required")
    require_status(package, (PICKING, INVOICED))
    package.sender_number = number.strip()
    context.account.packages.touch(package)
    return Answer()


# The rest (§3.11)


def save_boxes(context, package_id):
    package, body = find(context, package_id), json_object(context.body)
    boxes, desi = whole(body.get("boxQuantity")), to_decimal(body.get("deci"))
    if boxes is None or boxes < 1:
        raise Refusal("invalid.request", "boxQuantity must be a number from 1")
    if desi is None or desi <= 0:
        raise Refusal("invalid.request", "deci must be above 0")
    require_status(package, OPEN)
    package.boxes, package.desi = boxes, desi
    context.account.packages.touch(package)
    return Answer()


def change_cargo(context, package_id):
    """Türkiye: a list of carriers, once in five minutes. Elsewhere: among those Trendyol pays on that way."""
    package, account = find(context, package_id), context.account
    provider = json_object(context.body).get("cargoProvider")
    if not isinstance(provider, str) or not provider:
        raise Refusal("invalid.request", "cargoProvider is required")
    if account.is_turkish:
        names = {code: SHORT_NAMES.get(code, code) for code in TR_CHANGE_CARGO}
    else:
        names = carriers_of(package, account.origin, "trendyol")
    if provider not in names:
        _conflict("CPE004" if provider in {row.code for row in CARRIERS} else "CPE001")
    if package.status not in OPEN or package.payer == "seller":
        _conflict("CPE002")
    changed = package.cargo_changed
    if account.is_turkish and changed is not None and context.now - changed < CHANGE_CARGO_PAUSE:
        _conflict("CPE006")
    package.carrier, package.carrier_name, package.cargo_changed = provider, names[provider], context.now
    if account.settings.cargo_change_renumbers:
        package.tracking = account.packages.next_tracking(provider)
    account.packages.touch(package)
    return Answer()


def _conflict(code):
    raise Refusal(code, status=409, body={"errors": [{"key": code, "message": CONFLICTS[code], "errorCode": code}]})


def save_warehouse(context, package_id):
    package = find(context, package_id)
    number = whole(json_object(context.body).get("warehouseId"))
    if number is None:
        raise Refusal("invalid.request", "warehouseId is required")
    require_status(package, OPEN)
    package.warehouse = number
    context.account.packages.touch(package)
    return Answer()


def delivered_by_service(context, package_id):
    package = find(context, package_id)
    require_status(package, OPEN)
    package.delivered_by_service = True
    context.account.packages.touch(package)
    return Answer()


def save_labour_costs(context, package_id):
    """Türkiye: from 0 to the price of the piece, until Delivered."""
    package = find(context, package_id)
    _only_turkish(context)
    if not isinstance(context.body, list) or not all(isinstance(row, dict) for row in context.body):
        raise Refusal("invalid.request", "a list of lines is expected")
    costs = []
    for row in context.body:
        line, cost = package.line(whole(row.get("orderLineId"))), to_decimal(row.get("laborCostPerItem"))
        if line is None:
            raise Refusal("line.not.found", f"line {row.get('orderLineId')} is not in the package")
        if cost is None or not 0 <= cost <= line.gross:
            raise Refusal("invalid.request", f"laborCostPerItem must be from 0 to {line.gross}")
        costs.append((line, cost))
    require_status(package, (*OPEN, SHIPPED))
    for line, cost in costs:
        line.labour_cost = cost
    return Answer()


def extend_date(context, package_id):
    """Türkiye: one to three more days to ship."""
    package = find(context, package_id)
    _only_turkish(context)
    days = whole(json_object(context.body).get("extendedDayCount"))
    if days is None or not 1 <= days <= MAX_EXTENSION:
        raise Refusal("invalid.request", "extendedDayCount must be from 1 to 3")
    require_status(package, OPEN)
    package.ship_by += timedelta(days=days).total_seconds()
    context.account.packages.touch(package)
    return Answer()


def _only_turkish(context):
    if not context.account.is_turkish:
        raise Refusal("not.supported", "a service of Türkiye")
