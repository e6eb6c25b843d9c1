from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class MarketplaceChangeOrder(models.TransientModel):
    """Other quantities than were ordered: told to the platform, whose answer the sale order then follows."""

    _name = "marketplace.change.order"
    _description = "Change Quantities at the Marketplace"

    order_id = fields.Many2one("marketplace.order", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many("marketplace.change.order.line", "wizard_id")
    is_storno = fields.Boolean(compute="_compute_refusal")
    is_invoiced = fields.Boolean(compute="_compute_refusal")
    refusal = fields.Text("Why not", compute="_compute_refusal")
    note = fields.Char(help="For your own people; it stands on the sale order.")

    @api.model
    def _open_for(self, order):
        rows = order.sudo().line_ids.filtered(lambda row: row.kind == "product" and row._wanted())
        if not rows:
            raise UserError(self.env._("Nothing is left of this order."))
        wizard = self.create(
            {
                "order_id": order.id,
                "line_ids": [Command.create({"row_id": row.id, "wanted": row._wanted()}) for row in rows],
            }
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_change_order")
        return action | {"res_id": wizard.id}

    def _quantities(self):
        return {
            line.row_id.external_id: line.wanted
            for line in self.line_ids
            if line.row_id and line.wanted != line.row_id.sudo()._wanted()
        }

    @api.depends("line_ids.wanted", "order_id")
    def _compute_refusal(self):
        for wizard in self:
            order = wizard.order_id.sudo()
            kind, quantities = order._change_kind(), wizard._quantities()
            wizard.is_storno = kind.value == "storno"
            wizard.is_invoiced = any(order.line_ids.sale_line_id.mapped("qty_invoiced"))
            wizard.refusal = bool(quantities) and order._change_refusal(kind, quantities)

    def action_change(self):
        """Ask the platform; what it answers is followed by itself."""
        self.ensure_one()
        order, quantities = self.order_id._acting(), self._quantities()
        if not quantities:
            raise UserError(self.env._("Change a quantity first."))
        if any(quantity < 0 for quantity in quantities.values()):
            raise UserError(self.env._("Quantities cannot be negative."))
        order._change(order._change_kind(), quantities)
        names = {row.external_id: row.name for row in order.line_ids}
        words = [f"{names[key]}: {quantity:g}" for key, quantity in quantities.items()]
        order.sale_order_id.message_post(
            body=self.env._(
                "Asked for at %(platform)s: %(what)s", platform=order.account_id.name, what=", ".join(words)
            )
            + (f" ({self.note})" if self.note else "")
        )
        return {"type": "ir.actions.act_window_close"}


class MarketplaceChangeOrderLine(models.TransientModel):
    _name = "marketplace.change.order.line"
    _description = "Quantity to Change"

    wizard_id = fields.Many2one("marketplace.change.order", required=True, ondelete="cascade")
    row_id = fields.Many2one("marketplace.order.line", required=True, readonly=True, ondelete="cascade")
    name = fields.Char(related="row_id.name", string="Product")
    ordered = fields.Float(related="row_id.ordered", string="Ordered")
    quantity = fields.Float(related="row_id.quantity", string="Now")
    delivered = fields.Float(related="row_id.sale_line_id.qty_delivered", string="Delivered")
    wanted = fields.Float("New quantity")
