"""Every page with a Trendyol account behind it, in a real browser and both languages: it opens and complains of nothing.

The pictures are left in ``.build/screens`` for whoever wants to look at them.
"""

import pytest

from tests.product.trendyol_stage import KEY, UNKNOWN, TrendyolStage, barcode_of
from tests.product.viewer import LANGUAGES, viewing

pytestmark = pytest.mark.slow
DIALOG = ".modal .o_form_view"


@pytest.fixture(scope="module")
def stage():
    with TrendyolStage("test_trendyol_screens") as stage:
        stage.open_shop()
        yield stage


@pytest.fixture(scope="module")
def shop(live):
    """Orders of every kind: with discounts and deposit, not covered, waiting for a link, shipped, invoiced, coming back."""
    browser, control = live.browser, live.control
    journal = browser.find("account.journal", ("type", "=", "sale"), limit=1)
    settings = {"invoice_journal_id": journal[0], "invoice_shown": True, "invoice_delay": 0}
    browser.call("marketplace.account", "write", [live.account.id], settings)
    article = live.article(0)[1]
    control.edit_offer(barcode_of(article), sgr_price="0.5")
    discounts = [{"seller": "3"}, {"trendyol": "2"}]
    live.rich = live.buy((article, 2), discounts=discounts, customer="company", delivery="locker")
    live.lacking = live.buy((live.article(1)[1], 500), force=True)
    control.edit_offer(UNKNOWN, stock=5)
    live.unknown = str(control.place_order(lines=[{"barcode": UNKNOWN, "quantity": 1}], awaiting=False)["id"])
    control.settings(awaiting_seconds=0)
    live.awaiting = live.buy(live.article(2)[1], awaiting=True)
    live.seller_pays = live.buy(live.article(3)[1], payer="seller")
    live.returned = live.buy((live.article(4)[1], 2))
    locked = live.article(5)[1]
    control.edit_offer(barcode_of(locked), locked="Preț critic")
    live.locked = barcode_of(locked)
    for number in (live.rich, live.lacking, live.seller_pays, live.returned):
        live.account.wait_for(
            lambda number=number: live.order_of(number, ("status", "=", "processing")), "taking over", 300
        )
    live.account.wait_for(lambda: control.order(live.returned)["status"] == "Picking", "telling Trendyol", 300)
    _ship(live, live.rich)
    browser.call("marketplace.order", "action_invoice", [live.order_of(live.rich)[0]["id"]])
    _ship(live, live.returned)
    for picking in browser.find("stock.picking", ("marketplace_order_id.external_id", "=", live.returned)):
        browser.call("stock.picking", "button_validate", [picking])
    control.advance_order(live.returned, "Shipped")
    control.advance_order(live.returned, "Delivered")
    live.account.wait_for(
        lambda: live.order_of(live.returned, ("status", "!=", "processing")), "hearing of the delivery"
    )
    control.ask_claim(int(live.returned), [{"barcode": barcode_of(live.article(4)[1]), "quantity": 1}], received=True)
    received = ("status", "=", "received")
    live.read_returns()
    [live.return_id] = live.account.wait_for(lambda: browser.find("marketplace.return", received), "a return", 600)
    browser.call("marketplace.account", "action_read_again", [live.account.id])
    return live


def _ship(stage, number):
    order = stage.order_of(number)[0]["id"]
    stage.browser.call("marketplace.order", "action_ship", [order])
    made = [("order_id", "=", order), ("state", "=", "made"), ("label_ids", "!=", False)]
    stage.account.wait_for(lambda: stage.browser.find("marketplace.shipment", *made), "making its AWB", 300)


@pytest.fixture(scope="module", params=LANGUAGES)
def viewer(request, shop):
    with viewing(shop, request.param) as viewer:
        yield viewer


def tabs(viewer, name, *names):
    for tab in names:
        viewer.click(f".o_notebook a[name={tab}]")
        viewer.look(f"{name}_{tab}")


def wizard(viewer, path, button, name):
    viewer.visit(path, f"before_{name}")
    viewer.click(f"button[name={button}]:visible")
    viewer.look(name, shown=DIALOG)


def test_the_connect_dialog_asks_what_trendyol_needs_and_says_what_is_wrong(viewer, shop):
    viewer.visit("action-marketplace_base.action_connect", "ty_connect_empty", DIALOG)
    viewer._page.locator(".modal input[type=radio][data-value=trendyol]").click()
    viewer.look("ty_connect", DIALOG)
    viewer.visit(f"marketplaces/{shop.account.id}", "ty_account")  # the simulator's address is on the account
    viewer.click("button[name=action_reconnect]")
    viewer.look("ty_reconnect", DIALOG)
    viewer._page.locator(".modal [name=trendyol_key] input").fill(KEY)
    viewer._page.locator(".modal [name=trendyol_secret] input").fill("nu")
    viewer._page.locator(".modal button[name=action_connect]").click()
    viewer._page.wait_for_selector(".modal .alert-danger", timeout=60_000)
    viewer.look("ty_connect_refused", DIALOG)
    assert "API" in viewer.text(".modal .o_list_view, .modal .o_field_one2many")


