import hashlib
import json

from odoo import api, fields, models

from ..lib.text import without_nul

OPEN = ("new", "awaited", "waiting", "error")


class MarketplaceIncoming(models.Model):
    """A document the platform gave us (order, return ...), kept as it came until it is fully worked into Odoo.

    Storing it is the only thing a poll's cursor depends on; what becomes of it afterwards never holds up another one.
    """

    _name = "marketplace.incoming"
    _description = "Incoming Document"
    _inherit = ["marketplace.acting"]
    _order = "id desc"
    _rec_name = "external_id"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", related="account_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("order", "Order"), ("return", "Return"), ("question", "Question")], required=True, readonly=True
    )
    external_id = fields.Char("Number", required=True, readonly=True)
    payload = fields.Json(readonly=True, groups="marketplace_base.group_user")
    digest = fields.Char(readonly=True)
    modified_at = fields.Datetime("Changed at the platform", readonly=True)
    notified_at = fields.Datetime(readonly=True)
    fetched_at = fields.Datetime(readonly=True)
    processed_at = fields.Datetime(readonly=True)
    state = fields.Selection(
        [
            ("new", "To process"),
            ("awaited", "Not ready at the platform"),
            ("waiting", "Waits for you"),
            ("error", "Failed"),
            ("done", "Done"),
            ("ignored", "Left alone"),
        ],
        default="new",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text("What is missing", readonly=True)
    missing_codes = fields.Char(readonly=True, help="Codes of products that are not linked yet, between bars.")
    demand = fields.Json(
        readonly=True, help="Units wanted per offer number, held back from what is offered until reserved."
    )
    tries = fields.Integer(readonly=True)
    retry_at = fields.Datetime(readonly=True)
    order_id = fields.Many2one("marketplace.order", readonly=True, ondelete="set null")
    return_id = fields.Many2one("marketplace.return", readonly=True, ondelete="set null")
    question_id = fields.Many2one("marketplace.question", readonly=True, ondelete="set null")

    _external = models.UniqueIndex("(account_id, kind, external_id)", "This document is already there.")
    _todo = models.Index("(account_id, id) WHERE state IN ('new', 'awaited', 'waiting', 'error')")

    @api.model
    def _store(self, account, documents, notified_at=None):
        """Upsert raw documents; what is unchanged stays as it is. Returns those that are to be processed (again)."""
        documents, changed = self._hand_over(account, documents, notified_at)
        known = {
            incoming.external_id: incoming
            for incoming in self.search(
                [
                    ("account_id", "=", account.id),
                    ("kind", "in", list({d.kind for d in documents})),
                    ("external_id", "in", [d.key for d in documents]),
                ]
            )
        }
        for document in documents:
            payload = without_nul(document.payload)
            digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
            incoming = known.get(document.key)
            if incoming and incoming.digest == digest:
                continue
            vals = {
                "payload": payload,
                "digest": digest,
                "modified_at": document.modified_at and document.modified_at.replace(tzinfo=None),
                "fetched_at": fields.Datetime.now(),
                "state": "new",
                "retry_at": False,
                "tries": 0,
            }
            if incoming:
                incoming.write(vals)
            else:
                incoming = self.create(
                    vals
                    | {
                        "account_id": account.id,
                        "kind": document.kind,
                        "external_id": document.key,
                        "notified_at": notified_at,
                    }
                )
                known[document.key] = incoming
            changed |= incoming
        return changed

    @api.model
    def _hand_over(self, account, documents, notified_at):
        """An order stays with the account that took it, though another account of the same seller reads it by now.

        :return: the documents that are this account's, and what changed at the others
        """
        changed = self.browse()
        siblings = account._siblings()
        if not siblings or not documents:
            return documents, changed
        there = self.search(
            [
                ("account_id", "in", (account | siblings).ids),
                ("kind", "in", list({d.kind for d in documents})),
                ("external_id", "in", [d.key for d in documents]),
                ("state", "!=", "ignored"),
            ]
        )
        keepers = {(row.kind, row.external_id): row.account_id for row in there if row.account_id != account}
        keepers |= {(row.kind, row.external_id): account for row in there if row.account_id == account}
        for keeper in {keeper for keeper in keepers.values() if keeper != account}:
            theirs = [d for d in documents if keepers.get((d.kind, d.key)) == keeper]
            changed |= self._store(keeper, theirs, notified_at)
            keeper._wake()
        return [d for d in documents if keepers.get((d.kind, d.key), account) == account], changed

    def action_retry(self):
        """Process these again now."""
        self._acting().write({"state": "new", "retry_at": False})
        self.account_id._wake()

    def action_ignore(self):
        """Leave these alone for good: their demand no longer lowers what is offered."""
        for incoming in self._acting():
            incoming._hold_back({})
            incoming.write({"state": "ignored", "error": self.env._("Left alone by %s.", self.env.user.name)})

    def action_calls(self):
        self.ensure_one()
        return self.env["marketplace.call"]._action_about(self.account_id, self.external_id)
