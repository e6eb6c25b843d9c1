from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import PurchaseCase, goods, order


@tagged("post_install", "-at_install")
class TestProcurement(PurchaseCase):
    """G23: what orders lack is listed, with who sells it best."""

    def test_G23_a_line_without_cover_is_listed_and_one_with_cover_is_not(self):
        self.sells(self.alfa, self.hat, 3.0)
        record = self.lack("A", goods("1", "9.00", 2), goods("2", "5.00", 4))
        row = self.row(record)
        self.assertEqual((row.product_id, row.lacking, row.missing, row.state), (self.hat, 3.0, 3.0, "todo"))
        self.assertEqual((row.supplier_id, row.price, row.account_id), (self.alfa, 3.0, self.account))
        self.assertEqual(record.supplier_wait, "Not ordered from a supplier yet")

    def test_G23_the_runner_lists_it_by_itself(self):
        record = self.apply(order(goods("2", "5.00", 2), key="A"))
        self.assertFalse(self.row(record))
        self.run_engine()
        self.assertEqual(self.row(record).missing, 1.0)

    def test_G23_no_supplier_is_said_and_is_a_problem(self):
        row = self.row(self.lack("A", goods("2", "5.00", 2)))
        self.assertEqual(row.state, "nobody")
        problem = self.env["marketplace.problem"].search(
            [("kind", "=", "supplier"), ("account_id", "=", self.account.id)]
        )
        self.assertIn("HAT", problem.text)
        self.assertEqual(problem.action_open()["res_id"], row.id)
        self.assertEqual(row.order_id.supplier_wait, "No supplier known")
        self.sells(self.alfa, self.hat, 3.0)
        problem.action_retry()
        self.assertEqual((row.state, row.supplier_id, row.problem), ("todo", self.alfa, False))

    def test_G23_cheaper_only_from_a_larger_quantity_over_all_accounts(self):
        self.sells(self.alfa, self.hat, 10.0)
        self.sells(self.beta, self.hat, 8.0, min_qty=10)
        first = self.row(self.lack("A", goods("2", "5.00", 4)))
        self.assertEqual(first.supplier_id, self.alfa)
        second = self.second_account()
        self.make_offer("2", self.hat, second)
        other = self.row(self.lack("B", goods("2", "5.00", 9), account=second))
        self.assertEqual((first.supplier_id, other.supplier_id, other.price), (self.beta, self.beta, 8.0))

    def test_G23_prices_are_compared_in_the_company_s_currency_and_only_those_valid_today(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create({"currency_id": euro.id, "name": "2020-01-01", "rate": 0.2})
        self.sells(self.alfa, self.hat, 9.0)
        self.sells(self.beta, self.hat, 2.0, currency_id=euro.id)
        self.sells(self.beta, self.hat, 0.1, date_end="2020-01-01")
        row = self.row(self.lack("A", goods("2", "5.00", 2)))
        self.assertEqual(row.supplier_id, self.alfa)
        self.sells(self.beta, self.hat, 1.0, currency_id=euro.id)
        self.lists._refresh(self.env.company)
        self.assertEqual((row.supplier_id, row.price), (self.beta, 5.0))

    def test_G23_open_purchase_orders_are_deducted_and_what_is_promised_to_others_is_not(self):
        self.sells(self.alfa, self.hat, 3.0)
        self.buy(self.hat, 5)
        own = self.env["sale.order"].create(
            {"partner_id": self.beta.id, "order_line": [(0, 0, {"product_id": self.hat.id, "product_uom_qty": 3})]}
        )
        own.action_confirm()  # takes the one there is and two of those on their way
        own.picking_ids.move_ids.date = "2026-01-01"
        row = self.row(self.lack("A", goods("2", "5.00", 4)))
        self.assertEqual((row.lacking, row.coming, row.missing), (4.0, 3.0, 1.0))

    def test_G23_requests_for_quotation_count_and_other_warehouses_do_not(self):
        self.sells(self.alfa, self.hat, 3.0)
        elsewhere = self.env["stock.warehouse"].create({"name": "Elsewhere", "code": "ELSE"})
        self.buy(self.hat, 9, picking_type_id=elsewhere.in_type_id.id)
        request = self.buy(self.hat, 2, confirm=False)
        row = self.row(self.lack("A", goods("2", "5.00", 4)))
        self.assertEqual((row.missing, row.purchase_line_ids), (1.0, request.order_line))
        request.button_cancel()
        self.lists._refresh(self.env.company)
        self.assertEqual((row.missing, row.purchase_line_ids.ids), (3.0, []))

    def buy(self, product, quantity, confirm=True, **vals):
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.alfa.id,
                "order_line": [(0, 0, {"product_id": product.id, "product_qty": quantity})],
            }
            | vals
        )
        if confirm:
            purchase.button_confirm()
        return purchase

    def test_G23_a_cancelled_order_and_arrived_stock_take_their_rows_along(self):
        self.sells(self.alfa, self.hat, 3.0)
        first, second = (self.lack(key, goods("2", "5.00", 2)) for key in ("A", "B"))
        first.sale_order_id._action_cancel()
        self.lists._refresh(self.env.company)
        self.assertFalse(self.row(first))
        self.assertEqual(self.row(second).missing, 1.0)  # the piece of the first one is free again
        self.set_stock(self.hat, 2)
        self.run_engine()
        self.assertFalse(self.row(second) or second.uncovered)

    def test_G23_nothing_is_bought_for_an_order_that_the_platform_cancelled(self):
        self.sells(self.alfa, self.hat, 3.0)
        record = self.lack("A", goods("2", "5.00", 2))
        record.status = "cancelled"  # and somebody has to decide what becomes of the sale order
        self.lists._refresh(self.env.company)
        self.assertFalse(self.row(record))

    def test_G23_a_lowered_quantity_lowers_the_row(self):
        record = self.lack("A", goods("2", "5.00", 4))
        record.sale_order_id.order_line.product_uom_qty = 2
        self.lists._refresh(self.env.company)
        self.assertEqual(self.row(record).missing, 1.0)

    def test_G23_a_person_chooses_another_supplier_and_it_stays_chosen(self):
        self.sells(self.alfa, self.hat, 3.0)
        self.sells(self.beta, self.hat, 4.0)
        row = self.row(self.lack("A", goods("2", "5.00", 2)))
        with Form(row) as form:
            form.supplier_id = self.beta
        self.lists._refresh(self.env.company)
        self.assertEqual((row.supplier_id, row.price, row.proposed_id), (self.beta, 4.0, self.alfa))
        row.supplier_id = False
        self.lists._refresh(self.env.company)
        self.assertEqual((row.supplier_id, row.price), (self.alfa, 3.0))

    def test_G23_excepted_categories_are_not_listed(self):
        lamps = self.env["product.category"].create({"name": "Lamps"})
        self.hat.categ_id = self.env["product.category"].create({"name": "Desk lamps", "parent_id": lamps.id})
        self.account.procure_except_ids = lamps
        self.assertFalse(self.row(self.lack("A", goods("2", "5.00", 2))))

    def test_G23_nothing_is_written_while_nothing_changes(self):
        self.sells(self.alfa, self.hat, 3.0)
        self.lack("A", goods("2", "5.00", 2))
        self.assertEqual(self.lists._refresh(self.env.company), 0)

    def test_G23_goods_at_the_stock_s_door_are_on_their_way(self):
        self.warehouse.reception_steps = "two_steps"
        self.sells(self.alfa, self.hat, 3.0)
        purchase = self.buy(self.hat, 3)
        record = self.lack("A", goods("2", "5.00", 4))
        self.assertEqual(self.row(record).missing, 0.0)
        self.receive(purchase)
        self.lists._refresh(self.env.company)
        self.assertEqual((self.row(record).lacking, self.row(record).missing), (3.0, 0.0))

    def test_G23_without_a_supplier_nothing_can_be_ordered_by_hand(self):
        row = self.row(self.lack("A", goods("2", "5.00", 2)))
        with self.assertRaisesRegex(UserError, "HAT"):
            row.action_order()
