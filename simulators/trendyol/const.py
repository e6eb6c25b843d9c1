"""Facts of the document that are lists and numbers (api/trendyol.md)."""

from dataclasses import dataclass
from decimal import Decimal

PREFIX = "/integration"
TURKEY = "TR"
INTERNATIONAL = "INT"
DAY = 86_400
HOUR = 3600


@dataclass(frozen=True)
class StoreFront:
    """§1.3: VAT percents, currency, languages; the last language is what an unsupported Accept-Language gets."""

    code: str
    country: str
    vat_rates: tuple
    currency: str
    languages: tuple
    romanian_rates: bool = False  # sellers of Romanian origin may use theirs

    def rates_for(self, origin):
        return self.vat_rates + ((11, 21) if self.romanian_rates and origin == "RO" else ())


STOREFRONTS = {
    row.code: row
    for row in (
        StoreFront("TR", "Türkiye", (0, 1, 10, 20), "TRY", ("tr",)),
        StoreFront("RO", "Romania", (0, 11, 21), "RON", ("ro", "en")),
        StoreFront("BG", "Bulgaria", (0, 9, 20), "EUR", ("en",), romanian_rates=True),
        StoreFront("GR", "Greece", (0, 6, 13, 24), "EUR", ("el", "en"), romanian_rates=True),
        StoreFront("CZ", "Czechia", (0, 12, 21), "CZK", ("en",)),
        StoreFront("SK", "Slovakia", (0, 19, 23), "EUR", ("en",)),
        StoreFront("DE", "Germany", (0, 7, 19), "EUR", ("en",)),
        StoreFront("SA", "Saudi Arabia", (15,), "SAR", ("ar", "en")),
        StoreFront("AE", "United Arab Emirates", (5,), "AED", ("ar", "en")),
        StoreFront("KW", "Kuwait", (0,), "KWD", ("ar", "en")),
    )
}
GULF = ("SA", "AE", "KW")
TARGETS = ("BG", "GR")  # what a Romanian seller may open (§7.3)

# §1.4. Windows are (calls, seconds); tiers are (listings up to, calls a minute), None = no end.
ENDPOINT_WINDOW = (50, 10)
_TR_SIZES = (50_000, 75_000, 150_000, 500_000, None)
_INT_SIZES = (100_000, 350_000, 500_000, None)


def _tiers(sizes, *calls):
    return tuple(zip(sizes, calls, strict=True))


# Groups whose endpoints share one quota; the second word says whose sizes count.
GROUP_QUOTAS = {
    ("product_read", TURKEY): _tiers(_TR_SIZES, 1000, 1250, 1500, 1750, 2000),
    ("product_read", INTERNATIONAL): _tiers(_INT_SIZES, 1000, 1250, 1500, 2000),
    ("product_write", TURKEY): _tiers(_TR_SIZES, 200, 300, 400, 500, 600),
    ("product_write", INTERNATIONAL): _tiers(_INT_SIZES, 200, 300, 400, 500),
    ("inventory", TURKEY): _tiers(_TR_SIZES, 350, 500, 1000, 1500, 2000),
    ("inventory", INTERNATIONAL): _tiers(_INT_SIZES, 350, 500, 1000, 1500),
}
# Quotas each endpoint has for itself.
ENDPOINT_QUOTAS = {
    "order_list": _tiers(_TR_SIZES, 30, 40, 50, 100, 100),
    "package_status": _tiers(_TR_SIZES, 300, 300, 500, None, None),
    "package_edit": _tiers(_TR_SIZES, 100, 100, 200, None, None),
    "manual": _tiers(_TR_SIZES, 1000, 1000, 1500, None, None),
    "label": ((None, 100),),
    "claims": ((None, 1000),),
    "claim_decision": ((None, 5),),
    "finance": ((None, 100),),
    "question_read": ((None, 1000),),
    "question_answer": ((None, 500),),
}
PRICE_CHANGES_PER_MINUTE = 30  # per barcode

