"""The pages from order to parcel in a real browser, in both languages, on a shop that has worked through an afternoon."""

import pytest

from demo.fulfilment import CANCELLED, RETURNED, Fulfilment
from demo.supply import order_missing_goods
from tests.product.viewer import LANGUAGES, viewing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shop(live):
    """Orders of every kind: shipped, cancelled while packing, returned, lacking goods, and one that only lies reserved."""
    shop = Fulfilment(live)
    shop.play()
    order_missing_goods(live, print)
    live.control.place_order(
        lines=[{"product_id": article.offer_id, "quantity": 500} for article in _some(live)], force=True
    )
    lacking = [("state", "=", "todo")]
    live.account.wait_for(lambda: shop.browser.find("marketplace.procurement", *lacking), "listing what is missing")
    return shop


def _some(stage):
    return [article for article in stage.company.products.values() if article.is_last_piece][:1]


@pytest.fixture(scope="module", params=LANGUAGES)
def viewer(request, shop):
    with viewing(shop.stage, request.param) as viewer:
        yield viewer


def tabs(viewer, name, *names):
    for tab in names:
        viewer.click(f".o_notebook a[name={tab}]")
        viewer.look(f"{name}_{tab}")


def wizard(viewer, path, button, name):
    viewer.visit(path, f"before_{name}")
    viewer.click(f"button[name={button}]:visible")
    viewer.look(name, shown=".modal .o_form_view")


def test_the_account_s_tabs_of_parcels_papers_messages_suppliers_and_score_open(viewer, shop):
    viewer.visit(f"marketplaces/{shop.account.id}", "account")
    tabs(viewer, "account", "parcels", "papers", "alerts", "suppliers", "score")


def test_a_shipped_order_shows_its_papers_parcels_and_messages(viewer, shop):
    order = shop._order(shop.numbers[0])
    viewer.visit(f"marketplace.order/{order['id']}", "order_shipped")
    tabs(viewer, "order", "lines", "papers", "alerts", "commands")
    viewer.visit(f"sales/{order['sale_order_id'][0]}", "sale_shipped")
    [picking] = shop._pickings(shop.numbers[0])
    viewer.visit(f"stock.picking/{picking['id']}", "picking_shipped")


def test_an_order_cancelled_while_packing_and_a_returned_one_open(viewer, shop):
    viewer.visit(f"marketplace.order/{shop._order(shop.numbers[CANCELLED])['id']}", "order_cancelled")
    viewer.visit(f"marketplace.order/{shop._order(shop.numbers[RETURNED])['id']}", "order_returned")
    [record] = shop.browser.find("marketplace.return", limit=1)
    viewer.visit(f"marketplace.return/{record}", "return")
    tabs(viewer, "return", "lines", "parcels", "commands")


@pytest.mark.parametrize(
    "model", ["marketplace.shipment", "marketplace.manifest", "marketplace.document", "marketplace.procurement"]
)
def test_every_kind_of_record_opens(viewer, shop, model):
    [record] = shop.browser.find(model, limit=1)
    viewer.visit(f"{model}/{record}", f"form_{model.partition('.')[2]}")


def test_the_wizards_open(viewer, shop):
    order = shop._order(shop.numbers[0])
    wizard(viewer, f"marketplace.order/{order['id']}", "action_ship_options", "ship")
    [waiting] = shop.browser.find("marketplace.order", ("uncovered", "=", True), limit=1)
    wizard(viewer, f"marketplace.order/{waiting}", "action_cancel_orders", "cancel")
    wizard(viewer, f"marketplace.order/{waiting}", "action_change_quantities", "change")
