"""Packages out of every storefront, taken over, changed, sent, invoiced, and given back: over real HTTP with scripted answers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.fulfilment import (
    ChangeKind,
    Document,
    DocumentKind,
    OrderChange,
    Parcel,
    Progress,
    ReturnAnswer,
    ReturnStatus,
    Shipment,
    ShipmentState,
)
from odoo.addons.marketplace_base.lib.types import Address, OrderStatus, Outcome
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from tests.pure.trendyol_line import DONE, NOW, TrendyolLine, fixture, listed, refused
from tests.pure.wire import answer

CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
KEY = "3330000001"
[SCAN] = TrendyolProvider.order_scans
SINCE = NOW - timedelta(days=1)
ACTIONS = f"order/sellers/123456/shipment-packages/{KEY}"


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(TrendyolLine(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def package(**changes):
    return listed(fixture("package", **changes))


def scan(made, since=SINCE, page=None):
    return made.provider.fetch_orders(SCAN, since, NOW, page)


# ---- scanning ----


def test_F2_the_stream_is_followed_by_its_cursor(line):
    made = line(
        answer(200, {"hasMore": True, "nextCursor": "c:1", "content": [fixture("package")]}),
        answer(200, {"hasMore": False, "nextCursor": "c:2", "content": None}),
    )
    first = scan(made)
    assert [document.key for document in first.items] == [KEY]
    assert scan(made, page=first.next).next is None
    path = "/integration/order/sellers/123456/orders/stream"
    assert [call[1] for call in made.calls] == [path, path]
    assert made.calls[1][2]["nextCursor"] == "c:1"
    assert int(made.calls[0][2]["lastModifiedEndDate"]) - int(made.calls[0][2]["lastModifiedStartDate"]) == 86_400_000


@pytest.mark.parametrize("status", [400, 404, 405])
def test_F2_the_list_takes_over_where_the_stream_is_refused(line, status):
    made = line(refused(status), listed(fixture("package"), pages=2), listed(fixture("package", shipmentPackageId=2)))
    first = scan(made)
    second = scan(made, page=first.next)
    assert [document.key for document in first.items + second.items] == [KEY, "2"]
    assert second.next is None
    assert made.calls[1][2]["orderByField"] == "PackageLastModifiedDate"
    assert [call[2].get("page") for call in made.calls] == [None, "0", "1"]


def test_F2_beyond_ten_thousand_the_list_begins_anew(line):
    made = line(listed(fixture("package"), pages=80))
    assert scan(made, NOW - timedelta(days=5), "RO:l:49:").next == "RO:l:0:1790000060000"
    assert scan(made, page="RO:l:10:").next == "RO:l:11:"


def test_F2_what_is_out_of_reach_is_not_asked_for(line):
    made = line(listed())
    page = made.provider.fetch_orders(SCAN, NOW - timedelta(days=120), NOW - timedelta(days=100), None)
    assert (page.items, page.next, made.calls) == ([], None, [])


def test_F2_every_storefront_is_asked_by_its_own_name(line):
    made = line(answer(200, {"content": []}), targets=("BG", "GR"))
    page, seen = None, []
    while True:
        answered = scan(made, page=page)
        seen.append(made.headers(len(seen))["storefrontcode"])
        page = answered.next
        if page is None:
            break
    assert seen == ["RO", "BG", "GR"]


def test_one_package_is_found_in_the_storefront_it_came_from(line):
    made = line(listed(), listed(), listed(), listed(), package(orderCountryCode="BG"), DONE, targets=("BG",))
    assert made.provider.acknowledge(KEY).outcome is CONFIRMED
    assert made.headers(5)["storefrontcode"] == "BG"


def test_another_package_is_no_answer(line):
    made = line(package(shipmentPackageId=5))
    assert made.provider.fetch_order(KEY) is None
    assert made.provider.fetch_order("x") is None


def test_F1_packages_that_were_notified_together_are_read_in_one_call(line):
    made = line(
        listed(fixture("package"), fixture("package", shipmentPackageId=5), fixture("package", shipmentPackageId=6))
    )
    found = made.provider.fetch_orders_named([KEY, "x", "7", "5"])
    assert [document.key for document in found] == [KEY, "5"]
    assert len(made.calls) == 1
    assert made.calls[0][2]["shipmentPackageIds"] == f"{KEY},7,5"


# ---- taken over, invoiced, not supplied ----


def test_F1_taking_over_is_picking_of_all_lines(line):
    made = line(package(), DONE)
    assert made.provider.acknowledge(KEY).outcome is CONFIRMED
    assert made.calls[1] == (
        "PUT", f"/integration/{ACTIONS}", {},
        {"lines": [{"lineId": 4765000001, "quantity": 2}], "params": {}, "status": "Picking"},
    )  # fmt: skip


def test_F1_F2_what_was_just_read_is_taken_over_without_another_reading(line):
    made = line(package(), DONE)
    made.provider.fetch_order(KEY)
    assert made.provider.acknowledge(KEY).outcome is CONFIRMED
    assert [call[0] for call in made.calls] == ["GET", "PUT"]


def test_what_was_just_read_and_is_no_longer_true_is_read_again(line):
    made = line(package(), answer(400, {"error": "Bad Request"}), package(status="Cancelled"))
    made.provider.fetch_order(KEY)
    assert made.provider.acknowledge(KEY).outcome is REFUSED
    assert [call[0] for call in made.calls] == ["GET", "PUT", "GET"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("Picking", CONFIRMED), ("Shipped", CONFIRMED), ("Cancelled", REFUSED), ("Awaiting", UNKNOWN)],
)
def test_a_package_that_is_elsewhere_already_is_not_told_again(line, status, outcome):
    made = line(package(status=status))
    assert made.provider.acknowledge(KEY).outcome is outcome
    assert len(made.calls) == 1


def test_G12_closing_is_invoiced_after_picking_with_the_number_it_shows(line):
    made = line(package(invoiceNumber="F1"), DONE)
    assert made.provider.change_order(OrderChange(ChangeKind.FINALISE, KEY)).outcome is CONFIRMED
    assert [(body["status"], body["params"]) for body in made.bodies[1:]] == [
        ("Picking", {}), ("Invoiced", {"invoiceNumber": "F1"}),
    ]  # fmt: skip
    made = line(package(status="Invoiced"))
    assert made.provider.change_order(OrderChange(ChangeKind.FINALISE, KEY)).outcome is CONFIRMED


def test_a_cancelled_package_is_not_supplied_at_all(line):
    made = line(package(status="Picking"), DONE)
    assert made.provider.change_order(OrderChange(ChangeKind.CANCEL, KEY, reason="501")).outcome is CONFIRMED
    assert made.asked[1] == f"PUT {ACTIONS}/items/unsupplied"
    assert made.bodies[1] == {
        "lines": [{"lineId": 4765000001, "quantity": 2}], "reasonId": 501, "shouldKeepPreviousStatus": True,
    }  # fmt: skip
    made = line(package(status="Cancelled"))
    assert made.provider.change_order(OrderChange(ChangeKind.CANCEL, KEY)).outcome is CONFIRMED


def test_fewer_pieces_are_told_as_what_is_missing(line):
    change = OrderChange(ChangeKind.EDIT, KEY, {"4765000001": 1})
    made = line(package(), DONE, storefront="RO")
    assert made.provider.change_order(change).outcome is CONFIRMED
    assert made.bodies[1]["lines"] == [{"lineId": 4765000001, "quantity": 1}]
    assert made.bodies[1]["reasonId"] == 500
    made = line(package(orderCountryCode="TR"), DONE, storefront="TR")
    made.provider.change_order(change)
    assert "shouldKeepPreviousStatus" not in made.bodies[1]


def test_what_was_done_by_an_earlier_call_is_known_by_the_package_made_of_it(line):
    change = OrderChange(ChangeKind.EDIT, KEY, {"4765000001": 1})
    new = fixture("package", shipmentPackageId=8, originPackageIds=[int(KEY)], createdBy="cancel")
    result = line(package(status="Cancelled"), listed(new)).provider.change_order(change)
    assert (result.outcome, "8" in result.text) == (CONFIRMED, True)
    assert line(package(status="Cancelled"), listed()).provider.change_order(change).outcome is REFUSED


@pytest.mark.parametrize(
    ("kind", "status", "quantities", "reason", "word"),
    [
        (ChangeKind.STORNO, "shipped", {}, "", "returns"),
        (ChangeKind.CANCEL, "shipped", {}, "", "shipped"),
        (ChangeKind.EDIT, "cancelled", {}, "", "cancelled"),
        (ChangeKind.CANCEL, "processing", {}, "7", "reasons"),
        (ChangeKind.EDIT, "processing", {"1": 3}, "", "smaller"),
        (ChangeKind.EDIT, "processing", {"9": 1}, "", "no line 9"),
        (ChangeKind.EDIT, "processing", {"1": "0.5"}, "", "whole"),
        (ChangeKind.EDIT, "processing", {"1": 1}, "500", ""),
        (ChangeKind.PREPARE, "new", {}, "", ""),
    ],
)
def test_changes_trendyol_would_refuse_are_known_before(kind, status, quantities, reason, word):
    order = {"status": status, "quantities": {"1": Decimal(2)}}
    said = TrendyolProvider.change_refusal(OrderChange(kind, KEY, quantities, reason), order, NOW)
    assert word in said if word else said == ""


def test_reasons_are_said_in_words():
    assert TrendyolProvider.cancel_reasons["500"] == "Out of stock"
    assert "51" in TrendyolProvider.refuse_reasons


# ---- parcels ----


def shipment(**changes):
    usual = {"key": "S1", "order_key": KEY, "sender": Address(), "receiver": Address(), "currency": "RON"}
    return Shipment(**usual | {"parcels": (Parcel(Decimal(2)),)} | changes)


def test_G7_the_number_of_the_parcel_is_there_already(line):
    result = line(package(status="Picking")).provider.create_shipment(shipment())
    assert result.outcome is CONFIRMED
    assert (result.detail.ref, result.detail.number) == (KEY, "9990000000001234")
    assert line(package(cargoTrackingNumber=None)).provider.create_shipment(shipment()).outcome is UNKNOWN


def test_G7_another_courier_and_more_boxes_are_told_first(line):
    made = line(package(), DONE, DONE, package(cargoTrackingNumber=77))
    two = (Parcel(Decimal(2), Decimal(30), Decimal(20), Decimal(10)), Parcel(Decimal(3)))
    result = made.provider.create_shipment(shipment(courier_key="DPD-RO", parcels=two))
    assert result.detail.number == "77"
    assert made.asked[1:3] == [f"PUT {ACTIONS}/cargo-providers", f"PUT {ACTIONS}/box-info"]
    assert made.bodies[1:3] == [{"cargoProvider": "DPD-RO"}, {"boxQuantity": 2, "deci": 5.0}]


def test_G9_a_refused_courier_says_why_in_words(line):
    made = line(package(), refused(409, "CPE004", "x"))
    result = made.provider.create_shipment(shipment(courier_key="DPD-RO"))
    assert result.outcome is REFUSED
    assert "does not serve" in result.text


@pytest.mark.parametrize(
    ("changes", "order", "word"),
    [
        ({}, {"status": "new"}, "taken over"),
        ({}, {"status": "cancelled"}, "cancelled"),
        ({}, {"platform_pays": False}, "own courier"),
        ({"parcels": ()}, {}, "nothing to send"),
        ({"courier_key": "GLS"}, {}, "GLS"),
        ({"return_key": "R"}, {}, "Returns"),
    ],
)
def test_G9_what_stands_in_the_way_is_known_before(changes, order, word):
    [said] = TrendyolProvider.shipment_gaps(shipment(**changes), {"status": OrderStatus.PROCESSING} | order)
    assert word in said
    assert TrendyolProvider.shipment_gaps(shipment(), {"status": OrderStatus.PROCESSING}) == []


def test_a_parcel_is_followed_by_its_package(line):
    state = line(package(status="Delivered")).provider.fetch_shipment(KEY)
    assert (state.progress, state.code, state.text) == (Progress.DELIVERED, "Delivered", "Delivered")


def test_G10_the_label_is_fetched_where_trendyol_put_it_and_our_key_stays_at_home(line):
    made = line(DONE)
    url = f"{made.wire.url}/labels/abc.pdf"
    made.wire.answers[:] = [answer(200, {"data": [{"format": "PDF", "label": url}]}), answer(200, b"%PDF-1.4")]
    state = ShipmentState(KEY, "9990000000001234", order_key=KEY)
    [label] = made.provider.fetch_labels(state, "PDF")
    assert label.content.startswith(b"%PDF")
    assert made.calls[0][2] == {"id": "9990000000001234"}
    assert "authorization" not in made.headers(1)


@pytest.mark.parametrize("url", ["http://labels.example/x.pdf", "https://10.0.0.1/x.pdf", "file:///etc/passwd", "x"])
def test_a_label_is_fetched_from_the_internet_only(line, url):
    made = line(answer(200, {"data": [{"label": url}]}))
    with pytest.raises(Rejected, match="not fetched"):
        made.provider.fetch_labels(ShipmentState(KEY, "1", order_key=KEY), "PDF")


def test_labels_in_turkey_are_asked_for_and_come_for_the_printer(line):
    made = line(DONE, answer(200, {"data": [{"label": "^XA^XZ", "format": "ZPL"}]}), storefront="TR")
    [label] = made.provider.fetch_labels(ShipmentState(KEY, "733", order_key=KEY), "ZPL")
    assert (label.content, label.mimetype) == (b"^XA^XZ", "application/zpl")


# ---- invoices ----


def invoice(**changes):
    usual = {
        "key": "5", "kind": DocumentKind.INVOICE, "order_key": KEY, "name": "Factura F1", "number": "F1",
        "url": "https://shop.example.ro/1.pdf", "issued_on": date(2026, 9, 23), "file": b"%PDF-1.4 x",
    }  # fmt: skip
    return Document(**usual | changes)


def test_G11_the_file_itself_goes_to_trendyol(line):
    made = line(package(), answer(200))
    assert made.provider.attach_document(invoice()).outcome is CONFIRMED
    assert made.asked[1] == "POST sellers/123456/seller-invoice-file"
    assert b'name="shipmentPackageId"\r\n\r\n3330000001' in made.bodies[1]
    assert b'filename="F1.pdf"' in made.bodies[1]


def test_G11_or_its_address_with_number_and_date_where_the_law_asks(line):
    made = line(package(), answer(201), invoice_by="link")
    made.provider.attach_document(invoice())
    assert made.bodies[1] == {"invoiceLink": "https://shop.example.ro/1.pdf", "shipmentPackageId": 3330000001}
    made = line(package(micro=True), answer(201), invoice_by="link")
    made.provider.attach_document(invoice(number="ABC2026000000001"))
    assert (made.bodies[1]["invoiceNumber"], made.bodies[1]["invoiceDateTime"]) == ("ABC2026000000001", 1790164800000)
    made = line(package(is4P=True))
    result = made.provider.attach_document(invoice())
    assert (result.outcome, "«F1»" in result.text, len(made.calls)) == (REFUSED, True, 1)


def test_G11_what_is_shown_already_is_not_shown_twice(line):
    shown = package(invoiceStatus="Invoiced", invoiceNumber="F1")
    assert line(shown).provider.find_document(invoice()).outcome is CONFIRMED
    assert line(package()).provider.find_document(invoice()) is None


def test_G14_a_corrected_invoice_takes_the_place_of_the_one_before(line):
    made = line(package(invoiceStatus="Invoiced", invoiceNumber="F0"), answer(202), answer(201), invoice_by="link")
    assert made.provider.attach_document(invoice()).outcome is CONFIRMED
    assert made.asked[1:] == [
        "POST sellers/123456/seller-invoice-links/delete", "POST sellers/123456/seller-invoice-links",
    ]  # fmt: skip
    assert made.bodies[1] == {"serviceSourceId": 3330000001, "channelId": 1, "customerId": 90000001}
    made = line(package(), refused(409), answer(202), answer(201))
    assert made.provider.attach_document(invoice()).outcome is CONFIRMED


def test_the_number_of_our_own_courier_is_told(line):
    paper = invoice(kind=DocumentKind.AWB, number="2201, 2202", file=b"")
    made = line(package(whoPays=1), DONE, own_courier="GLS")
    assert made.provider.attach_document(paper).outcome is CONFIRMED
    assert made.bodies[1] == {"cargoSenderNumber": "2201", "providerCode": "GLS"}
    assert line(package(cargoSenderNumber="2201")).provider.find_document(paper).outcome is CONFIRMED
    assert "Say on the account" in line(package()).provider.attach_document(paper).text
    assert line(package()).provider.attach_document(invoice(kind=DocumentKind.WARRANTY)).outcome is REFUSED


# ---- returns ----

RETURN = "f9da0000-0000-0000-0000-000000000001"


def claim(*states):
    row = fixture("claim")
    for piece, state in zip(row["items"][0]["claimItems"], states, strict=False):
        piece["claimItemStatus"]["name"] = state
    return listed(row)


def reply(status, **more):
    return ReturnAnswer(RETURN, status, **more)


def test_returns_are_listed_state_by_state_and_by_their_day(line):
    opened, asked = TrendyolProvider.return_scans
    made = line(claim())
    page, states = None, []
    while True:
        answered = made.provider.fetch_returns(opened, None, None, page)
        states.append(made.calls[-1][2]["claimItemStatus"])
        page = answered.next
        if page is None:
            break
    assert states == ["WaitingInAction", "Created", "InAnalysis", "Unresolved"]
    assert made.provider.fetch_returns(asked, SINCE, NOW, None).items[0].key == RETURN
    assert made.provider.fetch_return("another") is None


def test_a_return_is_approved_piece_by_piece(line):
    made = line(claim("WaitingInAction", "Accepted"), DONE)
    assert made.provider.answer_return(reply(ReturnStatus.CLOSED)).outcome is CONFIRMED
    assert made.asked[1] == f"PUT order/sellers/123456/claims/{RETURN}/items/approve"
    assert made.bodies[1] == {"claimLineItemIdList": ["b714"], "params": {}}
    assert line(claim("Accepted", "Accepted")).provider.answer_return(reply(ReturnStatus.CLOSED)).outcome is CONFIRMED


def test_a_return_is_contested_with_a_reason_and_a_picture(line):
    made = line(claim(), DONE)
    answered = reply(ReturnStatus.REFUSED, reason="51", note="Purtat", files=(("poză.jpg", b"\xff\xd8x"),))
    assert made.provider.answer_return(answered).outcome is CONFIRMED
    assert made.calls[1][2] == {"claimIssueReasonId": "51", "claimItemIdList": "b714,b715", "description": "Purtat"}
    assert b'name="files"; filename="poz-.jpg"' in made.bodies[1]


@pytest.mark.parametrize(
    ("answered", "states", "word"),
    [
        (reply(ReturnStatus.REFUSED, reason="51"), (), "picture"),
        (reply(ReturnStatus.REFUSED, reason="used"), (), "reasons"),
        (reply(ReturnStatus.CLOSED), ("Created", "Created"), "arrived"),
        (reply(ReturnStatus.RECEIVED), ("Created", "Created"), "courier"),
        (reply(ReturnStatus.CANCELLED), (), "called off|call a return off"),
    ],
)
def test_answers_trendyol_would_refuse_are_not_sent(line, answered, states, word):
    made = line(claim(*states))
    result = made.provider.answer_return(answered)
    assert result.outcome is REFUSED
    assert any(part in result.text for part in word.split("|"))
    assert len(made.calls) == 1


def test_what_trendyol_knows_already_is_not_told(line):
    assert line(claim()).provider.answer_return(reply(ReturnStatus.RECEIVED)).outcome is CONFIRMED
    assert line(claim()).provider.answer_return(reply(ReturnStatus.APPROVED)).outcome is CONFIRMED
    assert line(listed()).provider.answer_return(reply(ReturnStatus.CLOSED)).outcome is REFUSED
