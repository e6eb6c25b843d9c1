"""awb/read, labels, presets, and how AWBs travel (api/emag.md §1.8, §5.3 - §5.8)."""

import base64
from io import BytesIO

import pytest
from pypdf import PdfReader

from .emag_api import RECEIVER, Api, awb_for

POINTS = {"A4": (595, 842), "A5": (420, 595), "A6": (298, 420)}
MANDATORY = "Emag id or reservation id is mandatory"


@pytest.fixture
def order(shop):
    return shop.order_in(2, lines=[{"product_id": 1, "quantity": 2}])


@pytest.fixture
def awb(shop, order):
    """Results of an AWB with two parcels."""
    return shop.save_awb(order, parcel_number=2).results


def emag_id(awb):
    return awb["awb"][0]["emag_id"]


def move(shop, awb, code, **options):
    return shop.control("POST", f"/awbs/{emag_id(awb)}/status", {"code": code, **options})


# awb/read


def test_read_by_either_id(shop, order, awb):
    by_id = shop.post("/awb/read", {"emag_id": emag_id(awb)})
    by_reservation = shop.post("/awb/read", {"reservation_id": awb["reservation_id"]})
    assert by_id.accepted and by_id.json == by_reservation.json
    assert by_id.results == {
        "emag_id": emag_id(awb),
        "reservation_id": awb["reservation_id"],
        "order_id": int(order["id"]),
        "type": 3,
        "weight": 1,
        "awb": awb["awb"],
        "status": {"code": "NEW", "name": "AWB issued", "description": "AWB: AWB issued"},
        "courier": {"courier_account_id": 10667, "courier_name": "SAMEDAY"},
        "cash_on_delivery": order["total"],
    }


@pytest.mark.parametrize("body", [{}, {"order_id": 391982964}, {"emag_id": None}, {"data": {"emag_id": 24340900}}])
def test_one_of_the_ids_is_mandatory(shop, awb, body):
    reply = shop.post("/awb/read", body)
    assert (reply.json["isError"], reply.text) == (True, MANDATORY)


def test_filters_under_data_when_so_switched(shop, awb):
    shop.set(ignore_data_filters_on_read=False)
    assert shop.post("/awb/read", {"data": {"emag_id": emag_id(awb)}}).results["emag_id"] == emag_id(awb)


def test_unknown_awbs(shop, awb):
    for body in ({"emag_id": 5}, {"reservation_id": 5}, {"emag_id": emag_id(awb), "reservation_id": 5}):
        reply = shop.post("/awb/read", body)
        assert reply.accepted and reply.results == []


def test_shapes_by_switch(shop, awb):
    shop.set(awb_results_as="list", awb_status_as="list")
    [row] = shop.post("/awb/read", {"emag_id": emag_id(awb)}).results
    assert row["status"][0]["code"] == "NEW"


def test_every_id_of_an_awb_reads_it(shop, order):
    shop.set(awb_ids_of_parcels="own")
    awb = shop.save_awb(order, parcel_number=2).results
    for entry in awb["awb"]:
        row = shop.post("/awb/read", {"emag_id": entry["emag_id"]}).results
        assert (row["emag_id"], row["awb"]) == (entry["emag_id"], awb["awb"])


# Status


def test_the_courier_reports(shop, awb):
    row = move(shop, awb, "INT")
    assert row["status"] == {"code": "INT", "name": "In transit", "description": "AWB: In transit"}
    move(shop, awb, "XYZ", name="At the depot", description="Parcel is at the depot in Cluj")
    read = shop.post("/awb/read", {"emag_id": emag_id(awb)}).results
    assert read["status"] == {"code": "XYZ", "name": "At the depot", "description": "Parcel is at the depot in Cluj"}
    history = shop.control("GET", f"/awbs/{emag_id(awb)}")["history"]
    assert [entry["code"] for entry in history] == ["NEW", "INT", "XYZ"]


def test_codes_can_be_configured(shop, awb):
    assert move(shop, awb, "XYZ")[0] == 400
    shop.set(awb_statuses={"XYZ": "At the depot"})
    assert move(shop, awb, "XYZ")["status"]["name"] == "At the depot"


