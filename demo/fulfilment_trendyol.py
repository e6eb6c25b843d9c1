"""From order to parcel at Trendyol: packages are picked, labelled, shipped and invoiced, one is supplied in part, one comes back.

Trendyol's courier has a number for every package before anybody asks; what cannot be supplied ends a package, and the rest
travels as another one. It plays after the fixed scenario, beside the afternoon at eMAG.
"""

from dataclasses import dataclass

from demo.afternoon import Afternoon, missed
from demo.places.place import CANCELLED
from demo.places.trendyol import COMPANY

WAYS = (
    {"customer": "person", "delivery": "address"},
    {"customer": "person", "delivery": "locker", "discounts": [{"seller": "2.50", "trendyol": "1.30"}]},
    {"customer": COMPANY, "delivery": "address"},
    {"customer": "person", "delivery": "collection"},
)
"""How the orders are paid and delivered; all are paid for."""

TWO_ARTICLES = {"customer": "person", "delivery": "address"}
RETURNED = 1
"""Place of the order that comes back."""

TROUBLES = (
    {"kind": "503", "match": "/common-label/", "times": 1},
    {"kind": "cut_after", "match": "/items/unsupplied", "times": 1},
    {"kind": "cut_after", "match": "/seller-invoice-file", "times": 2},
    {"kind": "cut_after", "match": "/items/approve", "times": 1},
)
INVOICED, SHIPPED, DELIVERED, ACCEPTED = "Invoiced", "Shipped", "Delivered", "Accepted"
"""Trendyol's words for what becomes of packages, and of the pieces of a claim."""


@dataclass
class Packages(Afternoon):
    """One afternoon of the shop at Trendyol."""

    rules = (("invoice", "shipped"),)

    def play(self):
        """Everything, one step after the other; each waits until it is done."""
        self.switch_on()
        self.take_orders()
        self.supply_less()
        self.label()
        self.ship()
        self.deliver()
        self.take_back()

    def take_orders(self):
        """Shoppers order, the last of them two articles; the troubles begin."""
        self.say(f"Trendyol: {len(WAYS) + 1} orders, and answers that get lost")
        for trouble in TROUBLES:
            self.place.strike(trouble)
        several = [article for article in self.stage.company.products.values() if not article.is_last_piece]
        keys = [self.place.key(article) for article in several[:2]]
        self.place_orders([*({"manner": way} for way in WAYS), {"manner": TWO_ARTICLES, "offer_ids": keys}])

    def supply_less(self):
        """One of two articles turns out to be broken: it is not supplied, and what is left travels as a package of its own."""
        number = self.numbers.pop()
        order = self._orders([number])[number]
        wizard = self.browser.call("marketplace.order", "action_change_quantities", [order["id"]])["res_id"]
        line = self.browser.find("marketplace.change.order.line", ("wizard_id", "=", wizard), limit=1)
        self.browser.call("marketplace.change.order.line", "write", line, {"wanted": 0})
        self.browser.call("marketplace.change.order", "action_change", [wizard])
        self.account.wait_for(lambda: self._rest_of(number), "making a package of the rest")
        rest = self._rest_of(number)
        self.account.wait_for(
            lambda: self._orders([number])[number]["status"] == "cancelled" and rest in self._orders([rest]),
            "following the package of the rest",
        )
        self.numbers.append(rest)

    def _rest_of(self, number):
        """The package that what was left of another one travels in."""
        rows = self.control.orders(limit=100)
        return next((str(row["id"]) for row in rows if int(number) in (row["originPackageIds"] or ())), None)

    def label(self):
        """Mihai asks for the AWBs: their numbers are Trendyol's own, and the labels are fetched."""
        orders = [order["id"] for order in self._orders().values()]
        self.browser.call("marketplace.order", "action_ship", orders)
        self.account.wait_for(lambda: len(self._awbs("made")) == len(self.numbers), "taking over the parcels' numbers")
        self.account.wait_for(lambda: len(self._labelled()) == len(self.numbers), "fetching the labels")

    def ship(self):
        """Mihai validates the transfers; the rule invoices what left, and that closes the packages."""
        for number in self.numbers:
            self.validate(number)
        self.hand_over(self.numbers)
        self.account.wait_for(lambda: len(self._invoiced()) == len(self.numbers), "sending the invoices", 240)
        self.account.wait_for(lambda: len(self._closed()) == len(self.numbers), "closing the packages", 240)

    def deliver(self):
        """The courier scans, then delivers; somebody asks how far the parcels are."""
        self.say("Trendyol's courier delivers")
        for status, progress in ((SHIPPED, "in_transit"), (DELIVERED, "delivered")):
            for number in self.numbers:
                self.control.advance_order(int(number), to=status)
            self.browser.call("marketplace.shipment", "action_look", [awb["id"] for awb in self._awbs("made")])
            self.account.wait_for(
                lambda progress=progress: len(self._awbs("made", progress=progress)) == len(self.numbers),
                f"hearing that the parcels are {progress}",
            )

    def take_back(self):
        """A customer's parcel comes back: found in the list of returns, received, credited, and approved."""
        self.say("one package comes back")
        claim = self.control.ask_claim(int(self.numbers[RETURNED]), received=True)
        flows = self.browser.find(
            "marketplace.flow", ("account_id", "=", self.account.id), ("kind", "=like", "returns:%")
        )
        self.browser.call("marketplace.flow", "action_repeat", flows)
        of_it = ("external_id", "=", str(claim["id"]))
        self.account.wait_for(lambda: self.browser.find("marketplace.return", of_it), "hearing of the return")
        [return_id] = self.browser.find("marketplace.return", of_it)
        self.receive(return_id)
        self.close_return(return_id)
        self.account.wait_for(self._accepted, "approving the return")

    # ---- what there is ----

    def _rows(self):
        return {str(row["id"]): row for row in self.control.orders(limit=100_000)}

    def _invoiced(self):
        """The orders that show an invoice at Trendyol, once for each."""
        sent = [str(paper["package_id"]) for paper in self.control.invoices() if not paper["deleted"]]
        return [number for number in sent if number in self.numbers]

    def _closed(self):
        """The packages that were told to be invoiced."""
        rows = self._rows()
        return [n for n in self.numbers if any(step["status"] == INVOICED for step in rows[n]["packageHistories"])]

    def _accepted(self):
        return [claim for claim in self.control.claims() if set(claim["statuses"]) == {ACCEPTED}]

    # ---- what came of it ----

    def report(self):
        """The figures of the closing line, and what is wrong as readable lines."""
        awbs = [awb["number"] for awb in self._awbs("made")]
        figures = {
            "awbs": len(self._labelled()),
            "awbs_doubled": len(awbs) - len(set(awbs)),
            "invoices_pushed": len(self._invoiced()),
            "orders_closed": len(self._closed()),
            "alerts": self._alerts(),
            "supplier_orders": len(self.supplied),
            "returns": len(self._accepted()),
        }
        return figures, list(self._wrong(figures))

    def _wrong(self, figures):
        count = len(self.numbers)
        expected = {
            "awbs": count, "awbs_doubled": 0, "invoices_pushed": count, "orders_closed": count, "supplier_orders": 1,
            "returns": 1, "alerts": 0,  # Trendyol writes to its customers itself
        }  # fmt: skip
        yield from missed("Trendyol", figures, expected)
        if count != len(WAYS) + 1:
            yield f"Trendyol: {count} packages were supplied, not {len(WAYS) + 1}"
        ended = [order.number for order in self.place.placed() if order.state == CANCELLED]
        if set(ended) & set(self.numbers):
            yield "Trendyol: a package that was supplied is cancelled there"
