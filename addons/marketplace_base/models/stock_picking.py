from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_ship import OPEN, PICKER


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
    marketplace_tracking = fields.Char(
        readonly=True, copy=False, help="The tracking reference as it was last taken over into an AWB."
    )
    marketplace_shipment_count = fields.Integer("Number of AWBs", compute="_compute_marketplace_shipment_count")
    marketplace_problem = fields.Text(related="marketplace_order_id.problem", string="Problem")

    _marketplace_done = models.Index("(date_done) WHERE marketplace_order_id IS NOT NULL")
    _marketplace_tracking = models.Index(
        "(marketplace_order_id) WHERE COALESCE(carrier_tracking_ref, '') <> COALESCE(marketplace_tracking, '')"
    )

    @api.depends("marketplace_order_id.shipment_ids")
    def _compute_marketplace_shipment_count(self):
        for picking in self:
            picking.marketplace_shipment_count = len(picking.marketplace_order_id.shipment_ids)

    def send_to_shipper(self):
        """A courier of Odoo's makes no second AWB beside the platform's."""
        self.ensure_one()
        order = self.marketplace_order_id.sudo()
        if order and order._outgoing(order._shipped_by(self)).filtered(
            lambda s: s.by == "platform" and s.state in OPEN
        ):
            return None
        return super().send_to_shipper()

    def _send_confirmation_email(self):
        # The platform tells its customers itself what it ships; of other orders they hear by the account's own messages.
        told = self.filtered("marketplace_order_id.by_platform")
        ours = (self - told).filtered("marketplace_order_id")
        super(StockPicking, ours.with_context(skip_sms=True))._send_confirmation_email()
        return super(StockPicking, self - told - ours)._send_confirmation_email()

    def _check_warn_sms(self):
        return super(StockPicking, self.filtered(lambda p: not p.marketplace_order_id))._check_warn_sms()

    def _add_delivery_cost_to_so(self):
        # The customer paid the platform's delivery fee; what the courier takes is not added to it.
        return None if self.marketplace_order_id else super()._add_delivery_cost_to_so()

    # ---- AWBs ----

    def action_marketplace_ship(self):
        """One click: an AWB for each of these transfers (G7)."""
        self.check_access("read")
        foreign = self.filtered(lambda p: not p.marketplace_order_id)
        orders = self.marketplace_order_id._acting(PICKER)
        if len(self) == 1 and orders:
            return orders._told(orders._ship(picking_id=self.id), [])
        made, refused = self.env["marketplace.shipment"], []
        for picking in self - foreign:
            order = orders.filtered(lambda o, p=picking: o == p.marketplace_order_id)
            shipments, reasons = order._ship_each(picking_id=picking.id)
            made, refused = made | shipments.with_env(made.env), refused + reasons
        refused += [self.env._("%s is not of a marketplace order.", picking.name) for picking in foreign]
        if not orders:
            raise UserError("\n".join(refused))
        return orders._told(made, refused)

    def action_marketplace_ship_options(self):
        action = self.marketplace_order_id.action_ship_options()
        return action | {"context": action["context"] | {"default_picking_ids": self.ids}}

    def action_marketplace_print_labels(self):
        return self.marketplace_order_id.action_print_labels()

    def action_marketplace_shipments(self):
        return self.marketplace_order_id.action_shipments()
