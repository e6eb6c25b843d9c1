"""The contract: AWBs, labels and papers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from odoo.addons.marketplace_base.lib.errors import MarketplaceError, Rejected
from odoo.addons.marketplace_base.lib.fulfilment import Document, DocumentKind, ShipmentState
from odoo.addons.marketplace_base.lib.types import Outcome

from tests.contract.offers import STRANGERS

CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
BEGINNINGS = {"application/pdf": b"%PDF", "application/zpl": b"^XA"}


def paper(key, number="F1", **changes):
    url = f"https://shop.example.ro/{number}.pdf"
    usual = Document(
        f"D{number}", DocumentKind.INVOICE, key, "Factura", url, number, datetime.now(UTC).date(), file=b"%PDF-1.4 x"
    )
    return replace(usual, **changes)


class Parcels:
    """Made once, found again, printed."""

    @pytest.mark.verb("create_shipment")
    def test_G9_an_awb_is_made_and_can_be_read(self, shop):
        key = shop.taken_over()
        shipment = shop.shipment(key)
        assert self.platform.provider.shipment_gaps(shipment, shop.facts(key)) == []
        result = shop.provider.create_shipment(shipment)
        assert (result.key, result.outcome) == (shipment.key, CONFIRMED)
        state = result.detail
        assert isinstance(state, ShipmentState) and state.number and state.order_key == key
        assert result.ref == state.ref
        again = shop.provider.fetch_shipment(state.ref)
        assert (again.ref, again.number, again.order_key) == (state.ref, state.number, key)
        assert self.platform.shipments(shop.control, key) == 1

    @pytest.mark.verb("create_shipment")
    def test_G9_an_awb_is_refused_with_words_where_that_was_foretold(self, shop):
        keys = [shop.order(), shop.order()]
        self.platform.cancel_order(shop.control, keys[1])
        for key in keys:
            shipment = shop.shipment(key)
            assert self.platform.provider.shipment_gaps(shipment, shop.facts(key))
            assert shop.provider.create_shipment(replace(shipment, order_key="no number")).outcome is REFUSED

    @pytest.mark.verb("fetch_shipment")
    @pytest.mark.parametrize("ref", STRANGERS)
    def test_an_awb_that_is_not_there_is_none(self, shop, ref):
        assert shop.provider.fetch_shipment(ref) is None

    @pytest.mark.verb("find_shipment")
    @pytest.mark.parametrize("fault", ["cut_after", "truncated_json", "cut_before", "500", "html", "latency"])
    def test_G9_an_awb_is_never_made_twice(self, shop, fault):
        key = shop.taken_over()
        calls = shop.calls_of(lambda provider: provider.create_shipment(shop.shipment(key)))
        for number in range(1, calls + 1):
            key = shop.taken_over()
            shipment = shop.shipment(key)
            before = shop.provider.before_shipment(shipment)
            with shop.broken(fault, number) as provider:
                try:
                    result = provider.create_shipment(shipment)
                except MarketplaceError:
                    result = None
            if result is None or result.outcome is not CONFIRMED:
                result = shop.provider.find_shipment(shipment, before) or shop.provider.create_shipment(shipment)
            # where nobody can tell, a person looks: nothing is made anew
            assert result.outcome is UNKNOWN or (result.outcome, bool(result.detail.number)) == (CONFIRMED, True)
            assert self.platform.shipments(shop.control, key) == 1

    @pytest.mark.verb("find_shipment")
    def test_G9_what_was_never_made_is_not_found(self, shop):
        key = shop.taken_over()
        shipment = shop.shipment(key)
        found = shop.provider.find_shipment(shipment, shop.provider.before_shipment(shipment))
        # where the number is there before anybody asks, it may be found
        assert found is None or found.outcome is CONFIRMED and self.platform.shipments(shop.control, key) == 1

    @pytest.mark.verb("fetch_labels")
    def test_G7_labels_can_be_printed(self, shop):
        state = shop.provider.create_shipment(shop.shipment(shop.taken_over())).detail
        for form in self.platform.provider.label_formats:
            labels = shop.provider.fetch_labels(state, form)
            assert labels
            assert all(label.content.startswith(BEGINNINGS[label.mimetype]) for label in labels)

    @pytest.mark.verb("fetch_labels")
    def test_G7_a_label_that_is_not_there_is_an_error_in_words(self, shop):
        state = shop.provider.create_shipment(shop.shipment(shop.taken_over())).detail
        with pytest.raises(Rejected) as raised:
            shop.provider.fetch_labels(replace(state, ref="99999999", number="99999999"), "PDF")
        assert str(raised.value)

    # ---- papers ----

    @pytest.mark.verb("attach_document")
    def test_G11_a_paper_is_shown_once_and_found_again(self, shop):
        key = shop.delivered()
        document = paper(key)
        assert shop.provider.find_document(document) is None
        assert shop.provider.attach_document(document).outcome is CONFIRMED
        found = shop.provider.find_document(document)
        # one that keeps files without their numbers cannot tell whose it is: the same once more does no harm
        assert not found or (found.key, found.outcome) == (document.key, CONFIRMED)
        if not found:
            assert shop.provider.attach_document(document).outcome is CONFIRMED
        assert self.platform.papers(shop.control, key) == 1
        assert shop.provider.find_document(paper(key, "F2")) is None

    @pytest.mark.verb("attach_document")
    def test_G11_a_paper_of_an_order_that_is_not_there_is_refused(self, shop):
        for key in (self.platform.no_order, "no number"):
            result = shop.provider.attach_document(paper(key))
            assert (result.outcome, bool(result.text)) == (REFUSED, True)
            assert shop.provider.find_document(paper(key)) is None

    @pytest.mark.verb("attach_document")
    def test_G14_papers_that_it_does_not_show_are_refused_with_words(self, shop):
        key = shop.delivered()
        for kind in set(DocumentKind) - self.platform.provider.documents:
            result = shop.provider.attach_document(paper(key, kind=kind))
            assert (result.outcome, bool(result.text)) == (REFUSED, True)
