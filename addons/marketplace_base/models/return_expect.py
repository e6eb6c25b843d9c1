from odoo import api, fields, models


class MarketplaceOrder(models.Model):
    """Goods that left and come back without anybody asking: the parcel was refused, or the order cancelled on its way."""

    _inherit = "marketplace.order"

    def _expect_back(self, quantities=None):
        """A return to wait for, unless one is open already.

        :param quantities: by order line; everything delivered when left out
        :return: the return
        """
        self.ensure_one()
        is_part, back = bool(quantities), self._expected_back()
        if not back:
            quantities = quantities or self._delivered_by_line()
            back = back.create(
                {
                    "account_id": self.account_id.id,
                    "order_id": self.id,
                    "order_key": self.external_id,
                    "kind": "undelivered",
                    # nothing is out any more: it came back already, by a transfer somebody made by hand
                    "status": "approved" if quantities else "closed",
                    "asked_at": fields.Datetime.now(),
                    "customer_name": self.customer_name,
                    "customer_phone": self.customer_phone,
                    "line_ids": [
                        fields.Command.create(
                            {
                                "order_line_id": row.id,
                                "product_id": row.product_id.id,
                                "name": row.name,
                                "quantity": quantity,
                            }
                        )
                        for row, quantity in quantities.items()
                    ],
                }
            )
        if not is_part:
            self._awbs().filtered(lambda s: not s.return_id).return_id = back
        return back

    def _expected_back(self):
        """The return that waits for goods nobody asked to give back."""
        return self.return_ids.filtered(lambda r: r.kind == "undelivered" and r.status == "approved")

    def _expected_since(self, moment):
        """Whether goods were expected back already after that moment, whatever became of it."""
        return any(r.kind == "undelivered" and r.asked_at >= moment for r in self.return_ids)

    def _delivered_by_line(self):
        """What is with the customer or on its way; where the transfer is not validated yet, what was ordered."""
        rows = self.line_ids.filtered(lambda row: row.kind == "product" and row.sale_line_id)
        delivered = {row: row.sale_line_id.qty_delivered for row in rows if row.sale_line_id.qty_delivered}
        if not delivered and self._pickings().filtered(lambda p: p.state != "done"):
            return {row: row.applied for row in rows if row.applied}
        return delivered

    def _expect_no_more(self):
        """The order goes on after all: its parcel is delivered."""
        waiting = self._expected_back()
        waiting.status = "cancelled"
        waiting.shipment_ids.filtered(lambda s: s.direction == "out").return_id = False


class MarketplaceReturn(models.Model):
    _inherit = "marketplace.return"

    @api.model
    def _expect_next(self, account):
        """A parcel on its way back that nobody waits for yet becomes a return. :return: how many did"""
        shipment = self.env["marketplace.shipment"].search(
            [
                ("account_id", "=", account.id),
                ("direction", "=", "out"),
                ("progress", "in", ("refused", "returning", "returned")),
                ("return_id", "=", False),
            ],
            limit=1,
        )
        if not shipment:
            return 0
        shipment.return_id = shipment.order_id._expect_back()
        return 1
