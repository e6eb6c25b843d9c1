from dataclasses import replace

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..lib.types import OrderStatus
from .change_common import ChangeCase


@tagged("post_install", "-at_install")
class TestCancelBySeller(ChangeCase):
    """A seller's cancellation: told with the platform's reason; the goods given back, stopped, or expected back."""

    def setUp(self):
        super().setUp()
        self.user = new_test_user(
            self.env(su=False),
            "canceller",
            groups="marketplace_base.group_user,sales_team.group_sale_salesman_all_leads",
        )

    def wizard(self, orders=None):
        orders = (orders or self.record).with_user(self.user).sudo(False)
        return (
            self.env["marketplace.cancel"]
            .with_user(self.user)
            .sudo(False)
            .browse(orders.action_cancel_orders()["res_id"])
        )

    def cancel(self, orders=None, **vals):
        wizard = self.wizard(orders)
        with Form(wizard) as form:
            form.reason_id = wizard.reason_ids.filtered(lambda reason: reason.key == "1")
            for name, value in vals.items():
                form[name] = value
        wizard.action_cancel_orders()
        return wizard

    def test_H2_before_packing_the_goods_are_free_at_once(self):
        wizard = self.wizard()
        self.assertIn("cancelled at once", wizard.effects)
        self.assertEqual(wizard.reason_ids.mapped("name"), ["Out of stock", "The customer asked for it"])
        self.cancel(note="no boots")
        self.assertEqual((self.sale.state, self.free(self.boots)), ("cancel", 5))
        self.assertIn("Out of stock (no boots)", self.sale.message_ids[0].body)
        self.run_engine()
        self.assertEqual([change.reason for change in self.platform.changes], ["1"])
        self.says(OrderStatus.CANCELLED)
        self.assertFalse(self.record.problem)

    def test_a_reason_is_wanted(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self.wizard().action_cancel_orders()
        self.assertEqual((self.sale.state, len(self.changes())), ("sale", 0))

    def test_during_packing_the_packer_is_stopped_and_puts_the_goods_back(self):
        self.picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "Stop the packer"):
            self.cancel()
        self.assertFalse(self.changes())
        self.cancel(stop_packing=True)
        self.assertEqual((self.sale.state, self.free(self.boots)), ("sale", 2), "the goods are not on their shelf yet")
        with self.assertRaisesRegex(UserError, "We cancelled this order"):
            self.picking.button_validate()
        packer = new_test_user(
            self.env(su=False), "packer", groups="stock.group_stock_user,marketplace_base.group_picker"
        )
        self.picking.with_user(packer).sudo(False).action_marketplace_put_back()
        self.assertEqual((self.sale.state, self.free(self.boots)), ("cancel", 5))
        self.run_engine()
        self.assertEqual(len(self.platform.changes), 1)

    def test_a_refused_cancellation_lets_the_packer_go_on(self):
        self.picking.move_ids.picked = True
        self.platform.change_refusals = ["No."]
        self.cancel(stop_packing=True)
        self.run_engine()
        self.assertFalse(self.record.stop_reason)
        self.assertIn("did not cancel", self.record.problem)
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_after_hand_over_the_goods_are_expected_back(self):
        self.deliver(self.sale)
        self.assertIn("expected back", self.wizard().effects)
        self.cancel()
        back = self.record.return_ids
        self.assertEqual((back.kind, back.status), ("undelivered", "approved"))
        self.assertEqual([(line.product_id, line.quantity) for line in back.line_ids], [(self.boots, 3), (self.hat, 1)])
        self.assertEqual(self.sale.state, "sale")

    def test_many_with_one_reason_and_what_cannot_be_stays(self):
        other = self.apply(replace(self.data, key="2", lines=self.data.lines[:1], total=30))
        gone = self.apply(replace(self.data, key="3", lines=self.data.lines[:1], total=30))
        gone.status = "cancelled"
        orders = self.record | other | gone
        wizard = self.cancel(orders)
        self.assertIn("3: is cancelled already", wizard.effects)
        self.assertEqual((orders.sale_order_id - gone.sale_order_id).mapped("state"), ["cancel", "cancel"])
        self.run_engine()
        self.assertEqual(sorted(change.order_key for change in self.platform.changes), ["2", "391982964"])

    def test_odoos_own_cancel_leads_to_the_same_page(self):
        sale = self.sale.with_user(self.user).sudo(False)
        action = sale.action_cancel()
        self.assertEqual((action["res_model"], sale.state), ("marketplace.cancel", "sale"))
        self.cancel()
        self.assertEqual(sale.state, "cancel")
        plain = self.env["sale.order"].create({"partner_id": self.sale.partner_id.id})
        plain.with_user(self.user).sudo(False).action_cancel()
        self.assertEqual(plain.state, "cancel")

    def test_whoever_may_not_work_with_marketplaces_cannot(self):
        picker = new_test_user(self.env(su=False), "only_picks", groups="marketplace_base.group_picker")
        with self.assertRaises(AccessError):
            self.record.with_user(picker).sudo(False).action_cancel_orders()
        with self.assertRaises(AccessError):
            self.record.with_user(picker).sudo(False).action_put_back()

    # ---- the customer asks for it ----

    def test_the_customers_wish_is_accepted(self):
        self.says(cancel_requested=True, cancel_reason="I changed my mind")
        self.assertIn("asks to cancel", self.record.problem)
        action = self.record.with_user(self.user).sudo(False).action_accept_cancellation()
        self.assertEqual(action["res_model"], "marketplace.cancel")
        self.cancel()
        self.assertEqual((self.sale.state, self.record.problem), ("cancel", False))

    def test_the_customers_wish_is_not_fulfilled(self):
        self.says(cancel_requested=True)
        self.assertTrue(self.record.stop_reason)
        self.record.with_user(self.user).sudo(False).action_keep()
        self.assertFalse(self.record.stop_reason or self.record.problem)
        self.says(cancel_requested=True)
        self.assertFalse(self.record.stop_reason or self.record.problem, "decided is decided")
        self.says(cancel_requested=False)
        self.says(cancel_requested=True)
        self.assertTrue(self.record.stop_reason, "asked for anew")
