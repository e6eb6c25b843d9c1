from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..lib.clock import utcnow
from ..lib.errors import OutcomeUnknown
from .common import FakeProvider, MarketplaceCase


@tagged("post_install", "-at_install")
class TestValues(MarketplaceCase):
    """Stock and price on their way to the platform."""

    def setUp(self):
        super().setUp()
        self.product = self.make_product("AAA", 7, 10.0)
        self.platform.add_offer("1", stock=3, price=10, sku="AAA")
        self.platform.add_offer("2", stock=5, price=20, sku="unknown")
        self.run_engine()

    def assert_offer(self, key, wanted, confirmed, state, kind="stock"):
        offer = self.offer(key)
        self.assertEqual(
            (offer[f"{kind}_wanted"], offer[f"{kind}_confirmed"], offer[f"{kind}_state"]), (wanted, confirmed, state)
        )

    def test_D1_stock_is_sent_and_proved(self):
        self.assert_offer("1", 7, 7, "settled")
        self.assertEqual(self.platform.offers["1"]["stock"], 7)

    def test_unlinked_offer_is_never_sent(self):
        self.assertEqual(self.platform.offers["2"]["stock"], 5)
        self.assert_offer("2", 0, 5, "unset")

    def test_D9_stock_change_is_drained_once(self):
        self.set_stock(self.product, 4)
        self.run_engine()
        self.assert_offer("1", 4, 4, "settled")
        pushes = len(self.platform.pushes)
        self.run_engine()
        self.assertEqual(len(self.platform.pushes), pushes)

    def test_D9_resends_until_confirmed(self):
        self.platform.faults = ["cut", "down"]
        self.set_stock(self.product, 4)
        self.run_engine()
        self.assertEqual(self.offer("1").stock_state, "waiting")
        self.assertEqual(self.platform.offers["1"]["stock"], 4, "applied, although the answer was cut")
        self.set_stock(self.product, 7)
        with freeze_time(utcnow() + timedelta(minutes=2)):
            self.run_engine()
        self.assertEqual(self.offer("1").stock_state, "waiting")
        with freeze_time(utcnow() + timedelta(minutes=30)):
            self.run_engine()
        self.assert_offer("1", 7, 7, "settled")
        self.assertEqual(
            self.platform.offers["1"]["stock"], 7, "the proof of 7 from before the cut must not be believed"
        )

    def test_D9_silence_about_an_item_is_no_proof(self):
        self.platform.silent = {"1"}
        self.set_stock(self.product, 4)
        self.run_engine()
        self.assertEqual((self.offer("1").stock_state, self.offer("1").stock_tries), ("waiting", 1))

    def test_D13_excluded_offer_is_left_untouched(self):
        self.offer("1").action_exclude("stock", True)
        self.set_stock(self.product, 1)
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 7)
        self.offer("1").action_exclude("stock", False)
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 1)

    def test_D13_excluded_product_is_left_untouched_everywhere(self):
        self.product.marketplace_exclude_stock = True
        self.set_stock(self.product, 1)
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 7)

    def test_D15_excluded_price_is_left_untouched(self):
        self.offer("1").action_exclude("price", True)
        self.product.list_price = 11
        self.set_stock(self.product, 2)
        self.run_engine()
        self.assertEqual((self.platform.offers["1"]["price"], self.platform.offers["1"]["stock"]), (10, 2))

    def test_E5_price_leaves_after_the_edit(self):
        self.product.list_price = 12
        self.run_engine()
        self.assert_offer("1", 12, 12, "settled", "price")
        self.assertEqual(self.platform.offers["1"]["price"], 12)

    def test_D7_stock_and_price_go_in_one_call(self):
        self.platform.pushes.clear()
        self.product.list_price = 12
        self.set_stock(self.product, 2)
        self.run_engine()
        [[value]] = self.platform.pushes
        self.assertEqual((value.quantity, value.price), (2, 12))

    def test_D6_a_stock_that_leaves_alone_says_the_price_that_is_proved(self):
        self.platform.pushes.clear()
        self.set_stock(self.product, 2)
        self.run_engine()
        self.product.list_price = 12
        self.platform.silent = {"1"}
        self.run_engine()  # the price is on its way: nobody knows which one the platform holds
        self.set_stock(self.product, 1)
        self.run_engine()
        self.assertEqual([(v.quantity, v.price, v.price_proved) for [v] in self.platform.pushes][:2],
                         [(2, None, 10), (None, 12, None)])  # fmt: skip
        self.assertFalse(any(v.price_proved for [v] in self.platform.pushes[1:]))

    def test_a_refused_price_does_not_keep_stock_back(self):
        self.platform.refuse["1"] = lambda value: value.price is not None
        self.product.list_price = 12
        self.set_stock(self.product, 2)
        self.run_engine()
        self.assert_offer("1", 2, 2, "settled")
        self.assertEqual(self.offer("1").price_state, "refused")
        self.assertEqual(self.offer("1").price_error, "the platform says no")
        self.assertTrue(self.offer("1").has_problem)

    def test_a_refused_value_waits_for_another_one(self):
        self.platform.refuse["1"] = lambda value: value.price == 12
        self.product.list_price = 12
        self.run_engine()
        pushes = len(self.platform.pushes)
        self.run_engine()
        self.assertEqual(len(self.platform.pushes), pushes)
        self.product.list_price = 12.5
        self.run_engine()
        self.assertEqual(self.offer("1").price_state, "settled")

    def test_a_price_that_jumps_is_held_until_a_person_says_yes(self):
        self.product.list_price = 20
        self.run_engine()
        self.assertEqual((self.offer("1").price_state, self.platform.offers["1"]["price"]), ("held", 10))
        self.offer("1").action_retry()
        self.run_engine()
        self.assertEqual((self.offer("1").price_state, self.platform.offers["1"]["price"]), ("settled", 20))

    def test_a_zero_price_is_never_sent(self):
        self.product.list_price = 0
        self.run_engine()
        self.assertEqual((self.offer("1").price_state, self.platform.offers["1"]["price"]), ("held", 10))

    def test_a_price_below_cost_is_held(self):
        self.product.standard_price = 9.5
        self.product.list_price = 9
        self.run_engine()
        self.assertEqual(self.offer("1").price_state, "held")
        self.assertIn("below the cost", self.offer("1").price_error)

    def test_D10_resync_sends_everything_again(self):
        self.platform.offers["1"]["stock"] = 99
        self.account.action_resync()
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 7)

    def test_an_audit_finding_voids_the_proof(self):
        self.platform.offers["1"]["stock"] = 99
        self.account.action_read_again()
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 7)
        self.assert_offer("1", 7, 7, "settled")

    def test_D5_nothing_is_sent_before_it_is_switched_on(self):
        self.account.write({"stock_enabled": False, "price_enabled": False, "state": "reading"})
        self.set_stock(self.product, 1)
        self.product.list_price = 11
        self.run_engine()
        self.assertEqual((self.platform.offers["1"]["stock"], self.platform.offers["1"]["price"]), (7, 10))
        self.assert_offer("1", 1, 7, "waiting")
        self.account._switch_on(stock=True)
        self.run_engine()
        self.assertEqual((self.platform.offers["1"]["stock"], self.platform.offers["1"]["price"]), (1, 10))

    def test_D4_stock_is_summed_over_the_ticked_warehouses(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self.set_stock(self.product, 5, other)
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 7)
        self.account.warehouse_ids |= other
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 12)

    def test_buffer_and_cap(self):
        self.account.stock_buffer = 2
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 5)
        self.account.stock_cap = 3
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 3)

    def test_unreserved_outgoing_demand_lowers_what_is_offered(self):
        self.warehouse.out_type_id.reservation_method = "manual"
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Shop customer"}).id,
                "order_line": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 3})],
            }
        )
        order.action_confirm()
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 4)
        order.picking_ids.action_assign()
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 4)

    def test_batches_are_confirmed_only_by_their_result(self):
        self.platform.asynchronous = True
        self.set_stock(self.product, 2)
        with self.subTest("accepted is not confirmed"):
            from ..engine.batches import Batches

            with self.patched(Batches, "step", lambda lane: 0):
                self.run_engine()
            self.assertEqual((self.offer("1").stock_state, self.offer("1").stock_ref), ("sent", "batch1"))
        self.run_engine()
        self.assert_offer("1", 2, 2, "settled")
        self.account.flow_ids.filtered(lambda flow: flow.kind == "values").success_at = False
        self.assertTrue(self.account.last_values_at, "the account's page says when something was proved last")

    def test_D9_a_batch_that_is_taken_ends_the_trouble_of_a_lost_answer(self):
        self.platform.asynchronous = True
        self.platform.faults = [OutcomeUnknown("cut")]
        self.set_stock(self.product, 2)
        self.run_engine()
        self.assertEqual(self.account._flow("values").error, "cut")
        self.env["marketplace.offer"].search([]).write({"stock_retry_at": False})
        self.account.flow_ids.write({"paused_until": False})
        self.run_engine()
        self.assert_offer("1", 2, 2, "settled")
        self.assertFalse(self.account._flow("values").failing_since, "nobody looks for a trouble that is over")

    def test_D9_batches_the_platform_still_works_on_are_hardly_asked_about(self):
        self.platform.asynchronous = True
        for number in range(12):
            self.make_product(f"B{number}", 5)
            self.platform.add_offer(f"b{number}", stock=1, price=1, sku=f"B{number}")
        self.account.action_read_again()
        asked = []
        with (
            freeze_time(utcnow() + timedelta(days=1, hours=1)),
            self.patched(FakeProvider, "batch_size", 1),
            self.patched(FakeProvider, "fetch_batch", lambda provider, ref: asked.append(ref)),
        ):
            self.run_engine()
            self.assertEqual(len(self.platform.batches), 12)
            refs = [ref for ref, _sent_at in self.env["marketplace.offer"]._open_refs(self.account)]
        self.assertEqual(asked, ["batch1"], "what it says of the oldest holds for the younger ones")
        self.assertEqual(sorted(refs), sorted(self.platform.batches), "stock and price of a batch are one question")

    def patched(self, target, name, value):
        from unittest.mock import patch

        return patch.object(target, name, value)

    def test_too_many_zeros_stop_and_ask(self):
        products = [self.make_product(f"Z{i}", 5) for i in range(20)]
        for i in range(20):
            self.platform.add_offer(f"z{i}", stock=5, price=10, sku=f"Z{i}")
        self.account.action_read_again()
        with freeze_time(utcnow() + timedelta(days=1, hours=1)):
            self.run_engine()
        for product in products:
            self.set_stock(product, 0)
        self.run_engine()
        self.assertEqual({self.platform.offers[f"z{i}"]["stock"] for i in range(20)}, {5})
        self.assertIn("20 of 21", self.account.stock_stop)
        self.assertEqual(self.account.health, "bad")
        self.account.action_release_stock()
        self.run_engine()
        self.assertEqual({self.platform.offers[f"z{i}"]["stock"] for i in range(20)}, {0})
        self.assertFalse(self.account.stock_stop)
