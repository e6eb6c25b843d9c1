from odoo import api, fields, models


class MarketplaceCommand(models.Model):
    """Something that must happen once at the platform: the outbox.

    Durable before the call (pending → sending), and its end right after. A call whose outcome is not known stays
    ``unknown`` until the platform was asked what became of it; it is never repeated blindly.
    """

    _name = "marketplace.command"
    _description = "Marketplace Command"
    _inherit = ["marketplace.acting"]
    _order = "id desc"
    _rec_name = "kind"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", related="account_id.company_id", store=True, index=True)
    kind = fields.Selection([("acknowledge", "Take over")], required=True, readonly=True)
    key = fields.Char("Number", required=True, readonly=True, help="Which document, so that it is done once only.")
    order_id = fields.Many2one("marketplace.order", ondelete="cascade", readonly=True, index=True)
    data = fields.Json(readonly=True)
    state = fields.Selection(
        [
            ("pending", "To send"),
            ("sending", "On the wire"),
            ("unknown", "Outcome unknown"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("cancelled", "Dropped"),
        ],
        default="pending",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(readonly=True)
    tries = fields.Integer(readonly=True)
    retry_at = fields.Datetime(readonly=True)
    done_at = fields.Datetime(readonly=True)

    _once = models.UniqueIndex("(account_id, kind, key)", "This is already asked for.")
    _todo = models.Index("(account_id, id) WHERE state IN ('pending', 'sending', 'unknown')")

    @api.model
    def _ask(self, account, kind, key, order=None, data=None):
        """Put a command into the outbox unless it is there already."""
        known = self.search([("account_id", "=", account.id), ("kind", "=", kind), ("key", "=", key)])
        return known or self.create(
            {"account_id": account.id, "kind": kind, "key": key, "order_id": order and order.id, "data": data}
        )

    @api.model
    def _next(self, account, repeatable):
        """The oldest command whose turn it is. One whose outcome is unknown only if the platform takes it twice without harm."""
        now = fields.Datetime.now()
        return self.search(
            [
                ("account_id", "=", account.id),
                "|", ("retry_at", "=", False), ("retry_at", "<=", now),
                "|", ("state", "=", "pending"), "&", ("state", "=", "unknown"), ("kind", "in", list(repeatable)),
            ],
            order="id",
            limit=1,
        )  # fmt: skip

    def _call(self, provider):
        """Make the call; returns a ``Result`` or raises one of the five errors. Extended with each kind."""
        if self.kind == "acknowledge":
            return provider.acknowledge(self.key)
        raise NotImplementedError(self.kind)

    def _done(self):
        """The platform confirmed it: what follows in Odoo. Extended with each kind."""
        if self.kind == "acknowledge":
            self.order_id._acknowledged()

    def action_retry(self):
        """Try again what was refused."""
        self._acting().filtered(lambda c: c.state in ("refused", "unknown", "pending")).write(
            {"state": "pending", "retry_at": False}
        )
        self.account_id._wake()

    def action_drop(self):
        """Give up on these."""
        self._acting().filtered(lambda c: c.state in ("refused", "pending")).write({"state": "cancelled"})

    def action_calls(self):
        self.ensure_one()
        return self.env["marketplace.call"]._action_about(self.account_id, self.key)
