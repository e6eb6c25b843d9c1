"""Facts about what happens to a Trendyol package, each with its section of ``api/trendyol.md``."""

from odoo.addons.marketplace_base.lib.fulfilment import Progress, ReturnStatus
from odoo.addons.marketplace_base.lib.types import OrderStatus
from odoo.addons.marketplace_base.lib.words import Words

# Marks the texts of the tables below for translation; they are said in the reader's language where they are used.
_ = Words("marketplace_trendyol")

# ---- packages (§3.4) ----

AWAITING, CREATED, PICKING, INVOICED = "Awaiting", "Created", "Picking", "Invoiced"
CANCELLED, UNSUPPLIED, UNPACKED = "Cancelled", "UnSupplied", "UnPacked"
DELIVERED, RETURNED = "Delivered", "Returned"
# ``Verified`` is listed without a word of explanation (unverified): nothing is done until it is Created.
WAITING = frozenset({AWAITING, "Verified"})
STATUS = {
    AWAITING: OrderStatus.NEW,
    "Verified": OrderStatus.NEW,
    CREATED: OrderStatus.NEW,
    PICKING: OrderStatus.PROCESSING,
    INVOICED: OrderStatus.PREPARED,
    "Shipped": OrderStatus.SHIPPED,
    "AtCollectionPoint": OrderStatus.SHIPPED,
    "Delivered": OrderStatus.SHIPPED,
    "UnDelivered": OrderStatus.SHIPPED,
    "Returned": OrderStatus.RETURNED,
    CANCELLED: OrderStatus.CANCELLED,
    UNSUPPLIED: OrderStatus.CANCELLED,
    UNPACKED: OrderStatus.CANCELLED,
}
ORDER_LABELS = {
    AWAITING: _("Awaiting payment check"),
    "Verified": _("Verified"),
    CREATED: _("Created"),
    PICKING: _("Picking"),
    INVOICED: _("Invoiced"),
    "Shipped": _("Shipped"),
    "AtCollectionPoint": _("At the collection point"),
    "Delivered": _("Delivered"),
    "UnDelivered": _("Not delivered"),
    "Returned": _("Returned"),
    CANCELLED: _("Cancelled"),
    UNSUPPLIED: _("Not supplied"),
    UNPACKED: _("Divided into other packages"),
}
OPEN = frozenset({CREATED, PICKING, INVOICED})
GONE_LINES = frozenset({CANCELLED, UNSUPPLIED})
PROGRESS = {
    CREATED: Progress.CREATED,
    PICKING: Progress.CREATED,
    INVOICED: Progress.CREATED,
    "Shipped": Progress.IN_TRANSIT,
    "AtCollectionPoint": Progress.READY_FOR_PICKUP,
    "Delivered": Progress.DELIVERED,
    "UnDelivered": Progress.RETURNING,
    "Returned": Progress.RETURNED,
    CANCELLED: Progress.CANCELLED,
    UNSUPPLIED: Progress.CANCELLED,
    UNPACKED: Progress.CANCELLED,
}

MORE_DAYS = 3  # §3.11
OWN_MEANS, PHONE_DIGITS = (
    "732",
    10,
)  # §3.10, §3.12: how the number of a parcel begins that no courier of Trendyol's brings
GULF = frozenset({"SA", "AE", "KW"})  # §3.10: own means with a special permission

# §3.7
CANCEL_REASONS = {
    500: _("Out of stock"),
    501: _("Faulty or damaged"),
    502: _("Wrong price"),
    503: _("Wrong picture, barcode or quantity"),
    504: _("Integration error"),
    505: _("Bulk purchase by one customer"),
    506: _("Force majeure"),
}
OUT_OF_STOCK = "500"

# ---- couriers (§7.2): code, name, the storefronts they deliver in ----

