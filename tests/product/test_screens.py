"""Every page of the product in a real browser, in both languages: it opens, shows its records and complains of nothing.

The pictures are left in ``.build/screens`` for whoever wants to look at them.
"""

import pytest
from playwright.sync_api import sync_playwright

from dev.paths import BUILD
from dev.programs import CHROMIUM, find

SCREENS = BUILD / "screens"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
SIZE = {"width": 1400, "height": 900}
SHOWN = ".o_action_manager .o_view_controller"
SETTLING = 500  # milliseconds for what is drawn after the view stands
COMPLAINT = ".o_error_dialog, .o_notification_bar.bg-danger"
pytestmark = pytest.mark.slow
LANGUAGES = {"en_US": "Overview", "ro_RO": "Privire de ansamblu"}
# One file of Debian's Odoo is missing; no page of ours asks for it.
HARMLESS = ("selfie_segmentation",)


class Viewer:
    """A person who looks at pages."""

    def __init__(self, page, stage, lang):
        self._page, self._stage, self._lang = page, stage, lang
        self.complaints = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        page.set_default_timeout(60_000)

    def _hear(self, message):
        if message.type == "error" and not any(part in message.text + message.location["url"] for part in HARMLESS):
            self.complaints.append(message.text)

    def log_in(self):
        self._page.goto(f"{self._stage.address}/web/login")
        self._page.fill("input[name=login]", "admin")
        self._page.fill("input[name=password]", "admin")
        self._page.click("button[type=submit]")
        self._page.wait_for_url("**/odoo**")

    def visit(self, path, name):
        self._page.goto(f"{self._stage.address}/odoo/{path}")
        self.look(name)

    def look(self, name, shown=SHOWN):
        """Wait until the page stands, keep its picture, and expect no complaint."""
        self._page.wait_for_selector(f"{shown}, {COMPLAINT}")
        self._page.wait_for_timeout(SETTLING)
        self._page.screenshot(path=SCREENS / f"{self._lang}_{name}.png")
        said = self._page.locator(COMPLAINT).all_inner_texts()
        assert not said, f"{name}: {said}"
        assert not self.complaints, f"{name}: {self.complaints}"

    def click(self, selector):
        self._page.locator(selector).first.click()

    def text(self, selector):
        return self._page.locator(selector).first.inner_text()


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
    SCREENS.mkdir(parents=True, exist_ok=True)
    shop.browser.call("res.users", "write", [shop.browser.user_id], {"lang": request.param})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(CHROMIUM), args=FLAGS)
        viewer = Viewer(browser.new_page(viewport=SIZE), shop, request.param)
        viewer.log_in()
        yield viewer
        browser.close()
    shop.browser.call("res.users", "write", [shop.browser.user_id], {"lang": "en_US"})


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
        viewer.visit(f"action-{action}", name)


def test_the_menus_speak_the_reader_s_language(viewer, shop):
    viewer.visit("marketplaces", "overview")
    assert viewer.text(".o_breadcrumb, .o_last_breadcrumb_item") == LANGUAGES[viewer._lang]


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
    [categ_id] = shop.browser.create("product.category", {"name": f"Bucătărie {viewer._lang}"})
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
    goods = {"name": f"Vas {viewer._lang}", "type": "consu", "is_storable": True, "list_price": 30}
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
