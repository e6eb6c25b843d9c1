"""What oversold last pieces need is ordered in one go from whoever sells it, for all platforms at once."""


def order_missing_goods(stage, say):
    """The missing goods are listed, ordered with one click and received. :return: the orders to suppliers"""
    browser, company = stage.browser, stage.company
    _price_list(browser, company)
    accounts = [place.account.id for place in stage.places]
    browser.call("marketplace.account", "write", accounts, {"procure": "confirm"})
    uncovered = [("account_id", "in", accounts), ("uncovered", "=", True), ("status", "!=", "cancelled")]
    missing = len(browser.find("marketplace.order", *uncovered))
    if not missing:
        return []
    say(f"{missing} orders lack goods: one order to the supplier")
    todo = [("account_id", "in", accounts), ("state", "=", "todo")]

    def is_listed():
        rows = browser.read("marketplace.procurement", todo, ["missing"])
        return sum(row["missing"] for row in rows) >= missing and [row["id"] for row in rows]

    browser.call(
        "marketplace.procurement", "action_order", stage.account.wait_for(is_listed, "listing what is missing")
    )
    supplied = browser.find("purchase.order", ("partner_id", "=", company.supplier_id), ("origin", "!=", False))
    pickings = [
        picking
        for order in browser.call("purchase.order", "read", supplied, ["picking_ids"])
        for picking in order["picking_ids"]
    ]
    browser.call("stock.picking", "button_validate", pickings)
    stage.account.wait_for(
        lambda: not browser.find("marketplace.order", *uncovered), "reserving what the supplier brought"
    )
    return supplied


def _price_list(browser, company):
    """Who sells the articles that are down to their last piece."""
    browser.call("res.partner", "write", [company.supplier_id], {"email": "comenzi@furnizor.example"})
    browser.create(
        "product.supplierinfo",
        *(
            {"partner_id": company.supplier_id, "product_tmpl_id": company.templates[product], "min_qty": 2,
             "price": float(article.cost), "delay": 1}
            for product, article in company.products.items() if article.is_last_piece
        ),
    )  # fmt: skip
