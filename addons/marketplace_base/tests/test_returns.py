from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date, Datetime
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..engine import runner
from ..lib.errors import Rejected
from ..lib.fulfilment import ReturnLine, ReturnStatus
from ..lib.types import Entry, OrderStatus, Page
from .change_common import ChangeCase, asked_return
from .common import FakeProvider
from .order_common import NOW, address, goods, order


@tagged("post_install", "-at_install")
class TestReturns(ChangeCase):
    """Return requests are read, answered and told once; the platform's word is followed, but not back before ours."""

    def setUp(self):
        super().setUp()
        self.user = new_test_user(self.env(su=False), "returner", groups="marketplace_base.group_user")
        self.deliver(self.sale)
        self.says(OrderStatus.SHIPPED)

    def answers(self, record):
        return record.command_ids.sorted("id")

    # ---- read ----

    def test_a_request_is_read_with_its_goods_and_deadline(self):
        record = self.take_return(asked_return(close_by=NOW + timedelta(days=20)))
        self.assertEqual((record.order_id, record.status, record.kind), (self.record, "new", "request"))
        line = record.line_ids
        self.assertEqual((line.product_id, line.order_line_id, line.quantity), (self.boots, self.record.line_ids[0], 1))
        self.assertEqual(record.answer_by, record.asked_at + timedelta(days=3), "what is usual at the platform")
        self.assertEqual(record.due_at, record.answer_by)
        record.status = "approved"
        self.assertEqual(record.due_at, record.close_by)
        record.status = "closed"
        self.assertFalse(record.due_at)

    def test_the_engine_reads_requests_by_itself(self):
        self.platform.add_return(asked_return())
        self.run_engine()
        incoming = self.env["marketplace.incoming"].search([("kind", "=", "return")])
        self.assertEqual((incoming.state, incoming.return_id.external_id), ("done", "R7"))

    def test_one_that_was_closed_at_the_platform_and_is_listed_no_more_is_asked_for(self):
        record = self.take_return(asked_return())
        record.incoming_ids.state = "done"
        self.platform.add_return(asked_return(status=ReturnStatus.CANCELLED), revision=2)
        with patch.object(FakeProvider, "fetch_returns", lambda *args: Page([])):
            self.run_engine()
        self.assertEqual(record.status, "cancelled")
        self.assertTrue(record.looked_at)

    def test_the_same_request_twice_changes_nothing(self):
        record = self.take_return(asked_return())
        before = self.dates(record)
        self.take_return(asked_return())
        self.assertEqual(self.dates(record), before)

    def dates(self, record):
        self.env.flush_all()
        return [(found._name, found.ids, found.mapped("write_date")) for found in (record, record.line_ids)]

    def test_a_changed_request_is_followed(self):
        record = self.take_return(asked_return())
        lines = (ReturnLine("10", "1", "Boots", Decimal(2)), ReturnLine("11", "2", "Hat", Decimal(1)))
        self.take_return(asked_return(*lines, note="Both are wrong."))
        self.assertEqual(
            [(line.product_id, line.quantity) for line in record.line_ids], [(self.boots, 2), (self.hat, 1)]
        )
        self.take_return(asked_return(lines[1]))
        self.assertEqual(record.line_ids.product_id, self.hat)

    def test_what_is_not_known_is_listed_all_the_same(self):
        record = self.take_return(asked_return(ReturnLine("10", "99", "Scarf", Decimal(1)), order_key="555"))
        self.assertFalse(record.order_id)
        self.assertIn("Scarf is not linked", record.problem)
        found = self.env["marketplace.problem"].search([("kind", "=", "return"), ("account_id", "=", self.account.id)])
        self.assertEqual((found.name, found.text), ("R7", record.problem))
        scarf = self.make_product("SCARF", 2)
        self.make_offer("99", scarf)
        found.action_retry()
        self.assertEqual((record.line_ids.product_id, record.problem), (scarf, False))
        late = self.apply(order(goods("99", "5.00"), key="555"))
        self.assertEqual((record.order_id, record.line_ids.order_line_id), (late, late.line_ids))

    def test_what_is_due_first_stands_first_and_late_ones_are_problems(self):
        late = self.take_return(asked_return(answer_by=NOW - timedelta(days=400)))
        soon = self.take_return(
            asked_return(key="R8", answer_by=Datetime.now().replace(tzinfo=NOW.tzinfo) + timedelta(hours=2))
        )
        done = self.take_return(asked_return(key="R6", status=ReturnStatus.CLOSED))
        handled = self.take_return(asked_return(key="R5", by_platform=True))
        mine = self.env["marketplace.return"].search([("account_id", "=", self.account.id)])
        self.assertEqual(list(mine[:2]), [late, soon])
        self.assertEqual((late.is_late, soon.is_late, soon.is_urgent), (True, False, True))
        self.assertEqual(mine.search([("is_late", "=", True), ("id", "in", mine.ids)]), late)
        problems = self.env["marketplace.problem"].search(
            [("kind", "=", "return"), ("account_id", "=", self.account.id)]
        )
        self.assertEqual((problems.res_id, problems.text), (late.id, "It is past its deadline."))
        self.assertFalse(done.due_at or handled.due_at)
        self.assertEqual(self.account.return_count, 2)

    # ---- answered ----

    def test_G9_the_platform_s_courier_fetches_it_once(self):
        record = self.take_return(asked_return(pickup=address(street="Str. Scurtă 2", locality_ref="8801")))
        self.assertFalse(record.can_ship, "it is not approved yet")
        record.status = "approved"
        self.account.company_id.partner_id.phone = "0264000000"
        record.action_ship()
        self.assertFalse(record.can_ship)
        with self.assertRaises(UserError):
            record.action_ship()
        self.run_engine()
        shipment = record.shipment_ids
        self.assertEqual((shipment.direction, shipment.state, shipment.number), ("back", "made", "AWB000001"))
        [(asked, _state)] = self.platform.shipments.values()
        self.assertEqual((asked.return_key, asked.sender.street, asked.cod), ("R7", "Str. Scurtă 2", 0))
        self.assertEqual(asked.sender.locality_ref, "8801")
        self.assertGreater(asked.pickup_date, Date.today())

    def test_H2_approved_from_odoo(self):
        record = self.take_return(asked_return())
        record.with_user(self.user).sudo(False).action_approve()
        self.assertEqual((record.status, self.answers(record).state), ("approved", "pending"))
        self.take_return(asked_return(note="still new there"))
        self.assertEqual(record.status, "approved", "the platform does not know it yet")
        self.run_engine()
        self.assertEqual([answer.status for answer in self.platform.answers], [ReturnStatus.APPROVED])
        self.assertEqual((self.answers(record).state, bool(record.answered_at)), ("done", True))
        with self.assertRaisesRegex(UserError, "already"):
            record.action_approve()

    def test_refused_with_a_reason_and_words(self):
        record = self.take_return(asked_return())
        action = record.with_user(self.user).sudo(False).action_refuse()
        wizard = self.env["marketplace.refuse"].with_user(self.user).sudo(False).browse(action["res_id"])
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_refuse()
        with Form(wizard) as form:
            form.reason_id = wizard.reason_ids
            form.note = "Worn outside."
        wizard.action_refuse()
        self.assertEqual((record.status, record.refuse_reason), ("refused", "Used: Worn outside."))
        self.run_engine()
        answer = self.platform.answers[0]
        self.assertEqual((answer.status, answer.reason, answer.note), (ReturnStatus.REFUSED, "1", "Worn outside."))
        self.assertFalse(answer.files)

    def test_refused_with_a_proof_and_a_reason_of_the_platforms_own_list(self):
        self.env["marketplace.entry"]._mirror(
            self.account,
            "refuse_reasons",
            [Entry("refuse_reasons", "1", "Kullanılmış"), Entry("refuse_reasons", "9", "Yeni")],
        )
        record = self.take_return(asked_return())
        action = record.with_user(self.user).sudo(False).action_refuse()
        wizard = self.env["marketplace.refuse"].with_user(self.user).sudo(False).browse(action["res_id"])
        self.assertEqual(wizard.reason_ids.mapped("name"), ["Used", "Yeni"])
        proof = self.env["ir.attachment"].with_user(self.user).sudo(False).create({"name": "a.jpg", "raw": b"\xff\xd8"})
        wizard.write({"reason_id": wizard.reason_ids[1].id, "file_ids": [Command.link(proof.id)]})
        wizard.action_refuse()
        self.run_engine()
        self.assertEqual(self.platform.answers[0].files, (("a.jpg", b"\xff\xd8"),))
        self.assertEqual(self.platform.answers[0].reason, "9")
        self.assertEqual((proof.res_model, proof.res_id), ("marketplace.return", record.id))

    def test_nobody_sends_a_file_he_may_not_touch(self):
        record = self.take_return(asked_return())
        action = record.with_user(self.user).sudo(False).action_refuse()
        wizard = self.env["marketplace.refuse"].with_user(self.user).sudo(False).browse(action["res_id"])
        secret = self.env["ir.attachment"].create({"name": "salaries.pdf", "raw": b"%PDF"})
        wizard.sudo().write({"note": "x", "file_ids": [Command.link(secret.id)]})
        self.env.invalidate_all()
        wizard.action_refuse()
        self.run_engine()
        self.assertEqual(self.platform.answers[0].files, ())
        self.assertFalse(secret.res_model)
        with self.assertRaises(AccessError):
            record.with_user(self.user).sudo(False)._answer(ReturnStatus.REFUSED, "1", "x", secret.with_user(self.user))

    def test_the_platforms_own_steps_are_followed(self):
        record = self.take_return(asked_return())
        for status in (ReturnStatus.APPROVED, ReturnStatus.CANCELLED):
            self.take_return(asked_return(status=status))
            self.assertEqual(record.status, status.value)

    def test_a_platform_that_is_down_is_told_later(self):
        self.platform.fulfilment_faults["answer_return"] = ["down"]
        record = self.take_return(asked_return())
        record.action_approve()
        self.run_engine()
        self.assertEqual((self.answers(record).state, self.platform.answers), ("pending", []))
        self.account._flow("commands").paused_until = False
        self.run_engine()
        self.assertEqual((self.answers(record).state, len(self.platform.answers)), ("done", 1))

    def test_an_answer_cut_off_is_given_again(self):
        self.platform.fulfilment_faults["answer_return"] = ["cut"]
        record = self.take_return(asked_return())
        record.action_approve()
        self.run_engine()
        self.assertEqual((self.answers(record).state, record.status), ("unknown", "approved"))
        self.at_once(self.answers(record))
        self.run_engine()
        self.assertEqual(self.answers(record).state, "done")

    def test_a_process_that_dies_gives_it_again(self):
        record = self.take_return(asked_return())
        record.action_approve()
        self.die_after_call()
        self.assertEqual(self.answers(record).state, "sending")
        self.run_engine()
        self.assertEqual((self.answers(record).state, record.status), ("done", "approved"))
        self.assertEqual({answer.status for answer in self.platform.answers}, {ReturnStatus.APPROVED})

    def test_a_refused_answer_is_shown_and_can_be_given_again(self):
        record = self.take_return(asked_return())
        self.platform.fulfilment_faults["answer_return"] = [Rejected("Not complete yet.")]
        record.action_approve()
        self.run_engine()
        self.assertEqual((record.status, self.answers(record).state), ("new", "refused"))
        self.assertIn("did not take «Expected»: Not complete yet.", record.problem)
        record.action_approve()
        self.assertFalse(record.problem)
        self.run_engine()
        self.assertEqual((record.status, self.answers(record).mapped("state")), ("approved", ["refused", "done"]))

    def test_what_the_platform_handles_itself_is_left_alone(self):
        record = self.take_return(asked_return(by_platform=True))
        with self.assertRaisesRegex(UserError, "handled by the platform"):
            record.action_approve()
        self.assertFalse(record.can_refuse)

    def test_a_picker_decides_nothing(self):
        record = self.take_return(asked_return())
        picker = new_test_user(self.env(su=False), "picks", groups="marketplace_base.group_picker")
        for action in ("action_approve", "action_close", "action_credit"):
            with self.assertRaises(AccessError):
                getattr(record.with_user(picker).sudo(False), action)()

    # ---- parcels that were not delivered ----

    def test_a_refused_parcel_is_expected_back_once(self):
        awb = self.awb("returning")
        self.run_engine()
        back = self.record.return_ids
        self.assertEqual((back.kind, back.status, back.shipment_ids), ("undelivered", "approved", awb))
        self.assertEqual(back.line_ids.mapped("quantity"), [3, 1])
        self.run_engine()
        self.assertEqual(len(self.record.return_ids), 1)
        awb.progress = "delivered"
        back.with_user(self.user).sudo(False).action_cancel()
        self.run_engine()
        self.assertEqual(self.record.return_ids.mapped("status"), ["cancelled"])

    def test_what_is_said_not_to_come_back_is_not_expected_again(self):
        self.says(OrderStatus.CANCELLED)
        back = self.record.return_ids
        back.action_cancel()
        self.says(OrderStatus.CANCELLED)
        self.assertEqual((self.record.return_ids, self.record.problem), (back, False))
        self.says(OrderStatus.SHIPPED, modified_at=NOW + timedelta(hours=1))
        self.says(OrderStatus.CANCELLED, modified_at=Datetime.now().replace(tzinfo=NOW.tzinfo) + timedelta(hours=1))
        self.assertEqual(sorted(self.record.return_ids.mapped("status")), ["approved", "cancelled"], "a second time")

    def test_goods_somebody_took_back_by_hand_are_not_expected(self):
        wizard = self.env["stock.return.picking"].create({"picking_id": self.picking.id})
        for row in wizard.product_return_moves:
            row.quantity = row.move_id.quantity
        back = wizard._create_return()
        back.move_ids.picked = True
        back.button_validate()
        self.awb("returned")
        self.run_engine()
        self.run_engine()
        self.assertEqual((self.record.return_ids.status, len(self.record.return_ids.line_ids)), ("closed", 0))

    def test_a_run_that_dies_while_expecting_makes_it_once(self):
        self.awb("refused")
        model = type(self.env["marketplace.return"])
        plain, calls = model._expect_next, []

        def crash_once(records, account):
            done = plain(records, account)
            if done and not calls:
                calls.append(done)
                raise KeyError("gone before the commit")
            return done

        with patch.object(model, "_expect_next", crash_once), mute_logger(runner.__name__):
            self.run_engine()
            self.assertFalse(self.record.return_ids)
            self.account._flow("comebacks").paused_until = False
            self.run_engine()
        self.assertEqual(len(self.record.return_ids), 1)

    def test_two_companies_stay_apart(self):
        self.take_return(replace(asked_return(), key="R9"))
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env(su=False),
            "other",
            groups="marketplace_base.group_user",
            company_id=company.id,
            company_ids=[company.id],
        )
        self.assertFalse(self.env["marketplace.return"].with_user(stranger).sudo(False).search([]))
