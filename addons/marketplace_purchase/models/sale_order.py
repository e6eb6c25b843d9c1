from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    marketplace_supplier_wait = fields.Char(related="marketplace_order_id.supplier_wait", string="Waiting for supplier")
