from dataclasses import replace
from datetime import UTC, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..engine import commands
from ..engine.commands import Commands
from ..lib.conversation import QuestionData, QuestionStatus
from ..lib.errors import Rejected
from .change_common import Crash
from .common import FakeProvider
from .order_common import NOW, OrderCase, goods, order

WORDS = "Yes, it is made of cotton."
OTHER = "Cotton, all of it, inside and out."


def hours(count):
    return Datetime.now().replace(tzinfo=UTC) + timedelta(hours=count)


def asked(key="Q1", **vals):
    vals = {
        "status": QuestionStatus.NEW,
        "status_label": "Waits",
        "text": "Is it cotton?",
        "asked_at": hours(-1),
        "answer_by": hours(60),
        "offer_key": "1",
        "product_name": "Boots at the platform",
        "customer_name": "A** P**",
    } | vals
    return QuestionData(key=key, **vals)


class QuestionCase(OrderCase):
    def setUp(self):
        super().setUp()
        self.user = new_test_user(self.env(su=False), "answers", groups="marketplace_base.group_user")

    def take(self, data):
        """What the engine does with an understood question; returns the question."""
        self.platform.ask(data)
        incoming = self.env["marketplace.incoming"].search(
            [("account_id", "=", self.account.id), ("kind", "=", "question"), ("external_id", "=", data.key)]
        ) or self.env["marketplace.incoming"].create(
            {
                "account_id": self.account.id,
                "kind": "question",
                "external_id": data.key,
                "payload": {"id": data.key},
                "state": "done",
            }
        )
        self.env["marketplace.question"]._apply(incoming, data)
        self.env.flush_all()
        return incoming.question_id

    def mine(self, record):
        return record.with_user(self.user).sudo(False)

    def wizard(self, record):
        action = self.mine(record).action_answer()
        return self.env["marketplace.answer"].with_user(self.user).sudo(False).browse(action["res_id"])

    def reply(self, record, text=WORDS):
        with Form(wizard := self.wizard(record)) as form:
            form.text = text
        wizard.action_answer()
        return record.command_ids.sorted("id")[-1:]

    def problems(self):
        self.env.flush_all()
        self.env["marketplace.problem"].invalidate_model()
        return self.env["marketplace.problem"].search([("kind", "=", "question"), ("account_id", "=", self.account.id)])


