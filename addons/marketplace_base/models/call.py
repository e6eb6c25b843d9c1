from datetime import timedelta

from odoo import api, fields, models

KEEP = timedelta(days=30)
GC_BATCH = 10_000


class MarketplaceCall(models.Model):
    """The journal of HTTP calls: what was asked, what was answered, secrets masked. Kept 30 days."""

    _name = "marketplace.call"
    _description = "Marketplace Call"
    _order = "id desc"
    _rec_name = "action"
    _log_access = False

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    called_at = fields.Datetime(required=True, readonly=True, index=True)
    action = fields.Char(required=True, readonly=True)
    method = fields.Char(readonly=True)
    url = fields.Char("Address", readonly=True)
    keys = fields.Char("About", readonly=True, help="The numbers the call is about, between bars: |123|456|")
    request = fields.Text(readonly=True)
    response = fields.Text(readonly=True)
    status = fields.Integer("HTTP status", readonly=True)
    seconds = fields.Float(readonly=True, digits=(8, 3))
    error = fields.Text(readonly=True)

    _recent = models.Index("(account_id, id DESC)")

    @api.model
    def _record(self, account, records):
        """Keep the ``CallRecord`` list of one account."""
        self.create(
            [
                {
                    "account_id": account.id,
                    "company_id": account.company_id.id,
                    "called_at": record.started_at.replace(tzinfo=None),
                    "action": record.action,
                    "method": record.method,
                    "url": record.url,
                    "keys": f"|{'|'.join(record.keys)}|" if record.keys else False,
                    "request": record.request,
                    "response": record.response,
                    "status": record.status,
                    "seconds": record.seconds,
                    "error": record.error,
                }
                for record in records
            ]
        )

    @api.model
    def _action_about(self, account, key):
        """Open the calls that concern one document or offer of an account."""
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_calls")
        return action | {"domain": [("account_id", "=", account.id), ("keys", "like", f"|{key}|")]}

    @api.autovacuum
    def _gc_calls(self):
        old = self.sudo().search([("called_at", "<", fields.Datetime.now() - KEEP)], limit=GC_BATCH)
        old.unlink()
        return len(old), len(old) == GC_BATCH
