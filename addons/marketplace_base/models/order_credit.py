from odoo import api, fields, models
from odoo.exceptions import UserError


class MarketplaceOrder(models.Model):
    """Credit notes for a part of an order: what was taken off it, or came back."""

    _inherit = "marketplace.order"

    credit_due = fields.Boolean(
        "To credit", compute="_compute_credit_due", compute_sudo=True, help="More is invoiced than the order has now."
    )

    @api.depends(
        "status", "line_ids.sale_line_id.qty_invoiced", "line_ids.sale_line_id.product_uom_qty", "sale_order_id.state"
    )
    def _compute_credit_due(self):
        for order in self:
            order.credit_due = bool(order._invoiced_too_much())

    def _invoiced_too_much(self):
        """By sale line of the goods: how many are invoiced and not sold any more."""
        too_much = {}
        for row in self.line_ids.filtered(lambda row: row.kind == "product" and row.sale_line_id):
            line = row.sale_line_id
            is_off = self.status == "cancelled" and self.sale_order_id.state == "cancel"
            excess = line.qty_invoiced - (0.0 if is_off else line.product_uom_qty)
            if line.product_uom_id.compare(excess, 0) > 0:
                too_much[line] = excess
        return too_much

    def _posted_invoices(self):
        return self.sale_order_id.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice"
        ).sorted("id")

    def action_credit_difference(self):
        """A credit note for what is invoiced too much."""
        notes = self.env["account.move"]
        for order in self._acting():
            words = order._invoices_to_correct()
            notes |= order._credit(order._invoiced_too_much())
            for text in words:
                order._drop_complaint(text)
        return notes._marketplace_open()

    def _credit(self, quantities, **vals):
        """Credit notes, posted, at the prices and in the journals of the invoices the goods stand on.

        When all goods of an invoice are credited, so is the rest of it: delivery, vouchers, rounding. Until then vouchers
        and discounts go back in proportion to the goods' value.

        :param quantities: by sale line
        :param vals: for the credit notes
        :raise UserError: nothing of it stands on a posted invoice
        """
        self.ensure_one()
        left, notes = dict(quantities), self.env["account.move"]
        for invoice in self._posted_invoices():
            shares = {}
            for line in invoice._marketplace_goods():
                sale_line = line.sale_line_ids[:1]
                share = min(left.get(sale_line, 0.0), line.quantity - line._marketplace_credited())
                if line.product_uom_id.compare(share, 0) > 0:
                    shares[line] = share
                    left[sale_line] -= share
            if shares:
                notes |= invoice._marketplace_credit(shares, vals)
        if not notes:
            raise UserError(self.env._("Nothing of this stands on a posted invoice: there is nothing to credit."))
        return notes


class AccountMove(models.Model):
    _inherit = "account.move"

    def _marketplace_open(self):
        """An action that shows these."""
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_out_refund_type")
        if len(self) == 1:
            return action | {"views": [(False, "form")], "res_id": self.id}
        return action | {"domain": [("id", "in", self.ids)], "context": {}}

    def _marketplace_lines(self):
        return self.invoice_line_ids.filtered(lambda line: line.display_type == "product")

    def _marketplace_goods(self):
        """The lines of goods that were ordered at the platform."""
        return self._marketplace_lines().filtered(lambda line: line.sale_line_ids.marketplace_kind == "product")

    def _marketplace_credit(self, shares, vals):
        """:param shares: quantity to credit by line of goods of this invoice"""
        goods, others = self._marketplace_goods(), self._marketplace_lines() - self._marketplace_goods()
        rest = {line: line.quantity - line._marketplace_credited() for line in goods}
        is_all = all(
            line.product_uom_id.compare(shares.get(line, 0.0), quantity) == 0 for line, quantity in rest.items()
        )
        part = sum(line.price_total * share / line.quantity for line, share in shares.items()) / (
            sum(goods.mapped("price_total")) or 1.0
        )
        amounts = {line: line._marketplace_amount_left() if is_all else line._marketplace_part(part) for line in others}
        today = fields.Date.context_today(self)
        values = {"invoice_date": today, "date": today, "ref": self.env._("Credit of %s", self.name)} | vals
        note = self._reverse_moves([values])
        pairs = list(zip(self._marketplace_lines(), note._marketplace_lines(), strict=True))
        commands = []
        for line, copy in pairs:
            if line in shares:
                commands.append(fields.Command.update(copy.id, {"quantity": shares[line]}))
            elif amounts.get(line):
                # without its sale line: that one is not to be invoiced again
                other = {"quantity": 1.0, "price_unit": amounts[line], "sale_line_ids": [fields.Command.clear()]}
                commands.append(fields.Command.update(copy.id, other))
            else:
                commands.append(fields.Command.delete(copy.id))
        note.write({"invoice_line_ids": commands})
        note.action_post()
        return note


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _marketplace_reversed(self):
        """The lines of credit notes that took back some of this one."""
        notes = self.move_id.reversal_move_ids.filtered(lambda move: move.state != "cancel")
        return notes.invoice_line_ids.filtered(
            lambda line: line.product_id == self.product_id and line.name == self.name
        )

    def _marketplace_credited(self):
        """How many of these goods are credited already."""
        return sum(self._marketplace_reversed().mapped("quantity"))

    def _marketplace_amount_left(self):
        """What of a delivery, a voucher or a rounding is not credited yet; unit price of one, in the invoice's currency."""
        credited = sum(line.quantity * line.price_unit for line in self._marketplace_reversed())
        return self.currency_id.round(self.quantity * self.price_unit - credited)

    def _marketplace_part(self, part):
        """The share of a voucher that goes back with a part of the goods; a delivery that took place stays paid."""
        if self.sale_line_ids.marketplace_kind not in ("voucher", "discount"):
            return 0.0
        return self.currency_id.round(self.quantity * self.price_unit * part)
