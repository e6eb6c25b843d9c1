"""Last pieces that several shoppers wanted: who went away empty-handed, by count, and who is flagged for it in Odoo."""

from collections import Counter
from dataclasses import dataclass, field

from demo.places.place import CANCELLED


@dataclass
class Cover:
    """``flagged``: the orders that Odoo says lack goods, by platform. ``expected``: how many have to lack some.

    ``on_both``: last pieces that were ordered at every platform, and not cancelled. ``wrong``: in words.
    """

    flagged: dict[str, list[str]]
    expected: int = 0
    on_both: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def count(self):
        return sum(map(len, self.flagged.values()))


def judge_cover(browser, company, ledger):
    """Count pieces against orders, product by product, and compare with the flags on the orders and in the list of problems.

    An order for a last piece is for one piece; whoever buys one by telephone takes it along.
    """
    wanted = _ordered(company, ledger)
    on_hand = _on_hand(browser, company)
    flagged = {place.name: _flagged(browser, place) for place in company.places}
    lacking = Counter(product for rows in flagged.values() for products in rows.values() for product in products)
    cover = Cover({name: list(rows) for name, rows in flagged.items()})
    cover.on_both = sum(len(places) == len(company.places) for places in wanted.values())
    for product in wanted.keys() | lacking.keys():
        should = max(0, sum(wanted[product].values()) - on_hand[product]) if product in wanted else 0
        cover.expected += should
        if lacking[product] != should:
            name = company.products[product].name if product in company.products else f"product {product}"
            cover.wrong.append(f"{name}: {should} orders lack goods, {lacking[product]} are flagged")
    said = browser.call("marketplace.problem", "search_count", [("kind", "=", "uncovered")])
    if said != cover.count:
        cover.wrong.append(f"{cover.count} orders are flagged, the list of problems knows {said}")
    return cover


def _ordered(company, ledger):
    """``{last piece: {platform: its living orders}}``, from the platforms themselves."""
    wanted = {}
    for place in company.places:
        alive = {order.number for order in place.placed() if order.state != CANCELLED}
        products = company.offers(place)
        for order in ledger.orders_at(place):
            for key in order.quantities if order.number in alive else ():
                if company.products[products[key]].is_last_piece:
                    wanted.setdefault(products[key], Counter())[place.name] += 1
    return wanted


def _on_hand(browser, company):
    """Pieces on the shelves, reserved or not."""
    shelves = [("location_id.usage", "=", "internal"), ("product_id", "in", list(company.products))]
    there = Counter()
    for quant in browser.read("stock.quant", shelves, ["product_id", "quantity"]):
        there[quant["product_id"][0]] += int(quant["quantity"])
    return there


def _flagged(browser, place):
    """``{order: its products}`` that Odoo says lack goods."""
    domain = [("account_id", "=", place.account.id), ("uncovered", "=", True)]
    rows = browser.read("marketplace.order", domain, ["external_id", "sale_order_id"])
    sales = {row["sale_order_id"][0]: row["external_id"] for row in rows}
    lines = [("order_id", "in", list(sales)), ("product_id.is_storable", "=", True)]
    found = {number: [] for number in sales.values()}
    for line in browser.read("sale.order.line", lines, ["order_id", "product_id"]):
        found[sales[line["order_id"][0]]].append(line["product_id"][0])
    return found
