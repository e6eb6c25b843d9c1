import math

from odoo import api, models
from odoo.tools import SQL

from ..lib.clock import utcnow
from .offer import STOCK_TO_ZERO

# The breaker looks at a pass only when it would take at least this many offers to zero.
FEW_ZEROS = 10

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
_OFFER = ("id", "external_id", "send_apart", "status", "review", "price_low", "price_high")
_READ = SQL(", ").join(
    [SQL.identifier("o", name) for name in _OFFER]
    + [SQL.identifier("o", f"{kind}_{column}") for kind in ("stock", "price") for column in _COLUMNS]
)


def _column(kind, name):
    return SQL.identifier("o", f"{kind}_{name}")


def set_wanted(kind, target):
    """Aim the offers of ``target`` (a query of id, value, changed_at) at their new value: ``Replica.want`` for many rows.

    A value of NULL takes the offer out of sending.
    """
    state, wanted, confirmed = _column(kind, "state"), _column(kind, "wanted"), _column(kind, "confirmed")
    return SQL(
        """
        UPDATE marketplace_offer o
           SET %(set_wanted)s = t.value,
               %(set_changed)s = CASE WHEN %(state)s IN ('waiting', 'sent') THEN %(changed)s ELSE t.changed_at END,
               %(set_state)s = CASE WHEN %(state)s = 'sent' THEN 'sent'
                                    WHEN t.value IS NULL THEN 'unset'
                                    WHEN %(confirmed)s = t.value THEN 'settled'
                                    ELSE 'waiting' END,
               %(set_tries)s = CASE WHEN %(state)s = 'sent' THEN %(tries)s ELSE 0 END,
               %(set_retry)s = CASE WHEN %(state)s = 'sent' THEN %(retry)s END,
               %(set_error)s = CASE WHEN %(state)s = 'sent' THEN %(error)s END
          FROM (%(target)s) t
         WHERE o.id = t.id
           AND (%(wanted)s IS DISTINCT FROM t.value OR (%(state)s = 'unset') <> (t.value IS NULL))
        """,
        set_wanted=SQL.identifier(f"{kind}_wanted"),
        set_changed=SQL.identifier(f"{kind}_changed_at"),
        set_state=SQL.identifier(f"{kind}_state"),
        set_tries=SQL.identifier(f"{kind}_tries"),
        set_retry=SQL.identifier(f"{kind}_retry_at"),
        set_error=SQL.identifier(f"{kind}_error"),
        state=state,
        wanted=wanted,
        confirmed=confirmed,
        changed=_column(kind, "changed_at"),
        tries=_column(kind, "tries"),
        retry=_column(kind, "retry_at"),
        error=_column(kind, "error"),
        target=target,
    )


