"""Is everything right at the end? The simulators' state against what Odoo holds, and what Odoo says should be there."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from demo.books import Books
from demo.cover import judge_cover
from demo.places.place import CANCELLED, NEW

SHELF = ("product_id", "location_id")
EXPECTED = ("uncovered", "supplier", "link", "picture")
"""Kinds of problems that belong to the story: a last piece sold twice, which nobody is known to sell; an offer that is doubtful;
a picture that is gone."""


@dataclass
class Findings:
    """What is wrong at one platform, as readable lines by kind."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_step: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    """Imported, but not as placed: wrong total, not acknowledged, not cancelled."""
    waiting: list[str] = field(default_factory=list)
    """Work that the engine still has before it."""

    @property
    def lines(self):
        return [line for lines in vars(self).values() for line in lines]


@dataclass
class Verdict:
    """What is wrong; nothing is when there is not a single line."""

    places: dict[str, Findings] = field(default_factory=lambda: defaultdict(Findings))
    stock: list[str] = field(default_factory=list)
    """Reservations that do not add up."""
    uncovered: list[str] = field(default_factory=list)
    """Orders flagged as lacking goods that do not, or the other way round."""
    problems: list[str] = field(default_factory=list)
    """Problems in Odoo's list that nobody has caused."""
    cover: object = None
    """``cover.Cover``: who went away empty-handed."""

    @property
    def findings(self):
        found = [f"{name}: {line}" for name, place in self.places.items() for line in place.lines]
        return found + self.stock + self.uncovered + self.problems

    def __bool__(self):
        return not self.findings


class Judge:
    """Compares; may be asked again and again.

    :param browser: of a user who may see everything
    :param company: whose accounts are connected
    """

    def __init__(self, browser, company, ledger):
        self._browser = browser
        self._company = company
        self._ledger = ledger
        self._books = Books(browser, company)

    def judge(self):
        verdict = Verdict()
        products = list(self._company.products)
        stocks, prices = self._books.stock(products), self._books.prices(products)
        for place in self._company.places:
            findings = verdict.places[place.name]
            self._judge_orders(findings, place)
            self._judge_offers(findings, place, stocks, prices)
            self._judge_work(findings, place)
        self._judge_reservations(verdict)
        self._judge_problems(verdict)
        verdict.cover = judge_cover(self._browser, self._company, self._ledger)
        verdict.uncovered = verdict.cover.wrong
        return verdict

    # ---- orders ----

    def _judge_orders(self, findings, place):
        placed = place.placed()
        sales = defaultdict(dict)
        fields = ["name", "client_order_ref", "amount_total", "state"]
        references = Counter(order.reference for order in placed)
        for sale in self._browser.read("sale.order", [("client_order_ref", "in", list(references))], fields):
            sales[sale["client_order_ref"]][sale["id"]] = sale
        of_account = [("account_id", "=", place.account.id), ("sale_order_id", "!=", False)]
        rows = self._browser.read("marketplace.order", of_account, ["external_id", "sale_order_id"])
        known = {row["external_id"]: row["sale_order_id"][0] for row in rows}
        for reference, count in references.items():
            if len(sales[reference]) > count:
                names = ", ".join(sale["name"] for sale in sales[reference].values())
                findings.doubled.append(f"order {reference} is in Odoo {len(sales[reference])} times: {names}")
        for order in placed:
            sale = sales[order.reference].get(known.get(order.number))
            if sale:
                findings.orders += _differences(order, sale)
            elif order.state != CANCELLED:
                findings.lost.append(f"order {order.number} is not in Odoo: {self._why(place, order.number)}")

    def _why(self, place, number):
        domain = [("account_id", "=", place.account.id), ("external_id", "=", number)]
        rows = self._browser.read("marketplace.incoming", domain, ["state", "error"])
        return ", ".join(f"{row['state']}: {row['error']}" for row in rows) or "never fetched"

    # ---- offers ----

    def _judge_offers(self, findings, place, stocks, prices):
        products, shown = self._company.offers(place), place.shown()
        for key, product in products.items():
            stock, price = shown[key]
            wanted = place.price(self._company.products[product], prices[product])
            if stock != stocks[product]:
                said = f"offer {key} shows {stock} pieces, Odoo has {stocks[product]}"
                findings.out_of_step.append(f"{said}; {self._state_of(place, key, 'stock')}")
            if price != wanted:
                said = f"offer {key} shows {price} RON, Odoo says {wanted}"
                findings.out_of_step.append(f"{said}; {self._state_of(place, key, 'price')}")

    def _state_of(self, place, key, kind):
        names = ("wanted", "sent", "confirmed", "state", "error")
        [row] = place.account.offers(("external_id", "=", str(key)), fields=[f"{kind}_{name}" for name in names])
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

    # ---- work left, and what went wrong on the way ----

    def _judge_work(self, findings, place):
        of_account = ("account_id", "=", place.account.id)
        account = place.account.read("state", "health_text")
        if account["state"] != "live":
            findings.waiting.append(f"the account is {account['state']}: {account['health_text']}")
        for model, states in (
            ("marketplace.incoming", ("new", "awaited", "waiting", "error")),
            ("marketplace.command", ("pending", "sending", "unknown", "refused")),
            ("marketplace.notification", ("new",)),
        ):
            count = self._browser.call(model, "search_count", [of_account, ("state", "in", states)])
            if count:
                findings.waiting.append(f"{count} × {model} not done")
        if unsettled := place.account.unsettled():
            findings.waiting.append(f"{len(unsettled)} offers not proved")

    def _judge_problems(self, verdict):
        domain = [("kind", "not in", EXPECTED)]
        for row in self._browser.read("marketplace.problem", domain, ["kind", "name", "text"]):
            verdict.problems.append(f"problem, {row['kind']} {row['name']}: {row['text']}")


def _differences(order, sale):
    if order.state == CANCELLED:
        if sale["state"] != "cancel":
            yield f"order {order.number} was cancelled there, but {sale['name']} is {sale['state']}"
        return
    if Decimal(str(order.total)) != Decimal(str(round(sale["amount_total"], 2))):
        yield f"order {order.number} costs {order.total} there, but {sale['name']} {sale['amount_total']}"
    if sale["state"] != "sale":
        yield f"order {order.number}: {sale['name']} is not confirmed but {sale['state']}"
    if order.state == NEW:
        yield f"order {order.number} was not acknowledged"


def shelf_of(row):
    """A product on its shelf, in words."""
    return " on ".join(row[name][1] for name in SHELF)
