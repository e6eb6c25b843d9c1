"""One shop and its Trendyol account, everything real: what a seller would see, in the order in which he would see it."""

import time

import pytest

from demo.people import Pricer, Seller, Storekeeper
from demo.scenario import settle
from tests.product.trendyol_stage import DOUBTFUL, UNKNOWN, TrendyolJudge, TrendyolStage, barcode_of

QUICK = 40  # seconds in which a change of an idle shop is proved by Trendyol; a batch takes seven; a minute is promised
WRITING = ("price-and-inventory", "shipment-packages", "v2/products", "webhook")


@pytest.fixture(scope="module")
def stage():
    with TrendyolStage("test_whole_trendyol") as stage:
        stage.open_shop()
        yield stage


@pytest.fixture(scope="module")
def judge(live):
    return TrendyolJudge(live)


@pytest.fixture(scope="module")
def seller(live):
    return Seller(live.address, live.name, live.company, live.ledger)


@pytest.fixture(scope="module")
def storekeeper(live):
    return Storekeeper(live.address, live.name, live.company, live.ledger)


@pytest.fixture(autouse=True)
def nobody_is_refused(stage):
    """No person's action in Odoo fails because of the engine (D8)."""
    yield
    assert stage.ledger.refusals == []


def sell(stage, seller, product_id, quantity=1):
    assert seller.sell_article(product_id, quantity, stage.company.shop_id) is not False


def pause(_verdict):
    time.sleep(2)


def lines_of(stage, sale):
    """``[(kind, price with VAT, quantity, tax rates)]`` of a sale order."""
    names = ["marketplace_kind", "price_total", "product_uom_qty", "tax_ids", "name"]
    rows = stage.browser.call("sale.order.line", "read", sale["order_line"], names)
    return [(row["marketplace_kind"], round(row["price_total"], 2), row["product_uom_qty"]) for row in rows]


def writes(stage):
    calls = stage.control.calls(limit=100_000)["calls"]
    return [call["path"] for call in calls if call["method"] != "GET" and any(w in call["path"] for w in WRITING)]


# ---- connecting ----


def test_A1_a_wrong_key_is_named_with_its_remedy(stage):
    page = stage.try_to_connect(trendyol_secret="alta")
    assert (page["step"], page["account_id"]) == ("credentials", False)
    [(state, text, remedy)] = stage.lines_of(page).values()
    assert state == "bad"
    assert "API key" in text
    assert "partner.trendyol.com" in remedy
    assert not page["trendyol_key"] and not page["trendyol_secret"], "secrets stay on the page"


def test_A1_another_seller_s_number_is_named(stage):
    [(state, text, remedy)] = stage.lines_of(stage.try_to_connect(trendyol_seller="654321")).values()
    assert state == "bad"
    assert "seller id" in text + remedy


def test_A1_a_storefront_one_does_not_sell_in_is_named(stage):
    [(state, text, _remedy)] = stage.lines_of(stage.try_to_connect(trendyol_storefront="SK")).values()
    assert state == "bad"
    assert "SK" in text


def test_A1_a_key_without_the_orders_role_is_told_which_service_it_lacks(stage):
    stage.control.settings(missing_roles=["order"])
    lines = stage.lines_of(stage.try_to_connect())
    stage.control.settings(missing_roles=[])
    assert lines["Reading offers"][0] == "good"
    assert lines["Reading orders"][0] == "bad"
    assert not stage.browser.find("marketplace.account")


def test_A1_B2_B3_B4_B7_offers_are_read_and_linked_by_every_code(connected):
    offers = connected.account.offers(fields=("external_id", "product_id", "link_state", "link_reason"))
    by_barcode = {offer["external_id"]: offer for offer in offers}
    for product_id, article in connected.company.products.items():
        offer = by_barcode[barcode_of(article)]
        assert offer["product_id"] and offer["product_id"][0] == product_id, (article.way, offer)
    assert by_barcode[DOUBTFUL]["link_state"] == "doubtful"
    assert by_barcode[UNKNOWN]["link_state"] == "new"


def test_A1_the_same_seller_is_not_connected_twice(connected):
    with pytest.raises(Exception, match="already connected"):
        connected.try_to_connect()


