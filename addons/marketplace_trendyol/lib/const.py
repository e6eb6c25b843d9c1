"""Facts about Trendyol's seller API, each with its section of ``api/trendyol.md`` (autumn 2026)."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from odoo.addons.marketplace_base.lib.limiter import Rate
from odoo.addons.marketplace_base.lib.words import Words

# Marks the texts of the tables below for translation; they are said in the reader's language where they are used.
_ = Words("marketplace_trendyol")

PRODUCTION, STAGE = "https://apigw.trendyol.com", "https://stageapigw.trendyol.com"  # §1.1
SELLER_PAGES = {PRODUCTION: "https://partner.trendyol.com", STAGE: "https://stagepartner.trendyol.com"}
KEYS_PAGE = "Account details > Integration details"  # §1.2; the menu's English name is unverified
USER_AGENT = "{} - SelfIntegration"  # §1.2: without it everything is refused


@dataclass(frozen=True, slots=True)
class Storefront:
    """A country's shop: its VAT rates, currency and the language of its content (api/trendyol.md §1.3)."""

    label: str
    currency: str
    rates: tuple[int, ...]
    language: str = "en"

    @property
    def vat(self):
        """The rates as fractions."""
        return tuple(Decimal(rate) / 100 for rate in self.rates)


# §1.3. Currencies come from order samples; Bulgaria's EUR is unverified. Sellers of Romanian origin may use 11 and 21 in
# Bulgaria and Greece too.
STOREFRONTS = {
    "RO": Storefront("Trendyol Romania", "RON", (0, 11, 21), "ro"),
    "TR": Storefront("Trendyol Türkiye", "TRY", (0, 1, 10, 20), "tr"),
    "BG": Storefront("Trendyol Bulgaria", "EUR", (0, 9, 11, 20, 21)),
    "GR": Storefront("Trendyol Greece", "EUR", (0, 6, 11, 13, 21, 24), "el"),
    "CZ": Storefront("Trendyol Czechia", "CZK", (0, 12, 21)),
    "SK": Storefront("Trendyol Slovakia", "EUR", (0, 19, 23)),
    "DE": Storefront("Trendyol Germany", "EUR", (0, 7, 19)),
    "SA": Storefront("Trendyol Saudi Arabia", "SAR", (15,), "ar"),
    "AE": Storefront("Trendyol United Arab Emirates", "AED", (5,), "ar"),
    "KW": Storefront("Trendyol Kuwait", "KWD", (0,), "ar"),
}
TURKEY, ROMANIA = "TR", "RO"
TARGETS = {"RO": ("BG", "GR")}  # §7.3: where a seller of this storefront can be seen too

# §1.4. Every endpoint takes 50 calls in 10 seconds; on top of that, quotas a minute, by the number of the seller's listings.
# The smallest of each kind is here first; ``SIZES`` says which column counts.
GENERAL = Rate(50, 10)
SIZES = {"small": 0, "medium": 1, "large": 2, "huge": 3}
QUOTAS = {
    # bucket: calls a minute for each size; the packages' TR figures, which are the smaller ones
    "packages": (30, 40, 50, 100),
    "actions": (300, 300, 500, 500),
    "rare": (100, 100, 200, 200),  # unsupplied, splits, box info, change of courier
    "labels": (100, 100, 100, 100),
    "claims": (1000, 1000, 1000, 1000),
    "finance": (100, 100, 100, 100),
    "questions": (1000, 1000, 1000, 1000),
    "answers": (500, 500, 500, 500),
    "read": (1000, 1250, 1500, 2000),
    "write": (200, 300, 400, 500),
    "values": (350, 500, 1000, 1500),
}
DECISIONS = Rate(5, 60)  # §1.4: approving and contesting a return
STREAM = Rate(1, 5)  # §3.2: at least 5 seconds between two pages

# §2.9, §2.11
BATCH_SIZE = 1000
STOCK_MAX = 20_000
PAGE_APPROVED, PAGE_UNAPPROVED, REACH = 100, 1000, 10_000
BARCODES_PER_READ = 50
# §2.10: how long results are kept; and how long an empty answer may only mean «not there yet»
RESULTS_KEPT, RESULTS_DELAY = timedelta(hours=4), timedelta(minutes=10)
ARCHIVED_BEFORE_DELETION = timedelta(days=1)  # §2.8
# §2.11: Turkish for «within 15 minutes»; the same request twice. Fragments, lower case.
REPEATED = ("15 dakika", "15 minute")

# §3.1, §3.2
PAGE_ORDERS, PAGE_CLAIMS = 200, 50
PACKAGES_PER_READ = 50
WINDOW = timedelta(days=13)  # a day less than allowed: the document asks for GMT+3, clients use UTC
HISTORY = timedelta(days=30)
OVERLAP = timedelta(minutes=30)  # §8.14

# §2.6
BARCODE_MAX, TITLE_MAX, MAIN_ID_MAX, STOCK_CODE_MAX, TEXT_MAX = 40, 100, 40, 100, 30_000
PICTURES_MAX, VALUE_MAX = 8, 50
DELIVERY_DAYS = (0, 1)
PUBLISH_BATCH = 50

# §7.5: categories whose goods carry the Romanian packaging deposit
SGR_CATEGORIES = frozenset(
    {
        *(1415, 1417, 1419, 1420, 1421, 1422, 1439, 2401, 2404, 2405, 2728, 2891, 2892, 2893, 2894, 2900, 3541, 4089),
        *(4091, 5067, 5068, 5069, *range(5643, 5659)),
    }
)

# Parts of a product that Trendyol asks for outside its attributes; the operator fills them in as if they were some.
DEPOSIT, DESI, ORIGIN = "sgrPrice", "dimensionalWeight", "origin"
OWN_CHARACTERISTICS = {
    DEPOSIT: _("Packaging deposit (SGR), RON"),
    DESI: _("Volumetric weight (desi)"),
    ORIGIN: _("Country of origin (two letters)"),
}
VARIANTS = "variants"  # the only way of grouping them (§2.5): by the varianter and slicer attributes

# §1.6: the stable names of errors
NO_SELLER = "supplier.api.supplier.not.found"
BAD_STOREFRONT = "invalid.storefrontcode"
FOREIGN = "TrendyolAuthorizationException"  # the keys are known, but do not open this seller, or lack a role

# §2.9: the state of a product that is not approved
REVIEWING, REJECTED = "pendingApproval", "rejected"
