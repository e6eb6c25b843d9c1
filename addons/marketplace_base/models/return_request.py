from datetime import timedelta

from odoo import api, fields, models


class MarketplaceReturn(models.Model):
    """Goods that come back: what a customer asked for at the platform, or a parcel that was never delivered."""

    _name = "marketplace.return"
    _description = "Marketplace Return"
    _inherit = ["marketplace.acting", "marketplace.commanded"]
    _order = "due_at, asked_at desc, id desc"
    _rec_name = "external_id"
    _rec_names_search = ["external_id", "order_id.external_id", "customer_name", "shipment_ids.number"]

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="restrict", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    external_id = fields.Char("Number", readonly=True, help="Empty for a parcel that nobody asked to return.")
    order_id = fields.Many2one("marketplace.order", ondelete="restrict", index=True, readonly=True)
    order_key = fields.Char("Order number", readonly=True)
    sale_order_id = fields.Many2one(related="order_id.sale_order_id")
    kind = fields.Selection(
        [("request", "Asked for by the customer"), ("undelivered", "Parcel not delivered")],
        required=True,
        default="request",
        readonly=True,
    )
    status = fields.Selection(
        [
            ("new", "To answer"),
            ("approved", "Expected"),
            ("refused", "Refused"),
            ("received", "Received"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    status_label = fields.Char("Status at the platform", readonly=True)
    wish = fields.Selection(
        [
            ("refund", "Money back"),
            ("replace", "The same once more"),
            ("exchange", "Another product"),
            ("voucher", "Voucher"),
            ("other", "Other"),
        ],
        readonly=True,
    )
    carrier = fields.Selection(
        [("platform", "Platform's courier"), ("seller", "Our courier"), ("customer", "The customer sends it")],
        string="Brought by",
        readonly=True,
    )
    by_platform = fields.Boolean("Handled by the platform", readonly=True)
    customer_name = fields.Char(readonly=True)
    customer_phone = fields.Char(readonly=True)
    iban = fields.Char("IBAN for the refund", readonly=True)
    note = fields.Text("Customer's note", readonly=True)
    asked_at = fields.Datetime(required=True, readonly=True)
    answer_by = fields.Datetime(readonly=True)
    close_by = fields.Datetime(readonly=True)
    due_at = fields.Datetime(
        "Due", compute="_compute_due_at", store=True, index=True, help="When the next step has to be done by."
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    is_urgent = fields.Boolean("At risk", compute="_compute_is_late", help="Due within a day.")
    is_complete = fields.Boolean(compute="_compute_is_complete", help="All that was announced came.")
    received_at = fields.Datetime(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    looked_at = fields.Datetime("Last looked at", readonly=True)
    refuse_reason = fields.Char(readonly=True)
    pickup_place = fields.Json(readonly=True, help="Where the goods are fetched, in the platform's own words.")
    extra = fields.Json(readonly=True)
    line_ids = fields.One2many("marketplace.return.line", "return_id", readonly=True)
    shipment_ids = fields.One2many("marketplace.shipment", "return_id", readonly=True)
    command_ids = fields.One2many("marketplace.command", "return_id", readonly=True)
    incoming_ids = fields.One2many("marketplace.incoming", "return_id", readonly=True)
    picking_ids = fields.One2many("stock.picking", "marketplace_return_id", readonly=True)
    move_ids = fields.One2many("account.move", "marketplace_return_id", "Credit notes", readonly=True)
    problem = fields.Text(readonly=True)
    to_credit = fields.Boolean(readonly=True, help="Goods were received that no credit note was made for.")
    credit_error = fields.Text(readonly=True, help="Why its credit note could not be made by itself.")

    _external = models.UniqueIndex(
        "(account_id, external_id) WHERE external_id IS NOT NULL", "This return is already there."
    )

    @api.depends("status", "answer_by", "close_by", "by_platform", "kind")
    def _compute_due_at(self):
        for record in self:
            waits = record.status in ("approved", "received") and record.close_by
            record.due_at = not record.by_platform and (record.answer_by if record.status == "new" else waits)

    @api.depends("line_ids.received", "line_ids.quantity")
    def _compute_is_complete(self):
        for record in self:
            record.is_complete = all(line.received >= line.quantity for line in record.line_ids)

    @api.depends("due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for record in self:
            record.is_late = bool(record.due_at) and record.due_at < now
            record.is_urgent = bool(record.due_at) and now <= record.due_at < now + timedelta(days=1)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("due_at", "<", fields.Datetime.now())]

    @api.depends("external_id", "order_id.external_id", "order_key")
    def _compute_display_name(self):
        for record in self:
            order = record.order_id.external_id or record.order_key
            record.display_name = record.external_id or self.env._("Parcel of %s", order)

    def action_open_order(self):
        self.ensure_one()
        return (self.sale_order_id or self.order_id).get_formview_action()

    def action_calls(self):
        self.ensure_one()
        return self.env["marketplace.call"]._action_about(
            self.account_id, self.external_id or self.order_id.external_id
        )


class MarketplaceReturnLine(models.Model):
    """Goods of a return: how many the customer announced, and how many came, in which condition."""

    _name = "marketplace.return.line"
    _description = "Marketplace Return Line"
    _order = "return_id, id"
    _rec_name = "name"

    return_id = fields.Many2one("marketplace.return", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", related="return_id.company_id", store=True, precompute=True)
    external_id = fields.Char("Line number", readonly=True)
    order_line_id = fields.Many2one("marketplace.order.line", ondelete="set null", readonly=True)
    product_id = fields.Many2one("product.product", ondelete="restrict", readonly=True)
    name = fields.Char(required=True, readonly=True)
    offer_key = fields.Char("Offer", readonly=True)
    quantity = fields.Float("Announced", readonly=True)
    reason = fields.Char(readonly=True)
    note = fields.Char(readonly=True)
    received = fields.Float(readonly=True)
    scrapped = fields.Float("Of it scrapped", readonly=True)