def test_every_tab_of_the_account_opens(viewer, shop):
    viewer.visit(f"marketplaces/{shop.account.id}", "ty_account")
    found = viewer._page.locator(".o_notebook .nav-link:visible")
    names = [found.nth(place).get_attribute("name") for place in range(found.count())]
    tabs(viewer, "ty_account", *names)
    assert {"import", "stock", "price", "orders", "flows"} <= set(names)


def test_the_overview_and_the_problems_open(viewer, shop):
    viewer.visit("marketplaces", "ty_overview")
    viewer.visit("action-marketplace_base.action_problems", "ty_problems")


def test_the_lists_open(viewer, shop):
    for name in ("offers", "orders", "incoming", "returns", "shipments", "commands"):
        action = shop.browser.find(
            "ir.model.data", ("module", "=", "marketplace_base"), ("name", "=", f"action_{name}"), limit=1
        )
        if action:
            viewer.visit(f"action-marketplace_base.action_{name}", f"ty_{name}")


def test_an_offer_opens_linked_locked_and_doubtful(viewer, shop):
    for name, domain in (
        ("offer", ("external_id", "=", barcode_of(shop.article(0)[1]))),
        ("offer_locked", ("external_id", "=", shop.locked)),
        ("offer_doubtful", ("link_state", "=", "doubtful")),
    ):
        [offer] = shop.account.offers(domain, fields=["id"])[:1]
        viewer.visit(f"marketplace.offer/{offer['id']}", f"ty_{name}")
    viewer.visit(f"marketplace.offer/{offer['id']}", "ty_offer_doubtful")


def test_orders_of_every_kind_open(viewer, shop):
    for name in ("rich", "lacking", "seller_pays", "returned"):
        [order] = shop.order_of(getattr(shop, name))
        viewer.visit(f"marketplace.order/{order['id']}", f"ty_order_{name}")
        found = viewer._page.locator(".o_notebook .nav-link:visible")
        tabs(viewer, f"ty_order_{name}", *[found.nth(n).get_attribute("name") for n in range(found.count())])
        viewer.visit(f"sales/{order['sale_order_id'][0]}", f"ty_sale_{name}")
    for name in ("awaiting", "unknown"):
        [incoming] = shop.browser.find("marketplace.incoming", ("external_id", "=", getattr(shop, name)))
        viewer.visit(f"marketplace.incoming/{incoming}", f"ty_incoming_{name}")


def test_a_parcel_and_a_return_open(viewer, shop):
    [shipment] = shop.browser.find("marketplace.shipment", ("order_id.external_id", "=", shop.rich))
    viewer.visit(f"marketplace.shipment/{shipment}", "ty_shipment")
    [picking] = shop.browser.find("stock.picking", ("marketplace_order_id.external_id", "=", shop.rich))
    viewer.visit(f"stock.picking/{picking}", "ty_picking")
    viewer.visit(f"marketplace.return/{shop.return_id}", "ty_return")


def test_the_wizards_open(viewer, shop):
    order = shop.order_of(shop.lacking)[0]["id"]
    wizard(viewer, f"marketplace.order/{order}", "action_ship_options", "ty_ship")
    wizard(viewer, f"marketplace.order/{order}", "action_cancel_orders", "ty_cancel")
    wizard(viewer, f"marketplace.order/{order}", "action_change_quantities", "ty_change")
    wizard(viewer, f"marketplace.return/{shop.return_id}", "action_receive", "ty_receive")
    wizard(viewer, f"marketplace.return/{shop.return_id}", "action_refuse", "ty_refuse")
    wizard(viewer, f"marketplaces/{shop.account.id}", "action_dry_run", "ty_dry_run")


def test_publishing_and_mapping_pages_open(viewer, shop):
    [categ_id] = shop.browser.create("product.category", {"name": f"Tricouri {viewer.lang}"})
    [mapping] = shop.browser.create("marketplace.category.map", {"account_id": shop.account.id, "categ_id": categ_id})
    viewer.visit(f"marketplace.category.map/{mapping}", "ty_mapping_new")
    viewer.click("button[name=action_choose]")
    lines = ("map_id", "=", mapping)
    shop.account.wait_for(lambda: shop.browser.find("marketplace.characteristic.map", lines), "listing attributes")
    viewer.visit(f"marketplace.category.map/{mapping}", "ty_mapping")
    goods = {
        "name": f"Tricou {viewer.lang}",
        "type": "consu",
        "is_storable": True,
        "list_price": 30,
        "categ_id": categ_id,
    }
    [product_id] = shop.browser.create("product.product", goods)
    viewer.visit(f"product.product/{product_id}", "ty_product")
    viewer.click("a[name=marketplaces]")
    viewer.click("button[name=action_marketplace_publish]:visible")
    viewer.look("ty_publish", shown=".modal .o_form_view, .o_form_view")