@pytest.mark.parametrize("body", [None, {}, {"code": ""}, {"code": 5}])
def test_bad_reports(shop, awb, body):
    assert shop.control("POST", f"/awbs/{emag_id(awb)}/status", body)[0] == 400


def test_unknown_awbs_of_the_control_api(shop):
    assert shop.control("POST", "/awbs/5/status", {"code": "DLV"})[0] == 404
    assert shop.control("GET", "/awbs/5")[0] == 404


@pytest.mark.parametrize("code", ["DLV", "RET", "CAN"])
def test_nothing_follows_the_end(shop, awb, code):
    move(shop, awb, code)
    assert move(shop, awb, "INT")[0] == 409
    assert move(shop, awb, "INT", force=True)["status"]["code"] == "INT"


@pytest.mark.parametrize("before", [True, False])
def test_delivery_brings_the_money_of_a_cod_order(shop, order, before):
    shop.set(cashed_cod_before_delivery=before)
    awb = shop.save_awb(order, cod=200).results
    row = shop.read_order(order["id"])
    assert (row["cashed_cod"], row["payment_status"]) == (order["total"] if before else 0, 0)
    shop.clock.advance(60)
    move(shop, awb, "DLV")
    row = shop.read_order(order["id"])
    assert (row["cashed_cod"], row["payment_status"]) == (200, 1)
    assert row["modified"] == "2026-03-10 12:01:00"


def test_money_comes_in_once(shop, order):
    awb = shop.save_awb(order, cod=200).results
    for _report in range(2):
        move(shop, awb, "DLV", force=True)
    assert shop.read_order(order["id"])["cashed_cod"] == 200


@pytest.mark.parametrize("code", ["INT", "RTS", "REF", "RET", "CAN"])
def test_no_other_code_brings_money(shop, order, awb, code):
    move(shop, awb, code)
    assert shop.read_order(order["id"])["payment_status"] == 0


def test_an_awb_without_cod_brings_no_money(shop, order):
    move(shop, shop.save_awb(order, cod=0).results, "DLV")
    assert shop.read_order(order["id"])["payment_status"] == 0


def test_card_orders_stay_as_they_are(shop):
    order = shop.order_in(2, payment="card")
    move(shop, shop.save_awb(order).results, "DLV")
    row = shop.read_order(order["id"])
    assert (row["cashed_cod"], row["cashed_co"], row["payment_status"]) == (0, order["total"], 1)


def test_awbs_travel_by_themselves_when_so_switched(shop, order):
    shop.set(awb_progress_seconds=600)
    awb = shop.save_awb(order).results
    codes = []
    for _step in range(4):
        codes.append(shop.post("/awb/read", {"emag_id": emag_id(awb)}).results["status"]["code"])
        shop.clock.advance(600)
    assert codes == ["NEW", "INT", "DLV", "DLV"]


def test_the_control_api_stops_what_goes_by_itself(shop, order):
    shop.set(awb_progress_seconds=600)
    awb = shop.save_awb(order).results
    move(shop, awb, "REF")
    shop.clock.advance(6000)
    assert shop.post("/awb/read", {"emag_id": emag_id(awb)}).results["status"]["code"] == "REF"


def test_callbacks_of_status_changes(shop, order):
    shop.set(callback_urls={"awb_status": "https://shop.example.com/awb"})
    awb = shop.save_awb(order).results
    move(shop, awb, "INT")
    assert shop.run_notifications() == [
        ("awb_status", "GET", "https://shop.example.com/awb", {"emag_id": emag_id(awb)})
    ]
    for name in ("reservation_id", "awb_number"):
        shop.set(callback_parameters={"awb_status": name})
        move(shop, awb, "REF")
        value = awb["reservation_id"] if name == "reservation_id" else awb["awb"][0]["awb_number"]
        assert shop.run_notifications()[-1][3] == {name: value}


# The control API's lists


def test_awbs_are_listed_with_what_was_sent(shop, order):
    shop.save_awb(order)
    other = shop.order_in(2)
    shop.save_awb(other)
    assert len(shop.control("GET", "/awbs")) == 2
    [row] = shop.control("GET", f"/awbs?order_id={order['id']}")
    assert row["request"] == awb_for(order)
    assert (row["parcels"], row["receiver"]["name"], row["created_at"]) == (1, "Ana Pop", shop.clock.time())
    assert shop.control("GET", "/awbs?code=DLV") == []
    assert shop.control("GET", "/awbs?limit=1")[0]["order_id"] == int(other["id"])
    assert shop.control("GET", f"/awbs/{row['reservation_id']}") == row


