from odoo import api, fields, models


class MarketplaceOrder(models.Model):
    """What the templates of messages to customers fill in."""

    _inherit = "marketplace.order"

    message_number = fields.Char("Number in messages", compute="_compute_message_words")
    message_customer = fields.Char("Customer in messages", compute="_compute_message_words")
    message_seller = fields.Char("Seller in messages", compute="_compute_message_words")
    message_platform = fields.Char("Platform in messages", compute="_compute_message_words")
    message_awb = fields.Char("AWB in messages", compute="_compute_message_words")
    message_courier = fields.Char("Courier in messages", compute="_compute_message_words")
    message_invoice = fields.Char("Invoice in messages", compute="_compute_message_words")

    @api.depends_context("lang")
    @api.depends("number", "customer_name", "account_id", "shipment_ids", "sale_order_id")
    def _compute_message_words(self):
        labels = dict(self._fields["platform"]._description_selection(self.env))
        for order in self:
            made = order.sudo().shipment_ids.filtered(lambda s: s.direction == "out" and s.state == "made").sorted("id")
            order.message_number = order.number or order.external_id
            order.message_customer = order.customer_name
            order.message_seller = (order.company_id.name or "")[:30].strip()
            order.message_platform = labels.get(order.platform)
            order.message_awb = ", ".join(filter(None, made.mapped("number")))
            order.message_courier = made[:1].courier_name or made[:1].carrier_id.name
            order.message_invoice = ", ".join(order.sale_order_id._printable_invoices().mapped("name"))
