from odoo.exceptions import UserError
from odoo.tests import tagged

from .order_common import goods
from .print_common import PrintCase


@tagged("post_install", "-at_install")
class TestAviz(PrintCase):
    """The delivery note and the stock that goes out with it (G1)."""

    def test_G1_validating_the_transfer_takes_stock_out(self):
        record = self.take("101", goods("1", 10, 2))
        self.deliver(record.sale_order_id)
        self.assertEqual(record.sale_order_id.picking_ids.state, "done")
        self.assertEqual(self.boots.qty_available, 3)
        self.assertEqual(self.free(self.boots), 3)
        self.assertEqual(record.sale_order_id.order_line.qty_delivered, 2)

    def test_G1_validating_takes_no_number_so_that_nobody_waits(self):
        record = self.take("101")
        self.deliver(record.sale_order_id)
        self.assertFalse(record.sale_order_id.picking_ids.aviz_number)

    def test_G1_numbers_have_no_gap_and_are_given_once(self):
        pickings = (self.take("101") | self.take("102")).sale_order_id.picking_ids
        pickings.action_print_aviz()
        numbers = pickings.sorted("id").mapped("aviz_number")
        first = int(numbers[0].removeprefix("AV"))
        self.assertEqual(numbers, [f"AV{first:06d}", f"AV{first + 1:06d}"])
        pickings.action_print_aviz()
        self.assertEqual(pickings.sorted("id").mapped("aviz_number"), numbers)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (self.take("103").sale_order_id.picking_ids | self.receipt()).action_print_aviz()
        later = self.take("104").sale_order_id.picking_ids
        later.action_print_aviz()
        self.assertEqual(later.aviz_number, f"AV{first + 2:06d}")

    def receipt(self):
        kind = self.warehouse.in_type_id
        return self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
            }
        )

    def test_G1_each_company_has_its_own_series(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assertTrue(other.aviz_sequence_id)
        self.assertNotEqual(other.aviz_sequence_id, self.env.company.aviz_sequence_id)
        self.assertEqual(other.aviz_sequence_id.company_id, other)

    def test_G1_the_note_names_both_parties_the_goods_and_their_value(self):
        record = self.take("101", goods("1", "12.10", 2))
        picking = record.sale_order_id.picking_ids
        picking.write({"aviz_delegate": "Ion Vasile", "aviz_vehicle": "B 12 ABC"})
        picking.action_print_aviz()
        [line] = picking._aviz_lines()
        self.assertAlmostEqual(line["value"], record.sale_order_id.amount_untaxed)
        html = self.env["ir.actions.report"]._render_qweb_html("marketplace_base.action_report_aviz", picking.ids)[0]
        text = html.decode()
        parts = ("Magazinul Țării SRL", "J40/1/2020", "Ana Pop", picking.aviz_number, "Ion Vasile", "B 12 ABC", "20.00")
        for part in (*parts, "not an invoice"):
            self.assertIn(part, text)

    def test_G1_the_series_is_not_copied(self):
        picking = self.take("101").sale_order_id.picking_ids
        picking.action_print_aviz()
        self.assertFalse(picking.copy().aviz_number)
