"""Two real transactions order the same goods: one of them wins, the other one looks again."""

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.marketplace_base.engine.collisions import COLLIDED
from odoo.addons.marketplace_base.tests.common import PLATFORM, add_platform


@tagged("post_install", "-at_install")
class TestTwoBuyers(BaseCase):
    """Commits to the database, and takes away what it made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            add_platform(cls, env)
            warehouse = env["stock.warehouse"].search([], limit=1)
            supplier = env["res.partner"].create({"name": "Two buyers"})
            product = env["product.product"].create({"name": "Two buyers", "is_storable": True})
            account = env["marketplace.account"].create({"name": "Two buyers", "platform": PLATFORM})
            order = env["marketplace.order"].create(
                {
                    "account_id": account.id,
                    "external_id": "TWO",
                    "status": "new",
                    "placed_at": "2026-01-01",
                    "currency_id": account.currency_id.id,
                }
            )
            row = env["marketplace.procurement"].create(
                {
                    "account_id": account.id,
                    "order_id": order.id,
                    "product_id": product.id,
                    "warehouse_id": warehouse.id,
                    "missing": 2.0,
                    "chosen_id": supplier.id,
                }
            )
            cls.made = [row, order, account, product, supplier]
            cls.row, cls.supplier, cls.warehouse = row.id, supplier.id, warehouse.id

    @classmethod
    def tearDownClass(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            purchases = env["purchase.order"].search([("partner_id", "=", cls.supplier)])
            purchases.button_cancel()
            purchases.unlink()
            for record in cls.made:
                record.with_env(env).exists().unlink()
        super().tearDownClass()

    def buyer(self):
        """Somebody whose transaction has begun."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SELECT 1 FROM marketplace_procurement LIMIT 1")
        return api.Environment(cr, SUPERUSER_ID, {})

    def order(self, env):
        supplier, warehouse = env["res.partner"].browse(self.supplier), env["stock.warehouse"].browse(self.warehouse)
        return env["marketplace.procurement"].browse(self.row)._purchase(supplier, warehouse)

    def test_G24_who_comes_second_collides_and_orders_nothing(self):
        first, second = self.buyer(), self.buyer()
        self.order(first)
        first.cr.commit()
        with mute_logger("odoo.sql_db"), self.assertRaises(COLLIDED):
            self.order(second)
        second.cr.rollback()
        self.assertEqual(second["purchase.order"].search_count([("partner_id", "=", self.supplier)]), 1)
