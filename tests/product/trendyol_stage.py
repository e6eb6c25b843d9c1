"""The shop with a Trendyol account: the simulator beside eMAG's, its offers, its connection, and a judge of it all."""

from collections import defaultdict
from decimal import Decimal

from demo.books import Books
from demo.company import STALE_PRICE, STALE_STOCK
from demo.connect import Account, NotConnected, wait_until_read
from demo.goods import articles
from demo.programs import Simulator
from demo.stage import Stage
from demo.verdict import Judge
from simulators.trendyol.control_client import TrendyolControlClient

SELLER, KEY, SECRET = "123456", "cheie-api", "parola-Trendyol"
UNKNOWN, DOUBTFUL = "TY-NECUNOSCUT", "TY-DUBIOS"
"""The barcodes of an offer nobody knows, and of one that could be either of two articles."""

GONE = ("Cancelled", "UnPacked", "UnSupplied")


def barcode_of(article):
    """What Trendyol knows the article by: its EAN only where that is the code to link by."""
    return article.ean if article.way == "EAN" else f"TY-{article.number:03}"


class TrendyolBooks(Books):
    """What Trendyol should show: prices with VAT, in cents."""

    def net(self, product_id, price):
        return Decimal(str(price)).quantize(Decimal("0.01"))

    def _held_back(self):
        products = {barcode_of(article): product for product, article in self._company.products.items()}
        held = defaultdict(float)
        rows = self._browser.read(
            "marketplace.incoming",
            [("state", "in", ("new", "awaited", "waiting", "error"))],
            ["demand"],
        )
        for row in rows:
            for key, quantity in (row["demand"] or {}).items():
                held[products.get(key)] += quantity
        return held


class TrendyolStage(Stage):
    """``control`` and ``account`` are Trendyol's; eMAG's are ``emag_control`` and, once connected, ``emag``."""

    def _begin(self):
        super()._begin()
        self.emag_simulator, self.emag_control, self.emag = self.simulator, self.control, None
        access = ("--seller", SELLER, "--key", KEY, "--secret", SECRET)
        self.simulator = Simulator(f"{self.label}-trendyol", "trendyol", *access)
        self._ending.callback(self.simulator.stop)
        self.simulator.start()
        self.control = TrendyolControlClient(self.simulator.address)

    def open_shop(self):
        """As there; then the same articles as Trendyol lists them."""
        trendyol, self.control = self.control, self.emag_control
        super().open_shop()
        self.emag_offer_count, self.control = self.offer_count, trendyol
        self.browser.call("ir.config_parameter", "set_param", "web.base.url", self.address)
        self._add_barcodes()
        offers = [self._offer(article) for article in self.company.products.values()]
        doubtful, unknown = articles()[-2:]
        offers.append(self._offer(doubtful) | {"id": DOUBTFUL, "stock_code": unknown.code, "stock": 0})
        offers.append(self._offer(unknown) | {"id": UNKNOWN, "stock_code": UNKNOWN, "stock": 0})
        self.control.seed_offers(offers)
        self.offer_count = len(offers)

    def _add_barcodes(self):
        """Where no other code leads there, Trendyol's barcode is put on the product ahead of the import (B7)."""
        self.browser.create(
            "marketplace.product.code",
            *(
                {"name": barcode_of(article), "kind": "code", "product_id": product_id}
                for product_id, article in self.company.products.items()
                if article.way == "PNK"
            ),
        )

    def _offer(self, article):
        """What Trendyol shows: codes of its own, except for the one that links it; an old stock and price."""
        codes = {"code": article.code, "additional code": f"EMG{article.offer_id}"}
        price = (article.price * STALE_PRICE).quantize(Decimal("0.01"))
        return {
            "id": barcode_of(article),
            "title": article.name,
            "stock_code": codes.get(article.way, f"X-{article.offer_id}"),
            "vat_rate": article.vat,
            "sale_price": str(price),
            "list_price": str(price),
            "stock": STALE_STOCK,
        }

    # ---- connecting ----

    def try_to_connect(self, **typed):
        """The connection page, filled in; its record afterwards."""
        wish = {
            "platform": "trendyol",
            "trendyol_storefront": "RO",
            "trendyol_seller": SELLER,
            "trendyol_key": KEY,
            "trendyol_secret": SECRET,
            "address": self.simulator.address,
        } | typed
        [wizard] = self.browser.create("marketplace.connect", wish)
        self.browser.call("marketplace.connect", "action_connect", [wizard])
        [page] = self.browser.call("marketplace.connect", "read", [wizard], [])
        return page

    def lines_of(self, page):
        """What the connection test says: ``{item: (state, text, remedy)}``."""
        rows = self.browser.call(
            "marketplace.connect.check", "read", page["check_ids"], ["name", "state", "text", "remedy"]
        )
        return {row["name"]: (row["state"], row["text"] or "", row["remedy"] or "") for row in rows}

    def connect(self):
        self._say("connecting the Trendyol account, reading its offers")
        page = self.try_to_connect()
        if page["step"] != "settings":
            raise NotConnected(str(self.lines_of(page)))
        settings = {
            "warehouse_ids": [(6, 0, self.company.warehouse_ids)],
            "order_warehouse_id": self.company.depot_id,
        }
        self.browser.call("marketplace.connect", "write", [page["id"]], settings)
        self.browser.call("marketplace.connect", "action_finish", [page["id"]])
        self.account = Account(page["account_id"][0], self.browser)
        wait_until_read(self.account, self.offer_count)

    def connect_emag(self):
        """eMAG too, on the same stock."""
        ours = self.account, self.control, self.simulator, self.offer_count
        self.control, self.simulator, self.offer_count = self.emag_control, self.emag_simulator, self.emag_offer_count
        try:
            super().connect()
            super().go_live()
            self.emag = self.account
        finally:
            self.account, self.control, self.simulator, self.offer_count = ours

    # ---- looking ----

    def article(self, place):
        """(product id, article) of the n-th article of which there are several."""
        return [(p, a) for p, a in self.company.products.items() if not a.is_last_piece][place]

    def last_piece(self, place=0):
        return [(p, a) for p, a in self.company.products.items() if a.is_last_piece][place]

    def shown(self, article):
        """The stock that Trendyol shows."""
        return self.control.offer(barcode_of(article))["general_stock"]

    def buy(self, *bought, **wish):
        """A customer orders one piece of each of these articles, or (article, pieces); the number of the package."""
        lines = [
            {"barcode": barcode_of(article), "quantity": quantity}
            for article, quantity in (one if isinstance(one, tuple) else (one, 1) for one in bought)
        ]
        return str(self.control.place_order(**({"lines": lines, "awaiting": False} | wish))["id"])

    def order_of(self, number, *more, fields=()):
        """The package's record here, or an empty list."""
        names = ["sale_order_id", "status", "status_label", "problem", "uncovered", "uncovered_reason", *fields]
        return self.browser.read("marketplace.order", [("external_id", "=", number), *more], names)

    def sale_of(self, number):
        """The sale orders of a package; more than one would be a doubled one."""
        names = ["name", "state", "amount_total", "picking_ids", "order_line", "partner_id", "partner_invoice_id"]
        return self.browser.read("sale.order", [("marketplace_order_id.external_id", "=", number)], names)

    def wait_for_sale(self, number, patience=60):
        [sale] = self.account.wait_for(lambda: self.sale_of(number), f"importing package {number}", patience)
        return sale

    def problems(self):
        return {row["name"]: row["text"] for row in self.browser.read("marketplace.problem", [], ["name", "text"])}

    def wait_until_shown(self, article, patience=60):
        """Wait until Trendyol shows of this article what Odoo says, and until it is proved."""
        product_id = self.company.product_of(article.offer_id)
        books = TrendyolBooks(self.browser, self.company)
        proved = (("external_id", "=", barcode_of(article)), ("stock_state", "=", "settled"))

        def is_so():
            return self.shown(article) == books.stock([product_id])[product_id] and self.account.offers(*proved)

        self.account.wait_for(is_so, f"proving the stock of {article.code}", patience)


