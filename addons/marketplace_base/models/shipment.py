from odoo import api, fields, models

from ..lib.fulfilment import FINAL

PROGRESS = [
    ("created", "AWB made"),
    ("picked_up", "Taken by the courier"),
    ("in_transit", "Under way"),
    ("out_for_delivery", "Out for delivery"),
    ("ready_for_pickup", "Waits in the locker"),
    ("attempt_failed", "Nobody there"),
    ("exception", "Trouble on the way"),
    ("refused", "Refused by the customer"),
    ("returning", "Coming back"),
    ("delivered", "Delivered"),
    ("returned", "Returned"),
    ("cancelled", "Cancelled"),
    ("lost", "Lost"),
]
DONE = tuple(progress.value for progress in FINAL)


class MarketplaceShipment(models.Model):
    """An AWB: asked for, made, printed, handed over, followed until it is delivered or back.

    Made by the platform's courier or on the seller's own contract (a ``delivery.carrier``); the customer sees it in both cases.
    """

    _name = "marketplace.shipment"
    _description = "Marketplace AWB"
    _inherit = ["marketplace.acting", "marketplace.commanded"]
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "order_id.external_id", "parcel_ids.barcode", "picking_id.name"]

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="restrict", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    order_id = fields.Many2one("marketplace.order", required=True, ondelete="restrict", index=True, readonly=True)
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", ondelete="set null", index="btree_not_null", readonly=True
    )
    return_id = fields.Many2one("marketplace.return", ondelete="set null", index="btree_not_null", readonly=True)
    direction = fields.Selection(
        [("out", "To the customer"), ("back", "From the customer")], default="out", required=True, readonly=True
    )
    by = fields.Selection(
        [("platform", "Platform's courier"), ("own", "Own contract")], default="platform", required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("asked", "Asked for"),
            ("unclear", "Unclear"),
            ("refused", "Refused"),
            ("made", "Made"),
            ("dropped", "Given up"),
        ],
        default="asked",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(readonly=True)
    key = fields.Char("Our number", readonly=True, help="Names it, so that it is asked for once.")
    command_ids = fields.One2many("marketplace.command", "shipment_id", readonly=True)

    # ---- what is asked for ----
    customer_place = fields.Json(
        readonly=True, help="Where the customer wants it, or where it is collected: the fields of an address."
    )
    courier_id = fields.Many2one("marketplace.entry", "Courier account", domain="[('kind', '=', 'courier')]")
    carrier_id = fields.Many2one("delivery.carrier", "Own delivery method", readonly=True)
    parcel_ids = fields.One2many("marketplace.parcel", "shipment_id")
    envelopes = fields.Integer()
    weight = fields.Float("Weight (kg)", digits="Stock Weight")
    currency_id = fields.Many2one(related="order_id.currency_id")
    cod = fields.Monetary("Cash on delivery")
    insured = fields.Monetary("Insured value")
    saturday = fields.Boolean("Saturday delivery")
    same_day = fields.Boolean("Same-day delivery")
    open_on_receipt = fields.Boolean("May be opened on receipt")
    return_parcel = fields.Boolean("Brings a parcel back")
    dropoff = fields.Boolean("We hand it in", help="No courier comes for it.")
    oversize = fields.Boolean()
    note = fields.Char("For the courier")
    locker_key = fields.Char("Locker number")
    locker_name = fields.Char(related="order_id.pickup_point_name", string="Locker")
    pickup_on = fields.Date("Collected on", help="For parcels that come from the customer.")

    # ---- what came of it ----
    ref = fields.Char("Reservation", readonly=True, index="btree_not_null")
    number = fields.Char("AWB", readonly=True, index="btree_not_null")
    courier_name = fields.Char("Courier", readonly=True)
    cost = fields.Monetary(readonly=True)
    made_at = fields.Datetime("Made on", readonly=True)
    progress = fields.Selection(PROGRESS, readonly=True, index=True)
    status_code = fields.Char("Courier's code", readonly=True)
    status_text = fields.Char("Courier's words", readonly=True)
    status_at = fields.Datetime("Moved on", readonly=True, help="When its progress last changed.")
    follow_at = fields.Datetime("Next look", readonly=True)
    follow_error = fields.Text("Why it cannot be followed", readonly=True)
    hinted_at = fields.Datetime("Moved, says the platform", readonly=True)
    known_ref = fields.Char("Reservation named by a person", readonly=True)
    scanned_at = fields.Datetime("Scanned by the courier", readonly=True)
    delivered_at = fields.Datetime(readonly=True)

    # ---- hand-over ----
    manifest_id = fields.Many2one("marketplace.manifest", ondelete="set null", index="btree_not_null", readonly=True)

    # ---- labels ----
    label_ids = fields.Many2many("ir.attachment", string="Labels", readonly=True, copy=False)
    label_wanted = fields.Char("Label to fetch", readonly=True, help="The format that is asked for next.")
    label_at = fields.Datetime("Label fetched again on", readonly=True)
    label_tries = fields.Integer(readonly=True)
    label_error = fields.Text("Why there is no label", readonly=True)

    _key = models.UniqueIndex("(account_id, key)", "This AWB is asked for already. Look at the order again.")
    _ref = models.UniqueIndex("(account_id, ref) WHERE ref IS NOT NULL", "This AWB is already there.")
    _made = models.Index("(made_at) WHERE made_at IS NOT NULL")
    _delivered = models.Index("(delivered_at) WHERE delivered_at IS NOT NULL")
    _to_follow = models.Index("(account_id, follow_at) WHERE follow_at IS NOT NULL")
    _label_to_fetch = models.Index("(account_id, label_at) WHERE label_wanted IS NOT NULL")
    _without_transfer = models.Index(
        "(account_id) WHERE picking_id IS NULL AND state = 'made' AND direction = 'out' AND by = 'platform'"
    )
    _not_taken = models.Index("(account_id) WHERE state = 'made' AND direction = 'out' AND scanned_at IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        """Each gets its own number: that of the order, counted on from the second AWB. Two people at once get the same one."""
        orders = self.env["marketplace.order"].browse(vals["order_id"] for vals in vals_list)
        counts = {
            order.id: self.with_context(active_test=False).search_count([("order_id", "=", order.id)])
            for order in orders
        }
        for vals, order in zip(vals_list, orders, strict=True):
            counts[order.id] += 1
            serial = f"-{counts[order.id]}" if counts[order.id] > 1 else ""
            vals.setdefault("key", f"{order.external_id}{serial}")
        return super().create(vals_list)

    def action_order(self):
        self.ensure_one()
        return self.order_id.get_formview_action()

    def action_ship_options(self):
        """What was refused, to be changed and asked for again."""
        self.ensure_one()
        action = self.order_id.action_ship_options()
        return action | {"context": action["context"] | {"default_picking_ids": self.picking_id.ids}}

    def action_calls(self):
        self.ensure_one()
        return self.env["marketplace.call"]._action_about(self.account_id, self.ref or self.order_id.external_id)

    @api.depends("number", "order_id.external_id")
    def _compute_display_name(self):
        for shipment in self:
            shipment.display_name = shipment.number or self.env._("AWB of %s", shipment.order_id.external_id)

    def _acting(self, group="marketplace_base.group_picker"):
        # whoever packs also prints and hands over
        return super()._acting(group)


class MarketplaceParcel(models.Model):
    """One parcel of an AWB, with the code on its own label."""

    _name = "marketplace.parcel"
    _description = "Marketplace Parcel"
    _order = "shipment_id, id"
    _rec_name = "barcode"

    shipment_id = fields.Many2one("marketplace.shipment", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", related="shipment_id.company_id", store=True, precompute=True)
    external_id = fields.Char(readonly=True)
    barcode = fields.Char("On the label", readonly=True, index="btree_not_null")
    weight = fields.Float("Weight (kg)", digits="Stock Weight")
    length_cm = fields.Float("Length (cm)")
    width_cm = fields.Float("Width (cm)")
    height_cm = fields.Float("Height (cm)")
