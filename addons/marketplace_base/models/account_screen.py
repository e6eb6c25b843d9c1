from odoo import api, fields, models


class MarketplaceAccount(models.Model):
    """What the account's card and page show and open; the engine needs none of it."""

    _inherit = "marketplace.account"

    pricelist_id = fields.Many2one("product.pricelist", "Price list", compute="_compute_pricelist_id")
    new_count = fields.Integer("New offers", compute="_compute_attention")
    attention_count = fields.Integer("Needs you", compute="_compute_attention")
    last_notification_at = fields.Datetime("Last notification", compute="_compute_attention")
    stock_latency = fields.Char("Stock proved", compute="_compute_latency_texts")
    order_latency = fields.Char("Orders imported", compute="_compute_latency_texts")
    ready_share = fields.Integer("Ready %", compute="_compute_ready_share")

    @api.depends("own_pricelist_id", "price_warehouse_id.marketplace_pricelist_id")
    def _compute_pricelist_id(self):
        for account in self:
            account.pricelist_id = account._pricelist()

    def _compute_attention(self):
        problems = self._counted("marketplace.problem", [])
        new = self._counted("marketplace.offer", [("link_state", "=", "new")])
        notified = dict(
            self.env["marketplace.notification"]
            .sudo()
            ._read_group([("account_id", "in", self.ids)], ["account_id"], ["received_at:max"])
        )
        for account in self:
            account.attention_count = problems.get(account, 0)
            account.new_count = new.get(account, 0)
            account.last_notification_at = notified.get(account, False)

    def _counted(self, model, domain):
        return dict(
            self.env[model].sudo()._read_group([("account_id", "in", self.ids), *domain], ["account_id"], ["__count"])
        )

    @api.depends("stock_p50", "stock_p95", "stock_p99", "order_p50", "order_p95", "order_p99")
    def _compute_latency_texts(self):
        for account in self:
            for name, kind in (("stock_latency", "stock"), ("order_latency", "order")):
                figures = [account[f"{kind}_p{share}"] for share in (50, 95, 99)]
                account[name] = _short(figures) if figures[-1] else False

    @api.depends("warehouse_ids", "linked_count", "stock_enabled", "price_enabled", "order_enabled")
    def _compute_ready_share(self):
        """The share of the check list on the account's page that is done."""
        for account in self:
            steps = (
                account.state in ("reading", "live"),
                account.last_offers_at,
                account.linked_count,
                account.warehouse_ids,
                account.stock_enabled,
                account.price_enabled,
                account.order_enabled,
                account.last_notification_at,
            )
            account.ready_share = 100 * sum(map(bool, steps)) // len(steps)

    def _notification_address(self, event):
        """Where the platform is to send its notifications of ``event``; knowing it is enough to send one."""
        token = self.sudo().token
        if not token:
            return False
        return f"{self.get_base_url()}/marketplace/notify/{self.id}/{token}/{event}"

    def _connector_removed(self):
        """The platform's addon is being uninstalled: the orders stay, the account rests."""
        self.cron_id.sudo().active = False
        self.write({"active": False, "state": "paused", "pause_reason": self.env._("The connector was uninstalled.")})

    # ---- every counter opens its list ----

    def _open(self, action, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"marketplace_base.{action}")
        return action | {"domain": [("account_id", "in", self.ids)], "context": context}

    def action_offers(self):
        """The offers, filtered as the button asks (``show`` in its context)."""
        show = self.env.context.get("show")
        return self._open("action_offers", **({f"search_default_{show}": 1} if show else {}))

    def action_orders(self):
        return self._open("action_orders")

    def action_incoming(self):
        return self._open("action_incoming", search_default_open=1)

    def action_commands(self):
        return self._open("action_commands")

    def action_problems(self):
        return self._open("action_problems")

    def action_notifications(self):
        return self._open("action_notifications")

    def action_calls(self):
        return self._open("action_calls")

    def action_entries(self):
        return self._open("action_entries", search_default_by_kind=1)

    def action_reconnect(self):
        """The connection page again, for new credentials."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_connect")
        return action | {"context": {"default_account_id": self.id}}

    def action_dry_run(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_dry_run")
        return action | {"context": {"default_account_id": self.id}}


def _short(seconds):
    """``4 / 7 / 12 s`` or ``2 / 3 / 8 min``: all in the unit that suits the longest."""
    unit, size = ("s", 1) if seconds[-1] < 100 else ("min", 60) if seconds[-1] < 7200 else ("h", 3600)
    return f"{' / '.join(f'{value / size:.0f}' for value in seconds)} {unit}"
