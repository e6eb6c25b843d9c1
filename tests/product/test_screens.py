"""Every page of the product in a real browser, in both languages: it opens, shows its records and complains of nothing.

The pictures are left in ``.build/screens`` for whoever wants to look at them.
"""

import pytest

from tests.product.viewer import DIALOG, LANGUAGES, SHOWN, viewing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shop(live):
    """With an order, one that waits for a link, one without stock, and a price that is held back."""
    offers = live.account.offers(("product_id", "!=", False), fields=["external_id", "product_id"])
    numbers = [int(offer["external_id"]) for offer in offers]
    live.control.seed_offers([{"id": 990_001, "part_number": "NOBODY-1", "name": "Without a product", "stock": 5}])
    live.control.place_order(lines=[{"product_id": numbers[0], "quantity": 1}], delivery="locker", customer="company")
    live.control.place_order(lines=[{"product_id": numbers[1], "quantity": 500}], force=True)
    live.control.place_order(lines=[{"product_id": 990_001, "quantity": 1}])
    live.browser.call("product.product", "write", [offers[2]["product_id"][0]], {"list_price": 99_999})
    live.browser.call("marketplace.account", "action_read_again", [live.account.id])
    problems = ("incoming", "uncovered", "price")
    live.account.wait_for(
        lambda: len(live.browser.read("marketplace.problem", [("kind", "in", problems)], ["kind"])) >= len(problems),
        "three different problems",
    )
    return live


@pytest.fixture(scope="module", params=LANGUAGES)
def viewer(request, shop):
    with viewing(shop, request.param) as viewer:
        yield viewer


def our_menus(stage):
    """{name of the external id: action id} of every menu of the application."""
    rows = stage.browser.read(
        "ir.model.data", [("model", "=", "ir.ui.menu"), ("module", "like", "marketplace")], ["name", "res_id"]
    )
    names = {row["res_id"]: row["name"] for row in rows}
    menus = stage.browser.read("ir.ui.menu", [("id", "in", list(names)), ("action", "!=", False)], ["action"])
    return {names[menu["id"]]: int(menu["action"].partition(",")[2]) for menu in menus}


def test_every_menu_opens(viewer, shop):
    menus = our_menus(shop)
    assert len(menus) >= 10
    for name, action in menus.items():
        viewer.visit(f"action-{action}", name, f"{SHOWN}, {DIALOG}")


def test_the_menus_speak_the_reader_s_language(viewer, shop):
    viewer.visit("marketplaces", "overview")
    assert viewer.text(".o_breadcrumb, .o_last_breadcrumb_item") == LANGUAGES[viewer.lang]


@pytest.mark.parametrize(
    "model",
    [
        "marketplace.offer", "marketplace.order", "marketplace.incoming", "marketplace.command", "marketplace.call",
        "marketplace.notification", "marketplace.category",
    ],
)  # fmt: skip
def test_every_kind_of_record_opens(viewer, shop, model):
    ids = shop.browser.find(model, limit=1)
    assert ids, f"there is no {model}"
    viewer.visit(f"{model}/{ids[0]}", f"form_{model.partition('.')[2]}")


def test_every_tab_of_the_account_opens(viewer, shop):
    viewer.visit(f"marketplaces/{shop.account.id}", "account")
    for tab in ("import", "stock", "price", "orders", "flows", "notifications"):
        viewer.click(f"a[name={tab}]")
        viewer.look(f"account_{tab}")


def test_the_content_of_an_offer_and_the_values_of_a_characteristic_open(viewer, shop):
    [offer] = shop.account.offers(("category_id", "!=", False), fields=["category_id"])[:1]
    shop.account.wait_for(
        lambda: shop.browser.find("marketplace.value", ("characteristic_id.category_id", "=", offer["category_id"][0])),
        "the characteristics of the category",
    )
    viewer.visit(f"marketplace.offer/{offer['id']}", "offer_description")
    for tab in ("characteristics", "pictures", "safety"):
        viewer.click(f".o_notebook a[name={tab}]")
        viewer.look(f"offer_{tab}")
    viewer.visit(f"marketplace.category/{offer['category_id'][0]}", "category")
    viewer.click("button[name=action_values]")
    viewer.look("values", shown=".o_list_view")


