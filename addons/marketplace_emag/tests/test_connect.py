from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged

from odoo.addons.marketplace_base.lib.errors import AuthFailed
from odoo.addons.marketplace_base.lib.types import Check

from ..lib.client import Client
from ..lib.provider import EmagProvider

GOOD = [Check("credentials", True, "Connected to eMAG Romania."), Check("address", True)]
BAD_ADDRESS = "eMAG does not accept calls from this server's address 203.0.113.7."
BAD_PASSWORD = [Check("credentials", False, "You are not allowed to use this API.", "…")]


@tagged("post_install", "-at_install")
class TestConnect(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,marketplace_base.group_manager"
        cls.manager = new_test_user(cls.env, "emag_manager", groups=groups)

    def connect(self, answer=GOOD, **vals):
        vals = {"platform": "emag", "emag_username": "shop@example.com", "emag_password": "hush"} | vals
        wizard = self.env["marketplace.connect"].with_user(self.manager).create(vals)
        with patch.object(EmagProvider, "check", lambda provider: answer):
            wizard.action_connect()
        return wizard

    def test_A1_a_manager_connects_a_site_in_its_own_currency(self):
        account = self.connect(emag_site="HU").account_id
        self.assertEqual((account.platform, account.emag_site, account.name), ("emag", "HU", "eMAG Hungary"))
        self.assertEqual(account.currency_id.name, "HUF")
        self.assertTrue(account.currency_id.active)
        self.assertEqual(account.identity, "HU:shop@example.com")
        self.assertEqual(account.sudo().credentials, {"username": "shop@example.com", "password": "hush"})
        self.assertEqual(account._provider_options(), {"site": "HU", "address": ""})
        self.assertIs(account._get_provider_class(), EmagProvider)

    def test_the_same_user_may_have_an_account_on_each_site(self):
        self.connect(emag_site="RO")
        self.connect(emag_site="BG")
        with self.assertRaises(UserError):
            self.connect(emag_site="BG")

    def test_A2_the_remedy_names_the_page_and_the_address(self):
        wizard = self.env["marketplace.connect"].create(
            {"platform": "emag", "emag_username": "shop@example.com", "emag_password": "hush"}
        )
        with patch.object(Client, "read", side_effect=AuthFailed(BAD_ADDRESS, "address")):
            wizard.action_connect()
        self.assertFalse(wizard.account_id)
        self.assertEqual(wizard.refused_address, "203.0.113.7")
        self.assertIn("https://marketplace.emag.ro", wizard.check_ids.remedy)
        self.assertIn("Technical details", wizard.check_ids.remedy)

    def test_the_password_is_gone_after_the_test_whatever_came_out(self):
        for answer in (GOOD, BAD_PASSWORD):
            wizard = self.connect(answer, emag_site="RO" if answer is GOOD else "BG")
            self.env.flush_all()
            self.env.cr.execute("SELECT row_to_json(w)::text FROM marketplace_connect w WHERE id = %s", [wizard.id])
            self.assertNotIn("hush", self.env.cr.fetchone()[0])

    def test_a_password_is_asked_for_before_anything_is_tried(self):
        with self.assertRaises(UserError):
            self.connect(emag_password=False)

    def test_new_credentials_know_the_account_and_ask_only_for_the_password(self):
        account = self.connect(emag_site="BG").account_id
        with Form(
            self.env["marketplace.connect"].with_user(self.manager).with_context(default_account_id=account.id)
        ) as form:
            self.assertEqual(form.emag_site, "BG")
            self.assertEqual(form.emag_username, "shop@example.com")
            self.assertFalse(form.emag_password)
            form.emag_password = "newer"
        wizard = form.record
        with patch.object(EmagProvider, "check", lambda provider: GOOD):
            wizard.action_connect()
        self.assertEqual(account.sudo().credentials["password"], "newer")
        self.assertEqual(self.env["marketplace.account"].search_count([("identity", "=", "BG:shop@example.com")]), 1)

    def test_F1_a_manager_sees_an_address_for_each_event(self):
        account = self.connect().account_id
        for event in ("order", "cancellation", "return", "awb", "documentation"):
            address = account[f"emag_{event}_address"]
            self.assertTrue(
                address.endswith(f"/marketplace/notify/{account.id}/{account.sudo().token}/{event}"), address
            )
        user = new_test_user(self.env, "emag_user", groups="base.group_user,marketplace_base.group_user")
        with self.assertRaises(AccessError):
            account.with_user(user).read(["emag_order_address"])

    def test_without_the_connector_the_account_rests_and_its_orders_stay(self):
        account = self.connect().account_id
        account._connector_removed()
        self.assertFalse(account.active or account.cron_id.active)
        self.assertEqual(account.state, "paused")
