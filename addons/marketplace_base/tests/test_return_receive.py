from dataclasses import replace
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..engine import runner
from ..lib.errors import Rejected
from ..lib.fulfilment import ReturnLine, ReturnStatus
from ..lib.types import LineKind, OrderStatus
from .change_common import ChangeCase, asked_return
from .order_common import goods, line


@tagged("post_install", "-at_install")
class TestReturnReceive(ChangeCase):
    """Goods are received by scan, restocked or scrapped, credited; stock and platform learn of it."""

    def setUp(self):
        super().setUp()
        self.picker = new_test_user(
            self.env(su=False), "receiver", groups="marketplace_base.group_picker,stock.group_stock_user"
        )
        self.deliver(self.sale)
        self.says(OrderStatus.SHIPPED)
        self.boots.barcode = "5941234567899"

    def wizard(self, record):
        action = record.with_user(self.picker).sudo(False).action_receive()
        return self.env["marketplace.receive"].with_user(self.picker).sudo(False).browse(action["res_id"])

    def receive(self, record, **counts):
        """:param counts: by product code, lower case: came, or (came, scrapped)"""
        wizard = self.wizard(record)
        for row in wizard.line_ids:
            count = counts.get(row.product_id.default_code.lower(), 0)
            row.received, row.scrapped = count if isinstance(count, tuple) else (count, 0)
        wizard.action_receive()

    def boots_and_hat(self, **vals):
        lines = (ReturnLine("10", "1", "Boots", Decimal(2)), ReturnLine("11", "2", "Hat", Decimal(1)))
        return self.take_return(asked_return(*lines, status=ReturnStatus.APPROVED, **vals))

    # ---- scan ----

    def test_the_label_finds_the_return_and_the_products_count_themselves(self):
        record = self.boots_and_hat()
        self.awb("returning", return_id=record.id, direction="back")
        form = Form(self.env["marketplace.receive"].with_user(self.picker).sudo(False))
        form.scan = "awb000001"
        self.assertEqual((form.return_id, len(form.line_ids), form.scan), (record, 2, False))
        for code in ("5941234567899", "5941234567899", "hat"):
            form.scan = code
        self.assertIn("1", form.said)
        wizard = form.save()
        self.assertEqual([(row.product_id, row.received) for row in wizard.line_ids], [(self.boots, 2), (self.hat, 1)])
        wizard.action_receive()
        self.assertEqual(record.status, "received")

    def test_the_numbers_of_the_return_and_of_the_order_find_it_too(self):
        record = self.boots_and_hat()
        for code in ("R7", "391982964"):
            self.assertEqual(record._find_scanned(code), record)
        self.assertFalse(record._find_scanned("nothing"))

    # ---- stock ----

    def test_what_is_whole_goes_back_for_sale_and_what_is_broken_to_scrap(self):
        self.assertEqual((self.free(self.boots), self.free(self.hat)), (2, 0))
        record = self.boots_and_hat()
        self.env["marketplace.change"].search([]).unlink()
        self.receive(record, boots=(2, 1), hat=1)
        self.assertEqual((self.free(self.boots), self.free(self.hat)), (3, 1))
        self.assertEqual([(row.received, row.scrapped) for row in record.line_ids], [(2, 1), (1, 0)])
        self.assertEqual(self.sale.order_line.mapped("qty_delivered"), [1, 0])
        picking = record.picking_ids
        self.assertEqual((picking.state, picking.return_id), ("done", self.picking))
        scrap = self.env["stock.scrap"].search([("picking_id", "=", picking.id)])
        self.assertEqual((scrap.product_id, scrap.scrap_qty, scrap.state), (self.boots, 1, "done"))
        self.env.flush_all()
        self.env.cr.precommit.run()
        changed = self.env["marketplace.change"].search([("kind", "=", "stock")]).mapped("product_id")
        self.assertLessEqual({self.boots.id, self.hat.id}, set(changed), "all channels hear of it")

    def test_H2_the_platform_is_told(self):
        record = self.take_return(asked_return())
        self.receive(record, boots=1)
        self.assertEqual(record.status, "received")
        self.run_engine()
        self.assertEqual(
            [answer.status for answer in self.platform.answers], [ReturnStatus.APPROVED, ReturnStatus.RECEIVED]
        )
        record.action_close()
        self.run_engine()
        self.assertEqual((self.platform.answers[-1].status, record.status), (ReturnStatus.CLOSED, "closed"))

    def test_what_the_platform_refuses_leaves_the_goods_received(self):
        record = self.boots_and_hat()
        self.platform.fulfilment_faults["answer_return"] = [Rejected("Not yet.")]
        self.receive(record, boots=2)
        self.run_engine()
        self.assertEqual(record.status, "received")
        self.assertIn("did not take «Received»", record.problem)
        self.boots_and_hat()
        self.assertEqual(record.status, "received", "they are here, whatever the platform shows")

    def test_the_rest_comes_later(self):
        record = self.boots_and_hat()
        self.receive(record, boots=1)
        self.assertFalse(record.is_complete)
        self.receive(record, boots=1, hat=1)
        self.assertTrue(record.is_complete)
        self.assertEqual([(row.received) for row in record.line_ids], [2, 1])
        self.run_engine()
        self.assertEqual([answer.status for answer in self.platform.answers], [ReturnStatus.RECEIVED])

    def test_nothing_or_nonsense_is_not_received(self):
        record = self.boots_and_hat()
        with self.assertRaisesRegex(UserError, "Count"):
            self.receive(record)
        with self.assertRaisesRegex(UserError, "more is scrapped"):
            self.receive(record, boots=(1, 2))
        record.status = "closed"
        with self.assertRaisesRegex(UserError, "already"):
            record._receive({record.line_ids[0]: (1, 0)})

    def test_nothing_is_received_twice(self):
        record = self.boots_and_hat()
        line = record.line_ids[0]
        record._receive({line: (3, 0)})
        with self.assertRaisesRegex(UserError, "1 more than can come back; 3 were received"):
            record._receive({line: (1, 0)})
        self.assertEqual(self.free(self.boots), 5)

    def test_goods_of_an_order_that_is_not_here_come_in_too(self):
        self.make_offer("99")
        record = self.take_return(asked_return(ReturnLine("10", "99", "Scarf", Decimal(1)), order_key="555"))
        scarf = self.make_product("SCARF")
        wizard = self.wizard(record)
        wizard.line_ids.received = 1
        with self.assertRaisesRegex(UserError, "which product"):
            wizard.action_receive()
        wizard.line_ids.product_id = scarf
        wizard.action_receive()
        self.assertEqual((self.free(scarf), record.status, record.picking_ids.state), (1, "received", "done"))
        with self.assertRaisesRegex(UserError, "by hand"):
            record.action_credit()

    def test_serial_numbers_come_back_as_they_left(self):
        phone = self.make_product("PHONE", tracking="serial")
        lot = self.env["stock.lot"].create({"name": "SN1", "product_id": phone.id})
        self.env["stock.quant"]._update_available_quantity(phone, self.warehouse.lot_stock_id, 1, lot_id=lot)
        self.make_offer("5", phone)
        record = self.apply(replace(self.data, key="P", lines=(goods("5", "99.00"),), total=Decimal("99.00")))
        self.deliver(record.sale_order_id)
        back = self.take_return(asked_return(ReturnLine("1", "5", "Phone", Decimal(1)), key="RP", order_key="P"))
        self.receive(back, phone=(1, 1))
        self.assertEqual(back.picking_ids.move_line_ids.lot_id, lot)
        self.assertEqual(self.env["stock.scrap"].search([("picking_id", "=", back.picking_ids.id)]).lot_id, lot)
        self.assertEqual(self.free(phone), 0)

    def test_goods_that_never_left_are_not_received(self):
        record = self.apply(replace(self.data, key="Q", lines=(goods("1", "10.00"),), total=Decimal("10.00")))
        back = self.take_return(asked_return(key="RQ", order_key="Q"))
        with self.assertRaisesRegex(UserError, "is not validated"):
            self.receive(back, boots=1)
        self.assertEqual(record.sale_order_id.state, "sale")

    def test_a_parcel_of_a_cancelled_order_comes_back_and_the_order_is_done_with(self):
        self.says(OrderStatus.CANCELLED)
        self.assertIn("shipped", self.record.problem)
        back = self.record.return_ids
        self.receive(back, boots=3, hat=1)
        self.assertEqual((back.status, self.sale.state, self.record.problem), ("received", "cancel", False))
        self.assertEqual((self.free(self.boots), self.free(self.hat)), (5, 1))
        self.run_engine()
        self.assertFalse(self.platform.answers, "nobody asked for this return")

    # ---- money ----

    def test_a_credit_note_for_what_came(self):
        invoice = self.invoice(self.sale)
        record = self.boots_and_hat()
        with self.assertRaisesRegex(UserError, "not received"):
            record.action_credit()
        self.receive(record, boots=1)
        record.action_credit()
        note = record.move_ids
        self.assertEqual((note.state, note.move_type, note.amount_total), ("posted", "out_refund", 10.0))
        self.assertEqual((note.reversed_entry_id, note.journal_id), (invoice, invoice.journal_id))
        self.assertEqual((note.marketplace_order_id, note.invoice_line_ids.product_id), (self.record, self.boots))
        self.assertEqual(invoice.amount_residual, 25.0)
        self.assertEqual(self.sale.order_line[0].qty_to_invoice, 0, "it is not to be invoiced again")
        with self.assertRaisesRegex(UserError, "nothing to credit"):
            record.action_credit()
        self.receive(record, boots=1, hat=1)
        record.action_credit()
        self.assertEqual(sum(record.move_ids.mapped("amount_total")), 25.0)

    def test_vouchers_go_back_in_proportion_and_delivery_with_the_last_piece(self):
        lines = (
            goods("1", "10.00", 3, name="Boots"),
            line("S", "15.00", kind=LineKind.SHIPPING, name="Delivery"),
            line("V", "-5.00", kind=LineKind.VOUCHER, name="Voucher", paid_by="seller"),
        )
        self.set_stock(self.boots, 5)
        record = self.apply(replace(self.data, key="W", lines=lines, total=Decimal("40.00")))
        self.deliver(record.sale_order_id)
        invoice = self.invoice(record.sale_order_id)
        self.assertEqual(invoice.amount_total, 40.0)
        back = self.take_return(
            asked_return(
                ReturnLine("1", "1", "Boots", Decimal(3)), key="RW", order_key="W", status=ReturnStatus.APPROVED
            )
        )
        self.receive(back, boots=1)
        back.action_credit()
        self.assertEqual(back.move_ids.amount_total, 8.33)
        self.receive(back, boots=2)
        back.action_credit()
        self.assertEqual(sum(back.move_ids.mapped("amount_total")), 40.0)
        self.assertEqual(invoice.amount_residual, 0.0)

    def test_the_account_may_have_credit_notes_made_by_themselves(self):
        self.invoice(self.sale)
        record = self.boots_and_hat()
        self.receive(record, boots=2, hat=1)
        self.run_engine()
        self.assertFalse(record.move_ids, "not unless it says so")
        self.account.return_auto = "received"
        self.run_engine()
        self.assertEqual((record.move_ids.state, record.move_ids.amount_total), ("posted", 25.0))
        self.run_engine()
        self.assertEqual((len(record.move_ids), record.to_credit), (1, False))

    def test_what_comes_later_is_credited_too(self):
        self.invoice(self.sale)
        record = self.boots_and_hat()
        self.account.return_auto = "received"
        for counts in ({"boots": 1}, {"boots": 1, "hat": 1}):
            self.receive(record, **counts)
            self.run_engine()
        self.assertEqual(record.move_ids.mapped("amount_total"), [15.0, 10.0])

    def test_a_run_that_dies_makes_one_credit_note(self):
        self.invoice(self.sale)
        record = self.boots_and_hat()
        self.receive(record, boots=2)
        self.account.return_auto = "received"
        model, calls = type(self.env["marketplace.return"]), []
        plain = model._credit_next

        def crash_once(records, account):
            done = plain(records, account)
            if done and not calls:
                calls.append(done)
                raise KeyError("gone before the commit")
            return done

        with patch.object(model, "_credit_next", crash_once), mute_logger(runner.__name__):
            self.run_engine()
            self.assertFalse(record.move_ids)
            self.account._flow("comebacks").paused_until = False
            self.run_engine()
        self.assertEqual(len(record.move_ids), 1)

    def test_a_credit_note_that_cannot_be_made_is_a_problem_of_its_return(self):
        invoice = self.invoice(self.sale)
        record = self.boots_and_hat()
        self.receive(record, boots=2)
        invoice._reverse_moves(cancel=True)
        self.account.return_auto = "received"
        self.run_engine()
        self.assertFalse(record.move_ids)
        self.assertIn("No credit note was made", record.problem)
