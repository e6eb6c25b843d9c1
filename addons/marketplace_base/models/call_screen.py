import json

from odoo import api, fields, models


class MarketplaceCall(models.Model):
    _inherit = "marketplace.call"

    request_text = fields.Text("Asked", compute="_compute_texts")
    response_text = fields.Text("Answered", compute="_compute_texts")

    @api.depends("request", "response")
    def _compute_texts(self):
        for call in self:
            call.request_text = _pretty(call.request)
            call.response_text = _pretty(call.response)


def _pretty(text):
    """JSON indented; anything else (also JSON that was cut) as it is."""
    try:
        return json.dumps(json.loads(text or ""), indent=2, ensure_ascii=False)
    except ValueError:
        return text
