"""Trendyol: offers by barcode, prices with VAT, packages for orders, batches that take their time, webhooks it registers."""

from decimal import Decimal

from demo.goods import articles
from demo.ledger import LATE, NOTIFIED, SILENT, TWICE
from demo.places.place import CANCELLED, LATE_BY, NEW, STALE_PRICE, STALE_STOCK, TAKEN, Place, Placed
from simulators.trendyol.control_client import TrendyolControlClient

SELLER, KEY, SECRET = "123456", "cheie-Trendyol", "secret-Trendyol"
CENT = Decimal("0.01")
AWAITING = 30
"""Seconds for which Trendyol checks a payment: its orders can be taken over only then. The simulator's own figure."""

UNPAID = 0.15
"""The share of orders whose payment is checked; the others come with the money."""

COMPANY = {"company": "Construct Exemplu SRL", "taxNumber": "41200774", "taxOffice": "Cluj-Napoca"}
STATES = {
    **dict.fromkeys(("Cancelled", "UnSupplied", "UnPacked"), CANCELLED),
    **dict.fromkeys(("Awaiting", "Created"), NEW),
}
NOTICES = {
    NOTIFIED: None,
    TWICE: {"kind": "notify_duplicated", "match": "CREATED", "times": 1},
    LATE: {"kind": "notify_delayed", "match": "CREATED", "times": 1, "delay": LATE_BY},
}
"""What happens to the webhook of an order; of the silent ones Trendyol says nothing at all."""

VALUES = "/price-and-inventory"
FAILING = "items"
"""A kind of trouble of its own: items of batches fail, and wait for a person."""


class Trendyol(Place):
    name = "trendyol"
    label = "Trendyol"
    access = ("--seller", SELLER, "--country", "RO", "--key", KEY, "--secret", SECRET)
    client = TrendyolControlClient
    kinds = {"stock": "stock", "general_stock": "stock", "sale_price": "price"}
    orders, least_orders = 42, 40
    troubles = (
        (12, {"kind": "429", "match": "/integration/", "seconds": 6}),
        (31, {"kind": "cut_after", "match": VALUES, "times": 1}),
        (36, {"kind": "cut_after", "match": "/shipment-packages/", "method": "PUT", "times": 2}),
        (52, {"kind": "truncated_json", "match": "/orders", "times": 1}),
        (56, {"kind": "503", "match": "/batch-requests/", "times": 2}),
        (78, {"kind": FAILING, "times": 3, "reason": "Ürün geçici olarak kilitli"}),
        (110, {"kind": "notify_lost", "match": "CREATED", "times": 2}),
        (125, {"kind": "down", "match": "/integration/", "seconds": 60}),
        (187, {"kind": "cut_after", "match": VALUES, "times": 1}),
    )

    # ---- goods ----

    def key(self, article):
        return article.ean

    def price(self, article, gross):
        """As customers see it."""
        return Decimal(str(gross)).quantize(CENT)

    def list_goods(self, company):
        """All articles; nothing but the barcode links them."""
        offers = [
            {
                "id": article.ean,
                "title": article.name,
                "main_id": article.code,
                "stock_code": f"TY-{article.number:03}",
                "vat_rate": article.vat,
                "stock": STALE_STOCK,
                "sale_price": self.stale_price(article),
            }
            for article in articles()
        ]
        self.control.seed_offers(offers)
        self.offer_count = len(offers)

    def stale_price(self, article):
        return str((article.price * Decimal(STALE_PRICE)).quantize(CENT))

    def shown(self):
        rows = self.control.offers(fields="id,general_stock,sale_price")
        return {row["id"]: (row["general_stock"], Decimal(str(row["sale_price"]))) for row in rows}

    def is_by_seller(self, change):
        return change["by"].startswith("POST ")

    # ---- connecting ----

    def page(self):
        return {"trendyol_seller": SELLER, "trendyol_key": KEY, "trendyol_secret": SECRET}

    def open_to_notices(self, address):
        """Nothing is typed in at Trendyol: the account registers its webhook once it is live."""
        self.account.browser.call("ir.config_parameter", "set_param", "web.base.url", address)

    def is_told(self):
        return bool(self.control.webhooks())

    # ---- shoppers ----

    def manner(self, random):
        manner = {
            "customer": random.choice(("person", "person", "person", COMPANY)),
            "delivery": random.choice(("address", "address", "locker", "collection")),
            "awaiting": random.random() < UNPAID,
        }
        if random.random() < 0.3:
            manner["discounts"] = [{"seller": "2.50", "trendyol": random.choice(("0", "1.30"))}]
        return manner

    def order(self, quantities, manner, notice):
        lines = [{"barcode": key, "quantity": pieces} for key, pieces in quantities.items()]
        manner = {"awaiting": False} | manner
        if NOTICES.get(notice):
            self.strike(NOTICES[notice])
        row = self.control.place_order(lines=lines, silent=notice == SILENT, **manner)
        free_at = row["placed_at"] + (AWAITING if manner["awaiting"] else 0)
        return str(row["id"]), Decimal(str(row["total"])), free_at

    def placed(self):
        """The total is the package's: what Trendyol pays of a person's order is shown to nobody."""
        return [
            Placed(str(row["id"]), row["orderNumber"], row["packageTotalPrice"], STATES.get(row["status"], TAKEN))
            for row in self.control.orders(limit=100_000)
        ]

    # ---- trouble ----

    def strike(self, rule):
        if rule["kind"] == FAILING:
            self.control.fail_items(kind="ProductInventoryUpdate", times=rule["times"], reason=rule["reason"])
        else:
            super().strike(rule)
