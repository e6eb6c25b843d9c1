from odoo.tests import tagged

from .common import FakeProvider
from .order_common import goods, order
from .papers_common import PapersCase


@tagged("post_install", "-at_install")
class TestOrderProforma(PapersCase):
    """The proforma is sent once, where the platform's terms allow it, and shown (G3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.invoice_shown = False

    def mails(self, record):
        return self.env["mail.mail"].search([("model", "=", "sale.order"), ("res_id", "=", record.sale_order_id.id)])

    def test_G3_the_proforma_is_mailed_once_with_its_file(self):
        record = self.apply(order(goods("1", "121.00")))
        record.action_proforma()
        self.assertFalse(record.proforma_at, "a click only asks")
        self.run_engine()
        self.assertTrue(record.proforma_at)
        mail = self.mails(record)
        self.assertEqual((len(mail), mail.recipient_ids), (1, record.sale_order_id.partner_id))
        self.assertIn("391982964", mail.subject)
        self.assertEqual(len(mail.attachment_ids), 1)
        record.action_proforma()
        self.run_engine()
        self.assertEqual(self.mails(record), mail)

    def test_G3_and_shown_where_papers_are_shown(self):
        self.account.invoice_shown = True
        self.rule("proforma", "imported")
        record = self.apply(order(goods("1", "121.00")))
        self.run_engine()
        self.assertEqual(self.documents(record, "proforma").state, "shown")
        self.assertEqual(self.platform.papers[0].number, record.sale_order_id.name)

    def test_G3_only_as_the_platforms_terms_allow(self):
        self.patch(FakeProvider, "contact", frozenset())
        self.rule("proforma", "imported")
        record = self.apply(order(goods("1", "121.00")))
        self.run_engine()
        self.assertFalse(self.mails(record))
        self.assertIn("does not allow e-mails", record.paper_problem)
        self.account.invoice_shown = True
        record.action_papers_again()
        self.run_engine()
        self.assertFalse(self.mails(record))
        self.assertEqual(self.documents(record, "proforma").state, "shown")

    def test_G3_not_after_the_invoice(self):
        record = self.apply(order(goods("1", "121.00")))
        record._invoice()
        self.rule("proforma", "imported")
        self.run_engine()
        self.assertFalse(record.proforma_at)
