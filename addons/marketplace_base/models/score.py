from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import score
from ..lib.clock import utcnow
from .order_deadline import OPEN, company_zone

MONTH = timedelta(days=30)
KINDS = [
    ("on_time", "Handed over in time"),
    ("platform_awb", "Sent by the platform's courier"),
    ("returns", "Returns answered in time"),
    ("cancelled", "Cancelled by us"),
]
_LISTS = {"returns": "marketplace.return"}


class MarketplaceScore(models.Model):
    """How an account would be judged by what is known here: a view on orders, AWBs and returns, one row for each measure.

    The platform's own figure may differ: it counts by rules that it does not publish.
    """

    _name = "marketplace.score"
    _description = "Marketplace Score Forecast"
    _auto = False
    _order = "account_id, kind_rank"
    _rec_name = "kind"
    _depends = {
        "marketplace.account": [
            "company_id", "score_on_time", "score_platform_awb", "score_returns", "score_cancelled",
        ],
        "marketplace.order": [
            "account_id", "status", "by_platform", "ship_by", "placed_at", "finalised_at", "cancel_requested",
        ],
        "marketplace.shipment": ["order_id", "direction", "state", "by", "made_at"],
        "marketplace.return": ["account_id", "kind", "status", "by_platform", "answer_by", "answered_at"],
        "marketplace.command": ["order_id", "kind", "state", "data"],
    }  # fmt: skip

    account_id = fields.Many2one("marketplace.account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(KINDS, "Measure", readonly=True)
    kind_rank = fields.Integer(readonly=True)
    week_good = fields.Integer(readonly=True)
    week_total = fields.Integer("This week", readonly=True)
    month_good = fields.Integer(readonly=True)
    month_total = fields.Integer("30 days", readonly=True)
    pending = fields.Integer("Due today", readonly=True, help="Not done yet, and due before the day is over.")
    target = fields.Float("Target %", readonly=True)
    week_share = fields.Float("This week %", compute="_compute_shares")
    month_share = fields.Float("30 days %", compute="_compute_shares")
    forecast_share = fields.Float("If today is missed %", compute="_compute_shares")
    is_missed = fields.Boolean(compute="_compute_shares")
    is_at_risk = fields.Boolean(compute="_compute_shares")
    forecast = fields.Char(compute="_compute_shares")

    @api.depends("week_good", "week_total", "month_good", "month_total", "pending", "target")
    def _compute_shares(self):
        for row in self:
            least = row.kind != "cancelled"
            month = score.share(row.month_good, row.month_total)
            later = score.forecast(row.month_good, row.month_total, row.pending)
            row.week_share = score.share(row.week_good, row.week_total) or 0.0
            row.month_share, row.forecast_share = month or 0.0, later or 0.0
            row.is_missed = score.is_missed(month, row.target, least)
            row.is_at_risk = not row.is_missed and score.is_missed(later, row.target, least)
            row.forecast = bool(row.pending) and row._forecast_text()

    def _forecast_text(self):
        return self.env._(
            "%(count)s due today; if missed: %(share).1f %%", count=self.pending, share=self.forecast_share
        )

    # ---- where the figures come from ----

    @property
    def _table_query(self):
        kinds = SQL(", ").join(SQL("(%s, %s)", kind, rank) for rank, (kind, _label) in enumerate(KINDS, 1))
        return SQL(
            """SELECT a.id::bigint * 8 + k.rank AS id, a.id AS account_id, a.company_id, k.kind, k.rank AS kind_rank,
                      CASE k.kind WHEN 'on_time' THEN a.score_on_time WHEN 'platform_awb' THEN a.score_platform_awb
                                  WHEN 'returns' THEN a.score_returns ELSE a.score_cancelled END AS target,
                      count(*) FILTER (WHERE f.counts AND f.good AND f.this_week)::int AS week_good,
                      count(*) FILTER (WHERE f.counts AND f.this_week)::int AS week_total,
                      count(*) FILTER (WHERE f.counts AND f.good)::int AS month_good,
                      count(*) FILTER (WHERE f.counts)::int AS month_total,
                      count(*) FILTER (WHERE f.pending)::int AS pending
                 FROM marketplace_account a
                CROSS JOIN (VALUES %(kinds)s) AS k(kind, rank)
                 LEFT JOIN (%(facts)s) f ON f.account_id = a.id AND f.kind = k.kind
                WHERE a.active
                GROUP BY a.id, k.kind, k.rank""",
            kinds=kinds,
            facts=self._facts(),
        )

    @api.model
    def _facts(self):
        """One row for everything that is judged: (measure, account, record, moment, whether it counts already, whether it was
        good, whether it is due today still, whether it falls into the company's week).
        """
        now = utcnow()
        return SQL(
            """SELECT e.*, date_trunc('week', e.moment AT TIME ZONE 'UTC' AT TIME ZONE z.zone)
                         = date_trunc('week', %(now)s AT TIME ZONE 'UTC' AT TIME ZONE z.zone) AS this_week,
                      NOT e.counts AND e.moment >= %(now)s
                      AND (e.moment AT TIME ZONE 'UTC' AT TIME ZONE z.zone)::date
                        = (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE z.zone)::date AS pending
                 FROM (%(orders)s UNION ALL %(awbs)s UNION ALL %(returns)s UNION ALL %(cancelled)s) e
                 JOIN marketplace_account fa ON fa.id = e.account_id
                 JOIN res_company c ON c.id = fa.company_id
                CROSS JOIN LATERAL (SELECT %(zone)s AS zone) z
                WHERE e.moment >= %(since)s""",
            now=SQL("%s::timestamp", now),
            since=now - MONTH,
            zone=company_zone(SQL("c")),
            orders=self._handed_over(now),
            awbs=self._sent(),
            returns=self._answered(now),
            cancelled=self._cancelled(),
        )

    def _handed_over(self, now):
        """By its deadline an order is finalised, or has its AWB. Orders finalised before that was noted down do not count."""
        return SQL(
            """SELECT 'on_time' AS kind, o.account_id, o.id AS res_id, o.ship_by AS moment,
                      (s.at IS NOT NULL OR o.ship_by < %(now)s) AS counts, COALESCE(s.at <= o.ship_by, FALSE) AS good
                 FROM marketplace_order o
                CROSS JOIN LATERAL (
                      SELECT LEAST(o.finalised_at, min(h.made_at)) AS at FROM marketplace_shipment h
                       WHERE h.order_id = o.id AND h.direction = 'out' AND h.state = 'made') s
                WHERE o.by_platform IS NOT TRUE AND (o.status IN %(open)s OR o.status <> 'cancelled' AND s.at IS NOT NULL)""",
            now=now,
            open=OPEN,
        )

    def _sent(self):
        """Of the orders finalised, those whose parcel the platform's courier took."""
        return SQL(
            """SELECT 'platform_awb', o.account_id, o.id, o.finalised_at, TRUE,
                      EXISTS (SELECT FROM marketplace_shipment h WHERE h.order_id = o.id AND h.direction = 'out'
                                 AND h.by = 'platform' AND h.state = 'made')
                 FROM marketplace_order o
                WHERE o.by_platform IS NOT TRUE AND o.status <> 'cancelled' AND o.finalised_at IS NOT NULL"""
        )

    def _answered(self, now):
        return SQL(
            """SELECT 'returns', r.account_id, r.id, r.answer_by, r.answered_at IS NOT NULL OR r.answer_by < %(now)s,
                      COALESCE(r.answered_at <= r.answer_by, FALSE)
                 FROM marketplace_return r
                WHERE r.kind = 'request' AND r.by_platform IS NOT TRUE
                  AND (r.answered_at IS NOT NULL OR r.status = 'new')""",
            now=now,
        )

    def _cancelled(self):
        """Of the orders placed, those that we asked the platform to cancel without the customer having asked for it."""
        return SQL(
            """SELECT 'cancelled', o.account_id, o.id, o.placed_at, TRUE,
                      o.cancel_requested IS NOT TRUE
                      AND EXISTS (SELECT FROM marketplace_command m WHERE m.order_id = o.id AND m.kind = 'change'
                                     AND m.state = 'done' AND m.data ->> 'kind' = 'cancel')
                 FROM marketplace_order o WHERE o.by_platform IS NOT TRUE"""
        )

    # ---- every figure opens its list ----

    def action_open(self):
        """The records behind this measure; ``show`` in the context says which: missed, pending or all."""
        self.ensure_one()
        condition = {
            "missed": SQL("f.counts AND f.good = %s", self.kind == "cancelled"),
            "pending": SQL("f.pending"),
        }.get(self.env.context.get("show"), SQL("f.counts"))
        rows = self.env.execute_query(
            SQL(
                "SELECT f.res_id FROM (%s) f WHERE f.account_id = %s AND f.kind = %s AND %s",
                self._facts(),
                self.account_id.id,
                self.kind,
                condition,
            )
        )
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "res_model": _LISTS.get(self.kind, "marketplace.order"),
            "view_mode": "list,form",
            "domain": [("id", "in", [row[0] for row in rows])],
        }


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    score_ids = fields.One2many("marketplace.score", "account_id", readonly=True)
    # The platforms do not say in their API what they want; who knows his targets enters them.
    score_on_time = fields.Float("Handed over in time, at least %", digits=(16, 1))
    score_platform_awb = fields.Float("Platform's courier, at least %", digits=(16, 1))
    score_returns = fields.Float("Returns in time, at least %", digits=(16, 1))
    score_cancelled = fields.Float("Cancelled by us, at most %", digits=(16, 1))
