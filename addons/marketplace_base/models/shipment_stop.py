from odoo import api, fields, models


class MarketplaceShipment(models.Model):
    """Parcels that wait for a courier, and whose order was cancelled meanwhile, stay here."""

    _inherit = "marketplace.shipment"

    stopped = fields.Boolean(
        "Do not hand over",
        compute="_compute_stopped",
        search="_search_stopped",
        compute_sudo=True,
        help="Its order is cancelled, or its cancellation is asked for.",
    )

    @api.depends(
        "direction",
        "state",
        "scanned_at",
        "progress",
        "manifest_id",
        "order_id.status",
        "order_id.modified_at",
        "order_id.cancel_requested",
        "order_id.cancel_kept",
        "order_id.command_ids.state",
    )
    def _compute_stopped(self):
        for shipment in self:
            shipment.stopped = (
                shipment.direction == "out"
                and shipment.state in ("asked", "unclear", "made")
                and shipment.order_id._is_in_doubt()
                and not shipment._is_handed_over()
            )

    @api.model
    def _search_stopped(self, operator, value):
        if operator != "in":
            return NotImplemented
        orders = [row[0] for row in self.env.execute_query(self.env["marketplace.order"]._stop_query())]
        in_doubt = [
            ("direction", "=", "out"),
            ("state", "in", ("asked", "unclear", "made")),
            ("order_id", "in", orders),
        ]
        return [("id", "in", self.sudo().search(in_doubt).filtered("stopped").ids)]

    def _reason_not_to_hand_over(self):
        if self.stopped:
            return f"{self.display_name}: {self.order_id.sudo()._stop_words()}"
        return super()._reason_not_to_hand_over()
