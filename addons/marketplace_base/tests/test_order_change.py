from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from ..lib.errors import Rejected
from ..lib.fulfilment import ChangeKind
from ..lib.types import OrderStatus
from .change_common import ChangeCase
from .order_common import goods, order


@tagged("post_install", "-at_install")
class TestOrderChange(ChangeCase):
    """What a seller wants changed is told once, whatever happens on the way."""

    def test_H2_an_order_is_finalised_from_odoo(self):
        command = self.record._change("finalise")
        self.assertEqual((command.state, command.order_id), ("pending", self.record))
        self.run_engine()
        self.assertEqual([change.kind for change in self.platform.changes], [ChangeKind.FINALISE])
        self.assertEqual(self.platform.changes[0].order_key, "391982964")
        self.assertEqual(command.state, "done")
        note = self.env["marketplace.notification"].search([("external_id", "=", "391982964")])
        self.assertEqual((note.kind, note.event), ("order", "changed by us"), "what became of it is read")

    def test_the_same_wish_twice_is_one(self):
        first = self.record._change("edit", {"L1": 2})
        self.assertEqual(self.record._change("edit", {"L1": 2.0}), first)
        self.run_engine()
        self.assertEqual(self.record._change(ChangeKind.EDIT, {"L1": 2}), first, "told already")
        other = self.record._change("edit", {"L1": 1})
        self.assertEqual([first.key, other.key], ["391982964:edit:1", "391982964:edit:2"])
        again = self.record._change("edit", {"L1": 2})
        self.assertNotIn(again, first | other, "and back again is a new wish")

    def test_a_wish_the_platform_undid_is_a_new_one(self):
        first = self.record._change("cancel", reason="1")
        self.run_engine()
        self.says(OrderStatus.CANCELLED)
        self.assertEqual(self.record._change("cancel", reason="1"), first)
        self.record.write({"status": "processing", "modified_at": Datetime.now() + timedelta(hours=1)})
        self.assertNotEqual(self.record._change("cancel", reason="1"), first)

    def test_what_the_platform_would_refuse_is_said_before_asking(self):
        self.record.payment_kind = "card"
        with self.assertRaisesRegex(UserError, "paid by card"):
            self.record._change("edit", {"L1": 1})
        self.assertFalse(self.changes())

    def test_an_order_is_taken_over_before_it_is_changed(self):
        record = self.apply(order(goods("1", "10.00"), key="77"))
        self.assertEqual(record._facts()["status"], OrderStatus.PROCESSING, "it will be, when its turn comes")
        self.assertTrue(record._change("cancel", reason="1"))
        self.run_engine()
        self.assertEqual((self.platform.acknowledged, len(self.platform.changes)), (["77"], 1))

    def test_a_given_up_taking_over_is_taken_up_again(self):
        record = self.apply(order(goods("1", "10.00"), key="77"))
        record.sale_order_id._action_cancel()
        self.assertEqual(record.command_ids.state, "cancelled")
        record._cancel("1")
        self.assertFalse(record.problem, "the platform is told now")
        self.run_engine()
        self.assertEqual((self.platform.acknowledged, len(self.platform.changes)), (["77"], 1))

    # ---- every way it can go wrong ----

    def test_a_platform_that_is_down_is_asked_again(self):
        self.platform.fulfilment_faults["change_order"] = ["down"]
        command = self.record._change("finalise")
        self.run_engine()
        self.assertEqual((command.state, self.platform.changes), ("pending", []))
        self.account._flow("commands").paused_until = False
        self.run_engine()
        self.assertEqual((command.state, len(self.platform.changes)), ("done", 1))

    def test_an_answer_cut_off_after_it_was_done_is_asked_for_again(self):
        for fault in ("cut", "lost"):
            with self.subTest(fault=fault):
                self.platform.fulfilment_faults["change_order"] = [fault]
                command = self.record._change("edit", {"L1": 2 if fault == "cut" else 1})
                self.run_engine()
                self.assertEqual(command.state, "unknown")
                self.at_once(command)
                self.run_engine()
                self.assertEqual(command.state, "done")
                self.assertEqual(self.platform.changes[-1].quantities["L1"], 2 if fault == "cut" else 1)

    def test_a_process_that_dies_in_between_asks_again(self):
        command = self.record._change("cancel", reason="1")
        self.die_after_call()
        self.assertEqual((command.state, len(self.platform.changes)), ("sending", 1))
        self.run_engine()
        self.assertEqual(
            (command.state, {change.kind for change in self.platform.changes}), ("done", {ChangeKind.CANCEL})
        )

    def test_a_refusal_stands_on_the_order_until_it_is_settled(self):
        self.platform.change_refusals = ["Too late."]
        command = self.record._change("finalise")
        self.run_engine()
        self.assertEqual(command.state, "refused")
        self.assertIn("did not let this order be finalised: Too late", self.record.problem)
        self.says()
        self.assertIn("Too late", self.record.problem, "however often the order is read")
        command.action_retry()
        self.run_engine()
        self.assertEqual(command.state, "done")
        self.says()
        self.assertFalse(self.record.problem)

    def test_a_refused_cancellation_leaves_the_sale_order_as_the_person_wanted_it(self):
        self.platform.fulfilment_faults["change_order"] = [Rejected("Finalised long ago.")]
        self.record._cancel("1")
        self.run_engine()
        self.assertEqual(self.sale.state, "cancel")
        self.assertIn("did not cancel this order: Finalised long ago", self.record.problem)
        self.says()
        self.assertEqual(self.record.problem.count("\n"), 0, "and is not told twice that it is cancelled only here")

    # ---- since when ----

    def test_it_is_known_since_when_an_order_is_finalised_or_cancelled(self):
        finalised = self.data.modified_at + timedelta(hours=1)
        self.says(OrderStatus.SHIPPED, modified_at=finalised)
        self.assertEqual(self.record.finalised_at, finalised.replace(tzinfo=None))
        self.says(modified_at=finalised + timedelta(hours=3))
        self.assertEqual(self.record.finalised_at, finalised.replace(tzinfo=None), "the first time counts")
        self.says(OrderStatus.CANCELLED, modified_at=finalised + timedelta(hours=4))
        self.assertEqual(self.record._facts()["cancelled_at"], finalised + timedelta(hours=4))
        self.says(OrderStatus.PROCESSING)
        self.assertFalse(self.record.finalised_at or self.record.cancelled_at)

    def test_what_is_being_cancelled_is_not_changed_otherwise(self):
        self.record._change("cancel", reason="1")
        with self.assertRaisesRegex(UserError, "being cancelled"):
            self.record._change("finalise")
