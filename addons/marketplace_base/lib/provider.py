"""The seam: what the engine asks of a platform, in about two dozen verbs. A connector is a subclass of ``Provider``.

A provider knows its platform's paths, fields and rules, and nothing of Odoo. It is made for one run and thrown away.
Verbs raise only the five errors of ``errors``; item-wise verbs return a ``Result`` for *every* item they were given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from .catalogue import CategoryDetail, Gap, Match, ProductData
from .conversation import QuestionAnswer, QuestionData
from .fulfilment import (
    ChangeKind,
    Document,
    DocumentKind,
    Label,
    OrderChange,
    ReturnAnswer,
    ReturnData,
    ReturnStatus,
    Shipment,
    ShipmentState,
)
from .limiter import Rate
from .transport import Transport
from .types import Check, Entry, Hint, OfferWish, OrderData, Outcome, Page, RawDocument, Result, Value


@dataclass(frozen=True, slots=True)
class Notification:
    """A request that somebody sent to the account's notification address. Nothing in it is to be believed."""

    event: str
    method: str
    headers: dict
    query: dict
    body: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """One way of listing documents. ``windowed``: asks for what changed since a moment; else lists what is open now.

    A platform's order polling is a tuple of these; each keeps its own cursor.
    """

    name: str
    kind: str = "order"
    windowed: bool = False


@dataclass(slots=True)
class Connection:
    """What a provider needs for one run: where, as whom, through what, and what time it is (aware, UTC)."""

    transport: Transport
    options: dict
    now: Callable[[], datetime]
    credentials: dict = field(default_factory=dict, repr=False)