# Labels


def pages(response):
    assert response.data.startswith(b"%PDF-")
    return PdfReader(BytesIO(response.data)).pages


@pytest.mark.parametrize("size", POINTS)
def test_labels_in_three_sizes(shop, awb, size):
    response = shop.file(f"/api-3/awb/read_pdf?emag_id={emag_id(awb)}&awb_format={size}")
    assert response.content_type == "application/pdf"
    for number, page in enumerate(pages(response), 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == POINTS[size]
        assert f"Parcel {number}/2" in page.extract_text()


def test_what_stands_on_a_label(shop, awb, order):
    first, second = pages(shop.file(f"/api-3/awb/read_pdf?emag_id={emag_id(awb)}"))
    text = first.extract_text()
    for part in (
        *(awb["awb"][0]["awb_number"], awb["awb"][0]["awb_barcode"], "SAMEDAY", order["id"]),
        *("Demo Shop SRL", "Str. Fabricii 10", "Cluj-Napoca", "0264000000"),
        *("Ana Pop", "Str. Lunga 1", "401001 Turda", "0720000000"),
        *("COD: 261.99 RON", "1.2 kg", "Call before delivery", "HOME DELIVERY"),
    ):
        assert part in text, part
    assert awb["awb"][1]["awb_barcode"] in second.extract_text()
    assert round(first.mediabox.width) == POINTS["A4"][0]


def test_names_are_printed_in_plain_latin_letters(shop, order):
    receiver = {**RECEIVER, "name": "Ștefan Țurcanu", "contact": "Иван Щерев", "street": "Kőszegi Ödön tér 5 日"}
    awb = shop.save_awb(order, receiver=receiver).results
    text = pages(shop.file(f"/api-3/awb/read_pdf?emag_id={emag_id(awb)}"))[0].extract_text()
    assert "Stefan Turcanu, Ivan Shterev" in text and "Koszegi Odon ter 5 ?" in text


def test_locker_and_paid_labels(shop):
    order = shop.order_in(2, delivery="locker", payment="card")
    awb = shop.save_awb(order, locker_id=order["details"]["locker_id"]).results
    text = pages(shop.file(f"/api-3/awb/read_pdf?emag_id={emag_id(awb)}"))[0].extract_text()
    assert f"LOCKER: {order['details']['locker_name']}" in text and "COD: -" in text


def test_labels_of_parcels_with_their_own_ids(shop, order):
    shop.set(awb_ids_of_parcels="own")
    second = shop.save_awb(order, parcel_number=3).results["awb"][1]
    [page] = pages(shop.file(f"/api-3/awb/read_pdf?emag_id={second['emag_id']}"))
    assert "Parcel 2/3" in page.extract_text() and second["awb_barcode"] in page.extract_text()


def test_printing_again_gives_the_same_file(shop, awb):
    path = f"/api-3/awb/read_pdf?emag_id={emag_id(awb)}&awb_format=A6"
    assert shop.file(path).data == shop.file(path).data


def test_labels_without_the_prefix(shop, awb):
    assert pages(shop.file(f"/awb/read_pdf?emag_id={emag_id(awb)}"))
    assert shop.file(f"/awb/read_zpl?emag_id={emag_id(awb)}").json["isError"] is False
    assert shop.file("/awb/read").status_code == 404


@pytest.mark.parametrize("query", ["", "?emag_id=5", "?emag_id=x", "?emag_id={id}&awb_format=A3", "?order_id={id}"])
def test_label_failures_are_envelopes(shop, awb, query):
    for path in ("/awb/read_pdf", "/api-3/awb/read_pdf"):
        response = shop.file(path + query.format(id=emag_id(awb)))
        assert (response.status_code, response.json["isError"]) == (200, True)


def test_labels_need_credentials_and_get(shop, awb):
    assert shop.file("/awb/read_pdf?emag_id=1", headers={}).status_code == 403
    assert shop.post("/awb/read_pdf", {"emag_id": emag_id(awb)}).status == 405


def test_zpl_through_read_pdf(shop, awb):
    text = shop.file(f"/api-3/awb/read_pdf?emag_id={emag_id(awb)}&awb_format=ZPL").text
    assert text.startswith("^XA") and text.count("^XZ") == 2


@pytest.mark.parametrize("call", ["get", "post"])
def test_zpl(shop, awb, call):
    if call == "get":
        reply = shop.get(f"/awb/read_zpl?emag_id={emag_id(awb)}")
    else:
        reply = shop.post("/awb/read_zpl", {"emag_id": emag_id(awb)})
    [delivery] = reply.results["deliveries"].values()
    labels = [base64.b64decode(entry).decode() for entry in delivery["awbs"]["content"]]
    assert len(labels) == 2
    for label, entry in zip(labels, awb["awb"], strict=True):
        assert f"^FD{entry['awb_barcode']}^FS" in label and label.startswith("^XA") and label.endswith("^XZ\n")


def test_zpl_has_no_stray_commands(shop, order):
    awb = shop.save_awb(order, observation="^XZ~HI").results
    text = shop.file(f"/api-3/awb/read_pdf?emag_id={emag_id(awb)}&awb_format=ZPL").text
    assert text.count("^XZ") == 1 and "~" not in text


@pytest.mark.parametrize("kind", ["500", "html", "empty", "truncated_json", "wrong_type"])
def test_spoiled_labels(shop, awb, kind):
    shop.control("POST", "/faults", {"kind": kind, "match": "/awb/read_pdf", "times": 1})
    path = f"/api-3/awb/read_pdf?emag_id={emag_id(awb)}"
    spoiled, whole = shop.file(path).data, shop.file(path).data
    assert (spoiled == whole) is (kind == "wrong_type")
    if kind == "truncated_json":
        assert whole.startswith(spoiled) and len(spoiled) < len(whole)


# Presets and volumetry


PRESET = {"label": "XS", "length": 20, "width": 15, "height": 5, "weight": "0.5", "is_default": True}


def test_package_presets_are_replaced_as_a_whole(shop):
    assert shop.post("/awb/package/read").results == []
    assert shop.post(
        "/awb/package/save", {"packages": [PRESET, {**PRESET, "label": "XL", "is_default": False}]}
    ).accepted
    assert shop.post("/awb/package/save", {"packages": [{**PRESET, "label": "M"}]}).accepted
    assert shop.post("/awb/package/read").results == [{**PRESET, "label": "M"}]
    assert shop.post("/awb/package/save", {"packages": []}).accepted
    assert shop.post("/awb/package/read").results == []


@pytest.mark.parametrize(
    "packages",
    [
        None,
        "x",
        ["x"],
        [{**PRESET, "label": "XXXXXL"}],
        [{**PRESET, "label": None}],
        [{**PRESET, "length": 0}],
        [{**PRESET, "weight": None}],
        [{**PRESET, "is_default": 1}],
        [PRESET, PRESET],
    ],
)
def test_bad_presets(shop, packages):
    assert not shop.post("/awb/package/save", {"packages": packages}).accepted
    assert shop.post("/awb/package/read").results == []


def test_volumetry(shop):
    order = shop.order_in(2, lines=[{"product_id": 1}, {"product_id": 2}])
    shop.post("/measurements/save", [{"id": 1, "length": 300, "width": 205, "height": 100, "weight": 1250}])
    body = {"order_id": int(order["id"]), "type": 3}
    row = {"product_id": 1, "weight": 1.25, "length": 30, "width": 20.5, "height": 10}
    assert shop.post("/order/volumetry/read", body).results == {**body, "volumetric_data": [row]}
    assert shop.post("/order/volumetry/read", {**body, "product_id": 2}).results["volumetric_data"] == []
    for wrong in ({**body, "type": 2}, {**body, "order_id": 5}, {"type": 3}, {"order_id": int(order["id"])}):
        assert not shop.post("/order/volumetry/read", wrong).accepted


def test_awb_calls_share_the_common_rate_limit():
    api = Api(settings={"rate_limit_factor": 1})
    assert [api.post("/awb/read", {"emag_id": 1}).status for _call in range(4)] == [200, 200, 200, 429]
    assert api.file("/awb/read_pdf?emag_id=1").status_code == 429
    assert api.post("/order/volumetry/read").status == 200
