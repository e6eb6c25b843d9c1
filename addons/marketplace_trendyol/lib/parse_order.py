"""Trendyol's packages, understood (api/trendyol.md §3.3, §3.4, §7.5).

A package is an order here: ``shipmentPackageId`` is its number, because it is what is packed, invoiced and cancelled.
Prices are VAT included. Each product stands at its price before discounts; what the seller and what Trendyol pays of it are
lines of their own, to the cent, from the single pieces where they are given, for the averages per unit are rounded.
"""

from dataclasses import replace
from decimal import Decimal

from odoo.addons.marketplace_base.lib.money import to_cents
from odoo.addons.marketplace_base.lib.types import LineKind, OrderData, OrderLine, OrderStatus, Payment
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .fields import flag, identifier, known, moment, number, percent, record, records, required, text, whole
from .parse_customer import identity_number, parse_address, parse_customer

_ = Words("marketplace_trendyol")

QUANTITY_MAX = 1_000_000  # more is junk, and would not fit the arithmetic
RECREATED = frozenset({"cancel", "split", "transfer"})


def package_id(row, what="Package"):
    """The number that a package cannot do without, under its new or its old name."""
    key = identifier(row, "shipmentPackageId", "id", what=what)
    if not key:
        raise ValueError(f"{what}: shipmentPackageId is missing")
    return key


def parse_order(row, storefront):
    """One package.

    :param storefront: code of the storefront it was read in
    :raise ValueError: something essential is missing or unreadable; the message names it
    """
    row = record(row, "Package")
    what = f"Package {package_id(row)}"
    status = package_status(row, what)
    placed_at = _placed_at(row, what)
    if not placed_at:
        raise ValueError(f"{what}: orderDate is missing")
    waits = status in facts.WAITING
    gone = facts.STATUS[status] is OrderStatus.CANCELLED
    lines = _lines(row, gone, what, may_be_empty=waits or gone)
    country = text(row, "orderCountryCode", what).upper()[:2] or storefront
    billing, delivery = (
        parse_address(record(row.get(key), f"{what}: {key}"), f"{what}: {key}", country)
        for key in ("invoiceAddress", "shipmentAddress")
    )
    customer = parse_customer(row, what)
    if not customer.name and not waits and not gone:
        raise ValueError(f"{what}: the customer's name is missing")
    total = _total(row, lines, what)
    return OrderData(
        key=package_id(row),
        number=text(row, "orderNumber", what),
        status=facts.STATUS[status],
        status_label=_(facts.ORDER_LABELS[status]),
        placed_at=placed_at,
        modified_at=moment(row, "lastModifiedDate", what),
        currency=text(row, "currencyCode", what).upper() or const.STOREFRONTS[storefront].currency,
        total=total,
        lines=lines,
        customer=customer,
        billing=billing,
        delivery=_delivery(row, delivery, what),
        payment=_payment(row, total, waits, what),
        delivery_method=_method(row, what),
        complete=not waits,
        ship_by=moment(row, "agreedDeliveryDate", what),
        note=_note(row, what),
        complaints=() if gone else _complaints(row, what),
        cancel_reason=_cancel_reason(row, status, what) if gone else "",
        extra=_extra(row, lines, storefront, what),
    )


def package_status(row, what):
    """Trendyol's word for the state. :raise ValueError: it is not a known one"""
    status = text(row, "status", what) or text(row, "shipmentPackageStatus", what)
    if status not in facts.STATUS:
        raise ValueError(f"{what}: status {status!r} is not known")
    return status


def _placed_at(row, what):
    """When it was ordered. ``orderDate`` may be three hours off (§3.3): the history tells, where it reaches back so far."""
    if text(row, "createdBy", what) not in RECREATED:
        history = records(row.get("packageHistories"), f"{what}: packageHistories")
        moments = [when for when in (moment(step, "createdDate", what) for step in history) if when]
        if moments:
            return min(moments)
    return moment(row, "orderDate", what) or moment(row, "originShipmentDate", what)


# ---- lines ----


