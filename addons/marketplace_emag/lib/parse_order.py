"""eMAG's orders, understood: ``parse_order`` and what it is made of (api/emag.md §4).

Prices are net at eMAG; the customer's price of a unit is rounded half up to the cent before it is multiplied (§4.7).
Lines, vouchers and delivery, each to the cent, add up to the order's total: eMAG itself sends none.
"""

from dataclasses import replace
from decimal import Decimal

from odoo.addons.marketplace_base.lib.money import gross, to_cents
from odoo.addons.marketplace_base.lib.types import LineKind, OrderData, OrderLine, OrderStatus, Payment
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .fields import flag, identifier, moment, number, own_id, rate, record, records, required, text, whole
from .parse_customer import parse_address, parse_customer
from .parse_voucher import voucher_lines

_ = Words("marketplace_emag")

STATUS = {
    0: OrderStatus.CANCELLED,
    1: OrderStatus.NEW,
    2: OrderStatus.PROCESSING,
    3: OrderStatus.PREPARED,
    4: OrderStatus.SHIPPED,  # "finalized": the first AWB moves an order here (§4.8)
    5: OrderStatus.RETURNED,
}
QUANTITY_MAX = 1_000_000  # more is junk, and would not fit the arithmetic


def parse_order(row, site):
    """One row of ``order/read``.

    :raise ValueError: something essential is missing or unreadable; the message names it
    """
    row = record(row, "Order")
    what = f"Order {own_id(row, 'Order')}"
    status = whole(row, "status", what)
    if status not in STATUS:
        raise ValueError(f"{what}: status {status!r} is not known")
    fulfilment = whole(row, "type", what, const.BY_SELLER)
    if fulfilment not in (const.BY_EMAG, const.BY_SELLER):
        raise ValueError(f"{what}: type {fulfilment} is not known, so neither is who ships it")
    placed_at = moment(row, "date", what, site.time_zone)
    if not placed_at:
        raise ValueError(f"{what}: date is missing")
    complete = flag(row, "is_complete", what, default=True)
    customer = record(row.get("customer"), f"{what}: customer")
    lines = _lines(row, what, may_be_empty=not complete or status == const.ORDER_CANCELLED)
    return OrderData(
        key=own_id(row, what),
        status=STATUS[status],
        status_label=_(const.ORDER_LABELS[status]),
        placed_at=placed_at,
        modified_at=moment(row, "modified", what, site.time_zone),
        currency=_currency(row, site, what),
        total=sum((line.total for line in lines), Decimal("0.00")),
        lines=lines,
        customer=parse_customer(customer, f"{what}: customer", complete),
        billing=parse_address(customer, "billing", site, f"{what}: customer"),
        delivery=_delivery(row, customer, site, what),
        payment=_payment(row, what),
        delivery_method=text(row, "delivery_mode", what),
        by_platform=fulfilment == const.BY_EMAG,
        complete=complete,
        ship_by=moment(row, "maximum_date_for_shipment", what, site.time_zone),
        note=text(row, "observation", what),
        cancel_requested=_cancel_requested(row, what),
        cancel_reason=_cancel_reason(row, what),
        extra=_extra(row, lines, site, what),
    )


# ---- lines ----


def _lines(row, what, may_be_empty):
    products = records(row.get("products"), f"{what}: products")
    if not products and not may_be_empty:
        raise ValueError(f"{what}: products are missing")
    lines = []
    for product in products:
        line = _product_line(product, what)
        lines += [line, *_deposit_lines(product, line, what)]
    shipping = _shipping_line(row, lines, what)
    if shipping:
        lines.append(shipping)
    lines += voucher_lines(row, products, what)
    keys = [line.key for line in lines]
    if len(set(keys)) < len(keys):
        raise ValueError(f"{what}: two lines have the same id")
    return tuple(lines)


def _product_line(product, what):
    """A row of ``products``. A virtual one (no product id) with a negative price is a discount (§4.9)."""
    key = own_id(product, f"{what}: a product line")
    what = f"{what}, line {key}"
    vat = rate(product, "vat", what)
    price = required(product, "sale_price", what)
    quantity = _quantity(product, "quantity", what)
    offer_key = identifier(product, "product_id", what)
    if price < 0 and offer_key:
        raise ValueError(f"{what}: sale_price is negative")
    details = product.get("details")
    return OrderLine(
        key=key,
        kind=LineKind.PRODUCT if price >= 0 else LineKind.DISCOUNT,
        name=text(product, "name", what),
        quantity=quantity,
        unit_price=gross(price, vat),
        tax_rate=vat,
        ordered=Decimal(whole(product, "initial_qty", what, quantity)),
        returned=Decimal(whole(product, "storno_qty", what, 0)),
        cancelled=not flag(product, "status", what, default=True),
        offer_key=offer_key,
        sku=text(product, "ext_part_number", what) or text(product, "part_number", what),
        platform_code=text(product, "part_number_key", what),
        paid_by="" if price >= 0 else "seller",
        note=details.strip() if isinstance(details, str) else "",
    )


def _quantity(row, key, what):
    """A whole quantity; 0 is what a storno leaves behind (§4.9)."""
    quantity = whole(row, key, what)
    if quantity is None:
        raise ValueError(f"{what}: {key} is missing")
    if not 0 <= quantity <= QUANTITY_MAX:
        raise ValueError(f"{what}: {key} cannot be {quantity}")
    return Decimal(quantity)


