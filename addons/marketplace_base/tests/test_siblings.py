from unittest.mock import patch

from odoo.tests import tagged

from ..lib.types import RawDocument
from .common import MarketplaceCase


@tagged("post_install", "-at_install")
class TestSiblings(MarketplaceCase):
    """One seller, two accounts: an order stays with the account that took it, and prices are each one's own."""

    def setUp(self):
        super().setUp()
        self.first, self.second = self.account, self.make_account(name="Abroad", identity="abroad")
        both = self.first | self.second
        self.patch(type(self.account), "_siblings", lambda account: both - account)

    def store(self, account, *keys, kind="order", **payload):
        return self.env["marketplace.incoming"]._store(
            account, [RawDocument(kind, key, {"id": key} | payload) for key in keys]
        )

    def held(self, account):
        found = self.env["marketplace.incoming"].search([("account_id", "=", account.id)])
        return {(row.external_id, row.payload.get("state")) for row in found}

    def test_F2_an_order_stays_with_the_account_that_took_it(self):
        self.store(self.first, "1")
        with patch.object(type(self.account), "_wake") as wake:
            changed = self.store(self.second, "1", "2", state="cancelled")
        self.assertEqual(len(changed), 2)
        self.assertEqual(self.held(self.first), {("1", "cancelled")})
        self.assertEqual(self.held(self.second), {("2", "cancelled")})
        self.assertTrue(wake.called)
        self.assertFalse(self.store(self.second, "1", "2", state="cancelled"))

    def test_F2_what_one_account_left_alone_the_other_may_take(self):
        self.store(self.first, "1").action_ignore()
        self.store(self.second, "1", state="new")
        self.assertEqual(self.held(self.second), {("1", "new")})
        self.store(self.first, "1", state="later")
        self.assertEqual(self.held(self.first), {("1", None)})
        self.assertEqual(self.held(self.second), {("1", "later")})

    def test_a_return_is_another_document_than_an_order_of_the_same_number(self):
        self.store(self.first, "1")
        self.store(self.second, "1", kind="return")
        self.assertEqual(self.held(self.second), {("1", None)})

    def test_E5_an_account_may_have_a_price_list_of_its_own(self):
        product = self.make_product("OWN", price=100.0)
        lists = self.env["product.pricelist"].create([{"name": "Warehouse"}, {"name": "Abroad"}])
        for pricelist, percent in zip(lists, (10, 40), strict=True):
            pricelist.item_ids = [
                (0, 0, {"applied_on": "3_global", "compute_price": "percentage", "percent_price": percent})
            ]
        self.warehouse.marketplace_pricelist_id = lists[0]
        offers = self.env["marketplace.offer"]
        self.second.own_pricelist_id = lists[1]
        self.assertEqual(float(offers._platform_prices(self.first, product)[product.id]), 90)
        self.assertEqual(float(offers._platform_prices(self.second, product)[product.id]), 60)
        self.assertEqual((self.first.pricelist_id, self.second.pricelist_id), (lists[0], lists[1]))

    def test_E5_a_change_of_its_own_list_moves_its_prices_and_no_others(self):
        pricelist = self.env["product.pricelist"].create({"name": "Abroad"})
        self.second.own_pricelist_id = pricelist
        changes = self.env["marketplace.change"]
        changes.search([]).unlink()
        pricelist.item_ids = [(0, 0, {"applied_on": "3_global", "compute_price": "percentage", "percent_price": 5})]
        self.env.flush_all()
        self.env.cr.precommit.run()
        moved = changes.search([("kind", "=", "price")])
        self.assertEqual({change.account_id for change in moved}, {self.second.id})
