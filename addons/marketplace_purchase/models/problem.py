from odoo import api, fields, models


class MarketplaceProblem(models.Model):
    _inherit = "marketplace.problem"
    _depends = {
        "marketplace.procurement": ["account_id", "company_id", "order_id", "state", "problem"],
        "marketplace.order": ["external_id"],
    }

    kind = fields.Selection(selection_add=[("supplier", "No supplier")])

    @api.model
    def _kind_models(self):
        return super()._kind_models() | {"supplier": "marketplace.procurement"}

    @api.model
    def _sources(self):
        """Goods that orders lack and nobody is known to sell."""
        rows = """(SELECT r.*, mo.external_id FROM marketplace_procurement r
                     JOIN marketplace_order mo ON mo.id = r.order_id)"""
        return [
            *super()._sources(),
            ("supplier", rows, "o.external_id", "o.problem", "o.create_date", "o.state = 'nobody'"),
        ]
