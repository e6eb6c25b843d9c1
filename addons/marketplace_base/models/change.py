from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.clock import utcnow
from .account_engine import RUNNING

_PENDING = "marketplace.change"
GC_KEPT = 1_000


class MarketplaceChange(models.Model):
    """«Something that decides the stock (or price) of this product on this account moved at that time.»

    Insert-only for everybody but the account's runner, which drains it. It has no foreign keys on purpose: a warehouse
    worker's transaction must never touch a row that the engine updates.
    """

    _name = "marketplace.change"
    _description = "Marketplace Change"
    _log_access = False

    account_id = fields.Integer(required=True, readonly=True)
    product_id = fields.Integer(readonly=True, help="Empty: every product of the account.")
    offer_id = fields.Integer(readonly=True, help="Only this offer, on a person's request.")
    kind = fields.Selection(
        [
            ("stock", "Stock"),
            ("price", "Price"),
            ("link", "Link"),
            ("retry", "Retry"),
            ("resync", "Resync"),
            ("accept", "Accept the sure link"),
            ("create", "Create the product"),
            ("leave", "Leave out"),
            ("undo", "Undo the import"),
            ("content", "Content"),
        ],
        required=True,
        readonly=True,
    )
    due_at = fields.Datetime(required=True, readonly=True)

    _todo = models.Index("(account_id, kind, due_at)")

    # ---- collecting: once per transaction, written just before it commits ----

    @api.model
    def _collect(self, kind, product_ids):
        """Remember that the stock or price of these products may have moved; cheap, may be called often."""
        if not product_ids:
            return
        data = self.env.cr.precommit.data
        if _PENDING not in data:
            data[_PENDING] = defaultdict(set)
            self.env.cr.precommit.add(self.sudo()._write_collected)
        data[_PENDING][kind].update(product_ids)

    def _write_collected(self):
        """One statement per transaction: a row per account that has an offer of the product, and a call for its runner.

        The calls are rows of ``ir.cron.trigger``, written here instead of by ``_wake``: this runs in every delivery, and
        the ORM's way would be as dear as all the rest of it.
        """
        collected = self.env.cr.precommit.data.pop(_PENDING, None)
        if not collected:
            return
        self.env["marketplace.offer"].flush_model(["product_id", "account_id", "active"])
        self.env["marketplace.account"].flush_model(["state", "cron_id"])
        rows = [(kind, product_id) for kind, ids in collected.items() for product_id in ids]
        called = self.env.execute_query(
            SQL(
                """
                WITH inserted AS (
                    INSERT INTO marketplace_change (account_id, product_id, kind, due_at)
                    SELECT DISTINCT o.account_id, o.product_id, moved.kind, %(now)s::timestamp
                      FROM unnest(%(kinds)s, %(products)s) AS moved(kind, product_id)
                      JOIN marketplace_offer o ON o.product_id = moved.product_id AND o.active
                 RETURNING account_id)
                INSERT INTO ir_cron_trigger (cron_id, call_at)
                SELECT DISTINCT c.id, %(now)s::timestamp
                  FROM inserted
                  JOIN marketplace_account a ON a.id = inserted.account_id AND a.state = ANY(%(running)s)
                  JOIN ir_cron c ON c.id = a.cron_id AND c.active
             RETURNING cron_id
                """,
                now=utcnow(),
                kinds=[kind for kind, _id in rows],
                products=[product_id for _kind, product_id in rows],
                running=list(RUNNING),
            )
        )
        if called:
            self.env.cr.postcommit.add(self.env["ir.cron"]._notifydb)

    # ---- requests that concern whole accounts or chosen offers ----

    @api.model
    def _record_accounts(self, kind, accounts, at=None):
        """Everything of these accounts is to be looked at, now or at a later moment (``at``, naive UTC)."""
        self._insert([(account.id, None, None, kind, at) for account in accounts])
        accounts._wake(at)

    @api.model
    def _record_offers(self, offers):
        """These offers were linked, excluded or taken up again."""
        self._insert(
            [(offer.account_id.id, None, offer.id, kind, None) for offer in offers for kind in ("stock", "price")]
        )
        offers.account_id._wake()

    @api.model
    def _record_retry(self, offers, everything=False):
        kind = "resync" if everything else "retry"
        self._insert([(offer.account_id.id, None, offer.id, kind, None) for offer in offers])
        offers.account_id._wake()

    @api.model
    def _spread(self, account, kind, at):
        """A change of everything becomes one of each linked product, so that it can be worked in chunks."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO marketplace_change (account_id, product_id, kind, due_at)
                   SELECT account_id, product_id, %s, %s FROM marketplace_offer
                    WHERE account_id = %s AND product_id IS NOT NULL AND active""",
                kind,
                at,
                account.id,
            )
        )

    @api.autovacuum
    def _gc_changes(self):
        """An account that does not run collects no endless list: one look at everything, when it runs again, is enough."""
        for account in (
            self.env["marketplace.account"].with_context(active_test=False).search([("state", "=", "paused")])
        ):
            piled = self.sudo().search([("account_id", "=", account.id), ("kind", "in", ("stock", "price"))])
            if len(piled) > GC_KEPT:
                piled.unlink()
                self._insert([(account.id, None, None, kind, None) for kind in ("stock", "price")])

    def _insert(self, rows):
        now = utcnow()
        self.env["marketplace.offer"].flush_model()
        self.sudo().create(
            [
                {"account_id": account, "product_id": product, "offer_id": offer, "kind": kind, "due_at": at or now}
                for account, product, offer, kind, at in rows
            ]
        )
