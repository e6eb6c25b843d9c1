from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from odoo.tests import tagged

from ..lib.types import LineKind, OrderStatus, Payment
from .order_common import COMPANY, NOW, OrderCase, address, goods, line, order

LATER = NOW + timedelta(days=5)


@tagged("post_install", "-at_install")
class TestOrderUpdate(OrderCase):
    """What the platform changes on an order is followed as far as documents allow; the rest is put before a person."""

    def setUp(self):
        super().setUp()
        self.data = order(goods("1", "10.00", 3, name="Boots"), goods("2", "5.00"))
        self.record = self.apply(self.data)
        self.sale = self.record.sale_order_id

    def changed(self, *lines, **vals):
        """The order as the platform shows it after a change, applied."""
        lines = lines or self.data.lines
        total = sum((item.total for item in lines), Decimal(0))
        return self.apply(replace(self.data, lines=lines, **({"total": total} | vals)))

    def move(self, product):
        moves = self.sale.picking_ids.move_ids.filtered(lambda m: m.product_id == product and m.state != "cancel")
        return sum(moves.mapped("product_uom_qty")), sum(moves.mapped("quantity"))

    # ---- what is mirrored ----

    def test_status_payment_deadline_and_note_follow(self):
        self.changed(
            status=OrderStatus.PREPARED,
            status_label="Prepared",
            ship_by=LATER,
            note="Call first",
            payment=Payment("card", "CARD online", is_paid=True, collected=Decimal("35.00")),
            modified_at=LATER,
        )
        self.assertEqual((self.record.status, self.record.note, self.record.is_paid), ("prepared", "Call first", True))
        later = LATER.replace(tzinfo=None)
        self.assertEqual((self.record.ship_by, self.sale.commitment_date), (later, later))
        self.assertEqual(self.sale.picking_ids.date_deadline, later)

    def test_a_promised_date_set_by_a_person_stays(self):
        self.sale.commitment_date = promised = (NOW + timedelta(days=1)).replace(tzinfo=None)
        self.changed(ship_by=LATER)
        self.assertEqual(self.sale.commitment_date, promised)

    def test_the_same_change_twice_changes_nothing(self):
        changed = (goods("1", "10.00", 1, name="Boots"), goods("2", "5.00", cancelled=True))
        self.changed(*changed, status=OrderStatus.PROCESSING)
        before = self.everything(self.record)
        self.changed(*changed, status=OrderStatus.PROCESSING)
        self.assertEqual(self.everything(self.record), before)

    # ---- quantities ----

    def test_a_lower_quantity_gives_stock_back(self):
        self.changed(goods("1", "10.00", 1, name="Boots"), self.data.lines[1])
        self.assertEqual(self.sale.order_line[0].product_uom_qty, 1)
        self.assertEqual(self.move(self.boots), (1, 1))
        self.assertEqual(self.free(self.boots), 4)
        self.assertEqual(self.sale.amount_total, 15.0)
        self.assertEqual(len(self.sale.picking_ids), 1)
        self.assertFalse(self.record.problem)

    def test_a_lower_quantity_voids_what_was_proved(self):
        offer = self.offer("1")
        offer.write({"stock_wanted": 2, "stock_sent": 2, "stock_confirmed": 2, "stock_state": "settled"})
        self.env.flush_all()
        self.changed(goods("1", "10.00", 1, name="Boots"), self.data.lines[1])
        self.assertEqual(offer.stock_state, "waiting")

    def test_a_lower_quantity_where_the_deadline_moved_too(self):
        self.changed(goods("1", "10.00", 1, name="Boots"), self.data.lines[1], ship_by=LATER)
        self.assertEqual(self.move(self.boots), (1, 1))
        self.assertEqual(len(self.sale.picking_ids), 1)

    def test_a_higher_quantity_takes_more_stock(self):
        self.changed(goods("1", "10.00", 5, name="Boots"), self.data.lines[1])
        self.assertEqual(self.move(self.boots), (5, 5))
        self.assertEqual(self.sale.amount_total, 55.0)

    def test_a_higher_quantity_may_be_uncovered(self):
        self.changed(goods("1", "10.00", 7, name="Boots"), self.data.lines[1])
        self.assertTrue(self.record.uncovered)
        self.assertIn("2 of 7 missing", self.record.uncovered_reason)

    def test_several_steps(self):
        self.warehouse.delivery_steps = "pick_ship"
        record = self.apply(replace(self.data, key="steps"))
        self.apply(
            replace(self.data, key="steps", lines=(goods("1", "10.00", 1, name="Boots"),), total=Decimal("10.00"))
        )
        moves = record.sale_order_id.picking_ids.move_ids.filtered(lambda m: m.state != "cancel")
        self.assertEqual((sum(moves.mapped("product_uom_qty")), set(moves.mapped("product_id"))), (1, {self.boots}))

    def test_a_cancelled_line_and_a_line_no_longer_shown(self):
        self.changed(self.data.lines[0], goods("2", "5.00", cancelled=True))
        self.assertEqual(self.sale.order_line[1].product_uom_qty, 0)
        self.assertEqual((self.free(self.hat), self.sale.amount_total), (1, 30.0))
        self.changed(self.data.lines[0], self.data.lines[1])
        self.assertEqual((self.free(self.hat), self.sale.amount_total), (0, 35.0))
        self.changed(self.data.lines[0])
        self.assertTrue(self.record.line_ids[1].cancelled)
        self.assertEqual((self.free(self.hat), self.sale.amount_total), (1, 30.0))

    def test_a_new_line(self):
        scarf = self.make_product("SCARF", 4)
        self.make_offer("3", scarf)
        self.changed(*self.data.lines, goods("3", "7.50", 2), line("shipping", "9.99", kind=LineKind.SHIPPING))
        self.assertEqual(
            self.sale.order_line.mapped("product_id.default_code"), ["BOOTS", "HAT", "SCARF", "MP-DELIVERY"]
        )
        self.assertEqual((self.free(scarf), self.sale.amount_total), (2, 59.99))
        self.assertEqual(self.record.line_ids.mapped("sale_line_id"), self.sale.order_line)

    def test_a_sale_order_made_a_quotation_again_is_shown(self):
        self.sale._action_cancel()
        self.sale.action_draft()
        self.changed(status=OrderStatus.PREPARED)
        self.assertIn("confirm it", self.record.problem)
        self.sale.action_confirm()
        self.assertEqual(self.sale.date_order, self.record.placed_at)
        self.changed(status=OrderStatus.PROCESSING)
        self.assertFalse(self.record.problem)

    def test_a_locked_order_follows_and_stays_locked(self):
        self.sale.action_lock()
        self.changed(goods("1", "10.00", 1, name="Boots"), self.data.lines[1])
        self.assertEqual((self.sale.order_line[0].product_uom_qty, self.sale.locked), (1, True))
        self.assertEqual(self.move(self.boots), (1, 1))

    def test_a_persons_quantity_is_left_and_shown(self):
        self.sale.order_line[0].product_uom_qty = 2
        self.changed(status=OrderStatus.PREPARED)
        self.assertEqual(self.sale.order_line[0].product_uom_qty, 2)
        self.assertIn("the sale order has 2, Test account 3", self.record.problem)
        self.sale.order_line[0].product_uom_qty = 3
        self.changed(status=OrderStatus.PROCESSING)
        self.assertFalse(self.record.problem)

    # ---- what is done is done ----

    def test_delivered_goods_are_not_taken_back(self):
        self.deliver(self.sale)
        self.changed(goods("1", "10.00", 2, name="Boots"), self.data.lines[1])
        self.assertEqual(self.sale.order_line[0].product_uom_qty, 3)
        self.assertEqual(self.record.problem, "Test account reduced Boots from 3 to 2 after it was delivered.")
        self.assertEqual(len(self.sale.picking_ids), 1)
        self.assertEqual(self.sale.amount_total, 35.0)

    def test_a_partial_delivery_can_still_be_shortened(self):
        self.account.partial_allowed = True
        picking = self.sale.picking_ids
        boots = picking.move_ids.filtered(lambda m: m.product_id == self.boots)
        boots.write({"quantity": 1, "picked": True})
        picking.with_context(cancel_backorder=False, skip_backorder=True).button_validate()
        self.assertEqual(self.sale.order_line[0].qty_delivered, 1)
        self.changed(goods("1", "10.00", 2, name="Boots"), self.data.lines[1])
        self.assertEqual(self.move(self.boots), (2, 2))
        self.assertFalse(self.record.problem)

    def test_goods_being_packed_are_not_pulled_from_under_a_persons_hands(self):
        self.sale.picking_ids.move_ids.picked = True
        self.changed(goods("1", "10.00", 2, name="Boots"), self.data.lines[1])
        self.assertIn("while it is being packed", self.record.problem)
        self.assertEqual(self.move(self.boots), (3, 3))
        self.sale.picking_ids.move_ids.picked = False
        self.changed(goods("1", "10.00", 2, name="Boots"), self.data.lines[1])
        self.assertFalse(self.record.problem, "tried again as soon as it can be done")
        self.assertEqual(self.move(self.boots), (2, 2))

    def test_invoiced_quantities_and_prices_stay(self):
        invoice = self.invoice(self.sale)
        self.changed(goods("1", "10.00", 2, name="Boots"), self.data.lines[1])
        self.assertIn("after it was invoiced", self.record.problem)
        self.changed(goods("1", "9.00", 3, name="Boots"), self.data.lines[1])
        self.assertIn("correct the invoice", self.record.problem)
        self.assertEqual((self.sale.order_line[0].price_unit, invoice.amount_total), (10.0, 35.0))

    # ---- prices ----

    def test_prices_follow_the_platforms_total_until_invoiced(self):
        self.changed(goods("1", "9.99", 3, name="Boots"), self.data.lines[1], line("v", "-1.00", kind=LineKind.VOUCHER))
        self.assertEqual(self.sale.amount_total, 33.97)
        self.assertEqual(self.sale.order_line.mapped("price_unit"), [9.99, 5.0, -1.0])
        self.changed(goods("1", "9.99", 3, name="Boots"), self.data.lines[1], line("v", "-2.00", kind=LineKind.VOUCHER))
        self.assertEqual(self.sale.amount_total, 32.97)

    def test_a_changed_rate_follows(self):
        lines = (goods("1", "10.00", 3, name="Boots", rate="0.11"), goods("2", "5.01"))
        self.changed(*lines)
        self.assertEqual(self.sale.order_line[0].tax_ids.amount, 11)
        self.assertEqual(self.sale.amount_total, 35.01)

    def test_prices_of_confirmed_lines_stay_while_the_total_does(self):
        self.changed(goods("1", "9.00", 3, name="Boots"), goods("2", "8.00"))
        self.assertEqual(self.sale.order_line.mapped("price_unit"), [10.0, 5.0])

    def test_rounding_follows(self):
        self.changed(total=Decimal("35.02"))
        self.assertEqual((self.sale.amount_total, len(self.sale.order_line)), (35.02, 3))
        self.changed(total=Decimal("34.99"))
        self.assertEqual((self.sale.amount_total, len(self.sale.order_line)), (34.99, 3))
        self.changed(total=Decimal("35.00"))
        self.assertEqual((self.sale.amount_total, len(self.sale.order_line)), (35.0, 3))

    def test_a_total_that_cannot_be_reached_is_shown(self):
        self.changed(total=Decimal("30.00"))
        self.assertEqual(self.sale.amount_total, 35.0)
        self.assertIn("add up to 35.0 RON in Odoo, but Test account says 30.0", self.record.problem)

    def test_a_persons_own_line_is_left_and_shown(self):
        gift = self.make_product("GIFT", 1, price=2.0)
        self.env["sale.order.line"].create({"order_id": self.sale.id, "product_id": gift.id})
        self.changed(status=OrderStatus.PREPARED)
        self.assertEqual(self.sale.amount_total, 37.0)
        self.assertIn("add up to 37.0", self.record.problem)

    # ---- people and places ----

    def test_a_new_delivery_address_reaches_the_transfer(self):
        self.changed(delivery=address(street="Str. Nouă 7"))
        self.assertEqual(self.sale.partner_shipping_id.street, "Str. Nouă 7")
        self.assertEqual(self.sale.picking_ids.partner_id, self.sale.partner_shipping_id)
        self.assertFalse(self.sale.picking_ids.activity_ids)

    def test_an_address_a_person_corrected_stays(self):
        corrected = self.env["res.partner"].create(
            {"name": "Right door", "parent_id": self.sale.partner_id.id, "type": "delivery"}
        )
        self.sale.with_context(update_delivery_shipping_partner=True).partner_shipping_id = corrected
        self.changed(status=OrderStatus.PREPARED)
        self.assertEqual(self.sale.partner_shipping_id, corrected)

    def test_a_new_address_after_packing_is_shown(self):
        self.sale.picking_ids.move_ids.picked = True
        self.changed(delivery=address(street="Str. Nouă 7"))
        self.assertIn("Str. Nouă 7", self.record.problem)
        self.assertIn("being packed", self.record.problem)
        self.assertEqual(self.sale.partner_shipping_id.street, "Str. Lungă 1")

    def test_the_customer_wants_the_invoice_for_a_company(self):
        self.changed(customer=COMPANY)
        self.assertEqual((self.sale.partner_id.vat, self.sale.amount_total), ("RO31415920", 35.0))
        self.assertEqual(self.sale.partner_invoice_id.commercial_partner_id, self.sale.partner_id)
        self.assertEqual(self.move(self.boots), (3, 3))

    def test_a_company_after_the_invoice_is_shown(self):
        self.invoice(self.sale)
        person = self.sale.partner_id
        self.changed(customer=COMPANY)
        self.assertEqual(self.sale.partner_id, person)
        self.assertIn("after it was invoiced", self.record.problem)

    # ---- problems ----

    def test_a_request_to_cancel_is_shown(self):
        self.changed(cancel_requested=True)
        self.assertTrue(self.record.cancel_requested)
        self.assertIn("asks to cancel", self.record.problem)
        self.changed(cancel_requested=False)
        self.assertFalse(self.record.problem)

    def test_what_a_person_has_ticked_off_is_not_raised_again(self):
        self.changed(cancel_requested=True)
        self.record.action_problem_solved()
        self.assertFalse(self.record.problem)
        self.changed(cancel_requested=True, note="x")
        self.assertFalse(self.record.problem)
        self.deliver(self.sale)
        self.changed(goods("1", "10.00", 2, name="Boots"), self.data.lines[1], cancel_requested=True)
        self.assertEqual(self.record.problem, "Test account reduced Boots from 3 to 2 after it was delivered.")
