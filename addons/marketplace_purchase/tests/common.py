from datetime import datetime
from unittest.mock import patch

from odoo.addons.marketplace_base.tests.order_common import OrderCase, goods, order

from ..engine import procuring

# 16:00 in Bucharest in winter is 14:00 UTC.
BEFORE, AFTER = datetime(2026, 2, 10, 13, 0), datetime(2026, 2, 10, 14, 5)
NEXT_DAY = datetime(2026, 2, 11, 14, 5)


class PurchaseCase(OrderCase):
    """Offers 1 (BOOTS, five in stock) and 2 (HAT, one in stock); two suppliers."""

    def setUp(self):
        super().setUp()
        self.env.company.partner_id.tz = "Europe/Bucharest"
        partners = self.env["res.partner"]
        self.alfa = partners.create({"name": "Alfa", "email": "alfa@supplier.test"})
        self.beta = partners.create({"name": "Beta", "email": "beta@supplier.test"})
        self.lists = self.env["marketplace.procurement"]
        self.account.flow_ids.filtered(lambda f: f.kind == "procuring").unlink()

    def sells(self, partner, product, price, **vals):
        vals = {"partner_id": partner.id, "product_tmpl_id": product.product_tmpl_id.id, "price": price} | vals
        return self.env["product.supplierinfo"].create(vals)

    def switch_on(self, account=None, procure="confirm"):
        account = account or self.account
        account.procure = procure
        account.procure_since = "2026-02-10 00:00:00"

    def second_account(self):
        account = self.make_account(name="Second account").with_env(self.env)
        account.order_warehouse_id = self.warehouse
        return account

    def lack(self, key, *lines, account=None):
        """An order for more than there is; the list is drawn anew."""
        record = self.apply(order(*lines, key=key), account)
        self.lists._refresh(self.env.company)
        return record

    def run_at(self, moment, account=None):
        with patch.object(procuring, "utcnow", lambda: moment):
            self.run_engine(account)

    def row(self, record):
        return self.lists.search([("order_id", "=", record.id)])

    def purchases(self):
        return self.env["purchase.order"].search([("marketplace_procured", "=", True)], order="id")

    def receive(self, purchase, quantity=None):
        for move in purchase.picking_ids.move_ids.filtered(lambda m: m.state not in ("done", "cancel")):
            move.quantity = move.product_uom_qty if quantity is None else quantity
            move.picked = True
        purchase.picking_ids.filtered(lambda p: p.state == "assigned").with_context(
            skip_backorder=True
        ).button_validate()


__all__ = ["AFTER", "BEFORE", "NEXT_DAY", "PurchaseCase", "goods", "order"]