def test_D5_nothing_is_written_before_it_is_switched_on(
    connected,
):
    product_id, article = connected.article(0)
    template_id = connected.company.templates[product_id]
    connected.browser.call("product.template", "write", [template_id], {"list_price": float(article.price) + 1})
    Seller(connected.address, connected.name, connected.company, connected.ledger).sell()
    number = connected.buy(article)
    time.sleep(15)
    assert writes(connected) == []
    assert not connected.sale_of(number)
    connected.control.cancel_order(number)


# ---- stock and prices ----


def test_D4_D9_after_going_live_trendyol_shows_what_odoo_says(live, judge):
    verdict = judge.judge()
    assert verdict.places["trendyol"].out_of_step == []
    assert {batch["batchRequestType"] for batch in live.control.batches()} == {"ProductInventoryUpdate"}


@pytest.mark.parametrize("deed", ["receive", "scrap", "count"])
def test_D1_D2_D6_every_kind_of_stock_move_is_proved_quickly(live, storekeeper, deed):
    before = len(live.ledger.truths)
    getattr(storekeeper, deed)()
    changes = live.ledger.truths[before:]
    assert changes
    for change in changes:
        article = live.company.products[live.company.product_of(change.offer_id)]
        live.wait_until_shown(article, QUICK)
        assert live.shown(article) == change.value


def test_D7_many_changes_are_one_call(live, seller):
    before = len(live.control.batches())
    numbers = [live.article(place)[0] for place in range(20, 32)]
    quants = live.browser.find("stock.quant", ("product_id", "in", numbers), ("location_id.usage", "=", "internal"))
    for quant in quants:
        live.browser.call("stock.quant", "write", [quant], {"inventory_quantity": 31}, context={"inventory_mode": True})
    live.browser.call("stock.quant", "action_apply_inventory", quants)
    for place in range(20, 32):
        live.wait_until_shown(live.article(place)[1], QUICK)
    batches = live.control.batches()[: len(live.control.batches()) - before]
    assert len(batches) <= 2
    assert max(batch["itemCount"] for batch in batches) >= 10


def test_E5_a_price_edit_is_at_trendyol_right_after(live):
    Pricer(live.address, live.name, live.company, live.ledger).edit()
    change = live.ledger.truths[-1]
    article = live.company.products[live.company.product_of(change.offer_id)]
    live.account.wait_for(
        lambda: live.control.offer(barcode_of(article))["sale_price"] == float(change.value),
        "showing the new price",
        QUICK,
    )


def test_E5_the_crossed_out_price_stands_above_the_price(live):
    live.browser.call("marketplace.account", "write", [live.account.id], {"trendyol_list_percent": 25})
    _product, article = live.article(2)

    def is_crossed_out():
        offer = live.control.offer(barcode_of(article))
        return offer["list_price"] == pytest.approx(offer["sale_price"] * 1.25, abs=0.01)

    live.account.wait_for(is_crossed_out, "showing the crossed-out price", QUICK)
    live.account.wait_for(live.is_settled, "proving all prices", QUICK)
    live.browser.call("marketplace.account", "write", [live.account.id], {"trendyol_list_percent": 0})
    live.account.wait_for(lambda: not is_crossed_out(), "showing none again", QUICK)


def test_D10_one_click_sends_everything_again(live):
    _product, article = live.article(3)
    live.account.wait_for(live.is_settled, "settling first", QUICK)
    live.control.edit_offer(barcode_of(article), stock=1)
    live.browser.call("marketplace.account", "action_resync", [live.account.id])
    live.account.wait_for(lambda: live.shown(article) != 1, "sending the stock again", 2 * QUICK)


def test_D9_the_same_stock_again_within_15_minutes_is_proved_all_the_same(live, seller):
    """What Trendyol refuses as a repetition is either there already or sent in other words."""
    product_id, article = live.article(4)
    live.account.wait_for(live.is_settled, "settling first", QUICK)
    before = live.shown(article)
    sell(live, seller, product_id)
    live.wait_until_shown(article, QUICK)
    receive(live, product_id, 1)
    live.wait_until_shown(article, QUICK)
    sell(live, seller, product_id)  # the very body of the first sale
    live.wait_until_shown(article, QUICK)
    assert live.shown(article) == before - 1


