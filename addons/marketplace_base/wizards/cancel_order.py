from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..lib.fulfilment import ChangeKind


class MarketplaceReason(models.TransientModel):
    """A reason the platform knows, offered while somebody fills in a page."""

    _name = "marketplace.reason"
    _description = "Reason of a Platform"

    key = fields.Char(required=True)
    name = fields.Char(required=True)

    @api.model
    def _offer(self, account, table):
        """Rows to choose from: what the platform itself lists as a dictionary of that name, else what the connector knows.

        :param table: the provider's ``cancel_reasons`` or ``refuse_reasons``
        """
        with account.sudo()._speaking():
            reasons = dict(getattr(account.sudo()._get_provider_class(), table))
        listed = self.env["marketplace.entry"].sudo().search(
            [("account_id", "=", account.id), ("kind", "=", table), ("active", "=", True)]
        )  # fmt: skip
        if listed:
            reasons = {entry.external_id: reasons.get(entry.external_id, entry.name) for entry in listed}
        return self.create([{"key": key, "name": name} for key, name in reasons.items()])


class MarketplaceCancel(models.TransientModel):
    """The seller cancels orders: with the platform's reason, and with what becomes of each in sight."""

    _name = "marketplace.cancel"
    _description = "Cancel Orders at the Marketplace"

    order_ids = fields.Many2many("marketplace.order", readonly=True)
    reason_ids = fields.Many2many("marketplace.reason", string="Offered", readonly=True)
    reason_id = fields.Many2one("marketplace.reason", domain="[('id', 'in', reason_ids)]")
    note = fields.Char(help="For your own people; it stands on the sale order.")
    effects = fields.Text("What happens", compute="_compute_effects")
    is_packing = fields.Boolean(compute="_compute_effects")
    stop_packing = fields.Boolean("Stop the packer")

    @api.model
    def _open_for(self, orders):
        """:raise UserError: they are of several platforms, whose reasons differ"""
        if not orders:
            raise UserError(self.env._("These are not orders of a marketplace."))
        account = orders.account_id[:1]
        if len({order.account_id.platform for order in orders}) > 1:
            raise UserError(self.env._("Each platform has reasons of its own: choose orders of one platform."))
        reasons = self.env["marketplace.reason"]._offer(account, "cancel_reasons")
        wizard = self.create({"order_ids": [Command.set(orders.ids)], "reason_ids": [Command.set(reasons.ids)]})
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_cancel_orders")
        return action | {"res_id": wizard.id}

    def _refusal(self, order):
        """Why this order cannot be cancelled; False when it can."""
        if order.status == "cancelled":
            return self.env._("is cancelled already")
        if order._cancel_wish():
            return self.env._("is being cancelled already")
        reason = (self.reason_id or self.reason_ids[:1]).key
        return order._change_refusal(ChangeKind.CANCEL, reason=reason)

    @api.depends("order_ids", "reason_id")
    def _compute_effects(self):
        for wizard in self:
            lines, is_packing = [], False
            for order in wizard.order_ids._origin.sudo():
                refusal = wizard._refusal(order)
                stage = order._stage()
                is_packing |= not refusal and stage == "packing"
                lines.append(f"{order.external_id}: {refusal or wizard._effect(order, stage)}")
            wizard.effects, wizard.is_packing = "\n".join(lines), is_packing

    def _effect(self, order, stage):
        if order.sale_order_id.state == "cancel":
            return self.env._("the platform is told")
        if stage == "shelf":
            return self.env._("cancelled at once, its goods are free again")
        if stage == "packing":
            return self.env._("%s: the packer is stopped, and puts the goods back", order._busy())
        return self.env._("%s: its goods are expected back, see Returns", order._busy())

    def action_cancel_orders(self):
        """Cancel those that can be; the platform is told by the account's next run."""
        self.ensure_one()
        orders = self.order_ids._acting()
        if self.reason_ids and not self.reason_id:
            raise UserError(self.env._("Choose a reason: the platform and the customer see it."))
        if self.is_packing and not self.stop_packing:
            raise UserError(self.env._("Some of it is being packed. Tick «Stop the packer» if it is to stop."))
        refusals = {order: refusal for order in orders if (refusal := self._refusal(order))}
        if len(refusals) == len(orders):
            raise UserError("\n".join(f"{order.external_id}: {refusal}" for order, refusal in refusals.items()))
        for order in orders - self.env["marketplace.order"].union(*refusals):
            order._cancel(self.reason_id.key, self.note)
        return {"type": "ir.actions.act_window_close"}
