"""From an order to a parcel that is delivered, invoiced, and perhaps comes back: Trendyol with real servers."""

import base64
import io

import pytest
import requests
from pypdf import PdfReader

from demo.rpc import Refused
from tests.product.trendyol_stage import KEY, SECRET, SELLER, TrendyolStage, barcode_of

PNG = base64.b64encode(base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)).decode()  # fmt: skip
SLOW = 600  # seconds; returns are looked for every five minutes


@pytest.fixture(scope="module")
def stage():
    with TrendyolStage("test_trendyol_parcels") as stage:
        stage.open_shop()
        yield stage


@pytest.fixture(scope="module")
def shop(live):
    journal = live.browser.find("account.journal", ("type", "=", "sale"), limit=1)
    settings = {
        "invoice_journal_id": journal[0],
        "invoice_shown": True,
        "invoice_delay": 0,
        "trendyol_own_courier": "GLS",
    }
    live.browser.call("marketplace.account", "write", [live.account.id], settings)
    live.browser.call("res.company", "write", live.browser.find("res.company"), {"phone": "0264000000"})
    return live


def order_of(stage, *bought, **wish):
    """(package id, record) of a package just bought, once it is taken over."""
    number = stage.buy(*(bought or [stage.article(0)[1]]), **wish)
    taken = ("status", "=", "processing")
    [order] = stage.account.wait_for(lambda: stage.order_of(number, taken), f"taking over {number}")
    stage.account.wait_for(lambda: stage.control.order(number)["status"] == "Picking", f"telling of {number}")
    return number, order["id"]


def parcel(stage, order, patience=90, **expected):
    """The order's AWB once it is as expected."""
    names = ["state", "number", "ref", "progress", "error", "has_label", "label_error", "courier_name", "by", *expected]

    def found():
        rows = stage.browser.read("marketplace.shipment", [("order_id", "=", order)], names)
        return [row for row in rows if all(row[name] == value for name, value in expected.items())]

    [row] = stage.account.wait_for(found, f"an AWB that is {expected}", patience)
    return row


def ship_with_options(stage, order, courier=None, boxes=1):
    """The page «AWB with options», filled in."""
    entry = stage.browser.find(
        "marketplace.entry", ("account_id", "=", stage.account.id), ("kind", "=", "courier"),
        ("external_id", "=", courier),
    )  # fmt: skip
    context = {"default_order_ids": [order]}
    wish = {
        "order_ids": [(6, 0, [order])],
        "courier_id": entry[0] if courier else False,
        "line_ids": [(0, 0, {"weight": 2.0, "length_cm": 30, "width_cm": 20, "height_cm": 10})] * boxes,
    }
    [wizard] = stage.browser.call("marketplace.ship", "create", [wish], context=context)
    stage.browser.call("marketplace.ship", "action_ship", [wizard], context=context)


def deliver(stage, number):
    """Validate the transfer, then the carrier scans and delivers."""
    for picking in stage.browser.read(
        "stock.picking", [("marketplace_order_id.external_id", "=", number), ("state", "!=", "done")], ["id"]
    ):
        stage.browser.call("stock.picking", "button_validate", [picking["id"]])
    stage.control.advance_order(number, "Shipped")
    stage.control.advance_order(number, "Delivered")


def writes(stage, number, what):
    """The changing calls about a package, as counted by the simulator."""
    calls = stage.control.calls(limit=100_000)["calls"]
    return [call for call in calls if call["method"] != "GET" and f"/{number}/{what}" in call["path"]]


# ---- parcels ----


@pytest.mark.parametrize("delivery", ["address", "locker"])
def test_G7_G9_one_click_gives_the_parcel_its_number_and_its_label(shop, delivery):
    number, order = order_of(shop, delivery=delivery)
    shop.browser.call("marketplace.order", "action_ship", [order])
    shop.browser.call("marketplace.order", "action_ship", [order])
    row = parcel(shop, order, state="made", has_label=True)
    assert row["number"] == str(shop.control.order(number)["cargoTrackingNumber"])
    label = shop.browser.fetch(f"/marketplace/labels/{row['id']}")
    assert len(PdfReader(io.BytesIO(label)).pages) == 1


def test_G9_another_courier_of_trendyol_and_two_boxes(shop):
    number, order = order_of(shop)
    before = shop.control.order(number)["carrier"]
    ship_with_options(shop, order, courier="DPD-RO", boxes=2)
    row = parcel(shop, order, state="made", has_label=True)
    package = shop.control.order(number)
    assert before != package["carrier"] == "DPD-RO"
    assert package["boxes"] == 2
    assert row["courier_name"] == package["cargoProviderName"]


def test_G9_a_courier_that_does_not_serve_the_address_is_said_in_words(shop):
    number, order = order_of(shop)
    shop.control.add_fault("500", "cargo-providers", times=1)
    ship_with_options(shop, order, courier="DPD-RO")
    parcel(shop, order, state="made")
    assert shop.control.order(number)["carrier"] == "DPD-RO", "asked for again after Trendyol's trouble"


