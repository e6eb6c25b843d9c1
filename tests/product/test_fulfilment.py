"""From order to parcel on the whole product: rules, people and a courier, while answers of eMAG get lost.

The tests follow one afternoon and build on each other.
"""

import base64
import io

import pypdf
import pytest

from demo.fulfilment import CANCELLED, FINALISED, WAYS, Fulfilment
from demo.shoppers import Shoppers


@pytest.fixture(scope="module")
def shop(live):
    shop = Fulfilment(live)
    shop.switch_on()
    return shop


def texts_of(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(base64.b64decode(pdf))).pages]


def test_G5_G9_H8_lost_answers_make_no_second_awb(shop):
    shop.take_orders()
    shop.make_awbs()
    assert len(shop.numbers) == len(WAYS)
    assert [len(shop.awbs_of(number)) for number in shop.numbers] == [1] * len(WAYS)
    saves = [call for call in shop.stage.control.calls(limit=10_000)["calls"] if call["path"].endswith("/awb/save")]
    assert any(call["fault"] == "cut_after" for call in saves), "no answer was lost"


def test_G9_an_awb_whose_answer_was_lost_is_known_by_emag_s_own_notification(shop):
    control = shop.stage.control
    control.call("POST", "/faults", [{"kind": "cut_after", "match": "/awb/save", "times": 1}])
    number = Shoppers(shop.place, shop.stage.company, shop.stage.ledger, seed=9).order(manner=WAYS[0])
    unclear = [("order_id.external_id", "=", number), ("state", "=", "unclear")]
    shop.account.wait_for(lambda: shop.browser.find("marketplace.shipment", *unclear), "losing the answer")
    [made] = shop.awbs_of(number)
    control.set_awb_status(made["emag_id"], "INT")
    known = [("order_id.external_id", "=", number), ("ref", "=", str(made["reservation_id"]))]
    shop.account.wait_for(lambda: shop.browser.find("marketplace.shipment", *known), "adopting the AWB")
    assert len(shop.awbs_of(number)) == 1


def test_G13_G15_papers_of_all_orders_come_out_as_one_pdf(shop):
    sales = [order["sale_order_id"][0] for order in shop._orders().values()]
    server_action = shop.browser.ref("marketplace_base.action_print_papers_sale")
    context = {"active_model": "sale.order", "active_ids": sales, "active_id": sales[0]}
    wizard = shop.browser.call("ir.actions.server", "run", [server_action], context=context)["res_id"]
    [printed] = shop.browser.call("marketplace.papers", "read", [wizard], ["pdf", "missing_ids", "page_count"])
    pages = texts_of(printed["pdf"])
    assert len(pages) == printed["page_count"]
    for awb in shop._awbs("made"):
        assert any(awb["number"] in page for page in pages), awb["number"]
    missing = shop.browser.call("marketplace.papers.missing", "read", printed["missing_ids"], ["kind"])
    assert {row["kind"] for row in missing} <= {"invoice", "warranty"}, "nothing is invoiced before it is shipped"


def test_G19_who_packs_a_cancelled_order_is_stopped(shop):
    shop.cancel_one()
    assert all(shop.refusals)
    order = shop._order(shop.numbers[CANCELLED])
    [sale] = shop.browser.call("sale.order", "read", [order["sale_order_id"][0]], ["state"])
    assert sale["state"] == "cancel"


def test_G1_G20_what_is_packed_leaves_with_a_manifest(shop):
    shop.ship()
    waiting = [("order_id.external_id", "in", shop._kept()), ("manifest_id", "=", False)]
    assert not shop.browser.find("marketplace.shipment", *waiting)
    for number in shop._kept():
        [picking] = shop._pickings(number)
        assert picking["state"] == "done"


def test_G4_G6_G11_G12_invoices_are_made_shown_once_and_close_the_order(shop):
    shop.invoice()
    assert sorted(shop._invoiced()) == sorted(shop._kept())
    states = {str(row["id"]): row["status"] for row in shop.stage.control.orders(limit=1_000)}
    assert {states[number] for number in shop._kept()} == {FINALISED}
    totals = {str(row["id"]): row["total"] for row in shop.stage.control.orders(limit=1_000)}
    fields = ["amount_total", "marketplace_order_id"]
    invoices = shop.browser.read("account.move", [("marketplace_order_id.external_id", "in", shop._kept())], fields)
    assert {m["marketplace_order_id"][1]: round(m["amount_total"], 2) for m in invoices} == {
        number: totals[number] for number in shop._kept()
    }


def test_G25_G26_G27_customers_hear_of_it_once(shop):
    shop.deliver()
    told = [("order_id.external_id", "in", shop._kept()), ("event", "=", "delivered"), ("note", "=", False)]
    shop.account.wait_for(
        lambda: len(shop.browser.find("marketplace.alert.sent", *told)) == 2 * len(shop._kept()),
        "telling the customers",
    )
    rows = shop.browser.read("marketplace.alert.sent", [], ["order_id", "event", "channel"])
    each = [(row["order_id"][0], row["event"], row["channel"]) for row in rows]
    assert len(each) == len(set(each))


def test_H2_a_return_is_answered_received_credited_and_closed_from_odoo(shop):
    shop.take_back()
    figures, _wrong = shop.report()
    assert (figures["returns"], figures["awbs_doubled"]) == (1, 0)
    assert figures["invoices_pushed"] == len(shop._kept()) + 1
