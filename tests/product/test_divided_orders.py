"""A seller divides an order at Trendyol from Odoo: on the pages, as a person does it."""

import pytest

from tests.product.trendyol_stage import TrendyolStage
from tests.product.viewer import DIALOG, viewing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stage():
    with TrendyolStage("test_divided_orders") as stage:
        stage.open_shop()
        yield stage


@pytest.fixture(scope="module")
def viewer(live):
    with viewing(live, "en_US") as viewer:
        yield viewer


def taken_over(live, number):
    wanted = ("status", "=", "processing")
    [order] = live.account.wait_for(lambda: live.order_of(number, wanted), f"taking package {number} over")
    return order


def family(live, number):
    """The packages that Trendyol made of this one."""
    rows = live.control.orders(order_number=live.control.order(number)["orderNumber"])
    return [row for row in rows if row["originPackageIds"] == [int(number)]]


def test_G19_an_order_is_divided_on_its_page_and_its_parts_lie_reserved(live, viewer):
    (_first, boots), (_second, hat) = live.article(2), live.article(3)
    number = live.buy((boots, 3), hat)
    order = taken_over(live, number)
    live.wait_until_shown(boots)
    shown = live.shown(boots)
    viewer.visit(f"marketplace.order/{order['id']}", "divide_before")
    viewer.click("button[name=action_divide]:visible")
    viewer.look("divide_wizard", shown=DIALOG)
    viewer.click(f"{DIALOG} tr.o_data_row:nth-of-type(1) td[name=second]")
    viewer.fill(f"{DIALOG} td[name=second] input", "9")
    viewer.click(f"{DIALOG} p.text-muted")
    viewer.look("divide_too_many", shown=f"{DIALOG} .alert-danger")
    assert "not that much" in viewer.text(f"{DIALOG} .alert-danger")
    viewer.click(f"{DIALOG} tr.o_data_row:nth-of-type(1) td[name=second]")
    viewer.fill(f"{DIALOG} td[name=second] input", "1")
    viewer.click(f"{DIALOG} p.text-muted")
    viewer.look("divide_filled", shown=DIALOG)
    viewer.click(".modal button[name=action_divide]")
    viewer.click(".modal:has-text('cannot be undone') .modal-footer .btn-primary:has-text('Ok')")
    parts = live.account.wait_for(lambda: family(live, number), f"dividing package {number}")
    assert sorted(sum(line["quantity"] for line in row["lines"]) for row in parts) == [1, 3]
    sales = [live.wait_for_sale(str(row["id"])) for row in parts]
    assert [sale["state"] for sale in sales] == ["sale", "sale"]
    assert live.sale_of(number)[0]["state"] == "cancel"
    pickings = live.browser.read("stock.picking", [("sale_id", "in", [sale["id"] for sale in sales])], ["state"])
    assert {picking["state"] for picking in pickings} == {"assigned"}
    live.wait_until_shown(boots)
    assert live.shown(boots) == shown, "neither doubled nor lost"
    [part] = live.order_of(str(parts[0]["id"]))
    viewer.visit(f"marketplace.order/{part['id']}", "divide_part")
    viewer.click(".o_notebook a[name=packages]")
    viewer.look("divide_packages")
    viewer.visit(f"sales/{part['sale_order_id'][0]}", "divide_part_sale")
    [ended] = live.order_of(number)
    assert not ended["problem"]
    viewer.visit(f"marketplace.order/{ended['id']}", "divide_ended")
