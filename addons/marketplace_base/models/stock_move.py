from odoo import api, models


class StockMove(models.Model):
    _inherit = "stock.move"

    # Demand that leaves the house lowers what is offered even before it is reserved.

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._marketplace_collect()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if {"state", "product_uom_qty"} & vals.keys():
            self._marketplace_collect()
        return result

    def _marketplace_collect(self):
        self.env["marketplace.change"]._collect(
            "stock", [m.product_id.id for m in self if m.location_id.usage == "internal"]
        )
