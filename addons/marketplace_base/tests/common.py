"""A platform that lives in memory, to drive the engine without any network."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import TransactionCase

from ..engine import commands, runner
from ..lib.catalogue import CategoryData, CategoryDetail, Content, Gap, Match, Review
from ..lib.errors import OutcomeUnknown, Unavailable
from ..lib.provider import Connection, Provider, Scan
from ..lib.types import OfferData, Outcome, Page, RawDocument, Result
from .fake_conversation import FakeConversation, FakeConversationVerbs
from .fake_fulfilment import FakeFulfilment, FakeFulfilmentVerbs
from .fake_standing import FakeStanding, FakeStandingVerbs

PLATFORM = "test"


class FakePlatform(FakeStanding, FakeConversation, FakeFulfilment):
    """What the platform holds and how it behaves. ``faults`` (stock and price) and ``publish_faults`` are lists consumed by
    one per call: «down», «cut» (applied, never answered), an exception instance, or None. ``publish_refusals``: words by
    offer number. ``reads`` tells which categories and single offers were asked for."""

    def __init__(self):
        super().__init__()
        self.offers = {}
        self.documents = {}
        self.parsed = {}
        self.refuse = {}
        self.silent = set()
        self.faults = []
        self.pushes = []
        self.acknowledged = []
        self.asynchronous = False
        self.batches = {}
        self.categories = {}
        self.values_page = 1000
        self.pages = []
        self.published = []
        self.publish_faults = []
        self.publish_refusals = {}
        self.publish_batches = {}
        self.publish_asynchronous = False
        self.registered = []
        self.reads = []

    def add_category(self, key, name, parent="", characteristics=(), families=(), **facts):
        self.categories[key] = CategoryDetail(
            CategoryData(key, name, parent, **facts), tuple(characteristics), tuple(families)
        )

    def add_page(self, barcode, platform_code, **vals):
        """A product that the platform's own catalogue has."""
        self.pages.append(Match(barcode, platform_code, **vals))

    def decide(self, key, review, *problems):
        """The platform's word on what was published."""
        self.offers[key] |= {
            "review": review,
            "publication": review.value,
            "problems": problems,
            "sellable": review is Review.APPROVED,
        }

    def add_offer(self, key, stock=0, price=10, **vals):
        self.offers[key] = {"stock": stock, "price": Decimal(str(price))} | {"name": f"Offer {key}", **vals}

    def add_order(self, data, payload=None, modified_at=None):
        """Place an understood order; the raw payload only carries its number and a revision."""
        payload = {"id": data.key, "revision": len(self.parsed)} | (payload or {})
        self.parsed[data.key] = data
        self.documents[data.key] = RawDocument("order", data.key, payload, modified_at or datetime.now(UTC))


