"""Labels and invoices (api/trendyol.md §3.12, §4)."""

import io

import pytest
from pypdf import PdfReader

from .trendyol_api import Api, without

LINKS = "/sellers/{S}/seller-invoice-links"
FILE = "/sellers/{S}/seller-invoice-file"
PDF = b"%PDF-1.4 an invoice"


def query(api, package):
    return api.get("/sellers/{S}/common-label/query", id=package["cargoTrackingNumber"])


def picked(api, **wish):
    package = api.place(lines=[{"barcode": "T-1" if api.headers["storeFrontCode"] == "TR" else "A-1"}], **wish)
    assert api.set_status(package, "Picking").is_empty
    return api.package(package["id"])


# International labels


def test_a_label_is_a_pdf_to_download(bazaar):
    package = picked(bazaar, customer={"firstName": "Ștefan", "lastName": "Țurcanu"})
    bazaar.act(package, "box-info", {"boxQuantity": 2, "deci": 3})
    [row] = query(bazaar, package).json["data"]
    assert row["format"] == "PDF"
    reply = bazaar.raw(row["label"].removeprefix("http://localhost"))
    assert reply.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(reply.body)).pages
    text = pages[0].extract_text()
    assert len(pages) == 2
    for part in (
        str(package["cargoTrackingNumber"]),
        package["orderNumber"],
        "Stefan Turcanu",
        "FAN Courier",
        "1 x A-1",
    ):
        assert part in text


def test_there_is_none_before_picking_and_none_where_the_seller_pays(bazaar):
    package = bazaar.place(lines=[{"barcode": "A-1"}])
    assert query(bazaar, package).status == 404
    assert query(bazaar, picked(bazaar, payer="seller")).status == 404
    bazaar.set_status(package, "Picking")
    assert query(bazaar, package).status == 200
    bazaar.control("POST", f"/orders/{package['id']}/cancel")
    assert query(bazaar, package).status == 404


def test_wrong_tracking_numbers_are_400(bazaar):
    assert query(bazaar, {"cargoTrackingNumber": 1}).status == 400
    assert query(bazaar, {"cargoTrackingNumber": "abc"}).status == 400
    assert bazaar.get("/sellers/{S}/common-label/query").status == 400


def test_labels_of_another_storefront():
    api = Api(targets=("BG",))
    api.seed({"id": "A-1"})
    package = api.place(lines=[{"barcode": "A-1"}], storefront="BG")
    assert query(api, package).status == 400


def test_addresses_may_end(bazaar):
    bazaar.set(label_url_seconds=60)
    path = query(bazaar, picked(bazaar)).json["data"][0]["label"].removeprefix("http://localhost")
    assert bazaar.raw(path).status == 200
    bazaar.clock.advance(61)
    assert bazaar.raw(path).status == 404
    assert bazaar.raw("/labels/1.pdf").status == 404


# Turkish labels


def label_path(package):
    return f"/sellers/{{S}}/common-label/{package['cargoTrackingNumber']}"


ZPL = {"format": "ZPL", "boxQuantity": 2, "volumetricHeight": 3.5}


def test_zpl_is_asked_for_and_then_read(turkish):
    turkish.set(label_seconds=60)
    package = picked(turkish)
    assert turkish.get(label_path(package)).status == 404
    assert turkish.post(label_path(package), ZPL).is_empty
    assert turkish.get(label_path(package)).status == 404
    turkish.clock.advance(60)
    rows = turkish.get(label_path(package)).json["data"]
    assert [row["format"] for row in rows] == ["ZPL", "ZPL"]
    for row in rows:
        assert row["label"].startswith("^XA") and row["label"].rstrip().endswith("^XZ")
        assert str(package["cargoTrackingNumber"]) in row["label"]


@pytest.mark.parametrize("body", [{"format": "PDF"}, {}, {**ZPL, "boxQuantity": 0}, {**ZPL, "volumetricHeight": -1}])
def test_wrong_zpl_requests(turkish, body):
    assert turkish.post(label_path(picked(turkish)), body).status == 400


def test_zpl_of_trendyol_express_and_aras_from_picking_on(turkish):
    assert turkish.post(label_path(picked(turkish, carrier="YKMP")), ZPL).status == 400
    assert turkish.post(label_path(picked(turkish, carrier="ARASMP")), ZPL).is_empty
    assert turkish.post(label_path(turkish.place(lines=[{"barcode": "T-1"}])), ZPL).status == 400


# Invoices by link


def link(api, package, **changes):
    body = {
        "invoiceLink": f"https://erp.example.ro/inv/{package['id']}.pdf",
        "shipmentPackageId": package["id"],
        **changes,
    }
    return api.post(LINKS, body)


@pytest.fixture
def package(bazaar):
    return picked(bazaar)


def test_a_link_is_created(bazaar, package):
    assert package["invoiceStatus"] == "NotInvoiced"
    reply = link(bazaar, package, invoiceNumber="ABC2026000000001", invoiceDateTime=bazaar.now)
    assert (reply.status, reply.body) == (201, b"")
    row = bazaar.package(package["id"])
    assert (row["invoiceStatus"], row["invoiceNumber"]) == ("Invoiced", "ABC2026000000001")
    assert row["invoiceLink"].endswith(f"{package['id']}.pdf")


def test_a_second_one_is_409(bazaar, package):
    link(bazaar, package)
    assert link(bazaar, package).status == 409
    assert link(bazaar, package, invoiceLink="https://erp.example.ro/other.pdf").status == 409


def test_a_link_belongs_to_one_package(bazaar, package):
    link(bazaar, package, invoiceLink="https://erp.example.ro/1.pdf")
    assert link(bazaar, picked(bazaar), invoiceLink="https://erp.example.ro/1.pdf").status == 409


