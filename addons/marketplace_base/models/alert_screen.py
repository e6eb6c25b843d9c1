from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..lib.sms import mobile, parts


class MarketplaceAlert(models.Model):
    """What the form of a message shows: how it reads for an order, and that message sent to oneself."""

    _inherit = "marketplace.alert"

    preview_order_id = fields.Many2one(
        "marketplace.order",
        "For order",
        compute="_compute_preview_order_id",
        store=False,
        readonly=False,
        domain="[('account_id', '=', account_id)]",
    )
    preview_subject = fields.Char("Subject", compute="_compute_preview")
    preview_body = fields.Html("Text", compute="_compute_preview", sanitize=True)
    preview_parts = fields.Integer(
        "Text messages", compute="_compute_preview", help="160 characters fit into one; each one costs."
    )

    @api.depends("account_id")
    def _compute_preview_order_id(self):
        for alert in self:
            alert.preview_order_id = self.env["marketplace.order"].search(
                [("account_id", "=", alert.account_id.id), ("sale_order_id", "!=", False)], limit=1
            )

    @api.depends("preview_order_id", "mail_template_id", "sms_template_id")
    def _compute_preview(self):
        for alert in self:
            alert.preview_subject, alert.preview_body, alert.preview_parts = False, False, 0
            order, template = alert.preview_order_id, alert._template
            if not order or not template:
                continue
            try:
                if alert.channel == "sms":
                    text = alert._text_for(order)
                    alert.preview_body, alert.preview_parts = plaintext2html(text), parts(text)
                else:
                    template = alert._speaking_to(order).sudo()
                    alert.preview_subject = template._render_field("subject", order.ids)[order.id]
                    alert.preview_body = template._render_field("body_html", order.ids)[order.id]
            except (UserError, ValueError) as error:
                alert.preview_body = str(error)

    def action_send_to_me(self):
        """Queue this message about the chosen order for the person who presses the button."""
        self.ensure_one()
        self.check_access("read")
        alert = self.sudo()
        order, user = alert.preview_order_id, self.env.user
        if not order:
            raise UserError(self.env._("There is no order yet to show it for."))
        if not alert._template:
            raise UserError(self.env._("The message has no template."))
        if self.channel == "email":
            if not user.email:
                raise UserError(self.env._("Enter your own e-mail address first."))
            alert._queue_mail(order, user.email, model=False, res_id=False, auto_delete=True)
            where = user.email
        else:
            where = mobile(user.phone)
            if not where:
                raise UserError(self.env._("Enter your own mobile number first."))
            self.env["sms.sms"].sudo().create({"number": where, "body": alert._text_for(order)})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("On its way to %s.", where)},
        }

    def action_switch(self):
        """On or off, from the list on the account."""
        for alert in self:
            alert.enabled = not alert.enabled

    def action_open(self):
        self.ensure_one()
        return self.get_formview_action()