def receive(stage, product_id, quantity, warehouse_id=None):
    """So many pieces more on the shelf of a warehouse, or of the shop."""
    [place] = stage.browser.call("stock.warehouse", "read", [warehouse_id or stage.company.shop_id], ["lot_stock_id"])
    shelf = {"product_id": product_id, "location_id": place["lot_stock_id"][0]}
    there = stage.browser.read("stock.quant", [(name, "=", value) for name, value in shelf.items()], ["quantity"])
    counted = sum(row["quantity"] for row in there) + quantity
    quants = stage.browser.call(
        "stock.quant", "create", [shelf | {"inventory_quantity": counted}], context={"inventory_mode": True}
    )
    stage.browser.call("stock.quant", "action_apply_inventory", quants)


def test_D9_an_item_that_fails_is_shown_with_trendyol_s_reason_and_keeps_nobody_else_back(live, seller):
    (failing_id, failing), (other_id, other) = live.article(5), live.article(6)
    live.control.fail_items(f"^{barcode_of(failing)}$", kind="ProductInventoryUpdate", reason="Ürün kilitli")
    sell(live, seller, failing_id)
    sell(live, seller, other_id)
    live.wait_until_shown(other, QUICK)
    name = f"[{barcode_of(failing)}] {failing.name}"
    live.account.wait_for(lambda: name in live.problems(), "showing the refusal", QUICK)
    assert "Ürün kilitli" in live.problems()[name]
    live.control.clear_item_faults()
    offers = [row["id"] for row in live.account.offers(("product_id", "=", failing_id), fields=["id"])]
    live.browser.call("marketplace.offer", "action_retry", offers)
    live.wait_until_shown(failing, QUICK + 30)
    assert name not in live.problems()


def test_D13_D14_D15_excluded_products_are_left_alone_and_come_back(live, seller):
    pairs = [live.article(place) for place in (7, 8)]
    ids = [row["id"] for row in live.account.offers(("product_id", "in", [p for p, _a in pairs]), fields=["id"])]
    live.account.wait_for(live.is_settled, "settling first", QUICK)
    before = [live.control.offer(barcode_of(a)) for _p, a in pairs]
    live.browser.call("marketplace.offer", "write", ids, {"exclude_stock": True, "exclude_price": True})
    for product_id, article in pairs:
        sell(live, seller, product_id)
        template = live.company.templates[product_id]
        live.browser.call("product.template", "write", [template], {"list_price": float(article.price) * 0.97})
    _product, witness = live.article(9)
    sell(live, seller, live.article(9)[0])
    live.wait_until_shown(witness, QUICK)
    for offer, (_product, article) in zip(before, pairs, strict=True):
        now = live.control.offer(barcode_of(article))
        assert (now["general_stock"], now["sale_price"]) == (offer["general_stock"], offer["sale_price"])
    live.browser.call("marketplace.offer", "write", ids, {"exclude_stock": False, "exclude_price": False})
    for _product, article in pairs:
        live.wait_until_shown(article, QUICK)


# ---- orders ----


def test_F1_F2_F3_F12_F13_an_order_told_of_is_in_odoo_reserved_and_taken_over(live):
    _product, article = live.article(10)
    live.account.wait_for(live.control.webhooks, "registering the webhook", 30)
    begun = time.time()
    number = live.buy((article, 2))
    sale = live.wait_for_sale(number, 30)
    assert time.time() - begun < 30
    order = live.control.order(number)
    assert (sale["state"], round(sale["amount_total"], 2)) == ("sale", order["total"])
    pickings = live.browser.call("stock.picking", "read", sale["picking_ids"], ["state"])
    assert [picking["state"] for picking in pickings] == ["assigned"]
    live.account.wait_for(lambda: live.control.order(number)["status"] == "Picking", "taking it over", 30)
    live.wait_until_shown(article, QUICK)
    [event] = live.browser.read("marketplace.order", [("external_id", "=", number)], ["notified_at"])
    assert event["notified_at"]


def test_F2_an_order_nobody_told_us_of_is_found_by_polling(live):
    number = live.buy(live.article(11)[1], silent=True)
    live.wait_for_sale(number, patience=130)