@pytest.mark.parametrize(
    "changes", [{"invoiceLink": None}, {"invoiceLink": "1.pdf"}, {"shipmentPackageId": 1}, {"shipmentPackageId": None}]
)
def test_wrong_links(bazaar, package, changes):
    assert link(bazaar, package, **changes).status == 400


def test_neither_awaiting_nor_dead_packages(bazaar):
    awaiting = bazaar.place(lines=[{"barcode": "A-1"}], awaiting=True)
    assert link(bazaar, awaiting).status == 400
    bazaar.control("POST", f"/orders/{awaiting['id']}/cancel")
    assert link(bazaar, awaiting).status == 400


GOOD = {"invoiceNumber": "ABC2026000000001", "invoiceDateTime": 1794218400000}


@pytest.mark.parametrize(
    "papers",
    [
        {},
        without(GOOD, "invoiceNumber"),
        without(GOOD, "invoiceDateTime"),
        {**GOOD, "invoiceNumber": "AB2026000000001"},
        {**GOOD, "invoiceNumber": "ABC2019000000001"},
        {**GOOD, "invoiceNumber": "ABC-2026-00000001"},
        {**GOOD, "invoiceDateTime": 179421840},
        {**GOOD, "invoiceDateTime": 1794218401000},
        {**GOOD, "invoiceDateTime": "yesterday"},
    ],
)
@pytest.mark.parametrize("kind", ["micro", "is4P"])
def test_micro_export_needs_number_and_date(turkish, papers, kind):
    package = picked(turkish, **{kind: True})
    assert link(turkish, package, **papers).status == 400
    assert link(turkish, package, **{**GOOD, "invoiceDateTime": 1794218400}).status == 201


def test_what_trendyol_buys_is_looked_at(turkish):
    package = picked(turkish, is4P=True)
    link(turkish, package, **GOOD)
    assert turkish.package(package["id"])["invoiceStatus"] == "Received"
    assert turkish.post(label_path(package), ZPL).status == 400
    verdict = {"status": "Rejected", "keys": ["INVOICE_TOTAL_MISMATCH"]}
    turkish.control("POST", f"/orders/{package['id']}/invoice", verdict)
    assert turkish.package(package["id"])["invoiceRejectedReasonKeys"] == ["INVOICE_TOTAL_MISMATCH"]
    assert link(turkish, package, invoiceLink="https://erp.example.ro/2.pdf", **GOOD).status == 201
    turkish.control("POST", f"/orders/{package['id']}/invoice", {"status": "Invoiced"})
    assert turkish.post(label_path(package), ZPL).is_empty
    assert turkish.control("POST", f"/orders/{package['id']}/invoice", {**verdict, "keys": ["X"]})[0] == 400


def test_what_trendyol_buys_may_be_accepted_by_itself(turkish):
    turkish.set(is4p_invoice_seconds=60)
    package = picked(turkish, is4P=True)
    link(turkish, package, **GOOD)
    turkish.later(60)
    assert turkish.package(package["id"])["invoiceStatus"] == "Invoiced"


# Invoices by file


def upload(api, package, content=PDF, name="factura.pdf", **fields):
    data = {"shipmentPackageId": str(package["id"]), **fields}
    if content is not None:
        data["file"] = (io.BytesIO(content), name)
    return api.upload(FILE, data)


def test_a_file_is_kept(bazaar, package):
    assert upload(bazaar, package).status == 200
    [row] = bazaar.control("GET", f"/invoices?package_id={package['id']}")
    assert (row["name"], row["mimetype"], row["size"], row["deleted"]) == (
        "factura.pdf",
        "application/pdf",
        len(PDF),
        False,
    )
    assert len(row["sha256"]) == 64 and bazaar.package(package["id"])["invoiceStatus"] == "Invoiced"
    assert upload(bazaar, package).status == 409


def test_the_success_code_is_a_switch(bazaar, package):
    bazaar.set(invoice_file_status=201)
    assert upload(bazaar, package, b"\x89PNG\r\n\x1a\n1", "x.png").status == 201


@pytest.mark.parametrize(
    ("content", "name"),
    [(None, ""), (b"hello", "x.pdf"), (PDF, "x.exe"), (b"", "x.pdf"), (PDF + b"x" * 10_000_000, "x.pdf")],
)
def test_wrong_files(bazaar, package, content, name):
    assert upload(bazaar, package, content, name).status == 400
    assert bazaar.package(package["id"])["invoiceStatus"] == "NotInvoiced"


def test_files_of_micro_export_and_of_unknown_packages(turkish, bazaar):
    package = picked(turkish, micro=True)
    assert upload(turkish, package).status == 400
    assert upload(turkish, package, invoiceNumber=GOOD["invoiceNumber"], invoiceDateTime="1794218400000").status == 200
    assert upload(bazaar, {"id": 1}).status == 400


# Deletion


def test_an_invoice_is_taken_back_and_another_sent(bazaar, package):
    body = {"serviceSourceId": package["id"], "channelId": 1, "customerId": package["customerId"]}
    assert bazaar.post(f"{LINKS}/delete", body).status == 400
    link(bazaar, package)
    assert bazaar.post(f"{LINKS}/delete", {**body, "customerId": 1}).status == 400
    assert bazaar.post(f"{LINKS}/delete", without(body, "channelId")).status == 400
    assert bazaar.post(f"{LINKS}/delete", body).status == 202
    assert bazaar.package(package["id"])["invoiceStatus"] == "NotInvoiced"
    assert link(bazaar, package).status == 201
    assert [row["deleted"] for row in bazaar.control("GET", "/invoices")] == [True, False]
