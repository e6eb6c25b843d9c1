from lxml import etree

from odoo.exceptions import AccessError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import new_test_user, tagged

from .common import PurchaseCase, goods


@tagged("post_install", "-at_install")
class TestSupplierScreens(PurchaseCase):
    """Who sees and does what."""

    def setUp(self):
        super().setUp()
        self.sells(self.alfa, self.hat, 3.0)
        self.user = self.a_user("user")

    def a_user(self, name):
        return new_test_user(
            self.env, f"purchase_{name}", groups=f"base.group_user,marketplace_base.group_{name}", tz="Europe/Bucharest"
        )

    def test_G23_a_user_without_purchase_rights_chooses_leaves_out_and_orders(self):
        row = self.row(self.lack("A", goods("2", "5.00", 3))).with_user(self.user)
        row.supplier_id = self.beta
        row.action_exclude()
        self.assertEqual(row.state, "excluded")
        row.action_include()
        row.action_order()
        self.assertEqual(self.purchases().partner_id, self.beta)
        self.assertEqual(row.purchase_names, self.purchases().name)
        self.assertIn("Waiting for supplier", row.order_id.supplier_wait)

    def test_G23_a_picker_sees_what_an_order_waits_for_and_orders_nothing(self):
        record = self.lack("A", goods("2", "5.00", 3))
        picker = self.a_user("picker")
        self.assertTrue(record.with_user(picker).supplier_wait)
        with self.assertRaises(AccessError):
            self.row(record).with_user(picker).action_order()
        with self.assertRaises(AccessError):
            self.row(record).with_user(picker).supplier_id = self.beta

    def test_G24_the_hour_is_the_same_for_all_accounts_of_the_company(self):
        second = self.second_account()
        manager = self.a_user("manager")
        self.account.with_user(manager).procure_hour = 17.5
        self.assertEqual(second.procure_hour, 17.5)
        with self.assertRaisesRegex(Exception, "hour is between"):
            self.account.procure_hour = 24.0

    def test_G23_the_account_counts_what_is_to_be_ordered(self):
        self.lack("A", goods("2", "5.00", 3))
        self.assertEqual(self.account.procurement_count, 1)
        action = self.account.action_procurements()
        self.assertEqual(self.lists.search(action["domain"]).product_id, self.hat)

    def test_G23_every_view_opens_with_its_fields(self):
        record = self.lack("A", goods("2", "5.00", 3))
        row = self.row(record).with_user(self.user)
        row.action_order()
        for target in (row, record.with_user(self.user), self.purchases(), self.account.with_user(self.user)):
            views = target.get_views([(False, "list"), (False, "form"), (False, "search")])["views"]
            for kind in ("list", "form"):
                nodes = etree.fromstring(views[kind]["arch"]).xpath("//field[not(ancestor::field)]")
                self.assertTrue(target.web_read({node.get("name"): {} for node in nodes}))

    def test_a_copied_database_orders_nothing(self):
        self.switch_on()
        self.env.flush_all()
        for query in get_neutralization_queries(["marketplace_purchase"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertEqual(self.account.procure, "off")
