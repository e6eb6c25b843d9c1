from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged

from odoo.addons.marketplace_base.lib.types import Check

from ..lib.provider import TrendyolProvider

GOOD = [Check("credentials", True, "Connected to Trendyol Romania."), Check("offers", True)]
BAD = [Check("credentials", False, "refused", "…")]


@tagged("post_install", "-at_install")
class TestConnect(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,marketplace_base.group_manager"
        cls.manager = new_test_user(cls.env, "trendyol_manager", groups=groups)

    def connect(self, answer=GOOD, **vals):
        vals = {
            "platform": "trendyol",
            "trendyol_seller": "123456",
            "trendyol_key": "the-key",
            "trendyol_secret": "hush",
        } | vals
        wizard = self.env["marketplace.connect"].with_user(self.manager).create(vals)
        with patch.object(TrendyolProvider, "check", lambda provider: answer):
            wizard.action_connect()
        return wizard

    def test_A1_a_manager_connects_a_storefront_in_its_own_currency(self):
        account = self.connect(trendyol_storefront="GR").account_id
        self.assertEqual((account.platform, account.name), ("trendyol", "Trendyol Greece"))
        self.assertEqual(account.currency_id.name, "EUR")
        self.assertEqual(account.identity, "live:GR:123456")
        credentials = account.sudo().credentials
        self.assertEqual([credentials[name] for name in ("seller", "key", "secret")], ["123456", "the-key", "hush"])
        self.assertGreater(len(credentials["webhook_key"]), 30)
        self.assertIs(account._get_provider_class(), TrendyolProvider)

    def test_targets_and_settings_reach_the_provider(self):
        account = self.connect().account_id
        account.write({"trendyol_greece": True, "trendyol_list_percent": 25, "trendyol_own_courier": "GLS"})
        provider = account._make_provider(lambda record: None)
        self.assertEqual(provider.storefronts, ("RO", "GR"))
        self.assertEqual(str(provider._list_percent), "25.0")
        provider.connection.transport.close()
        turkish = self.connect(trendyol_storefront="TR").account_id
        turkish.trendyol_greece = True
        self.assertEqual(turkish._provider_options()["targets"], [])

    def test_the_same_seller_is_connected_once_in_each_place(self):
        self.connect()
        self.connect(trendyol_stage=True)
        with self.assertRaises(UserError):
            self.connect()

    def test_A2_a_refused_test_makes_nothing(self):
        wizard = self.connect(BAD)
        self.assertFalse(wizard.account_id)
        self.assertEqual(wizard.check_ids.name, "Seller ID, key and secret")

    def test_the_secrets_are_gone_after_the_test_whatever_came_out(self):
        for answer, storefront in ((GOOD, "RO"), (BAD, "BG")):
            wizard = self.connect(answer, trendyol_storefront=storefront)
            self.env.flush_all()
            self.env.cr.execute("SELECT row_to_json(w)::text FROM marketplace_connect w WHERE id = %s", [wizard.id])
            row = self.env.cr.fetchone()[0]
            self.assertNotIn("hush", row)
            self.assertNotIn("the-key", row)

    def test_what_is_missing_is_asked_for_before_anything_is_tried(self):
        for vals in ({"trendyol_secret": False}, {"trendyol_key": " "}, {"trendyol_seller": "shop"}):
            with self.assertRaises(UserError):
                self.connect(**vals)

    def test_new_credentials_keep_the_key_of_the_webhook(self):
        account = self.connect().account_id
        before = account.sudo().credentials["webhook_key"]
        with Form(
            self.env["marketplace.connect"].with_user(self.manager).with_context(default_account_id=account.id)
        ) as form:
            self.assertEqual((form.trendyol_storefront, form.trendyol_seller), ("RO", "123456"))
            form.trendyol_key = "new-key"
            form.trendyol_secret = "newer"
        with patch.object(TrendyolProvider, "check", lambda provider: GOOD):
            form.record.action_connect()
        credentials = account.sudo().credentials
        self.assertEqual((credentials["secret"], credentials["webhook_key"]), ("newer", before))

    def test_F1_a_manager_sees_the_address_and_others_do_not(self):
        account = self.connect().account_id
        self.assertTrue(account.trendyol_order_address.endswith("/order"))
        user = new_test_user(self.env, "trendyol_user", groups="base.group_user,marketplace_base.group_user")
        with self.assertRaises(AccessError):
            account.with_user(user).read(["trendyol_order_address"])

    def test_without_the_connector_the_account_rests(self):
        account = self.connect().account_id
        account._connector_removed()
        self.assertFalse(account.active)
        self.assertEqual(account.state, "paused")
