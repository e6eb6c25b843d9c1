"""Facts about eMAG Marketplace, each with its section of ``api/emag.md`` (v4.4.9, compared with 4.5.x clients)."""

from dataclasses import dataclass
from datetime import timedelta

from odoo.addons.marketplace_base.lib.catalogue import Review
from odoo.addons.marketplace_base.lib.limiter import Rate
from odoo.addons.marketplace_base.lib.words import Words

# Marks the texts of the tables below for translation; they are said in the reader's language where they are used.
_ = Words("marketplace_emag")


@dataclass(frozen=True, slots=True)
class Site:
    """One of eMAG's platforms: its own accounts, ids, couriers and currency (api/emag.md §1.1)."""

    label: str
    api: str
    seller_page: str
    country: str
    locale: str
    currency: str
    time_zone: str
    clock_doubt: timedelta = timedelta(0)


# api/emag.md §1.1 (hosts, currencies), §1.7 and §8.10 (times carry no zone: Bucharest is seen for RO and assumed for
# the others). Hungary's own clock is one hour behind: ``clock_doubt`` widens the windows we ask for by what we may be
# wrong. The Bulgarian sites count in EUR since 01.01.2026 (for Fashion Days: unverified).
SITES = {
    "RO": Site(
        "eMAG Romania", "https://marketplace-api.emag.ro/api-3", "https://marketplace.emag.ro",
        "RO", "ro_RO", "RON", "Europe/Bucharest",
    ),
    "BG": Site(
        "eMAG Bulgaria", "https://marketplace-api.emag.bg/api-3", "https://marketplace.emag.bg",
        "BG", "bg_BG", "EUR", "Europe/Bucharest",
    ),
    "HU": Site(
        "eMAG Hungary", "https://marketplace-api.emag.hu/api-3", "https://marketplace.emag.hu",
        "HU", "hu_HU", "HUF", "Europe/Bucharest", clock_doubt=timedelta(hours=1),
    ),
    "FDRO": Site(
        "Fashion Days Romania", "https://marketplace-ro-api.fashiondays.com/api-3", "https://marketplace-ro.fashiondays.com",
        "RO", "ro_RO", "RON", "Europe/Bucharest",
    ),
    "FDBG": Site(
        "Fashion Days Bulgaria", "https://marketplace-bg-api.fashiondays.com/api-3", "https://marketplace-bg.fashiondays.com",
        "BG", "bg_BG", "EUR", "Europe/Bucharest",
    ),
}  # fmt: skip

# Where a seller authorises a server's address (api/emag.md §1.2 says that he must; the menu's name is unverified).
ADDRESS_PAGE = "My account > Profile > Technical details"
# Where a seller gives a user the right to use the API (same).
RIGHTS_PAGE = "My account > Users"

# api/emag.md §1.6. ``eans`` has 5000 calls a day on top, left to the platform to count: spread evenly over the day that
# would be one call every 17 seconds.
RATES = {
    "orders": (Rate(12, 1), Rate(720, 60)),
    "default": (Rate(3, 1), Rate(180, 60)),
    "eans": (Rate(5, 1), Rate(200, 60)),
}
BUCKETS = {"order": "orders", "documentation": "eans"}  # first element of the route; all others share "default"

PAGE_SIZE = 100  # api/emag.md §1.4
COUNTED = {"offers": "product_offer", "categories": "category"}
BATCH_SIZE = 50  # api/emag.md §1.3, §3.6
WINDOW = timedelta(days=28)  # api/emag.md §4.2: a month at most
ID_MAX = 4_294_967_295  # api/emag.md §3.1, §4.4
CATEGORY_MAX = 65_535  # §2.1

# api/emag.md §3.2
STOCK_MAX = 65_535
PRICE_DIGITS = 4
WAREHOUSE = 1

