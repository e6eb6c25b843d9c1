"""order/read and order/count (api/emag.md §4.2, §4.4 - §4.7)."""

from calendar import monthrange

from simulators.core.money import as_json_number, as_text

from .bodies import count_answer, int_filter, page_of, paging, to_int
from .const import BY_EMAG, BY_SELLER, CANCELED, CANCELLATION_REASONS, CARD, CASH_ON_DELIVERY
from .envelope import Answer, Refusal
from .times import parse_datetime

MAX_ORDER_ID = 4_294_967_295
UNDATED_LIMIT = 100
WINDOWS = ("created", "modified")
FILTERS = (
    "id",
    "createdAfter",
    "createdBefore",
    "modifiedAfter",
    "modifiedBefore",
    "status",
    "payment_mode_id",
    "is_complete",
    "type",
    "itemsPerPage",
    "currentPage",
)
PAYMENT_LABELS = {1: ("RAMBURS", "COD"), 2: ("ORDIN DE PLATA", "BANK_TRANSFER"), 3: ("CARD online", "CARD_ONLINE")}
NO_LOCKER = {"locker_id": None, "locker_name": None, "locker_delivery_eligible": 1, "courier_external_office_id": None}


def read_orders(context):
    filters = context.filters(FILTERS)
    page, size = paging(filters, context.settings)
    orders = _matching(context, filters, counting=False)
    dated = any(filters.get(name + edge) for name in WINDOWS for edge in ("After", "Before"))
    if not dated and context.settings.undated_reads_stop_at_100:
        orders = orders[:UNDATED_LIMIT]
    rows = [order_row(context.account, order) for order in page_of(orders, page, size)]
    context.call.items = len(rows)
    return Answer(rows)


def count_orders(context):
    filters = context.filters(FILTERS)
    _page, size = paging(filters, context.settings)
    return Answer(count_answer(len(_matching(context, filters, counting=True)), size, context.settings))


def _matching(context, filters, counting):
    """Newest first (design). Type 3 unless asked otherwise."""
    order_id = int_filter(filters, "id", low=1, high=MAX_ORDER_ID)
    kind = int_filter(filters, "type", (BY_EMAG, BY_SELLER)) or BY_SELLER
    complete = int_filter(filters, "is_complete", (0, 1))
    statuses = _choice(filters, "status", range(6))
    payments = _choice(filters, "payment_mode_id", (1, 2, 3))
    windows = {name: _window(context, filters, name, counting) for name in WINDOWS}
    if "empty" in windows.values():
        return []
    book = context.account.orders
    candidates = book.newest_first() if order_id is None else filter(None, [book.get(order_id)])
    return [
        order
        for order in candidates
        if order.type == kind
        and (complete is None or order.is_complete == complete)
        and (statuses is None or order.status in statuses)
        and (payments is None or order.payment_mode_id in payments)
        and all(window is None or window[0] <= getattr(order, name) <= window[1] for name, window in windows.items())
    ]


def _choice(filters, key, allowed):
    """An int or a list of ints."""
    sent = filters.get(key)
    if sent is None:
        return None
    values = [to_int(value) for value in (sent if isinstance(sent, list) else [sent])]
    if not values or any(value not in allowed for value in values):
        raise Refusal(f"Invalid value for filter {key}")
    return values


def _window(context, filters, name, counting):
    """(from, to) in epoch seconds, None without dates, "empty" for a window above one month when so switched."""
    after, before = filters.get(name + "After"), filters.get(name + "Before")
    if after is None and before is None:
        return None
    if after is None:
        raise Refusal(f"{name}Before needs {name}After")
    if counting and before is None:
        raise Refusal(f"{name}After and {name}Before are required together")
    times = context.account.times
    start = parse_datetime(after)
    end = times.local(context.account.clock.time()) if before is None else parse_datetime(before)
    if start is None or end is None:
        raise Refusal(f"Invalid date in {name}After or {name}Before: the format is YYYY-mm-dd HH:ii:ss")
    if end > _one_month_after(start):
        if context.settings.date_window_above_month == "error":
            raise Refusal(f"The interval between {name}After and {name}Before cannot exceed one month")
        return "empty"
    # Stored times have fractions of a second, the bounds do not.
    return times.to_epoch(start), times.to_epoch(end) + (1 if before is None else 0.999999)