PLATFORM_COURIERS = {
    "FANCOURIER": ("FAN Courier", ("RO",)),
    "FANEX": ("FAN Courier (FANEX)", ("RO",)),
    "DPD-RO": ("DPD Romania", ("RO", "GR", "BG")),
    # §2.2, §3.11: between these a package of Türkiye can be moved
    **{
        code: (name, ("TR",))
        for code, name in (
            ("TEXMP", "Trendyol Express"), ("YKMP", "Yurtiçi"), ("ARASMP", "Aras"), ("SURATMP", "Sürat"), ("PTTMP", "PTT"),
            ("DHLECOMMP", "DHL eCommerce"), ("HOROZMP", "Horoz"), ("CEVAMP", "Ceva"), ("CEVATEDARIK", "Ceva Tedarik"),
            ("KOLAYGELSINMP", "Kolay Gelsin"),
        )
    },
}  # fmt: skip
SELLER_COURIERS = {
    "GLS": "GLS",
    "DPDMP": "DPD",
    "DHLMP": "DHL",
    "GENIKI": "Geniki (Greece)",
    "PACKETA": "Packeta",
    "ACS": "ACS (Greece)",
    "HERMESMP": "Hermes (Germany)",
    "DHLEXPMP": "DHL Express (Germany)",
}
SELLER_PAYS = 1  # §3.3 whoPays; absent where Trendyol pays
CARGO_REFUSALS = {
    # §3.11
    "CPE001": _("This courier is not registered for your shop."),
    "CPE002": _("The courier of this order cannot be changed."),
    "CPE003": _("Only packages of the marketplace can change their courier."),
    "CPE004": _("This courier does not serve the customer's address."),
    "CPE005": _("This courier is not active."),
    "CPE006": _("The courier of this order cannot be changed now; in Türkiye once in five minutes."),
}
NOTE_LOCKER = "LOCKER"

# ---- invoices (§4) ----

NOT_INVOICED = ("", "NotInvoiced", "Rejected")
FILE_MAX = 10 * 1024 * 1024
REJECTED_INVOICE = "Rejected"
# §4.1: where Trendyol demands a number: three letters or digits, the year, nine digits
INVOICE_NUMBER = r"[A-Za-z0-9]{3}20[2-9][0-9]{10}"
# §3.5
INVOICE_REJECTIONS = {
    "INVOICE_LINE_MISMATCH": _("its lines are not those of the package"),
    "INVOICE_TOTAL_MISMATCH": _("its total is another one"),
    "INVOICE_LINE_NUMBER_MISMATCH": _("it has more or fewer lines than the package"),
    "INVOICE_TYPE_MISMATCH": _("it is of the wrong type"),
    "SENDER_VKN_MISMATCH": _("the tax number of the sender is wrong"),
    "RECEIPENT_VKN_MISMATCH": _("the tax number of the receiver is wrong"),
    "INVOICE_NUMBER_MISMATCH": _("its number is not the one told"),
    "INVOICE_DATE_MISMATCH": _("its date is not the one told"),
    "INVOICE_SCENARIO_MISMATCH": _("it is of the wrong scenario"),
    "INVOICE_NOT_FOUND_IN_MAILBOX": _("it did not arrive in Trendyol's mailbox"),
    "INVOICE_NUMBER_ALREADY_EXISTS": _("its number was used before"),
}

# ---- returns (§6.1) ----

RETURN_STATUS = {
    "Created": ReturnStatus.APPROVED,  # Trendyol asks nobody: the goods are on their way
    "WaitingInAction": ReturnStatus.RECEIVED,
    "InAnalysis": ReturnStatus.RECEIVED,
    "WaitingFraudCheck": ReturnStatus.CLOSED,
    "Accepted": ReturnStatus.CLOSED,
    "Unresolved": ReturnStatus.REFUSED,
    "Rejected": ReturnStatus.REFUSED,
    "Cancelled": ReturnStatus.CANCELLED,
}
RETURN_LABELS = {
    "Created": _("Asked for, on its way"),
    "WaitingInAction": _("Arrived, waits for your decision"),
    "InAnalysis": _("Being analysed"),
    "WaitingFraudCheck": _("Approved, being checked by Trendyol"),
    "Accepted": _("Refunded"),
    "Unresolved": _("Contested, being examined"),
    "Rejected": _("Refused"),
    "Cancelled": _("Cancelled"),
}
TO_DECIDE = "WaitingInAction"
ARRIVED = frozenset({"WaitingInAction", "InAnalysis"})
# In which order the states of single pieces speak for the whole return.
RETURN_GRAVITY = (
    ReturnStatus.RECEIVED, ReturnStatus.APPROVED, ReturnStatus.REFUSED, ReturnStatus.CLOSED, ReturnStatus.CANCELLED,
)  # fmt: skip
# §6.1: what happens by itself when nobody decides; business days, and hours in Türkiye
DECIDE_DAYS, DECIDE_HOURS_TR = 2, 48
# §6.4: seen in 2026 and not announced to end; the names Trendyol gives are Turkish.
REFUSE_REASONS = {
    51: _("The product was used"),
    201: _("A wrong product came back"),
    401: _("A piece is missing"),
    1651: _("The parcel has not arrived"),
    451: _("Sent to analysis"),
    2101: _("To be exchanged"),
}
WITHOUT_FILE = frozenset({"1651", "451", "2101"})  # §6.3: every other reason wants a picture
DESCRIPTION_MAX = 500