# api/emag.md §3.3, §3.4
OFFER_STATUS = {0: "inactive", 1: "active", 2: "ended"}
PRICE_VALID = 1
VALIDATION = {
    0: _("Draft: data is missing"),
    1: _("In marketplace validation"),
    2: _("Waiting for brand validation"),
    3: _("Waiting for EAN approval"),
    4: _("New documentation, in validation"),
    5: _("Brand rejected"),
    6: _("EAN rejected"),
    8: _("Documentation rejected"),
    9: _("Documentation approved"),
    10: _("Blocked by eMAG"),
    11: _("Update in validation"),
    12: _("Update rejected, the old content stays"),
    13: _("Waiting for a sellable offer"),
    14: _("Translation failed"),
    15: _("Translation in progress"),
    16: _("Translation pending"),
    17: _("Partial translation, published"),
}
VALIDATION_SELLABLE = frozenset({3, 9, 11, 12})
TRANSLATION_SELLABLE = VALIDATION_SELLABLE | {17}
# How far the documentation is. An update that waits or was rejected counts as such, though the old content is on sale.
REVIEWS = {
    0: Review.DRAFT,
    **dict.fromkeys((1, 2, 3, 4, 11, 13, 15, 16), Review.REVIEW),
    **dict.fromkeys((5, 6, 8, 10, 12, 14), Review.REFUSED),
    **dict.fromkeys((9, 17), Review.APPROVED),
}
MAIN_PICTURE = 1  # api/emag.md §3.2
NO_PARTIES = (None, False, 0, "", "0", [], {})  # api/emag.md §3.3: lists of offers only say whether there are any

# api/emag.md §2.1. 100 is the page of values that the document shows; 256 would be the first page unless one asks.
VALUES_PAGE = 100
CHARACTERISTIC_KINDS = {
    1: "number",
    2: "measure",
    11: "text",
    20: "boolean",
    30: "resolution",
    40: "volume",
    60: "size",
}
SEVERAL_VALUES = frozenset({2, 11, 30, 40})
EANS_PER_LOOKUP = 100  # api/emag.md §3.9: further ones are ignored

# api/emag.md §2.5, §2.6
COURIER_USES = {1: "returns", 2: "orders", 3: "orders and returns", 4: "outside eMAG"}
COURIER_SERVICES = {"0": "home", "2": "lockers", "6": "offices", "8": "cross-border", "9": "BPO"}
ADDRESS_USES = {1: "return", 2: "pickup", 3: "head office", 4: "delivery estimate"}

# api/emag.md §4.3
ORDER_CANCELLED, ORDER_NEW, ORDER_IN_PROGRESS = 0, 1, 2
BY_EMAG, BY_SELLER = 2, 3
PAYMENT_KINDS = {1: "cod", 2: "bank", 3: "card"}
PAYMENT_LABELS = {
    "cod": _("Cash on delivery"),
    "bank": _("Bank transfer"),
    "card": _("Online card"),
    "other": _("Other"),
}
ORDER_LABELS = {
    0: _("Cancelled"),
    1: _("New"),
    2: _("In progress"),
    3: _("Prepared"),
    4: _("Finalized"),
    5: _("Returned"),
}

# api/emag.md §4.6: countries come as two letters or as a name
COUNTRIES = {
    "romania": "RO", "românia": "RO", "bulgaria": "BG", "българия": "BG", "hungary": "HU", "magyarország": "HU",
}  # fmt: skip

# api/emag.md §4.5 says "eMAG or seller"; the exact spellings are unverified
FUNDED_BY = {"emag": "platform", "fashion days": "platform", "seller": "seller", "vendor": "seller"}

# api/emag.md §4.9
CANCEL_REASONS = {
    1: _("Out of stock"),
    2: _("Cancelled by client"),
    3: _("Client unreachable"),
    15: _("Courier term too long"),
    16: _("Transport fee too high"),
    17: _("Long wait until the product reaches the warehouse"),
    18: _("Better offer elsewhere"),
    19: _("Payment order not paid"),
    20: _("Undelivered, courier fault"),
    21: _("Others"),
    22: _("Incomplete order, automatic"),
    23: _("Customer changed mind"),
    24: _("By customer request"),
    25: _("Failed delivery"),
    26: _("Late shipment"),
    27: _("Irrelevant order"),
    28: _("By super admin on seller request"),
    29: _("Blacklisted customer"),
    30: _("No VAT invoice"),
    31: _("Partner requested cancellation"),
    32: _("Delivery estimate too long"),
    33: _("No longer in partner's stock"),
    34: _("Other reasons"),
    35: _("Delivery too expensive"),
    36: _("Better price elsewhere"),
    37: _("Other eMAG order with similar product"),
    38: _("Customer no longer needs it"),
    39: _("Product only in instalments"),
    40: _("Other reasons EIS"),
    41: _("Out of stock (instalments)"),
    42: _("No longer in partner's stock (instalments)"),
    43: _("Delivery estimate too long (instalments)"),
}

