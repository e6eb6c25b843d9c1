from odoo import api, fields, models
from odoo.exceptions import UserError

_WHOLE = "marketplace_invoice_whole"


class MarketplaceOrder(models.Model):
    """One invoice for each order, over the whole of it, equal to the platform's total to the cent (G2, G6)."""

    _inherit = "marketplace.order"

    # Written by whoever makes an invoice, so that two who make one at the same moment collide and the second looks again.
    invoice_id = fields.Many2one("account.move", "Last invoice", readonly=True, index="btree_not_null")
    invoice_payment_state = fields.Selection(related="invoice_id.payment_state", string="Invoice paid")

    _not_invoiced = models.Index("(account_id, id) WHERE invoice_id IS NULL")

    def _invoices(self):
        """The invoices that count: neither cancelled nor credited in full."""
        return self.env["account.move"].search(
            [
                ("marketplace_order_id", "in", self.ids),
                ("move_type", "=", "out_invoice"),
                ("state", "!=", "cancel"),
                ("payment_state", "!=", "reversed"),
            ],
            order="id",
        )

    def _invoice_refusal(self):
        """Why this order cannot be invoiced, in words, or False."""
        account, sale = self.account_id, self.sale_order_id
        if account.invoices_by_platform:
            return self.env._("%s issues the customers' invoices itself.", account.name)
        if sale.state == "cancel" or self.status == "cancelled":
            return self.env._("The order is cancelled.")
        if sale.state != "sale":
            return self.env._("The sale order is not confirmed.")
        total = self.currency_id.round(self.total)
        if self.currency_id.compare_amounts(self._total_in_odoo(), total):
            return self._wrong_total(total)
        return False

    def _invoice(self):
        """Make and post the order's invoice in the account's series, dated today; the one that is there already is returned.

        :raise UserError: why there can be none; nothing was made then
        """
        self.ensure_one()
        order = self.sudo().with_company(self.company_id)
        if known := order._invoices()[-1:]:
            return known
        if refusal := order._invoice_refusal():
            raise UserError(refusal)
        sale = order.sale_order_id.with_context(**{_WHOLE: True})
        invoice = sale._create_invoices()
        invoice.invoice_date = order._today()
        if invoice.currency_id.compare_amounts(invoice.amount_total, order.total):
            raise UserError(
                self.env._(
                    "The invoice would be over %(invoice)s %(currency)s, but the order is over %(order)s.",
                    invoice=invoice.amount_total,
                    order=order.currency_id.round(order.total),
                    currency=invoice.currency_id.name,
                )
            )
        invoice._post(soft=False)
        return invoice

    def _today(self):
        """The day where the company is: at half past midnight a server still lives in yesterday."""
        zone = self.company_id.partner_id.tz or "Europe/Bucharest"
        return fields.Date.context_today(self.with_context(tz=zone))

    def action_invoice(self):
        """Invoice these orders; what cannot be invoiced says why on the order, and the others go on."""
        orders = self._acting()
        invoices = self.env["account.move"]
        for order in orders:
            invoices += order._try_paper("invoice", order._invoice) or invoices.browse()
        if len(orders) == 1 and not invoices:
            return orders._tell_paper_problem()
        return invoices.with_env(self.env)._marketplace_open()

    def _tell_paper_problem(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger",
                "message": self.paper_problem,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    marketplace_paper_problem = fields.Text(related="marketplace_order_id.paper_problem", string="Papers not made")

    def _prepare_invoice(self):
        values = super()._prepare_invoice() | {"marketplace_order_id": self.marketplace_order_id.id}
        journal = self.marketplace_account_id.invoice_journal_id
        return values | {"journal_id": journal.id} if journal else values

    def _get_invoiceable_lines(self, final=False):
        if not self.env.context.get(_WHOLE):
            return super()._get_invoiceable_lines(final)
        return self.order_line.filtered(lambda line: line.display_type or line._marketplace_left_to_invoice())

    def action_marketplace_invoice(self):
        return self.marketplace_order_id.action_invoice()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _marketplace_left_to_invoice(self):
        """What of the ordered quantity is on no invoice yet, delivered or not."""
        left = self.product_uom_qty - self.qty_invoiced
        return 0.0 if self.product_uom_id.is_zero(left) else left

    def _prepare_invoice_line(self, **optional_values):
        if self.env.context.get(_WHOLE) and not self.display_type:
            optional_values.setdefault("quantity", self._marketplace_left_to_invoice())
        return super()._prepare_invoice_line(**optional_values)

    @api.depends("order_id.marketplace_no_stock")
    def _compute_qty_to_invoice(self):
        """What was invoiced before it is delivered is not to be credited: it is on its way."""
        super()._compute_qty_to_invoice()
        for line in self.filtered(lambda line: line.marketplace_kind and line.qty_to_invoice < 0):
            due = min(line.product_uom_qty, line.qty_delivered + line._marketplace_still_to_leave())
            if line.product_uom_id.compare(due, line.qty_delivered) > 0:
                line.qty_to_invoice = min(0.0, due - line.qty_invoiced)

    def _marketplace_still_to_leave(self):
        """What is still to be delivered, in the unit of the line."""
        if self.order_id.marketplace_no_stock:
            return self.product_uom_qty - self.qty_delivered
        leaving = self.move_ids.filtered(
            lambda m: m.state not in ("done", "cancel") and m.location_dest_id.usage == "customer"
        )
        return sum(move.product_uom._compute_quantity(move.product_uom_qty, self.product_uom_id) for move in leaving)
