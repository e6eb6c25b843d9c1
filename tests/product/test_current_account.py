"""The current account that Trendyol keeps for the seller, all real: read, shown against orders, summed up by payout."""

import pytest

from tests.product.trendyol_stage import TrendyolStage
from tests.product.viewer import LANGUAGES, viewing

pytestmark = pytest.mark.slow

DAY = 24 * 3600
MONEY = ["statement_state", "statement_goods", "statement_commission", "statement_transport", "statement_revenue",
         "statement_difference", "payout_keys", "margin", "margin_text", "total"]  # fmt: skip


@pytest.fixture(scope="module")
def live():
    with TrendyolStage("test_current_account") as stage:
        stage.open_shop()
        stage.connect()
        stage.go_live()
        yield stage


@pytest.fixture(scope="module")
def packages(live):
    """Three packages that reached their customers: of two pieces, with a discount, and a plain one."""
    numbers = [
        live.buy((live.article(0)[1], 2)),
        live.buy(live.article(1)[1], discounts=[{"seller": 5}]),
        live.buy(live.article(2)[1]),
    ]
    for number in numbers:
        live.wait_for_sale(number)
        for status in ("Picking", "Shipped", "Delivered"):
            live.control.advance_order(int(number), status)
    return numbers


def read_again(stage):
    """As next day's reading does it."""
    [flow] = stage.browser.find("marketplace.flow", ("account_id", "=", stage.account.id), ("kind", "=", "statement"))
    stage.browser.call("marketplace.flow", "action_repeat", [flow])

    def is_read():
        [row] = stage.browser.read("marketplace.flow", [("id", "=", flow)], ["success_at", "error", "cursor"])
        assert not row["error"], row["error"]
        return row["success_at"]

    stage.account.wait_for(is_read, "reading the current account", 60)


def order(stage, number):
    [row] = stage.order_of(number, fields=MONEY)
    return row


def lines(stage, *domain):
    names = ["key", "kind", "order_id", "credit", "debit", "commission", "revenue", "payout_key", "place"]
    return stage.browser.read("marketplace.statement.line", list(domain), names)


def test_what_was_credited_stands_on_the_order(live, packages):
    read_again(live)
    for number in packages:
        row = order(live, number)
        assert row["statement_state"] == "credited", row
        assert (row["statement_goods"], row["statement_difference"]) == (row["total"], 0)
        assert row["statement_goods"] - row["statement_commission"] == pytest.approx(row["statement_revenue"])
        assert row["statement_commission"] > 0
    assert len(lines(live)) == 4, "one for each piece"
    assert all(row["order_id"] for row in lines(live))


def test_reading_again_doubles_nothing(live, packages):
    before = lines(live)
    read_again(live)
    assert lines(live) == before


def test_the_invoice_of_transport_makes_the_margin_true(live, packages):
    before = order(live, packages[0])
    live.control.add_cargo_invoice([int(packages[0]), int(packages[1])], 15.5)
    read_again(live)
    after = order(live, packages[0])
    assert after["statement_transport"] == 15.5
    assert after["margin"] == pytest.approx(before["margin"] - 15.5)
    assert "15.50" in after["margin_text"]


def test_what_has_no_order_here_is_found(live, packages):
    live.control.add_to_ledger("Sale", 33.3)
    live.control.add_to_ledger("PaymentOrder", 500, is_debt=True)
    read_again(live)
    [lonely] = lines(live, ("kind", "=", "sale"), ("order_id", "=", False))
    assert lonely["revenue"] == 33.3
    assert [row["revenue"] for row in lines(live, ("kind", "=", "payout"))] == [0]


def test_payouts_appear_when_their_day_has_come(live, packages):
    live.control.advance(45 * DAY)
    read_again(live)
    for number in packages:
        row = order(live, number)
        assert row["statement_state"] == "paid" and row["payout_keys"], row
    sold = lines(live, ("kind", "=", "sale"), ("order_id", "!=", False))
    assert sold and all(row["payout_key"] for row in sold)
    names = ["payout_key", "state", "goods", "commission", "transport", "other", "revenue", "order_count"]
    payouts = live.browser.read("marketplace.payout", [], names)
    for payout in payouts:
        made_of = payout["goods"] - payout["commission"] - payout["transport"] - payout["other"]
        assert payout["revenue"] == pytest.approx(made_of)
    assert "paid" in {payout["state"] for payout in payouts}
    assert sum(payout["revenue"] for payout in payouts) == pytest.approx(sum(row["revenue"] for row in lines(live)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages(live, packages, lang):
    [row] = live.order_of(packages[0], fields=["sale_order_id"])
    with viewing(live, lang) as viewer:
        viewer.visit("marketplace-payouts", "payouts")
        viewer.visit("marketplace-statement", "statement")
        viewer.visit("marketplace-statement?view_type=pivot", "statement_pivot", ".o_pivot")
        viewer.visit(f"marketplace.order/{row['id']}", "order_before_statement")
        viewer.click(".o_notebook a[name=statement]")
        viewer.look("order_statement")
        viewer.click("button[name=action_statement]")
        viewer.look("order_statement_lines", ".o_list_view")
        viewer.visit(f"sale.order/{row['sale_order_id'][0]}", "sale_statement")
        viewer.visit(f"marketplaces/{live.account.id}", "account")
        viewer.click(".o_notebook a[name=papers]")
        viewer.look("account_papers_statement")