@tagged("post_install", "-at_install")
class TestQuestionsRead(QuestionCase):
    """Questions are read, found by their product, and due."""

    def test_a_question_comes_in_by_itself(self):
        self.platform.ask(asked())
        self.run_engine()
        incoming = self.env["marketplace.incoming"].search([("kind", "=", "question")])
        record = incoming.question_id
        self.assertEqual((incoming.state, record.external_id, record.status), ("done", "Q1", "new"))
        self.assertEqual((record.text, record.customer_name), ("Is it cotton?", "A** P**"))
        self.assertEqual((record.product_ids, record.display_name), (self.boots, "Is it cotton?"))

    def test_the_same_question_twice_changes_nothing(self):
        data = asked()
        record = self.take(data)
        before = record.write_date
        self.take(data)
        self.assertEqual(record.write_date, before)

    def test_what_the_platform_says_later_is_followed(self):
        record = self.take(asked())
        self.take(asked(status=QuestionStatus.ANSWERED, answer="By somebody else.", answer_by=None, answered_at=NOW))
        self.assertEqual((record.status, record.answer, record.due_at), ("answered", "By somebody else.", False))

    def test_all_variants_of_a_family_are_what_is_asked_about(self):
        cap = self.make_product("CAP")
        self.make_offer("11", cap, family_key="F1")
        self.offer("1").family_key = "F1"
        other = self.make_account(name="Second")
        self.make_offer("12", self.make_product("ELSE"), other, family_key="F1")
        record = self.take(asked(offer_key="", family_key="F1"))
        self.assertEqual(record.product_ids, self.boots | cap)
        alone = self.take(asked("Q2", offer_key="", family_key="1"))
        self.assertEqual(alone.product_ids, self.boots, "a product of its own is its own family")
        self.assertFalse(self.take(asked("Q3", offer_key="", family_key="")).product_ids)

    def test_a_link_made_later_holds_for_the_question_too(self):
        offer = self.make_offer("77")
        record = self.take(asked(offer_key="77"))
        self.assertFalse(record.product_ids)
        offer.product_id = scarf = self.make_product("SCARF")
        record.invalidate_recordset()
        self.assertEqual(record.product_ids, scarf)
        found = self.env["marketplace.question"].search([("product_ids", "in", scarf.ids)])
        self.assertEqual(found, record)
        self.assertEqual(found.search([("product_ids", "ilike", "Product SCARF")]), record)
        self.assertFalse(found.search([("product_ids", "in", self.hat.ids)]))

    def test_the_product_shows_its_questions(self):
        record = self.take(asked())
        boots = self.boots.with_user(self.user).sudo(False)
        self.assertEqual(boots.marketplace_question_count, 1)
        self.assertEqual(boots.product_tmpl_id.marketplace_question_count, 1)
        action = boots.product_tmpl_id.action_marketplace_questions()
        self.assertEqual(self.env["marketplace.question"].search(action["domain"]), record)
        self.assertEqual(self.hat.marketplace_question_count, 0)
        self.assertEqual(self.mine(record).action_products()["res_id"], self.boots.id)

    def test_what_is_due_first_stands_first_and_what_runs_out_is_a_problem(self):
        calm = self.take(asked("Q1", answer_by=hours(60)))
        late = self.take(asked("Q2", answer_by=hours(-2)))
        soon = self.take(asked("Q3", answer_by=hours(5)))
        done = self.take(asked("Q4", status=QuestionStatus.CHECKED, answer_by=None, answer=WORDS))
        mine = self.env["marketplace.question"].search([("account_id", "=", self.account.id)])
        self.assertEqual(list(mine), [late, soon, calm, done])
        self.assertEqual(
            [(r.is_late, r.is_urgent) for r in (calm, late, soon)], [(False, False), (True, False), (False, True)]
        )
        self.assertEqual(mine.search([("is_late", "=", True), ("id", "in", mine.ids)]), late)
        problems = self.problems()
        self.assertEqual(set(problems.mapped("res_id")), {late.id, soon.id})
        self.assertEqual(len(set(problems.mapped("text"))), 2)
        self.assertEqual(problems[0].action_open()["res_model"], "marketplace.question")
        problems.with_user(self.user).sudo(False).action_retry()
        fetched = self.env["marketplace.notification"].search([("kind", "=", "question"), ("state", "=", "new")])
        self.assertEqual(set(fetched.mapped("external_id")), {"Q2", "Q3"})

    def test_the_account_counts_what_is_to_be_answered(self):
        self.take(asked("Q1"))
        self.take(asked("Q2", status=QuestionStatus.REFUSED, refused_why="Unclear"))
        self.take(asked("Q3", status=QuestionStatus.CLOSED))
        account = self.account.with_user(self.user).sudo(False)
        self.assertEqual((account.question_count, account.has_questions), (2, True))
        self.assertEqual(account.action_questions()["domain"], [("account_id", "in", account.ids)])

    def test_one_that_no_list_shows_any_more_is_asked_for(self):
        record = self.take(asked(asked_at=hours(-20)))
        self.platform.unlisted.add("Q1")
        self.run_engine()
        self.assertTrue(record.looked_at)
        self.assertEqual(self.platform.calls.count("fetch_question"), 1, "now and then, not in every run")
        self.platform.judge("Q1", QuestionStatus.CLOSED)
        record.looked_at = hours(-7).replace(tzinfo=None)
        self.run_engine()
        self.assertEqual(record.status, "closed")

    def test_one_that_the_platform_does_not_know_any_more_is_closed(self):
        record = self.take(asked(asked_at=hours(-20)))
        self.platform.questions.clear()
        self.run_engine()
        self.assertEqual((record.status, record.due_at), ("closed", False))

    def test_a_platform_without_questions_is_not_asked(self):
        self.platform.ask(asked())
        without = FakeProvider.capabilities - {"fetch_questions", "answer_question"}
        with patch.object(FakeProvider, "capabilities", without):
            self.run_engine()
            self.account.invalidate_recordset()
            self.assertFalse(self.account.has_questions)
        self.assertFalse(self.env["marketplace.question"].search([("account_id", "=", self.account.id)]))

    def test_two_companies_stay_apart(self):
        self.take(asked())
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env(su=False),
            "elsewhere",
            groups="marketplace_base.group_user",
            company_id=company.id,
            company_ids=[company.id],
        )
        self.assertFalse(self.env["marketplace.question"].with_user(stranger).sudo(False).search([]))


