"""Two real transactions meet: the warehouse never waits for the engine and never fails because of it."""

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from ..engine.runner import Runner
from .common import PLATFORM, FakePlatform, FakeProvider, add_platform


@tagged("post_install", "-at_install")
class TestTwoTransactions(BaseCase):
    """Commits to the database, and takes away what it made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            add_platform(cls, env)
            warehouse = env["stock.warehouse"].search([], limit=1)
            products = env["product.product"].create(
                [{"name": f"Two {n}", "default_code": f"TWO-{n}", "is_storable": True} for n in range(3)]
            )
            account = env["marketplace.account"].create(
                {
                    "name": "Two",
                    "platform": PLATFORM,
                    "state": "live",
                    "warehouse_ids": warehouse.ids,
                    "stock_enabled": True,
                }
            )
            account.cron_id = account._create_cron()
            account.cron_id.active = False
            cls.location, cls.products, cls.account = warehouse.lot_stock_id.id, products.ids, account.id
        cls.platform = FakePlatform()
        for number in range(3):
            cls.platform.add_offer(str(number), sku=f"TWO-{number}")
        cls.run_engine()

    @classmethod
    def tearDownClass(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            account = env["marketplace.account"].browse(cls.account)
            cron = account.cron_id
            env["marketplace.change"].search([("account_id", "=", account.id)]).unlink()
            account.write({"state": "draft", "cron_id": False})
            account.unlink()
            cron.unlink()
            env["stock.quant"].search([("product_id", "in", cls.products)]).sudo().unlink()
            env["product.product"].browse(cls.products).unlink()
        super().tearDownClass()

    @classmethod
    def run_engine(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            Runner(env["marketplace.account"].browse(cls.account), FakeProvider(cls.platform)).run()

    def environment(self):
        """A transaction that refuses to wait: waiting for the engine would be as bad as failing because of it."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SET LOCAL lock_timeout = '2s'")
        return api.Environment(cr, SUPERUSER_ID, {})

    def move_goods(self, env, product, quantity):
        env["stock.quant"]._update_available_quantity(
            env["product.product"].browse(product), env["stock.location"].browse(self.location), quantity
        )

    def test_stock_moves_while_the_engine_holds_the_offers(self):
        engine, warehouse = self.environment(), self.environment()
        self.move_goods(warehouse, self.products[0], 4)
        engine.cr.execute("UPDATE marketplace_offer SET stock_tries = 0 WHERE account_id = %s", [self.account])
        engine["marketplace.account"].browse(self.account)._flow("values")._succeeded()
        engine.flush_all()
        warehouse.cr.commit()
        engine.cr.commit()
        self.run_engine()
        self.assertEqual(self.platform.offers["0"]["stock"], 4)

    def test_stock_moves_that_began_before_the_engine_committed(self):
        warehouse, engine = self.environment(), self.environment()
        warehouse.cr.execute("SELECT 1")  # the snapshot is taken: everything after this is «concurrent»
        engine.cr.execute("UPDATE marketplace_offer SET stock_tries = 0 WHERE account_id = %s", [self.account])
        account = engine["marketplace.account"].browse(self.account)
        account._flow("values")._succeeded()
        account.cron_id._trigger()
        engine["marketplace.change"].search([("account_id", "=", self.account)]).unlink()
        engine.cr.commit()
        self.move_goods(warehouse, self.products[1], 6)
        warehouse.cr.commit()
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 6)

    def test_a_change_committed_while_the_engine_computes_is_not_lost(self):
        """The runner drained and computed in a snapshot without this move; the move's own row is seen next time."""
        engine, warehouse = self.environment(), self.environment()
        offers = engine["marketplace.offer"]
        account = engine["marketplace.account"].browse(self.account)
        engine.cr.execute("SELECT 1")
        self.move_goods(warehouse, self.products[2], 9)
        warehouse.cr.commit()
        engine.cr.execute("DELETE FROM marketplace_change WHERE account_id = %s", [self.account])
        offers._want_stock(account, [("stock", None, None, engine.cr.now())])
        engine.cr.commit()
        self.run_engine()
        self.assertEqual(self.platform.offers["2"]["stock"], 9)
