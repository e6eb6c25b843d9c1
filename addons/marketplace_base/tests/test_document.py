from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ..lib.errors import Rejected
from ..lib.fulfilment import DocumentKind
from ..lib.types import OrderStatus
from .common import FakeProvider
from .order_common import goods, order
from .papers_common import DocumentCase


@tagged("post_install", "-at_install")
class TestDocument(DocumentCase):
    """What is posted is shown to the customer, once, when its time has come (G11)."""

    def show(self):
        self.record._invoice()
        self.run_engine()
        return self.documents(self.record)

    def test_G11_the_posted_invoice_is_shown(self):
        document = self.show()
        self.assertEqual((document.state, document.kind), ("shown", "invoice"))
        self.assertTrue(document.shown_at and document.attachment_id.raw)
        paper = self.platform.papers[0]
        self.assertEqual((paper.order_key, paper.kind), ("391982964", DocumentKind.INVOICE))
        self.assertEqual((paper.number, paper.issued_on), (self.record.invoice_id.name, self.record._today()))
        self.assertEqual(paper.url, document._address())
        self.assertEqual(paper.file, document.attachment_id.raw)
        self.assertFalse(paper.by_platform)
        self.run_engine()
        self.assertEqual(len(self.platform.papers), 1)

    def test_G14_papers_that_the_platform_does_not_show_are_dropped_with_words(self):
        with patch.object(FakeProvider, "documents", frozenset({DocumentKind.AWB})):
            document = self.show()
        self.assertEqual(document.state, "dropped")
        self.assertTrue(document.error)
        self.assertFalse(self.platform.papers or document.command_ids)

    def test_G11_posted_in_accounting_is_shown_as_well(self):
        self.invoice(self.record.sale_order_id)
        self.run_engine()
        self.assertEqual(len(self.platform.papers), 1)

    def test_G11_nothing_is_shown_before_its_time_or_unless_wanted(self):
        self.account.invoice_delay = 10
        self.record._invoice()
        self.run_engine()
        self.assertFalse(self.record.document_ids)
        self.earlier(self.record, minutes=11)
        self.account.invoice_shown = False
        self.run_engine()
        self.assertFalse(self.record.document_ids)
        self.account.invoice_shown = True
        self.run_engine()
        self.assertEqual(self.documents(self.record).state, "shown")

    def test_G11_switching_it_on_does_not_show_what_is_old(self):
        self.account.write({"invoice_shown": False, "invoice_shown_since": False})
        self.record._invoice()
        self.earlier(self.record, minutes=5)
        self.account.invoice_shown = True
        self.run_engine()
        self.assertFalse(self.record.document_ids)

    def test_G11_what_was_corrected_before_it_was_shown_is_shown_corrected(self):
        self.account.invoice_delay = 10
        invoice = self.record._invoice()
        invoice.button_draft()
        self.earlier(self.record, minutes=30)
        self.run_engine()
        self.assertFalse(self.record.document_ids, "a draft is not shown")
        invoice._post(soft=False)
        self.run_engine()
        self.assertFalse(self.record.document_ids, "it waits again")
        self.earlier(self.record, minutes=30)
        self.run_engine()
        self.assertEqual(self.documents(self.record).state, "shown")
        self.assertEqual(len(self.platform.papers), 1)

    def test_G11_what_is_made_a_draft_while_it_waits_does_not_leave(self):
        self.platform.fulfilment_faults["attach_document"] = ["down"]
        document = self.show()
        self.assertEqual((document.state, self.commands(self.record).state), ("waiting", "pending"))
        self.record.invoice_id.button_draft()
        self.account._flow("commands").paused_until = False
        self.run_engine()
        self.assertFalse(self.platform.papers)
        self.assertEqual((document.state, document.command_ids.state), ("dropped", "cancelled"))
        self.assertIn("changed before it was shown", document.error)
        self.assertFalse(self.env["marketplace.problem"].search([("kind", "=", "command")]))

    def test_G11_what_is_cancelled_before_it_is_shown_is_not_shown(self):
        self.platform.fulfilment_faults["attach_document"] = ["down"]
        document = self.show()
        self.record.status = "cancelled"
        self.record.invoice_id._reverse_moves(cancel=True)
        self.account._flow("commands").paused_until = False
        self.run_engine()
        self.run_engine()
        self.assertFalse(self.platform.papers)
        credit = self.documents(self.record, "credit_note")
        self.assertEqual((document.state, credit.state), ("dropped", "dropped"))
        self.assertIn("was not shown", credit.error)
        self.record.status = "processing"
        document.action_retry()
        self.run_engine()
        self.assertEqual((document.state, len(self.platform.papers)), ("shown", 1))

    def test_G11_nothing_waits_any_longer_to_be_shown_once_it_is_switched_off(self):
        self.record._invoice()
        self.env["marketplace.document"]._ask_next(self.account)
        self.account.invoice_shown = False
        self.run_engine()
        self.assertEqual((self.documents(self.record).state, self.platform.papers), ("waiting", []))

    def test_G11_a_correction_after_it_was_shown_is_a_version_of_its_own(self):
        first = self.show()
        invoice = self.record.invoice_id
        invoice.button_draft()
        self.run_engine()
        invoice._post(soft=False)
        invoice.marketplace_posted_at += timedelta(seconds=1)
        with patch.object(type(self.account), "invoice_delay", -1):
            self.run_engine()
        first, second = self.documents(self.record)
        self.assertEqual((first.state, second.state), ("replaced", "shown"))
        self.assertIn("corrected", first.error)
        self.assertRegex(self.platform.papers[1].name, r"\(versi(on|unea) 2\)$")
        self.assertNotEqual(self.platform.papers[0].url, self.platform.papers[1].url)

    def test_G11_credit_notes_are_shown_too(self):
        self.show()
        self.record.invoice_id._reverse_moves(cancel=True)
        self.run_engine()
        self.assertEqual(
            [paper.kind for paper in self.platform.papers], [DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE]
        )

    def test_G11_orders_the_platform_ships_are_not_shown_and_say_why(self):
        record = self.apply(order(goods("1", "10.00"), key="2", by_platform=True, status=OrderStatus.PROCESSING))
        record._invoice()
        self.run_engine()
        document = self.documents(record)
        self.assertEqual(document.state, "dropped")
        self.assertIn("its own papers", document.error)
        self.assertFalse(self.platform.papers)

    # ---- what can go wrong on the way ----

    def test_G11_what_is_there_already_is_not_shown_twice(self):
        with patch.object(type(self.record), "_make_paper", lambda *_args: True):
            self.record._invoice()
            self.env["marketplace.document"]._ask_next(self.account)
            document = self.documents(self.record)
            document._ask_to_show()
        self.platform.papers.append(document._as_document())
        self.run_engine()
        self.assertEqual((document.state, len(self.platform.papers)), ("shown", 1))

    def test_G11_applied_and_never_answered(self):
        self.platform.fulfilment_faults["attach_document"] = ["cut"]
        document = self.show()
        self.assertEqual((document.state, self.commands(self.record).state), ("waiting", "unknown"))
        self.commands(self.record).retry_at = False
        self.run_engine()
        self.assertEqual((document.state, len(self.platform.papers)), ("shown", 1))
        self.assertEqual(self.platform.calls.count("attach_document"), 1)

    def test_G11_neither_applied_nor_answered(self):
        self.platform.fulfilment_faults["attach_document"] = ["lost"]
        document = self.show()
        self.assertEqual((document.state, self.platform.papers), ("waiting", []))
        self.commands(self.record).retry_at = False
        self.run_engine()
        self.assertEqual((document.state, len(self.platform.papers)), ("shown", 1))

    def test_G11_the_process_died_while_it_was_on_the_wire(self):
        for applied in (True, False):
            record = self.apply(order(goods("1", "1.00"), key=f"died {applied}"))
            self.acknowledged(record)
            record._invoice()
            self.env["marketplace.document"]._ask_next(self.account)
            document = self.documents(record)
            document._ask_to_show()
            self.commands(record).state = "sending"
            self.platform.papers = [document._as_document()] if applied else []
            self.run_engine()
            with self.subTest(applied=applied):
                self.assertEqual((document.state, len(self.platform.papers)), ("shown", 1))

    def test_G11_what_the_platform_refuses_is_shown_as_a_problem_and_can_be_tried_again(self):
        self.platform.fulfilment_faults["attach_document"] = [Rejected("the address cannot be reached")]
        document = self.show()
        self.assertEqual((document.state, document.error), ("refused", "the address cannot be reached"))
        self.assertEqual(self.env["marketplace.problem"].search([("kind", "=", "command")]).text, document.error)
        document.action_retry()
        self.run_engine()
        self.assertEqual((document.state, document.error), ("shown", False))

    def test_G11_a_paper_that_cannot_be_printed_stops_no_other(self):
        other = self.apply(order(goods("1", "10.00"), key="2"))
        self.acknowledged(other)
        render = self.env.registry["ir.actions.report"]._render_qweb_pdf
        broken = self.record._invoice()

        def fail(report, name, ids, **options):
            if ids == broken.ids:
                raise ValueError("the report is broken")
            return render(report, name, ids, **options)

        other._invoice()
        with patch.object(self.env.registry["ir.actions.report"], "_render_qweb_pdf", fail):
            self.run_engine()
        self.assertEqual(self.documents(other).state, "shown")
        waiting = self.documents(self.record)
        self.assertEqual(waiting.state, "waiting")
        self.assertIn("the report is broken", self.record.paper_problem)
        self.assertTrue(waiting.retry_at)
        self.record.action_papers_again()
        self.run_engine()
        self.assertEqual((waiting.state, self.record.paper_problem), ("shown", False))

    def test_G11_dropped_by_a_person(self):
        self.platform.fulfilment_faults["attach_document"] = ["down"]
        document = self.show()
        document.action_drop()
        self.account._flow("commands").paused_until = False
        self.run_engine()
        self.assertEqual((document.state, self.platform.papers), ("dropped", []))

    def test_G10_G14_a_copy_of_the_AWB_waits_for_its_file(self):
        values = {"account_id": self.account.id, "order_id": self.record.id, "kind": "awb", "name": "AWB 1"}
        document = self.env["marketplace.document"].create(values)
        self.run_engine()
        self.assertEqual(document.state, "waiting")
        document.attachment_id = self.env["ir.attachment"].create({"name": "awb.pdf", "raw": b"%PDF-1.4"})
        self.run_engine()
        self.assertEqual((document.state, self.platform.papers[0].kind), ("shown", DocumentKind.AWB))

    # ---- warranty certificates ----

    def test_G14_certificates_are_shown_with_the_invoice_one_for_each_product_that_has_a_warranty(self):
        self.account.warranty_shown = True
        self.hat.marketplace_warranty = 24
        record = self.apply(order(goods("1", "10.00"), goods("2", "5.00"), key="2"))
        self.acknowledged(record)
        record._invoice()
        self.run_engine()
        certificate = self.documents(record, "warranty")
        self.assertEqual((certificate.line_id.product_id, certificate.state), (self.hat, "shown"))
        shown = [paper for paper in self.platform.papers if paper.kind is DocumentKind.WARRANTY]
        self.assertEqual([paper.line_key for paper in shown], ["L2"])
        self.run_engine()
        self.assertEqual(len(self.documents(record, "warranty")), 1)

    def test_G14_a_certificate_waits_for_the_serial_numbers(self):
        self.account.warranty_shown = True
        watch = self.make_product("WATCH", tracking="serial", marketplace_warranty=24)
        lot = self.env["stock.lot"].create({"name": "SN-77", "product_id": watch.id})
        self.env["stock.quant"]._update_available_quantity(watch, self.warehouse.lot_stock_id, 1, lot_id=lot)
        self.make_offer("3", watch)
        record = self.apply(order(goods("3", "500.00"), key="3"))
        self.acknowledged(record)
        record._invoice()
        self.run_engine()
        certificate = self.documents(record, "warranty")
        self.assertEqual(certificate.state, "waiting")
        self.assertIn("numbers", certificate.error)
        self.deliver(record.sale_order_id)
        certificate.retry_at = False
        self.run_engine()
        self.assertEqual(certificate.state, "shown")
        self.assertIn(b"SN-77", certificate.attachment_id.raw)
