"""What a platform says and what it is told, in the trade's own words.

Money is ``Decimal`` in the currency named next to it, timestamps are aware and in UTC, texts are stripped.
A connector's ``parse`` builds these from the platform's answers, its ``build`` reads them; the engine sees nothing else.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum

from .catalogue import Content, Review
from .money import to_cents


class Outcome(Enum):
    """What is known about one item of a request after the answer (or its absence)."""

    CONFIRMED = "confirmed"  # the platform's own word that the item is applied
    ACCEPTED = "accepted"  # taken into a batch: confirmed only by the batch's result, see Result.ref
    REFUSED = "refused"  # not applied, and will not be until something changes
    UNKNOWN = "unknown"  # no word about this item: it may be applied or not


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict on one item; ``key`` is the external id it speaks of.

    ``detail`` is what the platform told besides, such as the ``fulfilment.ShipmentState`` of an AWB just made.
    """

    key: str
    outcome: Outcome
    text: str = ""
    code: str = ""
    ref: str = ""
    detail: object = None


@dataclass(frozen=True, slots=True)
class Value:
    """One offer's stock and / or price to send. ``None`` leaves that part untouched at the platform.

    ``quantity`` is absolute, in units. ``price`` is in the account's currency and in the VAT convention of the
    provider (``Provider.prices_include_tax``). ``price_low`` / ``price_high`` move the platform's own price limits
    along with the price; ``None`` leaves them. ``price_proved`` is what the platform is known to hold where only the
    quantity is to change: it may go along where a platform refuses the same words twice.
    """

    key: str
    quantity: int | None = None
    price: Decimal | None = None
    price_low: Decimal | None = None
    price_high: Decimal | None = None
    price_proved: Decimal | None = None


class OfferWish(Enum):
    """What a seller wants done with an offer as a whole. All but DELETE can be undone, all can be asked for twice."""

    WITHDRAW = "withdraw"  # kept, but no longer sold
    RESTORE = "restore"
    UNLOCK = "unlock"  # the platform locked it: have it looked at again
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class OfferData:
    """One of the seller's own offers as the platform shows it.

    ``stock`` and ``price`` are what the platform holds now; ``None`` where it did not say. ``price_low`` / ``price_high``
    are the limits it enforces. ``status``: active, inactive, locked or ended. ``publication`` is the platform's validation state
    as a short text, ``sellable`` what follows from it, ``review`` the same as a state, None where it cannot be read;
    ``problems`` are the platform's own complaints. ``content`` is None where it could not be read. ``has_parties``: there
    are safety data (makers, responsible persons); a list may say so without giving them, see ``Content.parties_known``.
    ``withdrawn_at``: since when the seller keeps it from being sold, where the platform tells (aware, UTC).
    """

    key: str
    name: str
    sku: str = ""
    barcodes: tuple[str, ...] = ()
    platform_code: str = ""
    stock: int | None = None
    price: Decimal | None = None
    price_low: Decimal | None = None
    price_high: Decimal | None = None
    currency: str = ""
    tax_rate: Decimal | None = None
    status: str = "active"
    publication: str = ""
    sellable: bool = True
    problems: tuple[str, ...] = ()
    review: Review | None = Review.APPROVED
    content: Content | None = None
    has_parties: bool = False
    withdrawn_at: datetime | None = None
    extra: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document (order, return ...) as the platform gave it, before anything was understood of it."""

    kind: str
    key: str
    payload: dict
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a reading. ``next`` is what to ask for the following one, ``None`` at the end.

    ``notes``: what could not be read of it, though the rest could, in words.
    """

    items: list
    next: str | None = None
    total: int | None = None
    notes: tuple[str, ...] = ()


class OrderStatus(Enum):
    """The life of an order, common to all platforms. NEW is the only one that waits for our acknowledgement."""

    NEW = "new"
    PROCESSING = "processing"
    PREPARED = "prepared"
    SHIPPED = "shipped"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class LineKind(Enum):
    PRODUCT = "product"
    SHIPPING = "shipping"
    VOUCHER = "voucher"  # negative; OrderLine.paid_by says who bears it
    DISCOUNT = "discount"  # negative, borne by the seller
    DEPOSIT = "deposit"  # returnable packaging (SGR)


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address. ``county`` and ``city`` as the platform writes them; ``lib.romania`` normalises them.

    ``pickup_point`` / ``pickup_point_name`` name the locker or office the parcel goes to instead of the street.
    """

    name: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""
    county: str = ""
    zip: str = ""
    country_code: str = ""
    locality_ref: str = ""
    pickup_point: str = ""
    pickup_point_name: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """Who buys. ``tax_number`` (CUI) and ``register_number`` only for companies; ``email`` may be the platform's alias."""

    key: str
    name: str
    is_company: bool = False
    tax_number: str = ""
    register_number: str = ""
    is_vat_payer: bool = False
    bank: str = ""
    iban: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line with its final price. ``unit_price`` is what the customer pays per unit, VAT included, 2 decimals.

    ``tax_rate`` is a fraction (0.21). ``quantity`` is what is to be delivered now; ``ordered`` what was ordered at first.
    ``offer_key``, ``sku``, ``platform_code`` name the product, in the order they are trusted; empty on other kinds.
    ``paid_by`` says who bears a voucher: platform, seller, or nothing where the platform does not tell.
    """

    key: str
    kind: LineKind
    name: str
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal
    ordered: Decimal = Decimal(0)
    returned: Decimal = Decimal(0)
    cancelled: bool = False
    offer_key: str = ""
    sku: str = ""
    platform_code: str = ""
    paid_by: str = ""
    note: str = ""

    @property
    def total(self):
        """The line's amount, VAT included, to the cent."""
        return Decimal(0) if self.cancelled else to_cents(self.quantity * self.unit_price)


@dataclass(frozen=True, slots=True)
class Payment:
    """How it is paid: ``kind`` is cod, card, bank or other; ``method`` the platform's wording.

    ``collected`` is the amount known to be paid, VAT included.
    """

    kind: str
    method: str = ""
    is_paid: bool = False
    collected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OrderData:
    """An order, understood. ``total`` is what the customer pays, VAT and delivery included, to the cent.

    ``by_platform`` orders are shipped from the platform's own warehouse: no picking, no own stock touched.
    ``complete`` is False while the platform still collects details: the order waits. ``number`` is what the customer knows
    the order by, where that is not the key. ``complaints``: what the platform wants put right, in words.

    ``extra`` is the connector's own, but for two words that all understand: ``origins``, the orders it was made of, which
    ended by that; and ``divided``, true when it ended because others were made of it.
    """

    key: str
    status: OrderStatus
    status_label: str
    placed_at: datetime
    modified_at: datetime | None
    currency: str
    total: Decimal
    lines: tuple[OrderLine, ...]
    customer: Customer
    billing: Address
    delivery: Address
    payment: Payment
    delivery_method: str = ""
    by_platform: bool = False
    complete: bool = True
    ship_by: datetime | None = None
    note: str = ""
    cancel_requested: bool = False
    cancel_reason: str = ""
    number: str = ""
    complaints: tuple[str, ...] = ()
    extra: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hint:
    """What a notification claims: something happened to document ``key`` of ``kind``. Empty key: look at all of that kind."""

    kind: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the connection test: what was tried, whether it works, and what to do when it does not."""

    item: str
    ok: bool
    text: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a platform's small dictionary (VAT rate, courier account, handling time, address ...)."""

    kind: str
    key: str
    name: str
    value: Decimal | None = None
    active: bool = True
    extra: dict = field(default_factory=dict)