class FakeProvider(FakeStandingVerbs, FakeConversationVerbs, FakeFulfilmentVerbs, Provider):
    """Reads and writes a ``FakePlatform``; its facts are those of a simple platform with synchronous answers."""

    capabilities = frozenset({
        "acknowledge", "fetch_batch", "fetch_offer", "fetch_categories", "fetch_category", "find_products", "publish",
        "create_shipment", "attach_document", "change_order", "fetch_returns", "answer_return", "change_offers",
        "fetch_questions", "fetch_question", "answer_question",
    })  # fmt: skip
    batch_size = 5
    max_stock = 1_000
    order_scans = (Scan("new"), Scan("modified", windowed=True))
    platform = None

    def __init__(self, platform):
        limiter = SimpleNamespace(state={}, begin=lambda: None, pause=lambda bucket, seconds: None)
        transport = SimpleNamespace(limiter=limiter, close=lambda: None)
        super().__init__(Connection(transport, {}, lambda: datetime.now(UTC)))
        self.platform = platform

    @classmethod
    def transport_options(cls, credentials, options):
        return {}

    @classmethod
    def identity(cls, credentials, options):
        return "seller"

    def check(self):
        return []

    def fetch_offers(self, page):
        return Page([self.offer_data(key) for key in self.platform.offers])

    def fetch_offer(self, key):
        self.platform.reads.append(key)
        return self.offer_data(key) if key in self.platform.offers else None

    def offer_data(self, key):
        offer = self.platform.offers[key]
        return OfferData(key, offer["name"], **{k: v for k, v in offer.items() if k not in ("name", "applied")})

    # ---- the catalogue ----

    def fetch_categories(self, page):
        """Two to a page."""
        details = [detail for detail in self.platform.categories.values() if isinstance(detail, CategoryDetail)]
        start, rows = int(page or 0), [detail.category for detail in details]
        return Page(rows[start : start + 2], str(start + 2) if len(rows) > start + 2 else None, len(rows))

    def fetch_category(self, key, page):
        self.platform.reads.append(key)
        detail = self.platform.categories.get(key)
        if isinstance(detail, Exception):
            raise detail
        number, size = int(page or 1), self.platform.values_page
        shown = slice((number - 1) * size, number * size)
        return detail and replace(
            detail,
            characteristics=tuple(replace(item, values=item.values[shown]) for item in detail.characteristics),
            next=str(number + 1) if any(len(item.values[shown]) == size for item in detail.characteristics) else None,
        )

    def find_products(self, barcodes):
        return [match for match in self.platform.pages if match.barcode in barcodes]

    @classmethod
    def new_offer_key(cls, sku, barcode, highest):
        return str(highest + 1)

    @classmethod
    def gaps(cls, product, detail):
        given = {value.key for value in product.characteristics if value.value}
        wanted = detail.characteristics if detail and not product.platform_code else ()
        return [
            *([] if product.name else [Gap("name", "The name is missing.")]),
            *(
                Gap("characteristic", f"{item.name} is missing.", item.key)
                for item in wanted
                if item.required and item.key not in given
            ),
            *(
                Gap("characteristic", f"{value.value} is not in the list of {item.name}.", item.key)
                for item in wanted
                for value in product.characteristics
                if value.key == item.key and item.values and not item.open_values
                if value.value not in [listed.name for listed in item.values]
            ),
        ]

    def publish(self, products):
        fault = self.platform.publish_faults.pop(0) if self.platform.publish_faults else None
        if fault == "down":
            raise Unavailable("down")
        if isinstance(fault, Exception):
            raise fault
        self.platform.published.append(list(products))
        if self.platform.publish_asynchronous:
            ref = f"products{len(self.platform.published)}"
            self.platform.publish_batches[ref] = None
            return [Result(product.key, Outcome.ACCEPTED, ref=ref) for product in products]
        results = [self.take(product) for product in products]
        if fault == "cut":
            raise OutcomeUnknown("cut")
        return results

    def take(self, product):
        if words := self.platform.publish_refusals.get(product.key):
            return Result(product.key, Outcome.REFUSED, words)
        content = Content(
            brand=product.brand,
            category_key=product.category_key,
            description=product.description,
            pictures=tuple(picture.url for picture in product.pictures),
            characteristics=product.characteristics,
        )
        self.platform.add_offer(
            product.key,
            stock=product.quantity,
            price=product.price or 0,
            name=product.name,
            sku=product.sku,
            barcodes=product.barcodes,
            platform_code=product.platform_code,
            content=content,
        )
        self.platform.decide(product.key, Review.APPROVED if product.platform_code else Review.REVIEW)
        return Result(product.key, Outcome.CONFIRMED)

    # ---- stock and prices ----

    def push_values(self, values):
        fault = self.platform.faults.pop(0) if self.platform.faults else None
        if fault == "down":
            raise Unavailable("down")
        if isinstance(fault, Exception):
            raise fault
        self.platform.pushes.append(list(values))
        if self.platform.asynchronous:
            ref = f"batch{len(self.platform.batches) + 1}"
            self.platform.batches[ref] = values
            return [Result(value.key, Outcome.ACCEPTED, ref=ref) for value in values]
        results = self.apply(values)
        if fault == "cut":
            raise OutcomeUnknown("cut")
        return [result for result in results if result.key not in self.platform.silent]

    def apply(self, values):
        results = []
        for value in values:
            offer = self.platform.offers.get(value.key)
            refusal = self.platform.refuse.get(value.key)
            if offer is None:
                results.append(Result(value.key, Outcome.REFUSED, "not found"))
            elif refusal and refusal(value):
                results.append(Result(value.key, Outcome.REFUSED, "the platform says no"))
            else:
                if value.quantity is not None:
                    offer["stock"] = value.quantity
                if value.price is not None:
                    offer["price"] = value.price
                results.append(Result(value.key, Outcome.CONFIRMED))
        return results

    def fetch_batch(self, ref):
        if ref in self.platform.publish_batches:
            products = self.platform.publish_batches[ref]
            return products and [self.take(product) for product in products]
        if ref in self.platform.wish_batches:
            return self.platform.wish_batches[ref]
        return self.apply(self.platform.batches[ref])

    def register_notifications(self, address):
        self.platform.registered.append(address("order"))
        return "registered"

    def fetch_orders(self, scan, since, until, page):
        return Page(list(self.platform.documents.values()))

    def fetch_order(self, key):
        return self.platform.documents.get(key)

    def parse_order(self, payload):
        data = self.platform.parsed.get(payload["id"])
        if data is None:
            raise ValueError("the order has no customer")
        return data

    def acknowledge(self, key):
        self.platform.acknowledged.append(key)
        return Result(key, Outcome.CONFIRMED)

    @classmethod
    def read_notification(cls, notification, credentials):
        raise ValueError("no notifications here")


