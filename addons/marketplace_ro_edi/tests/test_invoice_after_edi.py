from odoo.tests import tagged

from odoo.addons.marketplace_base.tests.order_common import goods, order
from odoo.addons.marketplace_base.tests.papers_common import PapersCase


@tagged("post_install", "-at_install")
class TestInvoiceAfterEdi(PapersCase):
    """Where the account says so, customers see an invoice only after e-Factura accepted it (G11)."""

    def setUp(self):
        super().setUp()
        self.account.company_id.account_fiscal_country_id = self.env.ref("base.ro")
        self.account.invoice_after_edi = True
        record = self.apply(order(goods("1", "121.00")))
        record.command_ids.state = "done"
        self.record, self.move = record, record._invoice()

    def said(self, state, **vals):
        """What e-Factura said about the invoice."""
        self.env["l10n_ro_edi.document"].create({"invoice_id": self.move.id, "state": state} | vals)

    def show(self):
        self.run_engine()
        return self.documents(self.record)

    def test_G11_it_waits_until_it_is_accepted(self):
        for said in (None, "invoice_sent"):
            if said:
                self.said(said)
            document = self.show()
            self.assertEqual((document.state, self.platform.papers), ("waiting", []))
            self.assertIn("e-Factura", document.error)
            self.assertFalse(self.record.paper_problem)
        self.said("invoice_validated")
        document = self.show()
        self.assertEqual((document.state, document.error, len(self.platform.papers)), ("shown", False, 1))

    def test_G12_and_is_not_closed_before(self):
        self.account.invoice_closes = True
        self.show()
        self.assertFalse(self.record.closing_asked_at)

    def test_G11_what_e_Factura_refuses_is_a_problem_of_the_order(self):
        self.said("invoice_refused", message="BR-RO-100: the county is missing")
        document = self.show()
        self.assertEqual((document.state, self.platform.papers), ("waiting", []))
        self.assertIn("BR-RO-100", self.record.paper_problem)
        self.said("invoice_validated")
        document = self.show()
        self.assertEqual((document.state, self.record.paper_problem), ("shown", False))

    def test_G11_not_for_companies_elsewhere_and_not_unless_wanted(self):
        self.account.invoice_after_edi = False
        self.assertEqual(self.show().state, "shown")
        self.account.invoice_after_edi = True
        self.assertTrue(self.move._marketplace_hold_reason())
        self.move.commercial_partner_id.country_id = self.env.ref("base.hu")
        self.assertFalse(self.move._marketplace_hold_reason())
        self.move.commercial_partner_id.country_id = self.env.ref("base.ro")
        self.account.company_id.account_fiscal_country_id = self.env.ref("base.bg")
        self.assertFalse(self.move._marketplace_hold_reason())
