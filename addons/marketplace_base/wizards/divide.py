from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

PARCELS = ("second", "third", "fourth")


class MarketplaceDivide(models.TransientModel):
    """An order is divided into several parcels: how many of each product go into which."""

    _name = "marketplace.divide"
    _description = "Divide a Package"

    order_id = fields.Many2one("marketplace.order", required=True, readonly=True, ondelete="cascade")
    parcels = fields.Selection(
        [("2", "Two"), ("3", "Three"), ("4", "Four")], "How many parcels", default="2", required=True
    )
    line_ids = fields.One2many("marketplace.divide.line", "wizard_id")
    refusal = fields.Text("Why not", compute="_compute_refusal")
    awb = fields.Char("AWBs that end", compute="_compute_refusal")

    @api.model
    def _open_for(self, order):
        goods = order.sudo()._goods()
        if not goods:
            raise UserError(self.env._("Nothing is left of this order."))
        wizard = self.create(
            {"order_id": order.id, "line_ids": [Command.create({"order_line_id": row.id}) for row in goods]}
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_divide")
        return action | {"res_id": wizard.id}

    def _parts(self):
        """What each further parcel takes, by the order line's number."""
        names = PARCELS[: int(self.parcels or 2) - 1]
        return [
            {line.order_line_id.external_id: line[name] for line in self.line_ids if line.order_line_id and line[name]}
            for name in names
        ]

    @api.depends("parcels", "line_ids.second", "line_ids.third", "line_ids.fourth", "order_id")
    def _compute_refusal(self):
        for wizard in self:
            order, parts = wizard.order_id.sudo(), wizard._parts()
            wizard.refusal = order._divide_refusal(parts) if any(parts) else order._reason_not_to_divide()
            wizard.awb = ", ".join(order._awbs().mapped("display_name")) or False

    def action_divide(self):
        """Ask the platform; the parts come in as orders of their own."""
        self.ensure_one()
        order, parts = self.order_id._acting(), self._parts()
        order._divide(parts)
        names = {row.external_id: row.name for row in order.line_ids}
        words = [
            self.env._(
                "parcel %(number)s: %(goods)s",
                number=number,
                goods=", ".join(f"{quantity:g} × {names[key]}" for key, quantity in part.items()),
            )
            for number, part in enumerate(parts, 2)
        ]
        order.sale_order_id.message_post(
            body=self.env._(
                "Asked for at %(platform)s: divide it, %(what)s",
                platform=order.account_id.name,
                what="; ".join(words),
            )
        )
        return {"type": "ir.actions.act_window_close"}


class MarketplaceDivideLine(models.TransientModel):
    """Goods of an order that is divided: what does not go into a further parcel stays in the first."""

    _name = "marketplace.divide.line"
    _description = "Goods of a Package to Divide"

    wizard_id = fields.Many2one("marketplace.divide", required=True, ondelete="cascade")
    order_line_id = fields.Many2one("marketplace.order.line", required=True, readonly=True, ondelete="cascade")
    name = fields.Char(related="order_line_id.name", string="Product")
    quantity = fields.Float(related="order_line_id.quantity", string="Ordered")
    first = fields.Float("Parcel 1", compute="_compute_first", help="What stays.")
    second = fields.Float("Parcel 2")
    third = fields.Float("Parcel 3")
    fourth = fields.Float("Parcel 4")

    @api.depends("second", "third", "fourth", "wizard_id.parcels")
    def _compute_first(self):
        for line in self:
            names = PARCELS[: int(line.wizard_id.parcels or 2) - 1]
            line.first = line.order_line_id.sudo()._wanted() - sum(line[name] for name in names)
