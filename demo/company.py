"""Builds the shop in Odoo through its public RPC: warehouses, people, articles with stock."""

from dataclasses import dataclass, field

from demo.goods import DOUBTFUL, Article, articles

PLENTY, LAST_PIECE = 40, 1
VAT_RATES = (21, 11)

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
    places: list = field(default_factory=list)
    """The platforms that it sells on."""

    @property
    def warehouse_ids(self):
        return [self.depot_id, self.shop_id]

    def product_of(self, key):
        """The product behind an offer, whichever platform it is at."""
        return self.offers()[key]

    def offers(self, *places):
        """``{key of the offer: product}`` at these platforms, or at all."""
        return {
            place.key(article): product for place in places or self.places for product, article in self.products.items()
        }


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
    taxes = {rate: _tax(browser, rate) for rate in VAT_RATES}
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