def _lines(row, gone, what, may_be_empty):
    rows = records(row.get("lines"), f"{what}: lines")
    if not rows and not may_be_empty:
        raise ValueError(f"{what}: lines are missing")
    lines = [line for item in rows for line in _line(item, gone, what)]
    keys = [line.key for line in lines]
    if len(set(keys)) < len(keys):
        raise ValueError(f"{what}: two lines have the same id")
    return tuple(lines)


def line_id(row, what):
    key = identifier(row, "lineId", "id", what=f"{what}: a line")
    if not key:
        raise ValueError(f"{what}: a line has no lineId")
    return key


def line_quantity(row, what):
    quantity = whole(row, "quantity", what)
    if quantity is None or not 0 <= quantity <= QUANTITY_MAX:
        raise ValueError(f"{what}: quantity cannot be {quantity}")
    return quantity


def _line(row, gone, what):
    """The product, then what lowers its price, then its packaging deposit."""
    key = line_id(row, what)
    what = f"{what}, line {key}"
    quantity = Decimal(line_quantity(row, what))
    vat = percent(row, known(row, "vatRate", "vatBaseAmount"), what)
    if vat is None:
        raise ValueError(f"{what}: vatRate is missing")
    gross = required(row, known(row, "lineGrossAmount", "amount"), what)
    if gross < 0:
        raise ValueError(f"{what}: lineGrossAmount is negative")
    cancelled = not gone and text(row, "orderLineItemStatusName", what) in facts.GONE_LINES
    common = {"tax_rate": vat, "cancelled": cancelled}
    yield OrderLine(
        key=key,
        kind=LineKind.PRODUCT,
        name=text(row, "productName", what),
        quantity=quantity,
        unit_price=to_cents(gross),
        ordered=quantity,
        offer_key=text(row, "barcode", what),
        sku=text(row, known(row, "stockCode", "merchantSku"), what),
        **common,
    )
    for kind, paid_by, amount in _discounts(row, quantity, what):
        if amount:
            yield OrderLine(
                key=f"{key}:{kind.value}",
                kind=kind,
                name=_("Discount") if kind is LineKind.DISCOUNT else _("Discount paid by Trendyol"),
                quantity=Decimal(1),
                unit_price=-amount,
                ordered=Decimal(1),
                paid_by=paid_by,
                **common,
            )
    deposit = to_cents(number(row, "lineSgrFee", what, Decimal(0)))
    if deposit:
        yield OrderLine(
            key=f"{key}:deposit",
            kind=LineKind.DEPOSIT,
            name="SGR",
            quantity=quantity,
            unit_price=deposit,
            ordered=quantity,
            **(common | {"tax_rate": Decimal(0)}),  # out of the scope of VAT (§7.5, unverified)
        )


def _discounts(row, quantity, what):
    """What the seller and what Trendyol pays of a line, both positive and to the cent."""
    pieces = records(row.get("discountDetails"), f"{what}: discountDetails")
    whole_line = len(pieces) == quantity
    for kind, paid_by, piece, average in (
        (
            LineKind.DISCOUNT,
            "seller",
            ("lineItemSellerDiscount", "lineItemDiscount"),
            ("lineSellerDiscount", "discount"),
        ),
        (LineKind.VOUCHER, "platform", ("lineItemTyDiscount",), ("lineTyDiscount", "tyDiscount")),
    ):
        if pieces and whole_line:
            amount = sum((number(item, known(item, *piece), what, Decimal(0)) for item in pieces), Decimal(0))
        else:
            amount = number(row, known(row, *average), what, Decimal(0)) * quantity
        if amount < 0:
            raise ValueError(f"{what}: {average[0]} is negative")
        yield kind, paid_by, to_cents(amount)


def _total(row, lines, what):
    """What the customer pays. Trendyol's own figure as long as all its lines count; else what is left of them."""
    total = number(row, known(row, "packageTotalPrice", "totalPrice"), what)
    if total is None or any(line.cancelled for line in lines):
        return sum((line.total for line in lines), Decimal("0.00"))
    return to_cents(total)


# ---- delivery, payment and state ----


def _delivery(row, address, what):
    if text(row, "deliveryAddressType", what) != "CollectionPoint":
        return address
    name = ", ".join(part for part in (address.street, address.city) if part)
    point = identifier(record(row.get("shipmentAddress"), what), "id", what=what)
    return replace(address, pickup_point=point, pickup_point_name=name)


