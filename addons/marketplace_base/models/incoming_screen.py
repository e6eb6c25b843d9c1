import json

from odoo import api, fields, models
from odoo.fields import Domain


class MarketplaceIncoming(models.Model):
    _inherit = "marketplace.incoming"

    payload_text = fields.Text("As it came", compute="_compute_payload_text", groups="marketplace_base.group_user")

    @api.depends("payload")
    def _compute_payload_text(self):
        for incoming in self:
            incoming.payload_text = json.dumps(incoming.payload, indent=2, ensure_ascii=False)

    def action_missing_offers(self):
        """The offers this document waits for, to be linked."""
        self.ensure_one()
        codes = [code for code in (self.missing_codes or "").split("|") if code]
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_offers")
        domain = Domain("account_id", "=", self.account_id.id) & (
            Domain("external_id", "in", codes) | Domain("sku", "in", codes)
        )
        return action | {"domain": list(domain), "context": {}}