def test_F2_an_order_that_trendyol_shows_late_is_found(live):
    number = live.buy(live.article(12)[1], silent=True, late=45)
    live.wait_for_sale(number, patience=200)


def test_F1_webhooks_twice_and_out_of_order_make_one_order(live):
    live.control.add_fault("notify_duplicated", "CREATED", times=1)
    live.control.add_fault("notify_delayed", "CREATED", times=1, delay=6)
    number = live.buy(live.article(13)[1])
    live.control.advance_order(number, "Picking")  # told before the order itself
    live.wait_for_sale(number)
    time.sleep(10)
    assert len(live.sale_of(number)) == 1
    assert live.order_of(number)[0]["status"] == "processing"


def test_F12_an_awaiting_order_holds_its_goods_and_is_imported_once_paid(live):
    product_id, article = live.article(14)
    live.control.settings(awaiting_seconds=0)
    before = TrendyolJudge(live)._books.stock([product_id])[product_id]
    number = live.buy((article, 2), awaiting=True)
    live.account.wait_for(
        lambda: live.browser.find("marketplace.incoming", ("external_id", "=", number)), "hearing of it", 30
    )
    assert TrendyolJudge(live)._books.stock([product_id])[product_id] == before - 2
    time.sleep(5)
    assert not live.sale_of(number)
    assert number not in live.problems(), "an order that is being paid needs nobody"
    live.control.confirm_order(number)
    live.wait_for_sale(number)
    live.control.settings(awaiting_seconds=30)
    live.wait_until_shown(article, QUICK)


def test_F12_an_awaiting_order_that_is_never_paid_gives_its_goods_back(live):
    _product, article = live.article(15)
    number = live.buy((article, 2), awaiting=True)
    live.account.wait_for(
        lambda: live.browser.find("marketplace.incoming", ("external_id", "=", number)), "hearing of it", 30
    )
    live.control.cancel_order(number)
    left = [("external_id", "=", number), ("state", "=", "ignored")]
    live.account.wait_for(lambda: live.browser.find("marketplace.incoming", *left), "leaving it", 60)
    assert not live.sale_of(number)
    live.wait_until_shown(article, QUICK)


def test_F4_F5_a_person_and_a_company_are_who_is_invoiced(live):
    person = live.buy(live.article(16)[1], cnp=True)
    firm = {"company": "Construct Exemplu SRL", "taxNumber": "RO41200774"}
    company = live.buy(live.article(16)[1], customer=firm)
    names = ["name", "vat", "is_company", "city", "state_id", "country_id", "street"]
    for number in (person, company):
        sale, row = live.wait_for_sale(number), live.control.order(number)
        [partner] = live.browser.call("res.partner", "read", [sale["partner_invoice_id"][0]], names)
        commercial = live.browser.call("res.partner", "read", [sale["partner_id"][0]], names)[0]
        assert partner["state_id"] and partner["country_id"][1] in ("Romania", "România")
        if row["commercial"]:
            assert commercial["is_company"] and commercial["name"] == row["invoiceAddress"]["company"]
            assert row["taxNumber"].strip("RO") in (commercial["vat"] or "")
        else:
            assert commercial["name"] == f"{row['customerFirstName']} {row['customerLastName']}"


def test_F9_F11_discounts_of_the_seller_and_of_trendyol_are_lines_to_the_cent(live):
    _product, article = live.article(17)
    discounts = [{"seller": "7.01"}, {"trendyol": "5.02", "name": "Cupon"}]
    number = live.buy((article, 3), discounts=discounts, customer="company")
    sale = live.wait_for_sale(number)
    row = live.control.order(number)
    assert round(sale["amount_total"], 2) == row["packageTotalPrice"]
    found = {kind: amount for kind, amount, _quantity in lines_of(live, sale)}
    assert (found["discount"], found["voucher"]) == (-7.01, -5.02)


def test_F8_the_packaging_deposit_is_a_line_without_vat(live):
    _product, article = live.article(18)
    live.control.edit_offer(barcode_of(article), sgr_price="0.5")
    number = live.buy((article, 4))
    sale = live.wait_for_sale(number)
    assert round(sale["amount_total"], 2) == live.control.order(number)["packageTotalPrice"]
    deposits = [line for line in lines_of(live, sale) if line[0] == "deposit"]
    assert deposits == [("deposit", 2.0, 4)]


