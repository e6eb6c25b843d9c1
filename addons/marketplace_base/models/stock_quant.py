from odoo import api, models
from odoo.tools import SQL

_MOVING = frozenset({"quantity", "reserved_quantity", "location_id", "product_id"})


class StockQuant(models.Model):
    _inherit = "stock.quant"

    # Whatever moves goods in Odoo (sale, receipt, transfer, scrap, count, manufacturing, point of sale) ends in a quant.

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        self.env["marketplace.change"]._collect("stock", quants.product_id.ids)
        return quants

    def write(self, vals):
        if not _MOVING & vals.keys():
            return super().write(vals)
        products = self.product_id
        result = super().write(vals)
        self.env["marketplace.change"]._collect("stock", (products | self.product_id).ids)
        return result

    def unlink(self):
        self.env["marketplace.change"]._collect("stock", self.product_id.ids)
        return super().unlink()

    @api.model
    def _merge_quants(self):
        """Core merges in plain SQL what colliding transactions split, and what is reserved may change on the way."""
        self.env["stock.quant"].flush_model()
        split = self.env.execute_query(
            SQL(
                """SELECT DISTINCT product_id FROM stock_quant
                    GROUP BY product_id, company_id, location_id, lot_id, package_id, owner_id HAVING count(id) > 1"""
            )
        )
        super()._merge_quants()
        self.env["marketplace.change"]._collect("stock", [product_id for (product_id,) in split])
