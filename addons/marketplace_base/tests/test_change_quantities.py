from dataclasses import replace
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from ..lib.fulfilment import ChangeKind
from ..lib.types import OrderStatus
from .change_common import ChangeCase
from .order_common import goods


@tagged("post_install", "-at_install")
class TestChangeQuantities(ChangeCase):
    """Other quantities: asked for at the platform, then followed here further than the platform's own wishes are."""

    def setUp(self):
        super().setUp()
        self.user = new_test_user(self.env(su=False), "changer", groups="marketplace_base.group_user")

    def ask(self, boots=3, hat=1, record=None):
        record = (record or self.record).with_user(self.user).sudo(False)
        action = record.action_change_quantities()
        wizard = self.env["marketplace.change.order"].with_user(self.user).sudo(False).browse(action["res_id"])
        with Form(wizard) as form:
            for number, wanted in enumerate((boots, hat)):
                with form.line_ids.edit(number) as row:
                    row.wanted = wanted
        wizard.action_change()

    def fewer(self, boots, hat=1):
        """The platform did what was asked for."""
        lines = [goods("1", "10.00", boots, name="Boots"), goods("2", "5.00", hat, name="Hat")]
        lines = (
            [item for item in lines if item.quantity]
            if boots and hat
            else [replace(item, cancelled=not item.quantity) for item in lines]
        )
        return self.says(None, *lines, modified_at=self.data.modified_at + timedelta(minutes=1))

    def test_G19_fewer_pieces_before_it_is_finalised(self):
        self.ask(boots=1)
        self.assertEqual(self.sale.order_line[0].product_uom_qty, 3, "the platform is asked first")
        self.run_engine()
        change = self.platform.changes[0]
        self.assertEqual((change.kind, change.quantities), (ChangeKind.EDIT, {"L1": 1}))
        self.fewer(1)
        self.assertEqual((self.sale.order_line[0].product_uom_qty, self.free(self.boots)), (1, 4))
        self.assertFalse(self.record.problem)

    def test_what_the_platform_would_refuse_is_said_on_the_page(self):
        self.record.payment_kind = "card"
        action = self.record.action_change_quantities()
        wizard = self.env["marketplace.change.order"].browse(action["res_id"])
        self.assertFalse(wizard.refusal)
        wizard.line_ids[0].wanted = 1
        self.assertIn("paid by card", wizard.refusal)
        with self.assertRaisesRegex(UserError, "paid by card"):
            wizard.action_change()
        wizard.line_ids[0].wanted = 3
        with self.assertRaisesRegex(UserError, "Change a quantity"):
            wizard.action_change()

    def test_what_is_packed_is_packed_anew(self):
        self.picking.move_ids.picked = True
        self.ask(boots=1)
        self.run_engine()
        self.fewer(1)
        move = self.picking.move_ids.filtered(lambda m: m.product_id == self.boots)
        self.assertEqual((move.product_uom_qty, move.picked), (1, False))
        self.assertFalse(self.record.problem)

    def test_what_the_platform_wished_itself_is_not_pulled_from_under_a_persons_hands(self):
        self.picking.move_ids.picked = True
        self.ask(boots=2)
        self.run_engine()
        self.fewer(1)
        self.assertIn("while it is being packed", self.record.problem)

    def test_the_difference_to_the_invoice_is_credited_on_a_click(self):
        invoice = self.invoice(self.sale)
        self.ask(boots=1)
        self.run_engine()
        self.fewer(1)
        self.assertEqual(self.sale.order_line[0].product_uom_qty, 1)
        self.assertTrue(self.record.credit_due)
        self.record.with_user(self.user).sudo(False).action_credit_difference()
        note = invoice.reversal_move_ids
        self.assertEqual((note.state, note.amount_total, invoice.amount_residual), ("posted", 20.0, 15.0))
        self.assertFalse(self.record.credit_due or self.record.problem)

    def test_a_cancelled_orders_invoice_is_credited_whole(self):
        invoice = self.invoice(self.sale)
        self.says(OrderStatus.CANCELLED)
        self.assertIn(invoice.name, self.record.problem)
        self.assertTrue(self.record.credit_due)
        self.record.action_credit_difference()
        self.assertEqual((invoice.amount_residual, self.record.problem), (0.0, False))

    def test_storno_of_what_was_delivered_waits_for_the_goods(self):
        self.deliver(self.sale)
        self.invoice(self.sale)
        self.says(OrderStatus.SHIPPED)
        self.ask(boots=2)
        self.assertEqual(self.changes().data["kind"], "storno")
        self.run_engine()
        self.fewer(2)
        self.assertEqual((self.sale.order_line[0].product_uom_qty, self.record.problem), (3, False))
        back = self.record.return_ids
        self.assertEqual([(row.product_id, row.quantity) for row in back.line_ids], [(self.boots, 1)])
        self.fewer(2)
        self.assertEqual(len(self.record.return_ids), 1)
        back._receive({back.line_ids: (1, 0)})
        self.fewer(2)
        self.assertEqual((self.sale.order_line[0].product_uom_qty, self.sale.order_line[0].qty_delivered), (2, 2))
        self.assertTrue(self.record.credit_due)
        self.record.action_credit_difference()
        self.assertFalse(self.record.credit_due)

    def test_the_engine_follows_by_itself(self):
        self.platform.add_order(self.data)
        self.run_engine()
        self.ask(boots=1)
        platform, data = (
            self.platform,
            replace(self.data, lines=(goods("1", "10.00", 1, name="Boots"), self.data.lines[1]), total=15),
        )
        platform.add_order(data)
        self.run_engine()
        self.assertEqual(self.sale.order_line[0].product_uom_qty, 1)
