from odoo import api, fields, models


class MarketplaceShipment(models.Model):
    _inherit = "marketplace.shipment"

    stopped = fields.Boolean(
        "Do not hand over",
        compute="_compute_stopped",
        search="_search_stopped",
        compute_sudo=True,
        help="Its order is cancelled, or its cancellation is asked for: the parcel stays here.",
    )
    stop_reason = fields.Text(related="order_id.stop_reason")

    @api.depends("order_id.stop_reason", "direction", "state")
    def _compute_stopped(self):
        for shipment in self:
            is_ours = shipment.direction == "out" and shipment.state in ("asked", "unclear", "made")
            shipment.stopped = is_ours and bool(shipment.order_id.stop_reason)

    @api.model
    def _search_stopped(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("direction", "=", "out"),
            ("state", "in", ("asked", "unclear", "made")),
            ("order_id.stop_reason", "!=", False),
        ]

    def _refuse_stopped(self):
        """:raise UserError: one of these must not be handed over"""
        for shipment in self.filtered("stopped"):
            shipment.order_id._refuse_stopped()
