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
    speed = fields.Char(compute="_compute_pace")
    time_left = fields.Char("Time left", compute="_compute_pace")
    can_repeat = fields.Boolean(compute="_compute_can_repeat")

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

    def action_repeat(self):
        """Read this list again now instead of next night: such as after the platform opened a category to us."""
        self._acting().write({"success_at": False, "paused_until": False})
        self.account_id._wake()

    @api.depends("kind", "success_at")
    def _compute_can_repeat(self):
        for flow in self:
            kind = (flow.kind or "").partition(":")[0]
            flow.can_repeat = bool(flow.success_at) and kind in ("categories", "dictionary", "offers", "statement")

    @api.depends("done", "total")
    def _compute_progress(self):
        for flow in self:
            flow.progress = min(100.0, 100.0 * flow.done / flow.total) if flow.total else 0.0

    @api.depends("done", "total", "started_at", "success_at")
    def _compute_pace(self):
        """How quick the round is, or the last one was, and how long the rest of it takes at that speed."""
        now = fields.Datetime.now()
        for flow in self:
            started, ended = flow.started_at, flow.success_at
            running = started and not (ended and ended >= started)
            seconds = max(((now if running else ended) - started).total_seconds(), 1) if started else 0
            per_second = flow.done / seconds if seconds else 0
            flow.speed = _per_time(per_second)
            left = flow.total - flow.done
            flow.time_left = _short_time(left / per_second) if running and per_second and left > 0 else False

    @api.depends("kind")
    def _compute_display_name(self):
        """``orders:modified:gap`` in words."""
        words = {
            "runner": self.env._("Background work"),
            "orders": self.env._("Reading orders"),
            "processing": self.env._("Importing orders"),
            "commands": self.env._("Telling the platform"),
            "papers": self.env._("Papers"),
            "shipments": self.env._("Following parcels"),
            "returns": self.env._("Reading returns"),
            "questions": self.env._("Reading questions"),
            "statement": self.env._("Reading the current account"),
            "wishes": self.env._("Withdrawing and restoring offers"),
            "comebacks": self.env._("Expecting parcels back"),
            "alerts": self.env._("Messages to customers"),
            "procuring": self.env._("Orders to suppliers"),
            "open": self.env._("open"),
            "batches": self.env._("Asking for results"),
            "values": self.env._("Sending stock and prices"),
            "publishing": self.env._("Publishing"),
            "registration": self.env._("Registering notifications"),
            "catalogue": self.env._("Reading the account"),
            "offers": self.env._("Reading offers"),
            "categories": self.env._("Reading categories"),
            "characteristics": self.env._("Reading characteristics"),
            "parties": self.env._("Reading safety data"),
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


def _per_time(per_second):
    """``25 / s``, ``40 / min``: the unit that shows a number of pieces."""
    if not per_second:
        return False
    return f"{per_second:.0f} / s" if per_second >= 3 else f"{max(per_second * 60, 1):.0f} / min"


def _short_time(seconds):
    unit, size = ("s", 1) if seconds < 100 else ("min", 60) if seconds < 7200 else ("h", 3600)
    return f"{max(seconds / size, 1):.0f} {unit}"
