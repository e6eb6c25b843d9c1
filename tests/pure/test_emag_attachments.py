"""Papers shown to the customer at eMAG, each once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import Document, DocumentKind
from odoo.addons.marketplace_base.lib.types import Outcome
from odoo.addons.marketplace_emag.lib.attachments import document_name

from tests.pure.emag_line import EmagLine, fixture, said
from tests.pure.wire import answer

URL = "https://shop.example.com/emag/doc/6f1e.pdf"
INVOICE = Document("D1", DocumentKind.INVOICE, "391982964", "Factura DEMO-1001", URL, number="DEMO-1001")
WARRANTY = replace(INVOICE, kind=DocumentKind.WARRANTY, name="Garanție", number="", line_key="243409001")


@pytest.fixture
def line():
    lines = []

    def make(*answers):
        lines.append(EmagLine(*answers))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def test_G11_invoice_is_given_by_its_address(line):
    made = line(said([None]))
    result = made.provider.attach_document(INVOICE)
    assert (result.key, result.outcome) == ("D1", Outcome.CONFIRMED)
    [(route, [sent])] = made.calls
    assert route == "/api-3/order/attachments/save"
    assert sent == {
        "order_id": 391982964, "order_type": 3, "name": "Factura DEMO-1001", "url": URL, "type": 1, "force_download": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentKind.INVOICE, 1),
        (DocumentKind.CREDIT_NOTE, 1),
        (DocumentKind.WARRANTY, 3),
        (DocumentKind.AWB, 10),
        (DocumentKind.PROFORMA, 11),
    ],
)
def test_G10_every_paper_has_its_kind_at_emag(line, kind, number):
    made = line(said([None]))
    made.provider.attach_document(replace(WARRANTY, kind=kind))
    assert made.calls[0][1][0]["type"] == number


def test_G14_warranty_goes_to_its_product(line):
    made = line(said([None]))
    made.provider.attach_document(WARRANTY)
    [sent] = made.calls[0][1]
    assert sent["order_product_id"] == 243409001
    assert "order_id" not in sent


def test_paper_of_an_order_that_emag_ships(line):
    made = line(said([None]), said([fixture("order", type=2)]))
    made.provider.attach_document(replace(INVOICE, by_platform=True))
    made.provider.find_document(replace(INVOICE, by_platform=True))
    assert made.calls[0][1][0]["order_type"] == 2
    assert made.calls[1][1]["type"] == 2


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        (replace(INVOICE, order_key="A5"), "A5"),
        (replace(INVOICE, url=""), "1024"),
        (replace(INVOICE, url="https://x/" + "a" * 1024), "1024"),
        (replace(WARRANTY, line_key=""), "which product"),
    ],
)
def test_what_emag_would_refuse_is_not_sent(line, spoilt, words):
    made = line(said([None]))
    result = made.provider.attach_document(spoilt)
    assert (result.outcome, made.calls) == (Outcome.REFUSED, [])
    assert words in result.text


def test_G11_a_server_that_emag_cannot_reach_is_named_as_the_reason(line):
    result = line(said([], f"Attachment url {URL} is unreachable", error=True)).provider.attach_document(INVOICE)
    assert (result.outcome, result.code) == (Outcome.REFUSED, "unreachable")
    assert "reachable from the internet" in result.text
    result = line(said([], "Invalid order_type", error=True)).provider.attach_document(INVOICE)
    assert (result.outcome, result.text) == (Outcome.REFUSED, "Invalid order_type")


@pytest.mark.parametrize("lost", [None, answer(502), answer(body=b"{")])
def test_lost_answer_leaves_it_unknown(line, lost):
    with pytest.raises(OutcomeUnknown):
        line(lost).provider.attach_document(INVOICE)


# ---- is it there already? ----


def shown(*papers, **changes):
    return said([fixture("order", attachments=list(papers), **changes)])


@pytest.mark.parametrize(
    "paper",
    [
        {"url": URL, "name": "anything", "type": 1},
        {"url": "https://cdn.emag.ro/x.pdf", "name": "Factura DEMO-1001", "type": "1"},
        {"url": "https://cdn.emag.ro/x.pdf", "name": "Factura DEMO-1001"},
    ],
)
def test_G11_a_paper_shown_already_is_not_sent_again(line, paper):
    made = line(shown({"url": "https://cdn/other.pdf", "type": 13, "name": "eMAG"}, paper))
    assert made.provider.find_document(INVOICE).outcome is Outcome.CONFIRMED
    assert made.calls[0] == ("/api-3/order/read", {"id": 391982964, "type": 3, "currentPage": 1, "itemsPerPage": 1})


@pytest.mark.parametrize(
    "papers",
    [
        [],
        [{"url": "https://cdn/x.pdf", "name": "Factura DEMO-1002", "type": 1}],
        [{"url": "https://cdn/x.pdf", "name": "Factura DEMO-1001", "type": 11}],
        # our own, as it was before the correction
        [{"url": "https://shop.example.com/emag/doc/old.pdf", "name": "Factura DEMO-1001", "type": 1}],
        [{"url": "https://[", "name": "Factura DEMO-1002", "type": 1}],
    ],
)
def test_another_paper_is_not_taken_for_it(line, papers):
    assert line(shown(*papers)).provider.find_document(INVOICE) is None


def test_unknown_order_shows_no_paper(line):
    assert line(said([])).provider.find_document(INVOICE) is None
    made = line(said([]))
    assert made.provider.find_document(replace(INVOICE, order_key="A5")) is None
    assert made.calls == []


def test_G14_warranty_is_looked_for_at_its_product(line):
    [product] = fixture("order")["products"]
    other = {**product, "id": 243409002}
    paper = {"url": URL, "name": "Garanție", "type": 3}
    assert line(shown(products=[{**product, "attachments": [paper]}])).provider.find_document(WARRANTY)
    assert line(shown(products=[product, {**other, "attachments": [paper]}])).provider.find_document(WARRANTY) is None
    assert line(shown(paper, products=[other])).provider.find_document(WARRANTY) is None


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (None, Unavailable),
        (shown({"url": URL, "type": "?"}, {"url": {}}), Unavailable),
        (said([fixture("order", attachments="?")]), Unavailable),
        (said([], "You are not allowed to use this API.", error=True, status=403), AuthFailed),
    ],
)
def test_what_cannot_be_read_is_not_taken_for_missing(line, trouble, error):
    with pytest.raises(error):
        line(trouble).provider.find_document(replace(INVOICE, url="https://other/x.pdf"))


# ---- names ----


def test_name_carries_the_number_that_tells_papers_apart():
    assert document_name(INVOICE) == "Factura DEMO-1001"
    assert document_name(replace(INVOICE, name="Factura")) == "Factura DEMO-1001"
    assert document_name(replace(INVOICE, name="", number="")) == "invoice"
    long = document_name(replace(INVOICE, name="Factura " * 20))
    assert len(long) == 60 and long.endswith(" DEMO-1001")


@given(st.text(max_size=200), st.text(max_size=80))
def test_name_always_fits(name, number):
    assert 1 <= len(document_name(replace(INVOICE, name=name, number=number))) <= 60