def test_D9_a_cancelled_order_gives_its_goods_back(live):
    _product, article = live.article(19)
    live.account.wait_for(live.is_settled, "settling first", QUICK)
    before = live.shown(article)
    number = live.buy(article)
    live.wait_for_sale(number)
    live.control.cancel_order(number)
    live.account.wait_for(lambda: live.sale_of(number)[0]["state"] == "cancel", "cancelling the sale order", 60)
    live.wait_until_shown(article, QUICK)
    assert live.shown(article) == before


def test_F8_what_is_cancelled_of_a_package_leaves_the_rest_as_a_package_of_its_own(live):
    (_p, kept), (_q, gone) = live.article(20), live.article(21)
    number = live.buy((kept, 2), gone)
    live.wait_for_sale(number)
    rest = str(live.control.cancel_order(number, lines=[{"barcode": barcode_of(gone)}])["followed_by"])
    sale = live.wait_for_sale(rest)
    live.account.wait_for(lambda: live.sale_of(number)[0]["state"] == "cancel", "cancelling the first package", 60)
    assert round(sale["amount_total"], 2) == live.control.order(rest)["packageTotalPrice"]
    live.wait_until_shown(kept, QUICK)
    live.wait_until_shown(gone, QUICK)


def test_H2_what_cannot_be_supplied_is_told_from_odoo(live):
    (_p, kept), (_q, lacking) = live.article(22), live.article(23)
    number = live.buy(kept, (lacking, 2))
    live.wait_for_sale(number)
    live.account.wait_for(lambda: live.control.order(number)["status"] == "Picking", "taking it over", 30)
    [order] = live.browser.find("marketplace.order", ("external_id", "=", number))
    wizard = live.browser.call("marketplace.order", "action_change_quantities", [order])["res_id"]
    lines = live.browser.read("marketplace.change.order.line", [("wizard_id", "=", wizard)], ["name", "wanted"])
    line = next(row for row in lines if lacking.name in row["name"])
    live.browser.call("marketplace.change.order.line", "write", [line["id"]], {"wanted": 1})
    live.browser.call("marketplace.change.order", "action_change", [wizard])
    live.account.wait_for(lambda: live.control.order(number)["status"] == "Cancelled", "telling Trendyol", 60)
    [rest] = [
        row for row in live.control.orders(order_number=live.control.order(number)["orderNumber"])
        if row["status"] not in ("Cancelled", "UnPacked")
    ]  # fmt: skip
    sale = live.wait_for_sale(str(rest["id"]))
    assert round(sale["amount_total"], 2) == rest["packageTotalPrice"]


def test_G22_an_order_is_found_by_the_number_that_the_customer_knows(live):
    number = live.buy(live.article(24)[1])
    sale = live.wait_for_sale(number)
    known = live.control.order(number)["orderNumber"]
    found = live.browser.call("sale.order", "name_search", known)
    assert [row[0] for row in found] == [sale["id"]]
    assert live.browser.call("marketplace.order", "name_search", known)


def test_G21_the_last_piece_sold_here_and_there_is_said_on_the_order(live, seller):
    product_id, article = live.last_piece()
    live.account.wait_for(live.is_settled, "settling first", QUICK)
    number = live.buy(article, silent=True)  # found only after the shop has sold the same piece
    seller.sell_article(product_id, 1, live.company.depot_id)
    live.wait_for_sale(number, patience=130)
    [order] = live.order_of(number)
    assert order["uncovered"]
    assert article.name in order["uncovered_reason"]
    live.account.wait_for(lambda: live.shown(article) == 0, "showing that it is sold out", 60)


# ---- webhooks ----


