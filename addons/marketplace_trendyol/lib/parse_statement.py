"""Rows of Trendyol's current account, understood (api/trendyol.md §6.7).

A row does not say its type in a way that can be relied on, nor its currency: whoever asked for it knows both.
"""

from decimal import Decimal

from odoo.addons.marketplace_base.lib.money import to_cents
from odoo.addons.marketplace_base.lib.statement import EntryKind, StatementLine
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_finance as facts
from .fields import identifier, millis, moment, number, required, text, whole

_ = Words("marketplace_trendyol")

NOTHING = Decimal("0.00")


def parse_line(row, service, name, storefront):
    """One row that was asked for as type ``name``, in a storefront.

    :raise ValueError: it has no time or unreadable amounts; the message names what
    """
    what = f"{name} {text(row, 'id', name)}"
    entry = facts.ENTRIES[service][name]
    at = moment(row, "transactionDate", what)
    if not at:
        raise ValueError(f"{what}: transactionDate is missing")
    credit, debit, commission, revenue = amounts(row, entry, what)
    order_key = identifier(row, "shipmentPackageId", what=what)
    order_number, barcode = text(row, "orderNumber", what), text(row, "barcode", what)
    said = (storefront, name, order_number, order_key, barcode, whole(row, "transactionDate", what))
    paid_on = moment(row, "paymentDate", what)
    return StatementLine(
        key="|".join(map(str, (*said, debit, credit))),  # not the commission: it may be told later
        kind=EntryKind.TRANSPORT if is_cargo(row, name, what) else entry.kind,
        label=_label(row, service, name, what),
        at=at,
        debit=debit,
        credit=credit,
        revenue=revenue,
        currency=const.STOREFRONTS[storefront].currency,
        commission=commission,
        commission_rate=number(row, "commissionRate", what),
        order_key=order_key,
        order_number=order_number,
        offer_key=barcode,
        payout_key=identifier(row, "paymentOrderId", what=what),
        payout_on=paid_on and paid_on.date(),  # as UTC, like every time (§8.21)
        invoice_number=text(row, "commissionInvoiceSerialNumber", what)
        or (text(row, "id", what) if is_cargo(row, name, what) else ""),
        place=storefront,
        ref=text(row, "id", what),
        extra={"type": name, "receipt": text(row, "receiptId", what), "store": text(row, "storeName", what)},
    )


def amounts(row, entry, what):
    """What a row says, as (credit, debit, commission, revenue) with the signs of ``StatementLine``.

    The platform writes amounts without a sign; the type says what they mean, and where it does not, the side they stand on.
    """
    net = number(row, "credit", what, NOTHING) - number(row, "debt", what, NOTHING)
    side = entry.side or (facts.CREDIT if net >= 0 else facts.DEBIT)
    amount = to_cents(abs(net))
    credit, debit = (amount, NOTHING) if side == facts.CREDIT else (NOTHING, amount)
    if entry.kind is EntryKind.PAYOUT:
        return credit, debit, NOTHING, NOTHING
    keeps, earns = (entry.keeps, entry.earns) if entry.side else (side, side)
    commission = keeps * to_cents(abs(number(row, "commissionAmount", what, NOTHING)))
    said = number(row, "sellerRevenue", what)
    revenue = credit - debit - commission if said is None else earns * to_cents(abs(said))
    return credit, debit, commission or NOTHING, revenue or NOTHING  # never -0.00


def is_cargo(row, name, what):
    """Whether a row is an invoice of transport, by its words in the storefront's language."""
    if name != facts.INVOICES:
        return False
    said = f"{text(row, 'transactionType', what)} {text(row, 'description', what)}".casefold()
    return any(word in said for word in facts.CARGO_WORDS)


def _label(row, service, name, what):
    """What it is called; where the type says little, with the platform's own words."""
    label = _("Invoice of transport") if is_cargo(row, name, what) else _(facts.ENTRIES[service][name].label)
    said = text(row, "description", what) or text(row, "transactionType", what)
    return f"{label}: {said}" if service == facts.OTHERS and said else label


def parse_parcel(row, invoice, what):
    """The share of one parcel in an invoice of transport.

    :param invoice: the ``StatementLine`` of the invoice
    :raise ValueError: its amount is missing or not readable
    """
    amount = to_cents(required(row, "amount", what))
    parcel, order_number = text(row, "parcelUniqueId", what), text(row, "orderNumber", what)
    kind = text(row, "shipmentPackageType", what)
    said = (invoice.place, "parcel", kind, parcel, order_number, millis(invoice.at), amount)
    return StatementLine(
        key="|".join(map(str, said)),
        kind=EntryKind.TRANSPORT,
        label=_("Transport of a parcel: %s", kind) if kind else _("Transport of a parcel"),
        at=invoice.at,
        debit=max(amount, NOTHING),
        credit=max(-amount, NOTHING),
        revenue=-amount or NOTHING,
        currency=invoice.currency,
        order_number=order_number,
        parcel=parcel,
        payout_key=invoice.payout_key,
        payout_on=invoice.payout_on,
        invoice_number=invoice.invoice_number,
        place=invoice.place,
        extra={"type": invoice.extra["type"], "desi": text(row, "desi", what)},
    )
