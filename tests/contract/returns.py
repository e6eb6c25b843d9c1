"""The contract: goods that come back."""

import copy
import json

import pytest
from hypothesis import given

from odoo.addons.marketplace_base.lib.fulfilment import ReturnAnswer, ReturnStatus
from odoo.addons.marketplace_base.lib.types import Outcome

from tests.contract.offers import STRANGERS
from tests.pure import junk

CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
PHOTO = ("poza.jpg", b"\xff\xd8\xff\xe0 x")
ANSWERS = (
    ReturnStatus.APPROVED,
    ReturnStatus.RECEIVED,
    ReturnStatus.CLOSED,
    ReturnStatus.REFUSED,
    ReturnStatus.CANCELLED,
)


class Returns:
    """Listed, understood, answered."""

    def _read(self, shop, key):
        return shop.provider.parse_return(shop.provider.fetch_return(key).payload)

    def _answer(self, key, status):
        return ReturnAnswer(key, status, reason=self.platform.refuse_reason, note="Purtat", files=(PHOTO,))

    @pytest.mark.verb("fetch_returns")
    def test_every_return_comes_through_the_scans(self, shop):
        keys = {shop.asked_back(), shop.asked_back(received=True)}
        for scan in self.platform.provider.return_scans:
            documents = shop.scanned(shop.provider.fetch_returns, scan)
            assert {document.kind for document in documents} == {"return"}
            assert keys <= {document.key for document in documents}
        window = [scan for scan in self.platform.provider.return_scans if scan.windowed]
        for scan in window:
            found = shop.scanned(shop.provider.fetch_returns, scan, since=self.platform.provider.max_window)
            assert keys <= {document.key for document in found}

    @pytest.mark.verb("fetch_returns")
    def test_a_return_is_understood(self, shop):
        order = shop.delivered()
        key = str(self.platform.ask_return(shop.control, order))
        data = self._read(shop, key)
        assert (data.key, data.order_key) == (key, order)
        assert [line.offer_key for line in data.lines] == [shop.offers[0]]
        assert all(line.quantity > 0 for line in data.lines)
        assert data.asked_at.tzinfo is not None and str(data.status_label)
        assert data.answer_by is None or data.answer_by.tzinfo is not None
        kept = json.dumps(shop.provider.fetch_return(key).payload)
        assert not [secret for secret in shop.secrets if len(secret) > 5 and secret in kept]

    @pytest.mark.verb("fetch_returns")
    @pytest.mark.parametrize("key", STRANGERS)
    def test_a_return_that_is_not_there_is_none(self, shop, key):
        assert shop.provider.fetch_return(key) is None

    @pytest.mark.verb("fetch_returns")
    def test_junk_of_a_return_is_refused_with_words(self, shop):
        good = shop.provider.fetch_return(shop.asked_back()).payload

        @given(junk.spoiled(good))
        def read(payload):
            before = copy.deepcopy(payload)
            junk.understood(shop.provider.parse_return, payload)
            assert repr(payload) == repr(before)

        read()
        for payload in junk.swept(good):
            junk.understood(shop.provider.parse_return, payload)

    @pytest.mark.verb("answer_return")
    @pytest.mark.parametrize("received", [False, True])
    @pytest.mark.parametrize("status", ANSWERS)
    def test_a_return_is_answered_once(self, shop, status, received):
        key = shop.asked_back(received)
        first, second = (shop.provider.answer_return(self._answer(key, status)) for _twice in range(2))
        assert first.key == key
        assert (first.outcome, second.outcome) in ((CONFIRMED, CONFIRMED), (REFUSED, REFUSED))
        assert first.outcome is CONFIRMED or first.text

    @pytest.mark.verb("answer_return")
    def test_goods_that_arrived_can_be_taken_or_refused(self, shop):
        for status in (ReturnStatus.CLOSED, ReturnStatus.REFUSED):
            key = shop.asked_back(received=True)
            assert self._read(shop, key).status in self.platform.provider.refusable
            assert shop.provider.answer_return(self._answer(key, status)).outcome is CONFIRMED
            assert self._read(shop, key).status is status

    @pytest.mark.verb("answer_return")
    @pytest.mark.parametrize("status", ANSWERS)
    def test_an_answer_to_no_return_is_refused(self, shop, status):
        for key in (self.platform.no_return, "no number"):
            result = shop.provider.answer_return(self._answer(key, status))
            assert (result.key, result.outcome, bool(result.text)) == (key, REFUSED, True)
