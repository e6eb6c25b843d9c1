"""Trendyol behind the seam (api/trendyol.md). One provider serves one seller: his own storefront, and those he sells into."""

from decimal import Decimal

from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind, DocumentKind, ReturnStatus
from odoo.addons.marketplace_base.lib.limiter import Rate
from odoo.addons.marketplace_base.lib.provider import Provider, Scan
from odoo.addons.marketplace_base.lib.types import Outcome, Page, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const, const_questions, questions
from . import const_finance as finance
from . import const_fulfilment as facts
from .batches import Batches
from .build_product import terms
from .catalogue import Catalogue
from .check import Checks
from .claims import Claims, RefuseReasons
from .client import Client, reading
from .dictionaries import Dictionaries
from .fields import is_id
from .gaps import gaps
from .invoices import Invoices
from .notification import Webhooks, read_hints
from .offers import Offers
from .own_delivery import OwnDelivery
from .package_changes import PACKAGE, CancelReasons, PackageChanges, change_refusal
from .package_division import Division
from .packages import Packages, document_of
from .parse_order import parse_order
from .parse_question import parse_question
from .parse_return import parse_return
from .publish import Publish, new_offer_key
from .push import Push, refusal
from .shipments import Shipments, shipment_gaps
from .standing import SERVICES, Standing, wish_refusal
from .statement import Statement

_ = Words("marketplace_trendyol")


