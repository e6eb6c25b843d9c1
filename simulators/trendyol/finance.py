"""Settlements and other money (api/trendyol.md §6.7)."""

import itertools
from dataclasses import dataclass
from decimal import Decimal

from simulators.core.money import as_json_number, round_half_up

from .answers import Answer, Page, Refusal
from .const import (
    DAY,
    FINANCE_SIZES,
    INT_SETTLEMENT_TYPES,
    MAX_FINANCE_WINDOW,
    OTHER_FINANCIALS,
    SETTLEMENT_TYPES,
    STOREFRONTS,
)
from .times import iso, millis, next_wednesday

NOTHING = Decimal(0)
MAX_TICKETS = 100
TURKISH_WORDS = {"Sale": "Satış", "Return": "İade", "Discount": "İndirim", "DiscountCancel": "İndirim İptal"}


@dataclass
class Row:
    """Times in epoch seconds; `amount` is positive, `is_debt` tells the side."""

    id: str
    kind: str
    at: float
    storefront: str
    amount: Decimal
    is_debt: bool
    rate: Decimal = NOTHING
    barcode: str | None = None
    package: object = None
    payout: float | None = None
    payment_order: int | None = None
    text: str = ""
    is_settlement: bool = True

    @property
    def commission(self):
        return round_half_up(self.amount * self.rate / 100)


class Ledger:
    """Rows appear with Delivered and with accepted returns; payouts fall on Wednesdays."""

    def __init__(self, account):
        self._account = account
        self._rows = []
        self._ids = itertools.count(725_000_001)
        self._payouts = {}
        self.cargo_invoices = {}  # serial -> rows
        self.tickets = []

    def __iter__(self):
        return iter(self._rows)

    def add(self, **values):
        self._rows.append(Row(id=str(next(self._ids)), at=self._account.clock.time(), **values))
        return self._rows[-1]

    def delivered(self, package):
        for line in package.lines:
            for unit in line.units:
                self._book(package, line, unit, is_return=False)

    def refunded(self, package, line, unit):
        self._book(package, line, unit, is_return=True)

    def _book(self, package, line, unit, is_return):
        """Türkiye: the gross price and the seller's discount apart. Elsewhere one row less the discount, as documented."""
        split = self._account.is_turkish or self._account.settings.int_finance_types == "all"
        payout = next_wednesday(self._account.clock.time() + self._account.settings.payment_period_days * DAY)
        common = {
            "storefront": package.storefront,
            "barcode": line.product.barcode,
            "package": package,
            "rate": Decimal(line.product.commission),
            "payout": payout,
        }
        amount = line.gross if split else line.gross - unit.seller_discount
        self.add(kind="Return" if is_return else "Sale", amount=amount, is_debt=is_return, **common)
        if split and unit.seller_discount:
            kind = "DiscountCancel" if is_return else "Discount"
            self.add(kind=kind, amount=unit.seller_discount, is_debt=not is_return, **common)

    def payment_order(self, row):
        """Number of the payout a row went out with, once its day has come."""
        if row.payout is None or self._account.clock.time() < row.payout:
            return row.payment_order
        if row.payment_order is None:
            day = (int(row.payout // DAY), row.storefront)
            row.payment_order = self._payouts.setdefault(day, 4_100_001 + len(self._payouts))
        return row.payment_order


def read_settlements(context):
    documented = not context.account.is_turkish and context.settings.int_finance_types == "documented"
    return _read(context, INT_SETTLEMENT_TYPES if documented else SETTLEMENT_TYPES, is_settlement=True)


def read_other(context):
    return _read(context, OTHER_FINANCIALS, is_settlement=False)


def _read(context, known, is_settlement):
    query, ledger = context.query, context.account.ledger
    kinds = query.choices("transactionTypes", known) or query.choices("transactionType", known)
    if not kinds:
        raise Refusal("invalid.parameter", "transactionType or transactionTypes is required")
    start, end = query.date("startDate"), query.date("endDate")
    if start is None or end is None:
        raise Refusal("invalid.parameter", "startDate and endDate are required")
    if not 0 <= end - start <= MAX_FINANCE_WINDOW:
        raise Refusal("invalid.parameter", "startDate and endDate may be 15 days apart")
    page, size = query.number("page", 0), query.number("size", FINANCE_SIZES[0])
    if size not in FINANCE_SIZES:
        raise Refusal("invalid.parameter", "size must be 500 or 1000")
    if query.number("supplierId") not in (None, context.account.seller_id):
        raise Refusal("invalid.parameter", "supplierId is another seller's")
    payout, order = query.text("paymentDate"), query.number("paymentOrderId")
    sub_type = query.choice("transactionSubType", ("PlatformServiceFee",))
    found = [
        row
        for row in ledger
        if row.is_settlement == is_settlement
        and row.kind in kinds
        and row.storefront == context.storefront.code
        and start <= row.at <= end
        and (payout is None or (row.payout and iso(row.payout)[:10] == payout))
        and (order is None or ledger.payment_order(row) == order)
        and (sub_type is None or row.text == sub_type)
    ]
    rows = [finance_row(context.account, row, context.language) for row in found[page * size : (page + 1) * size]]
    context.call.items = len(rows)
    return Page(rows, len(found), page, size).answer()


def finance_row(account, row, language):
    """No currency: it follows the storefront. Types are words of the language."""
    package = row.package
    word = TURKISH_WORDS.get(row.kind, row.kind) if language == "tr" else row.kind
    commission = row.commission
    return {
        "id": row.id,
        "transactionDate": millis(row.at),
        "barcode": row.barcode,
        "transactionType": word,
        "receiptId": int(row.id) - 677_000_000,
        "description": row.text or word,
        "debt": as_json_number(row.amount) if row.is_debt else 0.0,
        "credit": 0.0 if row.is_debt else as_json_number(row.amount),
        "paymentPeriod": int(account.settings.payment_period_days),
        "commissionRate": as_json_number(row.rate),
        "commissionAmount": as_json_number(commission),
        "commissionInvoiceSerialNumber": None,
        "sellerRevenue": as_json_number(row.amount - commission),
        "orderNumber": package and package.order_number,
        "paymentOrderId": account.ledger.payment_order(row),
        "paymentDate": millis(row.payout),
        "sellerId": account.seller_id,
        "storeId": None,
        "storeName": None,
        "storeAddress": None,
        "country": STOREFRONTS[row.storefront].country,
        "orderDate": millis(package and package.ordered),
        "affiliate": "TRENDYOLTR",
        "shipmentPackageId": package and package.id,
    }


def read_cargo_invoice(context, serial):
    """The parcels of one cargo invoice."""
    rows = context.account.ledger.cargo_invoices.get(serial)
    if rows is None:
        raise Refusal("cargo.invoice.not.found", "Cargo invoice was not found", 404)
    page, size = context.query.number("page", 0), context.query.number("size", FINANCE_SIZES[0], low=1)
    context.call.items = len(rows)
    return Page(rows[page * size : (page + 1) * size], len(rows), page, size).answer()


def read_tickets(context):
    """Compensations of Trendyol Express; Türkiye only."""
    if not context.account.is_turkish:
        raise Refusal("not.supported", "a service of Türkiye")
    page, size = context.query.number("page", 0), context.query.number("size", MAX_TICKETS, low=1, high=MAX_TICKETS)
    rows = context.account.ledger.tickets
    return Answer({"data": rows[page * size : (page + 1) * size], "totalCount": len(rows)})
