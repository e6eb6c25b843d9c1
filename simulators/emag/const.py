"""Facts about the platform (api/emag.md v4.4.9), each named with its section."""

from dataclasses import dataclass

from simulators.core.money import to_decimal

PREFIX = "/api-3"  # §1.1
MAX_INPUT_VARS = 4000  # §1.3
MAX_ENTITIES = 50  # §1.3
MAX_PAGE = 65535  # §1.4
PAGE_SIZE = 100  # §1.4
MAX_STOCK = 65535  # §3.2
MAX_PRODUCT_ID = 16_777_215  # §3.1
MAX_EANS_PER_LOOKUP = 100  # §3.9

# §1.6: (requests, seconds) per window.
RATE_LIMITS = {
    "orders": [(12, 1), (720, 60)],
    "other": [(3, 1), (180, 60)],
    "find_by_eans": [(5, 1), (200, 60), (5000, 86400)],
}


@dataclass(frozen=True)
class Country:
    """One platform = one account context (§1.1). `vat` rows are (id, fraction); the first is the default rate."""

    code: str
    locale: str
    currency: str
    locality_country: str
    vat: tuple
    category_offset: int


def _vat(*rows):
    return tuple((vat_id, to_decimal(rate)) for vat_id, rate in rows)


# Ids and rates are invented apart from the BG id 6 (§2.2): they differ per platform so that nothing can be hardcoded.
COUNTRIES = {
    country.code: country
    for country in (
        Country("RO", "ro_RO", "RON", "RO", _vat((1, "0.21"), (2, "0.11"), (3, "0")), 0),
        Country("BG", "bg_BG", "EUR", "BG", _vat((6, "0.20"), (7, "0.09"), (8, "0")), 10_000),
        Country("HU", "hu_HU", "HUF", "HU", _vat((11, "0.27"), (12, "0.18"), (13, "0.05"), (14, "0")), 20_000),
        Country("FDRO", "ro_RO", "RON", "RO", _vat((21, "0.21"), (22, "0.11"), (23, "0")), 30_000),
        Country("FDBG", "bg_BG", "EUR", "BG", _vat((26, "0.20"), (27, "0.09"), (28, "0")), 40_000),
    )
}

LANGUAGES = ("en", "ro", "hu", "bg", "pl", "gr", "de")  # §2.1
SOURCE_LANGUAGES = (  # §3.2
    *("en_GB", "ro_RO", "pl_PL", "bg_BG", "hu_HU", "de_DE", "it_IT", "fr_FR"),
    *("es_ES", "nl_NL", "cs_CZ", "ru_RU", "el_GR", "lt_LT", "sk_SK", "uk_UA"),
)
SUPPLY_LEAD_TIMES = (2, 3, 5, 7, 14, 30, 60, 90, 120)  # §3.2

OFFER_INACTIVE, OFFER_ACTIVE, OFFER_END_OF_LIFE = 0, 1, 2  # §3.2

VALIDATION_STATUS = {  # §3.4; 13..17 only for translations
    0: "Draft",
    1: "In marketplace validation",
    2: "Awaiting brand validation",
    3: "Awaiting EAN approval",
    4: "New documentation pending validation",
    5: "Brand rejected",
    6: "EAN rejected",
    8: "Documentation rejected",
    9: "Approved documentation",
    10: "Blocked",
    11: "Update pending approval",
    12: "Update rejected",
    13: "Waiting for a sellable offer",
    14: "Translation failed",
    15: "Translation in progress",
    16: "Translation pending",
    17: "Partial translation",
}
TRANSLATION_IN_PROGRESS = 15  # §3.4
SELLABLE_VALIDATION = (3, 9, 11, 12)  # §3.4
SELLABLE_TRANSLATION = (3, 9, 11, 12, 17)  # §3.4
VALIDATION_FILTER = (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12)  # §3.3
TRANSLATION_FILTER = VALIDATION_FILTER + (13, 14, 15, 16, 17)  # §3.3

CANCELED, NEW, IN_PROGRESS, PREPARED, FINALIZED, RETURNED = 0, 1, 2, 3, 4, 5  # §4.3
BY_EMAG, BY_SELLER = 2, 3  # §4.3 type
CASH_ON_DELIVERY, BANK_TRANSFER, CARD = 1, 2, 3  # §4.3 payment_mode_id
HOURS_48 = 48 * 3600  # §4.8
RETURN_MARGIN_DAYS = 5  # §4.8: return term + 5 days

CANCELLATION_REASONS = {  # §4.9
    1: "Out of stock",
    2: "Cancelled by client",
    3: "Client unreachable",
    15: "Courier term too long",
    16: "Transport fee too high",
    17: "Long wait until the product reaches the warehouse",
    18: "Better offer elsewhere",
    19: "Payment order not paid",
    20: "Undelivered, courier fault",
    21: "Others",
    22: "Incomplete order, automatic",
    23: "Customer changed mind",
    24: "By customer request",
    25: "Failed delivery",
    26: "Late shipment",
    27: "Irrelevant order",
    28: "By super admin on seller request",
    29: "Blacklisted customer",
    30: "No VAT invoice",
    31: "Partner requested cancellation",
    32: "Delivery estimate too long",
    33: "No longer in partner's stock",
    34: "Other reasons",
    35: "Delivery too expensive",
    36: "Better price elsewhere",
    37: "Other eMAG order with similar product",
    38: "Customer no longer needs it",
    39: "Product only in instalments",
    40: "Other reasons EIS",
    41: "Out of stock - instalments",
    42: "No longer in partner's stock - instalments",
    43: "Delivery estimate too long (instalments)",
}
ATTACHMENT_TYPES = (1, 3, 4, 8, 10, 11)  # §4.10
INVOICE, WARRANTY = 1, 3

# Shipping (§2.5, §2.6, §5)
FOR_RETURNS, FOR_ORDERS, FOR_BOTH = 1, 2, 3  # courier_account_type
HOME_DELIVERY, LOCKERS, CROSS_BORDER = 0, 2, 8  # courier_account_properties
RETURN_ADDRESS, PICKUP_ADDRESS = 1, 2  # address_type_id
TO_CUSTOMER, FROM_CUSTOMER = 1, 2  # §5.3 awb_type, returns only
DELIVERED, AWB_CANCELED = "DLV", "CAN"  # §5.4
FINAL_AWB_CODES = (DELIVERED, "RET", AWB_CANCELED)  # design: nothing follows them
LABEL_FORMATS = ("A4", "A5", "A6", "ZPL")  # §5.5
MAX_ID = 4_294_967_295  # §5.1

# Returns (§6.3)
RMA_INCOMPLETE, RMA_NEW, RMA_ACKNOWLEDGED, RMA_REFUSED, RMA_CANCELED, RMA_RECEIVED, RMA_FINALIZED = range(1, 8)
RMA_MOVES = {
    RMA_INCOMPLETE: (),
    RMA_NEW: (RMA_NEW, RMA_ACKNOWLEDGED, RMA_CANCELED),
    RMA_ACKNOWLEDGED: (RMA_ACKNOWLEDGED, RMA_CANCELED, RMA_RECEIVED),
    RMA_REFUSED: (RMA_REFUSED,),
    RMA_CANCELED: (RMA_CANCELED,),
    RMA_RECEIVED: (RMA_REFUSED, RMA_RECEIVED, RMA_FINALIZED),
    RMA_FINALIZED: (RMA_FINALIZED,),
}
RETURN_TYPES = (1, 2, 3, 4, 5)
PICKUP_METHODS = (1, 2, 3)
