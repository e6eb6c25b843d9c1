from datetime import timedelta

from odoo import api, fields, models

KEEP = timedelta(days=30)
GC_BATCH = 10_000


class MarketplaceNotification(models.Model):
    """What arrived on an account's notification address. Insert-only for the web route; the runner marks what it looked at."""

    _name = "marketplace.notification"
    _description = "Marketplace Notification"
    _inherit = ["marketplace.acting"]
    _order = "id desc"
    _rec_name = "external_id"
    _log_access = False

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    received_at = fields.Datetime(required=True, readonly=True, index=True)
    event = fields.Char(readonly=True)
    kind = fields.Char(readonly=True)
    external_id = fields.Char("Number", readonly=True)
    raw = fields.Text(readonly=True, help="The request as it came, cut to 2,000 characters.")
    state = fields.Selection(
        [("new", "New"), ("done", "Looked at"), ("junk", "Not understood")], required=True, readonly=True
    )
    note = fields.Char(readonly=True)

    _todo = models.Index("(account_id, id) WHERE state = 'new'")

    @api.model
    def _is_waiting(self, account, hint):
        """The same hint is stored and not looked at yet: a repetition adds nothing."""
        return bool(
            self.search_count(
                [
                    ("account_id", "=", account.id),
                    ("state", "=", "new"),
                    ("kind", "=", hint.kind),
                    ("external_id", "=", hint.key),
                ],
                limit=1,
            )
        )

    def action_replay(self):
        """Look at these once more, as if they had just arrived."""
        self._acting().filtered("kind").state = "new"
        self.account_id._wake()

    @api.autovacuum
    def _gc_notifications(self):
        old = self.sudo().search([("received_at", "<", fields.Datetime.now() - KEEP)], limit=GC_BATCH)
        old.unlink()
        return len(old), len(old) == GC_BATCH
