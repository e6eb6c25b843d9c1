"""What a platform writes into the seller's current account: sales, fees, payouts, in the trade's own words.

Money is ``Decimal`` in the currency named next to it; timestamps are aware and in UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum


class EntryKind(Enum):
    """What a line of the statement is for."""

    SALE = "sale"
    RETURN = "return"
    DISCOUNT = "discount"  # what lowers the price, or its withdrawal
    CORRECTION = "correction"  # of a sale or a return, afterwards
    COMMISSION = "commission"  # corrections of it; that of a sale stands on the sale
    TRANSPORT = "transport"
    FEE = "fee"
    TAX = "tax"  # withheld by the platform
    PAYOUT = "payout"  # money that went from one to the other: neither earned nor lost
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line. ``credit`` is in the seller's favour, ``debit`` against him; ``revenue`` what is left of it for him, signed.

    ``commission`` is the platform's share, positive when it keeps it, so that ``revenue`` is credit less debit less commission;
    of a payout nothing is left, for it is no income. ``key`` is made of what the line says, since platforms renumber theirs:
    two lines that say the very same have the same key. ``ref`` is the platform's number of it, which only tells whether one
    line is shown twice. ``payout_key`` / ``payout_on``: with which payment, and when, it is paid out; the number is empty while
    it is not, the date may be the one foreseen. ``parcel``: the number of the parcel it is about. ``place``: the country's shop
    it was written in, where an account has several.
    """

    key: str
    kind: EntryKind
    label: str
    at: datetime
    debit: Decimal
    credit: Decimal
    revenue: Decimal
    currency: str
    commission: Decimal = Decimal(0)
    commission_rate: Decimal | None = None
    order_key: str = ""
    order_number: str = ""
    parcel: str = ""
    offer_key: str = ""
    payout_key: str = ""
    payout_on: date | None = None
    invoice_number: str = ""
    place: str = ""
    ref: str = ""
    extra: dict = field(default_factory=dict)
