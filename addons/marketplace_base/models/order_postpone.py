from odoo import api, fields, models

from ..lib.fulfilment import ChangeKind
from .order_change import OPEN


class MarketplaceOrder(models.Model):
    """More time to ship an order, where the platform gives it to whoever asks."""

    _inherit = "marketplace.order"

    can_postpone = fields.Boolean("More time can be asked for", compute="_compute_can_postpone", compute_sudo=True)
    is_postponing = fields.Boolean("More time is asked for", compute="_compute_can_postpone", compute_sudo=True)

    @api.depends("status", "ship_by", "by_platform", "command_ids.state", "account_id")
    def _compute_can_postpone(self):
        for order in self:
            order.is_postponing = order._changes(ChangeKind.POSTPONE)[:1].state in OPEN
            order.can_postpone = (
                bool(order.ship_by)
                and not order.by_platform
                and not order.is_postponing
                and order.status in ("new", "processing", "prepared")
                and ChangeKind.POSTPONE in order.account_id._changes_there()
            )

    def action_postpone(self):
        """Ask the platform for as many more days as the button says (``days`` in its context); the new deadline is read."""
        for order in self._acting():
            order._change(ChangeKind.POSTPONE, days=self.env.context.get("days", 1))
