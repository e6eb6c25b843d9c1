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
    DISCOUNT = "discount"  # borne by the seller, or its withdrawal
    COMMISSION = "commission"  # corrections of it; that of a sale stands on the sale
    TRANSPORT = "transport"
    FEE = "fee"
    TAX = "tax"  # withheld by the platform
    PAYOUT = "payout"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line. ``credit`` is in the seller's favour, ``debit`` against him; ``revenue`` what is left of it for him, signed.

    ``key`` is made of what the line says, since platforms renumber theirs: two lines that say the very same have the same key
    and are told apart by the order in which a period shows them. ``commission`` is the platform's share, positive when it
    keeps it. ``payout_key`` / ``payout_on``: with which payment, and when, it is paid out; empty while not known.
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
    offer_key: str = ""
    payout_key: str = ""
    payout_on: date | None = None
    invoice_number: str = ""
    extra: dict = field(default_factory=dict)
