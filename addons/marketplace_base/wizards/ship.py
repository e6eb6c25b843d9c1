from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.order_ship import OPEN, PICKER

# What is asked for as it stands here, whatever the account's usual is.
OPTIONS = (
    "courier_id", "envelopes", "saturday", "same_day", "open_on_receipt", "return_parcel", "dropoff", "oversize", "note",
)  # fmt: skip
OF_ONE = ("cod", "insured", "locker_key")
PLACE = ("name", "phone", "street")


class MarketplaceShip(models.TransientModel):
    """«AWB with options»: for one order everything can be changed, for several what they have in common."""

    _name = "marketplace.ship"
    _description = "AWB With Options"

    order_ids = fields.Many2many("marketplace.order", string="Orders", readonly=True)
    picking_ids = fields.Many2many("stock.picking", readonly=True)
    account_id = fields.Many2one("marketplace.account", compute="_compute_account_id")
    order_id = fields.Many2one("marketplace.order", compute="_compute_account_id")
    known_id = fields.Many2one("marketplace.shipment", "There is already", compute="_compute_known_id")
    again = fields.Boolean("One more AWB", help="The order has an AWB; this one is made besides.")
    gaps = fields.Text("What is missing", compute="_compute_gaps")

    courier_id = fields.Many2one(
        "marketplace.entry", "Courier account", domain="[('account_id', '=', account_id), ('kind', '=', 'courier')]"
    )
    line_ids = fields.One2many("marketplace.ship.parcel", "wizard_id")
    envelopes = fields.Integer()
    currency_id = fields.Many2one(related="order_id.currency_id")
    cod = fields.Monetary("Cash on delivery")
    insured = fields.Monetary("Insured value")
    locker_key = fields.Char("Locker number")
    locker_name = fields.Char(related="order_id.pickup_point_name", string="Locker")
    saturday = fields.Boolean("Saturday delivery")
    same_day = fields.Boolean("Same-day delivery")
    open_on_receipt = fields.Boolean("May be opened on receipt")
    return_parcel = fields.Boolean("Brings a parcel back")
    dropoff = fields.Boolean("We hand it in", help="No courier comes for it.")
    oversize = fields.Boolean()
    note = fields.Char("For the courier")
    place_name = fields.Char("Receiver")
    place_phone = fields.Char("Phone")
    place_street = fields.Char("Street")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        orders = self._orders(self.env.context.get("default_order_ids"), self.env.context.get("default_picking_ids"))
        values |= {"order_ids": [Command.set(orders.ids)], "picking_ids": [Command.set(self._pickings().ids)]}
        account = orders.account_id[:1]
        values |= {"courier_id": account.courier_id.id, "open_on_receipt": account.open_on_receipt}
        if len(orders) == 1:
            usual = orders._shipment_values(orders._shipped_by(self._pickings().sudo()[:1]))
            values |= {name: usual[name] for name in OF_ONE}
            values |= {f"place_{name}": usual["customer_place"].get(name) for name in PLACE}
            values["line_ids"] = [Command.create(vals) for _command, _id, vals in usual["parcel_ids"]]
        return values

    def _orders(self, order_ids, picking_ids):
        orders = self.env["marketplace.order"].browse(order_ids or ())
        orders |= self._pickings(picking_ids).marketplace_order_id
        return orders._acting(PICKER)

    def _pickings(self, picking_ids=None):
        pickings = self.env["stock.picking"].browse(picking_ids or self.env.context.get("default_picking_ids") or ())
        pickings.check_access("read")
        return pickings

    @api.depends("order_ids")
    def _compute_account_id(self):
        for wizard in self:
            accounts = wizard.order_ids.account_id
            wizard.account_id = accounts if len(accounts) == 1 else False
            wizard.order_id = wizard.order_ids if len(wizard.order_ids) == 1 else False

    @api.depends("order_ids", "picking_ids")
    def _compute_known_id(self):
        for wizard in self:
            order = wizard.order_id._origin.sudo()
            known = order and order._outgoing(order._shipped_by(wizard.picking_ids._origin.sudo()[:1]))
            wizard.known_id = known and known.filtered(lambda s: s.state in OPEN)[:1]

    @api.depends(*OPTIONS, *OF_ONE, "line_ids.weight", *(f"place_{name}" for name in PLACE))
    def _compute_gaps(self):
        """What the platform would refuse, while it is being filled in."""
        for wizard in self:
            order = wizard.order_id._origin.sudo()
            if not order:
                wizard.gaps = False
                continue
            shipment = order.env["marketplace.shipment"].new(
                order._shipment_values(order.env["stock.picking"]) | wizard._values()
            )
            wizard.gaps = order._reason_not_to_ship() or "\n".join(shipment._gaps()) or False

    def _values(self):
        """What the AWBs are to be like."""
        values = {name: self[name].id if name == "courier_id" else self[name] for name in OPTIONS}
        if not self.order_id:
            return {name: value for name, value in values.items() if value}
        order = self.order_id._origin.sudo()
        place = order.delivery_place or order._place_in_odoo()
        return (
            values
            | {name: self[name] for name in OF_ONE}
            | {
                "customer_place": place | {name: self[f"place_{name}"] or "" for name in PLACE},
                "parcel_ids": [
                    Command.create({name: line[name] for name in ("weight", "length_cm", "width_cm", "height_cm")})
                    for line in self.line_ids
                ],
            }
        )

    def action_ship(self):
        """Ask for them."""
        self.ensure_one()
        orders = self._orders(self.order_ids.ids, self.picking_ids.ids)
        if len(orders.account_id) > 1 and self.courier_id:
            raise UserError(self.env._("A courier account belongs to one account: choose orders of one account."))
        if len(orders) == 1:
            picking = self.picking_ids[:1]
            made, refused = orders._ship(again=self.again, picking_id=picking.id, **self._values()), []
        else:
            made, refused = orders._ship_each(**self._values())
        told = orders._told(made, refused)
        told["params"]["next"] = {"type": "ir.actions.act_window_close"}
        return told


class MarketplaceShipParcel(models.TransientModel):
    _name = "marketplace.ship.parcel"
    _description = "Parcel to Ship"

    wizard_id = fields.Many2one("marketplace.ship", required=True, ondelete="cascade")
    weight = fields.Float("Weight (kg)", digits="Stock Weight", default=1.0)
    length_cm = fields.Float("Length (cm)")
    width_cm = fields.Float("Width (cm)")
    height_cm = fields.Float("Height (cm)")
