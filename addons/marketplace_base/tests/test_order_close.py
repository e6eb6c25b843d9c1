from dataclasses import replace
from unittest.mock import patch

from odoo.tests import tagged

from ..lib.types import OrderStatus
from .order_common import goods, order
from .papers_common import DocumentCase


@tagged("post_install", "-at_install")
class TestOrderClose(DocumentCase):
    """Invoicing closes the order at the platform (G12)."""

    def closed(self, record):
        """Which changes were asked for; the rest of changing an order is tested with it."""
        asked = []
        with patch.object(
            type(record), "_change", lambda order, kind, **_o: asked.append((order.id, kind)), create=True
        ):
            self.run_engine()
        return asked

    def test_G12_an_order_is_closed_once_its_invoice_is_shown(self):
        self.account.invoice_closes = True
        self.record._invoice()
        self.platform.fulfilment_faults["attach_document"] = ["down"]
        self.assertEqual(self.closed(self.record), [])
        self.account._flow("commands").paused_until = False
        self.assertEqual(self.closed(self.record), [(self.record.id, "finalise")])
        self.assertTrue(self.record.closing_asked_at)
        self.assertEqual(self.closed(self.record), [])

    def test_G12_or_once_it_is_posted_where_invoices_are_not_shown(self):
        self.account.write({"invoice_closes": True, "invoice_shown": False})
        self.record._invoice()
        self.assertEqual(self.closed(self.record), [(self.record.id, "finalise")])

    def test_G12_not_what_is_closed_or_not_to_be_closed(self):
        self.account.write({"invoice_closes": True, "invoice_shown": False})
        self.record._invoice()
        for vals in ({"status": "shipped"}, {"status": "returned"}, {"by_platform": True}, {"cancel_requested": True}):
            self.record.write(vals)
            self.assertEqual(self.closed(self.record), [], vals)
            self.record.write({"status": "processing", "by_platform": False, "cancel_requested": False})
        self.account.write({"invoice_closes": False, "invoice_closes_since": False})
        self.assertEqual(self.closed(self.record), [])
        self.earlier(self.record, minutes=5)
        self.account.invoice_closes = True
        self.assertEqual(self.closed(self.record), [], "what was invoiced before the switch is left alone")
        self.account.invoice_closes_since = "2020-01-01"
        self.record.invoice_id._reverse_moves(cancel=True)
        self.assertEqual(self.closed(self.record), [])

    def test_G12_not_before_it_is_taken_over(self):
        self.account.write({"invoice_closes": True, "invoice_shown": False})
        record = self.apply(replace(order(goods("1", "10.00"), key="new"), status=OrderStatus.NEW))
        record.command_ids.state = "refused"
        record._invoice()
        self.assertEqual(self.closed(record), [])
