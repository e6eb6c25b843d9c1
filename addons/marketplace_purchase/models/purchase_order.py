from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    marketplace_procured = fields.Boolean(
        "For marketplace orders", readonly=True, copy=False, help="Made from the list of what marketplace orders lack."
    )
    marketplace_day = fields.Date(
        "Order of the day", readonly=True, copy=False, help="Each supplier gets one such order a day."
    )
    marketplace_mail = fields.Selection(
        [("due", "To e-mail"), ("queued", "E-mailed"), ("by_hand", "To be sent by hand")],
        "To the supplier",
        readonly=True,
        copy=False,
    )
    marketplace_reason = fields.Text(readonly=True, copy=False, help="Why somebody has to send it by hand.")

    _marketplace_day = models.UniqueIndex(
        "(company_id, partner_id, picking_type_id, marketplace_day) WHERE marketplace_day IS NOT NULL",
        "This supplier has his order of the day already.",
    )
    _marketplace_to_mail = models.Index("(company_id) WHERE marketplace_mail = 'due'")

    def _marketplace_confirm(self):
        """Confirm it and have it e-mailed; the e-mail is written later, by the runner."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.button_confirm()
                self.marketplace_mail = "due"
        except UserError as error:
            self._marketplace_by_hand(str(error))

    @api.model
    def _marketplace_send_next(self, company):
        """Queue the e-mail of the next confirmed order. One that awaits approval waits. :return: how many were looked at"""
        order = self.search(
            [("company_id", "=", company.id), ("marketplace_mail", "=", "due"), ("state", "=", "purchase")], limit=1
        )
        if not order:
            return 0
        if not order.partner_id.email:
            order._marketplace_by_hand(self.env._("%s has no e-mail address.", order.partner_id.display_name))
        else:
            self.env.ref("purchase.email_template_edi_purchase_done").send_mail(
                order.id, email_layout_xmlid="mail.mail_notification_layout_with_responsible_signature"
            )
            order.marketplace_mail = "queued"
        return 1

    def _marketplace_by_hand(self, reason):
        """This order stays to be confirmed or sent by a person, who is told why."""
        self.write({"marketplace_mail": "by_hand", "marketplace_reason": reason})
        accounts = (
            self.env["marketplace.procurement"].search([("purchase_line_ids.order_id", "in", self.ids)]).account_id
        )
        accounts = accounts or self.env["marketplace.account"].search(
            [("company_id", "=", self.company_id.id), ("procure", "=", "confirm")], limit=1
        )
        accounts[:1]._tell(
            self.env._("Send %(order)s to the supplier by hand: %(reason)s", order=self.name, reason=reason)
        )