def add_platform(case, env):
    """Let accounts of the fake platform exist while the tests of this class run."""
    account_class = type(env["marketplace.account"])
    field = account_class._fields["platform"]
    case.classPatch(field, "selection", [*(field.selection or []), (PLATFORM, "Test")])
    case.classPatch(field, "_selection", {**(field._selection or {}), PLATFORM: "Test"})
    case.startClassPatcher(patch.object(account_class, "_get_provider_class", lambda self: FakeProvider))


class MarketplaceCase(TransactionCase):
    """An account of the fake platform, two warehouses, and a runner that works inside the test's transaction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_platform(cls, cls.env)
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1)
        cls.account = cls.make_account()

    @classmethod
    def make_account(cls, **vals):
        account = cls.env["marketplace.account"].create(
            {"name": "Test account", "platform": PLATFORM, "state": "live", "warehouse_ids": cls.warehouse.ids}
            | {"stock_enabled": True, "price_enabled": True, "order_enabled": True, "orders_since": "2020-01-01"}
            | vals
        )
        account.cron_id = account._create_cron()
        return account

    def setUp(self):
        super().setUp()
        self.platform = FakePlatform()

    def make_product(self, code, quantity=0, price=10.0, **vals):
        product = self.env["product.product"].create(
            {
                "name": f"Product {code}",
                "default_code": code,
                "is_storable": True,
                "list_price": price,
                "taxes_id": False,
            }
            | vals
        )
        self.set_stock(product, quantity)
        return product

    def set_stock(self, product, quantity, warehouse=None):
        location = (warehouse or self.warehouse).lot_stock_id
        available = self.env["stock.quant"]._get_available_quantity(product, location)
        if quantity != available:
            self.env["stock.quant"]._update_available_quantity(product, location, quantity - available)

    def offer(self, key, account=None):
        return self.env["marketplace.offer"].search(
            [("external_id", "=", key), ("account_id", "=", (account or self.account).id)]
        )

    def run_engine(self, account=None, platform=None, linger=0.0, settling=0):
        """One run of the account's runner, as its cron would do it. :return: what ``Runner.run`` returns

        :param settling: seconds for which a broken off call may still be worked at by the platform
        """
        account = account or self.account
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.flush_all()
        with (
            patch.object(runner, "LINGER", linger),
            patch.object(commands, "SETTLING", timedelta(seconds=settling)),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            result = runner.Runner(
                account.with_env(self.env(cr=cr, su=True)), FakeProvider(platform or self.platform)
            ).run()
        self.env.invalidate_all()
        return result
