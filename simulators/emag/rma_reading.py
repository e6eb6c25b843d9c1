"""rma/read and rma/count (api/emag.md §6.2, §6.4)."""

from datetime import timedelta

from simulators.core.money import as_json_number, as_text

from .bodies import count_answer, int_filter, page_of, paging
from .const import BY_EMAG, BY_SELLER, MAX_ID, RMA_MOVES
from .envelope import Answer, Refusal
from .rma_store import ACTIONS
from .times import parse_datetime

FILTERS = (
    "id",
    "emag_id",
    "order_id",
    "product_id",
    "product_emag_id",
    "request_status",
    "date_start",
    "date_end",
    "type",
    "currentPage",
    "itemsPerPage",
)
COUNTRY_NAMES = {"RO": "Romania", "BG": "Bulgaria", "HU": "Hungary"}
# Design: days after the request.
DAYS = {
    "maximum_finalization_date": 23,
    "first_pickup_date": 3,
    "estimated_product_pickup": 4,
    "estimated_product_reception": 7,
}


def read_returns(context):
    filters = context.filters(FILTERS)
    page, size = paging(filters, context.settings)
    rows = [rma_row(context.account, rma) for rma in page_of(_matching(context, filters), page, size)]
    context.call.items = len(rows)
    return Answer(rows)


def count_returns(context):
    filters = context.filters(FILTERS)
    _page, size = paging(filters, context.settings)
    return Answer(count_answer(len(_matching(context, filters)), size, context.settings))


def _matching(context, filters):
    """Newest first (design). The seller's own `id` was given up in 4.4.6: no return has one."""
    numbers = {
        key: int_filter(filters, key, low=1, high=MAX_ID)
        for key in ("id", "emag_id", "order_id", "product_id", "product_emag_id")
    }
    status = int_filter(filters, "request_status", tuple(RMA_MOVES))
    kind = int_filter(filters, "type", (BY_EMAG, BY_SELLER))
    start, end = (_moment(context, filters, key) for key in ("date_start", "date_end"))
    return [
        rma
        for rma in context.account.returns.newest_first()
        if numbers["id"] is None
        and numbers["emag_id"] in (None, rma.emag_id)
        and numbers["order_id"] in (None, rma.order.id)
        and _has(rma, "product_id", numbers["product_id"])
        and _has(rma, "mkt_id", numbers["product_emag_id"])
        and status in (None, rma.status)
        and kind in (None, rma.order.type)
        # Stored times have fractions of a second, the bounds do not.
        and (start is None or start <= rma.created)
        and (end is None or rma.created < end + 1)
    ]


def _has(rma, attribute, number):
    return number is None or any(getattr(line.order_line, attribute) == number for line in rma.lines)


def _moment(context, filters, key):
    if filters.get(key) is None:
        return None
    moment = parse_datetime(filters[key])
    if moment is None:
        raise Refusal(f"Invalid value for filter {key}: the format is YYYY-mm-dd HH:ii:ss")
    return context.account.times.to_epoch(moment)


def rma_row(account, rma):
    """One return as §6.4 prints it: order_id as string, the return tax as decimal string."""
    customer, times = rma.order.customer, account.times
    first, day = rma.lines[0], times.local(rma.created).date()
    return {
        "emag_id": rma.emag_id,
        "return_parent_id": None,
        "order_id": str(rma.order.id),
        "type": rma.order.type,
        "customer_name": customer["name"],
        "customer_company": customer["company"] if customer["legal_entity"] else None,
        "customer_phone": customer["shipping_phone"],
        "pickup_country": COUNTRY_NAMES.get(customer["shipping_country"], customer["shipping_country"]),
        "pickup_suburb": customer["shipping_suburb"],
        "pickup_city": customer["shipping_city"],
        "pickup_address": customer["shipping_street"],
        "pickup_zipcode": customer["shipping_postal_code"] or None,
        "pickup_locality_id": int(customer["shipping_locality_id"]),
        "pickup_method": rma.pickup_method,
        "pickup_date": rma.pickup_date,
        "customer_account_iban": rma.iban,
        "customer_account_bank": "Banca Exemplu" if rma.iban else None,
        "customer_account_beneficiary": customer["name"] if rma.iban else None,
        **{f"replacement_product_{key}": rma.replacement.get(key) for key in ("emag_id", "id", "name", "quantity")},
        "observations": rma.observations or first.observations,
        "request_status": rma.status,
        "return_type": rma.return_type,
        "return_reason": first.reason,
        "date": times.stamp(rma.created),
        "products": [_line(line) for line in rma.lines],
        "extra_info": {key: str(day + timedelta(days=days)) for key, days in DAYS.items()},
        "return_tax_value": as_text(rma.return_tax_value),
        "swap": None,
        "awbs": [{"reservation_id": number} for number in rma.reservations],
        "status_history": [
            {"code": status, "event_date": times.stamp(at), "requests": []} for at, status, _by in rma.history
        ],
        "request_history": [
            {
                "id": number,
                "user": by,
                "action": ACTIONS[status],
                "action_type": "status",
                "source": "eMAG",
                "date": times.stamp(at),
            }
            for number, (at, status, by) in enumerate(rma.history, 1)
        ],
        "locker": [],
        "return_address_id": rma.return_address_id,
        "currency": rma.order.currency,
    }


def _line(line):
    product = line.order_line
    return {
        "id": line.id,
        "product_emag_id": product.mkt_id,
        "product_id": product.product_id,
        "quantity": line.quantity,
        "product_name": product.name,
        "return_reason": line.reason,
        "observations": line.observations,
        "diagnostic": line.diagnostic,
        "reject_reason": line.reject_reason,
        "refund_value": as_json_number(line.refund_value),
        "retained_amount": 0,
    }
