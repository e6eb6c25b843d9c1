from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.marketplace_base.engine.publishing import Publishing
from odoo.addons.marketplace_base.lib.clock import utcnow

from ..engine.procuring import Procuring
from ..lib.due import due_day


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    procure = fields.Selection(
        [
            ("off", "Only list it"),
            ("prepare", "Prepare requests for quotation"),
            ("confirm", "Order and e-mail"),
        ],
        "What is missing",
        default="off",
        required=True,
        copy=False,
        tracking=True,
        help="What happens once a day with goods that orders lack.",
    )
    procure_since = fields.Datetime(readonly=True, copy=False, help="When ordering by itself was switched on.")
    procure_hour = fields.Float(
        "Order at",
        compute="_compute_procure_hour",
        inverse="_inverse_procure_hour",
        compute_sudo=True,
        help="In the company's time. The same for all its accounts, so that each supplier gets one order.",
    )
    procure_except_ids = fields.Many2many(
        "product.category", string="Except categories", help="Goods of these categories are not listed."
    )
    procurement_ids = fields.One2many("marketplace.procurement", "account_id")
    procurement_count = fields.Integer("To order from suppliers", compute="_compute_procurement_count")

    def _compute_procure_hour(self):
        for account in self:
            account.procure_hour = account.company_id.marketplace_procure_hour

    def _inverse_procure_hour(self):
        for account in self:
            account.company_id.sudo().marketplace_procure_hour = account.procure_hour

    def _compute_procurement_count(self):
        counted = self._counted("marketplace.procurement", [("state", "in", ("todo", "nobody"))])
        for account in self:
            account.procurement_count = counted.get(account, 0)

    @api.constrains("procure_hour")
    def _check_procure_hour(self):
        if any(not 0 <= account.procure_hour < 24 for account in self):
            raise ValidationError(self.env._("The hour is between 0:00 and 23:59."))

    def write(self, vals):
        starting = self.filtered(lambda a: a.procure == "off") if vals.get("procure", "off") != "off" else self.browse()
        result = super().write(vals)
        # the hour that has passed already today does not count
        starting.procure_since = utcnow()
        return result

    def _engine_lanes(self, lanes):
        lanes = list(super()._engine_lanes(lanes))
        lanes.insert(lanes.index(Publishing), Procuring)
        return tuple(lanes)

    def _procure_due(self, now):
        """The day whose hour has come and for which suppliers get their order, or None while ordering is off.

        :param now: naive UTC
        """
        day, moment = due_day(now, self.procure_hour, self.company_id.partner_id.tz or "Europe/Bucharest")
        is_on = self.procure != "off" and self.procure_since and self.procure_since <= moment
        return day if is_on else None

    def action_procurements(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_purchase.action_procurements")
        context = {"search_default_open": 1, "search_default_by_supplier": 1}
        return action | {"domain": [("account_id", "=", self.id)], "context": context}


class ResCompany(models.Model):
    _inherit = "res.company"

    marketplace_procure_hour = fields.Float(
        default=16.0, help="When what marketplace orders lack is ordered from suppliers, in the company's time."
    )
