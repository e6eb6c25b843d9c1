from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import Form, new_test_user, tagged

from ..lib.errors import Rejected
from ..lib.fulfilment import ChangeKind
from ..lib.types import OrderStatus, Outcome, Result
from .change_common import ChangeCase
from .common import FakeProvider
from .order_common import goods

KEY = "391982964"


class DivideCase(ChangeCase):
    """Three pairs of boots and a hat in one order, of a platform that divides; five and one are in stock."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(FakeProvider, "changes", FakeProvider.changes | {ChangeKind.SPLIT}))
        self.user = new_test_user(self.env(su=False), "divider", groups="marketplace_base.group_user")
        self.data = replace(self.data, number="77")
        self.platform.add_order(self.data)
        self.run_engine()

    def wizard(self):
        action = self.record.with_user(self.user).sudo(False).action_divide()
        return self.env["marketplace.divide"].with_user(self.user).sudo(False).browse(action["res_id"])

    def divide(self, boots=1, hat=1):
        with Form(self.wizard()) as form:
            with form.line_ids.edit(0) as row:
                row.second = boots
            with form.line_ids.edit(1) as row:
                row.second = hat
        form.record.action_divide()
        return self.command()

    def command(self):
        return self.record.command_ids.filtered(lambda c: c.kind == "split").sorted("id")[-1:]

    def part(self, key, *lines, **vals):
        """A package made of the order, as the platform shows it."""
        total = sum(item.total for item in lines)
        vals = {"status": OrderStatus.PROCESSING, "number": "77", "extra": {"origins": [KEY]}} | vals
        return replace(self.data, key=key, lines=lines, total=total, **vals)

    def show(self, *parts, origin=True):
        """The platform has divided it."""
        ended = replace(self.data, status=OrderStatus.CANCELLED, extra={"divided": True})
        for data in (*([ended] if origin else []), *parts):
            self.platform.add_order(data)

    def parts(self):
        return self.part("A", goods("1", "10.00", 2)), self.part("B", goods("1", "10.00", 1), goods("2", "5.00"))

    def orders(self, *keys):
        return self.env["marketplace.order"].search([("external_id", "in", keys)])

    def wanted(self):
        """What is offered of boots and hats."""
        return self.offer("1").stock_wanted, self.offer("2").stock_wanted

    def again(self):
        """The next look at everything."""
        self.account.flow_ids.write({"success_at": False})
        self.run_engine()


@tagged("post_install", "-at_install")
class TestOrderDivide(DivideCase):
    """An order is divided: asked for once, its goods counted once at every moment, its parts known as brothers."""

    def test_G19_it_is_divided_from_odoo_and_its_parts_reserve_the_same_goods(self):
        self.assertEqual(self.wanted(), (2, 0))
        self.divide()
        self.show(*self.parts())
        self.run_engine()
        [change] = [change for change in self.platform.changes if change.kind is ChangeKind.SPLIT]
        self.assertEqual(change.parts, ({"L1": 1, "L2": 1},))
        self.assertEqual((self.command().state, self.sale.state), ("done", "cancel"))
        parts = self.orders("A", "B")
        self.assertEqual(parts.sale_order_id.mapped("state"), ["sale", "sale"])
        self.assertEqual(set(parts.sale_order_id.picking_ids.mapped("state")), {"assigned"})
        self.assertEqual((self.free(self.boots), self.free(self.hat)), (2, 0))
        self.assertEqual(self.wanted(), (2, 0))
        self.assertFalse(parts.filtered("uncovered") or (parts | self.record).filtered("problem"))
        self.assertEqual(self.record.incoming_ids.state, "done")

    def test_the_parts_and_what_they_were_made_of_are_shown_on_each(self):
        self.divide()
        self.show(*self.parts())
        self.run_engine()
        first, second = self.orders("A"), self.orders("B")
        self.assertEqual(first.sibling_ids, self.record | second)
        self.assertEqual((second.made_of, self.record.made_of), (KEY, False))
        sale = second.sale_order_id.with_user(self.user).sudo(False)
        self.assertEqual(sale.marketplace_sibling_count, 2)
        domain = second.with_user(self.user).sudo(False).action_siblings()["domain"]
        self.assertEqual(self.env["marketplace.order"].search(domain), self.record | first)

    # ---- stock, at every moment ----

    def test_D1_until_the_parts_come_in_their_goods_are_not_offered(self):
        self.divide()
        self.show()
        self.run_engine()
        self.assertEqual((self.sale.state, self.free(self.boots)), ("cancel", 5), "free for the parts")
        self.assertEqual(self.wanted(), (2, 0), "and for nobody else")
        self.assertEqual(self.record.incoming_ids.state, "awaited", "not a problem")
        first, second = self.parts()
        self.show(first, origin=False)
        self.again()
        self.assertEqual((self.free(self.boots), self.wanted()), (3, (2, 0)))
        self.show(second, origin=False)
        self.again()
        self.assertEqual((self.free(self.boots), self.wanted()), (2, (2, 0)))
        self.assertEqual((self.record.incoming_ids.state, self.record.incoming_ids.demand), ("done", False))

    def test_D1_parts_that_never_come_are_for_sale_again_after_an_hour(self):
        self.divide()
        self.show()
        self.run_engine()
        self.record.incoming_ids.fetched_at = Datetime.now() - timedelta(minutes=61)
        self.record.incoming_ids.retry_at = Datetime.now()
        self.run_engine()
        self.assertEqual((self.record.incoming_ids.state, self.wanted()), ("done", (5, 1)))

    def test_D1_a_part_that_was_called_off_gives_its_goods_back(self):
        self.divide()
        first, second = self.parts()
        self.show(first, replace(second, status=OrderStatus.CANCELLED))
        self.run_engine()
        self.assertEqual((self.wanted(), self.record.incoming_ids.state), ((3, 1), "done"))

    def test_F12_a_part_that_comes_in_first_takes_the_goods_over(self):
        self.divide()
        first, second = self.parts()
        self.platform.documents.pop(KEY)
        self.show(first, origin=False)
        self.run_engine()
        part = self.orders("A")
        self.assertFalse(part.uncovered)
        self.assertEqual((part.sale_order_id.picking_ids.state, self.sale.state), ("assigned", "cancel"))
        self.assertEqual((self.free(self.boots), self.wanted()), (3, (2, 0)), "neither twice nor lost")
        self.show(second)
        self.again()
        self.assertEqual((self.free(self.boots), self.wanted(), self.record.status), (2, (2, 0), "cancelled"))
        self.assertFalse(self.record.problem)

    def test_F12_the_platform_divides_by_itself(self):
        self.show(*self.parts())
        self.again()
        self.assertEqual((self.sale.state, self.free(self.boots), self.wanted()), ("cancel", 2, (2, 0)))

    def test_F12_what_is_left_of_an_order_that_was_made_smaller(self):
        self.record._change(ChangeKind.EDIT, {"L1": 2}, "1")
        self.platform.add_order(replace(self.data, status=OrderStatus.CANCELLED))
        self.run_engine()
        self.assertEqual(self.wanted(), (3, 0), "one pair is for sale again, the rest comes as another order")
        self.show(self.part("A", goods("1", "10.00", 2), goods("2", "5.00")), origin=False)
        self.again()
        self.assertEqual((self.free(self.boots), self.wanted()), (3, (3, 0)))

    def test_F12_parts_of_an_order_that_is_older_than_the_account_come_in(self):
        self.account.orders_since = Datetime.now()
        self.divide()
        self.show(*self.parts())
        self.run_engine()
        self.assertEqual(len(self.orders("A", "B")), 2)

    # ---- once ----

    def test_it_is_asked_for_once_whatever_becomes_of_the_answer(self):
        for fault, sent in (("cut", 1), ("lost", 1)):
            with self.subTest(fault=fault):
                self.platform.changes.clear()
                self.platform.fulfilment_faults["change_order"] = [fault]
                command = self.divide() if fault == "cut" else self.command()
                if fault == "lost":
                    command.write({"state": "pending", "retry_at": False})
                self.run_engine()
                self.assertEqual(command.state, "unknown")
                self.at_once(command)
                self.run_engine()
                self.assertEqual((command.state, len(self.platform.changes)), ("done", sent))

    def test_a_process_that_died_in_between_is_found_out(self):
        command = self.divide()
        self.die_after_call()
        self.assertEqual(command.state, "sending")
        self.run_engine()
        self.assertEqual((command.state, len(self.platform.changes)), ("done", 1))
        self.assertIn("find_split", self.platform.calls)

    def test_what_the_platform_is_still_at_is_looked_up_before_it_is_asked_for_again(self):
        command = self.divide()
        later = Result(KEY, Outcome.UNKNOWN, "at it")
        with patch.object(FakeProvider, "change_order", lambda provider, change: later):
            self.run_engine()
        self.at_once(command)
        self.run_engine(settling=60)
        self.assertEqual((command.state, self.platform.changes), ("unknown", []), "it may still be at it")
        self.at_once(command)
        self.run_engine()
        self.assertEqual((command.state, len(self.platform.changes)), ("done", 1))

    def test_the_same_wish_twice_is_one(self):
        first = self.record._divide([{"L1": 1}])
        self.assertEqual(self.record._divide([{"L1": 1.0}]), first)
        with self.assertRaisesRegex(UserError, "divided already"):
            self.record._divide([{"L1": 2}])

    def test_a_refusal_stands_on_the_order_until_it_is_over(self):
        self.platform.fulfilment_faults["change_order"] = [Rejected("No.")]
        self.divide()
        self.run_engine()
        self.assertEqual((self.command().state, self.sale.state), ("refused", "sale"))
        self.assertIn("did not divide", self.record.problem)
        self.assertFalse(self.record.stop_reason or self.record.is_divided)
        self.divide()
        self.run_engine()
        self.assertEqual([c.state for c in self.record.command_ids if c.kind == "split"], ["done", "refused"])

    # ---- what stands in the way ----

    def test_while_it_is_divided_nothing_leaves_and_nothing_else_is_asked_for(self):
        self.divide()
        self.assertTrue(self.record.stop_reason and self.record.is_divided)
        self.assertIn(self.record, self.env["marketplace.order"].search([("stop_reason", "!=", False)]))
        with self.assertRaisesRegex(UserError, "being divided"):
            self.picking.button_validate()
        with self.assertRaisesRegex(UserError, "being divided"):
            self.record._ship()
        with self.assertRaisesRegex(UserError, "being divided"):
            self.record._change(ChangeKind.EDIT, {"L1": 1})
        self.env["marketplace.automation"].create(
            {"account_id": self.account.id, "paper": "invoice", "moment": "imported", "since": "2020-01-01"}
        )
        self.assertFalse(self.account.automation_ids._next_order())
        self.command().state = "refused"
        self.assertEqual(self.account.automation_ids._next_order(), self.record)

    def test_what_is_invoiced_is_credited_first(self):
        invoice = self.invoice(self.sale)
        self.assertIn(invoice.name, self.wizard().refusal)
        with self.assertRaisesRegex(UserError, "credit"):
            self.divide()
        invoice._reverse_moves(cancel=True)
        self.divide()

    def test_what_is_in_hands_is_put_back_first(self):
        self.picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "put the goods back"):
            self.divide()
        self.picking.move_ids.picked = False
        self.deliver(self.sale)
        with self.assertRaisesRegex(UserError, "put the goods back"):
            self.divide()

    def test_an_awb_of_our_own_courier_stands_in_the_way(self):
        self.awb(by="own", ref=False)
        with self.assertRaisesRegex(UserError, "AWB000001"):
            self.divide()

    def test_an_awb_of_the_platform_ends_with_it(self):
        shipment = self.awb()
        shipment._tell_picking()
        self.assertEqual(self.wizard().awb, "AWB000001")
        self.divide()
        self.show(*self.parts())
        self.run_engine()
        self.assertEqual((self.sale.state, shipment.state), ("cancel", "dropped"))
        self.assertEqual((self.free(self.boots), self.record.problem), (2, False))

    def test_goods_that_somebody_took_meanwhile_are_put_back_by_a_person(self):
        self.divide()
        self.picking.move_ids.picked = True
        self.show(*self.parts())
        self.run_engine()
        self.assertEqual(self.sale.state, "sale")
        self.assertIn("put the goods back", self.record.problem)
        self.record.with_user(self.user).sudo(False).action_put_back()
        self.assertEqual(self.sale.state, "cancel")

    def test_where_a_platform_divides_nothing_there_is_no_button(self):
        self.assertTrue(self.record.can_divide)
        with patch.object(FakeProvider, "changes", FakeProvider.changes - {ChangeKind.SPLIT}):
            self.record.invalidate_recordset(["can_divide"])
            self.assertFalse(self.record.can_divide)
            with self.assertRaisesRegex(UserError, "does not let"):
                self.record._divide([{"L1": 1}])
