from odoo.tests import HttpCase, tagged

from .papers_common import DocumentCase


@tagged("post_install", "-at_install")
class TestDocumentServed(HttpCase, DocumentCase):
    """The file is served to whoever was told its address, and to nobody else (G11)."""

    def setUp(self):
        super().setUp()
        self.document = self.env["marketplace.document"].create(
            {
                "account_id": self.account.id,
                "order_id": self.record.id,
                "kind": "awb",
                "name": "AWB",
                "attachment_id": self.env["ir.attachment"].create({"name": "awb.pdf", "raw": b"%PDF-1.4 one"}).id,
            }
        )

    def ask(self, address, **options):
        self.env.flush_all()
        path = address[address.index("/marketplace") :]
        return self.url_open(path, allow_redirects=False, **options)

    def test_G11_served_without_a_session(self):
        answer = self.ask(self.document._address())
        self.assertEqual((answer.status_code, answer.content), (200, b"%PDF-1.4 one"))
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertNotIn("session_id", answer.cookies)
        self.assertEqual(self.ask(self.document._address(), method="HEAD").status_code, 200)

    def test_G11_nobody_else_gets_it(self):
        good = self.document._address()
        self.assertEqual(self.ask(good.replace(self.document._token(), "0" * 40)).status_code, 404)
        self.assertEqual(self.ask(good.replace(f"/{self.document.id}/", "/999999999/")).status_code, 404)
        other = self.document.copy({"attachment_id": self.document.attachment_id.id})
        self.assertEqual(self.ask(good.replace(f"/{self.document.id}/", f"/{other.id}/")).status_code, 404)
        self.assertEqual(self.ask(good.replace(self.document._token(), "ă")).status_code, 404)

    def test_G11_only_as_long_as_it_is_to_be_seen(self):
        for state, status in (("shown", 200), ("refused", 404), ("dropped", 404), ("replaced", 404), ("waiting", 200)):
            self.document.state = state
            self.assertEqual(self.ask(self.document._address()).status_code, status, state)

    def test_G11_another_file_has_another_address(self):
        before = self.document._address()
        self.document.attachment_id.raw = b"%PDF-1.4 two"
        self.assertEqual(self.ask(before).status_code, 404)
        self.assertEqual(self.ask(self.document._address()).content, b"%PDF-1.4 two")
