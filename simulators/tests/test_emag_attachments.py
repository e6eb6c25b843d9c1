"""Order attachments (api/emag.md §4.10)."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from simulators.emag.downloads import describe

URL = "https://shop.example.com/emag/doc/6f1e.pdf"


@pytest.fixture
def reachable(monkeypatch):
    """Which URLs answer, with a PDF; every other one is unreachable."""
    urls = {URL}
    file = describe(b"%PDF-1.4 made up")
    monkeypatch.setattr("simulators.emag.downloads.fetch", lambda url: file if url in urls else None)
    return urls


@pytest.fixture
def order(shop, reachable):
    return shop.order_in(4)


def invoice(order, **changes):
    return {"order_id": int(order["id"]), "order_type": 3, "name": "Invoice 1", "url": URL, "type": 1, **changes}


@pytest.mark.parametrize("wrap", [lambda item: [item], lambda item: {"data": [item]}, lambda item: item])
def test_invoice_in_every_accepted_body_form(shop, order, wrap):
    reply = shop.post("/order/attachments/save", wrap(invoice(order)))
    assert reply.accepted and reply.results == [None]
    expected = {
        "name": "Invoice 1",
        "url": URL,
        "type": 1,
        "force_download": 0,
        "visibility": 1,
        "order_id": int(order["id"]),
    }
    assert shop.read_order(order["id"])["attachments"] == [expected]
    read = shop.post("/order/attachments/read", {"order_id": int(order["id"]), "order_type": 3})
    assert read.results == [expected]


def test_uploading_twice_makes_duplicates(shop, order):
    shop.post("/order/attachments/save", [invoice(order)])
    shop.post("/order/attachments/save", [invoice(order)])
    assert len(shop.read_order(order["id"])["attachments"]) == 2


def test_unreachable_url(shop, order, reachable):
    reachable.clear()
    reply = shop.post("/order/attachments/save", [invoice(order)])
    assert reply.json["isError"] is True
    assert reply.text == f"Attachment url {URL} is unreachable"
    assert shop.read_order(order["id"])["attachments"] == []
    shop.set(fetch_attachments=False)
    assert shop.post("/order/attachments/save", [invoice(order)]).accepted


@pytest.mark.parametrize(
    "changes",
    [
        {"order_id": None},
        {"order_id": 5},
        {"order_type": None},
        {"order_type": 1},
        {"order_type": 2},  # the order is of type 3
        {"url": None},
        {"url": "ftp://shop.example.com/x.pdf"},
        {"url": "https://shop.example.com/" + "x" * 1024 + ".pdf"},
        {"url": "https://shop.example.com/report/invoice/1"},  # no pdf
        {"name": "x" * 61},
        {"name": ""},
        {"type": 2},
        {"type": 99},
        {"force_download": 2},
    ],
)
def test_refusals(shop, order, reachable, changes):
    reachable.add(changes.get("url"))
    assert not shop.post("/order/attachments/save", [invoice(order, **changes)]).accepted
    assert shop.read_order(order["id"])["attachments"] == []


def test_any_url_when_so_switched(shop, order, reachable):
    url = "https://shop.example.com/report/invoice/1"
    reachable.add(url)
    shop.set(attachment_url_ends_with_pdf=False)
    assert shop.post("/order/attachments/save", [invoice(order, url=url)]).accepted


def test_one_warranty_per_line(shop, order):
    line = shop.read_order(order["id"])["products"][0]["id"]
    warranty = {"order_product_id": line, "order_type": 3, "url": URL, "type": 3}
    assert not shop.post("/order/attachments/save", [{**warranty, "order_product_id": None}]).accepted
    assert shop.post("/order/attachments/save", [warranty]).accepted
    assert not shop.post("/order/attachments/save", [warranty]).accepted
    assert len(shop.read_order(order["id"])["products"][0]["attachments"]) == 1


def test_orders_fulfilled_by_emag_take_attachments(shop, reachable):
    order = shop.place(type=2)
    assert shop.post("/order/attachments/save", [invoice(order, order_type=2)]).accepted


def test_reading_needs_an_existing_order(shop):
    assert not shop.post("/order/attachments/read", {}).accepted
    assert not shop.post("/order/attachments/read", {"order_id": 5}).accepted


@pytest.mark.parametrize("kind", [1, 4, 8, 10, 11])
def test_every_kind_for_orders(shop, order, kind):
    """Invoice, user manual, user guide, AWB copy, proforma; 13 is eMAG's own."""
    assert shop.post("/order/attachments/save", [invoice(order, type=kind)]).accepted
    assert not shop.post("/order/attachments/save", [invoice(order, type=13)]).accepted
    assert [entry["type"] for entry in shop.read_order(order["id"])["attachments"]] == [kind]


def test_the_control_api_shows_what_was_downloaded(shop, order, reachable):
    line = shop.read_order(order["id"])["products"][0]["id"]
    shop.post(
        "/order/attachments/save", [invoice(order, type=10), {**invoice(order, type=3), "order_product_id": line}]
    )
    other = shop.order_in(4)
    shop.post("/order/attachments/save", [invoice(other)])
    copy, warranty = shop.control("GET", f"/attachments?order_id={order['id']}")
    assert (copy["type"], copy["url"], copy["order_product_id"], copy["at"]) == (10, URL, None, shop.clock.time())
    assert copy["file"] == {
        "size": 16,
        "sha256": hashlib.sha256(b"%PDF-1.4 made up").hexdigest(),
        "head": "%PDF-1.4",
        "is_pdf": True,
    }
    assert (warranty["type"], warranty["order_product_id"]) == (3, line)
    assert len(shop.control("GET", "/attachments")) == shop.control("GET", "/state")["attachments"] == 3


def test_nothing_is_known_of_files_that_were_not_downloaded(shop, order):
    shop.set(fetch_attachments=False)
    shop.post("/order/attachments/save", [invoice(order)])
    assert shop.control("GET", "/attachments")[0]["file"] is None


class Seller(BaseHTTPRequestHandler):
    """A seller's server: /good.pdf is a PDF, /page.pdf a login page, /moved.pdf a redirect, the rest is not there."""

    def do_GET(self):
        body = {"/good.pdf": b"%PDF-1.7 real", "/page.pdf": b"<html>Log in</html>"}.get(self.path, b"")
        self.send_response(200 if body else 302 if self.path == "/moved.pdf" else 404)
        self.send_header("Location", "/good.pdf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def seller():
    """Address of a running seller's server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Seller)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_real_downloads(shop, seller):
    """Only what answers 200 at once is reachable; that it is a PDF is not asked for, only shown (§4.10)."""
    order = shop.order_in(4)
    for path, accepted in (("/good.pdf", True), ("/page.pdf", True), ("/moved.pdf", False), ("/none.pdf", False)):
        reply = shop.post("/order/attachments/save", [invoice(order, url=seller + path)])
        assert reply.accepted is accepted, path
    files = [row["file"] for row in shop.control("GET", "/attachments")]
    assert [(file["size"], file["is_pdf"]) for file in files] == [(13, True), (19, False)]
