from odoo import api, fields, models
from odoo.exceptions import UserError


class MarketplaceOrder(models.Model):
    """The proforma: sent to the customer once, by e-mail where the platform's terms allow it, and shown at the platform."""

    _inherit = "marketplace.order"

    proforma_asked_at = fields.Datetime("Proforma asked for on", readonly=True, index="btree_not_null")
    proforma_at = fields.Datetime("Proforma sent on", readonly=True)

    _to_ship = models.Index("(account_id, id) WHERE status IN ('new', 'processing', 'prepared')")

    def _make_paper(self, paper):
        """What a rule makes of an order; a failure stands on the order."""
        if paper == "shipment":
            return self._try_paper(paper, self._make_shipment)
        return self._try_paper(paper, self._invoice if paper == "invoice" else self._proforma)

    def _make_shipment(self):
        if refusal := self._ship_refusal():
            raise UserError(refusal)
        return self._ship()

    @api.model
    def _next_proforma(self, account):
        """The oldest order whose proforma a person asked for."""
        waiting = self.search(
            [("account_id", "=", account.id), ("proforma_asked_at", "!=", False), ("proforma_at", "=", False)],
            order="proforma_asked_at, id",
        )
        now = fields.Datetime.to_string(fields.Datetime.now())
        return waiting.filtered(lambda o: (o.paper_tries or {}).get("proforma", {}).get("retry_at", "") <= now)[:1]

    def _proforma(self):
        """Send the customer the proforma of this order, once.

        :raise UserError: why it cannot be sent
        """
        self.ensure_one()
        order = self.sudo()
        if order.proforma_at:
            return True
        if order.sale_order_id.state != "sale" or order.status == "cancelled":
            raise UserError(self.env._("The order is cancelled."))
        provider_class = order.account_id._get_provider_class()
        mailed = "email" in provider_class.contact
        shown = order.account_id.invoice_shown and "attach_document" in provider_class.capabilities
        if not mailed and not shown:
            raise UserError(self.env._("%s does not allow e-mails to its customers.", order.account_id.name))
        order.proforma_at = fields.Datetime.now()
        if mailed:
            order._mail_proforma()
        if shown:
            order._show_proforma()
        return True

    def _mail_proforma(self):
        """Put the e-mail into Odoo's own queue."""
        sale = self.sale_order_id
        if not sale.partner_id.email:
            raise UserError(self.env._("The customer has no e-mail address."))
        template = self.env.ref("marketplace_base.mail_template_proforma")
        template.send_mail(sale.id, force_send=False)

    def _show_proforma(self):
        sale = self.sale_order_id
        here = self.with_context(lang=sale.partner_id.lang or self.env.lang)
        self.env["marketplace.document"].create(
            {
                "account_id": self.account_id.id,
                "order_id": self.id,
                "kind": "proforma",
                "number": sale.name,
                "name": here.env._("Proforma %s", sale.name),
                "issued_on": self._today(),
            }
        )

    def action_proforma(self):
        """Ask for the proforma of these orders; it is made and sent a moment later."""
        for order in self._acting().filtered(lambda o: not o.proforma_at):
            order.proforma_asked_at = fields.Datetime.now()
            order._paper_made("proforma")
        self.account_id._wake()


class SaleOrder(models.Model):
    _inherit = "sale.order"

    marketplace_proforma_at = fields.Datetime(related="marketplace_order_id.proforma_at", string="Proforma sent")

    def action_marketplace_proforma(self):
        self.marketplace_order_id.action_proforma()
