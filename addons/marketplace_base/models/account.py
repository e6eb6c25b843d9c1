from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class MarketplaceAccount(models.Model):
    """One seller's connection to one platform: what the engine works with, one runner at a time."""

    _name = "marketplace.account"
    _description = "Marketplace Account"
    _inherit = ["marketplace.acting", "mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    platform = fields.Selection(selection=[], required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    state = fields.Selection(
        [("draft", "Not connected"), ("reading", "Reading only"), ("live", "Live"), ("paused", "Paused")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    pause_reason = fields.Text(readonly=True, copy=False)
    identity = fields.Char(readonly=True, copy=False, help="The seller at the platform; connected once only.")
    credentials = fields.Json(groups=fields.NO_ACCESS, copy=False)
    address = fields.Char("Server address", help="Only for tests and trials: replaces the platform's own address.")
    token = fields.Char(groups="marketplace_base.group_manager", copy=False, readonly=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, readonly=True
    )
    cron_id = fields.Many2one("ir.cron", readonly=True, copy=False, ondelete="restrict")
    alert_user_ids = fields.Many2many(
        "res.users", string="Tell", default=lambda self: self.env.user, help="Who is told when a person is needed."
    )

    # ---- what may be written to the platform; all off until somebody switches it on (D5) ----
    stock_enabled = fields.Boolean("Send stock", copy=False, tracking=True)
    price_enabled = fields.Boolean("Send prices", copy=False, tracking=True)
    order_enabled = fields.Boolean("Take orders", copy=False, tracking=True)
    orders_since = fields.Datetime(
        copy=False, help="Orders placed earlier and already taken over elsewhere are left alone."
    )

    # ---- stock ----
    warehouse_ids = fields.Many2many(
        "stock.warehouse",
        string="Stock from warehouses",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
    )
    order_warehouse_id = fields.Many2one(
        "stock.warehouse", "Orders ship from", check_company=True, domain="[('company_id', '=', company_id)]"
    )
    platform_warehouse_id = fields.Many2one(
        "stock.warehouse",
        "Stock held by the platform",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="Orders that the platform ships itself take their goods from here, if set.",
    )
    stock_buffer = fields.Integer("Safety buffer", help="Units kept back from what is offered, per product.")
    stock_cap = fields.Integer("Offer at most", help="Units offered at most per product; 0 for no cap.")

    # ---- price ----
    price_warehouse_id = fields.Many2one(
        "stock.warehouse",
        "Prices of warehouse",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="The price list of this warehouse is sent; without one, the product's own sales price.",
    )
    own_pricelist_id = fields.Many2one(
        "product.pricelist",
        "Own price list",
        check_company=True,
        help="Takes the place of the warehouse's price list, for this account alone: such as prices for another country.",
    )
    markup = fields.Float("Markup %", digits=(16, 4), help="Added to the price; negative lowers it.")
    price_step = fields.Float("Round up to", digits=(16, 2), help="1 rounds up to whole units; 0 only rounds to cents.")
    price_ending = fields.Float("Less", digits=(16, 2), help="0.01 with a rounding to 1 gives prices such as 49.99.")

    # ---- the circuit breaker ----
    max_zero_share = fields.Float("Ask when more than % would go to zero", default=20.0)
    max_price_move = fields.Float("Ask when a price moves by more than %", default=30.0)
    below_cost_allowed = fields.Boolean("Prices below cost may be sent")
    stock_stop = fields.Text("Stock stopped", readonly=True, copy=False)

    # ---- orders ----
    team_id = fields.Many2one("crm.team", "Sales team", check_company=True)
    order_user_id = fields.Many2one("res.users", "Salesperson")
    order_pricelist_id = fields.Many2one("product.pricelist", readonly=True, copy=False)

    offer_ids = fields.One2many("marketplace.offer", "account_id")
    flow_ids = fields.One2many("marketplace.flow", "account_id", readonly=True)

    _identity_once = models.UniqueIndex(
        "(platform, identity) WHERE active AND identity IS NOT NULL",
        "This account is already connected; connecting it twice would double every order.",
    )

    @api.constrains("stock_buffer", "stock_cap", "price_step", "price_ending", "max_zero_share", "max_price_move")
    def _check_not_negative(self):
        for account in self:
            for name in ("stock_buffer", "stock_cap", "price_step", "price_ending", "max_zero_share", "max_price_move"):
                if account[name] < 0:
                    label = account._fields[name].get_description(self.env, ["string"])["string"]
                    raise ValidationError(self.env._("“%s” cannot be negative.", label))

    @api.constrains("markup")
    def _check_markup(self):
        if any(account.markup <= -100 for account in self):
            raise ValidationError(self.env._("A markup of −100 % or less leaves no price."))

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        for account in accounts:
            account._complete_warehouses()
        return accounts

    def _complete_warehouses(self):
        """Sensible homes for what was left open, so that a first look already shows figures."""
        default = self.env["stock.warehouse"].search([("company_id", "=", self.company_id.id)], limit=1)
        self.warehouse_ids = self.warehouse_ids or default
        self.order_warehouse_id = self.order_warehouse_id or self.warehouse_ids[:1]
        self.price_warehouse_id = self.price_warehouse_id or self.order_warehouse_id

    # Fields whose change alters what should be offered.
    _stock_settings = frozenset({"warehouse_ids", "stock_buffer", "stock_cap", "stock_enabled"})
    _price_settings = frozenset(
        {
            "price_warehouse_id",
            "own_pricelist_id",
            "markup",
            "price_step",
            "price_ending",
            "price_enabled",
            "max_price_move",
            "below_cost_allowed",
        }
    )

    def write(self, vals):
        result = super().write(vals)
        if self._stock_settings & vals.keys():
            self.env["marketplace.change"]._record_accounts("stock", self)
        if self._price_settings & vals.keys():
            self.env["marketplace.change"]._record_accounts("price", self)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(account.state != "draft" for account in self):
            raise UserError(self.env._("A connected account is archived, not deleted: its orders refer to it."))

    @api.depends("name", "platform")
    def _compute_display_name(self):
        for account in self:
            account.display_name = account.name or dict(self._fields["platform"].selection).get(account.platform)
