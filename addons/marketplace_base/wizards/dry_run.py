from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# What each figure counts, as a condition on ``marketplace_offer o`` joined with its account ``a``.
_KNOWN_STOCK = "COALESCE(o.stock_confirmed, o.platform_stock)"
_KNOWN_PRICE = "COALESCE(o.price_confirmed, NULLIF(o.platform_price, 0))"
_FIGURES = {
    "linked": "o.link_state = 'linked'",
    "doubtful": "o.link_state = 'doubtful'",
    "unlinked": "o.link_state = 'new'",
    "excluded": "o.link_state = 'linked' AND (o.exclude_stock OR o.exclude_price)",
    "stock": "o.stock_state IN ('waiting', 'held', 'refused')",
    "stock_zero": f"o.stock_state IN ('waiting', 'held') AND o.stock_wanted = 0 AND {_KNOWN_STOCK} > 0",
    "price": "o.price_state IN ('waiting', 'held', 'refused')",
    "price_move": (
        "o.price_state IN ('waiting', 'held') AND a.max_price_move > 0"
        f" AND abs(o.price_wanted - {_KNOWN_PRICE}) * 100 > a.max_price_move * {_KNOWN_PRICE}"
    ),
    "held": "o.stock_state = 'held' OR o.price_state = 'held'",
}


class MarketplaceDryRun(models.TransientModel):
    """What would be written to the platform, in figures that open their lists; and the switches (D5)."""

    _name = "marketplace.dry.run"
    _description = "Go Live"

    account_id = fields.Many2one("marketplace.account", required=True, readonly=True, ondelete="cascade")
    account_state = fields.Selection(related="account_id.state")
    max_price_move = fields.Float(related="account_id.max_price_move")
    reading = fields.Boolean(compute="_compute_figures", help="The figures are not final yet.")
    linked = fields.Integer(compute="_compute_figures")
    doubtful = fields.Integer(compute="_compute_figures")
    unlinked = fields.Integer(compute="_compute_figures")
    excluded = fields.Integer(compute="_compute_figures")
    stock = fields.Integer("Stock would change", compute="_compute_figures")
    stock_zero = fields.Integer("Would go to zero", compute="_compute_figures")
    price = fields.Integer("Price would change", compute="_compute_figures")
    price_move = fields.Integer("Would move much", compute="_compute_figures")
    held = fields.Integer("Held back until you say yes", compute="_compute_figures")

    stock_enabled = fields.Boolean(
        "Send stock", compute="_compute_switches", store=True, readonly=False, precompute=True
    )
    price_enabled = fields.Boolean(
        "Send prices", compute="_compute_switches", store=True, readonly=False, precompute=True
    )
    order_enabled = fields.Boolean(
        "Take orders", compute="_compute_switches", store=True, readonly=False, precompute=True
    )
    orders_since = fields.Datetime(
        "Orders placed since",
        compute="_compute_switches",
        store=True,
        readonly=False,
        precompute=True,
        help="Earlier orders that were already taken over elsewhere are left alone.",
    )

    @api.depends("account_id")
    def _compute_switches(self):
        for wizard in self:
            account = wizard.account_id
            wizard.stock_enabled = account.stock_enabled
            wizard.price_enabled = account.price_enabled
            wizard.order_enabled = account.order_enabled
            wizard.orders_since = account.orders_since or fields.Datetime.now()

    @api.depends("account_id")
    def _compute_figures(self):
        counts = SQL(", ").join(
            SQL("count(*) FILTER (WHERE %s) AS %s", SQL(condition), SQL.identifier(name))
            for name, condition in _FIGURES.items()
        )
        self.env["marketplace.offer"].flush_model()
        self.env["marketplace.account"].flush_model(["max_price_move"])
        for wizard in self:
            [row] = self.env.execute_query_dict(SQL("SELECT %s %s", counts, wizard._offers()))
            wizard.update(row)
            wizard.reading = not wizard.account_id.last_offers_at or wizard._is_moving()

    def _offers(self):
        return SQL(
            "FROM marketplace_offer o JOIN marketplace_account a ON a.id = o.account_id WHERE o.account_id = %s AND o.active",
            self.account_id.id,
        )

    def _is_moving(self):
        """Changes are recorded that the runner did not look at yet."""
        return bool(
            self.env["marketplace.change"]
            .sudo()
            .search_count([("account_id", "=", self.account_id.id), ("due_at", "<=", fields.Datetime.now())], limit=1)
        )

    def action_show(self):
        """The offers behind one figure (``figure`` in the context)."""
        self.ensure_one()
        figure = self.env.context.get("figure")
        rows = self.env.execute_query(SQL("SELECT o.id %s AND (%s)", self._offers(), SQL(_FIGURES[figure])))
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_offers")
        return action | {"domain": [("id", "in", [row[0] for row in rows])], "context": {}}

    def action_refresh(self):
        """The same page with new figures."""
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_dry_run")
        return action | {"res_id": self.id}

    def action_apply(self):
        """Switch on what is ticked and off what is not."""
        self.ensure_one()
        account = self.account_id
        if account.state == "draft":
            raise UserError(self.env._("%s is not connected.", account.name))
        ticked = {name: self[name] for name in ("stock_enabled", "price_enabled", "order_enabled")}
        account.write({name: False for name, on in ticked.items() if not on and account[name]})
        if self.order_enabled and not account.order_enabled:
            account.orders_since = self.orders_since
        if any(ticked.values()):
            account._switch_on(
                stock=ticked["stock_enabled"], price=ticked["price_enabled"], orders=ticked["order_enabled"]
            )
        elif account.state == "live":
            account.state = "reading"
        return {"type": "ir.actions.act_window_close"}
