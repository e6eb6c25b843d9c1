from datetime import timedelta

from odoo import api, fields, models

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=1)
"""One call a minute harms nobody, and the minute promised (D6, F2) begins when the platform is back."""


class MarketplaceFlow(models.Model):
    """How one stream of one account is doing: its cursor, its progress, when it last worked and why it does not.

    Only the account's runner writes here, so that it never collides with a person editing the account.
    """

    _name = "marketplace.flow"
    _description = "Marketplace Flow"
    _inherit = ["marketplace.acting"]
    _order = "account_id, kind"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    kind = fields.Char(required=True)
    cursor = fields.Json(help="Where the next step goes on.")
    started_at = fields.Datetime("Round started")
    success_at = fields.Datetime("Last success")
    failing_since = fields.Datetime()
    error = fields.Text()
    tries = fields.Integer()
    paused_until = fields.Datetime()
    done = fields.Integer()
    total = fields.Integer()
    progress = fields.Float(compute="_compute_progress")

    _one_per_kind = models.Constraint("UNIQUE(account_id, kind)", "This flow exists already.")

    def _succeeded(self, **vals):
        """The flow did what it had to: forget its troubles."""
        self.write(
            {
                "success_at": fields.Datetime.now(),
                "failing_since": False,
                "error": False,
                "tries": 0,
                "paused_until": False,
            }
            | vals
        )

    def _failed(self, text):
        """The flow could not work; it rests, longer each time, and says so.

        :return: how long it rests
        """
        now = fields.Datetime.now()
        pause = min(FIRST_PAUSE * 2 ** min(self.tries, 10), LONGEST_PAUSE)
        self.write(
            {
                "error": text,
                "tries": self.tries + 1,
                "failing_since": self.failing_since or now,
                "paused_until": now + pause,
            }
        )
        return pause

    def action_retry(self):
        """Do not rest any longer."""
        self._acting().write({"paused_until": False})
        self.account_id._wake()

    @api.depends("done", "total")
    def _compute_progress(self):
        for flow in self:
            flow.progress = min(100.0, 100.0 * flow.done / flow.total) if flow.total else 0.0

    @api.depends("kind")
    def _compute_display_name(self):
        """``orders:modified:gap`` in words."""
        words = {
            "runner": self.env._("Background work"),
            "orders": self.env._("Reading orders"),
            "processing": self.env._("Importing orders"),
            "commands": self.env._("Telling the platform"),
            "batches": self.env._("Asking for results"),
            "values": self.env._("Sending stock and prices"),
            "publishing": self.env._("Publishing"),
            "catalogue": self.env._("Reading the account"),
            "offers": self.env._("Reading offers"),
            "dictionary": self.env._("Lists"),
            "products": self.env._("Making products"),
            "pictures": self.env._("Fetching pictures"),
            "new": self.env._("new"),
            "modified": self.env._("changed"),
            "platform": self.env._("shipped by the platform"),
            "gap": self.env._("daily check of a week"),
        } | self.env["marketplace.entry"]._kind_labels()
        for flow in self:
            kind, *rest = [words.get(part, part) for part in (flow.kind or "").split(":")]
            flow.display_name = f"{kind}: {', '.join(rest)}" if rest else kind

    @property
    def _is_resting(self):
        return bool(self.paused_until and self.paused_until > fields.Datetime.now())