# Catalogue (§2)
MAX_ITEMS = 1000
MAX_STOCK = 20_000
MAX_REACHABLE = 10_000
MAX_LIST_BARCODES = 50
BATCH_LIFE = 4 * HOUR
REPEAT_WINDOW = 15 * 60
TEXT_LIMITS = {"barcode": 40, "title": 100, "productMainId": 40, "stockCode": 100, "lotNumber": 100}
MAX_DESCRIPTION = 30_000
MAX_IMAGES = 8
MAX_COLOUR = 50
COLOUR = 47
CARGO_COMPANIES = {
    38: ("SENDEOMP", "Kolay Gelsin"),
    30: ("BORMP", "Borusan"),
    10: ("DHLECOMMP", "DHL eCommerce"),
    19: ("PTTMP", "PTT"),
    9: ("SURATMP", "Sürat"),
    17: ("TEXMP", "Trendyol Express"),
    6: ("HOROZMP", "Horoz"),
    20: ("CEVAMP", "Ceva"),
    4: ("YKMP", "Yurtiçi"),
    7: ("ARASMP", "Aras"),
}
SGR_CATEGORIES = frozenset(
    [1415, 1417, 1419, 1420, 1421, 1422, 1439, 2401, 2404, 2405, 2728, 2891, 2892, 2893, 2894, 2900, 3541, 4089]
    + [4091, 5067, 5068, 5069, *range(5643, 5659)]
)
SGR_UNIT = Decimal("0.50")

# Orders (§3)
CREATED, PICKING, INVOICED, SHIPPED = "Created", "Picking", "Invoiced", "Shipped"
AWAITING, DELIVERED, UNDELIVERED, RETURNED = "Awaiting", "Delivered", "UnDelivered", "Returned"
CANCELLED, UNSUPPLIED, UNPACKED, AT_POINT = "Cancelled", "UnSupplied", "UnPacked", "AtCollectionPoint"
STATUSES = (
    CREATED,
    PICKING,
    INVOICED,
    SHIPPED,
    CANCELLED,
    DELIVERED,
    UNDELIVERED,
    RETURNED,
    AT_POINT,
    UNPACKED,
    UNSUPPLIED,
    AWAITING,
    "Verified",
)
OPEN = (CREATED, PICKING, INVOICED)
DEAD = (CANCELLED, UNSUPPLIED, UNPACKED)
UNSUPPLIED_REASONS = (500, 501, 502, 503, 504, 505, 506)
MAX_PACKAGE_IDS = 50
MAX_PACKAGE_SIZE = 200
MAX_WINDOW = 14 * DAY
LIST_HISTORY = 30 * DAY
STREAM_HISTORY = 90 * DAY
TR_CHANGE_CARGO = (
    "YKMP",
    "ARASMP",
    "SURATMP",
    "HOROZMP",
    "DHLECOMMP",
    "PTTMP",
    "CEVAMP",
    "TEXMP",
    "KOLAYGELSINMP",
    "CEVATEDARIK",
)
TR_LABEL_CARRIERS = ("TEXMP", "ARASMP")
CHANGE_CARGO_PAUSE = 300
TRACKING_PREFIXES = {
    "TEXMP": "733",
    "YKMP": "725",
    "ARASMP": "726",
    "SURATMP": "727",
    "DHLECOMMP": "728",
    "PTTMP": "734",
    "HOROZMP": "884",
}
ALTERNATIVE_PREFIX = "732"


@dataclass(frozen=True)
class Carrier:
    """§7.2; `routes` are (from, to) countries, `payer` is trendyol or seller."""

    code: str
    name: str
    payer: str
    routes: tuple


