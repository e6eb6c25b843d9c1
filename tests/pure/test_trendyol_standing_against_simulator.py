"""Products withdrawn, restored, unlocked and deleted, against the simulator of both marketplaces."""

from datetime import UTC, datetime, timedelta

import pytest

from odoo.addons.marketplace_base.lib.types import OfferWish, Outcome

from tests.pure.trendyol_shop import open_shop

CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
WITHDRAW, RESTORE, UNLOCK, DELETE = OfferWish.WITHDRAW, OfferWish.RESTORE, OfferWish.UNLOCK, OfferWish.DELETE
KEYS = [f"TY-{number:07}" for number in range(1, 4)]


@pytest.fixture(params=["RO", "TR"])
def shop(request):
    with open_shop(request.param) as shop:
        yield shop


def told(shop, wish, keys):
    return {key: result.outcome for key, result in shop.told(shop.provider.change_offers(wish, keys)).items()}


def test_C9_withdrawn_and_restored(shop):
    assert told(shop, WITHDRAW, [*KEYS[:2], "NOBODY"]) == {
        KEYS[0]: CONFIRMED,
        KEYS[1]: CONFIRMED,
        "NOBODY": REFUSED,
    }
    offer = shop.provider.fetch_offer(KEYS[0])
    assert offer.status == "inactive"
    assert abs(offer.withdrawn_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert shop.provider.fetch_offer(KEYS[2]).status == "active"
    assert told(shop, RESTORE, KEYS[:1]) == {KEYS[0]: CONFIRMED}
    assert (shop.provider.fetch_offer(KEYS[0]).status, shop.provider.fetch_offer(KEYS[0]).withdrawn_at) == (
        "active",
        None,
    )
    assert told(shop, RESTORE, KEYS[:1]) == {KEYS[0]: CONFIRMED}


def test_C9_unlocked(shop):
    shop.control.edit_offer(KEYS[0], locked="CRITICAL_PRICE")
    assert shop.provider.fetch_offer(KEYS[0]).status == "locked"
    assert told(shop, UNLOCK, KEYS[:2]) == {KEYS[0]: CONFIRMED, KEYS[1]: REFUSED}
    assert shop.provider.fetch_offer(KEYS[0]).status == "active"


def test_C9_deleted_when_trendyol_lets_it(shop):
    shop.control.edit_offer(KEYS[1], status="rejected")
    assert told(shop, DELETE, KEYS[:2]) == {KEYS[0]: REFUSED, KEYS[1]: CONFIRMED}
    assert shop.provider.fetch_offer(KEYS[1]) is None
    now = datetime.now(UTC)
    offer = shop.provider.fetch_offer(KEYS[0])
    facts = {"status": offer.status, "review": offer.review.value, "withdrawn_at": offer.withdrawn_at}
    assert shop.provider.wish_refusal(DELETE, facts, now)
    told(shop, WITHDRAW, KEYS[:1])
    assert told(shop, DELETE, KEYS[:1]) == {KEYS[0]: REFUSED}
    shop.control.advance(90_000)
    assert told(shop, DELETE, KEYS[:1]) == {KEYS[0]: CONFIRMED}
    assert shop.provider.fetch_offer(KEYS[0]) is None
    assert told(shop, DELETE, KEYS[:1]) == {KEYS[0]: REFUSED}  # it is read afterwards: gone is gone
