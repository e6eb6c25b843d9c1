from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.fulfilment import ChangeKind
from .order_change import OPEN


class MarketplaceOrder(models.Model):
    """What must not leave the house: orders that are cancelled, or whose cancellation is asked for and not decided."""

    _inherit = "marketplace.order"

    # Worked out whenever asked: never out of date, and no warehouse worker's transaction writes here.
    stop_reason = fields.Text(
        "Why it is stopped",
        compute="_compute_stop_reason",
        search="_search_stop_reason",
        compute_sudo=True,
        help="It must not be packed or handed over.",
    )
    cancel_kept = fields.Boolean(
        "Delivered all the same", readonly=True, help="The customer's wish to cancel was answered with no."
    )

    is_off = fields.Boolean("Cancelled here or there", compute="_compute_is_off", compute_sudo=True)
    can_cancel = fields.Boolean("Can be changed at the platform", compute="_compute_is_off", compute_sudo=True)

    @api.depends("status", "modified_at", "command_ids.state")
    def _compute_is_off(self):
        for order in self:
            order.is_off = order.status == "cancelled" or bool(order._cancel_wish())
            order.can_cancel = order._can_cancel_there()

    @api.depends(
        "status",
        "cancel_requested",
        "cancel_kept",
        "modified_at",
        "command_ids.state",
        "sale_order_id.state",
        "shipment_ids.state",
    )
    def _compute_stop_reason(self):
        for order in self:
            order.stop_reason = order._is_stopped() and order._stop_words()

    def _is_stopped(self):
        is_here = self.sale_order_id.state != "cancel" or self._awbs()
        return bool(self._is_in_doubt() and is_here) and self._stage() != "gone"

    def _is_in_doubt(self):
        """Cancelled, here or there, or not decided: whatever of it is still in the house stays there."""
        return bool(self.status == "cancelled" or self._cancel_wish() or self._asks_only())

    def _stop_words(self):
        if self.status == "cancelled":
            return self.env._("%s cancelled this order. Do not pack it, do not hand it over.", self.account_id.name)
        if self._cancel_wish():
            return self.env._("We cancelled this order. Do not pack it, do not hand it over.")
        return self.env._("The customer asks to cancel this order. Do not go on before that is decided.")

    def _cancel_wish(self):
        """The command by which we cancelled, as long as it stands."""
        return self._changes(ChangeKind.CANCEL)[:1].filtered(lambda c: c._still_stands())

    def _asks_only(self):
        """The customer asks for it, and nobody decided yet."""
        return self.cancel_requested and not self.cancel_kept and self.status != "cancelled" and not self._cancel_wish()

    @api.model
    def _search_stop_reason(self, operator, value):
        """Only whether there is one: ``[("stop_reason", "!=", False)]``."""
        if operator not in ("in", "not in") or set(value) - {False, ""}:
            return NotImplemented
        found = self.browse(row[0] for row in self.env.execute_query(self._stop_query()))
        stopped = found.sudo().filtered("stop_reason")
        return [("id", "not in" if operator == "in" else "in", stopped.ids)]

    @api.model
    def _stop_query(self):
        """The orders that may be stopped: a few more than are, to be looked at one by one."""
        self.env["marketplace.command"].flush_model(["kind", "state", "data", "order_id"])
        self.flush_model(["status", "cancel_requested", "cancel_kept", "sale_order_id"])
        self.env["sale.order"].flush_model(["state"])
        self.env["marketplace.shipment"].flush_model(["order_id", "direction", "state"])
        return SQL(
            """SELECT o.id FROM marketplace_order o JOIN sale_order s ON s.id = o.sale_order_id
                WHERE (s.state <> 'cancel'
                       OR EXISTS (SELECT 1 FROM marketplace_shipment p
                                   WHERE p.order_id = o.id AND p.direction = 'out'
                                     AND p.state IN ('asked', 'unclear', 'made')))
                  AND (o.status = 'cancelled' OR o.cancel_requested AND o.cancel_kept IS NOT TRUE
                       OR EXISTS (SELECT 1 FROM marketplace_command c
                                   WHERE c.order_id = o.id AND c.data ->> 'kind' IN ('cancel', 'split')
                                     AND c.kind IN ('change', 'split') AND c.state IN %s))""",
            (*OPEN, "done"),
        )

    def _reason_not_to_ship(self):
        if self._is_in_doubt():
            return self._stop_words()
        return super()._reason_not_to_ship()

    def _refuse_stopped(self):
        """:raise UserError: one of these orders is stopped"""
        for order in self.filtered("stop_reason"):
            raise UserError(self.env._("%(order)s: %(why)s", order=order.external_id, why=order.stop_reason))

    # ---- the customer's wish is decided ----

    def _asks_to_cancel(self):
        return self.env._("The customer asks to cancel this order. Decide before it is shipped.")

    def action_cancel_orders(self):
        """The page on which the seller cancels these."""
        return self.env["marketplace.cancel"]._open_for(self)

    def action_change_quantities(self):
        """The page on which the seller changes what is delivered."""
        self.ensure_one()
        return self.env["marketplace.change.order"]._open_for(self)

    def action_accept_cancellation(self):
        """The customer gets the wish: on the page of cancellations, where the goods' state is shown."""
        return self.action_cancel_orders()

    def action_keep(self):
        """The order is delivered all the same."""
        for order in self._acting():
            order.cancel_kept = True
            order._drop_complaint(order._asks_to_cancel())

    def action_problem_solved(self):
        """Whoever ticks the customer's wish off has decided against it."""
        for order in self._acting():
            if order._asks_to_cancel() in order._complaints_shown():
                order.cancel_kept = True
        return super().action_problem_solved()

    def _complaints(self, data):
        asks = self._asks_to_cancel()
        return [text for text in super()._complaints(data) if not (self.cancel_kept and text == asks)]
