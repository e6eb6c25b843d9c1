from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..lib.clock import utcnow

_COLUMNS = (
    "wanted",
    "sent",
    "confirmed",
    "state",
    "changed_at",
    "sent_at",
    "confirmed_at",
    "tries",
    "retry_at",
    "error",
    "ref",
)
# What of a ``Replica`` is written back: column, SQL type, value.
_SAVED = (
    ("sent", "numeric", lambda replica: replica.sent),
    ("confirmed", "numeric", lambda replica: replica.confirmed),
    ("state", "varchar", lambda replica: replica.state),
    ("sent_at", "timestamp", lambda replica: replica.sent_at),
    ("confirmed_at", "timestamp", lambda replica: replica.confirmed_at),
    ("tries", "int", lambda replica: replica.tries),
    ("retry_at", "timestamp", lambda replica: replica.retry_at),
    ("error", "text", lambda replica: replica.error or None),
    ("ref", "varchar", lambda replica: replica.ref or None),
)
_OFFER = ("id", "external_id", "send_apart", "status", "review", "price_low", "price_high")
_READ = SQL(", ").join(
    [SQL.identifier("o", name) for name in _OFFER]
    + [SQL.identifier("o", f"{kind}_{column}") for kind in ("stock", "price") for column in _COLUMNS]
)


def column(kind, name):
    return SQL.identifier("o", f"{kind}_{name}")


class MarketplaceOffer(models.Model):
    """The rows that ``engine.values`` works with, in sets: an offer's stock and price as ``lib.replication`` knows them."""

    _inherit = "marketplace.offer"

    @api.model
    def _rows_due(self, account, kind, limit, exclude=()):
        """The next rows of this kind to send, oldest change first, as dicts of the columns ``Replica`` is made of.

        Never of an offer that the platform does not know yet: it goes there as a whole product, see ``engine.publishing``.
        """
        return self._rows(
            SQL(
                """o.account_id = %s AND o.active AND o.listed IS NOT FALSE AND o.product_id IS NOT NULL AND %s = 'waiting'
                   AND (%s IS NULL OR %s <= %s) AND o.id <> ALL(%s)
                   ORDER BY %s NULLS FIRST, o.id LIMIT %s""",
                account.id,
                column(kind, "state"),
                column(kind, "retry_at"),
                column(kind, "retry_at"),
                utcnow(),
                list(exclude),
                column(kind, "changed_at"),
                limit,
            )
        )

    @api.model
    def _next_retry(self, account):
        """When the next item that waits for its time is due, of those that may be sent; None when none waits."""
        moments = [
            SQL(
                """SELECT min(%s) FROM marketplace_offer o
                    WHERE o.account_id = %s AND o.active AND o.listed IS NOT FALSE AND o.product_id IS NOT NULL
                      AND %s = 'waiting'""",
                column(kind, "retry_at"),
                account.id,
                column(kind, "state"),
            )
            for kind in ("stock", "price")
            if account[f"{kind}_enabled"]
        ]
        found = [row[0] for moment in moments for row in self.env.execute_query(moment) if row[0]]
        return min(found, default=None)

    @api.model
    def _rows_sent(self, account, keys):
        return self._rows(SQL("o.account_id = %s AND o.external_id = ANY(%s)", account.id, keys))

    @api.model
    def _rows_of_ref(self, account, ref):
        return self._rows(
            SQL(
                """o.account_id = %(account)s AND ((o.stock_state = 'sent' AND o.stock_ref = %(ref)s)
                                                OR (o.price_state = 'sent' AND o.price_ref = %(ref)s))""",
                account=account.id,
                ref=ref,
            )
        )

    def _rows(self, condition):
        return self.env.execute_query_dict(SQL("SELECT %s FROM marketplace_offer o WHERE %s", _READ, condition))

    @api.model
    def _open_refs(self, account):
        """The batches whose result is still to be asked for, oldest first: (number, when it was sent).

        The index of each kind is walked from number to number, so that a batch of a thousand offers costs one look; all of
        them were sent at one moment.
        """
        walks = [
            SQL(
                """
                (WITH RECURSIVE walk AS (
                    (%(first)s)
                     UNION ALL
                    SELECT further.ref, further.at FROM walk CROSS JOIN LATERAL (%(further)s) AS further)
                 SELECT ref, at FROM walk)
                """,
                first=self._next_ref(account, kind, SQL()),
                further=self._next_ref(account, kind, SQL("AND %s > walk.ref", column(kind, "ref"))),
            )
            for kind in ("stock", "price")
        ]
        refs = SQL(
            "SELECT ref, min(at) FROM (%s) AS refs GROUP BY ref ORDER BY min(at)", SQL(" UNION ALL ").join(walks)
        )
        return self.env.execute_query(refs)

    @api.model
    def _next_ref(self, account, kind, beyond):
        return SQL(
            """SELECT %(ref)s AS ref, %(at)s AS at FROM marketplace_offer o
                WHERE o.account_id = %(account)s AND %(state)s = 'sent' AND %(ref)s IS NOT NULL %(beyond)s
                ORDER BY %(ref)s LIMIT 1""",
            ref=column(kind, "ref"),
            at=column(kind, "sent_at"),
            state=column(kind, "state"),
            account=account.id,
            beyond=beyond,
        )

    @api.model
    def _save_replicas(self, changed):
        """Write back the columns that sending and settling move, one offer's stock and price at once: every writing of a row
        costs its entries in all indexes.

        :param changed: (offer id, kind, ``Replica``)
        """
        offers = defaultdict(dict)
        for offer_id, kind, replica in changed:
            offers[offer_id][kind] = replica
        groups = defaultdict(list)
        for offer_id, parts in offers.items():
            groups[tuple(sorted(parts))].append((offer_id, parts))
        for kinds, rows in groups.items():
            columns = [
                (f"{kind}_{name}", sql_type, [read(parts[kind]) for _id, parts in rows])
                for kind in kinds
                for name, sql_type, read in _SAVED
            ]
            self.env.cr.execute(
                SQL(
                    "UPDATE marketplace_offer o SET %s FROM unnest(%s::int[], %s) AS v(id, %s) WHERE o.id = v.id",
                    SQL(", ").join(SQL("%(n)s = v.%(n)s", n=SQL.identifier(name)) for name, _type, _values in columns),
                    [offer_id for offer_id, _parts in rows],
                    SQL(", ").join(SQL(f"%s::{sql_type}[]", values) for _name, sql_type, values in columns),
                    SQL(", ").join(SQL.identifier(name) for name, _type, _values in columns),
                )
            )
