"""AWBs over real HTTP with scripted answers: made once, found after a lost answer, followed, printed."""

import base64
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, RateLimited, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import Label, Progress, ShipmentState
from odoo.addons.marketplace_base.lib.types import Outcome
from odoo.addons.marketplace_emag.lib.parse_shipment import is_about, parse_made, parse_shipment, parse_zpl

from tests.pure.emag_line import EmagLine, fixture, said
from tests.pure.emag_shipment import returning, shipment
from tests.pure.junk import spoiled, understood, values
from tests.pure.wire import answer

AWB = fixture("awb")
MADE = {"reservation_id": 45285110, "courier_id": 1, "courier_name": "SAMEDAY", "awb": AWB["awb"]}
PDF = b"%PDF-1.7 label"
LOST = [None, answer(body=b'{"isErr'), answer(502), answer(body={"results": {}}), said([], error=True)]


@pytest.fixture
def line():
    lines = []

    def make(*answers):
        lines.append(EmagLine(*answers))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def order(**changes):
    return said([fixture("order", **changes)])


# ---- making one ----


@pytest.mark.parametrize(
    "results", [MADE, [MADE], {"1": MADE}, json.loads(json.dumps(MADE).replace("45285110", '"45285110"'))]
)
def test_G9_awb_is_made_with_one_call_whatever_shape_the_answer_has(line, results):
    made = line(said(results))
    result = made.provider.create_shipment(shipment())
    assert (result.key, result.outcome, result.ref) == ("S1", Outcome.CONFIRMED, "45285110")
    assert (result.detail.number, result.detail.order_key) == ("4EMGLN000123456", "391982964")
    assert [(parcel.key, parcel.barcode) for parcel in result.detail.parcels] == [
        ("24340900", "4EMGLN000123456001"),
        ("24340901", "4EMGLN000123456002"),
    ]
    assert result.detail.progress is Progress.CREATED
    assert [route for route, _body in made.calls] == ["/api-3/awb/save"]
    assert made.journal[0].keys == ("391982964", "S1")


def test_G9_reservation_alone_is_completed_by_reading(line):
    made = line(said({"reservation_id": 45285110}), said(AWB))
    result = made.provider.create_shipment(shipment())
    assert (result.ref, result.detail.number, len(result.detail.parcels)) == ("45285110", "4EMGLN000123456", 2)
    assert made.calls[1] == ("/api-3/awb/read", {"reservation_id": 45285110})


@pytest.mark.parametrize(
    "trouble",
    [
        None,
        answer(503),
        answer(429),
        answer(403),
        said([], "Nope", error=True),
        said([]),
        said("?"),
        said(AWB | {"reservation_id": 5}),
    ],
)
def test_G9_reservation_is_never_lost_because_the_rest_cannot_be_read(line, trouble):
    result = line(said({"reservation_id": 45285110}), trouble).provider.create_shipment(shipment())
    assert (result.outcome, result.ref, result.detail.number) == (Outcome.CONFIRMED, "45285110", "")


def test_awb_without_reservation_is_asked_for_by_its_own_number(line):
    result = line(said({"awb": AWB["awb"]})).provider.create_shipment(shipment())
    assert (result.outcome, result.ref) == (Outcome.CONFIRMED, "24340900")


def test_refused_awb_says_why(line):
    result = line(said([], "ERROR: Invalid locality", error=True)).provider.create_shipment(shipment())
    assert (result.outcome, result.text) == (Outcome.REFUSED, "Invalid locality")
    words = "The cash on delivery value cannot be greater than the order value (5)"
    result = line(said([], words, error=True)).provider.create_shipment(shipment())
    assert result.outcome is Outcome.REFUSED
    assert "customer owes" in result.text and words in result.text
    assert line(answer(400, {})).provider.create_shipment(shipment()).outcome is Outcome.REFUSED


