from odoo.tests import tagged

from ..lib.clock import utcnow
from .order_common import OrderCase, goods, order


@tagged("post_install", "-at_install")
class TestOrderUncovered(OrderCase):
    """G21: an order without cover says so, and how it came to it."""

    def uncovered(self):
        return self.env["marketplace.order"].search([("uncovered", "=", True), ("account_id", "=", self.account.id)])

    def test_G21_who_took_the_last_piece_and_what_the_platform_knew(self):
        first = self.apply(order(goods("2", "5.00"), key="FIRST"))
        self.offer("2").write(
            {"stock_sent": 1, "stock_sent_at": "2026-02-10 12:00:00", "stock_confirmed_at": "2026-02-10 12:00:02"}
        )
        second = self.apply(order(goods("2", "5.00"), goods("1", "9.00", 7), key="SECOND"))
        self.assertEqual((first.uncovered, second.uncovered, self.uncovered()), (False, True, second))
        reason = second.uncovered_reason.split("\n")
        self.assertEqual(len(reason), 2)
        hat = next(text for text in reason if "HAT" in text)
        self.assertIn("1 of 1 missing", hat)
        self.assertIn(f"{first.sale_order_id.name} (Test account FIRST)", hat)
        self.assertIn("sent on 2026-02-10 14:00:00 (1), last proved on 2026-02-10 14:00:02", hat)
        boots = next(text for text in reason if "BOOTS" in text)
        self.assertIn("2 of 7 missing", boots)
        self.assertIn("never sent", boots)
        self.assertEqual(self.note, second.uncovered_reason)

    def test_G21_a_shop_sale_took_the_last_piece(self):
        partner = self.env["res.partner"].create({"name": "Walk-in"})
        own = self.env["sale.order"].create(
            {"partner_id": partner.id, "team_id": self.env["crm.team"].create({"name": "Main street"}).id,
             "order_line": [(0, 0, {"product_id": self.hat.id})]}
        )  # fmt: skip
        own.action_confirm()
        record = self.apply(order(goods("2", "5.00")))
        self.assertIn(f"{own.name} (Main street)", record.uncovered_reason)

    def test_G21_stock_that_never_was(self):
        self.set_stock(self.hat, 0)
        record = self.apply(order(goods("2", "5.00")))
        self.assertIn("No other sale holds it", record.uncovered_reason)

    def test_G21_cover_that_arrives_clears_the_flag_and_keeps_the_story(self):
        self.apply(order(goods("2", "5.00"), key="FIRST"))
        second = self.apply(order(goods("2", "5.00"), key="SECOND"))
        story = second.uncovered_reason
        self.set_stock(self.hat, 1)
        second.sale_order_id.picking_ids.action_assign()
        self.env.invalidate_all()
        self.assertFalse(second.uncovered or self.uncovered())
        self.assertEqual(second.uncovered_reason, story)

    def test_G21_a_reservation_taken_away_raises_the_flag(self):
        record = self.apply(order(goods("2", "5.00")))
        self.assertFalse(record.uncovered)
        record.sale_order_id.picking_ids.do_unreserve()
        self.env.invalidate_all()
        self.assertEqual(self.uncovered(), record)

    def test_what_is_not_stocked_is_covered(self):
        service = self.make_product("SERVICE", type="service", is_storable=False)
        loose = self.make_product("LOOSE", is_storable=False)
        for key, product in (("S", service), ("L", loose)):
            self.make_offer(key, product)
        record = self.apply(order(goods("S", "1.00"), goods("L", "1.00")))
        self.assertFalse(record.uncovered)

    def test_delivered_and_cancelled_orders_are_not_uncovered(self):
        record = self.apply(order(goods("1", "5.00")))
        self.deliver(record.sale_order_id)
        short = self.apply(order(goods("2", "5.00", 4), key="2"))
        self.assertEqual(self.uncovered(), short)
        short.sale_order_id._action_cancel()
        self.assertFalse(self.uncovered())
        self.assertIn(record, self.env["marketplace.order"].search([("uncovered", "=", False)]))

    def test_the_moment_is_told_in_local_time(self):
        self.assertRegex(
            self.account.env["marketplace.order"].new({"account_id": self.account.id})._time(utcnow()),
            r"^\d{4}-\d\d-\d\d \d\d:",
        )
