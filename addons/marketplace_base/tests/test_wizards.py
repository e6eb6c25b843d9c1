from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..lib.errors import Unavailable
from ..lib.provider import Provider
from ..lib.transport import CallRecord
from ..lib.types import Check
from .common import FakeProvider, MarketplaceCase

GOOD = [Check("credentials", True, "Welcome."), Check("courier", True, "None.", "Add one.")]
REFUSED = [Check("address", False, "Calls from 203.0.113.7 are refused.", "Allow it."), Check("orders", True)]


class CheckedProvider(FakeProvider):
    """A provider whose connection test says what the test wants, and whose seller is its user name."""

    answer = GOOD

    def __init__(self, connection):
        Provider.__init__(self, connection)

    @classmethod
    def identity(cls, credentials, options):
        return credentials.get("username", "seller")

    def check(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@tagged("post_install", "-at_install")
class TestConnect(MarketplaceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account_class = type(cls.env["marketplace.account"])
        cls.startClassPatcher(patch.object(account_class, "_get_provider_class", lambda self: CheckedProvider))

    def connect(self, answer=GOOD, username="shop", password="hush", **vals):
        wizard = self.env["marketplace.connect"].create({"platform": "test", "name": "My shop"} | vals)
        wizard_class = type(wizard)
        with (
            patch.object(CheckedProvider, "answer", answer),
            patch.object(wizard_class, "_credentials", lambda self: {"username": username, "password": password}),
        ):
            self.result = wizard.action_connect()
        return wizard

    def test_A1_all_good_makes_an_account_that_reads(self):
        wizard = self.connect()
        account = wizard.account_id
        self.assertEqual(wizard.step, "settings")
        self.assertEqual((account.name, account.state, account.identity), ("My shop", "reading", "shop"))
        self.assertEqual(account.sudo().credentials, {"username": "shop", "password": "hush"})
        self.assertTrue(account.cron_id and account.sudo().token)
        self.assertFalse(account.stock_enabled or account.price_enabled or account.order_enabled, "D5")
        self.assertEqual(wizard.check_ids.mapped("state"), ["good", "warning"])
        self.assertEqual(wizard.check_ids.mapped("name"), ["User name and password", "Couriers"])

    def test_A2_a_refused_address_is_shown_with_its_remedy_and_nothing_is_made(self):
        before = self.env["marketplace.account"].search_count([])
        wizard = self.connect(REFUSED)
        self.assertEqual(wizard.step, "credentials")
        self.assertFalse(wizard.account_id)
        self.assertEqual(wizard.refused_address, "203.0.113.7")
        self.assertEqual(wizard.check_ids[0].remedy, "Allow it.")
        self.assertEqual(self.env["marketplace.account"].search_count([]), before)
        self.assertEqual(self.result["res_id"], wizard.id, "the same page again, with the lines of the test")

    def test_A2_an_address_of_version_6_is_found_too(self):
        wizard = self.connect([Check("address", False, "Calls from 2001:db8::17 are refused.")])
        self.assertEqual(wizard.refused_address, "2001:db8::17")

    def test_an_unreachable_platform_says_so(self):
        wizard = self.connect(Unavailable("cannot connect: no such host"))
        self.assertFalse(wizard.account_id)
        self.assertEqual(wizard.check_ids.text, "cannot connect: no such host")

    def test_the_same_seller_is_not_connected_twice(self):
        self.connect()
        with self.assertRaisesRegex(UserError, "My shop"):
            self.connect()

    def test_the_calls_of_the_test_are_in_the_journal(self):
        record = CallRecord(self.env.cr.now(), "vat/read", "POST", "https://example.com/vat")
        account_class = type(self.env["marketplace.account"])
        with patch.object(account_class, "_test_connection", lambda self: (GOOD, [record])):
            wizard = self.connect()
        calls = self.env["marketplace.call"].search([("account_id", "=", wizard.account_id.id)])
        self.assertEqual(calls.action, "vat/read")

    def test_new_credentials_resume_a_paused_account(self):
        account = self.connect().account_id
        account._pause_for("Wrong password")
        self.connect(account_id=account.id, password="newer")
        self.assertEqual(account.state, "reading")
        self.assertFalse(account.pause_reason)
        self.assertEqual(account.sudo().credentials["password"], "newer")
        self.assertEqual(self.result["tag"], "display_notification")

    def test_wrong_new_credentials_leave_the_account_as_it_was(self):
        account = self.connect().account_id
        account._pause_for("Wrong password")
        self.connect(REFUSED, account_id=account.id, password="newer")
        self.assertEqual(account.state, "paused")
        self.assertEqual(account.sudo().credentials["password"], "hush")

    def test_E1_E2_the_second_page_is_the_account_s_own(self):
        other = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC"})
        pricelist = self.env["product.pricelist"].create({"name": "Online"})
        wizard = self.connect()
        with Form(wizard) as form:
            form.warehouse_ids.add(other)
            form.order_warehouse_id = other
            form.price_warehouse_id = other
            form.pricelist_id = pricelist
            form.markup = 12
            form.stock_buffer = 2
        action = wizard.action_finish()
        account = wizard.account_id
        self.assertEqual(account.warehouse_ids, self.warehouse | other)
        self.assertEqual((account.order_warehouse_id, account.price_warehouse_id), (other, other))
        self.assertEqual(other.marketplace_pricelist_id, pricelist)
        self.assertEqual((account.markup, account.stock_buffer), (12, 2))
        self.assertEqual((action["res_model"], action["res_id"]), ("marketplace.account", account.id))


@tagged("post_install", "-at_install")
class TestDryRun(MarketplaceCase):
    def setUp(self):
        super().setUp()
        self.account.write({"state": "reading", "stock_enabled": False, "price_enabled": False, "order_enabled": False})
        self.make_product("A1", quantity=5, price=10)
        self.make_product("A2", quantity=0, price=20)
        self.make_product("B1", price=1)
        self.make_product("B2", price=1).write({"barcode": "5940000000013"})
        self.env["product.product"].search([("default_code", "=", "B1")]).default_code = "SAME"
        self.make_product("SAME")
        self.platform.add_offer("1", sku="A1", stock=5, price=10)
        self.platform.add_offer("2", sku="A2", stock=7, price=10)
        self.platform.add_offer("3", sku="SAME", stock=1, price=1)
        self.platform.add_offer("4", sku="NOBODY", stock=1, price=1)

    def wizard(self):
        return self.env["marketplace.dry.run"].create({"account_id": self.account.id})

    def test_D5_it_says_what_would_change_before_anything_is_sent(self):
        self.assertTrue(self.wizard().reading, "nothing is read yet")
        self.run_engine()
        wizard = self.wizard()
        self.assertFalse(wizard.reading)
        self.assertEqual((wizard.linked, wizard.doubtful, wizard.unlinked), (2, 1, 1))
        self.assertEqual((wizard.stock, wizard.stock_zero), (1, 1))
        self.assertEqual((wizard.price, wizard.price_move, wizard.held), (1, 1, 1))
        self.assertFalse(self.platform.pushes)

    def test_each_figure_opens_its_offers(self):
        self.run_engine()
        wizard = self.wizard()
        for figure in (
            "linked",
            "doubtful",
            "unlinked",
            "excluded",
            "stock",
            "stock_zero",
            "price",
            "price_move",
            "held",
        ):
            action = wizard.with_context(figure=figure).action_show()
            self.assertEqual(self.env["marketplace.offer"].search_count(action["domain"]), wizard[figure], figure)

    def test_D5_only_what_is_ticked_is_switched_on(self):
        self.run_engine()
        wizard = self.wizard()
        wizard.stock_enabled = True
        wizard.action_apply()
        self.assertEqual(self.account.state, "live")
        self.assertTrue(self.account.stock_enabled)
        self.assertFalse(self.account.price_enabled or self.account.order_enabled)
        self.run_engine()
        self.assertEqual(
            [[(v.key, v.quantity, v.price) for v in push] for push in self.platform.pushes], [[("2", 0, None)]]
        )

    def test_orders_are_taken_since_the_date_given(self):
        wizard = self.wizard()
        wizard.write({"order_enabled": True, "orders_since": "2026-05-01 00:00:00"})
        wizard.action_apply()
        self.assertTrue(self.account.order_enabled)
        self.assertEqual(str(self.account.orders_since), "2026-05-01 00:00:00")

    def test_what_is_unticked_is_switched_off_and_with_the_last_one_it_only_reads(self):
        self.account.write({"state": "live", "stock_enabled": True, "price_enabled": True})
        wizard = self.wizard()
        self.assertTrue(wizard.stock_enabled and wizard.price_enabled)
        wizard.price_enabled = False
        wizard.action_apply()
        self.assertTrue(self.account.stock_enabled)
        self.assertFalse(self.account.price_enabled)
        self.assertEqual(self.account.state, "live")
        wizard = self.wizard()
        wizard.stock_enabled = False
        wizard.action_apply()
        self.assertEqual(self.account.state, "reading")

    def test_an_account_that_is_not_connected_cannot_go_live(self):
        self.account.state = "draft"
        wizard = self.wizard()
        wizard.stock_enabled = True
        with self.assertRaises(UserError):
            wizard.action_apply()
