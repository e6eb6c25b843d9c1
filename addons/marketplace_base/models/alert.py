from odoo import api, fields, models
from odoo.exceptions import ValidationError

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
    _order = "account_id, id"
    _rec_name = "event"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    event = fields.Selection(EVENTS, required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    enabled = fields.Boolean("On")
    allowed = fields.Boolean(
        compute="_compute_allowed", help="Whether the platform's terms let a seller write to customers that way."
    )
    since = fields.Datetime("On since", readonly=True, copy=False, help="What happened earlier is not told.")
    mail_template_id = fields.Many2one(
        "mail.template", domain=[("model", "=", "marketplace.order")], ondelete="restrict"
    )
    sms_template_id = fields.Many2one("sms.template", domain=[("model", "=", "marketplace.order")], ondelete="restrict")

    _once = models.UniqueIndex("(account_id, event, channel)", "This message is listed already.")

    @api.depends("account_id", "channel")
    def _compute_allowed(self):
        for alert in self:
            alert.allowed = alert.channel in alert.account_id._get_provider_class().contact

    @api.constrains("enabled")
    def _check_enabled(self):
        for alert in self.filtered("enabled"):
            if not alert.allowed:
                raise ValidationError(
                    self.env._("%s does not let sellers write to its customers that way.", alert.account_id.name)
                )
            if not alert._template:
                raise ValidationError(self.env._("Choose what is to be written first: the message has no template."))

    @property
    def _template(self):
        return self.mail_template_id if self.channel == "email" else self.sms_template_id

    @api.depends("event", "channel")
    def _compute_display_name(self):
        for alert in self:
            event = dict(self._fields["event"]._description_selection(self.env)).get(alert.event)
            channel = dict(self._fields["channel"]._description_selection(self.env)).get(alert.channel)
            alert.display_name = f"{event} · {channel}"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("enabled"):
                vals.setdefault("since", fields.Datetime.now())
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("enabled"):
            off = self.filtered(lambda alert: not alert.enabled)
            super(MarketplaceAlert, off).write({"since": fields.Datetime.now()})
        result = super().write(vals)
        if vals.get("enabled"):
            self.account_id._wake()
        return result

    @api.model
    def _complete(self, accounts=None):
        """Give accounts all messages there can be, switched off, with the texts the addon brings.

        Called for all accounts when the addon is installed or updated, and for each new one.
        """
        accounts = (
            self.env["marketplace.account"].sudo().search([("active", "in", (True, False))])
            if accounts is None
            else accounts.sudo()
        )
        known = {(alert.account_id, alert.event, alert.channel) for alert in accounts.alert_ids}
        self.sudo().create(
            [
                {"account_id": account.id, "event": event, "channel": channel} | self._default_template(event, channel)
                for account in accounts
                for event, _label in EVENTS
                for channel, _name in CHANNELS
                if (account, event, channel) not in known
            ]
        )

    def _default_template(self, event, channel):
        kind = "mail" if channel == "email" else "sms"
        template = self.env.ref(f"marketplace_base.alert_{kind}_{event}", raise_if_not_found=False)
        return {f"{kind}_template_id": template.id if template else False}


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        self.env["marketplace.alert"]._complete(accounts)
        return accounts