def test_G7_answers_that_get_lost_do_no_harm(shop):
    number, order = order_of(shop)
    shop.control.add_fault("cut_after", "cargo-providers", times=1)
    shop.control.add_fault("cut_after", "box-info", times=1)
    ship_with_options(shop, order, courier="DPD-RO", boxes=3)
    parcel(shop, order, 300, state="made", has_label=True)  # each broken off call gets a minute before it is repeated
    assert (shop.control.order(number)["carrier"], shop.control.order(number)["boxes"]) == ("DPD-RO", 3)


def test_G27_trendyol_s_webhooks_move_the_parcel(shop):
    number, order = order_of(shop)
    shop.browser.call("marketplace.order", "action_ship", [order])
    parcel(shop, order, state="made")
    for status, progress in (
        ("Shipped", "in_transit"), ("AtCollectionPoint", "ready_for_pickup"), ("Delivered", "delivered"),
    ):  # fmt: skip
        shop.control.advance_order(number, status)
        parcel(shop, order, progress=progress)


def test_G27_a_parcel_that_nobody_took_comes_back(shop):
    number, order = order_of(shop)
    shop.browser.call("marketplace.order", "action_ship", [order])
    parcel(shop, order, state="made")
    for picking in shop.browser.find("stock.picking", ("marketplace_order_id", "=", order)):
        shop.browser.call("stock.picking", "button_validate", [picking])
    for status, progress in (("Shipped", "in_transit"), ("UnDelivered", "returning"), ("Returned", "returned")):
        shop.control.advance_order(number, status)
        parcel(shop, order, progress=progress)
    shop.account.wait_for(
        lambda: shop.browser.find("marketplace.return", ("order_id", "=", order), ("kind", "=", "undelivered")),
        "expecting the parcel back",
    )


def test_G8_G10_where_the_seller_pays_his_own_number_is_told(shop):
    number, order = order_of(shop, payer="seller")
    with pytest.raises(Refused, match="your own courier"):
        shop.browser.call("marketplace.order", "action_ship", [order])
    [picking] = shop.browser.find("stock.picking", ("marketplace_order_id", "=", order))
    shop.browser.call("stock.picking", "write", [picking], {"carrier_tracking_ref": "GLS123456"})
    parcel(shop, order, state="made", by="own")
    shop.account.wait_for(
        lambda: shop.control.order(number)["cargoSenderNumber"] == "GLS123456", "telling Trendyol the number"
    )


def test_G19_who_packs_a_cancelled_package_is_stopped(shop):
    number, order = order_of(shop)
    [picking] = shop.browser.read("stock.picking", [("marketplace_order_id", "=", order)], ["move_ids"])
    shop.browser.call("stock.move", "write", picking["move_ids"], {"picked": True})
    shop.control.cancel_order(number)
    shop.account.wait_for(lambda: shop.order_of(number)[0]["status"] == "cancelled", "hearing of it")
    with pytest.raises(Refused, match=r"(?i)cancelled"):
        shop.browser.call("stock.picking", "button_validate", [picking["id"]])
    shop.browser.call("stock.picking", "action_marketplace_put_back", [picking["id"]])


# ---- invoices ----


def invoice(stage, order):
    stage.browser.call("marketplace.order", "action_invoice", [order])
    [row] = stage.browser.call("marketplace.order", "read", [order], ["invoice_id", "paper_problem"])
    assert row["invoice_id"], row["paper_problem"]
    return row["invoice_id"][0]


def shown(stage, number):
    """The invoices that Trendyol shows of a package."""
    return [row for row in stage.control.invoices(number) if not row["deleted"]]


def test_G2_G11_G12_the_invoice_goes_there_as_a_file_once_and_closes_the_order(shop):
    number, order = order_of(shop)
    shop.control.add_fault("cut_after", "seller-invoice-file", times=1)
    invoice(shop, order)
    [there] = shop.account.wait_for(lambda: shown(shop, number), "showing the invoice")
    assert there["mimetype"] == "application/pdf"
    shop.account.wait_for(lambda: shop.control.order(number)["status"] == "Invoiced", "closing the order")
    shop.account.wait_for(
        lambda: shop.browser.find(
            "marketplace.document", ("order_id", "=", order), ("state", "=", "shown"), ("kind", "=", "invoice")
        ),
        "knowing that it is shown",
    )
    assert len(shown(shop, number)) == 1


def test_G11_the_invoice_goes_there_as_an_address_that_serves_it(shop):
    shop.browser.call("marketplace.account", "write", [shop.account.id], {"trendyol_invoice_by": "link"})
    number, order = order_of(shop, customer="company")
    invoice(shop, order)
    [there] = shop.account.wait_for(lambda: shown(shop, number), "showing the invoice")
    shop.browser.call("marketplace.account", "write", [shop.account.id], {"trendyol_invoice_by": "file"})
    answer = requests.get(there["link"], timeout=60)
    assert answer.content.startswith(b"%PDF")


