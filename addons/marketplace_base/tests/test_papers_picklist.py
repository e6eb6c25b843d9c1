from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .order_common import goods
from .print_common import PrintCase


@tagged("post_install", "-at_install")
class TestPicklist(PrintCase):
    """Picker lists of an order and of many (G15)."""

    def setUp(self):
        super().setUp()
        shelf = self.warehouse.lot_stock_id
        self.far, self.near = self.env["stock.location"].create(
            [{"name": name, "location_id": shelf.id, "usage": "internal"} for name in ("Z-9", "A-1")]
        )
        for product, place in ((self.boots, self.far), (self.hat, self.near)):
            self.set_stock(product, 0)
            self.env["stock.quant"]._update_available_quantity(product, place, 10)

    def test_G15_lines_are_sorted_by_place(self):
        sale = self.take("101", goods("1", 10, 2), goods("2", 10)).sale_order_id
        lines = sale._pickings_to_pick()._lines_to_pick()
        self.assertEqual([(line["location"], line["quantity"]) for line in lines], [(self.near, 1), (self.far, 2)])

    def test_G15_what_is_not_reserved_is_listed_and_says_so(self):
        sale = self.take("101", goods("1", 10, 12)).sale_order_id
        lines = sale._pickings_to_pick()._lines_to_pick()
        self.assertEqual([(line["quantity"], line["lacking"]) for line in lines], [(2, True), (10, False)])

    def test_G15_the_list_carries_what_a_picker_must_know(self):
        record = self.take("101")
        record.write({"pickup_point_name": "easybox Obor", "note": "Sunați înainte"})
        picking = record.sale_order_id._pickings_to_pick()
        html = self.env["ir.actions.report"]._render_qweb_html("marketplace_base.action_report_picklist", picking.ids)
        text = html[0].decode()
        for part in (picking.name, "101", "easybox Obor", "Sunați înainte", "5941234567899", "12.02", "data:image/svg"):
            self.assertIn(part, text)

    def test_G15_many_orders_are_gathered_by_place(self):
        orders = self.take("101", goods("1", 10, 2)) | self.take("102", goods("1", 10, 3), goods("2", 5))
        orders.action_gather()
        picklist = self.env["marketplace.picklist"].search([], limit=1)
        gathered = picklist._gathered()
        self.assertEqual([(line["location"], line["quantity"]) for line in gathered], [(self.near, 1), (self.far, 5)])
        self.assertEqual(gathered[1]["orders"], {"101": 2, "102": 3})

    def test_G15_what_is_done_is_not_gathered_again(self):
        orders = self.take("101") | self.take("102")
        self.deliver(orders[0].sale_order_id)
        orders.action_gather()
        picklist = self.env["marketplace.picklist"].search([], limit=1)
        self.assertEqual(picklist.picking_ids, orders[1].sale_order_id.picking_ids)
        self.deliver(orders[1].sale_order_id)
        with self.assertRaises(UserError):
            orders.action_gather()

    def test_G15_a_scanned_barcode_opens_its_list(self):
        record = self.take("101")
        picking = record.sale_order_id.picking_ids
        picklist = picking._gather()
        picklists = self.env["marketplace.picklist"]
        self.assertEqual(picklists.scanned(picking.name)["res_id"], picking.id)
        self.assertEqual(picklists.scanned(picklist.name)["res_id"], picklist.id)
        self.assertFalse(picklists.scanned("5941234567899"))

    def test_G15_a_picker_gathers(self):
        record = self.take("101")
        picker = new_test_user(self.env, "picklist_picker", groups="base.group_user,marketplace_base.group_picker")
        action = record.with_user(picker).action_gather()
        self.assertEqual(action["report_name"], "marketplace_base.report_picklist_gathered")

    def test_G15_a_stranger_gathers_nothing(self):
        picking = self.take("101").sale_order_id.picking_ids
        stranger = new_test_user(self.env, "picklist_stranger", groups="base.group_user,stock.group_stock_user")
        with self.assertRaises(AccessError):
            picking.with_user(stranger).action_gather()
