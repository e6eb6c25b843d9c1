import json
from datetime import UTC

from odoo import api, models
from odoo.tools import SQL

from ..lib.clock import utcnow
from ..lib.text import without_nul

# column, SQL type, attribute of OfferData: what a reading brings and a later reading replaces
_READ = (
    ("name", "varchar", lambda o: o.name or o.key),
    ("sku", "varchar", lambda o: o.sku or None),
    ("barcodes", "varchar", lambda o: " ".join(o.barcodes) or None),
    ("platform_code", "varchar", lambda o: o.platform_code or None),
    ("platform_stock", "int", lambda o: o.stock),
    ("platform_price", "numeric", lambda o: o.price),
    ("price_low", "numeric", lambda o: o.price_low),
    ("price_high", "numeric", lambda o: o.price_high),
    ("tax_rate", "numeric", lambda o: o.tax_rate * 100 if o.tax_rate is not None else None),
    ("status", "varchar", lambda o: o.status),
    ("publication", "varchar", lambda o: o.publication or None),
    ("sellable", "bool", lambda o: o.sellable),
    ("platform_problems", "text", lambda o: "\n".join(o.problems) or None),
    ("review", "varchar", lambda o: o.review and o.review.value),
    ("has_parties", "bool", lambda o: o.has_parties),
    ("withdrawn_at", "timestamp", lambda o: o.withdrawn_at and o.withdrawn_at.astimezone(UTC).replace(tzinfo=None)),
    ("extra", "jsonb", lambda o: json.dumps(o.extra, ensure_ascii=False)),
)
_KEPT = ("platform_stock", "platform_price", "price_low", "price_high", "tax_rate", "review")
"""Where the platform says nothing, what it said before stays."""


def _update(name):
    """What a later reading makes of a column. Not every platform tells since when it is withdrawn."""
    read = SQL("excluded.%s", SQL.identifier(name))
    if name in _KEPT:
        read = SQL("COALESCE(%s, o.%s)", read, SQL.identifier(name))
    if name == "withdrawn_at":
        read = SQL("CASE WHEN excluded.status = 'inactive' THEN COALESCE(%s, o.withdrawn_at) END", read)
    return SQL("%s = %s", SQL.identifier(name), read)


class MarketplaceOffer(models.Model):
    """How own offers come in: set-based, a page at a time."""

    _inherit = "marketplace.offer"

    @api.model
    def _store(self, account, items):
        """Upsert own offers as read. What the platform says it holds is proof; where it contradicts ours, ours is void.

        New offers are linked to products by code at once; existing links are never touched (B10).
        """
        if not items:
            return
        self.env.flush_all()
        items = list({item.key: without_nul(item) for item in items}.values())
        self._seen_again(account, items)
        content, changed = self._content_columns(account, items)
        columns = [(name, kind, [read(item) for item in items]) for name, kind, read in _READ] + content
        names = SQL(", ").join(SQL.identifier(name) for name, _kind, _values in columns)
        stored = self.env.execute_query(
            SQL(
                """
                INSERT INTO marketplace_offer AS o (
                    account_id, company_id, platform, active, listed, link_state, stock_state, price_state, read_at,
                    external_id, category_id, %(names)s,
                    stock_confirmed, stock_confirmed_at, price_confirmed, price_confirmed_at)
                SELECT %(account)s, %(company)s, %(platform)s, TRUE, TRUE, 'new', 'unset', 'unset', %(now)s,
                       r.external_id, c.id, %(read)s, r.platform_stock, %(now)s, r.platform_price, %(now)s
                  FROM unnest(%(arrays)s) AS r(external_id, %(names)s)
             LEFT JOIN marketplace_category c ON c.account_id = %(account)s AND c.external_id = r.category_key
                ON CONFLICT (account_id, external_id) DO UPDATE SET
                    %(updates)s, %(content)s, read_at = excluded.read_at, listed = TRUE, %(proofs)s
                RETURNING id, external_id, (xmax = 0) AS is_new
                """,
                names=names,
                now=SQL("%s::timestamp", utcnow()),
                account=account.id,
                company=account.company_id.id,
                platform=account.platform,
                read=SQL(", ").join(SQL("r.%s", SQL.identifier(name)) for name, _kind, _values in columns),
                arrays=SQL(", ").join(
                    [SQL("%s::varchar[]", [item.key for item in items])]
                    + [SQL("%s::" + kind + "[]", values) for _name, kind, values in columns]
                ),
                updates=SQL(", ").join(_update(name) for name, _kind, _read in _READ),
                content=self._content_updates(),
                proofs=SQL(", ").join(self._proof(kind) for kind in ("stock", "price")),
            )
        )
        keys = {item.content.category_key for item in items if item.content}
        self.env["marketplace.category"]._note_use(account, keys)
        self.env.invalidate_all()
        self.browse(offer_id for offer_id, _key, is_new in stored if is_new)._link()
        self.browse(offer_id for offer_id, key, is_new in stored if not is_new and key in changed)._content_changed()

    @api.model
    def _proof(self, kind):
        """What a reading does to the replica: nothing wanted yet, it is proof; proved otherwise, it voids (audit); what was
        refused before the product was approved is sent again.
        """
        return SQL(
            """
            %(confirmed)s = CASE WHEN o.%(state)s IN ('unset', 'settled') THEN COALESCE(excluded.%(read)s, o.%(confirmed)s)
                                 ELSE o.%(confirmed)s END,
            %(changed)s = CASE WHEN o.%(state)s = 'settled' AND excluded.%(read)s <> o.%(confirmed)s
                               THEN excluded.read_at ELSE o.%(changed)s END,
            %(state)s = CASE WHEN o.%(state)s = 'settled' AND excluded.%(read)s <> o.%(confirmed)s THEN 'waiting'
                             WHEN o.%(state)s = 'refused' AND excluded.review = 'approved'
                                  AND o.review IS DISTINCT FROM 'approved' THEN 'waiting'
                             ELSE o.%(state)s END
            """,
            confirmed=SQL.identifier(f"{kind}_confirmed"),
            changed=SQL.identifier(f"{kind}_changed_at"),
            state=SQL.identifier(f"{kind}_state"),
            read=SQL.identifier(f"platform_{kind}"),
        )

    @api.model
    def _not_seen_since(self, account, started):
        """A whole reading ended: offers it did not show are marked, not dropped; a page may have been skipped."""
        gone = self.search([("account_id", "=", account.id), ("read_at", "<", started)])
        gone.write({"platform_problems": self.env._("The platform did not list this offer in the last reading.")})
