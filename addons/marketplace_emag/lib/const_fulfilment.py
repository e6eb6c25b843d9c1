"""Facts about what happens to an eMAG order after it came in, each with its section of ``api/emag.md`` (v4.4.9, 4.5.1)."""

from datetime import timedelta

from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind, DocumentKind, Progress, ReturnStatus
from odoo.addons.marketplace_base.lib.types import OrderStatus
from odoo.addons.marketplace_base.lib.words import Words

# Marks the texts of the tables below for translation; they are said in the reader's language where they are used.
_ = Words("marketplace_emag")

# ---- AWB (§5) ----

PARTY_NAME_MIN, PARTY_NAME_MAX = 3, 255
STREET_MIN, STREET_MAX = 3, 255
PHONE_MIN, PHONE_MAX = 8, 11  # digits; a leading + is not one of them
ADDRESS_REF_MAX, ZIP_MAX, LOCKER_MIN, LOCKER_MAX = 21, 255, 3, 255
PARCELS_MAX, ENVELOPES_MAX, WEIGHT_MAX, AMOUNT_MAX, NOTE_MAX = 999, 9_999, 99_999, 999_999_999, 255
LOCKER_MARK = "[easybox #"  # §8.20, lower case: eMAG itself puts it into the street of a locker's order
TO_LOCKER = "pickup"  # §4.3 delivery_mode
# §5.1 [4.5]: the key ``currency`` is asked for where eMAG counts in EUR; older versions do not know it.
CURRENCY_NAMED = frozenset({"EUR"})
COD_TOO_HIGH = "cash on delivery value cannot be greater"
AWB_UNKNOWN = ("not found", "does not exist", "no awb")  # fragments, unverified
# §5.4: eMAG publishes no list. DLV is official, RET and CAN are seen [C]; RTS and REF are in notes only, NEW and INT are
# the simulator's (all unverified). Every other code means: under way.
AWB_PROGRESS = {
    "DLV": Progress.DELIVERED,
    "RET": Progress.RETURNED,
    "CAN": Progress.CANCELLED,
    "RTS": Progress.RETURNING,
    "REF": Progress.REFUSED,
    "NEW": Progress.CREATED,
    "INT": Progress.IN_TRANSIT,
}
LABEL_FORMATS = ("A6", "A5", "A4", "ZPL")  # §5.5, §5.6
PDF_START = b"%PDF"
ZPL_TYPE = "application/zpl"

# ---- papers (§4.10) ----

INVOICE, WARRANTY, AWB_COPY, PROFORMA = 1, 3, 10, 11
DOCUMENT_TYPES = {
    DocumentKind.INVOICE: INVOICE,
    DocumentKind.CREDIT_NOTE: INVOICE,
    DocumentKind.WARRANTY: WARRANTY,
    DocumentKind.AWB: AWB_COPY,
    DocumentKind.PROFORMA: PROFORMA,
}
DOCUMENT_NAME_MAX, DOCUMENT_URL_MAX = 60, 1_024
UNREACHABLE = "unreachable"
EMAGS_SHIPPING_PAPER = 13  # §4.4 [C]

# ---- changes of an order (§4.8, §4.9) ----

PREPARED, FINALISED = 3, 4
REVERSIBLE = timedelta(hours=48)
CHANGE_STATUS = {ChangeKind.PREPARE: PREPARED, ChangeKind.FINALISE: FINALISED, ChangeKind.CANCEL: 0}
EDITABLE = frozenset({OrderStatus.PROCESSING, OrderStatus.PREPARED})
# Which reasons a seller may give is not documented (unverified): those that are his own come first.
SELLERS_REASONS = (1, 33, 31, 34, 3, 2, 24, 23, 38, 26, 20, 25, 19)

# ---- returns (§6.3) ----

RETURN_INCOMPLETE, RETURN_NEW, RETURN_APPROVED, RETURN_REFUSED = 1, 2, 3, 4
RETURN_CANCELLED, RETURN_RECEIVED, RETURN_CLOSED = 5, 6, 7
RETURN_OPEN = (RETURN_NEW, RETURN_APPROVED, RETURN_RECEIVED, RETURN_INCOMPLETE)
RETURN_STATUS = {
    RETURN_INCOMPLETE: ReturnStatus.NEW,
    RETURN_NEW: ReturnStatus.NEW,
    RETURN_APPROVED: ReturnStatus.APPROVED,
    RETURN_REFUSED: ReturnStatus.REFUSED,
    RETURN_CANCELLED: ReturnStatus.CANCELLED,
    RETURN_RECEIVED: ReturnStatus.RECEIVED,
    RETURN_CLOSED: ReturnStatus.CLOSED,
}
RETURN_ANSWERS = {status: number for number, status in RETURN_STATUS.items() if number != RETURN_INCOMPLETE}
RETURN_LABELS = {
    RETURN_INCOMPLETE: _("Incomplete"),
    RETURN_NEW: _("New"),
    RETURN_APPROVED: _("Acknowledged"),
    RETURN_REFUSED: _("Refused"),
    RETURN_CANCELLED: _("Cancelled"),
    RETURN_RECEIVED: _("Received"),
    RETURN_CLOSED: _("Finalized"),
}
RETURN_MOVES = {
    RETURN_INCOMPLETE: frozenset(),
    RETURN_NEW: frozenset({RETURN_NEW, RETURN_APPROVED, RETURN_CANCELLED}),
    RETURN_APPROVED: frozenset({RETURN_APPROVED, RETURN_CANCELLED, RETURN_RECEIVED}),
    RETURN_REFUSED: frozenset({RETURN_REFUSED}),
    RETURN_CANCELLED: frozenset({RETURN_CANCELLED}),
    RETURN_RECEIVED: frozenset({RETURN_RECEIVED, RETURN_REFUSED, RETURN_CLOSED}),
    RETURN_CLOSED: frozenset({RETURN_CLOSED}),
}
RETURN_WISHES = {1: "replace", 2: "exchange", 3: "refund", 4: "other", 5: "voucher"}
RETURN_CARRIERS = {1: "platform", 2: "seller", 3: "customer"}