class MarketplaceOffer(models.Model):
    _inherit = "marketplace.offer"

    # ---- rows for the runner ----

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
                _column(kind, "state"),
                _column(kind, "retry_at"),
                _column(kind, "retry_at"),
                utcnow(),
                list(exclude),
                _column(kind, "changed_at"),
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
                _column(kind, "retry_at"),
                account.id,
                _column(kind, "state"),
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
        """The batches whose result is still to be asked for, oldest first."""
        return [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    """
                    SELECT ref FROM (
                        SELECT stock_ref AS ref, stock_sent_at AS at FROM marketplace_offer
                         WHERE account_id = %(account)s AND stock_state = 'sent' AND stock_ref IS NOT NULL
                        UNION ALL
                        SELECT price_ref, price_sent_at FROM marketplace_offer
                         WHERE account_id = %(account)s AND price_state = 'sent' AND price_ref IS NOT NULL) refs
                     GROUP BY ref ORDER BY min(at)
                    """,
                    account=account.id,
                )
            )
        ]

    @api.model
    def _save_replicas(self, kind, rows):
        """Write back the columns that sending and settling move. ``rows``: (offer id, ``Replica``)."""
        values = SQL(", ").join(
            SQL(
                "(%s, %s::numeric, %s::numeric, %s, %s::timestamp, %s::timestamp, %s, %s::timestamp, %s, %s)",
                offer_id,
                replica.sent,
                replica.confirmed,
                replica.state,
                replica.sent_at,
                replica.confirmed_at,
                replica.tries,
                replica.retry_at,
                replica.error or None,
                replica.ref or None,
            )
            for offer_id, replica in rows
        )
        names = ("sent", "confirmed", "state", "sent_at", "confirmed_at", "tries", "retry_at", "error", "ref")
        self.env.cr.execute(
            SQL(
                "UPDATE marketplace_offer o SET %s FROM (VALUES %s) AS v(id, %s) WHERE o.id = v.id",
                SQL(", ").join(SQL("%s = v.%s", SQL.identifier(f"{kind}_{n}"), SQL.identifier(n)) for n in names),
                values,
                SQL(", ").join(SQL.identifier(n) for n in names),
            )
        )

    # ---- what is proved no longer, what is tried again, what is asked about ----

    @api.model
    def _void_stock(self, account, keys):
        """The platform changed its own stock of these offers (an order, a cancellation): what was proved is no longer."""
        if keys:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE marketplace_offer
                       SET stock_confirmed = NULL,
                           stock_sent = CASE WHEN stock_state <> 'sent' THEN stock_sent END,
                           stock_changed_at = CASE WHEN stock_state = 'settled' THEN %s
                                                   ELSE stock_changed_at END,
                           stock_state = CASE WHEN stock_state = 'settled' THEN 'waiting' ELSE stock_state END
                     WHERE account_id = %s AND external_id = ANY(%s)
                    """,
                    utcnow(),
                    account.id,
                    list(keys),
                )
            )
            self.invalidate_model(["stock_confirmed", "stock_sent", "stock_changed_at", "stock_state"])

    @api.model
    def _release(self, account, offer_id, everything):
        """A person asks to send again: what was refused, or with ``everything`` whatever is linked (D10).

        Held values are released only for a chosen offer: what the person saw there is what they allow; another value is
        asked about anew.
        """
        for kind in ("stock", "price"):
            states = ["refused", "waiting"] + (["settled"] if everything else []) + (["held"] if offer_id else [])
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE marketplace_offer o
                       SET %(released)s = CASE WHEN %(state)s = 'held' THEN %(wanted)s ELSE %(was_released)s END,
                           %(set_confirmed)s = NULL,
                           %(set_changed)s = CASE WHEN %(state)s = 'waiting' THEN %(changed)s
                                                  ELSE %(now)s END,
                           %(set_state)s = 'waiting', %(set_tries)s = 0, %(set_retry)s = NULL, %(set_error)s = NULL
                     WHERE o.account_id = %(account)s AND %(state)s = ANY(%(states)s) AND %(which)s
                    """,
                    released=SQL.identifier(f"{kind}_released"),
                    was_released=_column(kind, "released"),
                    wanted=_column(kind, "wanted"),
                    state=_column(kind, "state"),
                    changed=_column(kind, "changed_at"),
                    now=utcnow(),
                    set_confirmed=SQL.identifier(f"{kind}_confirmed"),
                    set_changed=SQL.identifier(f"{kind}_changed_at"),
                    set_state=SQL.identifier(f"{kind}_state"),
                    set_tries=SQL.identifier(f"{kind}_tries"),
                    set_retry=SQL.identifier(f"{kind}_retry_at"),
                    set_error=SQL.identifier(f"{kind}_error"),
                    account=account.id,
                    states=states,
                    which=SQL("o.id = %s", offer_id) if offer_id else SQL("TRUE"),
                )
            )

    @api.model
    def _hold_suspicious(self, account):
        """The circuit breaker for stock: too many offers would go to zero at once; hold these and ask.

        :return: how many were held
        """
        if not account.stock_enabled or not account.max_zero_share:
            return 0
        to_zero = SQL("o.account_id = %s AND %s", account.id, SQL(STOCK_TO_ZERO))
        [[zeros]] = self.env.execute_query(SQL("SELECT count(*) FROM marketplace_offer o WHERE %s", to_zero))
        if zeros < FEW_ZEROS:
            return 0
        offered = SQL(
            """SELECT 1 FROM marketplace_offer o WHERE o.account_id = %s AND o.active
                  AND o.product_id IS NOT NULL AND COALESCE(o.stock_sent, o.platform_stock, 0) > 0""",
            account.id,
        )
        # asked at every step: no more are counted than it takes to see that the share is a small one
        enough = math.ceil(zeros * 100 / account.max_zero_share)
        if len(self.env.execute_query(SQL("%s LIMIT %s", offered, enough))) == enough:
            return 0
        [[offered]] = self.env.execute_query(SQL("SELECT count(*) FROM (%s) AS o", offered))
        why = self.env._(
            "%(zeros)s of %(offered)s offers would go to zero at once, more than %(share)g %% of them.",
            zeros=zeros,
            offered=offered,
            share=account.max_zero_share,
        )
        self.env.cr.execute(
            SQL("UPDATE marketplace_offer o SET stock_state = 'held', stock_error = %s WHERE %s", why, to_zero)
        )
        self.invalidate_model(["stock_state", "stock_error"])
        account.stock_stop = why
        account._tell(self.env._("%(account)s: %(why)s Look at them and release them.", account=account.name, why=why))
        return zeros
