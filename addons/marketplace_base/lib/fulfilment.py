"""What happens to an order after it came in: parcels, papers, changes and returns, in the trade's own words.

Weights are kilograms, lengths centimetres, money is ``Decimal`` in the currency named next to it, VAT included;
timestamps are aware and in UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from .types import Address


class Progress(Enum):
    """How far a parcel is (api/couriers.md §1.3). The last five are final: a late event never steps back from them."""

    CREATED = "created"  # an AWB exists, the courier has not seen the parcel
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"  # waits in a locker, shop or office: not delivered
    ATTEMPT_FAILED = "attempt_failed"
    EXCEPTION = "exception"
    REFUSED = "refused"
    RETURNING = "returning"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"


FINAL = frozenset({Progress.DELIVERED, Progress.RETURNED, Progress.CANCELLED, Progress.LOST})


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel. ``key`` and ``barcode`` are what the platform named it; empty before. A dimension of 0 is not known."""

    weight: Decimal = Decimal(0)
    length: Decimal = Decimal(0)
    width: Decimal = Decimal(0)
    height: Decimal = Decimal(0)
    key: str = ""
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class Shipment:
    """An AWB to be asked for. ``key`` names it here, so that it is asked for once.

    ``return_key``: it takes goods of that return; ``pickup_date`` is then the day of collection. ``courier_key``: the courier
    account, empty for the platform's default. ``sender_ref`` / ``receiver_ref``: an address saved at the platform, which
    replaces the other address fields. ``cod``: cash to collect. ``dropoff``: no courier is to come, the sender hands it in.
    """

    key: str
    order_key: str
    sender: Address
    receiver: Address
    currency: str
    parcels: tuple[Parcel, ...] = ()
    envelopes: int = 0
    weight: Decimal = Decimal(0)
    cod: Decimal = Decimal(0)
    insured: Decimal = Decimal(0)
    return_key: str = ""
    courier_key: str = ""
    sender_ref: str = ""
    receiver_ref: str = ""
    receiver_is_company: bool = False
    locker_key: str = ""
    saturday: bool = False
    same_day: bool = False
    open_on_receipt: bool = False
    return_parcel: bool = False
    dropoff: bool = False
    oversize: bool = False
    note: str = ""
    pickup_date: date | None = None


@dataclass(frozen=True, slots=True)
class ShipmentState:
    """An AWB as the platform shows it. ``ref`` is what it is asked for by, ``number`` what is printed on the label.

    ``progress`` is None for a code that is not known: the parcel stays where it is thought to be.
    """

    ref: str
    number: str = ""
    order_key: str = ""
    return_key: str = ""
    parcels: tuple[Parcel, ...] = ()
    courier_name: str = ""
    courier_key: str = ""
    code: str = ""
    text: str = ""
    progress: Progress | None = None
    at: datetime | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A label ready to print: PDF, or ZPL for a thermal printer."""

    content: bytes
    mimetype: str = "application/pdf"


class DocumentKind(Enum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PROFORMA = "proforma"
    WARRANTY = "warranty"
    AWB = "awb"


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of an order for the customer to see at the platform. ``url`` serves it to whoever was told the address.

    ``line_key``: the order line it belongs to, for papers that go with one product (warranty). ``file``: the PDF itself, for
    platforms that keep it. Only for AWBs: ``parcels`` as they were packed, ``tracking_link`` of the courier's page, and
    ``return_key`` where the parcel takes goods of that return to the customer.
    """

    key: str
    kind: DocumentKind
    order_key: str
    name: str
    url: str
    number: str = ""
    issued_on: date | None = None
    line_key: str = ""
    by_platform: bool = False
    file: bytes = field(default=b"", repr=False)
    parcels: tuple[Parcel, ...] = ()
    tracking_link: str = ""
    return_key: str = ""


class ChangeKind(Enum):
    PREPARE = "prepare"
    FINALISE = "finalise"
    CANCEL = "cancel"
    EDIT = "edit"  # quantities before it is finalised
    STORNO = "storno"  # quantities afterwards: goods that come back, or never left
    SPLIT = "split"  # into several parcels, each with a life of its own
    POSTPONE = "postpone"  # ask for more time to ship
    DELIVERED = "delivered"  # by the seller's own courier, whom the platform does not follow
    CAME_BACK = "came_back"  # likewise, undelivered


@dataclass(frozen=True, slots=True)
class OrderChange:
    """What a seller wants changed on an order. ``quantities``: by order line, absolute; lines not named stay as they are.

    ``parts``, only for SPLIT: what each further parcel takes, quantity by order line; the rest stays together. ``days``, only
    for POSTPONE, are counted from the deadline ``ship_by``, so that asking twice asks for no more.
    """

    kind: ChangeKind
    order_key: str
    quantities: dict = field(default_factory=dict)
    reason: str = ""
    parts: tuple[dict, ...] = ()
    days: int = 0
    ship_by: datetime | None = None


class ReturnStatus(Enum):
    """The life of a return, common to all platforms."""

    NEW = "new"
    APPROVED = "approved"
    REFUSED = "refused"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """Goods the customer wants to give back. ``offer_key`` is the seller's number of the offer; ``reason`` is in words."""

    key: str
    offer_key: str
    name: str
    quantity: Decimal
    platform_code: str = ""
    reason: str = ""
    reason_key: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReturnData:
    """A return request, understood. ``wish`` is what the customer wants: refund, replace, exchange, voucher or other.

    ``carrier`` says who brings the goods: platform, seller or customer. ``answer_by`` / ``close_by`` are its deadlines.
    ``parcels_out``: what is to be sent to the customer because of it, such as refused goods; their ``text`` says what.
    """

    key: str
    order_key: str
    status: ReturnStatus
    status_label: str
    asked_at: datetime
    lines: tuple[ReturnLine, ...]
    wish: str = "refund"
    carrier: str = "platform"
    customer_name: str = ""
    customer_phone: str = ""
    pickup: Address = field(default_factory=Address)
    iban: str = ""
    note: str = ""
    by_platform: bool = False
    answer_by: datetime | None = None
    close_by: datetime | None = None
    awb_refs: tuple[str, ...] = ()
    parcels_out: tuple[ShipmentState, ...] = ()
    currency: str = ""
    extra: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReturnAnswer:
    """What a seller answers to a return. ``status`` is the one to bring it to; ``reason`` only for REFUSED.

    ``files``: what proves it, as (name, content).
    """

    key: str
    status: ReturnStatus
    reason: str = ""
    note: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