def _deposit_lines(product, line, what):
    """The returnable packaging (SGR) of a line, each with its own VAT rate (§4.5); its price is net like all."""
    rows = records(product.get("recycle_warranties"), f"{what}: recycle_warranties")
    for position, row in enumerate(rows, 1):
        here = f"{what}, deposit {position} of line {line.key}"
        vat = rate(row, "vat_rate", here)
        quantity = _quantity(row, "quantity", here)
        yield OrderLine(
            key=f"{line.key}:deposit:{position}",
            kind=LineKind.DEPOSIT,
            name=text(row, "product_name", here) or "SGR",
            quantity=quantity,
            unit_price=gross(required(row, "sale_price", here), vat),
            tax_rate=vat,
            ordered=quantity,
            cancelled=line.cancelled,
        )


def _shipping_line(row, lines, what):
    """The delivery fee, VAT included (§4.4), or None.

    eMAG does not say its VAT rate. A voucher that pays for delivery does; else it is the highest rate of the goods:
    delivery is accessory to what is delivered, and of several rates the highest is the one nobody reclaims.
    """
    fee = to_cents(number(row, "shipping_tax", what, Decimal(0)))
    if not fee:
        return None
    if fee < 0:
        raise ValueError(f"{what}: shipping_tax is negative")
    splits = records(row.get("shipping_tax_voucher_split"), f"{what}: shipping_tax_voucher_split")
    goods = [line for line in lines if line.kind is LineKind.PRODUCT]
    rates = (
        [rate(split, "vat", what) for split in splits if text(split, "vat", what)]
        or [line.tax_rate for line in goods if not line.cancelled]
        or [line.tax_rate for line in goods]
    )
    return OrderLine(
        key="shipping",
        kind=LineKind.SHIPPING,
        name="",
        quantity=Decimal(1),
        unit_price=fee,
        tax_rate=max(rates, default=Decimal(0)),
        ordered=Decimal(1),
    )


def _currency(row, site, what):
    """The order's currency; before 4.5 only its lines say it (§4.4)."""
    products = records(row.get("products"), what)
    said = {text(row, "currency", what)} - {""} or {text(product, "currency", what) for product in products} - {""}
    if len(said) > 1:
        raise ValueError(f"{what}: lines in several currencies: {', '.join(sorted(said))}")
    return said.pop().upper() if said else site.currency


# ---- delivery, payment and state ----


def _delivery(row, customer, site, what):
    """Where the parcel goes; a locker keeps its mark in the street, its id stands in ``details`` (§4.4, §8.20)."""
    details = record(row.get("details"), f"{what}: details")
    return replace(
        parse_address(customer, "shipping", site, f"{what}: customer"),
        pickup_point=text(details, "locker_id", what),
        pickup_point_name=text(details, "locker_name", what),
    )


def _payment(row, what):
    """How it is paid (§4.3). ``collected`` is known for cards, and for cash once eMAG says that it has it."""
    mode = whole(row, "payment_mode_id", what)
    if mode is None:
        raise ValueError(f"{what}: payment_mode_id is missing")
    kind = const.PAYMENT_KINDS.get(mode, "other")
    is_paid = flag(row, "payment_status", what)
    # cashed_cod is filled before the delivery too: then it is an amount to collect, not one collected (§4.7)
    collected = number(row, "cashed_cod" if kind == "cod" else "cashed_co", what)
    return Payment(
        kind=kind,
        method=text(row, "payment_mode", what) or _(const.PAYMENT_LABELS[kind]),
        is_paid=is_paid,
        collected=to_cents(collected) if collected and (is_paid or kind != "cod") else None,
    )


def _cancel_requested(row, what):
    """``cancellation_request`` is null, a time or a text (§4.4)."""
    value = row.get("cancellation_request")
    if isinstance(value, bool):
        return value
    return text(row, "cancellation_request", what) not in ("", "0", "0000-00-00 00:00:00")


def _cancel_reason(row, what):
    """An object, possibly with a null id, or a bare id; under another name before 4.4.7 (§4.4)."""
    value = row.get("reason_cancellation") or row.get("cancellation_reason")
    reason = value if isinstance(value, dict) else {"id": value} if value else {}
    key = whole(reason, "id", f"{what}: reason_cancellation")
    return text(reason, "name", what) or (_(const.CANCEL_REASONS.get(key, str(key))) if key else "")


def _extra(row, lines, site, what):
    """What later steps need and nobody filters on; JSON-ready.

    ``courier_accounts``: None when any may be used, else the only ones allowed (none: no AWB through eMAG).
    ``to_locker``: the customer collects it from a locker, of number ``locker_id`` where eMAG says it (§4.4, §8.20).
    ``finalised_at``: in UTC. ``platform_vouchers``: what eMAG pays of the order, VAT included, and owes the seller.
    """
    locker = text(record(row.get("details"), f"{what}: details"), "locker_id", what)
    street = text(record(row.get("customer"), f"{what}: customer"), "shipping_street", what)
    finalised_at = moment(row, "finalization_date", what, site.time_zone)
    vouchers = sum((-line.total for line in lines if line.paid_by == "platform"), Decimal("0.00"))
    couriers = row.get("enforced_vendor_courier_accounts")
    if couriers is not None and not isinstance(couriers, list):
        raise ValueError(f"{what}: enforced_vendor_courier_accounts is not a list")
    return {
        "payment_detail": text(row, "detailed_payment_method", what),
        "courier_accounts": couriers if couriers is None else [str(courier) for courier in couriers],
        "is_storno": flag(row, "is_storno", what),
        "genius": flag(row, "emag_club", what),
        "weekend_delivery": flag(row, "weekend_delivery", what),
        "to_locker": bool(
            locker or text(row, "delivery_mode", what).lower() == facts.TO_LOCKER or facts.LOCKER_MARK in street.lower()
        ),
        "locker_id": locker,
        "finalised_at": finalised_at and finalised_at.isoformat(),
        "platform_vouchers": str(vouchers),
    }
