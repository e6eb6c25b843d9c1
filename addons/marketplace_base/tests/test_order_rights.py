from dataclasses import replace

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..lib.types import OrderStatus
from .order_common import OrderCase, goods, order


@tagged("post_install", "-at_install")
class TestOrderRights(OrderCase):
    """Everyday work on a marketplace sale order needs no rights of ours, and companies stay apart."""

    def setUp(self):
        super().setUp()
        self.data = order(goods("1", "121.00", 2, note="x"), note="Fragile")
        self.record = self.apply(self.data)

    def test_sales_and_warehouse_people_work_as_ever(self):
        seller = new_test_user(self.env(su=False), "seller", groups="sales_team.group_sale_salesman_all_leads")
        packer = new_test_user(self.env(su=False), "packer", groups="stock.group_stock_user")
        sale = self.record.sale_order_id.with_user(seller).sudo(False)
        self.assertEqual((sale.marketplace_note, sale.marketplace_platform), ("Fragile", "test"))
        sale.order_line[0].product_uom_qty = 1
        self.assertEqual(sale.amount_total, 121.0)
        picking = self.record.sale_order_id.picking_ids.with_user(packer).sudo(False)
        self.assertEqual((picking.marketplace_number, picking.marketplace_note), ("391982964", "Fragile"))
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        second = self.apply(replace(self.data, key="2")).sale_order_id.with_user(seller).sudo(False)
        second._action_cancel()
        self.assertIn("not told", second.sudo().marketplace_order_id.problem)

    def test_each_order_has_an_invoice_of_its_own(self):
        sales = self.record.sale_order_id | self.apply(replace(self.data, key="2")).sale_order_id
        invoices = sales._create_invoices()
        self.assertEqual(len(invoices), 2)
        self.assertEqual(invoices.marketplace_order_id, sales.marketplace_order_id)

    def test_a_marketplace_user_sees_what_is_uncovered(self):
        user = new_test_user(self.env(su=False), "linker", groups="marketplace_base.group_user")
        short = self.apply(order(goods("1", "1.00", 50), key="short"))
        found = self.env["marketplace.order"].with_user(user).sudo(False).search([("uncovered", "=", True)])
        self.assertEqual(found.filtered(lambda x: x.account_id == self.account).sudo(), short)
        self.assertTrue(found[0].uncovered)

    def test_two_companies(self):
        company = self.env["res.company"].create({"name": "Second", "country_id": self.env.ref("base.ro").id})
        self.env.user.company_ids = [Command.link(company.id)]
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        group = self.env["account.tax.group"].create(
            {"name": "VAT", "company_id": company.id, "country_id": company.country_id.id}
        )
        self.env["account.tax"].create(
            {"name": "21", "amount": 21, "type_tax_use": "sale", "company_id": company.id, "tax_group_id": group.id,
             "country_id": company.country_id.id}
        )  # fmt: skip
        account = self.make_account(
            name="Second", identity="second", company_id=company.id, warehouse_ids=warehouse.ids,
            order_warehouse_id=warehouse.id, price_warehouse_id=warehouse.id,
        )  # fmt: skip
        self.make_offer("1", self.boots, account)
        self.set_stock(self.boots, 3, warehouse)
        record = self.apply(self.data, account)
        sale = record.sale_order_id
        self.assertEqual((sale.company_id, sale.warehouse_id, record.company_id), (company, warehouse, company))
        self.assertEqual((sale.picking_ids.company_id, sale.picking_ids.state), (company, "assigned"))
        self.assertEqual(sale.order_line.tax_ids.company_id, company)
        self.apply(replace(self.data, status=OrderStatus.CANCELLED), account)
        self.assertEqual(sale.state, "cancel")
        stranger = new_test_user(self.env(su=False), "first_only", groups="marketplace_base.group_user")
        self.assertFalse(
            self.env["marketplace.customer"].with_user(stranger).sudo(False).search([("account_id", "=", account.id)])
        )
