from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MarketplaceCase


@tagged("post_install", "-at_install")
class TestSplit(MarketplaceCase):
    """A wrong link is taken apart, and does not come back by itself."""

    def setUp(self):
        super().setUp()
        self.wrong, self.right = self.make_product("A", 3), self.make_product("B", 5)
        self.platform.add_offer("1", sku="A", stock=1)
        self.run_engine()
        self.assertEqual(self.offer("1").product_id, self.wrong)

    def split(self, product=None):
        offer = self.offer("1")
        action = offer.action_split()
        wizard = self.env["marketplace.split"].with_context(**action["context"]).create({})
        wizard.product_id = product
        wizard.action_split()
        return offer

    def test_B1_an_offer_taken_apart_is_not_linked_again_by_the_same_code(self):
        offer = self.split()
        self.assertEqual((offer.product_id.id, offer.link_state), (False, "new"))
        self.wrong.default_code = "a"
        offer.action_match_again()
        self.run_engine()
        self.assertFalse(offer.product_id)
        self.assertFalse(offer.candidate_ids)

    def test_B1_another_product_with_the_code_is_found(self):
        offer = self.split()
        self.right.default_code = "A"
        self.run_engine()
        self.assertEqual(offer.product_id, self.right)

    def test_B1_linking_to_the_right_product_sends_its_stock(self):
        offer = self.split(self.right)
        self.assertEqual((offer.product_id, offer.link_state), (self.right, "linked"))
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 5)

    def test_B1_linking_by_hand_after_all_forgets_the_split(self):
        offer = self.split()
        offer.product_id = self.wrong
        self.assertFalse(offer.apart_ids)

    def test_B1_a_product_that_has_an_offer_there_is_refused_in_words(self):
        self.platform.add_offer("2", sku="B")
        self.account.action_read_again()
        self.account._flow("offers").success_at = False
        self.run_engine()
        self.assertEqual(self.offer("2").product_id, self.right)
        with self.assertRaisesRegex(UserError, "linked to offer"):
            self.split(self.right)
        self.assertEqual(self.offer("1").product_id, self.wrong)

    def test_B1_orders_keep_the_product_they_were_imported_with(self):
        values = {"account_id": self.account.id, "external_id": "9", "currency_id": self.account.currency_id.id}
        values |= {"status": "new", "placed_at": "2026-01-01"}
        order = self.env["marketplace.order"].create(values)
        line = self.env["marketplace.order.line"].create(
            {"order_id": order.id, "external_id": "1", "product_id": self.wrong.id, "kind": "product", "name": "A"}
        )
        self.split(self.right)
        self.assertEqual(line.product_id, self.wrong)
