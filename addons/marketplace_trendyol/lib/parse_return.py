"""Trendyol's claims, understood as returns (api/trendyol.md §6.1, §6.4).

The state stands on each single piece; the one that waits for the seller speaks for the whole return.
"""

from datetime import timedelta
from decimal import Decimal

from odoo.addons.marketplace_base.lib.fulfilment import ReturnData, ReturnLine, ReturnStatus, ShipmentState
from odoo.addons.marketplace_base.lib.types import Address
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .days import after_business_days
from .fields import flag, identifier, moment, record, records, text

_ = Words("marketplace_trendyol")


def claim_id(row):
    key = text(row, "claimId", "Return") or text(row, "id", "Return")
    if not key:
        raise ValueError("Return: claimId is missing")
    return key


def parse_return(row, storefront):
    """One claim. :raise ValueError: something essential is missing or unreadable; the message names it"""
    row = record(row, "Return")
    key = claim_id(row)
    what = f"Return {key}"
    asked_at = moment(row, "claimDate", what) or moment(row, "lastModifiedDate", what)
    if not asked_at:
        raise ValueError(f"{what}: claimDate is missing")
    order_key = identifier(row, "orderOutboundPackageId", what=what) or text(row, "orderNumber", what)
    if not order_key:
        raise ValueError(f"{what}: orderOutboundPackageId is missing")
    states = item_states(row, what)
    status = return_status(states)
    names = (text(row, f"customer{part}Name", what) for part in ("First", "Last"))
    name = " ".join(part for part in names if part)
    rejected = _parcel(row, "rejectedpackageinfo", what)
    due = _decide_by(row, status, states, storefront, what)
    return ReturnData(
        key=key,
        order_key=order_key,
        status=status,
        status_label=_label(row, states, what),
        asked_at=asked_at,
        lines=_lines(row, what),
        carrier="platform",
        customer_name=name,
        pickup=Address(name=name),
        close_by=due,
        currency=const.STOREFRONTS[storefront].currency,
        parcels_out=_parcels_out(row, key, order_key, what),
        extra={
            "order_number": text(row, "orderNumber", what),
            "tracking": identifier(row, "cargoTrackingNumber", what=what),
            "tracking_link": text(row, "cargoTrackingLink", what),
            "courier": text(row, "cargoProviderName", what),
            "deposit": text(row, "totalSgrFee", what),
            "back_package": identifier(rejected, "packageid", what=what),
            "back_not_wanted": flag(rejected, "dontshipback", what),
        },
    )


def _label(row, states, what):
    """The states of its pieces in words, and whether nobody decided in time."""
    labels = [str(_(facts.RETURN_LABELS[state])) for state in dict.fromkeys(states.values())]
    pieces = (piece for goods in _goods(row, what) for piece in _pieces(goods, what))
    if any(flag(piece, "autoAccepted", what) for piece in pieces):
        labels.append(_("accepted by itself: nobody decided in time"))
    return "; ".join(labels)


def item_states(row, what):
    """``{claim item: Trendyol's word for its state}``, in their order.

    :raise ValueError: not readable, or a state is not known
    """
    found = {}
    for item in (item for goods in _goods(row, what) for item in _pieces(goods, what)):
        key = text(item, "id", what)
        state = text(record(item.get("claimItemStatus"), what), "name", what)
        if not key or state not in facts.RETURN_STATUS:
            raise ValueError(f"{what}: the state {state!r} of a piece is not known")
        found[key] = state
    if not found:
        raise ValueError(f"{what}: items are missing")
    return found


def return_status(states):
    """What the whole return is, of the states of its pieces."""
    found = {facts.RETURN_STATUS[state] for state in states.values()}
    return min(found, key=facts.RETURN_GRAVITY.index)


def _goods(row, what):
    return records(row.get("items"), f"{what}: items")


def _pieces(goods, what):
    return records(goods.get("claimItems"), f"{what}: claimItems")


def _lines(row, what):
    """One line per order line and reason; pieces whose return was called off do not count, unless all were."""
    found = {}
    all_off = all(state == "Cancelled" for state in item_states(row, what).values())
    for goods in _goods(row, what):
        order_line = record(goods.get("orderLine"), f"{what}: orderLine")
        line_key = identifier(order_line, "id", what=f"{what}: orderLine")
        for piece in _pieces(goods, what):
            state = text(record(piece.get("claimItemStatus"), what), "name", what)
            if state == "Cancelled" and not all_off:
                continue
            reason = record(piece.get("customerClaimItemReason"), f"{what}: reason")
            found.setdefault((line_key, identifier(reason, "externalReasonId", what=what)), []).append(
                (order_line, reason, piece)
            )
    lines = []
    for (line_key, reason_key), pieces in found.items():
        order_line, reason, first = pieces[0]
        notes = (text(piece, "customerNote", what) for _line, _reason, piece in pieces)
        lines.append(
            ReturnLine(
                key=f"{line_key}:{reason_key}" if reason_key else line_key or text(first, "id", what),
                offer_key=text(order_line, "barcode", what),
                name=text(order_line, "productName", what),
                quantity=Decimal(len(pieces)),
                reason=text(reason, "name", what),
                reason_key=reason_key,
                note="; ".join(dict.fromkeys(filter(None, notes))),
            )
        )
    return tuple(lines)


def _decide_by(row, status, states, storefront, what):
    """When Trendyol decides by itself; counted from the arrival, which is the last change (§6.1)."""
    if status is not ReturnStatus.RECEIVED or facts.TO_DECIDE not in states.values():
        return None
    arrived = moment(row, "lastModifiedDate", what)
    if not arrived:
        return None
    try:
        if storefront == const.TURKEY:
            return arrived + timedelta(hours=facts.DECIDE_HOURS_TR)
        return after_business_days(arrived, facts.DECIDE_DAYS)
    except OverflowError:
        raise ValueError(f"{what}: lastModifiedDate is not a time") from None


def parcel_back(row, what):
    """The parcel with which refused goods have to go back to the customer, its keys in lower case; ``{}``: there is none.

    :raise ValueError: not readable
    """
    parcel = _parcel(row, "rejectedpackageinfo", what)
    return {} if flag(parcel, "dontshipback", what) else parcel


def _parcel(row, name, what):
    """One of the parcels of a claim; their names and those of their fields are written in two ways (§6.1)."""
    lowered = {key.lower(): value for key, value in row.items()}
    parcel = record(lowered.get(name), f"{what}: {name}")
    return {key.lower(): value for key, value in parcel.items()}


def _parcels_out(row, key, order_key, what):
    """What is to be sent to the customer: refused goods, and what replaces returned ones."""
    found = (
        (parcel_back(row, what), _("Refused goods go back to the customer")),
        (_parcel(row, "replacementoutboundpackageinfo", what), _("The customer gets another one in exchange")),
    )
    return tuple(
        ShipmentState(
            ref=ref,
            number=identifier(parcel, "cargotrackingnumber", what=what),
            order_key=order_key,
            return_key=key,
            courier_name=text(parcel, "cargoprovidername", what),
            text=words,
        )
        for parcel, words in found
        if (ref := identifier(parcel, "packageid", what=what))
    )
