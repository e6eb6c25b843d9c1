import time
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ..engine import runner
from ..engine.orders import OrdersProcess
from ..lib.errors import AuthFailed, RateLimited
from ..models import flow
from .common import MarketplaceCase


@tagged("post_install", "-at_install")
class TestRunner(MarketplaceCase):
    """A run ends well whatever happens in it, and says what happened."""

    def setUp(self):
        super().setUp()
        self.product = self.make_product("AAA", 7, 10.0)
        self.platform.add_offer("1", stock=3, price=10, sku="AAA")

    def test_refused_credentials_pause_the_account_and_tell_a_person(self):
        self.platform.faults = [AuthFailed("You are not allowed to use this API.")]
        self.run_engine()
        self.assertEqual(self.account.state, "paused")
        self.assertIn("not allowed", self.account.pause_reason)
        self.assertEqual(self.account.health, "bad")
        self.assertEqual(len(self.account.activity_ids), 1)
        self.platform.faults = []
        self.account.action_resume()
        self.run_engine()
        self.assertEqual((self.account.state, self.platform.offers["1"]["stock"]), ("live", 7))

    def test_rate_limit_ends_the_lane_not_the_run(self):
        self.platform.faults = [RateLimited("slow down", 5)]
        self.assertTrue(self.run_engine())
        self.assertEqual(self.offer("1").stock_state, "waiting")
        self.run_engine()
        self.assertEqual(self.offer("1").stock_state, "settled")

    def test_E5_a_run_does_not_go_on_with_settings_of_before(self):
        """A setting that the connector works with is changed while a run goes on: what follows from it is the next run's."""
        self.run_engine()
        self.set_stock(self.product, 5)

        def step(lane):
            lane.account.address = "http://elsewhere.example"
            return 1

        with patch.object(OrdersProcess, "step", step):
            self.assertFalse(self.run_engine())
        self.assertEqual(self.platform.offers["1"]["stock"], 7)
        self.assertTrue(self.run_engine())
        self.assertEqual(self.platform.offers["1"]["stock"], 5)

    def test_F2_D6_a_platform_that_was_down_is_asked_again_soon(self):
        with patch.object(flow, "FIRST_PAUSE", timedelta(seconds=1)):
            self.platform.faults = ["down"]
            self.run_engine(linger=5.0)
        self.assertEqual(self.offer("1").stock_state, "settled")

    def test_F2_D6_a_platform_that_is_down_is_asked_every_minute(self):
        rests = [self.account._flow("orders")._failed("down") for _time in range(20)]
        self.assertEqual(rests, sorted(rests))
        self.assertEqual(rests[-1], timedelta(minutes=1))

    def test_D6_F13_a_storm_of_orders_does_not_keep_stocks_back(self):
        self.run_engine()
        self.set_stock(self.product, 5)
        seen = []

        def step(_lane):
            time.sleep(0.01)
            seen.append(self.platform.offers["1"]["stock"])
            return seen[-1] != 5 and len(seen) < 500

        with patch.object(OrdersProcess, "step", step), patch.multiple(runner, TURN=0.2, BUDGET=0.0):
            while len(seen) < 500 and 5 not in seen:
                self.run_engine()  # as short as the scheduler makes runs when there is much to do
        self.assertIn(5, seen, "the stock left while orders were still waiting")

    def test_a_fault_of_ours_stands_on_the_flow(self):
        self.platform.faults = [KeyError("a bug")]
        with self.assertLogs("odoo.addons.marketplace_base.engine.runner", "ERROR"):
            self.assertTrue(self.run_engine())
        values = self.account._flow("values")
        self.assertIn("a bug", values.error)
        self.assertTrue(values.failing_since and values.paused_until)