class TrendyolJudge(Judge):
    """Is everything at Trendyol as Odoo says, and the other way round?"""

    def __init__(self, stage):
        super().__init__(stage.account, stage.control, stage.log_in(), stage.company, stage.ledger)
        self._books = TrendyolBooks(self._browser, self._company)

    def _judge_orders(self, verdict):
        placed = {str(row["id"]): row for row in self._control.orders(limit=100_000)}
        found = defaultdict(list)
        for sale in self._browser.read(
            "sale.order",
            [("marketplace_order_id.account_id", "=", self._account.id)],
            ["name", "marketplace_order_id", "amount_total", "state"],
        ):
            found[sale["marketplace_order_id"][0]].append(sale)
        orders = self._browser.read(
            "marketplace.order", [("account_id", "=", self._account.id)], ["external_id", "sale_order_id"]
        )
        known = defaultdict(list)
        for order in orders:
            known[order["external_id"]] += found[order["id"]]
        for number, row in placed.items():
            sales = known[number]
            if len(sales) > 1:
                verdict.doubled.append(f"package {number} is in Odoo {len(sales)} times")
            elif sales:
                verdict.orders += self._differences(row, sales[0])
            elif row["status"] not in (*GONE, "Awaiting"):
                verdict.lost.append(f"package {number} is not in Odoo: {self._why(number)}")

    def _differences(self, row, sale):
        if row["status"] in GONE:
            if sale["state"] != "cancel":
                yield f"package {row['id']} is {row['status']} at Trendyol, but {sale['name']} is {sale['state']}"
            return
        if Decimal(str(row["total"])) != Decimal(str(round(sale["amount_total"], 2))):
            yield f"package {row['id']} costs {row['total']} at Trendyol, but {sale['name']} {sale['amount_total']}"
        if sale["state"] != "sale":
            yield f"package {row['id']}: {sale['name']} is not confirmed but {sale['state']}"
        if row["status"] == "Created":
            yield f"package {row['id']} was not taken over at Trendyol"

    def _judge_offers(self, verdict):
        products = {barcode_of(article): product for product, article in self._company.products.items()}
        stocks, prices = self._books.stock(products.values()), self._books.prices(products.values())
        for offer in self._control.offers():
            product = products.get(offer["id"])
            if product is None:
                continue
            for kind, shown, wanted in (
                ("stock", offer["general_stock"], stocks[product]),
                ("price", Decimal(str(offer["sale_price"])), prices[product]),
            ):
                if shown != wanted:
                    verdict.out_of_step.append(
                        f"{offer['id']}: {kind} {shown}, Odoo says {wanted}; {self._state_of(offer['id'], kind)}"
                    )
