"""Two real transactions make a paper of one order at the same moment: one of them has to look again."""

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from .common import PLATFORM, add_platform


@tagged("post_install", "-at_install")
class TestPapersRace(BaseCase):
    """Commits to the database, and takes away what it made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            add_platform(cls, env)
            account = env["marketplace.account"].create({"name": "Race", "platform": PLATFORM})
            order = env["marketplace.order"].create(
                {
                    "account_id": account.id,
                    "external_id": "race",
                    "status": "new",
                    "currency_id": account.currency_id.id,
                    "placed_at": "2026-01-01",
                }
            )
            partner = env["res.partner"].create({"name": "Race"})
            cls.account, cls.order, cls.partner = account.id, order.id, partner.id

    @classmethod
    def tearDownClass(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["account.move"].search([("marketplace_order_id", "=", cls.order)]).unlink()
            env["marketplace.order"].browse(cls.order).unlink()
            env["marketplace.account"].browse(cls.account).unlink()
            env["res.partner"].browse(cls.partner).unlink()
        super().tearDownClass()

    def environment(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SET LOCAL lock_timeout = '2s'")
        return api.Environment(cr, SUPERUSER_ID, {})

    def collide(self, make):
        """``make`` in two transactions that began before either committed: the second fails and is repeated by its caller."""
        click, lane = self.environment(), self.environment()
        lane.cr.execute("SELECT 1")
        make(click["marketplace.order"].browse(self.order))
        click.cr.commit()
        with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
            make(lane["marketplace.order"].browse(self.order))
            lane.flush_all()
        lane.cr.rollback()
        return lane["marketplace.order"].browse(self.order)

    def test_G2_two_invoices_at_the_same_moment(self):
        def make(order):
            values = {"move_type": "out_invoice", "partner_id": self.partner, "marketplace_order_id": order.id}
            return order.env["account.move"].create(values)

        order = self.collide(make)
        self.assertEqual(len(order._invoices()), 1)
        self.assertEqual(order._invoice(), order._invoices(), "the second who looks again finds the first one's")

    def test_G3_two_proformas_at_the_same_moment(self):
        def make(order):
            order.proforma_at = "2026-01-02 03:04:05"

        order = self.collide(make)
        self.assertTrue(order._proforma())
        self.assertFalse(order.env["mail.mail"].search([("model", "=", "sale.order"), ("subject", "ilike", "race")]))
