from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.clock import utcnow

LATE = timedelta(minutes=10)


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    health = fields.Selection(
        [("ok", "Working"), ("late", "Late"), ("bad", "Needs you"), ("off", "Off")], compute="_compute_health"
    )
    health_text = fields.Text(compute="_compute_health")
    last_orders_at = fields.Datetime("Orders last read", compute="_compute_health")
    last_values_at = fields.Datetime("Stock or price last proved", compute="_compute_health")
    last_offers_at = fields.Datetime("Offers last read", compute="_compute_health")
    offer_count = fields.Integer("Offers", compute="_compute_counts")
    linked_count = fields.Integer("Linked", compute="_compute_counts")
    doubtful_count = fields.Integer("Doubtful", compute="_compute_counts")
    waiting_count = fields.Integer("To send", compute="_compute_counts")
    oldest_waiting_at = fields.Datetime("Oldest waiting", compute="_compute_counts")
    problem_count = fields.Integer("Problems", compute="_compute_counts")
    incoming_problem_count = fields.Integer("Orders waiting", compute="_compute_counts")
    stock_p50 = fields.Float("Stock: half proved within (s)", compute="_compute_latency")
    stock_p95 = fields.Float("Stock: 95 % proved within (s)", compute="_compute_latency")
    stock_p99 = fields.Float("Stock: 99 % proved within (s)", compute="_compute_latency")
    order_p50 = fields.Float("Orders: half imported within (s)", compute="_compute_latency")
    order_p95 = fields.Float("Orders: 95 % imported within (s)", compute="_compute_latency")
    order_p99 = fields.Float("Orders: 99 % imported within (s)", compute="_compute_latency")

    @api.depends(
        "state", "pause_reason", "stock_stop", "flow_ids.error", "flow_ids.success_at", "flow_ids.failing_since"
    )
    def _compute_health(self):
        now = fields.Datetime.now()
        for account in self:
            flows = account.flow_ids
            failing = flows.filtered("failing_since")
            account.last_orders_at = max(
                flows.filtered(lambda f: f.kind == "orders" and f.success_at).mapped("success_at"), default=False
            )
            account.last_values_at = max(
                flows.filtered(lambda f: f.kind in ("values", "batches") and f.success_at).mapped("success_at"),
                default=False,
            )
            account.last_offers_at = max(
                flows.filtered(lambda f: f.kind == "offers" and f.success_at).mapped("success_at"), default=False
            )
            runner = flows.filtered(lambda f: f.kind == "runner")
            texts = [account.pause_reason, account.stock_stop] + [f"{flow.kind}: {flow.error}" for flow in failing]
            if account.state in ("draft", "paused"):
                account.health = "bad" if account.state == "paused" else "off"
            elif account.stock_stop or any(flow.failing_since < now - LATE for flow in failing):
                account.health = "bad"
            elif failing or (runner.success_at or account.create_date or now) < now - LATE:
                account.health = "late"
                if not failing:
                    texts.append(
                        self.env._(
                            "The background work has not run lately. Are scheduled actions running on this server?"
                        )
                    )
            else:
                account.health = "ok"
            account.health_text = "\n".join(filter(None, texts))

    def _compute_counts(self):
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT account_id, count(*) AS offers,
                       count(*) FILTER (WHERE link_state = 'linked') AS linked,
                       count(*) FILTER (WHERE link_state = 'doubtful') AS doubtful,
                       count(*) FILTER (
                           WHERE stock_state IN ('waiting', 'sent') OR price_state IN ('waiting', 'sent')) AS waiting,
                       min(LEAST(CASE WHEN stock_state IN ('waiting', 'sent') THEN stock_changed_at END,
                                 CASE WHEN price_state IN ('waiting', 'sent') THEN price_changed_at END)) AS oldest,
                       count(*) FILTER (WHERE stock_state IN ('refused', 'held') OR price_state IN ('refused', 'held')
                                           OR link_state = 'doubtful') AS problems
                  FROM marketplace_offer WHERE account_id = ANY(%s) AND active GROUP BY account_id
                """,
                self.ids,
            )
        )
        by_account = {row["account_id"]: row for row in rows}
        incoming = dict(
            self.env["marketplace.incoming"]._read_group(
                [("account_id", "in", self.ids), ("state", "in", ("waiting", "error"))], ["account_id"], ["__count"]
            )
        )
        for account in self:
            row = by_account.get(account.id, {})
            account.offer_count = row.get("offers", 0)
            account.linked_count = row.get("linked", 0)
            account.doubtful_count = row.get("doubtful", 0)
            account.waiting_count = row.get("waiting", 0)
            account.oldest_waiting_at = row.get("oldest") or False
            account.problem_count = row.get("problems", 0)
            account.incoming_problem_count = incoming.get(account, 0)

    def _compute_latency(self):
        """Seconds over the last day: from a change in Odoo to the platform's proof, from an order placed to its import."""
        self.env["marketplace.order"].flush_model()
        for account in self:
            stock = self._percentiles(
                SQL(
                    """SELECT extract(epoch FROM stock_confirmed_at - stock_changed_at) FROM marketplace_offer
                        WHERE account_id = %s AND stock_state = 'settled' AND stock_confirmed_at >= stock_changed_at
                          AND stock_confirmed_at > %s""",
                    account.id,
                    utcnow() - timedelta(days=1),
                )
            )
            order = self._percentiles(
                SQL(
                    """SELECT extract(epoch FROM imported_at - COALESCE(notified_at, placed_at)) FROM marketplace_order
                        WHERE account_id = %s AND imported_at > %s""",
                    account.id,
                    utcnow() - timedelta(days=1),
                )
            )
            account.stock_p50, account.stock_p95, account.stock_p99 = stock
            account.order_p50, account.order_p95, account.order_p99 = order

    def _percentiles(self, seconds):
        [row] = self.env.execute_query(
            SQL("SELECT percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY s) FROM (%s) AS q(s)", seconds)
        )
        return row[0] or (0.0, 0.0, 0.0)

    def action_release_stock(self):
        """A person looked at what the breaker held and says yes."""
        for account in self._acting():
            held = self.env["marketplace.offer"].search([("account_id", "=", account.id), ("stock_state", "=", "held")])
            held.action_retry()
            account.stock_stop = False
