"""Offers at eMAG as a whole: withdrawn, restored, closed for good."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.catalogue import ProductData
from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_base.lib.types import OfferWish, Outcome, Value
from odoo.addons.marketplace_emag.lib.build_product import product_body
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

from simulators.emag import EmagSimulator
from tests.pure.emag_line import CREDENTIALS, EmagLine, said

CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
WITHDRAW, RESTORE, DELETE = OfferWish.WITHDRAW, OfferWish.RESTORE, OfferWish.DELETE


@pytest.mark.parametrize(("wish", "status"), [(WITHDRAW, 0), (RESTORE, 1), (DELETE, 2)])
def test_only_the_status_is_sent(wish, status):
    made = EmagLine(said({"7": {"isError": False, "messages": []}}))
    [result] = made.provider.change_offers(wish, ["7"])
    made.close()
    assert made.calls == [("/api-3/offer/save", [{"id": 7, "status": status}])]
    assert (result.key, result.outcome) == ("7", CONFIRMED)


def test_nothing_can_be_unlocked_at_emag():
    assert EmagProvider.offer_wishes == {WITHDRAW, RESTORE, DELETE}


def test_documentation_sent_again_does_not_put_a_withdrawn_offer_back():
    product = ProductData(key="7", sku="A", name="A", category_key="5", price=Decimal(10), tax_rate=Decimal("0.21"))
    assert product_body(product, 1)["status"] == 1
    assert product_body(replace(product, on_sale=False), 1)["status"] == 0


@pytest.fixture
def shop():
    with EmagSimulator("RO", CREDENTIALS["username"], CREDENTIALS["password"]) as simulator:
        simulator.control.settings(rate_limit_factor=1000)
        simulator.control.generate_offers(2, first_id=1000)
        options = {"site": "RO", "address": simulator.url}
        transport = Transport(
            Limiter({}, clock=time.time, sleep=time.sleep),
            lambda record: None,
            **EmagProvider.transport_options(CREDENTIALS, options),
        )
        yield simulator.control, EmagProvider(Connection(transport, options, lambda: datetime.now(UTC), CREDENTIALS))
        transport.close()


@pytest.mark.parametrize("where", ["results", "messages"])
def test_the_simulator_takes_an_offer_out_of_sale_and_back(shop, where):
    control, provider = shop
    control.settings(offer_save_refusals=where)

    def told(wish, *keys):
        return {result.key: result.outcome for result in provider.change_offers(wish, list(keys))}

    def status(key):
        return provider.fetch_offer(key).status

    assert told(WITHDRAW, "1000", "1001", "4242") == {"1000": CONFIRMED, "1001": CONFIRMED, "4242": REFUSED}
    assert status("1000") == "inactive"
    [value] = provider.push_values([Value("1000", quantity=3)])
    assert (value.outcome, provider.fetch_offer("1000").stock) == (CONFIRMED, 3)
    assert told(RESTORE, "1000") == {"1000": CONFIRMED}
    assert status("1000") == "active"
    assert told(DELETE, "1000") == {"1000": CONFIRMED}
    assert status("1000") == "ended"
    [value] = provider.push_values([Value("1000", quantity=4)])
    assert value.outcome is REFUSED
    assert told(RESTORE, "1000") == {"1000": CONFIRMED}
    assert status("1000") == "active"
