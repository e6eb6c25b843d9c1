from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, TransactionCase, tagged

from odoo.addons.marketplace_base.lib.types import Check, OfferData, RawDocument

from ..lib.provider import TrendyolProvider

GOOD = [Check("credentials", True, "Connected."), Check("offers", True)]


@tagged("post_install", "-at_install")
class TestStorefronts(TransactionCase):
    """A seller of Romania whose prices for Greece are his own has an account for each."""

    def connect(self, storefront="RO", seller="123456", **vals):
        vals = {"trendyol_seller": seller, "trendyol_key": "the-key", "trendyol_secret": "hush"} | vals
        wizard = self.env["marketplace.connect"].create(
            {"platform": "trendyol", "trendyol_storefront": storefront} | vals
        )
        self.wizard = wizard
        with patch.object(TrendyolProvider, "check", lambda provider: GOOD):
            wizard.action_connect()
        return wizard.account_id

    def provider(self, account):
        provider = account._make_provider(lambda record: None)
        self.addCleanup(provider.connection.transport.close)
        return provider

    # ---- connecting ----

    def test_A1_a_country_sold_from_romania_is_an_account_of_its_own(self):
        form = Form(self.env["marketplace.connect"])
        form.platform = "trendyol"
        for storefront, origin in (("RO", False), ("GR", "RO"), ("TR", False)):
            form.trendyol_storefront = storefront
            self.assertEqual(form.trendyol_origin, origin)
        greece = self.connect("GR")
        self.assertEqual((greece.trendyol_origin, greece.currency_id.name), ("RO", "EUR"))
        provider = self.provider(greece)
        self.assertEqual((provider.origin, provider.storefronts), ("RO", ("GR",)))
        self.assertEqual(greece.identity, "live:GR:123456")

    def test_a_seller_of_that_country_has_no_other_origin(self):
        greece = self.connect("GR", trendyol_origin=False)
        self.assertFalse(greece.trendyol_origin)
        self.assertEqual(self.provider(greece).origin, "GR")
        self.assertFalse(self.connect("RO", trendyol_origin="RO").trendyol_origin)

    # ---- nobody reads an order twice ----

    def test_F2_one_storefront_is_not_read_by_two_accounts(self):
        romania = self.connect("RO")
        romania.trendyol_greece = True
        with self.assertRaises(UserError) as refused:
            self.connect("GR")
        self.assertIn(romania.name, str(refused.exception))
        romania.trendyol_greece = False
        greece = self.connect("GR")
        with self.assertRaises(ValidationError) as refused:
            romania.trendyol_greece = True
        self.assertIn(greece.name, str(refused.exception))
        romania.trendyol_bulgaria = True
        greece.active = False
        romania.trendyol_greece = True
        with self.assertRaises(ValidationError):
            greece.active = True

    def test_other_sellers_and_the_test_environment_are_no_concern(self):
        self.connect("RO").trendyol_greece = True
        self.connect("GR", seller="777777")
        self.connect("GR", trendyol_stage=True)

    def test_F2_each_account_knows_which_countries_are_read_elsewhere(self):
        romania = self.connect("RO")
        romania.trendyol_bulgaria = True
        self.assertEqual(romania._provider_options()["elsewhere"], [])
        greece = self.connect("GR")
        self.assertEqual(romania._provider_options()["elsewhere"], ["GR"])
        self.assertEqual(greece._provider_options()["elsewhere"], ["RO", "BG"])
        self.assertEqual(romania._siblings(), greece)
        greece.active = False
        self.assertEqual(romania._provider_options()["elsewhere"], [])
        self.assertEqual(romania._siblings(), greece, "an order it took is still its own")

    def test_F2_an_order_that_romania_took_stays_there(self):
        romania = self.connect("RO")
        incoming = self.env["marketplace.incoming"]
        incoming._store(romania, [RawDocument("order", "71", {"shipmentPackageId": 71})])
        greece = self.connect("GR")
        later = {"shipmentPackageId": 71, "status": "Cancelled"}
        incoming._store(
            greece, [RawDocument("order", "71", later), RawDocument("order", "72", {"shipmentPackageId": 72})]
        )
        held = {row.external_id: row.account_id for row in incoming.search([("external_id", "in", ["71", "72"])])}
        self.assertEqual(held, {"71": romania, "72": greece})
        self.assertEqual(incoming.search([("external_id", "=", "71")]).payload, later)

    # ---- stock and prices ----

    def test_D9_figures_of_romania_prove_nothing_in_greece(self):
        greece = self.connect("GR")
        self.env["marketplace.offer"]._store(greece, [OfferData("B-1", "Cafea", barcodes=("B-1",), currency="EUR")])
        offer = self.env["marketplace.offer"].search([("account_id", "=", greece.id)])
        self.assertFalse(offer.stock_confirmed or offer.price_confirmed or offer.platform_price)
        self.assertEqual((offer.stock_state, offer.price_state), ("unset", "unset"))

    def test_E5_a_price_list_in_euro_is_the_account_s_own(self):
        romania = self.connect("RO")
        self.wizard.action_finish()
        euro = self.env.ref("base.EUR")
        pricelist = self.env["product.pricelist"].create({"name": "Greece", "currency_id": euro.id})
        product = self.env["product.product"].create({"name": "Cafea", "list_price": 100.0, "taxes_id": False})
        pricelist.item_ids = [
            (0, 0, {"applied_on": "1_product", "product_tmpl_id": product.product_tmpl_id.id, "fixed_price": 24.9})
        ]
        greece = self.connect("GR")
        with Form(self.wizard) as form:
            form.pricelist_id = pricelist
        self.wizard.action_finish()
        self.assertEqual(greece.own_pricelist_id, pricelist)
        self.assertFalse(romania._pricelist())
        offers = self.env["marketplace.offer"]
        self.assertEqual(offers._platform_prices(greece, product)[product.id], Decimal("24.90"))
        self.assertNotEqual(offers._platform_prices(romania, product)[product.id], Decimal("24.90"))
