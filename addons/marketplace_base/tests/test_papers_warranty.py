from psycopg2 import IntegrityError

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .order_common import COMPANY, goods, order
from .print_common import PrintCase


@tagged("post_install", "-at_install")
class TestWarranty(PrintCase):
    """Warranty certificates (G14)."""

    def setUp(self):
        super().setUp()
        self.shoes = self.env["product.category"].create({"name": "Shoes", "warranty_months": 12})
        self.boots.write({"warranty_own": False, "warranty_months": 0, "categ_id": self.shoes.id})
        self.template = self.boots.product_tmpl_id

    def certificate(self, records, report="marketplace_base.action_report_warranty"):
        html = self.env["ir.actions.report"]._render_qweb_html(report, records.ids)[0]
        return " ".join(html.decode().split())

    def test_G14_months_come_from_the_category_above(self):
        self.assertEqual(self.template._warranty(), 12)
        self.template.categ_id = self.env["product.category"].create({"name": "Boots", "parent_id": self.shoes.id})
        self.assertEqual(self.template._warranty(), 12)

    def test_G14_own_months_go_before_the_categorys_and_none_is_none(self):
        self.template.warranty_months = 24
        self.assertTrue(self.template.warranty_own)
        self.assertEqual(self.template._warranty(), 24)
        self.template.write({"warranty_own": True, "warranty_months": 0})
        self.assertEqual(self.template._warranty(), 0)

    def test_G14_a_company_may_have_fewer_months(self):
        self.shoes.warranty_months_company = 6
        self.assertEqual(self.template._warranty(to_company=True), 6)
        self.assertEqual(self.template._warranty(), 12)
        firm = self.apply(order(goods("1", 10), key="701", customer=COMPANY))
        [entry] = firm.sale_order_id._warranty_lines()
        self.assertEqual(entry["months"], 6)

    def test_G14_months_cannot_be_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint(flush=False):
            self.template.warranty_months = -1
            self.template.flush_recordset()

    def test_G14_it_counts_from_the_invoice(self):
        sale = self.take("101").sale_order_id
        invoice = sale._create_invoices()
        invoice.invoice_date = "2026-01-31"
        invoice.action_post()
        [entry] = sale._warranty_lines()
        self.assertEqual(str(entry["until"]), "2027-01-31")

    def test_G14_the_certificate_names_both_parties_the_invoice_and_the_product(self):
        sale = self.take("101").sale_order_id
        invoice = self.invoice(sale)
        text = self.certificate(sale)
        for part in ("Magazinul Țării SRL", "J40/1/2020", "Ana Pop", invoice.name, "Bocanci călduroși", "140/2021"):
            self.assertIn(part, text)

    def test_G14_serial_numbers_that_left_stand_on_it(self):
        watch = self.env["product.product"].create(
            {"name": "Watch", "is_storable": True, "tracking": "serial", "warranty_months": 24}
        )
        lot = self.env["stock.lot"].create({"name": "SN-77", "product_id": watch.id})
        self.env["stock.quant"]._update_available_quantity(watch, self.warehouse.lot_stock_id, 1, lot_id=lot)
        self.make_offer("3", watch)
        record = self.take("101", goods("3", 500))
        self.deliver(record.sale_order_id)
        [entry] = record.sale_order_id._warranty_lines()
        self.assertEqual(entry["serials"], ["SN-77"])
        self.assertIn("SN-77", self.certificate(record.sale_order_id))

    def test_G14_a_line_has_its_own_certificate(self):
        self.hat.warranty_months = 24
        record = self.take("101", goods("1", 10), goods("2", 20))
        text = self.certificate(record.line_ids[0], "marketplace_base.action_report_warranty_line")
        self.assertIn("Bocanci călduroși", text)
        self.assertNotIn("Product HAT", text)

    def test_G14_the_companys_own_conditions_are_printed(self):
        self.env.company.warranty_terms = "<p>Our own conditions</p>"
        text = self.certificate(self.take("101").sale_order_id)
        self.assertIn("Our own conditions", text)
        self.assertNotIn("140/2021", text)

    def test_G14_a_romanian_customer_reads_the_law_in_romanian(self):
        self.env["res.lang"]._activate_lang("ro_RO")
        record = self.take("101")
        record.sale_order_id.partner_id.lang = "ro_RO"
        self.assertIn("Ordonanței de urgență", self.certificate(record.sale_order_id))

    def test_G14_the_months_are_entered_on_category_and_product(self):
        with Form(self.env["product.category"]) as form:
            form.name = "Lamps"
            form.warranty_own = True
            form.warranty_months = 36
        lamps = form.save()
        with Form(self.template) as form:
            form.categ_id = lamps
        self.assertEqual(self.template.warranty_inherited, 36)
