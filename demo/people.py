"""People at work in the shop: they sell, receive, move, count, scrap and edit prices, each with their own rights.

What they do goes through Odoo's public RPC, so that it is other transactions than the engine's.
"""

import random
import time

from demo.books import Books
from demo.ledger import Truth
from demo.rpc import Browser, Refused

FAR = 8  # percent by which a price edit may leave the catalogue price


class Person:
    """Somebody with a browser. ``deeds`` are the names of what they do, in turn."""

    login = ""
    deeds: tuple[str, ...] = ()

    def __init__(self, address, database, company, ledger, seed=1):
        self.company = company
        self._ledger = ledger
        self._random = random.Random(f"{self.login}{seed}")
        self._browser = Browser(address, database, self.login, self.login)
        self._books = Books(Browser(address, database, "admin", "admin"), company)
        self._done = 0

    def act(self):
        """Do the next deed. What Odoo refuses is noted, not raised."""
        deed = self.deeds[self._done % len(self.deeds)]
        self._done += 1
        try:
            getattr(self, deed)()
        except Refused as refusal:
            self._ledger.add_refusal(f"{self.login}, {deed}: {refusal}")

    def _products(self, count):
        """Different articles of which there are several."""
        several = [product for product, article in self.company.products.items() if not article.is_last_piece]
        return self._random.sample(several, count)

    def _free(self, product_id, warehouse_id):
        context = {"warehouse_id": warehouse_id}
        [row] = self._browser.call("product.product", "read", [product_id], ["free_qty"], context=context)
        return row["free_qty"]

    def _stock_place(self, warehouse_id):
        [row] = self._browser.call("stock.warehouse", "read", [warehouse_id], ["lot_stock_id"])
        return row["lot_stock_id"][0]

    def _stock_changed(self, product_ids, since):
        """Note what every platform should show of these articles now that the deed is committed."""
        done_at = time.time()
        stocks = self._books.stock(product_ids)
        self._ledger.add_truths(
            Truth(place.key(self.company.products[product]), "stock", value, since, done_at, place=place.name)
            for product, value in stocks.items()
            for place in self.company.places
        )

    def _finish(self, picking_ids):
        """Validate transfers whose goods are there."""
        self._browser.call("stock.picking", "button_validate", picking_ids)


class Seller(Person):
    """Ana sells over the counter, and now and then by telephone from the depot."""

    login = "magazin"
    deeds = ("sell",)

    def sell(self):
        [product_id] = self._products(1)
        self.sell_article(product_id, self._random.choice((1, 1, 2)), self.company.shop_id)

    def sell_article(self, product_id, quantity, warehouse_id):
        """A sale, its goods handed over at once. False when there are not enough of them."""
        if self._free(product_id, warehouse_id) < quantity:
            return False
        [sale_id] = self._browser.create(
            "sale.order",
            {
                "partner_id": self.company.partner_id,
                "warehouse_id": warehouse_id,
                "order_line": [(0, 0, {"product_id": product_id, "product_uom_qty": quantity})],
            },
        )
        since = time.time()
        self._browser.call("sale.order", "action_confirm", [sale_id])
        self._stock_changed([product_id], since)
        [sale] = self._browser.call("sale.order", "read", [sale_id], ["picking_ids"])
        [picking] = self._browser.call("stock.picking", "read", sale["picking_ids"], ["state"])
        if picking["state"] == "assigned":
            self._finish(sale["picking_ids"])
        else:  # somebody else was quicker
            since = time.time()
            self._browser.call("sale.order", "action_cancel", [sale_id])
            self._stock_changed([product_id], since)
        return True


