"""One stock, eMAG and Trendyol: what is sold on one is gone on the other, and who comes too late is named."""

import time
from decimal import Decimal

import pytest

from demo.ledger import NOTIFIED, Order
from demo.people import Seller
from demo.scenario import settle
from tests.product.trendyol_stage import TrendyolJudge, TrendyolStage, barcode_of

BOTH = 60  # seconds until both platforms show a change


@pytest.fixture(scope="module")
def stage():
    with TrendyolStage("test_two_platforms", platforms=("emag",)) as stage:
        stage.open_shop()
        yield stage


@pytest.fixture(scope="module")
def shop(live):
    return live


def emag(stage):
    """eMAG's side of the shop."""
    return stage.places[1]


def at_emag(stage, article):
    return emag(stage).control.offer(article.offer_id)["general_stock"]


def show_both(stage, article, quantity, patience=BOTH):
    stage.account.wait_for(
        lambda: (at_emag(stage, article), stage.shown(article)) == (quantity, quantity),
        f"showing {quantity} of {article.code} on both",
        patience,
    )


def bought_at_emag(stage, article, **wish):
    place, lines = emag(stage), [{"product_id": article.offer_id, "quantity": 1}]
    row = place.control.place_order(lines=lines, **wish)
    number, total = str(row["id"]), Decimal(str(row["total"]))
    bought = {place.key(article): 1}
    stage.ledger.add_order(Order(number, row["placed_at"], total, NOTIFIED, bought, place.name))
    return number


def test_D11_a_sale_in_the_shop_is_on_both_platforms(shop):
    product_id, article = shop.article(1)
    before = shop.shown(article)
    assert at_emag(shop, article) == before
    Seller(shop.address, shop.name, shop.company, shop.ledger).sell_article(product_id, 2, shop.company.shop_id)
    show_both(shop, article, before - 2)


def test_D11_F13_an_order_on_one_lowers_the_other(shop):
    _product, article = shop.article(2)
    before = shop.shown(article)
    shop.wait_for_sale(shop.buy(article))
    show_both(shop, article, before - 1)
    number = bought_at_emag(shop, article)
    emag(shop).account.wait_for(lambda: shop.sale_of(number), "importing eMAG's order", 90)
    show_both(shop, article, before - 2)


def test_E4_a_price_edit_is_on_both_each_in_its_own_way(shop):
    product_id, article = shop.article(3)
    price = float(article.price) + 2
    shop.browser.call("product.template", "write", [shop.company.templates[product_id]], {"list_price": price})
    shop.account.wait_for(
        lambda: shop.control.offer(barcode_of(article))["sale_price"] == price, "Trendyol's price", BOTH
    )
    net = round(price / (1 + article.vat / 100), 4)
    shop.account.wait_for(
        lambda: emag(shop).control.offer(article.offer_id)["sale_price"] == pytest.approx(net, abs=1e-4),
        "eMAG's price",
        BOTH,
    )


@pytest.mark.parametrize("first", ["emag", "trendyol"])
def test_G21_the_last_piece_sold_on_both_names_the_order_that_comes_too_late(shop, first):
    _product, article = shop.last_piece(["emag", "trendyol"].index(first))
    show_both(shop, article, 1)
    if first == "emag":
        theirs, ours = bought_at_emag(shop, article), shop.buy(article, silent=True)
    else:
        ours, theirs = shop.buy(article), bought_at_emag(shop, article, notify=False)
    numbers = [ours, theirs]

    def both():
        return all(shop.sale_of(number) for number in numbers)

    shop.account.wait_for(both, "importing both orders", 150)
    rows = [shop.order_of(number)[0] for number in numbers]
    assert sorted(row["uncovered"] for row in rows) == [False, True]
    [late] = [row for row in rows if row["uncovered"]]
    assert article.name in late["uncovered_reason"]
    assert ("eMAG" if late is rows[0] else "Trendyol") in late["uncovered_reason"], "who has the piece"
    show_both(shop, article, 0)


def test_D9_in_the_end_everything_is_right_on_both(shop):
    verdict = settle(TrendyolJudge(shop), lambda _verdict: time.sleep(2), patience=180)
    assert verdict.findings == []