@pytest.mark.parametrize("lost", [*LOST, said([]), said({"cost": 5}), said("?"), said({"reservation_id": []})])
def test_G9_answer_that_is_no_clear_word_leaves_it_unknown(line, lost):
    with pytest.raises(OutcomeUnknown):
        line(lost).provider.create_shipment(shipment())


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (said([], "Resource locked for processing", error=True), Unavailable),
        (answer(429), RateLimited),
        (said([], "You are not allowed to use this API.", error=True, status=403), AuthFailed),
    ],
)
def test_what_certainly_changed_nothing_may_be_tried_again(line, trouble, error):
    with pytest.raises(error):
        line(trouble).provider.create_shipment(shipment())


def test_return_is_collected_tomorrow_at_the_earliest(line):
    made = line(said(MADE))
    today = made.provider.create_shipment(returning(pickup_date=date(2026, 2, 10)))
    assert (today.outcome, made.calls) == (Outcome.REFUSED, [])
    assert "2026-02-11" in today.text
    assert made.provider.create_shipment(returning()).outcome is Outcome.CONFIRMED
    assert made.journal[0].keys == ("391982964", "4261000", "S1")


# ---- after an unclear call ----

MODIFIED = "2026-02-10 14:23:10"
WAITING = {"status": 2, "modified": MODIFIED, "shipped": False}
SHIPPED = WAITING | {"status": 4, "shipped": True}


def test_G9_what_an_awb_would_change_is_written_down_before(line):
    made = line(order(status=2))
    assert made.provider.before_shipment(shipment()) == WAITING
    assert line(said([fixture("return")])).provider.before_shipment(returning()) == {"awbs": ["4528511"]}
    for traces in ({"finalization_date": "2026-02-09 10:00:00"}, {"attachments": [{"type": "13"}, {"url": "x"}]}):
        assert line(order(status=3, **traces)).provider.before_shipment(shipment())["shipped"]
    for asked in (shipment(), returning()):
        with pytest.raises(Rejected, match="does not know"):
            line(said([])).provider.before_shipment(asked)


@pytest.mark.parametrize("changes", [{"status": 2}, {"status": 3, "modified": "2026-02-10 14:30:00"}])
def test_G9_an_order_not_finalised_proves_that_no_awb_was_made(line, changes):
    made = line(order(**changes))
    assert made.provider.find_shipment(shipment(), WAITING) is None


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (WAITING, {"status": 4, "modified": "2026-02-10 15:00:00"}, "most likely made"),
        (WAITING | {"status": 3}, {"status": 4}, "most likely made"),
        (SHIPPED, {"status": 4, "modified": "2026-02-10 15:00:00"}, "may have been made"),
        (SHIPPED, {"status": 4}, "cannot be seen"),
        (SHIPPED, {"status": 3, "modified": "2026-02-10 15:00:00"}, "may have been made"),
        (WAITING, {"status": 0, "modified": "2026-02-10 15:00:00"}, "may have been made"),
        ({}, {"status": 2}, "may have been made"),
        # finalised once, taken back to prepared: another AWB would leave no trace on the order
        (WAITING | {"status": 3, "shipped": True}, {"status": 3}, "cannot be seen"),
    ],
)
def test_G9_where_nobody_can_tell_a_person_is_told_what_to_do(line, before, now, words):
    result = line(order(**now)).provider.find_shipment(shipment(), before)
    assert (result.key, result.outcome) == ("S1", Outcome.UNKNOWN)
    assert words in result.text
    assert "reservation number" in result.text and "marketplace.emag.ro" in result.text


