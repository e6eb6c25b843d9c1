"""Delivery outside Trendyol's carriers, and its end by hand (api/trendyol.md §3.10)."""

from simulators.core.money import to_decimal

from .answers import Answer, Refusal
from .const import DELIVERED, GULF, INVOICED, PICKING, RETURNED, SHIPPED, UNDELIVERED
from .package_actions import find, require_status
from .query import json_object, whole

DIGITS_OF_PHONE = 10
CODE_LENGTHS = (6, 120)


def send_alternative(context, package_id):
    """The package is on its way with a new parcel code. Türkiye; elsewhere the Gulf with a permission."""
    package, account = find(context, package_id), context.account
    permitted = context.storefront.code in GULF and context.settings.alternative_delivery_permitted
    if not account.is_turkish and not permitted:
        raise Refusal("not.permitted", "Alternative delivery is not possible on this storefront")
    is_phone, info, boxes, desi = _read(json_object(context.body))
    require_status(package, (PICKING, INVOICED))
    package.is_alternative = True
    package.tracking = account.packages.next_tracking(alternative=True)
    package.tracking_info = None if is_phone else info
    package.sender_number = info if is_phone else None
    package.boxes = boxes or package.boxes
    package.desi = desi or package.desi
    account.packages.set_status(package, SHIPPED, context.by)
    return Answer()


def _read(body):
    is_phone, info, params = body.get("isPhoneNumber"), body.get("trackingInfo"), body.get("params")
    if not isinstance(is_phone, bool) or not isinstance(info, str) or not isinstance(params, dict):
        raise Refusal("invalid.request", "isPhoneNumber, trackingInfo and params are required")
    if is_phone and not (info.isascii() and info.isdigit() and len(info) == DIGITS_OF_PHONE):
        raise Refusal("invalid.request", "trackingInfo must be a phone number of 10 digits")
    if not is_phone and not info.startswith(("http://", "https://")):
        raise Refusal("invalid.request", "trackingInfo must be an address")
    code = params.get("digitalCode")
    if code is not None and not (isinstance(code, str) and CODE_LENGTHS[0] <= len(code) <= CODE_LENGTHS[1]):
        raise Refusal("invalid.request", "digitalCode must have 6 to 120 characters")
    boxes, desi = body.get("boxQuantity"), body.get("deci")
    if boxes is not None and (whole(boxes) is None or whole(boxes) < 1):
        raise Refusal("invalid.request", "boxQuantity must be a number from 1")
    if desi is not None and (to_decimal(desi) is None or to_decimal(desi) <= 0):
        raise Refusal("invalid.request", "deci must be above 0")
    return is_phone, info, whole(boxes), to_decimal(desi)


def deliver_package(context, package_id):
    return _end(context, find(context, package_id), DELIVERED, (SHIPPED,))


def return_package(context, package_id):
    return _end(context, find(context, package_id), RETURNED, (SHIPPED, UNDELIVERED))


def deliver_by_tracking(context, tracking):
    return _end(context, _of_tracking(context, tracking), DELIVERED, (SHIPPED,))


def return_by_tracking(context, tracking):
    return _end(context, _of_tracking(context, tracking), RETURNED, (SHIPPED, UNDELIVERED))


def _of_tracking(context, tracking):
    package = context.account.packages.by_tracking(tracking)
    return find(context, package.id if package else None)


def _end(context, package, status, allowed):
    """Only packages of alternative delivery are ended by the seller."""
    if not package.is_alternative:
        raise Refusal("not.permitted", "The package was not sent by alternative delivery")
    require_status(package, allowed)
    context.account.packages.set_status(package, status, context.by)
    return Answer()