CARRIERS = (
    Carrier("FANCOURIER", "FAN Courier", "trendyol", (("RO", "RO"),)),
    Carrier("FANEX", "FANEX", "trendyol", (("RO", "RO"),)),
    Carrier("DPD-RO", "DPD Romania", "trendyol", (("RO", "RO"), ("RO", "GR"), ("RO", "BG"))),
    *(
        Carrier(code, name, "seller", (("RO", "RO"), ("RO", "BG"), ("RO", "GR"), ("RO", "CZ"), ("RO", "SK")))
        for code, name in (("DPDMP", "DPD"), ("DHLMP", "DHL"), ("GLS", "GLS"))
    ),
    Carrier("GENIKI", "Geniki Taxydromiki", "seller", (("RO", "GR"),)),
    Carrier("PACKETA", "Packeta", "seller", (("SK", "RO"),)),
    Carrier("PACKETA", "Packeta", "trendyol", (("PL", "RO"),)),
    *(
        Carrier(code, name, "seller", (("DE", "DE"),))
        for code, name in (("DHLMP", "DHL"), ("HERMESMP", "Hermes"), ("DHLEXPMP", "DHL Express"), ("DPDMP", "DPD"))
    ),
)
SHORT_NAMES = dict(CARGO_COMPANIES.values())

# Invoices (§4)
MAX_INVOICE_FILE = 10_000_000
INVOICE_REJECTIONS = (
    "INVOICE_LINE_MISMATCH",
    "INVOICE_TOTAL_MISMATCH",
    "INVOICE_LINE_NUMBER_MISMATCH",
    "INVOICE_TYPE_MISMATCH",
    "SENDER_VKN_MISMATCH",
    "RECEIPENT_VKN_MISMATCH",
    "INVOICE_NUMBER_MISMATCH",
    "INVOICE_DATE_MISMATCH",
    "INVOICE_SCENARIO_MISMATCH",
    "INVOICE_NOT_FOUND_IN_MAILBOX",
    "INVOICE_NUMBER_ALREADY_EXISTS",
)

# Webhooks (§5)
MAX_WEBHOOKS = 15
WEBHOOK_STATUSES = {status.upper(): status for status in STATUSES} | {"AT_COLLECTION_POINT": AT_POINT}
WEBHOOK_STATUSES.pop(AT_POINT.upper())
FORBIDDEN_IN_URL = ("trendyol", "dolap", "localhost")

# Claims, questions, finance (§6)
CLAIM_STATUSES = (
    "Created",
    "WaitingInAction",
    "WaitingFraudCheck",
    "Accepted",
    "Cancelled",
    "Rejected",
    "Unresolved",
    "InAnalysis",
)
ISSUE_WITHOUT_FILE = (1651, 451, 2101)
QUESTION_STATUSES = ("WAITING_FOR_ANSWER", "WAITING_FOR_APPROVE", "ANSWERED", "REPORTED", "REJECTED", "UNANSWERED")
SETTLEMENT_TYPES = (
    "Sale",
    "Return",
    "Discount",
    "DiscountCancel",
    "Coupon",
    "CouponCancel",
    "ProvisionPositive",
    "ProvisionNegative",
    "ManualRefund",
    "ManualRefundCancel",
    "TYDiscount",
    "TYDiscountCancel",
    "TYCoupon",
    "TYCouponCancel",
    *(
        name + end
        for end in ("", "Cancel")
        for name in ("SellerRevenuePositive", "SellerRevenueNegative", "CommissionPositive", "CommissionNegative")
    ),
    "DeliveryFee",
    "DeliveryFeeCancel",
    "PayByLink",
)
INT_SETTLEMENT_TYPES = ("Sale", "Return")
OTHER_FINANCIALS = (
    "CashAdvance",
    "WireTransfer",
    "IncomingTransfer",
    "ReturnInvoice",
    "CommissionAgreementInvoice",
    "PaymentOrder",
    "DeductionInvoices",
    "FinancialItem",
    "Stoppage",
)
MAX_FINANCE_WINDOW = 15 * DAY
FINANCE_SIZES = (500, 1000)