def test_G11_an_invoice_that_somebody_put_there_by_hand_gives_way(shop):
    number, order = order_of(shop)
    answer = requests.post(
        f"{shop.simulator.address}/integration/sellers/{SELLER}/seller-invoice-links",
        json={"invoiceLink": "https://elsewhere.example/a.pdf", "shipmentPackageId": int(number)},
        auth=(KEY, SECRET),
        headers={"User-Agent": f"{SELLER} - SelfIntegration", "storeFrontCode": "RO"},
        timeout=30,
    )
    assert answer.status_code == 201
    invoice(shop, order)
    shop.account.wait_for(
        lambda: [row["mimetype"] for row in shown(shop, number)] == ["application/pdf"], "replacing the invoice"
    )


def test_G11_the_invoice_shows_the_packaging_deposit_and_the_discount(shop):
    article = shop.article(3)[1]
    shop.control.edit_offer(barcode_of(article), sgr_price="0.5")
    number, order = order_of(shop, (article, 2), discounts=[{"seller": "4"}])
    move = invoice(shop, order)
    [row] = shop.browser.call("account.move", "read", [move], ["amount_total", "state"])
    assert (row["state"], round(row["amount_total"], 2)) == ("posted", shop.control.order(number)["packageTotalPrice"])


# ---- returns ----


def returned(stage, number, **claim):
    """(claim, id of the return here) of a package that was delivered."""
    deliver(stage, number)
    stage.account.wait_for(lambda: stage.order_of(number)[0]["status"] != "processing", "hearing of the delivery")
    asked = stage.control.ask_claim(int(number), **claim)
    of_it = ("external_id", "=", asked["claimId"])
    stage.read_returns()
    [found] = stage.account.wait_for(lambda: stage.browser.find("marketplace.return", of_it), "reading it", SLOW)
    return asked["claimId"], found


def wait_for_return(stage, found, patience=SLOW, **expected):
    def is_so():
        [row] = stage.browser.call("marketplace.return", "read", [found], ["problem", *expected])
        return all(row[name] == value for name, value in expected.items()) and [row]

    [row] = stage.account.wait_for(is_so, f"a return that is {expected}", patience)
    return row


def count_in(stage, found):
    wizard = stage.browser.call("marketplace.return", "action_receive", [found])["res_id"]
    stage.browser.call("marketplace.receive", "action_all", [wizard])
    stage.browser.call("marketplace.receive", "action_receive", [wizard])


def test_H2_a_return_is_received_credited_and_refunded_from_odoo(shop):
    article = shop.article(4)[1]
    number, order = order_of(shop, article)
    invoice(shop, order)
    claim, found = returned(shop, number, lines=[{"barcode": barcode_of(article), "quantity": 1, "reason": 501}])
    row = wait_for_return(shop, found, status="approved")
    assert not row["problem"]
    shop.control.receive_claim(claim)
    shop.browser.call("marketplace.return", "action_fetch", [found])
    wait_for_return(shop, found, status="received")
    [row] = shop.browser.call("marketplace.return", "read", [found], ["due_at", "status_label"])
    assert row["due_at"], "by when it has to be decided"
    count_in(shop, found)
    shop.browser.call("marketplace.return", "action_credit", [found])
    shop.browser.call("marketplace.return", "action_close", [found])
    shop.account.wait_for(lambda: shop.control.claim(claim)["statuses"] == ["Accepted"], "refunding the customer")
    wait_for_return(shop, found, status="closed")


def test_H2_a_return_is_contested_with_a_picture(shop):
    article = shop.article(5)[1]
    number, _order = order_of(shop, article)
    claim, found = returned(shop, number, lines=[{"barcode": barcode_of(article), "quantity": 1}])
    shop.control.receive_claim(claim)
    shop.browser.call("marketplace.return", "action_fetch", [found])
    wait_for_return(shop, found, status="received", can_refuse=True)
    page = shop.browser.call("marketplace.return", "action_refuse", [found])["res_id"]
    [wizard] = shop.browser.call("marketplace.refuse", "read", [page], ["reason_ids"])
    reasons = shop.browser.call("marketplace.reason", "read", wizard["reason_ids"], ["key", "name"])
    reason = next(row for row in reasons if row["key"] == "51")
    [proof] = shop.browser.create("ir.attachment", {"name": "dovadă foto.png", "datas": PNG})
    shop.browser.call(
        "marketplace.refuse", "write", [page],
        {"reason_id": reason["id"], "note": "Produsul a fost folosit.", "file_ids": [(6, 0, [proof])]},
    )  # fmt: skip
    shop.browser.call("marketplace.refuse", "action_refuse", [page])
    shop.account.wait_for(lambda: shop.control.claim(claim)["statuses"] == ["Unresolved"], "contesting it")
    [said] = shop.control.claim(claim)["said"].values()
    assert said["files"]
    shop.control.decide_claim(claim, "Rejected")
    shop.browser.call("marketplace.return", "action_fetch", [found])
    wait_for_return(shop, found, status="refused")


def test_H2_a_return_that_the_customer_calls_off_ends(shop):
    article = shop.article(6)[1]
    number, _order = order_of(shop, article)
    claim, found = returned(shop, number, lines=[{"barcode": barcode_of(article), "quantity": 1}])
    shop.control.cancel_claim(claim)
    shop.browser.call("marketplace.return", "action_fetch", [found])
    wait_for_return(shop, found, status="cancelled")
