"""eMAG Marketplace behind the seam (api/emag.md). One provider serves one account on one of eMAG's sites."""

from datetime import timedelta

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.fulfilment import ReturnStatus
from odoo.addons.marketplace_base.lib.provider import Provider, Scan
from odoo.addons.marketplace_base.lib.types import Outcome, Page, RawDocument, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const, parse
from . import const_fulfilment as facts
from .attachments import Attachments
from .change_refusal import change_refusal
from .check import run_checks
from .client import Client, reading
from .fields import is_id, own_id, window
from .gaps import gaps
from .notification import read_hints
from .order_changes import CancelReasons, OrderChanges
from .parse_category import parse_category, parse_detail, parse_matches
from .parse_order import parse_order
from .parse_return import parse_return
from .publish import Publish, new_offer_key
from .push import Push, refusal
from .returns import Returns
from .shipment_gaps import shipment_gaps
from .shipments import Shipments
from .standing import STATUS, Asked, Standing

_ = Words("marketplace_emag")


class EmagProvider(Provider):
    """``options``: ``site`` (a key of ``const.SITES``), optionally ``address`` (a base address instead of the site's).
    ``credentials``: ``username``, ``password``.
    """

    capabilities = frozenset({
        "fetch_dictionary", "fetch_offers", "fetch_offer", "push_values",
        "fetch_orders", "fetch_order", "acknowledge", "read_notification",
        "count", "fetch_categories", "fetch_category", "find_products", "publish",
        "create_shipment", "find_shipment", "fetch_shipment", "fetch_labels",
        "attach_document", "find_document", "change_order",
        "fetch_returns", "fetch_return", "answer_return", "change_offers",
    })  # fmt: skip
    rates = const.RATES
    batch_size = const.BATCH_SIZE
    max_stock = const.STOCK_MAX
    price_digits = const.PRICE_DIGITS
    prices_include_tax = False  # api/emag.md §1.7
    order_scans = (
        Scan("new"),
        Scan("modified", windowed=True),
        Scan("platform", windowed=True),  # shipped by eMAG: read says nothing of them unless asked (§8.8)
    )
    return_scans = (
        Scan("open", "return"),
        Scan("asked", "return", windowed=True),
    )
    scan_overlap = timedelta(minutes=15)
    max_window = const.WINDOW
    dictionaries = tuple(parse.DICTIONARIES)
    # §3.3: estimated_stock falls with a new order, general_stock as it is processed; cancellations are not described
    stock_moves_on = frozenset({"order", "acknowledge", "cancel"})
    label_formats = facts.LABEL_FORMATS
    cancel_reasons = CancelReasons()
    contact = frozenset({"email", "sms"})
    offer_wishes = frozenset(STATUS)  # §3.6
    shipment_finalises = True  # §4.8
    refusable = frozenset({ReturnStatus.RECEIVED})  # §6.3: once the goods are there

    def __init__(self, connection):
        super().__init__(connection)
        self.site = const.SITES[connection.options["site"]]
        self.client = Client(connection.transport, connection.options.get("address") or self.site.api)
        self._shipments = Shipments(self.client, self.site, connection.now)
        self._returns = Returns(self.client, self.site)
        self._vat_rates = None

    @classmethod
    def transport_options(cls, credentials, options):
        # bytes: requests would write a str in latin-1, and fail on a password with a letter outside it
        return {"auth": (_username(credentials).encode(), (credentials.get("password") or "").encode())}

    @classmethod
    def identity(cls, credentials, options):
        return f"{options['site']}:{_username(credentials).lower()}"

    # ---- connection ----

    def check(self):
        return run_checks(self.client, self.site)

    def fetch_dictionary(self, kind, page):
        """All of it in one page: these lists are short and not paged (§2.2, §2.3, §2.5, §2.6)."""
        resource, read = parse.DICTIONARIES[kind]
        rows = self.client.read(resource)
        with reading():
            entries = [read(row) for row in rows]
        return Page(entries, total=len(entries))

    def count(self, kind):
        return self.client.count(const.COUNTED[kind])

    # ---- the catalogue ----

    def fetch_categories(self, page):
        """Names come in the language of the site, which is eMAG's default (§2.1)."""
        rows, following = self._page("category", page)
        with reading():
            return Page([parse_category(row) for row in rows], following)

    def fetch_category(self, key, page):
        if not is_id(key) or int(key) > const.CATEGORY_MAX:
            return None
        number = int(page or 1)
        paging = {"valuesCurrentPage": number, "valuesPerPage": const.VALUES_PAGE}
        row = self.client.read_one("category", "id", int(key), **paging)
        with reading():
            return parse_detail(row, number) if row else None

    def find_products(self, barcodes):
        barcodes = [code for code in dict.fromkeys(barcodes) if code.isascii() and code.isdigit()]
        found = []
        for start in range(0, len(barcodes), const.EANS_PER_LOOKUP):
            codes = barcodes[start : start + const.EANS_PER_LOOKUP]
            pairs = [("eans[]", code) for code in codes]
            results = self.client.ask("documentation/find_by_eans", pairs, keys=codes, method="GET").results
            with reading():
                found += parse_matches(results)
        return found

    # ---- offers ----

    def fetch_offers(self, page):
        rows, following = self._page("product_offer", page)
        return Page([self._offer(row) for row in rows], following)

    def fetch_offer(self, key):
        """:param key: the seller's product id, or eMAG's part number key, which always holds letters (§3.1)"""
        field, value = ("id", int(key)) if is_id(key) else ("part_number_key", key)
        row = self.client.read_one("product_offer", field, value)
        return self._offer(*_identified([row])) if row else None

    def _offer(self, row):
        try:
            return parse.parse_offer(row, self.site, self._rates())
        except ValueError as error:
            return parse.unreadable_offer(row, error, self.site)

    def _rates(self):
        """eMAG's VAT rates by number, read once in a run."""
        if self._vat_rates is None:
            self._vat_rates = {int(entry.key): entry.value for entry in self.fetch_dictionary("vat", None).items}
        return self._vat_rates

    def refusal(self, value, offer):
        return refusal(value, offer)

    def push_values(self, values):
        return Push(self.client).run(values)

    def change_offers(self, wish, keys):
        return Standing(self.client, wish).run([Asked(key) for key in keys])

    # ---- publishing ----

    @classmethod
    def new_offer_key(cls, sku, barcode, highest):
        return new_offer_key(highest)

    @classmethod
    def gaps(cls, product, detail):
        return gaps(product, detail)

    def publish(self, products):
        return Publish(self.client, {rate: number for number, rate in self._rates().items()}).run(products)

    # ---- orders ----

    def fetch_orders(self, scan, since, until, page):
        """New ones are listed by their status, changes by their time; eMAG's own shipments apart (§4.2)."""
        filters = {"type": const.BY_EMAG if scan.name == "platform" else const.BY_SELLER}
        if not scan.windowed:
            filters["status"] = const.ORDER_NEW
        else:
            filters["modifiedAfter"], filters["modifiedBefore"] = window(
                since, until or self.connection.now(), self.site.time_zone, self.site.clock_doubt
            )
        rows, following = self._page("order", page, **filters)
        return Page([self._document(row) for row in rows], following)

    def fetch_order(self, key):
        if not is_id(key):
            return None
        for fulfilment in (const.BY_SELLER, const.BY_EMAG):
            row = self.client.read_one("order", "id", int(key), type=fulfilment)
            if row:
                return self._document(row)
        return None

    def _document(self, row):
        return RawDocument("order", own_id(row, "Order"), row, parse.modified_at(row, self.site))

    def parse_order(self, payload):
        return parse_order(payload, self.site)

    def acknowledge(self, key):
        """New becomes in progress (§4.8). Not repeatable, but a second time is told apart from a failure."""
        if not is_id(key):
            return Result(key, Outcome.REFUSED, _("%s is not an order number at eMAG.", key))
        try:
            self.client.ask(f"order/acknowledge/{int(key)}", {}, changes=True, keys=(key,))
        except Rejected as error:
            if const.ALREADY_ACKNOWLEDGED in str(error).lower():
                return Result(key, Outcome.CONFIRMED, _("The order was already in progress."))
            return Result(key, Outcome.REFUSED, str(error), error.code)
        return Result(key, Outcome.CONFIRMED)

    # ---- from order to parcel ----

    @classmethod
    def shipment_gaps(cls, shipment, order):
        return shipment_gaps(shipment, order)

    def before_shipment(self, shipment):
        return self._shipments.before(shipment)

    def create_shipment(self, shipment):
        return self._shipments.create(shipment)

    def find_shipment(self, shipment, before):
        return self._shipments.find(shipment, before)

    def fetch_shipment(self, ref):
        return self._shipments.fetch(ref)

    def fetch_labels(self, state, form):
        return self._shipments.labels(state, form)

    def attach_document(self, document):
        return Attachments(self.client).attach(document)

    def find_document(self, document):
        return Attachments(self.client).find(document)

    @classmethod
    def change_refusal(cls, change, order, now):
        return change_refusal(change, order, now)

    def change_order(self, change):
        return OrderChanges(self.client, self.site, self.connection.now).change(change)

    # ---- returns ----

    def fetch_returns(self, scan, since, until, page):
        if scan.windowed:
            return self._returns.list_asked(since, until or self.connection.now(), page)
        return self._returns.list_open(page)

    def fetch_return(self, key):
        return self._returns.fetch(key)

    def parse_return(self, payload):
        return parse_return(payload, self.site)

    def answer_return(self, answer):
        return self._returns.answer(answer)

    # ---- notifications ----

    @classmethod
    def read_notification(cls, notification, credentials):
        """eMAG signs nothing: that the caller knows the account's address is all there is to verify (§1.8)."""
        return read_hints(notification)

    # ---- pages ----

    def _page(self, resource, page, **filters):
        """Rows and the next page; a full page is the only sign that there is more (§1.4)."""
        number = int(page or 1)
        rows = self.client.read(resource, **filters, currentPage=number, itemsPerPage=const.PAGE_SIZE)
        return _identified(rows), str(number + 1) if len(rows) >= const.PAGE_SIZE else None


def _identified(rows):
    """:raise Unavailable: a row has no id, so nothing could say which record would be passed over"""
    with reading():
        for row in rows:
            own_id(row, "a record")
    return rows


def _username(credentials):
    return (credentials.get("username") or "").strip()