def test_F1_the_webhook_is_registered_by_itself_and_repaired(live):
    [hook] = live.control.webhooks()
    assert hook["status"] == "ACTIVE"
    assert hook["url"].startswith(live.address)
    live.control.settings(webhook_passive_seconds=0, webhook_retry_seconds=1)
    live.browser.call("ir.config_parameter", "set_param", "web.base.url", live.address)
    live.servers[0].kill()
    try:
        number = live.buy(live.article(25)[1])
        wait_until(lambda: live.control.webhooks()[0]["status"] == "PASSIVE", 30)
        wait_until(lambda: live.control.order(number)["status"] == "Picking", 130)  # polling found it meanwhile
    finally:
        live.servers[0].start().wait_until_ready()
        live.control.settings(webhook_passive_seconds=3600, webhook_retry_seconds=300)
    [flow] = live.browser.find("marketplace.flow", ("account_id", "=", live.account.id), ("kind", "=", "registration"))
    live.browser.call("marketplace.flow", "action_repeat", [flow])
    live.account.wait_for(lambda: live.control.webhooks()[0]["status"] == "ACTIVE", "waking the webhook up", 60)
    assert len(live.control.webhooks()) == 1


def wait_until(is_so, patience):
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.5)


# ---- when something is wrong ----


def test_B7_an_order_of_an_unknown_product_waits_and_goes_on_once_linked(live):
    live.control.edit_offer(UNKNOWN, stock=5)
    number = str(live.control.place_order(lines=[{"barcode": UNKNOWN, "quantity": 1}], awaiting=False)["id"])
    live.account.wait_for(lambda: number in live.problems(), "showing the order that waits", 60)
    assert not live.sale_of(number)
    goods = {"name": "Produs nou", "type": "consu", "is_storable": True, "list_price": 229.0}
    [product_id] = live.browser.create("product.product", goods)
    receive(live, product_id, 5, live.company.depot_id)
    live.browser.create("marketplace.product.code", {"name": UNKNOWN, "product_id": product_id})
    live.wait_for_sale(number)
    assert number not in live.problems()


def test_D9_an_outage_of_a_minute_leaves_no_difference(live, judge, seller, storekeeper):
    live.control.add_fault("down", "/integration/", seconds=60)
    seller.sell()
    storekeeper.receive()
    number = live.buy(live.article(26)[1])
    time.sleep(60)
    live.wait_for_sale(number, 130)
    verdict = settle(judge, pause)
    assert verdict.findings == []


def test_D9_answers_that_are_cut_leave_no_difference(live, judge, seller, storekeeper):
    live.control.add_fault("cut_after", "price-and-inventory", times=2)
    live.control.add_fault("truncated_json", "batch-requests", times=1)
    live.control.add_fault("html", "orders/stream", times=1)
    live.control.add_fault("empty", "v2/orders", times=1)
    for product_id, _article in (live.article(place) for place in (27, 28)):
        sell(live, seller, product_id)
        time.sleep(3)
    live.control.add_fault("cut_after", "shipment-packages", times=1)
    number = live.buy(live.article(29)[1])
    live.wait_for_sale(number, 130)
    verdict = settle(judge, pause)
    assert verdict.findings == []


def test_D9_a_batch_that_trendyol_forgot_is_sent_again(live, judge, seller):
    """Four hours pass at Trendyol before we ask what became of a batch."""
    live.account.wait_for(live.is_settled, "settling first", 120)
    live.control.settings(batch_seconds=3600)
    product_id, _article = live.article(30)
    sell(live, seller, product_id)
    sent = [("product_id", "=", product_id), ("stock_state", "=", "sent")]
    live.account.wait_for(lambda: live.account.offers(*sent), "sending it", QUICK)
    live.control.settings(batch_seconds=5)
    live.control.advance(5 * 3600)
    verdict = settle(judge, pause)
    assert verdict.findings == []


def test_G21_refused_keys_pause_the_account_and_tell_somebody(live, judge, seller):
    live.control.settings(api_secret="schimbată la Trendyol")
    seller.sell()
    live.account.wait_for(lambda: live.account.read("state")["state"] == "paused", "pausing the account", 90)
    assert live.account.read("pause_reason")["pause_reason"]
    assert live.browser.find("mail.activity", ("res_model", "=", "marketplace.account"))
    live.control.settings(api_secret="parola-Trendyol")
    live.browser.call("marketplace.account", "action_resume", [live.account.id])
    verdict = settle(judge, pause)
    assert verdict.findings == []
