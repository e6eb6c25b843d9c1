"""Is everything right at the end? The simulator's state against what Odoo holds, and what Odoo says should be there."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from demo.books import Books

CANCELLED, NEW = 0, 1
"""eMAG's order states that matter here."""


SHELF = ("product_id", "location_id")


@dataclass
class Verdict:
    """What is wrong, as readable lines by kind; nothing is wrong when all lists are empty."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_step: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    """Imported, but not as placed: wrong total, not acknowledged, not cancelled."""
    stock: list[str] = field(default_factory=list)
    """Reservations that do not add up."""
    waiting: list[str] = field(default_factory=list)
    """Work that the engine still has before it."""

    @property
    def findings(self):
        return [line for lines in vars(self).values() for line in lines]

    def __bool__(self):
        return not self.findings


class Judge:
    """Compares; may be asked again and again.

    :param browser: of a user who may see everything
    """

    def __init__(self, account, control, browser, company, ledger):
        self._account = account
        self._control = control
        self._browser = browser
        self._company = company
        self._ledger = ledger
        self._books = Books(browser, company)

    def judge(self):
        verdict = Verdict()
        self._judge_orders(verdict)
        self._judge_offers(verdict)
        self._judge_reservations(verdict)
        self._judge_work(verdict)
        return verdict

    # ---- orders ----

    def _judge_orders(self, verdict):
        placed = {str(row["id"]): row for row in self._control.orders(limit=100_000)}
        sales = defaultdict(list)
        fields = ["name", "client_order_ref", "amount_total", "state", "marketplace_order_id"]
        for sale in self._browser.read("sale.order", [("client_order_ref", "in", list(placed))], fields):
            sales[sale["client_order_ref"]].append(sale)
        for number, row in placed.items():
            found = sales[number]
            if len(found) > 1:
                names = ", ".join(sale["name"] for sale in found)
                verdict.doubled.append(f"order {number} is in Odoo {len(found)} times: {names}")
            elif found:
                verdict.orders += self._differences(row, found[0])
            elif row["status"] != CANCELLED:
                verdict.lost.append(f"order {number} is not in Odoo: {self._why(number)}")

    def _differences(self, row, sale):
        if row["status"] == CANCELLED:
            if sale["state"] != "cancel":
                yield f"order {row['id']} was cancelled at eMAG, but {sale['name']} is {sale['state']}"
            return
        if Decimal(str(row["total"])) != Decimal(str(round(sale["amount_total"], 2))):
            yield f"order {row['id']} costs {row['total']} at eMAG, but {sale['name']} {sale['amount_total']}"
        if sale["state"] != "sale":
            yield f"order {row['id']}: {sale['name']} is not confirmed but {sale['state']}"
        if row["status"] == NEW:
            yield f"order {row['id']} was not acknowledged at eMAG"

    def _why(self, number):
        rows = self._browser.read("marketplace.incoming", [("external_id", "=", number)], ["state", "error"])
        return ", ".join(f"{row['state']}: {row['error']}" for row in rows) or "never fetched"

    # ---- offers ----

    def _judge_offers(self, verdict):
        products = {article.offer_id: product for product, article in self._company.products.items()}
        stocks, prices = self._books.stock(products.values()), self._books.prices(products.values())
        for offer in self._control.offers():
            product = products.get(offer["id"])
            if product is None:
                continue
            shown = Decimal(str(offer["sale_price"]))
            if offer["general_stock"] != stocks[product]:
                verdict.out_of_step.append(
                    f"offer {offer['id']} shows {offer['general_stock']} pieces, Odoo has {stocks[product]};"
                    f" {self._state_of(offer['id'], 'stock')}"
                )
            if shown != prices[product]:
                verdict.out_of_step.append(
                    f"offer {offer['id']} shows {shown} RON, Odoo says {prices[product]};"
                    f" {self._state_of(offer['id'], 'price')}"
                )

    def _state_of(self, offer_id, kind):
        names = ("wanted", "sent", "confirmed", "state", "error")
        [row] = self._account.offers(("external_id", "=", str(offer_id)), fields=[f"{kind}_{name}" for name in names])
        return ", ".join(f"{name} {row[f'{kind}_{name}']}" for name in names)

    # ---- reservations ----

    def tidy(self):
        """What Odoo's own scheduler does every night.

        Where two transactions meet on a shelf, Odoo lets neither wait: it makes a second row for it, and may leave a
        reservation behind that no transfer holds. The scheduler merges the rows and corrects that.
        """
        self._browser.call("stock.rule", "run_scheduler")

    def _judge_reservations(self, verdict):
        """What transfers hold and what the shelves say is held are one figure, and none is more than is there."""
        internal = ("location_id.usage", "=", "internal")
        held, reserved, there = Counter(), Counter(), Counter()
        open_lines = [("state", "not in", ("done", "cancel", "draft")), internal]
        for line in self._browser.read("stock.move.line", open_lines, [*SHELF, "quantity_product_uom"]):
            held[shelf_of(line)] += line["quantity_product_uom"]
        for quant in self._browser.read("stock.quant", [internal], [*SHELF, "quantity", "reserved_quantity"]):
            reserved[shelf_of(quant)] += quant["reserved_quantity"]
            there[shelf_of(quant)] += quant["quantity"]
        for shelf in held.keys() | there.keys():
            if not held[shelf] == reserved[shelf] <= there[shelf]:
                verdict.stock.append(
                    f"{shelf}: {there[shelf]:g} there, {reserved[shelf]:g} reserved, transfers hold {held[shelf]:g}"
                )

    # ---- work left ----

    def _judge_work(self, verdict):
        of_account = ("account_id", "=", self._account.id)
        account = self._account.read("state", "health_text")
        if account["state"] != "live":
            verdict.waiting.append(f"the account is {account['state']}: {account['health_text']}")
        for model, states in (
            ("marketplace.incoming", ("new", "waiting", "error")),
            ("marketplace.command", ("pending", "sending", "unknown", "refused")),
            ("marketplace.notification", ("new",)),
        ):
            count = self._browser.call(model, "search_count", [of_account, ("state", "in", states)])
            if count:
                verdict.waiting.append(f"{count} × {model} not done")
        if unsettled := self._account.unsettled():
            verdict.waiting.append(f"{len(unsettled)} offers not proved")


def shelf_of(row):
    """A product on its shelf, in words."""
    return " on ".join(row[name][1] for name in SHELF)
