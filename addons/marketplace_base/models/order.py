from odoo import api, fields, models


class MarketplaceOrder(models.Model):
    """The platform's order behind a sale order: its number, status, deadlines and how far it came."""

    _name = "marketplace.order"
    _description = "Marketplace Order"
    _inherit = ["marketplace.acting"]
    _order = "placed_at desc, id desc"
    _rec_name = "external_id"
    _rec_names_search = ["external_id", "number", "sale_order_id.name", "customer_name", "customer_phone"]

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="restrict", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    platform = fields.Selection(related="account_id.platform", store=True, precompute=True)
    external_id = fields.Char("Order number", required=True, readonly=True)
    number = fields.Char(
        "Number for the customer", readonly=True, index="btree_not_null", help="Where that is another one."
    )
    sale_order_id = fields.Many2one("sale.order", readonly=True, ondelete="restrict", index=True)
    incoming_ids = fields.One2many("marketplace.incoming", "order_id", readonly=True)
    line_ids = fields.One2many("marketplace.order.line", "order_id", readonly=True)
    command_ids = fields.One2many("marketplace.command", "order_id", readonly=True)

    status = fields.Selection(
        [
            ("new", "New"),
            ("processing", "Taken over"),
            ("prepared", "Prepared"),
            ("shipped", "Finalised"),
            ("returned", "Returned"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    status_label = fields.Char("Status at the platform", readonly=True)
    by_platform = fields.Boolean("Shipped by the platform", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    total = fields.Monetary(readonly=True)
    customer_name = fields.Char(readonly=True)
    customer_phone = fields.Char(readonly=True)
    payment_kind = fields.Selection(
        [("cod", "Cash on delivery"), ("card", "Card"), ("bank", "Bank transfer"), ("other", "Other")], readonly=True
    )
    payment_method = fields.Char(readonly=True, help="In the platform's words.")
    is_paid = fields.Boolean(readonly=True)
    collected = fields.Monetary(readonly=True)
    delivery_method = fields.Char(readonly=True)
    pickup_point = fields.Char("Locker number", readonly=True)
    pickup_point_name = fields.Char("Locker", readonly=True)
    note = fields.Text("Customer's note", readonly=True)
    cancel_requested = fields.Boolean(readonly=True)
    cancel_reason = fields.Char(readonly=True)
    extra = fields.Json(readonly=True)

    placed_at = fields.Datetime(required=True, readonly=True)
    notified_at = fields.Datetime(readonly=True)
    imported_at = fields.Datetime(readonly=True)
    acknowledged_at = fields.Datetime(readonly=True)
    ship_by = fields.Datetime(readonly=True)
    modified_at = fields.Datetime("Changed at the platform", readonly=True)

    problem = fields.Text(readonly=True, help="What a person has to decide on this order.")
    problem_solved = fields.Text(readonly=True, help="What a person has looked at already: not raised again.")
    places = fields.Char(
        readonly=True, help="Fingerprint of customer and addresses, to notice that the platform changed them."
    )

    _external = models.UniqueIndex("(account_id, external_id)", "This order is already there.")

    def _acknowledged(self):
        """The platform took note that we take the order over (F14); it may have moved its own stock doing so."""
        for order in self:
            order.acknowledged_at = order.acknowledged_at or fields.Datetime.now()
            if order.status == "new":
                order.status = "processing"
            order._void_stock("acknowledge")

    def _void_stock(self, event):
        """The platform moved its own stock of this order's offers at ``event``: what was proved is no longer."""
        for order in self:
            if event in order.account_id._get_provider_class().stock_moves_on:
                keys = order.line_ids.offer_id.mapped("external_id")
                self.env["marketplace.offer"]._void_stock(order.account_id, keys)

    def action_fetch(self):
        """Read this order from the platform again."""
        self._acting()._fetch_again(self.env._("asked by hand"))

    def _fetch_again(self, event):
        """Let these orders be read from the platform again.

        :param event: why, in words, for the notification journal
        """
        now = fields.Datetime.now()
        self.env["marketplace.notification"].sudo().create(
            [
                {
                    "account_id": order.account_id.id,
                    "company_id": order.company_id.id,
                    "received_at": now,
                    "event": event,
                    "kind": "order",
                    "external_id": order.external_id,
                    "state": "new",
                }
                for order in self
            ]
        )
        self.account_id._wake()

    def action_open_sale_order(self):
        self.ensure_one()
        return self.sale_order_id.get_formview_action()

    def action_calls(self):
        self.ensure_one()
        return self.env["marketplace.call"]._action_about(self.account_id, self.external_id)


class MarketplaceOrderLine(models.Model):
    """A line of a platform's order: what was ordered, cancelled and returned, and the sale line it became."""

    _name = "marketplace.order.line"
    _description = "Marketplace Order Line"
    _order = "order_id, id"
    _rec_name = "name"

    order_id = fields.Many2one("marketplace.order", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", related="order_id.company_id", store=True, precompute=True)
    external_id = fields.Char("Line number", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("product", "Product"),
            ("shipping", "Delivery"),
            ("voucher", "Voucher"),
            ("discount", "Discount"),
            ("deposit", "Packaging deposit"),
            ("rounding", "Rounding"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char(required=True, readonly=True)
    sale_line_id = fields.Many2one("sale.order.line", readonly=True, ondelete="set null", index=True)
    offer_id = fields.Many2one("marketplace.offer", readonly=True, ondelete="set null")
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    ordered = fields.Float(readonly=True)
    quantity = fields.Float("To deliver", readonly=True)
    applied = fields.Float(
        "In the sale order", readonly=True, help="The quantity last carried over into the sale order."
    )
    returned = fields.Float(readonly=True)
    cancelled = fields.Boolean(readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    unit_price = fields.Monetary("Unit price, VAT included", readonly=True)
    tax_rate = fields.Float("VAT %", readonly=True)
    paid_by = fields.Char(readonly=True)

    _external = models.UniqueIndex("(order_id, external_id)", "This line is already there.")

    @api.depends("name", "quantity")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.quantity:g} × {line.name}"