def _one_month_after(moment):
    year, month = (moment.year + 1, 1) if moment.month == 12 else (moment.year, moment.month + 1)
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def order_row(account, order):
    """One order as §4.7 prints it: ids of order and product as strings, prices as decimal strings."""
    settings = account.settings
    label, method = PAYMENT_LABELS[order.payment_mode_id]
    stamp = account.times.stamp
    created = stamp(order.created)
    return {
        "id": str(order.id),
        "vendor_name": "Demo Shop",
        "type": order.type,
        "status": order.status,
        "is_complete": order.is_complete,
        "date": created,
        "created": created,
        "modified": stamp(order.modified),
        "payment_mode": label,
        "payment_mode_id": order.payment_mode_id,
        "payment_status": order.payment_status,
        "detailed_payment_method": method,
        "delivery_mode": order.delivery_mode,
        "delivery_payment_mode": None,
        "observation": order.observation,
        "details": order.locker or ([] if settings.empty_details_as_list else NO_LOCKER),
        "cashed_co": as_json_number(order.collected_by_card) if order.payment_mode_id == CARD else 0,
        "cashed_cod": _cashed_cod(settings, order),
        "shipping_tax": as_text(order.shipping_tax),
        "shipping_tax_voucher_split": [_split(settings, split) for split in order.shipping_splits],
        "currency": order.currency,
        "customer": order.customer,
        "products": [_line(settings, stamp, order, line) for line in order.lines if _is_listed(settings, line)],
        "vouchers": _vouchers(order, created),
        "attachments": order.attachments,
        "is_storno": order.is_storno,
        "reason_cancellation": _reason(settings, order),
        "cancellation_request": order.cancellation_request,
        "refunded_amount": "0",
        "refund_status": None,
        "maximum_date_for_shipment": stamp(order.created + 2 * 86400)[:10] + " 23:59:59",
        "finalization_date": stamp(order.finalized) if order.finalized else None,
        "parent_id": None,
        "proforms": [],
        "has_editable_products": int(order.status in (2, 3) and order.type == BY_SELLER),
        "late_shipment": 0,
        "flags": order.flags,
        "emag_club": 0,
        "weekend_delivery": 0,
        "enforced_vendor_courier_accounts": order.enforced_courier_accounts,
    }


def _cashed_cod(settings, order):
    """What couriers collected; before that, the amount to collect or 0 (switch)."""
    if order.payment_mode_id != CASH_ON_DELIVERY:
        return 0
    if order.payment_status:
        return as_json_number(order.collected_cod)
    return as_json_number(order.total(settings.line_rounding)) if settings.cashed_cod_before_delivery else 0


def _is_listed(settings, line):
    gone = line.storno_qty and not line.quantity
    return not gone or settings.storno_empty_line == "kept"


def _reason(settings, order):
    if order.status != CANCELED or order.reason_cancellation is None:
        return {"id": None, "name": None} if settings.no_reason_cancellation == "object" else None
    number = order.reason_cancellation
    return (
        {"id": number, "name": CANCELLATION_REASONS[number]} if settings.reason_cancellation_as == "object" else number
    )


def _split(settings, split):
    return {
        "voucher_id": split.voucher_id,
        "value": as_text(split.value),
        "vat_value": as_text(split.vat_value),
        "vat": f"{split.vat:.2f}",
        "offered_by": settings.offered_by_names[split.funder],
        "voucher_name": split.name,
    }


def _vouchers(order, created):
    """Order level: totals of the splits per voucher and VAT rate, never to be added to them (§4.5)."""
    totals = {}
    for split in order.all_splits:
        entry = totals.setdefault((split.voucher_id, split.vat), [split, 0, 0])
        entry[1] += split.value
        entry[2] += split.vat_value
    return [
        {
            "id": str(number),
            "voucher_id": split.voucher_id,
            "status": 1,
            "sale_price": as_text(net),
            "sale_price_vat": as_text(vat),
            "vat": f"{split.vat:.2f}",
            "voucher_name": split.name,
            "issue_date": created[:10],
            "created": created,
            "modified": created,
        }
        for number, (split, net, vat) in enumerate(totals.values(), 1234)
    ]


def _line(settings, stamp, order, line):
    return {
        "id": line.id,
        "product_id": str(line.product_id) if line.product_id else line.product_id,
        "mkt_id": line.mkt_id,
        "name": line.name,
        "part_number": line.part_number,
        "ext_part_number": line.ext_part_number,
        "part_number_key": line.part_number_key,
        "status": line.status,
        "quantity": line.quantity,
        "initial_qty": line.initial_qty,
        "storno_qty": line.storno_qty,
        "sale_price": as_text(line.sale_price),
        "original_price": as_text(line.sale_price),
        "vat": as_text(line.vat),
        "currency": order.currency,
        "created": stamp(line.created),
        "modified": stamp(line.modified),
        "details": [],
        "recycle_warranties": [_deposit(line, entry) for entry in line.deposits],
        "attachments": line.attachments,
        "serial_numbers": None,
        "retained_amount": 0,
        "reversible_vat_charging": 0,
        "product_voucher_split": [_split(settings, split) for split in line.splits],
    }


def _deposit(line, entry):
    return {
        "quantity": line.quantity * entry.per_unit,
        "sale_price": as_text(entry.sale_price),
        "vat_rate": as_text(entry.vat_rate),
        "product_name": entry.name,
        "recycle_warranty_voucher_split": [],
    }
