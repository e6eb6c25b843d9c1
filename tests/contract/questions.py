"""The contract: what customers ask."""

import copy

import pytest
from hypothesis import given

from odoo.addons.marketplace_base.lib.conversation import QuestionAnswer, QuestionStatus
from odoo.addons.marketplace_base.lib.types import Outcome

from tests.contract.offers import STRANGERS
from tests.pure import junk

CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
WORDS, OTHER = "Da, este din bumbac, sută la sută.", "Nu, acesta este din in, cusut de mână."
TOLD = (QuestionStatus.CHECKED, QuestionStatus.ANSWERED)


class Questions:
    """Listed, understood, answered once."""

    def _asked(self, shop):
        return shop.provider.parse_question(shop.provider.fetch_question(shop.question()).payload)

    @pytest.mark.verb("fetch_questions")
    def test_every_question_comes_through_the_scans(self, shop):
        keys = {shop.question(), shop.question()}
        for windowed in {scan.windowed for scan in shop.provider.question_scans}:
            scans = [scan for scan in shop.provider.question_scans if scan.windowed is windowed]
            documents = [row for scan in scans for row in shop.scanned(shop.provider.fetch_questions, scan)]
            assert {document.kind for document in documents} == {"question"}
            assert keys <= {document.key for document in documents}
        for scan in shop.provider.question_scans:
            shop.scanned(shop.provider.fetch_questions, scan, since=self.platform.provider.max_window)

    @pytest.mark.verb("fetch_questions")
    def test_a_question_is_understood(self, shop):
        data = self._asked(shop)
        assert data.status is QuestionStatus.NEW and data.text and str(data.status_label)
        assert data.offer_key or data.family_key
        assert data.asked_at.tzinfo is not None
        assert data.answer_by is None or data.answer_by > data.asked_at
        assert (data.answer, data.answered_at, data.refused_why) == ("", None, "")

    @pytest.mark.verb("fetch_questions")
    @pytest.mark.parametrize("key", STRANGERS)
    def test_a_question_that_is_not_there_is_none(self, shop, key):
        assert shop.provider.fetch_question(key) is None

    @pytest.mark.verb("fetch_questions")
    def test_junk_of_a_question_is_refused_with_words(self, shop):
        good = shop.provider.fetch_question(shop.question()).payload

        @given(junk.spoiled(good))
        def read(payload):
            before = copy.deepcopy(payload)
            junk.understood(shop.provider.parse_question, payload)
            assert repr(payload) == repr(before)

        read()
        for payload in junk.swept(good):
            junk.understood(shop.provider.parse_question, payload)

    @pytest.mark.verb("answer_question")
    def test_an_answer_given_twice_is_given_once(self, shop):
        key = self._asked(shop).key
        for _twice in range(2):
            assert shop.provider.answer_question(QuestionAnswer(key, WORDS)).outcome is CONFIRMED
        data = shop.provider.parse_question(shop.provider.fetch_question(key).payload)
        assert (data.status in TOLD, data.answer) == (True, WORDS)
        late = shop.provider.answer_question(QuestionAnswer(key, OTHER))
        assert (late.outcome, bool(late.text)) == (REFUSED, True)

    @pytest.mark.verb("answer_question")
    def test_an_answer_of_the_wrong_length_is_refused_in_words(self, shop):
        key, (low, high) = self._asked(shop).key, self.platform.provider.answer_length
        for text in ("x" * (low - 1), "x" * (high + 1)):
            result = shop.provider.answer_question(QuestionAnswer(key, text))
            assert (result.key, result.outcome, bool(result.text)) == (key, REFUSED, True)
        assert shop.provider.answer_question(QuestionAnswer(key, "x" * high)).outcome is CONFIRMED

    @pytest.mark.verb("answer_question")
    def test_an_answer_to_nobody_is_refused(self, shop):
        for key in STRANGERS:
            result = shop.provider.answer_question(QuestionAnswer(key, WORDS))
            assert (result.key, result.outcome, bool(result.text)) == (key, REFUSED, True)