def test_awb_of_a_return_is_found_among_those_the_return_names(line):
    twice = fixture("return", awbs=[{"reservation_id": "4528511"}, {"reservation_id": 45285110}])
    made = line(said([twice]), said(AWB | {"rma_id": 4261000}))
    result = made.provider.find_shipment(returning(), {"awbs": ["4528511"]})
    assert (result.outcome, result.ref, result.detail.return_key) == (Outcome.CONFIRMED, "45285110", "4261000")
    assert made.calls[1][1] == {"reservation_id": 45285110}
    assert line(said([fixture("return")])).provider.find_shipment(returning(), {"awbs": ["4528511"]}) is None
    with pytest.raises(Unavailable, match="45285110"):
        line(said([twice]), said([])).provider.find_shipment(returning(), {"awbs": ["4528511"]})


def test_reading_that_fails_proves_nothing(line):
    for trouble in (None, answer(503), said([fixture("order", id=5)]), said([fixture("order", status="?")])):
        with pytest.raises(Unavailable):
            line(trouble).provider.find_shipment(shipment(), WAITING)


# ---- following ----


@pytest.mark.parametrize("results", [AWB, [AWB], {"1": AWB}])
def test_G27_awb_is_read_by_its_reservation(line, results):
    state = line(said(results)).provider.fetch_shipment("45285110")
    assert (state.ref, state.number, state.order_key) == ("45285110", "4EMGLN000123456", "391982964")
    assert (state.code, state.text, state.progress) == ("DLV", "AWB delivered", Progress.DELIVERED)
    assert (state.courier_name, state.courier_key) == ("SAMEDAY", "10667")


def test_G27_notification_with_the_awbs_own_number_leads_to_its_reservation(line):
    made = line(said([]), said(AWB))
    assert made.provider.fetch_shipment("24340901").ref == "45285110"
    assert [body for _route, body in made.calls] == [{"reservation_id": 24340901}, {"emag_id": 24340901}]
    assert line(said([])).provider.fetch_shipment("5") is None
    assert line(said([], "AWB was not found", error=True)).provider.fetch_shipment("5") is None
    made = line(said([]))
    assert made.provider.fetch_shipment("4EMGLN000123456") is None
    assert made.calls == []


def test_answer_about_another_awb_is_not_taken_for_ours(line):
    with pytest.raises(Unavailable, match="another one"):
        line(said(AWB)).provider.fetch_shipment("5")
    with pytest.raises(Rejected):
        line(said([], "Emag id or reservation id is mandatory", error=True)).provider.fetch_shipment("5")


def read(status):
    return parse_shipment(AWB | {"status": status}, "45285110")


@pytest.mark.parametrize(
    ("code", "progress"),
    [
        ("DLV", Progress.DELIVERED),
        ("dlv", Progress.DELIVERED),
        ("RET", Progress.RETURNED),
        ("CAN", Progress.CANCELLED),
        ("RTS", Progress.RETURNING),
        ("REF", Progress.REFUSED),
        ("NEW", Progress.CREATED),
        ("XYZ", Progress.IN_TRANSIT),
        ("", None),
    ],
)
def test_G27_every_code_is_understood_or_means_under_way(code, progress):
    assert read({"code": code, "name": "n"}).progress is progress


def test_G27_status_in_every_shape():
    assert read([{"code": "DLV", "name": "Delivered"}]).text == "Delivered"
    assert read([{"code": "DLV"}, {"code": "INT"}]).progress is Progress.DELIVERED
    assert read([{"code": "NEW"}, {"code": "INT"}]).code == "INT"
    assert read("CAN").progress is Progress.CANCELLED
    for nothing in (None, [], {}, ""):
        assert (read(nothing).code, read(nothing).progress) == ("", None)


# ---- printing ----

STATE = parse_shipment(AWB, "45285110")


def pdf(content=PDF):
    return answer(body=content, headers={"Content-Type": "application/pdf"})


def test_G7_label_of_each_parcel_in_the_size_asked_for(line):
    made = line(pdf(PDF + b"1"), pdf(PDF + b"2"))
    assert made.provider.fetch_labels(STATE, "A6") == [Label(PDF + b"1"), Label(PDF + b"2")]
    assert [route for route, _body in made.calls] == [
        "/api-3/awb/read_pdf?emag_id=24340900&awb_format=A6",
        "/api-3/awb/read_pdf?emag_id=24340901&awb_format=A6",
    ]
    assert made.journal[0].response == "(application/pdf, 15 bytes)"


