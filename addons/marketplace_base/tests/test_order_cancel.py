from dataclasses import replace
from decimal import Decimal

from odoo.tests import tagged

from ..lib.types import OrderStatus
from .order_common import OrderCase, goods, order


@tagged("post_install", "-at_install")
class TestOrderCancel(OrderCase):
    """A cancellation gives the goods back at once, unless they are on their way; and it can be taken back."""

    def setUp(self):
        super().setUp()
        self.data = order(goods("1", "10.00", 3, name="Boots"), goods("2", "5.00"))
        self.record = self.apply(self.data)
        self.sale = self.record.sale_order_id

    def platform_says(self, status, *lines, **vals):
        lines = lines or self.data.lines
        total = sum((item.total for item in lines), Decimal(0))
        return self.apply(replace(self.data, lines=lines, total=total, status=status, status_label=status.name, **vals))

    def cancelled(self):
        return self.platform_says(OrderStatus.CANCELLED)

    # ---- at the platform ----

    def test_stock_comes_back_and_nothing_is_acknowledged(self):
        self.cancelled()
        self.assertEqual((self.sale.state, self.record.status), ("cancel", "cancelled"))
        self.assertEqual((self.free(self.boots), self.free(self.hat)), (5, 1))
        self.assertEqual(self.record.command_ids.state, "cancelled")
        self.assertFalse(self.record.problem)

    def test_an_acknowledgement_refused_because_of_it_is_no_problem(self):
        self.record.command_ids.write({"state": "refused", "error": "Order is canceled."})
        self.cancelled()
        self.assertEqual((self.record.command_ids.state, self.record.command_ids.error), ("cancelled", False))

    def test_what_was_proved_is_void(self):
        offer = self.offer("1")
        offer.write({"stock_wanted": 2, "stock_sent": 2, "stock_confirmed": 2, "stock_state": "settled"})
        self.env.flush_all()
        self.cancelled()
        self.assertEqual(offer.stock_state, "waiting")

    def test_cancelled_twice_changes_nothing(self):
        self.cancelled()
        before = self.everything(self.record)
        self.cancelled()
        self.assertEqual(self.everything(self.record), before)

    def test_a_locked_order_is_cancelled_too(self):
        self.sale.action_lock()
        self.cancelled()
        self.assertEqual(self.sale.state, "cancel")

    def test_an_order_being_packed_is_not_pulled_away(self):
        self.sale.picking_ids.move_ids[0].picked = True
        self.cancelled()
        self.assertEqual((self.sale.state, self.record.status), ("sale", "cancelled"))
        self.assertIn(f"being packed ({self.sale.picking_ids.name})", self.record.problem)
        self.assertEqual(self.record.command_ids.state, "cancelled")
        self.sale._action_cancel()
        self.assertFalse(self.record.problem, "the person did what was asked")

    def test_a_parcel_with_a_label_is_not_pulled_away(self):
        self.sale.picking_ids.carrier_tracking_ref = "AWB1"
        self.cancelled()
        self.assertIn("being packed", self.record.problem)

    def test_a_shipped_order_is_expected_back(self):
        self.deliver(self.sale)
        self.cancelled()
        self.assertEqual(self.sale.state, "sale")
        self.assertIn(f"shipped ({self.sale.picking_ids.name})", self.record.problem)

    def test_a_first_step_done_counts_as_packed(self):
        self.warehouse.delivery_steps = "pick_ship"
        record = self.apply(replace(self.data, key="steps", lines=(goods("1", "10.00"),), total=Decimal("10.00")))
        pick = record.sale_order_id.picking_ids
        pick.move_ids.picked = True
        pick.button_validate()
        self.apply(
            replace(
                self.data,
                key="steps",
                lines=(goods("1", "10.00"),),
                total=Decimal("10.00"),
                status=OrderStatus.CANCELLED,
            )
        )
        self.assertEqual(record.sale_order_id.state, "sale")
        self.assertIn("being packed", record.problem)

    def test_an_invoice_must_be_credited(self):
        invoice = self.invoice(self.sale)
        self.cancelled()
        self.assertEqual(self.sale.state, "cancel")
        self.assertIn(invoice.name, self.record.problem)
        self.cancelled()
        self.assertIn(invoice.name, self.record.problem)

    def test_a_draft_invoice_is_cancelled_along(self):
        invoice = self.sale._create_invoices()
        self.cancelled()
        self.assertEqual((self.sale.state, invoice.state), ("cancel", "cancel"))
        self.assertFalse(self.record.problem)

    # ---- taken back ----

    def test_a_cancellation_taken_back_reserves_again(self):
        self.cancelled()
        self.platform_says(OrderStatus.PROCESSING)
        self.assertEqual((self.sale.state, self.record.status), ("sale", "processing"))
        self.assertEqual((self.free(self.boots), self.free(self.hat)), (2, 0))
        self.assertEqual(self.sale.date_order, self.record.placed_at)
        self.assertEqual(self.record.command_ids.state, "cancelled", "what is taken over already is not acknowledged")
        before = self.everything(self.record)
        self.platform_says(OrderStatus.PROCESSING)
        self.assertEqual(self.everything(self.record), before)

    def test_a_cancellation_taken_back_with_other_quantities(self):
        self.cancelled()
        self.platform_says(OrderStatus.NEW, goods("1", "10.00", 1, name="Boots"), goods("2", "4.00"))
        self.assertEqual((self.sale.state, self.sale.amount_total), ("sale", 14.0))
        self.assertEqual(self.free(self.boots), 4)
        self.assertEqual(self.record.command_ids.state, "pending")

    def test_a_cancellation_taken_back_when_the_goods_are_gone(self):
        self.cancelled()
        self.apply(order(goods("2", "5.00"), key="faster"))
        self.platform_says(OrderStatus.PROCESSING)
        self.assertTrue(self.record.uncovered)
        self.assertIn("faster", self.record.uncovered_reason)

    def test_what_cannot_be_confirmed_again_is_shown(self):
        self.cancelled()
        total = sum(item.total for item in self.data.lines) + 9
        self.apply(replace(self.data, status=OrderStatus.PROCESSING, total=total))
        self.assertEqual(self.sale.state, "cancel")
        self.assertIn("took its cancellation back", self.record.problem)

    def test_a_cancellation_that_was_not_followed_needs_no_second_life(self):
        self.sale.picking_ids.move_ids.picked = True
        self.cancelled()
        self.platform_says(OrderStatus.PREPARED)
        self.assertEqual((self.sale.state, self.record.problem), ("sale", False))

    # ---- in Odoo ----

    def test_a_sale_order_cancelled_here_is_not_cancelled_there(self):
        self.sale._action_cancel()
        self.assertIn("Test account is not told", self.record.problem)
        self.assertEqual(self.record.command_ids.state, "cancelled")
        self.platform_says(OrderStatus.PROCESSING)
        self.assertEqual(self.sale.state, "cancel", "a person's decision is not undone")
        self.assertIn("Test account is not told", self.record.problem)
        self.cancelled()
        self.assertFalse(self.record.problem)
