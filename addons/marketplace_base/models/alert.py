from odoo import api, fields, models

EVENTS = [
    ("taken_over", "Taken over"),
    ("awb", "AWB issued"),
    ("shipped", "Shipped"),
    ("delivered", "Delivered"),
    ("invoiced", "Invoiced"),
    ("delayed", "Delayed"),
    ("cancelled", "Cancelled"),
]
CHANNELS = [("email", "E-mail"), ("sms", "SMS")]


class MarketplaceAlert(models.Model):
    """«Tell the customer of this, that way» (G25–G28), per account and off until somebody switches it on."""

    _name = "marketplace.alert"
    _description = "Message to Customers"
    _order = "account_id, event, channel"
    _rec_name = "event"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    event = fields.Selection(EVENTS, required=True)
    channel = fields.Selection(CHANNELS, required=True)
    enabled = fields.Boolean("On")
    since = fields.Datetime("On since", readonly=True, help="What happened earlier is not told.")
    mail_template_id = fields.Many2one("mail.template", domain=[("model", "=", "marketplace.order")])
    sms_template_id = fields.Many2one("sms.template", domain=[("model", "=", "marketplace.order")])

    _once = models.UniqueIndex("(account_id, event, channel)", "This message is listed already.")

    @api.model
    def _tell_next(self, account):
        """Write to the next customers who are to be told something. :return: how many messages were written"""
        return 0


class MarketplaceAlertSent(models.Model):
    """A message that a customer got, or why not: each once."""

    _name = "marketplace.alert.sent"
    _description = "Message Sent to a Customer"
    _order = "id desc"
    _rec_name = "event"

    order_id = fields.Many2one("marketplace.order", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", related="order_id.company_id", store=True, precompute=True)
    event = fields.Selection(EVENTS, required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    sent_to = fields.Char(readonly=True)
    note = fields.Char("Not sent because", readonly=True)
    mail_id = fields.Many2one("mail.mail", ondelete="set null", readonly=True)
    sms_id = fields.Many2one("sms.sms", ondelete="set null", readonly=True)

    _once = models.UniqueIndex("(order_id, event, channel)", "This was told already.")
