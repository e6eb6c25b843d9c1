from decimal import Decimal

from odoo import models

from ..lib.fulfilment import ChangeKind


class MarketplaceOrder(models.Model):
    """Quantities that we asked the platform to lower come back as its facts, and are followed further than its own wishes."""

    _inherit = "marketplace.order"

    def _change_kind(self):
        """Before an order is finalised its quantities are edited, afterwards goods are taken back (storno)."""
        return ChangeKind.STORNO if self.status in ("shipped", "returned") else ChangeKind.EDIT

    def _expect_lines_back(self, rows):
        """Goods taken off the order that are with the customer, or on their way."""
        open_requests = self.return_ids.filtered(lambda r: r.kind == "request" and r.status in ("new", "approved"))
        rows -= open_requests.line_ids.order_line_id
        asked = self._changes(ChangeKind.EDIT, ChangeKind.STORNO)[:1].create_date
        if rows and not self._expected_since(asked.replace(microsecond=0)):
            self._expect_back({row: row.sale_line_id.qty_delivered - row._wanted() for row in rows})


class MarketplaceOrderLine(models.Model):
    _inherit = "marketplace.order.line"

    def _is_asked_by_us(self):
        """Whether the quantity the platform has now is the one we asked for last."""
        for command in self.order_id._changes(ChangeKind.EDIT, ChangeKind.STORNO):
            wished = command.data["quantities"].get(self.external_id)
            if wished is not None and command.state != "refused":
                return (
                    Decimal(wished) == Decimal(str(self._wanted()))
                    and self._wanted() < self.sale_line_id.product_uom_qty
                )
        return False

    def _is_coming_back(self):
        """What we took off the order after it was delivered; the sale order follows when the goods are here."""
        return self._wanted() < self.sale_line_id.qty_delivered and self._is_asked_by_us()
