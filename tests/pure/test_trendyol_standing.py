"""Products at Trendyol as a whole: withdrawn, restored, unlocked, deleted."""

from datetime import timedelta

import pytest

from odoo.addons.marketplace_base.lib.errors import OutcomeUnknown
from odoo.addons.marketplace_base.lib.types import OfferWish, Outcome
from odoo.addons.marketplace_trendyol.lib.const import STOREFRONTS
from odoo.addons.marketplace_trendyol.lib.parse import parse_approved
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from tests.pure.trendyol_line import NOW, TrendyolLine, batch, fixture, refused
from tests.pure.wire import answer

ACCEPTED, REFUSED, UNKNOWN = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.UNKNOWN
WITHDRAW, RESTORE, UNLOCK, DELETE = OfferWish.WITHDRAW, OfferWish.RESTORE, OfferWish.UNLOCK, OfferWish.DELETE
APPROVED = {"status": "active", "review": "approved", "withdrawn_at": None}


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(TrendyolLine(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


@pytest.mark.parametrize(
    ("wish", "asked", "item"),
    [
        (WITHDRAW, "PUT product/sellers/123456/products/archive-state", {"barcode": "A-1", "archived": True}),
        (RESTORE, "PUT product/sellers/123456/products/archive-state", {"barcode": "A-1", "archived": False}),
        (UNLOCK, "PUT product/sellers/123456/products/unlock", {"barcode": "A-1"}),
        (DELETE, "DELETE product/sellers/123456/products", {"barcode": "A-1"}),
    ],
)
def test_C9_each_wish_is_one_batch(line, wish, asked, item):
    made = line(batch("b-7"))
    results = made.provider.change_offers(wish, ["A-1", "A-2"])
    assert made.asked == [asked]
    assert made.bodies == [{"items": [item, item | {"barcode": "A-2"}]}]
    assert [(result.key, result.outcome, result.ref) for result in results] == [
        ("A-1", ACCEPTED, "b-7"),
        ("A-2", ACCEPTED, "b-7"),
    ]


def test_C9_one_that_cannot_be_read_does_not_keep_the_others(line):
    made = line(refused(), batch("b-1"), refused(message="ce e asta"))
    results = made.provider.change_offers(DELETE, ["A-1", "A-2"])
    assert [(result.outcome, result.text) for result in results] == [(ACCEPTED, ""), (REFUSED, "ce e asta")]


def test_C9_a_lost_answer_is_no_word(line):
    with pytest.raises(OutcomeUnknown):
        line(answer(500, b"")).provider.change_offers(DELETE, ["A-1"])
    later = line(refused(), batch("b-1"), answer(500, b""))
    assert [result.outcome for result in later.provider.change_offers(DELETE, ["A-1", "A-2"])] == [ACCEPTED, UNKNOWN]


@pytest.mark.parametrize(
    ("wish", "offer", "word"),
    [
        (WITHDRAW, APPROVED, ""),
        (RESTORE, APPROVED | {"status": "inactive"}, ""),
        (WITHDRAW, APPROVED | {"review": "refused"}, "approved"),
        (WITHDRAW, APPROVED | {"review": None}, ""),
        (UNLOCK, APPROVED, "locked"),
        (UNLOCK, APPROVED | {"status": "locked"}, ""),
        (DELETE, APPROVED, "withdraw it first"),
        (DELETE, APPROVED | {"status": "locked"}, "withdraw it first"),
        (DELETE, APPROVED | {"status": "inactive", "review": "review"}, ""),
        (DELETE, APPROVED | {"status": "inactive", "withdrawn_at": NOW - timedelta(hours=20, minutes=30)}, "4 hours"),
        (DELETE, APPROVED | {"status": "inactive", "withdrawn_at": NOW - timedelta(days=2)}, ""),
        (DELETE, APPROVED | {"status": "inactive"}, ""),
    ],
)
def test_C9_what_trendyol_would_refuse_is_said_before_asking(wish, offer, word):
    said = TrendyolProvider.wish_refusal(wish, offer, NOW)
    assert word in said
    assert bool(word) == bool(said)


@pytest.mark.parametrize(
    ("flags", "status", "problem"),
    [
        ({"archived": True, "archivedDate": 1790000000000, "locked": True}, "inactive", "CRITICAL_PRICE"),
        ({"locked": True}, "locked", "CRITICAL_PRICE"),
        ({"blacklisted": True}, "active", "Blocked"),
        ({"hasViolation": True}, "active", "violation"),
        ({"docNeeded": True}, "active", "document"),
    ],
)
def test_C9_what_keeps_a_product_from_being_sold_is_read(flags, status, problem):
    row = fixture("approved")
    row["variants"][0] |= {"lockReason": "CRITICAL_PRICE"} | flags
    offer = parse_approved(row, STOREFRONTS["RO"])[0]
    assert (offer.status, offer.sellable) == (status, False)
    assert problem in offer.problems[0]
    assert bool(offer.withdrawn_at) == (status == "inactive")
