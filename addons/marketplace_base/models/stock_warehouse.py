from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    marketplace_pricelist_id = fields.Many2one(
        "product.pricelist",
        "Marketplace price list",
        check_company=True,
        help="The prices of this warehouse, for the marketplace accounts that take their prices from it.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "marketplace_pricelist_id" in vals:
            accounts = self.env["marketplace.account"].sudo().search([("price_warehouse_id", "in", self.ids)])
            self.env["marketplace.change"]._record_accounts("price", accounts)
        return result