# Fragments of messages, lower case: the exact wording varies (api/emag.md §1.2, §3.6, §3.7, §4.8).
NOT_ALLOWED = "not allowed to use this api"
BAD_ADDRESS = "invalid vendor ip"
LOCKED = "resource locked"
ALREADY_ACKNOWLEDGED = "already in progress"
SAVED = "successfully"
WARNING = "warning"
OFFER_REFUSALS = {
    "end of life": "ended",
    "campaign": "campaign",
    "not found": "unknown_offer",
    "does not exist": "unknown_offer",
    "stock": "stock",
    "price": "price",
}
# What to do about each, in words.
REFUSAL_WORDS = {
    "ended": _("The offer is closed at eMAG (end of life). Make it active there before sending values."),
    "campaign": _("The offer is in an eMAG campaign, which blocks this change until it ends."),
    "unknown_offer": _("eMAG does not know an offer with this number."),
    "stock": _("eMAG refused the stock."),
    "price": _("eMAG refused the price."),
}

# Publishing (api/emag.md §1.3, §3.1, §3.2)
INACTIVE, ACTIVE, END_OF_LIFE = 0, 1, 2
PRODUCT_ID_MAX = 16_777_215
INPUT_VARS_MAX = 4_000
NAME_MAX, BRAND_MAX, PART_NUMBER_MAX, VALUE_MAX, URL_MAX = 255, 255, 25, 255, 1_024
TEXT_MAX = 16_777_215
PART_NUMBER_STRIPPED = " ,;"
WARRANTY_MAX = HANDLING_MAX = 255
PICTURE_SIDE_MAX, PICTURE_BYTES_MAX = 6_000, 8 * 1024 * 1024
PICTURE_KINDS = frozenset({"image/jpeg", "image/png"})
PARTIES_MAX = 10
PARTY_NAME_MAX, PARTY_ADDRESS_MAX, PARTY_EMAIL_MAX = 200, 500, 100
EAN_CHECKED = frozenset({8, 12, 13, 14})

# Fragments of the messages of product_offer/save, lower case (§3.2; documentation errors: §3.4).
SAVED_AS_DRAFT = "saved as a draft"
ASSOCIATED = "automatically associated via ean"
DUPLICATED = "duplicated product"
OFFER_ON_PNK = "already hold an offer associated with this pnk"
DOCUMENTATION_ERRORS = (
    "characteristic with id", "mktp family", "photo gallery", "photo_gallery", "template does not exist",
    "for the given family type",
)  # fmt: skip
PUBLISH_REFUSALS = {
    "product associated with this pn": "part_number",
    "product associated with this ean": "ean_used",
    "is not a valid ean": "ean",
    "both part_number and name": "name_and_code",
    "not eligible to edit": "ownership",
    "not allowed to publish": "category",
    "not allowed to add an offer": "closed",
    "campaign": "campaign",
    "end of life": "ended",
}
PUBLISH_WORDS = {
    "part_number": _("Another of your products at eMAG has this product code. Link its offer, or change the code."),
    "ean_used": _("Another of your products at eMAG has this EAN. Link its offer, or correct the EAN."),
    "ean": _("The EAN is wrong."),
    "name_and_code": _(
        "eMAG takes a new name and a new code only one after the other: change one back and send again."
    ),
    "ownership": _("Somebody else owns this product's page at eMAG."),
    "category": _("You may not publish in this category: ask eMAG for access, or map another one."),
    "closed": _("eMAG does not let you sell this product."),
    "campaign": _("The offer is in an eMAG campaign, which blocks this change until it ends."),
    "ended": _("The offer is closed at eMAG (end of life). Make it active there before sending values."),
    "documentation": _("eMAG took the offer, but not its documentation."),
}
