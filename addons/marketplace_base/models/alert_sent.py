import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..engine.collisions import COLLIDED
from ..lib.sms import mobile, plain
from .alert import CHANNELS, EVENTS

_logger = logging.getLogger(__name__)

CHUNK = 20
TOO_OLD = timedelta(days=3)
"""Nobody wants to hear of what happened longer ago, such as after an outage."""


class MarketplaceAlert(models.Model):
    _inherit = "marketplace.alert"

    @api.model
    def _tell_next(self, account):
        """Write to the next customers who are to be told something; e-mails and text messages go into Odoo's own queues.

        That a message was written and the message itself are one transaction: there is never one without the other.

        :return: how many messages were dealt with
        """
        now = fields.Datetime.now()
        untold = self._untold(account, now, CHUNK)
        for alert, order, happened_at in untold:
            alert._tell(order, too_old=happened_at < now - TOO_OLD)
        return len(untold)

    def _tell(self, order, too_old=False):
        """Write one message, or down why it is not written."""
        vals = {"order_id": order.id, "event": self.event, "channel": self.channel}
        try:
            with self.env.cr.savepoint():
                vals |= {"note": self.env._("it happened too long ago")} if too_old else self._write_to(order)
                self.env["marketplace.alert.sent"].create(vals)
            return
        except COLLIDED:
            raise
        except UniqueViolation:
            return  # another process told it at the same moment; nothing of ours is left
        except (UserError, ValueError) as error:
            vals["note"] = str(error)
        except Exception as error:
            _logger.exception("Message %s about order %s", self.display_name, order.external_id)
            vals["note"] = f"{type(error).__name__}: {error}"
        self.env["marketplace.alert.sent"].create({key: vals[key] for key in ("order_id", "event", "channel", "note")})

    def _write_to(self, order):
        """Queue it. :return: what is written down about it"""
        return self._mail(order) if self.channel == "email" else self._text(order)

    def _speaking_to(self, order):
        """This template in the customer's language."""
        lang = order.sale_order_id.partner_id.lang or order.account_id._language()
        return self._template.with_context(lang=lang)

    # ---- e-mail ----

    def _mail(self, order):
        partner = order.sale_order_id.partner_id
        address = email_normalize(partner.email or "")
        if not address:
            return {"note": self.env._("no e-mail address")}
        if self.env["mail.blacklist"].sudo().search_count([("email", "=", address)], limit=1):
            return {"note": self.env._("does not want e-mails"), "sent_to": address}
        mail = self._queue_mail(order, address)
        return {"sent_to": address, "mail_id": mail.id, "message_id": mail.mail_message_id.id}

    def _queue_mail(self, order, address, **values):
        """The e-mail stands with the sale order, where its answers come in too."""
        values = {"email_to": address, "recipient_ids": [], "auto_delete": False} | values
        if "model" not in values:
            values |= {"model": "sale.order", "res_id": order.sale_order_id.id}
        template = self._speaking_to(order).sudo()
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        key = template.send_mail(order.id, email_values=values, email_layout_xmlid="mail.mail_notification_light")
        return self.env["mail.mail"].sudo().browse(key)

    # ---- text message ----

    def _text(self, order):
        partner = order.sale_order_id.partner_id
        number = mobile(order.customer_phone) or mobile(partner.phone)
        if not number:
            written = order.customer_phone or partner.phone
            return {"note": self.env._("no mobile number: %s", written) if written else self.env._("no phone number")}
        if self.env["phone.blacklist"].sudo().search_count([("number", "=", number)], limit=1):
            return {"note": self.env._("does not want text messages"), "sent_to": number}
        message = order.sale_order_id._message_sms(self._text_for(order), sms_numbers=[number], put_in_queue=True)
        sms = self.env["sms.sms"].sudo().search([("mail_message_id", "=", message.id)], limit=1)
        return {"sent_to": number, "sms_id": sms.id, "message_id": message.id}

    def _text_for(self, order):
        """What the customer reads: without diacritics, with which only 70 characters would fit."""
        text = self._speaking_to(order).sudo()._render_field("body", order.ids)[order.id]
        if not plain(text):
            raise UserError(self.env._("the template is empty"))
        return plain(text)


class MarketplaceAlertSent(models.Model):
    """A message that a customer got, or why not: each once."""

    _name = "marketplace.alert.sent"
    _description = "Message Sent to a Customer"
    _inherit = ["marketplace.acting"]
    _order = "id desc"
    _rec_name = "event"

    order_id = fields.Many2one("marketplace.order", required=True, ondelete="cascade", index=True, readonly=True)
    account_id = fields.Many2one(related="order_id.account_id")
    company_id = fields.Many2one("res.company", related="order_id.company_id", store=True, precompute=True)
    event = fields.Selection(EVENTS, required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    sent_to = fields.Char(readonly=True)
    note = fields.Char("Not sent because", readonly=True)
    mail_id = fields.Many2one("mail.mail", ondelete="set null", readonly=True, index="btree_not_null")
    sms_id = fields.Many2one("sms.sms", ondelete="set null", readonly=True)
    message_id = fields.Many2one("mail.message", ondelete="set null", readonly=True)
    state = fields.Selection(
        [
            ("not_sent", "Not sent"),
            ("queued", "In the queue"),
            ("sent", "Sent"),
            ("delivered", "Delivered"),
            ("failed", "Failed"),
        ],
        compute="_compute_state",
    )
    failure = fields.Char(compute="_compute_state", string="Why it failed")

    _once = models.UniqueIndex("(order_id, event, channel)", "This was told already.")

    @api.depends("note", "mail_id.state", "message_id.notification_ids.notification_status")
    def _compute_state(self):
        """As far as Odoo's queue, or the SMS provider, has told."""
        for sent in self.sudo():
            notice = sent.message_id.notification_ids[:1]
            if sent.note:
                state, failure = "not_sent", False
            elif sent.channel == "email":
                state, failure = _MAIL.get(sent.mail_id.state, "sent"), sent.mail_id.failure_reason
            else:
                state = _NOTICE.get(notice.notification_status, "sent")
                kinds = dict(notice._fields["failure_type"]._description_selection(self.env))
                failure = notice.failure_reason or kinds.get(notice.failure_type)
            sent.state, sent.failure = state, failure if state == "failed" else False

    def action_again(self):
        """Try again what was not sent or failed; what is too long ago by now stays so."""
        again = self._acting().filtered(lambda sent: sent.state in ("not_sent", "failed"))
        accounts = again.order_id.account_id
        again.mail_id.cancel()
        again.sms_id.filtered(lambda sms: sms.state != "sent").action_set_canceled()
        again.unlink()
        accounts._wake()


_MAIL = {"outgoing": "queued", "sent": "sent", "received": "delivered", "exception": "failed", "cancel": "failed"}
_NOTICE = {
    "ready": "queued",
    "process": "queued",
    "pending": "sent",
    "sent": "delivered",
    "bounce": "failed",
    "exception": "failed",
    "canceled": "failed",
}