class TrendyolProvider(Provider):
    """Facts with their source in ``const``; the verbs only translate.

    Options: ``storefront``, ``targets`` (further storefronts whose orders are read), ``origin`` (the storefront the products
    belong to, where that is another one), ``elsewhere`` (storefronts of this seller that other accounts read), ``stage``,
    ``size`` of the shop, ``ship_from`` / ``return_to`` (addresses) and ``product_couriers`` of products, where not the usual,
    ``list_percent`` (the crossed-out price), ``invoice_by`` (file or link), ``own_courier`` (Trendyol's code of it),
    ``own_phone`` (of our own delivery, for customers to ask).
    """

    capabilities = frozenset({
        "fetch_dictionary", "fetch_offers", "fetch_offer", "push_values", "fetch_batch",
        "fetch_orders", "fetch_order", "acknowledge", "read_notification", "register_notifications",
        "count", "fetch_categories", "fetch_category", "publish",
        "create_shipment", "find_shipment", "fetch_shipment", "fetch_labels",
        "attach_document", "find_document", "change_order",
        "fetch_returns", "fetch_return", "answer_return", "fetch_statement", "change_offers", "find_brands",
        "fetch_questions", "fetch_question", "answer_question",
    })  # fmt: skip
    batch_size = const.BATCH_SIZE
    publish_batch = const.PUBLISH_BATCH
    publishes_values = False  # corrections carry none, and before the approval nothing of it counts (§2.7, §2.11)
    max_stock = const.STOCK_MAX
    price_digits = 2
    prices_include_tax = True  # §2.6
    orders_per_read = const.PACKAGES_PER_READ
    order_scans = (Scan("changed", windowed=True),)
    return_scans = (Scan("open", "return"), Scan("asked", "return", windowed=True))
    question_scans = questions.scans(const.STOREFRONTS)  # each account has those of its own storefronts
    scan_overlap = const.OVERLAP
    max_window = const.WINDOW
    public_credentials = frozenset({"seller"})
    dictionaries = Dictionaries.everywhere
    changes = frozenset({ChangeKind.PREPARE, ChangeKind.FINALISE, ChangeKind.CANCEL, ChangeKind.EDIT, ChangeKind.SPLIT})
    # Bringing a package to a courier and a number of boxes twice changes nothing.
    repeatable = frozenset({"acknowledge", "change", "return", "shipment", "answer"})
    stock_moves_on = frozenset({"order", "cancel"})  # §2.11; whether already at Awaiting is unverified
    label_formats = ("PDF", "ZPL")
    offer_wishes = frozenset(SERVICES)  # §2.8
    documents = frozenset({DocumentKind.INVOICE, DocumentKind.AWB})  # of an AWB only its number is told
    cancel_reasons = CancelReasons()
    refuse_reasons = RefuseReasons()
    refusable = frozenset({ReturnStatus.RECEIVED})  # §6.3
    answer_days = None  # the deadline begins when the goods arrive (§6.1)
    statement_window = finance.WINDOW
    statement_lookback = finance.LOOKBACK
    answer_length = const_questions.ANSWER_LENGTH

    def __init__(self, connection):
        super().__init__(connection)
        options = connection.options
        self.storefront = const.STOREFRONTS[options["storefront"]]
        self.storefronts = (options["storefront"], *options.get("targets", ()))
        self.client = Client(
            connection.transport, _address(options), _seller(connection.credentials), options["storefront"]
        )
        self.origin = options.get("origin") or options["storefront"]
        self._is_target = self.origin != options["storefront"]
        products = self.client.at(self.origin)  # §7.3: products are the origin's, all else is the storefront's own
        elsewhere = tuple(code for code in options.get("elsewhere", ()) if code not in self.storefronts)
        self._list_percent = Decimal(str(options.get("list_percent") or 0))
        self._terms = terms(options, options["storefront"] == const.TURKEY)
        self._packages = Packages(self.client, self.storefronts, connection.now, elsewhere)
        self._changes = PackageChanges(self._packages)
        self._division = Division(self._packages, self._changes.refusal)
        self._shipments = Shipments(self._packages)
        self._claims = Claims(self.client, self.storefronts, elsewhere)
        self._own = OwnDelivery(self._packages, self._claims, options)
        self._invoices = Invoices(self._packages, self._own, options, connection.now)
        self._statement = Statement(self.client, self.storefronts)
        self._dictionaries = Dictionaries(products, options["storefront"], self._claims)
        self.dictionaries = self._dictionaries.kinds
        self._catalogue = Catalogue(products)
        self._offers = Offers(products, self.storefront, self._is_target)
        self._questions = questions.Questions(self.client, self.storefronts, connection.now, elsewhere)
        self.question_scans = questions.scans(self.storefronts)
        self._batches = Batches(self.client, connection.now)

    @classmethod
    def rates_for(cls, options):
        """By the size of the shop (§1.4); every bucket keeps the general limit too."""
        column = const.SIZES[options.get("size") or "small"]
        quotas = {bucket: (const.GENERAL, Rate(calls[column], 60)) for bucket, calls in const.QUOTAS.items()}
        return quotas | {"stream": const.STREAM, "decisions": const.DECISIONS, "files": const.GENERAL}

    @classmethod
    def changes_for(cls, options):
        """Own means are ended by the seller in Türkiye and, where Trendyol permits it, in the Gulf (§3.10); more time: §3.11."""
        ends = frozenset({ChangeKind.DELIVERED, ChangeKind.CAME_BACK})
        if options.get("storefront") == const.TURKEY:
            return cls.changes | ends | {ChangeKind.POSTPONE}
        return cls.changes | ends if options.get("storefront") in facts.GULF else cls.changes

    @classmethod
    def number_tells_departure(cls, options):
        return options.get("storefront") == const.TURKEY

    @classmethod
    def transport_options(cls, credentials, options):
        # bytes: requests would write a str in latin-1, and fail on a key with a letter outside it
        auth = tuple((credentials.get(name) or "").strip().encode() for name in ("key", "secret"))
        return {"auth": auth, "headers": {"User-Agent": const.USER_AGENT.format(_seller(credentials))}}

    @classmethod
    def identity(cls, credentials, options):
        place = "stage" if options.get("stage") else "live"
        return f"{place}:{options['storefront']}:{_seller(credentials)}"

    # ---- connection ----

    def check(self):
        checks = Checks(self.client, self.client.at(self.origin), bool(self.connection.options.get("stage")))
        return checks.run(self.storefronts[1:])

    def fetch_dictionary(self, kind, page):
        entries = self._dictionaries.read(kind)
        return Page(entries, total=len(entries))

    def count(self, kind):
        return self._offers.count() if kind == "offers" else None

    # ---- the catalogue ----

    def fetch_categories(self, page):
        categories = self._catalogue.categories()
        return Page(categories, total=len(categories))

    def fetch_category(self, key, page):
        return self._catalogue.detail(key, page) if is_id(key) else None

    # ---- offers ----

    def fetch_offers(self, page):
        return self._offers.page(page)

    def fetch_offer(self, key):
        return self._offers.one(key)

    def refusal(self, value, offer):
        return refusal(value, offer)

    def push_values(self, values):
        return Push(self.client, self._list_percent).run(values)

    @classmethod
    def wish_refusal(cls, wish, offer, now):
        return wish_refusal(wish, offer, now)

    def change_offers(self, wish, keys):
        if self._is_target:
            return self._at_home(keys)
        return Standing(self.client, wish).run(keys)

    def fetch_batch(self, ref):
        return self._batches.fetch(ref)

    # ---- publishing ----

    @classmethod
    def new_offer_key(cls, sku, barcode, highest):
        return new_offer_key(sku, barcode)

    @classmethod
    def gaps(cls, product, detail):
        return gaps(product, detail)

    def publish(self, products):
        if self._is_target:
            return self._at_home([product.key for product in products])
        return Publish(self.client.at(self.origin), self._catalogue, self._list_percent, self._terms).run(products)

    def find_brands(self, name):
        return self._catalogue.brands(name)

    def _at_home(self, keys):
        """What concerns the products themselves is the origin's, in its money, for all its countries at once (§7.3)."""
        home = const.STOREFRONTS[self.origin].label
        words = _(
            "That is done from the account of %s, whose products these are; here their stock and price are sent.", home
        )
        return [Result(key, Outcome.REFUSED, words) for key in keys]

    # ---- orders ----

    def fetch_orders(self, scan, since, until, page):
        return self._packages.scan(since, until, page)

    def fetch_order(self, key):
        found = self._packages.read(key) if is_id(key) else None
        with reading():
            rows = self._packages.remembered([found[0]] if found and self._packages.is_ours(found[0]) else [])
            return document_of(rows[0]) if rows else None

    def fetch_orders_named(self, keys):
        rows = self._packages.read_several([key for key in keys if is_id(key)])
        with reading():
            return [document_of(row) for row in rows if self._packages.is_ours(row)]

    def parse_order(self, payload):
        return parse_order(payload, self.storefronts[0])

    def acknowledge(self, key):
        return self._changes.acknowledge(key)

    # ---- from order to parcel ----

    @classmethod
    def shipment_gaps(cls, shipment, order):
        return shipment_gaps(shipment, order)

    def before_shipment(self, shipment):
        return {}

    def create_shipment(self, shipment):
        return self._shipments.create(shipment)

    def find_shipment(self, shipment, before):
        return self._shipments.find(shipment)

    def fetch_shipment(self, ref):
        return self._shipments.fetch(ref)

    def fetch_labels(self, state, form):
        return self._shipments.labels(self._packages.client_of(state.order_key), state)

    def attach_document(self, document):
        return self._invoices.attach(document)

    def find_document(self, document):
        return self._invoices.find(document)

    @classmethod
    def change_refusal(cls, change, order, now):
        return change_refusal(change, order)

    def change_order(self, change):
        if change.kind is ChangeKind.SPLIT:
            return self._division.divide(change)
        if change.kind is ChangeKind.DELIVERED:
            return self._own.end(change, f"{PACKAGE}/manual-deliver", facts.DELIVERED)
        if change.kind is ChangeKind.CAME_BACK:
            return self._own.end(change, f"{PACKAGE}/manual-return", facts.RETURNED)
        return self._changes.change(change)

    def find_split(self, change):
        return self._division.find(change)

    # ---- returns ----

    def fetch_returns(self, scan, since, until, page):
        if scan.windowed:
            return self._claims.list_asked(since, until or self.connection.now(), page)
        return self._claims.list_open(page)

    def fetch_return(self, key):
        return self._claims.fetch(key)

    def parse_return(self, payload):
        return parse_return(payload, self.storefronts[0])

    def answer_return(self, answer):
        return self._claims.answer(answer)

    # ---- the current account ----

    def fetch_statement(self, since, until, page):
        return self._statement.page(since, until, page)

    # ---- questions ----

    def fetch_questions(self, scan, since, until, page):
        return self._questions.list(scan, since, until, page)

    def fetch_question(self, key):
        return self._questions.fetch(key)

    def parse_question(self, payload):
        return parse_question(payload)

    def answer_question(self, answer):
        return self._questions.answer(answer)

    # ---- notifications ----

    @classmethod
    def read_notification(cls, notification, credentials):
        return read_hints(notification, credentials)

    def register_notifications(self, address):
        key = self.connection.credentials.get("webhook_key") or ""
        return Webhooks(self.client, self.storefronts, key).ensure(address("order"))


def _seller(credentials):
    return str(credentials.get("seller") or "").strip()


def _address(options):
    return options.get("address") or (const.STAGE if options.get("stage") else const.PRODUCTION)
