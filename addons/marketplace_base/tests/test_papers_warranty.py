from odoo.tests import tagged

from .order_common import COMPANY, goods, order
from .print_common import PrintCase


@tagged("post_install", "-at_install")
class TestWarranty(PrintCase):
    """Warranty certificates (G14)."""

    def setUp(self):
        super().setUp()
        self.shoes = self.env["product.category"].create({"name": "Shoes", "marketplace_warranty": 12})
        self.boots.write({"marketplace_warranty": 0, "categ_id": self.shoes.id})

    def certificate(self, records, report="marketplace_base.action_report_warranty"):
        html = self.env["ir.actions.report"]._render_qweb_html(report, records.ids)[0]
        return " ".join(html.decode().split())

    def test_G14_months_come_from_the_category_above(self):
        self.assertEqual(self.boots._warranty_months(), 12)
        self.boots.categ_id = self.env["product.category"].create({"name": "Boots", "parent_id": self.shoes.id})
        self.assertEqual(self.boots._warranty_months(), 12)

    def test_G14_own_months_go_before_the_categorys_and_none_is_none(self):
        self.boots.marketplace_warranty = 24
        self.assertEqual(self.boots._warranty_months(), 24)
        self.boots.marketplace_warranty = -1
        self.assertEqual(self.boots._warranty_months(), 0)
        self.assertFalse(self.take("101").sale_order_id._warranty_lines())

    def test_G14_a_company_may_have_fewer_months(self):
        self.shoes.warranty_company = 6
        self.assertEqual(self.boots._warranty_months(to_company=True), 6)
        self.assertEqual(self.boots._warranty_months(), 12)
        firm = self.apply(order(goods("1", 10), key="701", customer=COMPANY))
        [entry] = firm.sale_order_id._warranty_lines()
        self.assertEqual(entry["months"], 6)

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
            {"name": "Watch", "is_storable": True, "tracking": "serial", "marketplace_warranty": 24}
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
        self.hat.marketplace_warranty = 24
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
