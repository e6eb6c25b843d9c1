from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.types import OrderStatus
from .change_common import ChangeCase


@tagged("post_install", "-at_install")
class TestGuard(ChangeCase):
    """What is cancelled does not leave the house; what leaves it is what was ordered."""

    def pack(self):
        self.picking.move_ids.picked = True

    def test_a_cancelled_order_cannot_be_packed_validated_or_handed_over(self):
        self.pack()
        awb = self.awb()
        self.assertFalse(awb.stopped)
        self.says(OrderStatus.CANCELLED)
        self.assertIn("cancelled this order", self.picking.marketplace_stop_reason)
        for action in (self.picking.button_validate, self.picking.action_put_in_pack):
            with self.assertRaisesRegex(UserError, "391982964: Test account cancelled this order"):
                action()
        with self.assertRaises(UserError):
            self.picking._action_done()
        self.assertTrue(awb.stopped)
        self.assertIn("Do not pack it, do not hand it over", awb._reason_not_to_hand_over())
        self.assertIn("being packed", self.record.problem)

    def test_a_validated_parcel_that_waits_for_the_courier_stays_here_too(self):
        awb = self.awb()
        self.deliver(self.sale)
        self.says(OrderStatus.CANCELLED)
        self.assertTrue(awb.stopped)
        self.assertIn("do not hand it over", awb._reason_not_to_hand_over())
        back = self.record.return_ids
        self.assertEqual(back._find_scanned("AWB000001"), back)
        back._receive({line: (line.quantity, 0) for line in back.line_ids})
        self.assertEqual((awb.state, self.sale.state, self.free(self.boots)), ("dropped", "cancel", 5))

    def test_no_awb_is_asked_for_what_is_cancelled(self):
        self.assertNotIn("cancelled", self.record._reason_not_to_ship() or "")
        self.record._change("cancel", reason="1")
        self.assertIn("We cancelled this order", self.record._reason_not_to_ship())

    def test_the_goods_are_put_back(self):
        self.pack()
        awb = self.awb()
        self.says(OrderStatus.CANCELLED)
        self.picking.action_marketplace_put_back()
        self.assertEqual((self.sale.state, self.free(self.boots)), ("cancel", 5))
        self.assertEqual((awb.state, awb.stopped, self.record.problem), ("dropped", False, False))

    def test_nothing_is_put_back_that_may_go_on(self):
        with self.assertRaisesRegex(UserError, "can go on"):
            self.picking.action_marketplace_put_back()
        self.says(cancel_requested=True)
        with self.assertRaisesRegex(UserError, "Decide first"):
            self.picking.action_marketplace_put_back()

    def test_an_undecided_wish_stops_too(self):
        self.says(cancel_requested=True)
        with self.assertRaisesRegex(UserError, "before that is decided"):
            self.picking.button_validate()
        self.record.action_keep()
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_a_cancellation_taken_back_lets_it_go_on(self):
        self.pack()
        self.says(OrderStatus.CANCELLED)
        self.says(OrderStatus.PROCESSING)
        self.assertFalse(self.record.stop_reason)
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_what_is_with_the_courier_is_expected_back_and_the_books_may_follow(self):
        awb = self.awb("in_transit")
        self.says(OrderStatus.CANCELLED)
        self.assertFalse(awb.stopped, "it is gone")
        back = self.record.return_ids
        self.assertEqual((back.kind, back.shipment_ids), ("undelivered", awb))
        self.assertEqual(back.line_ids.mapped("quantity"), [3, 1])
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done", "that the goods left is a fact")
        self.says(OrderStatus.PROCESSING)
        self.assertEqual(back.status, "cancelled", "it goes on after all")

    def test_stopped_parcels_are_found(self):
        shipments = self.env["marketplace.shipment"]
        awb = self.awb()
        self.assertNotIn(awb, shipments.search([("stopped", "=", True)]))
        self.says(cancel_requested=True)
        self.assertIn(awb, shipments.search([("stopped", "=", True)]))
        self.record.action_keep()
        self.assertNotIn(awb, shipments.search([("stopped", "=", True)]))
        self.record._change("cancel", reason="1")
        self.assertIn(awb, shipments.search([("stopped", "=", True)]))
        self.assertIn(self.record, self.record.search([("stop_reason", "!=", False)]))

    # ---- partial and wrong deliveries ----

    def test_G19_less_than_ordered_does_not_leave_without_a_decision(self):
        self.picking.move_ids[0].write({"quantity": 2, "picked": True})
        self.picking.move_ids[1].picked = True
        with self.assertRaisesRegex(UserError, r"(?s)whole.*BOOTS.*: 1\n.*Change quantities"):
            self.picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self.picking.state, "assigned")
        self.account.partial_allowed = True
        self.picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_G19_what_is_not_picked_is_missing(self):
        self.picking.move_ids[0].picked = True
        with self.assertRaisesRegex(UserError, "HAT"):
            self.picking.button_validate()

    def test_G19_more_or_something_else_does_not_leave_at_all(self):
        self.account.partial_allowed = True
        self.picking.move_ids[0].write({"quantity": 4, "picked": True})
        self.picking.move_ids[1].picked = True
        with self.assertRaisesRegex(UserError, "4 instead of 3"):
            self.picking.button_validate()
        self.picking.move_ids[0].quantity = 3
        scarf = self.make_product("SCARF", 2)
        self.picking.move_ids.create(
            {
                "product_id": scarf.id,
                "product_uom_qty": 0,
                "quantity": 1,
                "picked": True,
                "picking_id": self.picking.id,
                "location_id": self.picking.location_id.id,
                "location_dest_id": self.picking.location_dest_id.id,
            }
        )
        with self.assertRaisesRegex(UserError, "SCARF"):
            self.picking.button_validate()

    def test_other_transfers_are_none_of_our_business(self):
        kind = self.warehouse.in_type_id
        receipt = self.env["stock.picking"].create({"picking_type_id": kind.id})
        receipt.move_ids = [
            Command.create(
                {
                    "product_id": self.boots.id,
                    "product_uom_qty": 4,
                    "location_id": receipt.location_id.id,
                    "location_dest_id": receipt.location_dest_id.id,
                }
            )
        ]
        receipt.action_confirm()
        receipt.move_ids.write({"quantity": 1, "picked": True})
        receipt.with_context(skip_backorder=True).button_validate()
        self.assertEqual(receipt.state, "done")