@tagged("post_install", "-at_install")
class TestQuestionsAnswered(QuestionCase):
    """An answer is given once, whatever becomes of the call, and a refusal stands on the question."""

    def setUp(self):
        super().setUp()
        self.record = self.take(asked())
        # what is unclear waits for the test, however slow the machine is
        self.patch(commands, "retry_after", lambda tries: timedelta(hours=1))

    def later(self, command):
        """Let the lane go on at once with what failed or is unclear."""
        self.account._flow("commands").paused_until = False
        command.retry_at = Datetime.now() - timedelta(seconds=1)

    def test_an_answer_leaves_with_the_next_run_and_is_followed(self):
        command = self.reply(self.record)
        self.assertEqual((self.record.status, self.record.answer, command.state), ("sending", WORDS, "pending"))
        self.assertEqual((self.record.user_id, self.platform.said), (self.user, []))
        self.run_engine()
        self.assertEqual((command.state, self.record.status, self.record.due_at), ("done", "checked", False))
        self.assertEqual([(a.key, a.text) for a in self.platform.said], [("Q1", WORDS)])
        self.platform.judge("Q1", QuestionStatus.ANSWERED)
        self.take(self.platform.question("Q1"))
        self.assertEqual((self.record.status, self.record.answer, self.record.problem), ("answered", WORDS, False))

    def test_what_was_not_told_yet_is_not_taken_back(self):
        self.reply(self.record)
        self.take(asked(customer_name="Ana"))
        self.assertEqual((self.record.status, self.record.answer), ("sending", WORDS))
        self.assertEqual(self.record.customer_name, "Ana")
        self.assertTrue(self.record.due_at, "it may still run out")

    def test_nobody_answers_twice(self):
        wizard = self.wizard(self.record)
        self.reply(self.record)
        wizard.text = OTHER
        with self.assertRaises(UserError):
            wizard.action_answer()
        with self.assertRaises(UserError):
            self.wizard(self.record)
        self.run_engine()
        with self.assertRaises(UserError):
            self.wizard(self.record)
        self.assertEqual(len(self.platform.said), 1)

    def test_two_people_who_answer_at_the_same_moment_meet(self):
        command = self.reply(self.record)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            command.copy({"key": "Q1:1", "account_id": self.account.id, "kind": "answer"})

    def test_too_short_and_too_long_answers_are_kept_back(self):
        for text in (False, "   ", "No.", "x" * 101):
            wizard = self.wizard(self.record)
            wizard.text = text
            with self.assertRaises(UserError):
                wizard.action_answer()
        self.assertFalse(self.record.command_ids)
        self.assertEqual((wizard.low, wizard.high), (10, 100))
        for text in ("x" * 10, "x" * 100):
            record = self.take(asked(f"L{len(text)}"))
            self.assertEqual(self.reply(record, f" {text}\n").data["text"], text)

    def test_a_platform_that_is_down_is_told_later(self):
        self.platform.fulfilment_faults["answer_question"] = ["down"]
        command = self.reply(self.record)
        self.run_engine()
        self.assertEqual((command.state, self.record.status, self.platform.said), ("pending", "sending", []))
        self.later(command)
        self.run_engine()
        self.assertEqual((command.state, self.record.status, len(self.platform.said)), ("done", "checked", 1))

    def test_an_answer_cut_off_after_it_arrived_is_given_once(self):
        self.platform.fulfilment_faults["answer_question"] = ["cut"]
        command = self.reply(self.record)
        self.run_engine()
        self.assertEqual((command.state, self.record.status), ("unknown", "sending"))
        self.later(command)
        self.run_engine()
        self.assertEqual((command.state, self.record.status, len(self.platform.said)), ("done", "checked", 1))

    def test_an_answer_lost_on_the_way_is_given_again(self):
        self.platform.fulfilment_faults["answer_question"] = ["lost"]
        command = self.reply(self.record)
        self.run_engine()
        self.assertEqual((command.state, self.platform.said), ("unknown", []))
        self.later(command)
        self.run_engine()
        self.assertEqual((command.state, len(self.platform.said)), ("done", 1))

    def test_a_process_that_dies_in_between_gives_it_once(self):
        command = self.reply(self.record)
        died = False
        try:  # not assertRaises, which would undo what was committed before
            with patch.object(Commands, "_settle", side_effect=Crash):
                self.run_engine()
        except Crash:
            died = True
        self.assertTrue(died)
        self.env.invalidate_all()
        self.assertEqual((command.state, len(self.platform.said)), ("sending", 1))
        self.run_engine()
        self.assertEqual((command.state, self.record.status, len(self.platform.said)), ("done", "checked", 1))

    def test_a_refused_answer_stands_on_the_question_and_is_put_better(self):
        self.platform.fulfilment_faults["answer_question"] = [Rejected("No phone numbers.")]
        command = self.reply(self.record)
        self.run_engine()
        self.assertEqual((command.state, self.record.status, self.record.answer), ("refused", "new", False))
        self.assertIn("No phone numbers.", self.record.problem)
        problems = self.problems()
        self.assertEqual((problems.res_id, problems.text), (self.record.id, self.record.problem))
        twice = self.env["marketplace.problem"].search([("kind", "=", "command"), ("res_id", "=", command.id)])
        self.assertFalse(twice, "it is told once")
        self.assertEqual(self.wizard(self.record).text, WORDS)
        self.reply(self.record, OTHER)
        self.assertFalse(self.record.problem)
        self.run_engine()
        self.assertEqual([answer.text for answer in self.platform.said], [OTHER])
        self.assertFalse(self.problems())

    def test_a_refused_answer_that_is_sent_again_as_it_was_counts_when_it_is_taken(self):
        self.platform.fulfilment_faults["answer_question"] = [Rejected("Busy.")]
        command = self.reply(self.record)
        self.run_engine()
        command.with_user(self.user).sudo(False).action_retry()
        with self.assertRaises(UserError):
            self.wizard(self.record)
        self.run_engine()
        self.assertEqual((command.state, self.record.status, self.record.problem), ("done", "checked", False))

    def test_an_answer_the_platform_does_not_show_is_told_with_the_reason(self):
        self.reply(self.record)
        self.run_engine()
        self.platform.ask(
            replace(self.platform.question("Q1"), status=QuestionStatus.REFUSED, refused_why="Unclear.", answer_by=hours(30))
        )  # fmt: skip
        self.env["marketplace.notification"].search([]).state = "done"
        self.mine(self.record).action_fetch()
        self.run_engine()
        self.assertEqual((self.record.status, self.record.can_answer), ("refused", True))
        self.assertIn("Unclear.", self.record.problem)
        self.assertEqual(self.problems().res_id, self.record.id)
        self.assertEqual(self.wizard(self.record).text, WORDS)
        self.reply(self.record, OTHER)
        self.run_engine()
        self.assertEqual([answer.text for answer in self.platform.said], [WORDS, OTHER])

    def test_somebody_was_quicker_in_the_platform_s_own_pages(self):
        command = self.reply(self.record)
        self.platform.ask(replace(self.platform.question("Q1"), status=QuestionStatus.ANSWERED, answer="Mine first."))
        self.run_engine()
        self.assertEqual(
            (command.state, self.record.status, self.record.answer), ("refused", "answered", "Mine first.")
        )
        self.assertFalse(self.record.problem)

    def test_an_answer_that_was_given_up_can_be_given_anew(self):
        command = self.reply(self.record)
        command.with_user(self.user).sudo(False).action_drop()
        self.assertEqual((self.record.status, self.record.answer, command.state), ("new", False, "cancelled"))
        self.reply(self.record, OTHER)
        self.run_engine()
        self.assertEqual([answer.text for answer in self.platform.said], [OTHER])

    def test_a_service_that_is_down_does_not_hold_up_what_else_is_to_be_told(self):
        self.platform.fulfilment_faults["answer_question"] = ["down"] * 5
        answer = self.reply(self.record)
        self.run_engine()
        self.assertEqual(answer.state, "pending")
        taken = self.apply(order(goods("1", "10.00")))
        self.account._flow("commands").paused_until = False
        self.run_engine()
        self.assertEqual(self.platform.acknowledged, [taken.external_id])
        self.assertEqual(answer.state, "pending")

    def test_what_was_said_before_about_the_product_is_offered(self):
        second = self.make_account(name="Second")
        self.make_offer("9", self.boots, second)
        before = self.env["marketplace.question"].create(
            {
                "account_id": second.id,
                "external_id": "E1",
                "status": "answered",
                "text": "Cotton?",
                "asked_at": "2026-01-03 10:00:00",
                "answered_at": "2026-01-03 11:00:00",
                "answer": OTHER,
                "offer_key": "9",
            }
        )
        self.take(
            asked("Q2", status=QuestionStatus.ANSWERED, answer="The hat is wool.", offer_key="2", answered_at=NOW)
        )
        self.take(asked("Q3", status=QuestionStatus.CLOSED))
        wizard = self.wizard(self.record)
        self.assertEqual(wizard.earlier_ids, before)
        action = self.mine(before).with_context(marketplace_answer=wizard.id).action_take_words()
        self.assertEqual((action["res_id"], wizard.text), (wizard.id, OTHER))
        wizard.action_answer()
        self.run_engine()
        self.assertEqual(self.platform.said[0].text, OTHER)

    def test_a_picker_neither_reads_nor_answers(self):
        picker = new_test_user(self.env(su=False), "packs", groups="marketplace_base.group_picker")
        seen = self.record.with_user(picker).sudo(False)
        with self.assertRaises(AccessError):
            seen.read(["text"])
        for action in ("action_answer", "action_fetch"):
            with self.assertRaises(AccessError):
                getattr(seen, action)()
        wizard = self.wizard(self.record)
        wizard.text = WORDS
        with self.assertRaises(AccessError):
            wizard.with_user(picker).action_answer()
        self.assertFalse(self.record.command_ids)
