from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine import publishing, runner
from ..lib.catalogue import Review
from ..lib.errors import RateLimited
from .publish_common import PublishCase


@tagged("post_install", "-at_install")
class TestPublishing(PublishCase):
    def test_C4_C5_a_ticked_product_is_published_in_the_background(self):
        self.map()
        lamp = self.lamp(barcode="5941234567899")
        offer = self.publish(lamp, run=False)
        self.assertEqual((offer.publish_state, offer.listed, offer.product_id), ("queued", False, lamp))
        self.assertFalse(self.platform.published)
        self.run_engine()
        [[sent]] = self.platform.published
        self.assertEqual((sent.key, sent.sku, sent.category_key, sent.quantity), (offer.external_id, "L1", "10", 4))
        self.assertEqual([(c.key, c.value) for c in sent.characteristics], [("1", "Black")])
        self.assertEqual((offer.publish_state, offer.listed), ("review", True))

    def test_C6_approved_by_the_platform(self):
        self.map()
        offer = self.publish(self.lamp())
        self.platform.decide(offer.external_id, Review.APPROVED)
        self.later(offer)
        self.assertEqual((offer.publish_state, offer.publish_error, offer.has_problem), ("approved", False, False))
        self.assertEqual(offer.product_id.marketplace_publish_state, "approved")

    def test_C6_refused_in_plain_words_corrected_and_sent_again(self):
        self.map()
        lamp = self.lamp()
        offer = self.publish(lamp)
        self.platform.decide(offer.external_id, Review.REFUSED, "Wrong brand")
        self.later(offer)
        self.assertEqual((offer.publish_state, offer.publish_error), ("refused", "Wrong brand"))
        problem = self.env["marketplace.problem"].search([("kind", "=", "publish")])
        self.assertEqual((problem.res_id, problem.text), (offer.id, "Wrong brand"))
        self.assertTrue(lamp.marketplace_problem and lamp.product_tmpl_id.marketplace_problem)
        found = self.env["product.template"].search([("marketplace_problem", "=", True)])
        self.assertIn(lamp.product_tmpl_id, found)
        lamp.name = "Better lamp"
        problem.action_retry()
        self.run_engine()
        self.assertEqual(len(self.platform.published), 2)
        self.assertEqual(self.platform.published[1][0].name, "Better lamp")
        self.platform.decide(offer.external_id, Review.APPROVED)
        self.later(offer)
        self.assertEqual(offer.publish_state, "approved")
        self.assertFalse(self.env["marketplace.problem"].search([("kind", "=", "publish")]))

    def test_C8_what_is_missing_stands_on_the_product_and_nothing_is_sent(self):
        mapping = self.map(color=False)
        lamp = self.lamp()
        offer = self.publish(lamp)
        self.assertEqual((offer.publish_state, offer.publish_error), ("incomplete", "Color is missing."))
        self.assertEqual(lamp.marketplace_gap_ids.mapped("field"), ["characteristic"])
        self.assertFalse(self.platform.published)
        action = lamp.marketplace_gap_ids.action_fix()
        self.assertEqual((action["res_model"], action["res_id"]), ("marketplace.category.map", mapping.id))
        self.line(mapping, "1").write({"source": "constant", "constant": "Red"})
        offer.action_check_gaps()
        self.assertFalse(offer.gap_ids)
        offer.action_publish_again()
        self.run_engine()
        self.assertEqual(offer.publish_state, "review")

    def test_C8_an_unmapped_category_leads_to_its_mapping(self):
        lamp = self.lamp()
        offer = self.publish(lamp)
        self.assertEqual((offer.publish_state, offer.gap_ids.field), ("incomplete", "category"))
        action = offer.gap_ids.action_fix()
        made = self.maps.browse(action["res_id"])
        self.assertEqual((made.categ_id, made.category_id.ids), (self.our_lamps, []))

    def test_one_bad_product_does_not_stop_the_others(self):
        self.map()
        lamp, other, third = (self.lamp(code) for code in ("L1", "L2", "L3"))
        offers = self.publish(lamp, other, third, run=False)
        self.platform.publish_refusals[offers[1].external_id] = "bad part number"
        self.run_engine()
        self.assertEqual(offers.mapped("publish_state"), ["review", "refused", "review"])
        self.assertEqual(offers[1].publish_error, "bad part number")
        self.assertEqual(offers.mapped("listed"), [True, False, True])

    # ---- joining a page that is there (C7) ----

    def test_C7_an_ean_of_the_catalogue_joins_its_page(self):
        self.platform.add_page("5941234567899", "DPAGE1", name="Lamp")
        offer = self.publish(self.lamp(barcode="5941234567899"))
        [[sent]] = self.platform.published
        self.assertEqual((sent.platform_code, offer.join_code, offer.platform_code), ("DPAGE1", "DPAGE1", "DPAGE1"))
        self.assertEqual(offer.publish_state, "approved")

    def test_C7_a_typed_code_joins_without_any_mapping(self):
        lamp = self.lamp()
        self.env["marketplace.product.code"].create({"name": "DTYPED1", "kind": "catalogue", "product_id": lamp.id})
        offer = self.publish(lamp)
        self.assertEqual(self.platform.published[0][0].platform_code, "DTYPED1")
        self.assertEqual(offer.publish_state, "approved")

    def test_C7_several_pages_or_closed_ones_ask_a_person(self):
        self.map()
        cases = {
            "5941234567899": ([("DPAGE1", {}), ("DPAGE2", {})], "several products"),
            "5941234567806": ([("DPAGE3", {"allowed": False})], "does not let you"),
            "5941234567813": ([("DPAGE4", {"has_offer": True})], "already have an offer"),
        }
        lamps = [self.lamp(f"L{ean}", barcode=ean) for ean in cases]
        for ean, (pages, _words) in cases.items():
            for code, vals in pages:
                self.platform.add_page(ean, code, **vals)
        offers = self.publish(*lamps)
        for lamp, (_pages, words) in zip(lamps, cases.values(), strict=True):
            offer = offers.filtered(lambda o, lamp=lamp: o.product_id == lamp)
            self.assertEqual(offer.publish_state, "incomplete")
            self.assertIn(words, offer.publish_error)
        self.assertFalse(self.platform.published)

    # ---- stock and price ----

    def test_no_stock_or_price_leaves_before_the_platform_knows_the_offer(self):
        lamp = self.lamp()
        offer = self.publish(lamp)  # incomplete: no mapping
        self.set_stock(lamp, 9)
        self.run_engine()
        self.assertFalse(self.platform.pushes)
        self.assertEqual((offer.stock_wanted, offer.stock_state), (9, "waiting"))

    def test_what_was_sent_with_the_product_is_proved_and_later_changes_follow(self):
        self.map()
        lamp = self.lamp(quantity=4, price=25.0)
        offer = self.publish(lamp)
        self.assertEqual((offer.stock_state, offer.stock_confirmed, offer.price_state), ("settled", 4, "settled"))
        self.assertEqual(offer.price_confirmed, 25.0)
        self.assertFalse(self.platform.pushes)
        self.set_stock(lamp, 7)
        self.run_engine()
        self.assertEqual(self.platform.offers[offer.external_id]["stock"], 7)

    def test_a_price_that_is_held_back_is_not_published(self):
        self.map()
        offer = self.publish(self.lamp(price=5.0, standard_price=9.0))
        self.assertEqual((offer.publish_state, offer.gap_ids.field), ("incomplete", "price"))

    # ---- numbers ----

    def test_a_new_offer_has_a_number_that_nobody_uses(self):
        self.platform.add_offer("700", sku="OTHER")
        self.map()
        self.run_engine()
        self.offer("700").active = False
        offers = self.publish(self.lamp("L1"), self.lamp("L2"))
        self.assertEqual(offers.mapped("external_id"), ["701", "702"])

    def test_a_number_taken_meanwhile_is_passed_over(self):
        self.map()
        self.run_engine()
        self.publish(self.lamp("L1"))
        highest = type(self.env["marketplace.offer"])._highest_number
        with patch.object(type(self.env["marketplace.offer"]), "_highest_number", lambda s, a: highest(s, a) - 1):
            offers = self.publish(self.lamp("L2"))
        self.assertEqual(offers.external_id, "2")

    def test_publishing_waits_for_the_first_reading_and_for_going_live(self):
        lamp = self.lamp()
        with self.assertRaisesRegex(UserError, "still being read"):
            self.env["marketplace.offer"]._publish_products(self.account, lamp)
        self.account.state = "reading"
        with self.assertRaisesRegex(UserError, "only reads"):
            self.env["marketplace.offer"]._publish_products(self.account, lamp)

    def test_publishing_a_product_twice_makes_one_offer(self):
        self.map()
        lamp = self.lamp()
        first = self.publish(lamp)
        self.assertEqual(self.publish(lamp), first)
        self.assertEqual(len(self.platform.offers), 1)

    def test_C8_a_product_that_is_there_already_is_left_alone(self):
        self.map()
        self.platform.add_offer("700", sku="L1", stock=1)
        lamp = self.lamp("L1")
        self.run_engine()
        self.offer("700").active = False
        wizard = self.env["marketplace.publish"].create({"account_id": self.account.id})
        wizard._add_products(lamp)
        self.assertFalse(wizard.line_ids.is_there)
        offer = self.publish(lamp)
        self.assertEqual((offer.external_id, offer.active, offer.publish_state), ("700", True, False))
        wizard.action_check()
        self.assertTrue(wizard.line_ids.is_there)
        self.assertFalse(self.platform.published)

    # ---- failures ----

    def test_a_platform_that_is_down_leaves_the_product_queued(self):
        self.map()
        self.platform.publish_faults = ["down"]
        offer = self.publish(self.lamp())
        self.assertEqual((offer.publish_state, offer.publish_flying, offer.listed), ("queued", False, False))
        self.account._flow("publishing").paused_until = False
        self.run_engine()
        self.assertEqual(offer.publish_state, "review")

    def test_a_lost_answer_is_sent_again_under_the_same_number(self):
        self.map()
        self.platform.publish_faults = ["cut"]
        offer = self.publish(self.lamp())
        self.assertEqual((offer.publish_state, offer.publish_error), ("queued", "cut"))
        self.account._flow("publishing").paused_until = False
        self.later(offer)
        self.assertEqual([batch[0].key for batch in self.platform.published], [offer.external_id] * 2)
        self.assertEqual((len(self.platform.offers), offer.publish_state), (1, "review"))

    def test_a_crash_between_sending_and_answering_sends_again(self):
        self.map()
        offer = self.publish(self.lamp(), run=False)

        def crash(lane, ready):
            lane.provider.publish(list(ready.values()))
            raise MemoryError

        with patch.object(publishing.Publishing, "_publish", crash), mute_logger(runner.__name__):
            self.run_engine()
        self.assertEqual((offer.publish_state, offer.publish_flying), ("sent", True))
        self.account._flow("publishing").paused_until = False
        self.run_engine()
        self.assertEqual((len(self.platform.published), len(self.platform.offers)), (2, 1))
        self.assertEqual((offer.publish_state, offer.stock_state), ("review", "settled"))

    def test_a_pause_that_the_platform_asks_for_keeps_the_queue(self):
        self.map()
        self.platform.publish_faults = [RateLimited("slower", 60)]
        offer = self.publish(self.lamp())
        self.assertEqual((offer.publish_state, offer.stock_state), ("queued", "waiting"))

    def test_an_offer_that_never_shows_up_is_a_refusal_in_the_end(self):
        self.map()
        offer = self.publish(self.lamp())
        self.platform.offers.clear()
        for _look in range(publishing.VANISHED):
            self.later(offer)
        self.assertEqual(offer.publish_state, "refused")
        self.assertIn("does not show", offer.publish_error)

    def test_documentation_goes_again_when_a_person_asks(self):
        self.map()
        lamp = self.lamp()
        offer = self.publish(lamp)
        self.platform.decide(offer.external_id, Review.APPROVED)
        self.later(offer)
        lamp.name = "New name"
        self.run_engine()
        self.assertEqual(len(self.platform.published), 1)
        offer.action_publish_again()
        self.run_engine()
        self.assertEqual(self.platform.published[1][0].name, "New name")

    def test_a_notification_has_the_review_read_at_once(self):
        self.map()
        offer = self.publish(self.lamp())
        self.assertTrue(offer.publish_retry_at)
        self.platform.decide(offer.external_id, Review.APPROVED)
        self.env["marketplace.notification"].create(
            {"account_id": self.account.id, "company_id": self.env.company.id, "event": "documentation"}
            | {"received_at": "2026-01-01 10:00:00", "kind": "offer", "external_id": offer.external_id, "state": "new"}
        )
        self.run_engine()
        self.assertEqual(offer.publish_state, "approved")
