"""eMAG: offers by number, net prices, orders by number, addresses for notifications typed in by hand."""

from decimal import ROUND_HALF_UP, Decimal

from demo.goods import DOUBTFUL, articles, ean13
from demo.ledger import LATE, NOTIFIED, SILENT, TWICE
from demo.places.place import CANCELLED, LATE_BY, NEW, STALE_PRICE, STALE_STOCK, TAKEN, Place, Placed
from simulators.emag.control_client import EmagControlClient

USERNAME, PASSWORD = "api@magazin-demo.ro", "parola-eMAG"
FOREIGN_EAN = 594_000_900_000
FOUR_PLACES, CENT = Decimal("0.0001"), Decimal("0.01")
VAT_IDS = {21: 1, 11: 2}
"""eMAG's id of each VAT rate, as the simulator lists them."""

STATES = {0: CANCELLED, 1: NEW}
EVENTS = {
    "new_order": "emag_order_address",
    "order_cancelled": "emag_cancellation_address",
    "awb_status": "emag_awb_address",
    "return": "emag_return_address",
}
"""The events the simulator notifies, and the field of the account's page that shows the address for each."""

NOTICES = {
    NOTIFIED: {"notify": True},
    TWICE: {"notify": "duplicate"},
    LATE: {"notify": LATE_BY},
    SILENT: {"notify": False},
}
CUSTOMERS = (
    "person",
    "person",
    "person",
    {"legal_entity": 1, "company": "Construct Exemplu SRL", "code": "RO41200774", "is_vat_payer": 1},
)


class Emag(Place):
    name = "emag"
    label = "eMAG"
    access = ("--username", USERNAME, "--password", PASSWORD)
    client = EmagControlClient
    kinds = {"stock": "stock", "general_stock": "stock", "sale_price": "price"}
    orders, least_orders = 66, 60
    troubles = (
        (20, {"kind": "429", "match": "/api-3/", "seconds": 8}),
        (42, {"kind": "cut_after", "match": "/offer/save", "times": 1}),
        (44, {"kind": "cut_after", "match": "/order/acknowledge", "times": 2}),
        (60, {"kind": "latency", "match": "/api-3/", "seconds": 6, "delay": 2}),
        (72, {"kind": "truncated_json", "match": "/order/read", "times": 1}),
        (85, {"kind": "down", "match": "/api-3/", "seconds": 60}),
        (165, {"kind": "cut_after", "match": "/offer/save", "times": 1}),
        (168, {"kind": "notify_lost", "match": "new_order", "times": 3}),
        (172, {"kind": "cut_after", "match": "/order/acknowledge", "times": 2}),
    )

    # ---- goods ----

    def key(self, article):
        return article.offer_id

    def price(self, article, gross):
        """Net, with four decimals."""
        rate = Decimal(article.vat) / 100
        return (Decimal(str(gross)) / (1 + rate)).quantize(FOUR_PLACES, ROUND_HALF_UP)

    def list_goods(self, company):
        """Each recognisable by one kind of code, and two that need a person."""
        offers = [_offer(article) for article in company.products.values()]
        doubtful, unknown = articles()[-DOUBTFUL:]
        offers.append(_offer(doubtful) | {"part_number": unknown.code, "ean": [], "stock": 0})
        offers.append(_offer(unknown) | {"part_number": "NECUNOSCUT-1", "ean": [], "stock": 0})
        self.control.seed_offers(offers)
        self.offer_count = len(offers)

    def shown(self):
        rows = self.control.offers(fields="id,general_stock,sale_price")
        return {row["id"]: (row["general_stock"], Decimal(str(row["sale_price"]))) for row in rows}

    def is_by_seller(self, change):
        return change["by"].startswith("POST ")

    # ---- connecting ----

    def page(self):
        return {"emag_site": "RO", "emag_username": USERNAME, "emag_password": PASSWORD}

    def open_to_notices(self, address):
        """Enter the notification addresses of the account's page at eMAG."""
        self.account.browser.call("ir.config_parameter", "set_param", "web.base.url", address)
        page = self.account.read(*EVENTS.values())
        self.control.settings(callback_urls={event: page[field] for event, field in EVENTS.items()})

    # ---- shoppers ----

    def manner(self, random):
        manner = {
            "payment": random.choice(("cod", "card", "card", "bank")),
            "delivery": random.choice(("courier", "courier", "locker")),
            "customer": random.choice(CUSTOMERS),
            "shipping": random.choice(("0", "14.99", "19.99")),
        }
        if random.random() < 0.2:
            manner["vouchers"] = [{"value": "5", "shares": {"emag": "3", "seller": "2"}}]
        return manner

    def order(self, quantities, manner, notice):
        lines = [{"product_id": key, "quantity": pieces} for key, pieces in quantities.items()]
        row = self.control.place_order(lines=lines, **manner, **NOTICES[notice])
        return str(row["id"]), Decimal(str(row["total"])), row["placed_at"]

    def placed(self):
        return [
            Placed(str(row["id"]), str(row["id"]), row["total"], STATES.get(row["status"], TAKEN))
            for row in self.control.orders(limit=100_000)
        ]


def _offer(article):
    """What eMAG shows: codes of its own, except for the one that links it; an old stock and price."""
    net = article.price * 100 / (100 + article.vat)
    part_numbers = {"code": article.code, "additional code": f"EMG{article.offer_id}"}
    return {
        "id": article.offer_id,
        "name": article.name,
        "brand": "Demo",
        "part_number": part_numbers.get(article.way, f"X-{article.offer_id}"),
        "part_number_key": article.part_number_key,
        "ean": [article.ean if article.way == "EAN" else ean13(FOREIGN_EAN + article.number)],
        "vat_id": VAT_IDS[article.vat],
        "sale_price": str((net * Decimal(STALE_PRICE)).quantize(CENT)),
        "min_sale_price": str((net / 2).quantize(CENT)),
        "max_sale_price": str((net * 2).quantize(CENT)),
        "stock": STALE_STOCK,
        "status": 1,
    }