def test_G7_one_label_where_the_parcels_share_a_number(line):
    shared = replace(STATE, parcels=tuple(replace(parcel, key="24340900") for parcel in STATE.parcels))
    assert line(pdf()).provider.fetch_labels(shared, "A4") == [Label(PDF)]


def test_G7_label_of_an_awb_of_which_only_the_reservation_is_known(line):
    made = line(said(AWB), pdf())
    assert len(made.provider.fetch_labels(ShipmentState("45285110"), "A5")) == 2
    with pytest.raises(Unavailable, match="not numbered"):
        line(said(AWB | {"awb": [], "emag_id": None})).provider.fetch_labels(ShipmentState("45285110"), "A5")


@pytest.mark.parametrize("status", [200, 400])
def test_G7_label_refused_as_json_is_no_label(line, status):
    with pytest.raises(Rejected, match="was not found"):
        line(said([], "AWB 5 was not found", error=True, status=status)).provider.fetch_labels(STATE, "A6")


@pytest.mark.parametrize("wrong", [None, pdf(b"<html>"), said({}), answer(503), pdf(b"")])
def test_G7_whatever_else_is_not_printed(line, wrong):
    with pytest.raises(Unavailable):
        line(wrong).provider.fetch_labels(STATE, "A6")


def test_G7_a_file_sent_with_a_refusal_is_no_label(line):
    with pytest.raises(Rejected):
        line(answer(400, PDF, headers={"Content-Type": "application/pdf"})).provider.fetch_labels(STATE, "A6")


def test_G7_a_broken_off_label_is_not_printed(line):
    with pytest.raises(Unavailable):
        line(answer(body=PDF, announced=5000)).provider.fetch_labels(STATE, "A6")


def zpl(*labels):
    content = [base64.b64encode(label).decode() for label in labels]
    return {"deliveries": {"20": {"awbs": {"content": content}}}}


def test_G7_labels_for_thermal_printers(line):
    made = line(said(zpl(b"^XA1^XZ")), said(zpl(b"^XA2^XZ")))
    assert made.provider.fetch_labels(STATE, "ZPL") == [
        Label(b"^XA1^XZ", "application/zpl"),
        Label(b"^XA2^XZ", "application/zpl"),
    ]
    assert made.calls[0][0] == "/api-3/awb/read_zpl?emag_id=24340900"
    for wrong in ([], {"deliveries": []}, {"deliveries": {"20": {"awbs": {"content": ["?"]}}}}, zpl(b"hello")):
        with pytest.raises(Unavailable):
            line(said(wrong)).provider.fetch_labels(STATE, "ZPL")


# ---- junk ----


@settings(max_examples=300)
@given(spoiled(AWB))
def test_spoiled_awb_raises_nothing_but_value_error(spoilt):
    state = understood(parse_shipment, spoilt, "45285110")
    assert state is None or state.ref
    understood(is_about, spoilt, "emag_id", "24340900")


@settings(max_examples=300)
@given(spoiled(MADE))
def test_spoiled_answer_to_awb_save_raises_nothing_but_value_error(spoilt):
    state = understood(parse_made, spoilt, "391982964")
    assert state is None or state.ref


@given(values)
def test_any_json_is_an_awb_or_refused(anything):
    understood(parse_made, anything, "391982964")
    understood(parse_zpl, anything)


@settings(max_examples=200)
@given(spoiled(zpl(b"^XA1^XZ")))
def test_spoiled_labels_raise_nothing_but_value_error(spoilt):
    labels = understood(parse_zpl, spoilt)
    assert labels is None or all(b"^XA" in label for label in labels)
