from odoo.tests import tagged

from .order_common import OrderCase, goods, order


@tagged("post_install", "-at_install")
class TestOrderEngine(OrderCase):
    """From the platform to the sale order and back, by the engine itself."""

    def incoming_of(self, key):
        return self.env["marketplace.incoming"].search(
            [("account_id", "=", self.account.id), ("external_id", "=", key)]
        )

    def test_F2_F3_F14_from_the_platform_to_its_acknowledgement(self):
        self.platform.add_order(order(goods("1", "10.00", 2), key="A"))
        self.run_engine()
        incoming = self.incoming_of("A")
        self.assertEqual((incoming.state, incoming.error), ("done", False))
        record = incoming.order_id
        self.assertEqual((record.sale_order_id.state, record.sale_order_id.picking_ids.state), ("sale", "assigned"))
        self.assertEqual(self.platform.acknowledged, ["A"])
        self.assertEqual(record.status, "processing")
        self.assertTrue(record.acknowledged_at)

    def test_linking_an_offer_lets_the_order_go_on_by_itself(self):
        self.make_offer("7", name="Scarf")
        self.platform.add_order(order(goods("7", "10.00", 3, name="Scarf", sku="SC"), key="B"))
        self.run_engine()
        incoming = self.incoming_of("B")
        self.assertEqual((incoming.state, incoming.missing_codes), ("waiting", "|7|SC|"))
        self.assertIn("7 (SC, Scarf)", incoming.error)
        self.assertEqual(incoming.demand, {"7": 3.0}, "its goods are held back from sale meanwhile")
        self.offer("7").product_id = self.make_product("SCARF", 4)
        self.run_engine()
        self.assertEqual((incoming.state, incoming.demand), ("done", False))
        self.assertEqual(incoming.order_id.sale_order_id.order_line.product_id.default_code, "SCARF")

    def test_a_wrong_total_stops_that_order_only(self):
        self.platform.add_order(order(goods("1", "10.00"), key="C", total=99))
        self.platform.add_order(order(goods("1", "10.00"), key="D"))
        self.run_engine()
        self.assertEqual((self.incoming_of("C").state, self.incoming_of("D").state), ("error", "done"))
        self.assertIn("add up to", self.incoming_of("C").error)
        self.assertFalse(self.env["sale.order"].search([("client_order_ref", "=", "C")]))