def test_the_wizards_open(viewer, shop):
    viewer.visit(f"marketplaces/{shop.account.id}", "account")
    viewer.click("button[name=action_dry_run]:visible")
    viewer.look("dry_run", shown=".modal .o_form_view")
    viewer.visit(f"marketplaces/{shop.account.id}", "account")
    viewer.click("button[name=action_reconnect]")
    viewer.look("connect", shown=".modal .o_form_view")
    viewer.visit(f"marketplaces/{shop.account.id}", "account")
    viewer.click("a[name=import]")
    viewer.click(".o_notebook button.btn-link[type=action]:visible, .tab-pane.active button.btn-link")
    viewer.look("decisions", shown=".modal .o_form_view")


def test_C2_C3_a_category_is_mapped_by_its_suggestions(viewer, shop):
    """Each reader maps a category of ours: takes the suggested one, then what fits by name."""
    [categ_id] = shop.browser.create("product.category", {"name": f"Bucătărie {viewer.lang}"})
    [mapping] = shop.browser.create("marketplace.category.map", {"account_id": shop.account.id, "categ_id": categ_id})
    viewer.visit(f"marketplace.category.map/{mapping}", "mapping_new")
    viewer.click("button[name=action_choose]")
    lines = ("map_id", "=", mapping)
    shop.account.wait_for(lambda: shop.browser.find("marketplace.characteristic.map", lines), "listing characteristics")
    viewer.visit(f"marketplace.category.map/{mapping}", "mapping")
    viewer.click("button[name=action_values]")
    viewer.look("mapping_values", shown=".modal .o_form_view, .o_form_view")
    [record] = shop.browser.call("marketplace.category.map", "read", [mapping], ["category_id"])
    assert record["category_id"]


def test_C4_C6_C8_a_ticked_product_is_checked_and_queued(viewer, shop):
    """The product's page leads to publishing; what is missing is named, and stands among the publications."""
    goods = {"name": f"Vas {viewer.lang}", "type": "consu", "is_storable": True, "list_price": 30}
    [product_id] = shop.browser.create("product.product", goods)
    viewer.visit(f"product.product/{product_id}", "product_unpublished")
    viewer.click("a[name=marketplaces]")
    viewer.click("button[name=action_marketplace_publish]:visible")
    viewer.look("publish", shown=".modal .o_form_view, .o_form_view")
    viewer.click("button[name=action_publish]:visible")
    offers = ("product_id", "=", product_id), ("publish_state", "=", "incomplete")
    shop.account.wait_for(lambda: shop.account.offers(*offers), "noting what is missing")
    shop.account.wait_for(lambda: shop.browser.find("marketplace.gap", ("product_id", "=", product_id)), "listing gaps")
    [offer] = shop.account.offers(*offers, fields=["id"])
    viewer.visit(f"marketplace.offer/{offer['id']}", "offer_incomplete")
    viewer.visit("marketplace-publications", "publications")


def test_B1_two_products_that_may_be_one_are_shown_side_by_side(viewer, shop):
    viewer.visit(f"action-{our_menus(shop)['menu_duplicates']}", "duplicates")
    viewer.click("button[name=action_look]:visible")
    pairs = ("state", "=", "open")
    shop.account.wait_for(lambda: shop.browser.find("marketplace.duplicate", pairs), "finding the pair of one code")
    [pair] = shop.browser.find("marketplace.duplicate", pairs, limit=1)
    viewer.visit(f"marketplace.duplicate/{pair}", "duplicate")
    viewer.click("button[name=action_merge]:visible")
    viewer.look("merge", shown=".modal .o_form_view")


def test_the_marketplace_s_side_of_a_sale_a_transfer_and_a_product_is_shown(viewer, shop):
    [sale] = shop.browser.read(
        "sale.order", [("marketplace_uncovered", "=", True)], ["picking_ids", "order_line"], limit=1
    )
    viewer.visit(f"sales/{sale['id']}", "sale")
    viewer.click("a[name=marketplace]")
    viewer.look("sale_marketplace")
    viewer.visit(f"stock.picking/{sale['picking_ids'][0]}", "picking")
    [offer] = shop.account.offers(("product_id", "!=", False), fields=["product_id"])[:1]
    viewer.visit(f"product.product/{offer['product_id'][0]}", "product")
    viewer.click("a[name=marketplaces]")
    viewer.look("product_marketplaces")
    viewer.click("a[name=marketplace_content]")
    viewer.look("product_content")
