from dataclasses import replace

from odoo.tests import tagged

from ..lib.types import OrderStatus
from .order_common import OrderCase, goods, order


@tagged("post_install", "-at_install")
class TestOrderByPlatform(OrderCase):
    """Orders that the platform ships from its own warehouse take nothing of ours."""

    def setUp(self):
        super().setUp()
        self.data = order(goods("1", "10.00", 2), by_platform=True, status=OrderStatus.PROCESSING)

    def test_no_stock_of_ours_moves(self):
        sale = self.apply(self.data).sale_order_id
        self.assertEqual((sale.state, sale.amount_total, len(sale.picking_ids)), ("sale", 20.0, 0))
        self.assertEqual(self.free(self.boots), 5)
        self.assertFalse(self.env["stock.move"].search([("sale_line_id", "in", sale.order_line.ids)]))

    def test_no_stock_of_ours_moves_later_either(self):
        record = self.apply(self.data)
        self.apply(replace(self.data, lines=(goods("1", "10.00", 3), goods("2", "5.00")), total=35))
        sale = record.sale_order_id
        self.assertEqual((sale.amount_total, len(sale.picking_ids)), (35.0, 0))
        sale.order_line[0].product_uom_qty = 9
        self.assertFalse(sale.picking_ids)

    def test_it_is_neither_acknowledged_nor_does_it_void_what_was_proved(self):
        offer = self.offer("1")
        offer.write({"stock_wanted": 5, "stock_sent": 5, "stock_confirmed": 5, "stock_state": "settled"})
        self.env.flush_all()
        record = self.apply(replace(self.data, status=OrderStatus.NEW))
        self.assertFalse(record.command_ids)
        self.assertEqual(offer.stock_state, "settled")
        self.assertFalse(record.uncovered)

    def test_what_the_platform_shipped_can_be_invoiced(self):
        self.boots.invoice_policy = "delivery"
        record = self.apply(self.data)
        sale = record.sale_order_id
        self.assertEqual(sale.invoice_status, "no")
        shipped = replace(self.data, status=OrderStatus.SHIPPED)
        self.apply(shipped)
        self.assertEqual((sale.order_line.qty_delivered, sale.invoice_status), (2, "to invoice"))
        before = self.everything(record)
        self.apply(shipped)
        self.assertEqual(self.everything(record), before)
        self.assertEqual(self.invoice(sale).amount_total, 20.0)

    def test_cancelled_by_the_platform(self):
        record = self.apply(self.data)
        self.apply(replace(self.data, status=OrderStatus.CANCELLED))
        self.assertEqual(record.sale_order_id.state, "cancel")

    def test_goods_kept_in_a_warehouse_for_the_platform(self):
        theirs = self.env["stock.warehouse"].create({"name": "At the platform", "code": "FBE"})
        self.set_stock(self.boots, 8, theirs)
        self.account.platform_warehouse_id = theirs
        sale = self.apply(self.data).sale_order_id
        self.assertEqual((sale.warehouse_id, sale.picking_ids.state), (theirs, "assigned"))
        self.assertEqual(self.free(self.boots), 5)
        shipped = replace(self.data, status=OrderStatus.SHIPPED)
        record = self.apply(shipped)
        self.assertEqual((sale.picking_ids.state, sale.order_line.qty_delivered), ("done", 2))
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.boots, theirs.lot_stock_id), 6)
        before = self.everything(record)
        self.apply(shipped)
        self.assertEqual(self.everything(record), before)

    def test_goods_the_platform_had_and_odoo_did_not_know_of(self):
        theirs = self.env["stock.warehouse"].create({"name": "At the platform", "code": "FBE"})
        self.account.platform_warehouse_id = theirs
        record = self.apply(replace(self.data, status=OrderStatus.SHIPPED))
        self.assertEqual(record.sale_order_id.picking_ids.state, "done")
        self.assertFalse(record.problem or record.uncovered)

    def test_what_cannot_be_delivered_here_is_shown(self):
        theirs = self.env["stock.warehouse"].create({"name": "At the platform", "code": "FBE"})
        self.account.platform_warehouse_id = theirs
        self.boots.tracking = "lot"
        record = self.apply(replace(self.data, status=OrderStatus.SHIPPED))
        self.assertIn("shipped this order", record.problem)
        self.assertEqual(record.sale_order_id.picking_ids.state, "confirmed")
