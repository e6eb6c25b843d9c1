import base64
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .order_common import goods
from .print_common import PrintCase, label


@tagged("post_install", "-at_install")
class TestPapers(PrintCase):
    """Invoice, warranty certificate, AWB and picker list of many orders in one PDF (G13)."""

    def print_all(self, records):
        """What the one-click action does; returns the wizard and the text of each page."""
        known = self.env["marketplace.papers"].search([])
        self.env["marketplace.papers"]._print_all(records)
        wizard = self.env["marketplace.papers"].search([]) - known
        return wizard, self.texts(base64.b64decode(wizard.pdf)) if wizard.pdf else []

    def test_G13_four_papers_order_by_order(self):
        orders = self.take("101") | self.take("102")
        for order in orders:
            self.invoice(order.sale_order_id)
        wizard, pages = self.print_all(orders)
        self.assertFalse(wizard.missing_ids)
        self.assertEqual(len(pages), 8)
        for number, order in enumerate(orders):
            invoice, warranty, awb, picklist = pages[number * 4 : number * 4 + 4]
            self.assertIn(order.sale_order_id.invoice_ids.name, invoice)
            self.assertIn("Certificat de garanție", warranty)
            self.assertIn(order.external_id, warranty)
            self.assertEqual(awb, f"AWB of {order.external_id}")
            self.assertIn("Picker list", picklist)
            self.assertIn(order.external_id, picklist)

    def test_G13_orders_stand_as_they_were_chosen(self):
        first, second = self.take("101"), self.take("102")
        pages = self.print_all((second | first).sale_order_id)[1]
        self.assertIn("102", pages[1])
        self.assertIn("101", pages[4])

    def test_G13_what_cannot_be_made_is_named_and_stops_nothing(self):
        whole, part = self.take("101"), self.take("102", goods("2", 10))
        self.invoice(whole.sale_order_id)
        self.put_labels(part.shipment_ids, ("102.pdf", b"not a PDF"))
        wizard, pages = self.print_all(whole | part)
        named = {(line.name, line.kind) for line in wizard.missing_ids}
        self.assertEqual(named, {("102", "invoice"), ("102", "warranty"), ("102", "awb")})
        self.assertTrue(all(wizard.missing_ids.mapped("reason")))
        self.assertEqual(len(pages), 1 + 4 + 1)
        self.assertIn("What could not be printed", pages[0])
        self.assertIn("not invoiced yet", pages[0])

    def test_G13_one_broken_report_takes_only_itself_out(self):
        orders = self.take("101") | self.take("102") | self.take("103")
        broken = orders[1].sale_order_id
        view = self.env.ref("marketplace_base.report_warranty")
        view.arch = view.arch.replace(
            "doc.partner_id.lang or", f"doc.id == {broken.id} and 1/0 or doc.partner_id.lang or"
        )
        with self.assertLogs("odoo.addons.marketplace_base.models.papers", "ERROR"):
            wizard, pages = self.print_all(orders)
        warranties = [line.name for line in wizard.missing_ids if line.kind == "warranty"]
        self.assertEqual(warranties, ["102"])
        self.assertEqual(sum("Certificat de garanție" in page for page in pages[1:]), 2)

    def test_G13_opening_posts_nothing(self):
        order = self.take("101")
        before = self.everything(order)
        moves = self.env["account.move"].search_count([])
        self.print_all(order)
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        self.assertEqual(self.everything(order), before)

    def test_G13_what_is_not_invoiced_is_invoiced_when_that_is_ticked(self):
        order = self.take("101")
        wizard = self.env["marketplace.papers"].create(
            self.env["marketplace.papers"]._of(order) | {"invoice_missing": True, "warranty": False, "awb": False}
        )
        wizard.action_print()
        self.assertFalse(wizard.missing_ids)
        self.assertEqual(order.sale_order_id.invoice_ids.state, "posted")
        self.assertIn(order.sale_order_id.invoice_ids.name, self.texts(base64.b64decode(wizard.pdf))[0])

    def test_G13_a_label_for_a_label_printer_is_named(self):
        order = self.take("101")
        self.put_labels(order.shipment_ids, ("101.zpl", b"^XA^XZ", "text/plain"))
        wizard = self.print_all(order)[0]
        self.assertIn("101.zpl", wizard.missing_ids.filtered(lambda line: line.kind == "awb").reason)

    def test_G13_labels_keep_their_size(self):
        order = self.take("101")
        self.put_labels(order.shipment_ids, *[(f"{n}.pdf", label(f"parcel {n}")) for n in (1, 2)])
        made, _missing = order.sale_order_id._papers(["awb"])
        sizes = [(page.mediabox[2], page.mediabox[3]) for _order, _kind, pages in made for page in pages]
        self.assertEqual(sizes, [(298, 420)] * 2)

    def test_G13_what_was_ticked_is_remembered_per_user(self):
        self.take("101")
        picker = new_test_user(
            self.env, "papers_picker", groups="base.group_user,stock.group_stock_user,marketplace_base.group_picker"
        )
        order = self.env["marketplace.order"].search([("external_id", "=", "101")])
        papers = self.env["marketplace.papers"].with_user(picker)
        wizard = papers.create(papers._of(order.with_user(picker)) | {"invoice": False, "awb": False})
        wizard.action_print()
        again = papers.browse(papers._ask(order.with_user(picker))["res_id"])
        self.assertEqual([again.invoice, again.warranty, again.awb, again.picklist], [False, True, False, True])
        self.assertTrue(self.env["marketplace.papers"].default_get(["invoice"])["invoice"])

    def test_G13_a_transfer_leads_to_the_papers_of_its_order(self):
        order = self.take("101")
        pages = self.print_all(order.sale_order_id.picking_ids)[1]
        self.assertTrue(any("AWB of 101" in page for page in pages))

    def test_G13_nothing_to_print_says_so(self):
        with self.assertRaises(UserError):
            self.env["marketplace.papers"]._print_all(self.env["sale.order"])

    def test_G13_a_stranger_prints_nothing(self):
        order = self.take("101")
        stranger = new_test_user(
            self.env, "papers_stranger", groups="base.group_user,sales_team.group_sale_salesman_all_leads"
        )
        with self.assertRaises(UserError):
            self.env["marketplace.papers"].with_user(stranger)._of(order.sale_order_id.with_user(stranger))

    def test_G13_each_kind_is_printed_in_one_run(self):
        orders = self.take("101") | self.take("102") | self.take("103")
        for order in orders:
            self.invoice(order.sale_order_id)
        report_class, runs = type(self.env["ir.actions.report"]), []
        run = report_class._run_wkhtmltopdf

        def counted(report, *args, **options):
            runs.append(args)
            return run(report, *args, **options)

        with patch.object(report_class, "_run_wkhtmltopdf", counted):
            made, missing = orders.sale_order_id._papers()
        self.assertFalse(missing)
        self.assertEqual(len(made), 12)
        self.assertEqual(len(runs), 3)