class Storekeeper(Person):
    """Mihai receives goods, counts, scraps what broke and sends goods from the depot to the shop."""

    login = "depozit"
    deeds = ("receive", "count", "receive", "scrap", "receive", "transfer", "count", "scrap")

    def receive(self):
        product_ids = self._products(3)
        lines = [
            {"product_id": product_id, "product_qty": self._random.randint(1, 4), "price_unit": float(article.cost)}
            for product_id in product_ids
            for article in [self.company.products[product_id]]
        ]
        [order_id] = self._browser.create(
            "purchase.order", {"partner_id": self.company.supplier_id, "order_line": [(0, 0, line) for line in lines]}
        )
        self._browser.call("purchase.order", "button_confirm", [order_id])
        [order] = self._browser.call("purchase.order", "read", [order_id], ["picking_ids"])
        since = time.time()
        self._finish(order["picking_ids"])
        self._stock_changed(product_ids, since)

    def count(self):
        """The shelf holds one piece less, or two more, than thought."""
        [product_id] = self._products(1)
        shelf = [("product_id", "=", product_id), ("location_id", "=", self._stock_place(self.company.depot_id))]
        rows = self._browser.read("stock.quant", shelf, ["quantity", "reserved_quantity"])
        quant = max(rows, key=lambda row: row["quantity"])  # Odoo may keep a second row for a while
        found = quant["quantity"] + self._random.choice((-1, 2))
        if found < quant["reserved_quantity"]:
            return
        since = time.time()
        context = {"inventory_mode": True}
        self._browser.call("stock.quant", "write", [quant["id"]], {"inventory_quantity": found}, context=context)
        self._browser.call("stock.quant", "action_apply_inventory", [quant["id"]])
        self._stock_changed([product_id], since)

    def scrap(self):
        [product_id] = self._products(1)
        if self._free(product_id, self.company.depot_id) < 1:
            return
        place = self._stock_place(self.company.depot_id)
        vals = {"product_id": product_id, "scrap_qty": 1, "location_id": place}
        [scrap_id] = self._browser.create("stock.scrap", vals)
        since = time.time()
        self._browser.call("stock.scrap", "action_validate", [scrap_id])
        self._stock_changed([product_id], since)

    def transfer(self):
        """From one warehouse that feeds the platforms to the other: the sum stays, so nothing is to be sent (D4)."""
        [product_id] = self._products(1)
        if self._free(product_id, self.company.depot_id) < 2:
            return
        source, target = self._stock_place(self.company.depot_id), self._stock_place(self.company.shop_id)
        [depot] = self._browser.call("stock.warehouse", "read", [self.company.depot_id], ["int_type_id"])
        move = {"product_id": product_id, "product_uom_qty": 2, "location_id": source, "location_dest_id": target}
        [picking_id] = self._browser.create(
            "stock.picking",
            {
                "picking_type_id": depot["int_type_id"][0],
                "location_id": source,
                "location_dest_id": target,
                "move_ids": [(0, 0, move)],
            },
        )
        self._browser.call("stock.picking", "action_confirm", [picking_id])
        self._browser.call("stock.picking", "action_assign", [picking_id])
        self._finish([picking_id])


class Pricer(Person):
    """Ioana edits sales prices."""

    login = "preturi"
    deeds = ("edit",)

    def edit(self):
        product_id = self._random.choice(list(self.company.products))
        article = self.company.products[product_id]
        percent = self._random.randint(-FAR * 10, FAR * 10)
        price = round(float(article.price) * (1 + percent / 1000), 2)
        since = time.time()
        template_id = self.company.templates[product_id]
        self._browser.call("product.template", "write", [template_id], {"list_price": price})
        done_at = time.time()
        self._ledger.add_truths(
            Truth(place.key(article), "price", place.price(article, price), since, done_at, place=place.name)
            for place in self.company.places
        )


class Retrier(Person):
    """Whoever has the time looks for stocks and prices that a platform refused, and has them sent again (D9)."""

    login = "admin"
    deeds = ("retry",)

    def retry(self):
        refused = [("product_id", "!=", False), "|", ("stock_state", "=", "refused"), ("price_state", "=", "refused")]
        if found := self._browser.find("marketplace.offer", *refused):
            self._browser.call("marketplace.offer", "action_retry", found)


EVERYBODY = (Seller, Storekeeper, Pricer)
