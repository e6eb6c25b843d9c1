from odoo import api, models
from odoo.exceptions import UserError


class MarketplaceReturn(models.Model):
    """The money for goods that came back."""

    _inherit = "marketplace.return"

    def action_credit(self):
        """A credit note for what was received."""
        notes = self.env["account.move"]
        for record in self._acting():
            if not record.received_at:
                raise UserError(self.env._("%s is not received yet.", record.display_name))
            notes |= record._credit()
        return notes._marketplace_open()

    def _to_credit(self):
        """By sale line: how many were received and are not credited by this return yet."""
        quantities = {}
        for line in self.line_ids.filtered("received"):
            sale_line = line.order_line_id.sale_line_id
            if sale_line:
                quantities[sale_line] = quantities.get(sale_line, 0.0) + line.received
        credited = self.move_ids.filtered(lambda move: move.state != "cancel" and move.move_type == "out_refund")
        for row in credited.invoice_line_ids:
            for sale_line in row.sale_line_ids & self.env["sale.order.line"].union(*quantities):
                quantities[sale_line] -= row.quantity
        return {line: quantity for line, quantity in quantities.items() if quantity > 0}

    def _credit(self):
        """:return: the credit notes. :raise UserError: there is nothing to credit"""
        if not self.order_id:
            raise UserError(self.env._("The order %s is not in Odoo: credit it by hand.", self.order_key))
        order = self.order_id.with_company(self.company_id)
        notes = order._credit(self._to_credit(), marketplace_return_id=self.id)
        self.write({"to_credit": False, "credit_error": False})
        return notes

    @api.model
    def _credit_next(self, account):
        """The credit note of a received return, where the account has them made by themselves. :return: how many were made

        One that cannot be made is a problem of its return, and no return is tried again before a person looked at it.
        """
        if account.return_auto != "received":
            return 0
        waiting = self.search(
            [
                ("account_id", "=", account.id),
                ("status", "in", ("received", "closed")),
                ("received_at", "!=", False),
                ("order_id.sale_order_id.invoice_ids.state", "=", "posted"),
                ("to_credit", "=", True),
                ("credit_error", "=", False),
            ],
            limit=1,
        )
        if not waiting:
            return 0
        try:
            with self.env.cr.savepoint():
                waiting._credit()
        except UserError as error:
            waiting.credit_error = str(error)
            waiting._complain()
        return 1


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _compute_qty_to_invoice(self):
        """What came back and was credited is not to be invoiced again."""
        super()._compute_qty_to_invoice()
        for line in self.filtered(lambda line: line.marketplace_kind and line.qty_to_invoice > 0):
            credited = line.invoice_lines.filtered(
                lambda row: row.move_id.marketplace_return_id and row.move_id.state == "posted"
            )
            line.qty_to_invoice = max(line.qty_to_invoice - sum(credited.mapped("quantity")), 0.0)
