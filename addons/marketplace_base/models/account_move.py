from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    marketplace_order_id = fields.Many2one("marketplace.order", readonly=True, copy=False, index="btree_not_null")

    marketplace_return_id = fields.Many2one("marketplace.return", readonly=True, copy=False, index="btree_not_null")

    def _reverse_moves(self, default_values_list=None, cancel=False):
        default_values_list = default_values_list or [{} for _move in self]
        for move, values in zip(self, default_values_list, strict=True):
            values.setdefault("marketplace_order_id", move.marketplace_order_id.id)
        return super()._reverse_moves(default_values_list, cancel)
