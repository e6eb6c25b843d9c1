"""Builds the shop in Odoo through its public RPC: warehouses, people, articles with stock; and its offers at eMAG."""

from dataclasses import dataclass, field
from decimal import Decimal

from demo.goods import Article, articles, ean13

PLENTY, LAST_PIECE = 40, 1
FOREIGN_EAN = 594_000_900_000
STALE_PRICE, STALE_STOCK = Decimal("1.05"), 3
"""What eMAG still shows before the account is connected: prices 5 % too high, stocks that are wrong."""

VAT_IDS = {21: 1, 11: 2}
"""eMAG's id of each VAT rate, as the simulator lists them."""

DOUBTFUL = 2
"""So many articles share one code: the offer that carries it could be either."""

PEOPLE = {
    "magazin": ("Ana, la casă", ("sales_team.group_sale_salesman_all_leads", "stock.group_stock_user")),
    "depozit": ("Mihai, la depozit", ("stock.group_stock_manager", "purchase.group_purchase_user")),
    "preturi": ("Ioana, la prețuri", ("sales_team.group_sale_manager", "product.group_product_manager")),
}


@dataclass
class Company:
    """The shop as built: what the people, the shoppers and the measures need to know of it."""

    depot_id: int
    shop_id: int
    products: dict[int, Article] = field(default_factory=dict)
    """Article by product id, for the articles whose offer is linked."""
    templates: dict[int, int] = field(default_factory=dict)
    """Product template by product id."""
    partner_id: int = 0
    supplier_id: int = 0

    @property
    def warehouse_ids(self):
        return [self.depot_id, self.shop_id]

    def product_of(self, offer_id):
        """The product behind an offer number."""
        return next(product for product, article in self.products.items() if article.offer_id == offer_id)


def build_company(browser):
    """Warehouses, people, partners and sixty articles with stock."""
    company_id = browser.find("res.company")[0]
    browser.call("res.company", "write", [company_id], {"account_price_include": "tax_included"})
    depot_id = browser.find("stock.warehouse", limit=1)[0]
    browser.call("stock.warehouse", "write", [depot_id], {"name": "Depozit București"})
    [shop_id] = browser.create("stock.warehouse", {"name": "Magazin Cluj", "code": "CLJ"})
    company = Company(depot_id, shop_id)
    [company.partner_id] = browser.create("res.partner", {"name": "Client la magazin", "city": "Cluj-Napoca"})
    [company.supplier_id] = browser.create("res.partner", {"name": "Angro Furnizor SRL", "is_company": True})
    _hire(browser)
    _stock_up(browser, company)
    return company


def _hire(browser):
    """The people who work in the shop, each with the rights of their post only; the password is the login."""
    for login, (name, groups) in PEOPLE.items():
        group_ids = [browser.ref(xmlid) for xmlid in ("base.group_user", *groups)]
        browser.create("res.users", {"name": name, "login": login, "password": login, "group_ids": [(6, 0, group_ids)]})


def _stock_up(browser, company):
    goods = articles()
    taxes = {rate: _tax(browser, rate) for rate in VAT_IDS}
    shelves = sorted({article.category for article in goods})
    categories = dict(
        zip(shelves, browser.create("product.category", *({"name": name} for name in shelves)), strict=True)
    )
    template_ids = browser.create(
        "product.template",
        *(
            {
                "name": article.name,
                "type": "consu",
                "is_storable": True,
                "default_code": goods[-1].code if _is_doubtful(article, goods) else article.code,
                "barcode": article.ean,
                "categ_id": categories[article.category],
                "list_price": float(article.price),
                "standard_price": float(article.cost),
                "taxes_id": [(6, 0, [taxes[article.vat]])],
            }
            for article in goods
        ),
    )
    templates = browser.call("product.template", "read", template_ids, ["product_variant_id"])
    product_ids = [row["product_variant_id"][0] for row in templates]
    for product_id, template_id, article in zip(product_ids, template_ids, goods, strict=True):
        if not _is_doubtful(article, goods):
            company.products[product_id] = article
            company.templates[product_id] = template_id
    _add_codes(browser, company)
    _count(browser, company)


def _is_doubtful(article, goods):
    return article in goods[-DOUBTFUL:]


def _tax(browser, rate):
    """The sales tax for goods at this rate, the first of the chart."""
    domain = [("type_tax_use", "=", "sale"), ("amount", "=", rate), ("amount_type", "=", "percent")]
    return browser.find("account.tax", *domain, order="sequence, id", limit=1)[0]


def _add_codes(browser, company):
    """Codes put on products ahead of the import, so that offers under another code link all the same (B4, B5, B7)."""
    codes = {
        "additional code": lambda article: {"name": f"EMG{article.offer_id}", "kind": "code"},
        "PNK": lambda article: {"name": article.part_number_key, "kind": "catalogue"},
    }
    browser.create(
        "marketplace.product.code",
        *(
            codes[article.way](article) | {"product_id": product_id}
            for product_id, article in company.products.items()
            if article.way in codes
        ),
    )


def _count(browser, company):
    """First inventory: most articles in plenty, some as a last piece in the depot."""
    places = browser.call("stock.warehouse", "read", company.warehouse_ids, ["lot_stock_id"])
    depot, shop = (row["lot_stock_id"][0] for row in places)
    quants = []
    for product_id, article in company.products.items():
        shelves = {depot: LAST_PIECE} if article.is_last_piece else {depot: PLENTY, shop: PLENTY // 2}
        quants += [
            {"product_id": product_id, "location_id": place, "inventory_quantity": quantity}
            for place, quantity in shelves.items()
        ]
    quant_ids = browser.call("stock.quant", "create", quants, context={"inventory_mode": True})
    browser.call("stock.quant", "action_apply_inventory", quant_ids)


def build_offers(control, company):
    """The same articles as eMAG lists them, each recognisable by one kind of code, and two that need a person."""
    offers = [_offer(article) for article in company.products.values()]
    doubtful, unknown = articles()[-DOUBTFUL:]
    offers.append(_offer(doubtful) | {"part_number": unknown.code, "ean": [], "stock": 0})
    offers.append(_offer(unknown) | {"part_number": "NECUNOSCUT-1", "ean": [], "stock": 0})
    control.seed_offers(offers)
    return len(offers)


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
        "sale_price": str((net * STALE_PRICE).quantize(Decimal("0.01"))),
        "min_sale_price": str((net / 2).quantize(Decimal("0.01"))),
        "max_sale_price": str((net * 2).quantize(Decimal("0.01"))),
        "stock": STALE_STOCK,
        "status": 1,
    }
