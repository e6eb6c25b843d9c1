"""Products withdrawn, restored, unlocked and deleted, against the simulator of both marketplaces."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_base.lib.types import OfferWish, Outcome
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from simulators.trendyol import TrendyolSimulator

CREDENTIALS = {"seller": "123456", "key": "key", "secret": "secret"}
CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
WITHDRAW, RESTORE, UNLOCK, DELETE = OfferWish.WITHDRAW, OfferWish.RESTORE, OfferWish.UNLOCK, OfferWish.DELETE
QUICK = {"rate_limit_factor": 0, "batch_seconds": 0, "batch_empty_seconds": 0}
KEYS = [f"TY-{number:07}" for number in range(1, 4)]


@pytest.fixture(params=["RO", "TR"])
def server(request):
    with TrendyolSimulator(123456, request.param, settings=QUICK) as simulator:
        simulator.control.generate_offers(3)
        yield simulator


@pytest.fixture
def provider(server, request):
    storefront = request.node.callspec.params["server"]
    options = {"storefront": storefront, "address": server.url}
    transport = Transport(
        Limiter({}, clock=time.time, sleep=time.sleep),
        lambda record: None,
        **TrendyolProvider.transport_options(CREDENTIALS, options),
    )
    yield TrendyolProvider(Connection(transport, options, lambda: datetime.now(UTC), CREDENTIALS))
    transport.close()


def told(provider, wish, keys):
    """What became of each, and why, once the batch is done."""
    found = {}
    for ref in dict.fromkeys(result.ref for result in provider.change_offers(wish, keys)):
        for _look in range(50):
            if (verdicts := provider.fetch_batch(ref)) is not None:
                break
            time.sleep(0.05)
        found |= {result.key: result.outcome for result in verdicts}
    return found


def test_C9_withdrawn_and_restored(server, provider):
    assert told(provider, WITHDRAW, [*KEYS[:2], "NOBODY"]) == {
        KEYS[0]: CONFIRMED,
        KEYS[1]: CONFIRMED,
        "NOBODY": REFUSED,
    }
    offer = provider.fetch_offer(KEYS[0])
    assert offer.status == "inactive"
    assert abs(offer.withdrawn_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert provider.fetch_offer(KEYS[2]).status == "active"
    assert told(provider, RESTORE, KEYS[:1]) == {KEYS[0]: CONFIRMED}
    assert (provider.fetch_offer(KEYS[0]).status, provider.fetch_offer(KEYS[0]).withdrawn_at) == ("active", None)
    assert told(provider, RESTORE, KEYS[:1]) == {KEYS[0]: CONFIRMED}


def test_C9_unlocked(server, provider):
    server.control.edit_offer(KEYS[0], locked="CRITICAL_PRICE")
    assert provider.fetch_offer(KEYS[0]).status == "locked"
    assert told(provider, UNLOCK, KEYS[:2]) == {KEYS[0]: CONFIRMED, KEYS[1]: REFUSED}
    assert provider.fetch_offer(KEYS[0]).status == "active"


def test_C9_deleted_when_trendyol_lets_it(server, provider):
    server.control.edit_offer(KEYS[1], status="rejected")
    assert told(provider, DELETE, KEYS[:2]) == {KEYS[0]: REFUSED, KEYS[1]: CONFIRMED}
    assert provider.fetch_offer(KEYS[1]) is None
    now = datetime.now(UTC)
    offer = provider.fetch_offer(KEYS[0])
    facts = {"status": offer.status, "review": offer.review.value, "withdrawn_at": offer.withdrawn_at}
    assert provider.wish_refusal(DELETE, facts, now)
    told(provider, WITHDRAW, KEYS[:1])
    assert told(provider, DELETE, KEYS[:1]) == {KEYS[0]: REFUSED}
    server.control.advance(90_000)
    assert told(provider, DELETE, KEYS[:1]) == {KEYS[0]: CONFIRMED}
    assert provider.fetch_offer(KEYS[0]) is None
    assert told(provider, DELETE, KEYS[:1]) == {KEYS[0]: REFUSED}  # it is read afterwards: gone is gone
