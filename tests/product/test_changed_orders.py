"""A seller changes and cancels orders from Odoo, and eMAG shows it; the pages it is done on, in a browser."""

import pytest

from tests.product.viewer import viewing

pytestmark = pytest.mark.slow
CANCELLED, OUT_OF_STOCK, SHOWN = 0, 1, ".modal .o_form_view"


@pytest.fixture(scope="module")
def viewer(live):
    with viewing(live, "en_US") as viewer:
        yield viewer


@pytest.fixture
def place(live):
    """Places an order of several pieces of the n-th article and waits until it is taken over; returns its record here."""
    articles = [article for article in live.company.products.values() if not article.is_last_piece]

    def place(nth, quantity=3):
        lines = [{"product_id": articles[nth].offer_id, "quantity": quantity}]
        number = str(live.control.place_order(lines=lines)["id"])

        def taken_over():
            return order_of(live, number, ("status", "=", "processing"))

        [order] = live.account.wait_for(taken_over, f"taking order {number} over")
        return order | {"number": number, "article": articles[nth]}

    return place


def order_of(live, number, *more):
    domain = [("external_id", "=", number), *more]
    return live.browser.read("marketplace.order", domain, ["sale_order_id", "status", "problem", "stop_reason"])


def line_of(live, order):
    return live.control.order(order["number"])["products"][0]


def pickings_of(live, order):
    domain = [("marketplace_order_id", "=", order["id"])]
    return live.browser.read("stock.picking", domain, ["state", "move_ids", "location_dest_id"], order="id")


def quantity_sold(live, order):
    [line] = live.browser.read(
        "sale.order.line",
        [("order_id", "=", order["sale_order_id"][0]), ("marketplace_kind", "=", "product")],
        ["product_uom_qty"],
    )
    return line["product_uom_qty"]


def cancel(live, viewer, order, name):
    """On the page of cancellations, as a person does it."""
    viewer.visit(f"marketplace.order/{order['id']}", f"{name}_before")
    viewer.click("button[name=action_cancel_orders]:visible")
    viewer.look(f"{name}_page", shown=SHOWN)
    viewer._page.locator(".modal [name=reason_id] input").click()
    viewer._page.locator(".o-autocomplete--dropdown-item").first.click()
    if viewer._page.locator(".modal [name=stop_packing] input").count():
        viewer._page.locator(".modal [name=stop_packing] input").click()
    viewer._page.locator(".modal button[name=action_cancel_orders]").click()
    viewer._page.wait_for_selector(".modal", state="detached")
    viewer.look(f"{name}_after")


def test_H2_an_order_is_cancelled_at_emag_from_its_page(live, viewer, place):
    order = place(0)
    cancel(live, viewer, order, "cancel")
    live.account.wait_for(lambda: live.control.order(order["number"])["status"] == CANCELLED, "cancelling at eMAG")
    assert live.control.order(order["number"])["reason_cancellation"]["id"] == OUT_OF_STOCK
    live.account.wait_for(lambda: order_of(live, order["number"], ("status", "=", "cancelled")), "reading it back")
    assert {picking["state"] for picking in pickings_of(live, order)} == {"cancel"}
    assert not order_of(live, order["number"])[0]["problem"]


def test_an_order_cancelled_while_it_is_packed_stops_the_packer(live, viewer, place):
    order = place(1)
    [picking] = [picking for picking in pickings_of(live, order) if picking["state"] == "assigned"][:1]
    live.browser.call("stock.move", "write", picking["move_ids"], {"picked": True})
    cancel(live, viewer, order, "stop")
    viewer.visit(f"stock.picking/{picking['id']}", "stopped_picking")
    assert "Do not pack it" in viewer.text(".alert-danger:visible")
    viewer.click("button[name=action_marketplace_put_back]:visible")
    live.account.wait_for(
        lambda: all(row["state"] == "cancel" for row in pickings_of(live, order)), "giving the goods back"
    )


def test_G19_quantities_are_changed_at_emag_first_and_here_after(live, viewer, place):
    order = place(2)
    viewer.visit(f"marketplace.order/{order['id']}", "change_before")
    viewer.click("button[name=action_change_quantities]:visible")
    viewer.look("change_page", shown=SHOWN)
    viewer._page.locator(".modal td[name=wanted]").first.click()
    viewer._page.locator(".modal td[name=wanted] input").fill("1")
    viewer._page.keyboard.press("Tab")
    viewer._page.locator(".modal button[name=action_change]").click()
    viewer._page.wait_for_selector(".modal", state="detached")
    live.account.wait_for(lambda: int(line_of(live, order)["quantity"]) == 1, "changing it at eMAG")
    live.account.wait_for(lambda: quantity_sold(live, order) == 1, "following it here")
    assert not order_of(live, order["number"])[0]["problem"]


def test_a_return_is_worked_through_on_its_pages(live, viewer, place):
    order = place(3, quantity=2)
    for picking in pickings_of(live, order):
        live.browser.call("stock.picking", "button_validate", [picking["id"]])
    live.control.advance_order(order["number"], 4)
    asked = live.control.ask_return(order["number"], observations="Too small")
    of_it = ("external_id", "=", str(asked["emag_id"]))
    [return_id] = live.account.wait_for(lambda: live.browser.find("marketplace.return", of_it), "hearing of it")
    viewer.visit("action-marketplace_base.action_returns", "returns")
    viewer.visit(f"marketplace.return/{return_id}", "return_new")
    viewer.click("button[name=action_receive]:visible")
    viewer.look("return_receive", shown=SHOWN)
    viewer._page.locator(".modal [name=scan] input").fill(order["article"].code)
    viewer._page.keyboard.press("Tab")
    viewer._page.wait_for_timeout(800)
    viewer.look("return_scanned", shown=SHOWN)
    viewer._page.locator(".modal button[name=action_all]").click()
    viewer._page.wait_for_timeout(800)
    viewer.look("return_counted", shown=SHOWN)
    viewer._page.locator(".modal button[name=action_receive]").click()
    viewer._page.wait_for_selector(".modal", state="detached")
    viewer.look("return_received")
    received = 6
    live.account.wait_for(
        lambda: live.control.emag_return(asked["emag_id"])["request_status"] == received, "telling eMAG"
    )
