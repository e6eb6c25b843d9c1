"""The shop with a Trendyol account: offers known there by codes of every kind, its connection, and how to look at it all."""

from decimal import Decimal

from demo.books import Books
from demo.goods import articles
from demo.ledger import NOTIFIED, Order
from demo.places.place import STALE_STOCK
from demo.places.trendyol import KEY, SECRET, SELLER, Trendyol
from demo.stage import Stage
from demo.verdict import Judge

UNKNOWN, DOUBTFUL = "TY-NECUNOSCUT", "TY-DUBIOS"
"""The barcodes of an offer nobody knows, and of one that could be either of two articles."""


def barcode_of(article):
    """What Trendyol knows the article by: its EAN only where that is the code to link by."""
    return article.ean if article.way == "EAN" else f"TY-{article.number:03}"


class ManyCodes(Trendyol):
    """Trendyol where an article is recognised by one of its codes only, and two offers need a person."""

    def key(self, article):
        return barcode_of(article)

    def list_goods(self, company):
        offers = [self._offer(article) for article in company.products.values()]
        doubtful, unknown = articles()[-2:]
        offers.append(self._offer(doubtful) | {"id": DOUBTFUL, "stock_code": unknown.code, "stock": 0})
        offers.append(self._offer(unknown) | {"id": UNKNOWN, "stock_code": UNKNOWN, "stock": 0})
        self.control.seed_offers(offers)
        self.offer_count = len(offers)

    def _offer(self, article):
        """What Trendyol shows: codes of its own, except for the one that links it; an old stock and price."""
        codes = {"code": article.code, "additional code": f"EMG{article.offer_id}"}
        price = self.stale_price(article)
        return {
            "id": barcode_of(article),
            "title": article.name,
            "stock_code": codes.get(article.way, f"X-{article.offer_id}"),
            "vat_rate": article.vat,
            "sale_price": price,
            "list_price": price,
            "stock": STALE_STOCK,
        }


class TrendyolStage(Stage):
    """A shop that sells on Trendyol, and alone there unless further platforms are named."""

    def __init__(self, label, layout=("pages", "cron"), platforms=()):
        super().__init__(label, layout, platforms=platforms)
        self.places.insert(0, ManyCodes(label))

    def open_shop(self):
        super().open_shop()
        self.browser.call("ir.config_parameter", "set_param", "web.base.url", self.address)
        self._add_barcodes()

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

    def read_returns(self):
        """Now, instead of within five minutes."""
        flows = self.browser.find(
            "marketplace.flow", ("account_id", "=", self.account.id), ("kind", "=like", "returns:%")
        )
        self.browser.call("marketplace.flow", "action_repeat", flows)

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
        quantities = {
            barcode_of(article): quantity
            for article, quantity in (one if isinstance(one, tuple) else (one, 1) for one in bought)
        }
        lines = [{"barcode": barcode, "quantity": quantity} for barcode, quantity in quantities.items()]
        row = self.control.place_order(**({"lines": lines, "awaiting": False} | wish))
        number, total = str(row["id"]), Decimal(str(row["total"]))
        self.ledger.add_order(Order(number, row["placed_at"], total, NOTIFIED, quantities, self.place.name))
        return number

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
        product_id = self.company.product_of(barcode_of(article))
        books = Books(self.browser, self.company)
        proved = (("external_id", "=", barcode_of(article)), ("stock_state", "=", "settled"))

        def is_so():
            return self.shown(article) == books.stock([product_id])[product_id] and self.account.offers(*proved)

        self.account.wait_for(is_so, f"proving the stock of {article.code}", patience)


class TrendyolJudge(Judge):
    """Is everything at Trendyol as Odoo says, and the other way round?"""

    def __init__(self, stage):
        super().__init__(stage.log_in(), stage.company, stage.ledger)