def _method(row, what):
    to_locker = text(row, "sellerDeliveryMethod", what).upper() == facts.NOTE_LOCKER
    parts = [text(row, "cargoProviderName", what), _("locker") if to_locker else ""]
    return ", ".join(part for part in parts if part)


def _note(row, what):
    """What whoever packs has to know."""
    code = text(row, "sellerOtpCode", what)
    said = (
        _("Gift box requested") if flag(row, "giftBoxRequested", what) else "",
        _("Contains dangerous goods") if flag(row, "containsDangerousProduct", what) else "",
        _("Code for the locker: %s", code) if code else "",
    )
    return "\n".join(filter(None, said))


def _complaints(row, what):
    """An invoice that Trendyol did not accept, where it buys the goods itself, and why."""
    if text(row, "invoiceStatus", what) != facts.REJECTED_INVOICE:
        return ()
    keys = row.get("invoiceRejectedReasonKeys") or ()
    keys = [keys] if isinstance(keys, str) else keys
    if not isinstance(keys, list | tuple) or not all(isinstance(key, str) for key in keys):
        raise ValueError(f"{what}: invoiceRejectedReasonKeys is not readable")
    why = ", ".join(str(_(facts.INVOICE_REJECTIONS[key])) if key in facts.INVOICE_REJECTIONS else key for key in keys)
    return (_("Trendyol did not accept the invoice: %s. Correct it and post it again.", why or _("no reason given")),)


def _payment(row, total, waits, what):
    """Everything is paid to Trendyol beforehand, but what is collected at the door."""
    cod = flag(row, "isCod", what)
    method = text(row, "paymentMethod", what)
    return Payment(
        kind="cod" if cod else "card",
        method=method if method.strip("-") else _("Cash on delivery") if cod else _("Paid to Trendyol"),
        is_paid=not cod and not waits,
        collected=None if cod or waits else total,
    )


def _cancel_reason(row, status, what):
    said = (text(line, "cancelReason", what) for line in records(row.get("lines"), f"{what}: lines"))
    return "; ".join(dict.fromkeys(filter(None, said))) or (
        _(facts.ORDER_LABELS[status]) if status in (facts.UNPACKED, facts.UNSUPPLIED) else ""
    )


def _extra(row, lines, storefront, what):
    """What later steps or eyes need and nobody filters on; JSON-ready.

    ``origins``: the packages it was made of; ``divided``: others were made of it. ``platform_pays``: the parcel travels on
    Trendyol's account. ``platform_vouchers``: what Trendyol pays of the order, VAT included, and owes the seller.
    ``invoice_to_platform``: Trendyol is the buyer.
    """
    origins = row.get("originPackageIds")
    if origins is not None and not isinstance(origins, list):
        raise ValueError(f"{what}: originPackageIds is not a list")
    vouchers = sum((-line.total for line in lines if line.paid_by == "platform"), Decimal("0.00"))
    country = text(row, "orderCountryCode", what).upper()
    return {
        "order_number": text(row, "orderNumber", what),
        "storefront": country if country in const.STOREFRONTS else storefront,
        "origins": [str(origin) for origin in origins or ()],
        "divided": package_status(row, what) == facts.UNPACKED,
        "created_by": text(row, "createdBy", what),
        "tracking": identifier(row, "cargoTrackingNumber", what=what),
        "tracking_link": text(row, "cargoTrackingLink", what),
        "courier_number": text(row, "cargoSenderNumber", what),
        "courier_name": text(row, "cargoProviderName", what),
        "platform_pays": whole(row, "whoPays", what) != facts.SELLER_PAYS,
        **identity_number(row, storefront, what),
        "micro": flag(row, "micro", what),
        "etgb": text(row, "etgbNo", what),
        "hs_code": text(row, "hsCode", what),
        "invoice_to_platform": flag(row, "is4P", what) or flag(row, "3pByTrendyol", what),
        "invoice_status": text(row, "invoiceStatus", what),
        "fast": flag(row, "fastDelivery", what),
        "platform_vouchers": str(vouchers),
    }
