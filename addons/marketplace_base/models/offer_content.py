import hashlib
import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.catalogue import PARTIES, content_to_json
from ..lib.clock import utcnow
from ..lib.text import without_nul


class MarketplaceOffer(models.Model):
    """What the platform shows of an offer besides stock and price: the staging row of the first import (A7, A9, A10).

    ``content`` is written only where its digest says that it changed. The digest leaves out the safety data, which a list
    of offers does not carry: they are read offer by offer and kept when the list is read again.
    """

    _inherit = "marketplace.offer"

    content = fields.Json(readonly=True, help="lib.catalogue.Content as last read, JSON-ready.")
    content_digest = fields.Char(readonly=True)
    brand = fields.Char(readonly=True)
    category_key = fields.Char(readonly=True)
    category_id = fields.Many2one(
        "marketplace.category",
        "Category at the platform",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    family_key = fields.Char(readonly=True, index="btree_not_null")
    review = fields.Selection(
        [("draft", "Draft"), ("review", "In review"), ("approved", "Approved"), ("refused", "Refused")],
        "Documentation",
        readonly=True,
    )
    has_parties = fields.Boolean("Has safety data", readonly=True)
    parties_at = fields.Datetime("Safety data read", readonly=True)

    _without_parties_yet = models.Index(
        "(account_id, id) WHERE has_parties IS TRUE AND parties_at IS NULL AND active IS TRUE"
    )

    def _content_changed(self):
        """The platform shows other texts, pictures or characteristics than before. Extended by those who follow them."""

    @api.model
    def _content_columns(self, account, items):
        """What ``_store`` writes of the content: ``[(column, SQL type, values)]``, and the keys of offers whose content changed.

        :return: content itself only where it differs from what is stored, to spare the database rewriting it
        """
        stored = dict(
            self.env.execute_query(
                SQL(
                    "SELECT external_id, content_digest FROM marketplace_offer WHERE account_id = %s AND external_id = ANY(%s)",
                    account.id,
                    [item.key for item in items],
                )
            )
        )
        texts, digests, changed = [], [], set()
        for item in items:
            text = digest = None
            if item.content:
                vals = content_to_json(item.content)
                digest = _digest(vals)
                if item.content.parties_known or digest != stored.get(item.key):
                    text = json.dumps(vals, ensure_ascii=False)
                if stored.get(item.key) and digest != stored[item.key]:
                    changed.add(item.key)
            texts.append(text)
            digests.append(digest)
        now = utcnow()
        read = [item.content and item.content.parties_known and now or None for item in items]
        columns = [
            ("content", "jsonb", texts),
            ("content_digest", "varchar", digests),
            ("parties_at", "timestamp", read),
            *(
                (name, "varchar", [item.content and getattr(item.content, name) or None for item in items])
                for name in ("brand", "category_key", "family_key")
            ),
        ]
        return columns, changed

    @api.model
    def _content_updates(self):
        """What a reading does to stored content: nothing where it could not be read; safety data outlive lists without them."""
        readable = SQL("excluded.content_digest IS NOT NULL")
        columns = [
            SQL(
                "%(n)s = CASE WHEN %(readable)s THEN excluded.%(n)s ELSE o.%(n)s END",
                n=SQL.identifier(name),
                readable=readable,
            )
            for name in ("brand", "category_key", "category_id", "family_key", "content_digest")
        ]
        return SQL(", ").join(
            [
                *columns,
                SQL(
                    """
                    content = CASE WHEN excluded.content IS NULL THEN o.content
                                   WHEN excluded.parties_at IS NULL AND (o.content->>'parties_known')::bool
                                   THEN excluded.content || jsonb_build_object('makers', o.content->'makers',
                                        'responsibles', o.content->'responsibles', 'parties_known', TRUE)
                                   ELSE excluded.content END,
                    parties_at = CASE WHEN excluded.parties_at IS NOT NULL THEN excluded.parties_at
                                      WHEN %(readable)s AND excluded.content_digest <> o.content_digest THEN NULL
                                      ELSE o.parties_at END
                    """,
                    readable=readable,
                ),
            ]
        )

    # ---- safety data: makers and responsible persons ----

    @api.model
    def _without_parties(self, account, limit):
        """Offers whose safety data exist but were not read yet, and how many there are in all."""
        domain = [("account_id", "=", account.id), ("has_parties", "=", True), ("parties_at", "=", False)]
        offers = self.search(domain, order="id", limit=limit)
        return offers, self.search_count(domain) if offers else 0

    def _store_parties(self, found):
        """What the platform does not show counts as read too, or it would be asked for ever.

        :param found: ``{offer: OfferData or None}``
        """
        for offer in self:
            data = without_nul(found[offer])
            vals = {"parties_at": fields.Datetime.now()}
            if data and data.content and data.content.parties_known:
                read = content_to_json(data.content)
                vals["content"] = (offer.content or {}) | {name: read[name] for name in (*PARTIES, "parties_known")}
            offer.write(vals)
        self._content_changed()


def _digest(vals):
    known = {name: value for name, value in vals.items() if name not in PARTIES and name != "parties_known"}
    return hashlib.sha1(json.dumps(known, sort_keys=True).encode(), usedforsecurity=False).hexdigest()
