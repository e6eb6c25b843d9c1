import math

from odoo import api, models
from odoo.tools import SQL

from ..lib.clock import utcnow
from .offer import STOCK_TO_ZERO
from .offer_replicas import column

# The breaker looks at a pass only when it would take at least this many offers to zero.
FEW_ZEROS = 10


def set_wanted(kind, target):
    """Aim the offers of ``target`` (a query of id, value, changed_at) at their new value: ``Replica.want`` for many rows.

    A value of NULL takes the offer out of sending.
    """
    state, wanted, confirmed = column(kind, "state"), column(kind, "wanted"), column(kind, "confirmed")
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
        changed=column(kind, "changed_at"),
        tries=column(kind, "tries"),
        retry=column(kind, "retry_at"),
        error=column(kind, "error"),
        target=target,
    )


class MarketplaceOffer(models.Model):
    _inherit = "marketplace.offer"

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
                    was_released=column(kind, "released"),
                    wanted=column(kind, "wanted"),
                    state=column(kind, "state"),
                    changed=column(kind, "changed_at"),
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
