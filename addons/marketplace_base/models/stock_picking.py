from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    # What a picker must know without opening the sale order.
    marketplace_order_id = fields.Many2one(
        related="sale_id.marketplace_order_id", string="Marketplace order", store=True, index="btree_not_null"
    )
    marketplace_account_id = fields.Many2one(related="marketplace_order_id.account_id", string="Marketplace")
    marketplace_number = fields.Char(related="marketplace_order_id.external_id", string="Number at the platform")
    marketplace_ship_by = fields.Datetime(related="marketplace_order_id.ship_by", string="Ship by")
    marketplace_pickup_point_name = fields.Char(related="marketplace_order_id.pickup_point_name", string="Locker")
    marketplace_note = fields.Text(related="marketplace_order_id.note", string="Customer's note")
    marketplace_return_id = fields.Many2one(
        "marketplace.return", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    marketplace_shipment_ids = fields.One2many("marketplace.shipment", "picking_id", "AWBs", readonly=True)
    marketplace_problem = fields.Text(related="marketplace_order_id.problem", string="Problem")

    def _send_confirmation_email(self):
        # The platform tells its customers itself what it ships.
        told = self.filtered("marketplace_order_id.by_platform")
        return super(StockPicking, self - told)._send_confirmation_email()

    def _add_delivery_cost_to_so(self):
        # The customer paid the platform's delivery fee; what the courier takes is not added to it.
        return None if self.marketplace_order_id else super()._add_delivery_cost_to_so()
