"""Facts about Trendyol's current account (api/trendyol.md §6.7): one table of everything that is written into it."""

from dataclasses import dataclass
from datetime import timedelta

from odoo.addons.marketplace_base.lib.statement import EntryKind
from odoo.addons.marketplace_base.lib.words import Words

# Marks the texts of the tables below for translation; they are said in the reader's language where they are used.
_ = Words("marketplace_trendyol")

SETTLEMENTS, OTHERS = "settlements", "otherfinancials"
PATH = "finance/che/sellers/{{S}}/{service}"
CARGO_ITEMS = "finance/che/sellers/{{S}}/cargo-invoice/{serial}/items"

WINDOW = timedelta(days=15)
LOOKBACK = timedelta(days=60)  # a payment period of a month, the next Wednesday, and time for returns
PAGE = 1000  # 500 or 1000
CARGO_PAGE = 500  # no limit is told

CREDIT, DEBIT, EITHER = 1, -1, 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One type of line: what it is for, what it is called, on which side it stands, and what it means for the commission.

    ``side``: EITHER where the document does not say; then the line itself tells. ``keeps``: 1 where Trendyol takes the
    commission that is named, -1 where it gives it back, 0 where the line is no commission of anything. ``earns``: likewise
    what is named as the seller's revenue. ``spellings``: how other pages of the document write it.
    """

    kind: EntryKind
    label: str
    side: int = EITHER
    keeps: int = 0
    earns: int = 0
    spellings: tuple[str, ...] = ()


def _sale(kind, label, *spellings):
    """Like a sale: Trendyol takes its commission, the seller gets the rest."""
    return Entry(kind, label, CREDIT, 1, 1, spellings)


def _back(kind, label, *spellings):
    """Like a return: Trendyol gives its commission back, the seller loses the rest."""
    return Entry(kind, label, DEBIT, -1, -1, spellings)


_CORRECTION, _COMMISSION, _DISCOUNT = EntryKind.CORRECTION, EntryKind.COMMISSION, EntryKind.DISCOUNT

# What storefronts outside Türkiye are documented to show (§7.1).
DOCUMENTED = ("Sale", "Return")
ENTRIES = {
    SETTLEMENTS: {
        "Sale": _sale(EntryKind.SALE, _("Sale")),
        "Return": _back(EntryKind.RETURN, _("Return")),
        "Discount": _back(_DISCOUNT, _("Discount")),
        "DiscountCancel": _sale(_DISCOUNT, _("Discount withdrawn")),
        "Coupon": _back(_DISCOUNT, _("Coupon")),
        # [conflict]: also listed as a debit, with the signs of a credit
        "CouponCancel": _sale(_DISCOUNT, _("Coupon withdrawn")),
        "ProvisionPositive": _sale(_CORRECTION, _("Correction in your favour")),
        "ProvisionNegative": _back(_CORRECTION, _("Correction against you")),
        "ManualRefund": _back(_CORRECTION, _("Partial refund"), "ManuelRefund"),
        "ManualRefundCancel": _sale(_CORRECTION, _("Partial refund withdrawn"), "ManuelRefundCancel"),
        "TYDiscount": _back(_DISCOUNT, _("Discount of Trendyol"), "TyDiscount"),
        "TYDiscountCancel": _sale(_DISCOUNT, _("Discount of Trendyol withdrawn"), "TyDiscountCancel"),
        "TYCoupon": _back(_DISCOUNT, _("Coupon of Trendyol"), "TyCoupon"),
        "TYCouponCancel": _sale(_DISCOUNT, _("Coupon of Trendyol withdrawn"), "TyCouponCancel"),
        # To be read in pairs, one names the revenue, the other the commission: what belongs to both is on two lines.
        "SellerRevenuePositive": Entry(_CORRECTION, _("Revenue corrected, in your favour"), CREDIT, 0, 1),
        "SellerRevenueNegative": Entry(_CORRECTION, _("Revenue corrected, against you"), DEBIT, 0, -1),
        "CommissionPositive": Entry(_COMMISSION, _("Commission given back"), DEBIT, -1, 0),
        "CommissionNegative": Entry(_COMMISSION, _("Commission taken"), CREDIT, 1, 0),
        "SellerRevenuePositiveCancel": Entry(
            _CORRECTION, _("Correction of revenue withdrawn, against you"), DEBIT, 0, -1
        ),
        "SellerRevenueNegativeCancel": Entry(
            _CORRECTION, _("Correction of revenue withdrawn, in your favour"), CREDIT, 0, 1
        ),
        "CommissionPositiveCancel": Entry(_COMMISSION, _("Commission given back, withdrawn"), CREDIT, 1, 0),
        "CommissionNegativeCancel": Entry(_COMMISSION, _("Commission taken, withdrawn"), DEBIT, -1, 0),
        "DeliveryFee": Entry(EntryKind.TRANSPORT, _("Delivery fee")),
        "DeliveryFeeCancel": Entry(EntryKind.TRANSPORT, _("Delivery fee withdrawn")),
        "PayByLink": Entry(EntryKind.OTHER, _("Payment by link")),
    },
    # Nothing is said about these but their names: what they are for is (unverified).
    OTHERS: {
        "CashAdvance": Entry(EntryKind.PAYOUT, _("Payment in advance")),
        "WireTransfer": Entry(EntryKind.PAYOUT, _("Transfer")),
        "IncomingTransfer": Entry(EntryKind.PAYOUT, _("Payment received from you")),
        "ReturnInvoice": Entry(EntryKind.OTHER, _("Invoice of a return")),
        "CommissionAgreementInvoice": Entry(EntryKind.FEE, _("Invoice of commission differences")),
        "PaymentOrder": Entry(EntryKind.PAYOUT, _("Payout")),
        "DeductionInvoices": Entry(EntryKind.FEE, _("Deducted invoice")),
        "FinancialItem": Entry(EntryKind.OTHER, _("Other item")),
        "Stoppage": Entry(EntryKind.TAX, _("Tax withheld")),
    },
}

# The only type whose rows may be invoices of transport; which they are, only their localized words tell. Lower case.
INVOICES, CARGO_WORDS = "DeductionInvoices", ("kargo", "cargo", "shipping", "transport", "curier")


def type_of(service, spelling):
    """The type that is written so."""
    return next(name for name, entry in ENTRIES[service].items() if spelling == name or spelling in entry.spellings)


def spellings_of(service, name):
    """Every way to write a type, the likeliest first."""
    return (name, *ENTRIES[service][name].spellings)
