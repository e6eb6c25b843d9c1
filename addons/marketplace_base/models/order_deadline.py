from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..lib.clock import utcnow

STATES = [("late", "Late"), ("soon", "At risk"), ("today", "Today"), ("ok", "In time"), ("done", "Done")]
OPEN = ("new", "processing", "prepared")
TO_SHIP = [("status", "in", OPEN), ("by_platform", "=", False)]


def company_zone(company):
    """The time zone of a company's working day, as SQL over its ``res_company`` row."""
    return SQL(
        "(SELECT COALESCE(NULLIF(p.tz, ''), 'Europe/Bucharest') FROM res_partner p WHERE p.id = %s.partner_id)", company
    )


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    # Asked for, never stored: time passes without anybody writing.
    deadline_state = fields.Selection(
        STATES, "Deadline", compute="_compute_deadline_state", search="_search_deadline_state", compute_sudo=True
    )

    @api.depends("status", "ship_by", "by_platform", "account_id.risk_hours")
    def _compute_deadline_state(self):
        rows = self.env.execute_query(self._deadline_query(SQL("o.id = ANY(%s)", self.ids)))
        states = {order_id: state for order_id, state, _account_id in rows}
        for order in self:
            order.deadline_state = states.get(order.id)

    def _search_deadline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self._deadline_query(SQL("TRUE"))
        return [("id", "in", SQL("(SELECT id FROM (%s) AS d WHERE state = ANY(%s))", rows, list(value)))]

    @api.model
    def _deadline_query(self, condition):
        """Rows (order, state, account): late, at risk within the account's hours, due before the company's day ends, or later."""
        self.flush_model(["status", "ship_by", "by_platform", "account_id"])
        self.env["marketplace.account"].flush_model(["risk_hours", "company_id"])
        self.env["res.partner"].flush_model(["tz"])
        now = utcnow()
        return SQL(
            """SELECT o.id, CASE
                        WHEN o.by_platform OR o.status NOT IN %(open)s THEN 'done'
                        WHEN o.ship_by IS NULL THEN 'ok'
                        WHEN o.ship_by < %(now)s THEN 'late'
                        WHEN o.ship_by < %(now)s + a.risk_hours * interval '1 hour' THEN 'soon'
                        WHEN (o.ship_by AT TIME ZONE 'UTC' AT TIME ZONE z.zone)::date
                           = (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE z.zone)::date THEN 'today'
                        ELSE 'ok' END AS state, o.account_id
                 FROM marketplace_order o
                 JOIN marketplace_account a ON a.id = o.account_id
                 JOIN res_company c ON c.id = a.company_id
                 CROSS JOIN LATERAL (SELECT %(zone)s AS zone) z
                WHERE %(condition)s""",
            open=OPEN,
            now=SQL("%s::timestamp", now),
            zone=company_zone(SQL("c")),
            condition=condition,
        )


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    risk_hours = fields.Float(
        "At risk before the deadline (hours)", default=4.0, help="So long before its deadline an order turns orange."
    )
    to_ship_count = fields.Integer("To ship", compute="_compute_deadline_counts")
    at_risk_count = fields.Integer("At risk", compute="_compute_deadline_counts")
    late_count = fields.Integer("Late", compute="_compute_deadline_counts")

    def _compute_deadline_counts(self):
        rows = self.env["marketplace.order"]._deadline_query(
            SQL("o.account_id = ANY(%s) AND o.status IN %s AND o.by_platform IS NOT TRUE", self.ids, OPEN)
        )
        counts = {}
        query = SQL("SELECT account_id, state, count(*) FROM (%s) AS d GROUP BY account_id, state", rows)
        for account_id, state, count in self.env.execute_query(query):
            counts.setdefault(account_id, {})[state] = count
        for account in self:
            by_state = counts.get(account.id, {})
            account.to_ship_count = sum(by_state.values())
            account.at_risk_count = by_state.get("soon", 0)
            account.late_count = by_state.get("late", 0)

    @api.constrains("risk_hours")
    def _check_risk_hours(self):
        if any(account.risk_hours < 0 for account in self):
            raise ValidationError(self.env._("The hours before a deadline cannot be negative."))

    def action_to_ship(self):
        """What is to be shipped, filtered as the button asks (``show`` in its context)."""
        show = self.env.context.get("show")
        action = self._open("action_to_ship", **({f"search_default_{show}": 1} if show else {}))
        return action | {"domain": [*TO_SHIP, ("account_id", "in", self.ids)]}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    marketplace_deadline_state = fields.Selection(related="marketplace_order_id.deadline_state", string="Deadline")


class StockPicking(models.Model):
    _inherit = "stock.picking"

    marketplace_deadline_state = fields.Selection(
        related="marketplace_order_id.deadline_state", string="Marketplace deadline"
    )
