"""The import in real transactions: a crash at any point makes nothing twice, nor do two accounts side by side."""

from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from ..engine import importing
from ..engine.runner import Runner
from .common import PLATFORM, FakePlatform, FakeProvider, add_platform

CODES = [f"CRASH-{number}" for number in range(5)]


class Crash(BaseException):
    """The process is gone."""


@tagged("post_install", "-at_install")
class TestImportCrash(BaseCase):
    """Commits to the database, and takes away what it made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.platform = FakePlatform()
        for number, code in enumerate(CODES):
            cls.platform.add_offer(str(number), sku=code)
        with cls.registry.cursor() as cr:
            add_platform(cls, api.Environment(cr, SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            accounts = env["marketplace.account"]
            for name in ("One", "Other"):
                accounts |= accounts.create({"name": name, "platform": PLATFORM, "state": "reading"})
            self.accounts = accounts.ids
        self.addCleanup(self.clean)
        for account in self.accounts:
            self.run_engine(account)

    def clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            accounts = env["marketplace.account"].browse(self.accounts)
            env["marketplace.change"].search([("account_id", "in", accounts.ids)]).unlink()
            accounts.write({"state": "draft"})
            accounts.unlink()
            env["product.product"].search([("default_code", "in", CODES)]).unlink()

    def run_engine(self, account):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            Runner(env["marketplace.account"].browse(account), FakeProvider(self.platform)).run()

    def ask(self, account):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["marketplace.offer"].search([("account_id", "=", account)]).action_create_products()

    def see(self, account):
        """The states of the account's offers, and how many products have each code."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            states = env["marketplace.offer"].search([("account_id", "=", account)]).mapped("import_state")
            products = env["product.product"].search([("default_code", "in", CODES)]).mapped("default_code")
            return states, sorted(products)

    def crash_in(self, account, place):
        """Run until the second call of a method; with one call only, until that."""
        offers, calls = self.registry["marketplace.offer"], []
        plain = getattr(offers, place)

        def crashing(*args):
            calls.append(1)
            if len(calls) == 2 or place not in ("_import_one", "_make_product", "_variant_values"):
                raise Crash
            return plain(*args)

        with patch.object(offers, place, crashing), patch.object(importing, "BATCH", 3), self.assertRaises(Crash):
            self.run_engine(account)
        self.assertEqual(self.see(account), (["asked"] * 5, []), "all of a batch, or nothing")

    def test_B8_a_crash_in_any_place_makes_nothing_twice(self):
        account = self.accounts[0]
        self.ask(account)
        for place in (
            "_make_together",
            "_variant_values",
            "_add_codes",
            "_note_created",
            "_keep_price",
            "_import_left",
        ):
            with self.subTest(place=place):
                self.crash_in(account, place)
        with patch.object(self.registry["marketplace.offer"], "_import_together", lambda offers: offers.browse()):
            for place in ("_import_one", "_make_product", "_variant_values"):
                with self.subTest(place=place, one_by_one=True):
                    self.crash_in(account, place)
        self.run_engine(account)
        self.assertEqual(self.see(account), (["created"] * 5, CODES))

    def test_B8_a_crash_between_two_batches_is_gone_on_with(self):
        account = self.accounts[0]
        self.ask(account)
        offers = self.registry["marketplace.offer"]
        batches, plain = [], offers._import_products

        def crashing(records):
            if batches:
                raise Crash
            batches.append(len(records))
            return plain(records)

        with (
            patch.object(offers, "_import_products", crashing),
            patch.object(importing, "BATCH", 2),
            self.assertRaises(Crash),
        ):
            self.run_engine(account)
        self.assertEqual(self.see(account), (["created"] * 2 + ["asked"] * 3, CODES[:2]))
        self.run_engine(account)
        self.assertEqual(self.see(account), (["created"] * 5, CODES))

    def test_B1_two_accounts_of_a_company_make_one_product(self):
        one, other = self.accounts
        self.ask(one)
        self.ask(other)
        with self.registry.cursor() as cr:
            company = api.Environment(cr, SUPERUSER_ID, {})["marketplace.account"].browse(one).company_id.id
            cr.execute("SELECT pg_advisory_lock(%s, %s)", [importing.LOCK, company])
            with patch("odoo.addons.marketplace_base.engine.runner.LINGER", 0.0):
                self.run_engine(other)
            self.assertEqual(self.see(other), (["asked"] * 5, []), "it waits while another makes products")
            cr.execute("SELECT pg_advisory_unlock(%s, %s)", [importing.LOCK, company])
        self.run_engine(one)
        self.run_engine(other)
        self.assertEqual(self.see(one), (["created"] * 5, CODES))
        self.assertEqual(self.see(other), ([False] * 5, CODES))
