"""eMAG's return requests, understood (api/emag.md §6.3, §6.4)."""

from datetime import UTC, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo.addons.marketplace_base.lib.fulfilment import ReturnData, ReturnLine
from odoo.addons.marketplace_base.lib.types import Address
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .fields import NO_MOMENT, identifier, moment, number, record, records, text, whole
from .parse_customer import country_code
from .reasons import reason_words

_ = Words("marketplace_emag")

QUANTITY_MAX = 1_000_000  # more is junk, and would not fit the arithmetic


def parse_return(row, site):
    """One row of ``rma/read``.

    :raise ValueError: something essential is missing or unreadable; the message names it
    """
    row = record(row, "Return")
    key = identifier(row, "emag_id", "Return")
    if not key:
        raise ValueError("Return: emag_id is missing")
    what = f"Return {key}"
    status = whole(row, "request_status", what)
    if status not in facts.RETURN_STATUS:
        raise ValueError(f"{what}: request_status {status!r} is not known")
    order_key = identifier(row, "order_id", what)
    if not order_key:
        raise ValueError(f"{what}: order_id is missing")
    asked_at = moment(row, "date", what, site.time_zone)
    if not asked_at:
        raise ValueError(f"{what}: date is missing")
    deadlines = record(row.get("extra_info"), f"{what}: extra_info")
    return ReturnData(
        key=key,
        order_key=order_key,
        status=facts.RETURN_STATUS[status],
        status_label=_(facts.RETURN_LABELS[status]),
        asked_at=asked_at,
        lines=_lines(row, status, what),
        wish=facts.RETURN_WISHES.get(whole(row, "return_type", what), "other"),
        carrier=facts.RETURN_CARRIERS.get(whole(row, "pickup_method", what), "platform"),
        customer_name=text(row, "customer_name", what),
        customer_phone=text(row, "customer_phone", what),
        pickup=_pickup(row, site, what),
        iban=text(row, "customer_account_iban", what),
        note=text(row, "observations", what),
        by_platform=whole(row, "type", what, const.BY_SELLER) == const.BY_EMAG,
        close_by=_end_of_day(deadlines, "maximum_finalization_date", what, site),
        awb_refs=return_awbs(row, what),
        currency=(text(row, "currency", what) or site.currency).upper(),
        extra=_extra(row, deadlines, status, what),
    )


def return_awbs(row, what):
    """The reservations of its AWBs (§6.4): objects, or bare numbers.

    :raise ValueError: not readable
    """
    awbs = row.get("awbs")
    if isinstance(awbs, list):
        awbs = [awb if isinstance(awb, dict) else {"reservation_id": awb} for awb in awbs]
    refs = (identifier(awb, "reservation_id", f"{what}: awbs") for awb in records(awbs, f"{what}: awbs"))
    return tuple(dict.fromkeys(ref for ref in refs if ref))


def _lines(row, status, what):
    products = records(row.get("products"), f"{what}: products")
    if not products and status != facts.RETURN_INCOMPLETE:
        raise ValueError(f"{what}: products are missing")
    lines = tuple(_line(product, row, what) for product in products)
    if len({line.key for line in lines}) < len(lines):
        raise ValueError(f"{what}: two lines have the same id")
    return lines


def _line(product, row, what):
    """Each line has its own reason since 4.4.3; before, the request had one (§6.4)."""
    key = identifier(product, "id", f"{what}: a line")
    if not key:
        raise ValueError(f"{what}: a line's id is missing")
    here = f"{what}, line {key}"
    quantity = whole(product, "quantity", here)
    if quantity is None or not 0 < quantity <= QUANTITY_MAX:
        raise ValueError(f"{here}: quantity cannot be {quantity}")
    reason = identifier(product, "return_reason", here) or identifier(row, "return_reason", what)
    return ReturnLine(
        key=key,
        offer_key=identifier(product, "product_id", here),
        name=text(product, "product_name", here),
        quantity=Decimal(quantity),
        reason=reason_words(reason),
        reason_key=reason,
        note=text(product, "observations", here),
    )


def _pickup(row, site, what):
    """Where the goods are collected; the seller's own places are named by number only."""
    return Address(
        name=text(row, "customer_name", what),
        phone=text(row, "customer_phone", what),
        street=text(row, "pickup_address", what),
        city=text(row, "pickup_city", what),
        county=text(row, "pickup_suburb", what),
        zip=text(row, "pickup_zipcode", what),
        country_code=country_code(text(row, "pickup_country", what), site),
        locality_ref=identifier(row, "pickup_locality_id", what),
    )


def _end_of_day(row, key, what, site):
    """A day, to its last second in the site's own clock; ``None`` when absent."""
    written = text(row, key, what)
    if written in NO_MOMENT:
        return None
    try:
        day = datetime.fromisoformat(written).date()
        return datetime.combine(day, time(23, 59, 59), ZoneInfo(site.time_zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{what}: {key} is not a date: {written[:40]}") from None


def _extra(row, deadlines, status, what):
    """What later steps or eyes need and nobody filters on; JSON-ready. ``fee`` is for refused goods, VAT included (§6.4)."""
    locker = record(row.get("locker"), f"{what}: locker")
    fee = number(row, "return_tax_value", what)
    return {
        "complete": status != facts.RETURN_INCOMPLETE,
        "company": text(row, "customer_company", what),
        "bank": text(row, "customer_account_bank", what),
        "beneficiary": text(row, "customer_account_beneficiary", what),
        "fee": str(fee) if fee else "",
        "pickup_date": text(row, "pickup_date", what),
        "return_address": identifier(row, "return_address_id", what),
        "expected": text(deadlines, "estimated_product_reception", what),
        "locker_pin": text(locker, "locker_pin", what),
        "replacement": text(row, "replacement_product_name", what),
        "replacement_offer": identifier(row, "replacement_product_id", what),
        "replacement_quantity": whole(row, "replacement_product_quantity", what, 0),
    }