class Provider:
    """Base of all connectors. Class constants are facts about the platform, with their source in the subclass."""

    # The names of the verbs this platform has; the screens and lanes leave out the rest.
    capabilities: ClassVar[frozenset[str]] = frozenset()
    rates: ClassVar[dict[str, Rate | tuple[Rate, ...]]] = {}
    batch_size: ClassVar[int] = 50
    publish_batch: ClassVar[int] = 10
    # Publishing a product sends its stock and its price along, every time.
    publishes_values: ClassVar[bool] = True
    max_stock: ClassVar[int] = 999_999
    price_digits: ClassVar[int] = 2
    prices_include_tax: ClassVar[bool] = True
    order_scans: ClassVar[tuple[Scan, ...]] = ()
    # Orders that one call reads by their numbers; 1 where each is a call of its own.
    orders_per_read: ClassVar[int] = 1
    return_scans: ClassVar[tuple[Scan, ...]] = ()
    question_scans: ClassVar[tuple[Scan, ...]] = ()
    scan_overlap: ClassVar[timedelta] = timedelta(minutes=15)
    max_window: ClassVar[timedelta] = timedelta(days=28)
    public_credentials: ClassVar[frozenset[str]] = frozenset({"username"})
    dictionaries: ClassVar[tuple[str, ...]] = ()
    # Commands the platform takes twice without harm; any other is read back before it is tried again.
    repeatable: ClassVar[frozenset[str]] = frozenset({"acknowledge", "change", "return", "answer"})
    # What can be changed on an order here; "change_order" does them all. See ``changes_for``.
    changes: ClassVar[frozenset[ChangeKind]] = frozenset(
        {ChangeKind.PREPARE, ChangeKind.FINALISE, ChangeKind.CANCEL, ChangeKind.EDIT, ChangeKind.STORNO}
    )
    # What can be done with an offer as a whole; "change_offers" does them all.
    offer_wishes: ClassVar[frozenset[OfferWish]] = frozenset()
    # How long an answer to a question may be, in characters.
    answer_length: ClassVar[tuple[int, int]] = (1, 2000)
    # The longest period a statement can be asked for, and how far back its lines may still get their payout.
    statement_window: ClassVar[timedelta] = timedelta(days=15)
    statement_lookback: ClassVar[timedelta] = timedelta(days=60)
    # The platform changes its own stock figure at these moments, so that ours is no longer proved.
    stock_moves_on: ClassVar[frozenset[str]] = frozenset({"order", "acknowledge", "cancel"})
    # Formats a label can be fetched in, the usual one first.
    label_formats: ClassVar[tuple[str, ...]] = ()
    # The papers it shows its customers.
    documents: ClassVar[frozenset[DocumentKind]] = frozenset(DocumentKind)
    # Why a seller may cancel an order, or refuse a return: key -> text. A dictionary of the same name, read from the
    # platform, says which of them hold today.
    cancel_reasons: ClassVar[dict[str, str]] = {}
    refuse_reasons: ClassVar[dict[str, str]] = {}
    # Days a seller has to answer a return whose deadline the platform does not tell; None where there is no such term.
    answer_days: ClassVar[int | None] = 3
    # From which statuses a return can be refused.
    refusable: ClassVar[frozenset[ReturnStatus]] = frozenset({ReturnStatus.NEW, ReturnStatus.APPROVED})
    # How its terms let a seller write to customers about an order: any of email, sms.
    contact: ClassVar[frozenset[str]] = frozenset()
    # An AWB of the platform's couriers finalises the order by itself.
    shipment_finalises: ClassVar[bool] = False

    def __init__(self, connection: Connection):
        self.connection = connection

    @classmethod
    def rates_for(cls, options) -> dict[str, Rate | tuple[Rate, ...]]:
        """``rates``, where they depend on the account."""
        return cls.rates

    @classmethod
    def changes_for(cls, options) -> frozenset[ChangeKind]:
        """``changes``, where they depend on the account."""
        return cls.changes

    @classmethod
    def number_tells_departure(cls, options) -> bool:
        """Whether a parcel is said to be on its way as soon as the number of our own courier is told."""
        return False

    @classmethod
    def transport_options(cls, credentials, options) -> dict:
        """``auth`` and ``headers`` for the transport."""
        raise NotImplementedError

    @classmethod
    def secrets(cls, credentials) -> list[str]:
        """The credentials that must never appear in the journal or in a log."""
        return [value for name, value in credentials.items() if name not in cls.public_credentials]

    @classmethod
    def identity(cls, credentials, options) -> str:
        """Names the seller at the platform; two live accounts with the same identity would double every order."""
        raise NotImplementedError

    # ---- connection ----

    def check(self) -> list[Check]:
        """Try what the connector needs, one line each; a failing line says which item and the remedy. Raises only Unavailable."""
        raise NotImplementedError

    def fetch_dictionary(self, kind: str, page: str | None) -> Page:
        """A page of ``Entry`` of one of ``dictionaries``."""
        raise NotImplementedError

    def count(self, kind: str) -> int | None:
        """How many ``offers`` or ``categories`` there are to read, for the progress shown; None when not known."""
        raise NotImplementedError

    # ---- offers ----

    def fetch_offers(self, page: str | None) -> Page:
        """A page of the seller's own offers, as ``OfferData``."""
        raise NotImplementedError

    def fetch_offer(self, key: str):
        """One offer as ``OfferData``, or None when the platform does not know it."""
        raise NotImplementedError

    def refusal(self, value: Value, offer: dict) -> str:
        """Why the platform would refuse this value, known before sending; empty when it would not.

        :param offer: ``price_low``, ``price_high`` as last read (Decimal or None), ``status``, ``review`` (of ``Review``)
        """
        return ""

    def push_values(self, values: list[Value]) -> list[Result]:
        """Send at most ``batch_size`` stocks and prices. One ``Result`` per value; no word about an item is UNKNOWN.

        Raises instead of returning only where the whole call failed.
        """
        raise NotImplementedError

    def fetch_batch(self, ref: str) -> list[Result] | None:
        """The verdicts on an accepted batch, or None while the platform still works on it."""
        raise NotImplementedError

    @classmethod
    def wish_refusal(cls, wish: OfferWish, offer: dict, now: datetime) -> str:
        """Pure. Why the platform would refuse this, known before asking; empty when it would not.

        :param offer: ``status``, ``review`` (of ``Review``, or None) and ``withdrawn_at`` (aware, or None) as last read
        """
        return ""

    def change_offers(self, wish: OfferWish, keys: list[str]) -> list[Result]:
        """Do one thing with at most ``batch_size`` offers. A ``Result`` for each; ACCEPTED: ``fetch_batch`` tells the rest.

        It may be asked for twice. One that is refused is read afterwards: it may be so already.
        """
        raise NotImplementedError

    # ---- the catalogue: the platform's dictionary, and publishing ----

    def fetch_categories(self, page: str | None) -> Page:
        """A page of the category tree, as ``CategoryData``."""
        raise NotImplementedError

    def fetch_category(self, key: str, page: str | None) -> CategoryDetail | None:
        """One category with its characteristics and a page of their values; None when the platform has it no longer."""
        raise NotImplementedError

    def find_products(self, barcodes: list[str]) -> list[Match]:
        """The products of the platform's own catalogue that carry one of these barcodes."""
        raise NotImplementedError

    def find_brands(self, name: str) -> list[Entry]:
        """The brands of the platform's list whose name holds these words, as ``Entry`` of kind brand; some of them, if many.

        Only where a product names its brand by the platform's number.
        """
        raise NotImplementedError

    @classmethod
    def new_offer_key(cls, sku: str, barcode: str, highest: int) -> str:
        """The number a new offer is published under.

        :param highest: the highest whole number in use as an offer number on this account
        """
        raise NotImplementedError

    @classmethod
    def gaps(cls, product: ProductData, detail: CategoryDetail | None) -> list[Gap]:
        """Pure. What the platform would refuse or leave a draft, known before sending.

        :param detail: the category with its characteristics; their values only as far as this product uses them
        """
        raise NotImplementedError

    def publish(self, products: list[ProductData]) -> list[Result]:
        """Send at most ``publish_batch`` products, new or corrected. A ``Result`` for each: CONFIRMED means taken, not approved;
        ACCEPTED that ``fetch_batch`` will tell whether it was taken.

        Sending one twice does no harm: its ``key`` names it.
        """
        raise NotImplementedError

    # ---- orders ----

    def fetch_orders(self, scan: Scan, since: datetime | None, until: datetime | None, page: str | None) -> Page:
        """A page of ``RawDocument``. ``since`` / ``until`` only for windowed scans, at most ``max_window`` apart."""
        raise NotImplementedError

    def fetch_order(self, key: str) -> RawDocument | None:
        """One order read by its number; None when the platform does not know it."""
        raise NotImplementedError

    def fetch_orders_named(self, keys: list[str]) -> list[RawDocument]:
        """At most ``orders_per_read`` orders by their numbers, in one call; what is missing is asked for by ``fetch_order``."""
        raise NotImplementedError

    def parse_order(self, payload: dict) -> OrderData:
        """Pure. :raise ValueError: the payload lacks something essential; the message names it"""
        raise NotImplementedError

    def acknowledge(self, key: str) -> Result:
        """Tell the platform that the order is taken over. Already acknowledged counts as CONFIRMED."""
        raise NotImplementedError

    # ---- from order to parcel ----

    @classmethod
    def shipment_gaps(cls, shipment: Shipment, order: dict) -> list[str]:
        """Pure. Why the platform would refuse this AWB, in words; empty when it would not.

        :param order: ``extra`` of the order as parsed, with ``status``, ``total``, ``payment_kind`` and ``by_platform``;
            where its courier account is known, that one's ``extra`` too, as ``courier``
        """
        raise NotImplementedError

    def before_shipment(self, shipment: Shipment) -> dict:
        """What must be known before the AWB is asked for, to find out later whether an unclear call made it. JSON-ready."""
        raise NotImplementedError

    def create_shipment(self, shipment: Shipment) -> Result:
        """Have the platform's courier issue an AWB; ``detail`` is its ``ShipmentState``. Never called twice blindly."""
        raise NotImplementedError

    def find_shipment(self, shipment: Shipment, before: dict) -> Result | None:
        """After an unclear call: CONFIRMED with the AWB, None when it was certainly not made, UNKNOWN when nobody can tell.

        :param before: what ``before_shipment`` returned
        """
        raise NotImplementedError

    def fetch_shipment(self, ref: str) -> ShipmentState | None:
        """How far an AWB is; None when the platform does not know it."""
        raise NotImplementedError

    def fetch_labels(self, state: ShipmentState, form: str) -> list[Label]:
        """The labels of an AWB in one of ``label_formats``, one per parcel or one for all."""
        raise NotImplementedError

    def attach_document(self, document: Document) -> Result:
        """Show the customer a paper at the platform."""
        raise NotImplementedError

    def find_document(self, document: Document) -> Result | None:
        """After an unclear call, and before the first: CONFIRMED when it is there already, None when it is not."""
        raise NotImplementedError

    @classmethod
    def change_refusal(cls, change: OrderChange, order: dict, now: datetime) -> str:
        """Pure. Why the platform would refuse this change, known before sending; empty when it would not.

        :param order: ``status`` (of ``OrderStatus``), ``payment_kind``, ``by_platform``, ``finalised_at``, ``cancelled_at``
            (both aware or None), ``quantities`` by line
        """
        raise NotImplementedError

    def change_order(self, change: OrderChange) -> Result:
        """Bring the order to what is wanted; one that is there already counts as CONFIRMED, so that it can be repeated.

        A SPLIT that the platform works on later is UNKNOWN until ``find_split`` sees it.
        """
        raise NotImplementedError

    def find_split(self, change: OrderChange) -> Result | None:
        """After an unclear SPLIT, or one that is still under way: CONFIRMED when it was done, None when it certainly was not,
        REFUSED when it cannot be done any more, UNKNOWN when nobody can tell."""
        raise NotImplementedError

    # ---- returns ----

    def fetch_returns(self, scan: Scan, since: datetime | None, until: datetime | None, page: str | None) -> Page:
        """A page of ``RawDocument`` of kind return."""
        raise NotImplementedError

    def fetch_return(self, key: str) -> RawDocument | None:
        """One return read by its number; None when the platform does not know it."""
        raise NotImplementedError

    def parse_return(self, payload: dict) -> ReturnData:
        """Pure. :raise ValueError: the payload lacks something essential; the message names it"""
        raise NotImplementedError

    def answer_return(self, answer: ReturnAnswer) -> Result:
        """Bring the return to a status; one that is there already counts as CONFIRMED, so that it can be repeated."""
        raise NotImplementedError

    # ---- questions ----

    def fetch_questions(self, scan: Scan, since: datetime | None, until: datetime | None, page: str | None) -> Page:
        """A page of ``RawDocument`` of kind question."""
        raise NotImplementedError

    def fetch_question(self, key: str) -> RawDocument | None:
        """One question read by its number; None when the platform does not know it."""
        raise NotImplementedError

    def parse_question(self, payload: dict) -> QuestionData:
        """Pure. :raise ValueError: the payload lacks something essential; the message names it"""
        raise NotImplementedError

    def answer_question(self, answer: QuestionAnswer) -> Result:
        """Answer a question; one that is answered with these words already counts as CONFIRMED, so that it can be repeated."""
        raise NotImplementedError

    # ---- the current account ----

    def fetch_statement(self, since: datetime, until: datetime, page: str | None) -> Page:
        """A page of ``StatementLine`` written in a period of at most ``statement_window``, both ends included.

        A page may be empty and yet have a following one; ``notes`` name kinds of lines that the platform did not show.
        """
        raise NotImplementedError

    # ---- notifications ----

    @classmethod
    def read_notification(cls, notification: Notification, credentials: dict) -> list[Hint]:
        """What the notification hints at. Pure, no network. :raise ValueError: it is not authentic, or junk"""
        raise NotImplementedError

    def register_notifications(self, address: Callable[[str], str]) -> str:
        """See to it that the platform notifies us, also where it had stopped. :return: what was done, in words; empty: nothing

        :param address: gives the address for an event

        :raise Rejected: it cannot; why, for a person
        """
        raise NotImplementedError


def unknown_for(values, text):
    """A result UNKNOWN for each value: the request may have been applied."""
    return [Result(value.key, Outcome.UNKNOWN, text) for value in values]
