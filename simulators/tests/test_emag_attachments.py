"""Order attachments (api/emag.md §4.10)."""

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
