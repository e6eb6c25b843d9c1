from unittest.mock import patch

from odoo.tests import tagged

from ..lib.catalogue import Review
from .common import FakeProvider
from .publish_common import PublishCase


@tagged("post_install", "-at_install")
class TestPublishingBatch(PublishCase):
    """A platform that only takes products into a batch, and whose stock and price go apart from the product."""

    def setUp(self):
        super().setUp()
        self.platform.publish_asynchronous = True
        self.map()

    def done(self, offer, products=None):
        """The platform is done with the last batch."""
        last = self.platform.published[-1]
        self.platform.publish_batches[f"products{len(self.platform.published)}"] = (
            last if products is None else products
        )
        self.later(offer)

    def test_C9_a_product_is_listed_only_when_its_batch_says_so(self):
        offer = self.publish(self.lamp())
        self.assertEqual((offer.publish_state, offer.publish_ref, offer.listed), ("sent", "products1", False))
        self.later(offer)
        self.assertEqual((offer.publish_ref, offer.listed), ("products1", False))
        self.done(offer)
        self.assertEqual((offer.publish_state, offer.publish_ref, offer.listed), ("review", False, True))
        self.platform.decide(offer.external_id, Review.APPROVED)
        self.later(offer)
        self.assertEqual(offer.publish_state, "approved")
        self.assertEqual(len(self.platform.published), 1)

    def test_C9_each_product_of_a_batch_has_its_own_reason(self):
        offers = self.publish(self.lamp("L1"), self.lamp("L2"))
        self.platform.publish_refusals[offers[1].external_id] = "unknown value"
        self.done(offers)
        self.assertEqual(offers.mapped("publish_state"), ["review", "refused"])
        self.assertEqual(offers[1].publish_error, "unknown value")
        self.assertFalse(offers[1].publish_ref or offers[1].listed)

    def test_C9_what_a_batch_does_not_mention_is_sent_again(self):
        offer = self.publish(self.lamp())
        with patch.object(FakeProvider, "fetch_batch", lambda provider, ref: []):
            self.later(offer)
        self.assertFalse(offer.publish_ref or offer.listed)
        self.later(offer)
        self.assertEqual((len(self.platform.published), offer.publish_ref), (2, "products2"))

    def test_C9_who_asks_for_the_review_too_early_hears_of_the_batch_first(self):
        offer = self.publish(self.lamp())
        self.done(offer)
        self.platform.decide(offer.external_id, Review.REFUSED)
        self.later(offer)
        offer.action_publish_again()
        self.run_engine()
        self.assertEqual((offer.publish_state, offer.publish_ref), ("sent", "products2"))
        offer.action_review()
        self.assertTrue(self.run_engine(), "the run does not go round in circles")
        self.assertEqual((offer.publish_state, offer.publish_ref), ("sent", "products2"))
        self.done(offer)
        self.platform.decide(offer.external_id, Review.APPROVED)
        self.later(offer)
        self.assertEqual(offer.publish_state, "approved")

    def test_C9_values_that_go_apart_wait_for_the_approval(self):
        def refusal(provider, value, known):
            return "not approved" if known["review"] != "approved" else ""

        with patch.object(FakeProvider, "publishes_values", False), patch.object(FakeProvider, "refusal", refusal):
            offer = self.publish(self.lamp())
            self.done(offer)
            self.assertEqual((offer.stock_state, offer.stock_error), ("refused", "not approved"))
            self.assertFalse(self.platform.pushes)
            self.platform.decide(offer.external_id, Review.APPROVED)
            self.later(offer)
            self.assertEqual((offer.publish_state, offer.stock_state), ("approved", "settled"))
        self.assertEqual([value.key for value in self.platform.pushes[0]], [offer.external_id])

    def test_F1_notifications_are_registered_where_the_platform_lets_us(self):
        self.account.write({"order_enabled": True, "token": "known"})
        self.run_engine()
        self.assertFalse(self.platform.registered)
        able = FakeProvider.capabilities | {"register_notifications"}
        self.env["ir.config_parameter"].sudo().set_param("web.base.url", "https://shop.example.ro")
        with patch.object(FakeProvider, "capabilities", able):
            self.run_engine()
            self.run_engine()
        [address] = self.platform.registered
        self.assertTrue(
            address.startswith("https://shop.example.ro/marketplace/notify/") and address.endswith("/order")
        )
