from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import mute_logger, new_test_user, tagged

from ..lib.errors import RateLimited, Rejected
from ..lib.types import OfferWish, Outcome, Result
from .common import FakeProvider, MarketplaceCase

WITHDRAW, RESTORE, UNLOCK, DELETE = OfferWish.WITHDRAW, OfferWish.RESTORE, OfferWish.UNLOCK, OfferWish.DELETE


@tagged("post_install", "-at_install")
class TestOfferWish(MarketplaceCase):
    """Offers as a whole: withdrawn, restored, unlocked, deleted, until the platform confirms it."""

    def setUp(self):
        super().setUp()
        for code in ("A", "B", "C"):
            self.make_product(code, quantity=5)
            self.platform.add_offer(f"1{code}", stock=5, sku=code)
        self.run_engine()
        self.offers = self.offer("1A") + self.offer("1B") + self.offer("1C")
        self.platform.pushes.clear()

    def ask(self, offers, wish, run=True):
        """As a person does it: choose, read the page, say yes."""
        action = getattr(offers, f"action_{wish}")()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.action_confirm()
        if run:
            self.run_engine()

    def all_of(self, keys):
        return self.env["marketplace.offer"].with_context(active_test=False).search([("external_id", "in", keys)])

    def later(self):
        """The time to look again has come."""
        self.all_of(["1A", "1B", "1C"]).wish_retry_at = False
        self.account.flow_ids.write({"paused_until": False})
        self.run_engine()

    def problems(self):
        self.env.flush_all()
        return self.env["marketplace.problem"].search([("kind", "=", "wish")])

    # ---- it is done ----

    def test_C9_several_are_withdrawn_in_one_call_and_put_back(self):
        self.ask(self.offers[:2], "withdraw")
        self.assertEqual(self.platform.wished, [(WITHDRAW, ["1A", "1B"])])
        self.assertEqual(self.offers.mapped("status"), ["inactive", "inactive", "active"])
        self.assertEqual([bool(at) for at in self.offers.mapped("withdrawn_at")], [True, True, False])
        self.assertFalse(any(self.offers.mapped("wish")) or self.problems())
        self.ask(self.offers[:2], "restore")
        self.assertEqual(self.platform.wished[1:], [(RESTORE, ["1A", "1B"])])
        self.assertEqual(set(self.offers.mapped("status")), {"active"})
        self.assertFalse(any(self.offers.mapped("withdrawn_at")))

    def test_C9_a_click_only_records_and_nothing_is_asked_before_it_is_durable(self):
        self.ask(self.offers[0], "withdraw", run=False)
        self.assertFalse(self.platform.wished or self.offers[0].wish)
        seen = []

        def change_offers(provider, wish, keys):
            offer = self.env["marketplace.offer"].browse(self.offers[0].id)
            offer.invalidate_recordset()
            seen.append((offer.wish, offer.wish_state))
            return provider.grant(wish, keys)

        with patch.object(FakeProvider, "change_offers", change_offers):
            self.run_engine()
        self.assertEqual(seen, [("withdraw", "sent")])

    def test_C9_D9_a_withdrawn_offer_keeps_its_stock_up_to_date(self):
        self.ask(self.offers[0], "withdraw")
        self.set_stock(self.offers[0].product_id, 3)
        self.run_engine()
        self.assertEqual(self.platform.offers["1A"]["stock"], 3)
        self.ask(self.offers[0], "restore")
        self.assertEqual((self.offers[0].stock_state, self.offers[0].stock_confirmed), ("settled", 3))

    def test_C9_D9_what_was_refused_while_it_was_locked_is_sent_once_it_is_not(self):
        self.platform.offers["1A"]["status"] = "locked"
        self.platform.refuse["1A"] = lambda value: self.platform.offers["1A"]["status"] == "locked"
        self.account._flow("offers").write({"success_at": False})
        self.set_stock(self.offers[0].product_id, 2)
        self.run_engine()
        self.assertEqual((self.offers[0].status, self.offers[0].stock_state), ("locked", "refused"))
        self.ask(self.offers[0], "unlock")
        self.assertEqual((self.offers[0].status, self.offers[0].stock_state), ("active", "settled"))
        self.assertEqual(self.platform.offers["1A"]["stock"], 2)

    def test_C9_a_deleted_offer_is_archived_and_leaves_its_product_free(self):
        product = self.offers[0].product_id
        self.ask(self.offers[0], "withdraw")
        self.offers[0].platform_problems = "bad pictures"
        self.ask(self.offers[0], "delete")
        self.assertNotIn("1A", self.platform.offers)
        self.assertFalse(self.offers[0].active or self.offers[0].wish or self.offers[0].platform_problems)
        self.assertTrue(self.offers[0].deleted_at)
        self.platform.pushes.clear()
        self.set_stock(product, 1)
        self.run_engine()
        self.assertFalse(self.platform.pushes)
        self.platform.add_offer("1N", stock=5, sku="A")
        self.account._flow("offers").write({"success_at": False})
        self.run_engine()
        self.assertEqual(self.offer("1N").product_id, product)
        # late orders of the deleted one still find their product
        self.assertEqual(self.offers[0].product_id, product)

    def test_C9_a_deleted_offer_that_is_read_again_comes_back(self):
        self.ask(self.offers[:2], "withdraw")
        self.ask(self.offers[:2], "delete")
        self.platform.add_offer("1N", stock=5, sku="B")
        self.account._flow("offers").write({"success_at": False})
        self.run_engine()
        for key in ("1A", "1B"):
            self.platform.add_offer(key, stock=7, sku=key[1])
        self.account._flow("offers").write({"success_at": False})
        self.run_engine()
        first, second = self.offers[:2]
        self.assertTrue(first.active and second.active)
        self.assertFalse(first.deleted_at or second.deleted_at)
        self.assertEqual((first.product_id.default_code, first.stock_state), ("A", "settled"))
        self.assertEqual(self.platform.offers["1A"]["stock"], 5)
        self.assertFalse(second.product_id)  # it has another offer by now
        self.assertEqual(second.link_state, "doubtful")

    def test_C9_one_that_the_platform_only_closes_stays_archived_and_can_be_opened_again(self):
        def grant_one(provider, wish, key):
            self.platform.offers[key]["status"] = "ended" if wish is DELETE else "active"
            return Result(key, Outcome.CONFIRMED)

        with patch.object(FakeProvider, "grant_one", grant_one):
            self.ask(self.offers[0], "withdraw", run=False)
            self.run_engine()
            self.offers[0].status = "inactive"
            self.ask(self.offers[0], "delete")
            self.account._flow("offers").write({"success_at": False})
            self.run_engine()
            self.assertFalse(self.offers[0].active)
            self.ask(self.all_of(["1A"]), "restore")
        self.assertTrue(self.offers[0].active)
        self.assertFalse(self.offers[0].deleted_at)
        self.assertEqual((self.offers[0].status, self.offers[0].stock_state), ("active", "settled"))

    # ---- refused ----

    def test_C9_what_is_known_to_be_refused_is_said_before_a_person_says_yes(self):
        action = self.offers.action_delete()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertFalse(wizard.able_count)
        self.assertIn("withdraw it first", wizard.refusal)
        with self.assertRaisesRegex(UserError, "withdraw it first"):
            wizard.action_confirm()
        self.offers[0].status = "inactive"
        wizard.invalidate_recordset()
        self.assertEqual(wizard.able_ids, self.offers[0])
        wizard.action_confirm()
        self.run_engine()
        self.assertEqual(self.platform.wished, [(DELETE, ["1A"])])

    def test_C9_what_became_impossible_meanwhile_is_not_asked(self):
        self.offers[0].status = "inactive"
        self.ask(self.offers[0], "delete", run=False)
        self.offers[0].status = "active"
        self.run_engine()
        self.assertFalse(self.platform.wished)
        self.assertEqual((self.offers[0].wish_state, self.offers[0].wish_error), ("refused", "withdraw it first"))

    def test_C9_one_of_several_is_refused_with_its_reason_and_can_be_asked_again_or_forgotten(self):
        self.platform.wish_refusals["1B"] = "it is in a campaign"
        self.ask(self.offers, "withdraw")
        self.assertEqual(self.offers.mapped("status"), ["inactive", "active", "inactive"])
        refused = self.offers[1]
        self.assertEqual((refused.wish, refused.wish_state), ("withdraw", "refused"))
        self.assertTrue(refused.has_problem)
        self.assertEqual(self.problems().text, "it is in a campaign")
        self.problems().action_retry()
        self.run_engine()
        self.assertEqual([keys for _wish, keys in self.platform.wished], [["1A", "1B", "1C"], ["1B"]])
        self.assertEqual(refused.wish_state, "refused")
        refused.action_wish_forget()
        self.run_engine()
        self.assertFalse(refused.wish or refused.wish_state or refused.wish_error or self.problems())
        self.assertEqual(len(self.platform.wished), 2)

    def test_C9_refused_because_it_is_so_already_is_done(self):
        self.platform.wish_refusals["1A"] = "it is archived"
        self.platform.offers["1A"]["status"] = "inactive"
        self.ask(self.offers[0], "withdraw")
        self.assertEqual((self.offers[0].wish, self.offers[0].status), (False, "inactive"))
        del self.platform.offers["1A"]  # somebody deleted it at the platform
        self.ask(self.offers[0], "delete")
        self.assertFalse(self.offers[0].active or self.offers[0].wish)

    def test_C9_a_platform_without_unlocking_says_so(self):
        with patch.object(FakeProvider, "offer_wishes", frozenset({WITHDRAW})):
            self.assertEqual(self.offers[0].wish_able, "withdraw")
            with self.assertRaises(UserError):
                self.ask(self.offers[0], "unlock")

    def test_C9_a_later_word_waits_until_the_earlier_is_settled(self):
        self.platform.wish_asynchronous = True
        self.ask(self.offers[0], "withdraw")
        self.ask(self.offers[0], "restore")
        self.assertEqual(self.platform.wished, [(WITHDRAW, ["1A"])])
        self.platform.offers["1A"]["status"] = "inactive"
        self.platform.wish_batches["wish1"] = [Result("1A", Outcome.CONFIRMED)]
        self.later()
        self.assertEqual(self.platform.wished[1:], [(RESTORE, ["1A"])])

    # ---- batches ----

    def test_C9_each_offer_of_a_batch_has_its_own_verdict(self):
        self.platform.wish_asynchronous = True
        self.ask(self.offers, "withdraw")
        self.assertEqual(set(self.offers.mapped("wish_ref")), {"wish1"})
        self.later()
        self.assertEqual(set(self.offers.mapped("wish_state")), {"sent"})
        self.platform.offers["1A"]["status"] = "inactive"
        self.platform.wish_batches["wish1"] = [
            Result("1A", Outcome.CONFIRMED),
            Result("1B", Outcome.REFUSED, "not approved"),
        ]  # of the third it says nothing
        self.later()
        self.assertEqual((self.offers[0].wish, self.offers[0].status), (False, "inactive"))
        self.assertEqual((self.offers[1].wish_state, self.offers[1].wish_error), ("refused", "not approved"))
        self.assertEqual((self.offers[2].wish_state, self.offers[2].wish_tries), ("queued", 1))
        self.later()
        self.assertEqual(self.platform.wished, [(WITHDRAW, ["1A", "1B", "1C"]), (WITHDRAW, ["1C"])])

    def test_C9_a_batch_that_the_platform_forgot_is_found_out_by_reading(self):
        self.platform.wish_asynchronous = True
        self.offers.status = "inactive"
        self.ask(self.offers[:2], "delete")
        del self.platform.offers["1A"]
        self.platform.wish_batches["wish1"] = []
        self.later()
        self.assertFalse(self.offers[0].active or self.offers[0].wish)
        self.assertTrue(self.offers[1].active)
        self.assertEqual(self.offers[1].wish_state, "queued")

    # ---- the platform is down, the answer is lost, the runner dies ----

    def test_C9_nothing_is_lost_while_the_platform_is_down_or_busy(self):
        for fault in ("down", RateLimited("slowly", 30)):
            self.platform.wish_faults.append(fault)
            self.account.flow_ids.write({"paused_until": False})
            self.ask(self.offers[0], "withdraw")
            self.assertEqual((self.offers[0].wish_state, self.platform.wished), ("queued", []))
        self.later()
        self.assertEqual((self.offers[0].wish, self.offers[0].status), (False, "inactive"))

    def test_C9_a_call_refused_as_a_whole_is_looked_at_offer_by_offer(self):
        self.platform.wish_faults.append(Rejected("no such service"))
        self.platform.offers["1A"]["status"] = "inactive"
        self.ask(self.offers[:2], "withdraw")
        self.assertEqual((self.offers[0].wish, self.offers[0].status), (False, "inactive"))
        self.assertEqual((self.offers[1].wish_state, self.offers[1].wish_error), ("refused", "no such service"))

    def test_C9_the_lost_answer_of_a_deletion_is_found_out_by_reading(self):
        self.offers.status = "inactive"
        self.platform.wish_faults.append("cut")
        self.ask(self.offers[0], "delete")
        self.later()
        self.assertFalse(self.offers[0].active or self.offers[0].wish)
        self.assertEqual(len(self.platform.wished), 1)

    def test_C9_an_answer_lost_before_it_was_done_is_asked_for_again(self):
        self.platform.wish_faults.append("cut")
        with patch.object(FakeProvider, "grant", lambda provider, wish, keys: []):
            self.ask(self.offers[0], "withdraw")
        self.later()
        self.assertEqual(self.offers[0].wish_state, "queued")
        self.later()
        self.assertEqual((self.offers[0].wish, self.offers[0].status), (False, "inactive"))
        self.assertEqual(len(self.platform.wished), 2)

    @mute_logger("odoo.addons.marketplace_base.engine.runner")
    def test_C9_a_runner_that_died_in_the_call_takes_it_up_again(self):
        self.platform.wish_faults.append(RuntimeError("the process is gone"))
        self.ask(self.offers[0], "withdraw")
        self.assertEqual((self.offers[0].wish_state, self.offers[0].wish_ref), ("sent", False))
        self.later()
        self.assertEqual(self.offers[0].wish_state, "queued")
        self.later()
        self.assertEqual((self.offers[0].wish, self.offers[0].status), (False, "inactive"))

    # ---- rights, and what else there is of it ----

    def test_only_people_of_the_marketplace_may_ask(self):
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.offers.with_user(stranger).action_withdraw()
        self.ask(self.offers[0].with_user(new_test_user(self.env, "clerk", "marketplace_base.group_user")), "withdraw")
        self.assertEqual(self.offers[0].status, "inactive")

    def test_only_live_accounts_are_asked(self):
        self.account.state = "reading"
        with self.assertRaises(UserError):
            self.offers.action_withdraw()

    def test_C9_documentation_of_a_withdrawn_offer_says_that_it_is_withdrawn(self):
        product = self.offers[0].product_id
        self.assertTrue(self.account._published_data(product)[product][0].on_sale)
        self.ask(self.offers[0], "withdraw")
        self.assertFalse(self.account._published_data(product)[product][0].on_sale)

    def test_C9_since_when_it_is_withdrawn_is_what_the_platform_says(self):
        at = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-2)))
        self.platform.offers["1A"] |= {"status": "inactive", "withdrawn_at": at}
        self.account._flow("offers").write({"success_at": False})
        self.run_engine()
        self.assertEqual(self.offers[0].withdrawn_at, datetime(2026, 3, 2, 1, 30))
        self.platform.offers["1A"]["withdrawn_at"] = None
        self.account._flow("offers").write({"success_at": False})
        self.run_engine()
        self.assertTrue(self.offers[0].withdrawn_at)
        self.platform.offers["1A"]["status"] = "active"
        self.account._flow("offers").write({"success_at": False})
        self.run_engine()
        self.assertFalse(self.offers[0].withdrawn_at)

    def test_C9_a_deleted_product_can_be_published_again(self):
        self.offers.status = "inactive"
        self.ask(self.offers[0], "delete")
        again = self.env["marketplace.offer"]._publish_products(self.account, self.offers[0].product_id)
        self.assertEqual(again, self.offers[0])
        self.assertTrue(again.active and again.to_publish)
        self.assertFalse(again.deleted_at)
        again.active = False
        newer = again.copy({"external_id": "1Z", "active": True, "product_id": again.product_id.id})
        self.assertEqual(
            self.env["marketplace.offer"]._publish_products(self.account, again.product_id).filtered("active"), newer
        )
