from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .order_ship import OPEN


class MarketplaceReturn(models.Model):
    """The platform's courier fetches the goods from the customer, where it does not do so by itself."""

    _inherit = "marketplace.return"

    can_ship = fields.Boolean("Can be fetched", compute="_compute_can_ship", compute_sudo=True)

    @api.depends("kind", "status", "by_platform", "order_id", "shipment_ids.state")
    def _compute_can_ship(self):
        for record in self:
            record.can_ship = (
                record.kind == "request"
                and record.status == "approved"
                and not record.by_platform
                and record.order_id
                and "create_shipment" in record.account_id._get_provider_class().capabilities
                and not record._fetched_by()
            )

    def _fetched_by(self):
        """The AWBs that bring it here."""
        return self.shipment_ids.filtered(lambda s: s.direction == "back" and s.state in OPEN)

    def action_ship(self):
        """Ask for the AWB: collected tomorrow at the customer's, brought to our address for returns."""
        self.ensure_one()
        record = self._acting()
        if not record.can_ship:
            raise UserError(self.env._("%s cannot be fetched by an AWB of ours now.", record.display_name))
        account, order = record.account_id, record.order_id
        place = record.pickup_place or order.delivery_place or order._place_in_odoo()
        known = {"name": record.customer_name, "phone": record.customer_phone}
        zone = account.company_id.partner_id.tz or "Europe/Bucharest"
        shipment = record.env["marketplace.shipment"].create(
            {
                "account_id": account.id,
                "order_id": order.id,
                "return_id": record.id,
                "direction": "back",
                "customer_place": {name: value for name, value in known.items() if value} | place,
                "pickup_on": fields.Date.context_today(record.with_context(tz=zone)) + timedelta(days=1),
                "parcel_ids": [Command.create({"weight": account.parcel_weight})],
            }
        )
        if gaps := shipment._gaps():
            raise UserError("\n".join(gaps))
        shipment._ask()
        return order._told(shipment, [])
