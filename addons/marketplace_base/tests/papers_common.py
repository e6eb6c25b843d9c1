"""An order that can be invoiced, and the rows that belong to its papers."""

from datetime import timedelta

from odoo.fields import Datetime

from .order_common import OrderCase, goods, order


class PapersCase(OrderCase):
    """An account that shows invoices at once and closes orders only where a test says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.write({"invoice_shown": True, "invoice_delay": 0, "invoice_closes": False})
        cls.account.invoice_shown_since = Datetime.now() - timedelta(days=1)

    def rule(self, paper, moment, **vals):
        return self.env["marketplace.automation"].create(
            {"account_id": self.account.id, "paper": paper, "moment": moment, "since": "2020-01-01"} | vals
        )

    def documents(self, record, kind="invoice"):
        return record.document_ids.filtered(lambda document: document.kind == kind).sorted("id")

    def commands(self, record, kind="document"):
        return record.command_ids.filtered(lambda command: command.kind == kind).sorted("id")

    def invoices(self, record):
        return self.env["account.move"].search([("marketplace_order_id", "=", record.id)], order="id")

    def earlier(self, record, **delta):
        """As if the invoices of this order had been posted that much earlier."""
        for move in self.invoices(record).filtered("marketplace_posted_at"):
            move.marketplace_posted_at -= timedelta(**delta)

    def reserve(self, record):
        record.sale_order_id.picking_ids.action_assign()


class DocumentCase(PapersCase):
    """With an order that was taken over."""

    def setUp(self):
        super().setUp()
        self.record = self.apply(order(goods("1", "121.00")))
        self.acknowledged(self.record)

    def acknowledged(self, record):
        record.command_ids.write({"state": "done"})
        record.status = "processing"
