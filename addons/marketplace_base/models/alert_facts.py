from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

LOOKS_BACK = timedelta(days=7)
"""What happened earlier is not looked for: nobody wants to be told of it, and the search stays as short as a week."""

# What happened to an order, and when: at most one row an order. ``o`` is the order.
_FACTS = {
    "taken_over": SQL("SELECT o.acknowledged_at AS at WHERE o.status NOT IN ('cancelled', 'returned')"),
    "awb": SQL(
        """SELECT min(s.made_at) AS at FROM marketplace_shipment s
            WHERE s.order_id = o.id AND s.direction = 'out' AND s.state = 'made' AND o.status <> 'cancelled'
              AND s.progress IS DISTINCT FROM 'cancelled'"""
    ),
    "shipped": SQL(
        """SELECT min(p.date_done) AS at FROM stock_picking p JOIN stock_picking_type t ON t.id = p.picking_type_id
            WHERE p.marketplace_order_id = o.id AND p.state = 'done' AND t.code = 'outgoing' AND o.status <> 'cancelled'"""
    ),
    "delivered": SQL(
        """SELECT min(s.delivered_at) AS at FROM marketplace_shipment s
            WHERE s.order_id = o.id AND s.direction = 'out' AND s.state = 'made'"""
    ),
    "invoiced": SQL(
        """SELECT min(m.marketplace_posted_at) AS at FROM account_move m
            WHERE m.marketplace_order_id = o.id AND m.state = 'posted' AND m.move_type = 'out_invoice'
              AND o.status <> 'cancelled'"""
    ),
    "delayed": SQL(
        """SELECT o.ship_by AS at WHERE o.status IN ('new', 'processing', 'prepared') AND NOT EXISTS (
               SELECT 1 FROM stock_picking p JOIN stock_picking_type t ON t.id = p.picking_type_id
                WHERE p.marketplace_order_id = o.id AND p.state = 'done' AND t.code = 'outgoing')"""
    ),
    "cancelled": SQL("SELECT o.cancelled_at AS at WHERE o.status = 'cancelled'"),
}

# Which orders it may have happened to since a moment: found by an index, however many orders there are.
_RECENT = {
    "taken_over": "o.acknowledged_at >= %s",
    "awb": "o.id IN (SELECT order_id FROM marketplace_shipment WHERE made_at >= %s)",
    "shipped": """o.id IN (SELECT marketplace_order_id FROM stock_picking
                            WHERE marketplace_order_id IS NOT NULL AND date_done >= %s)""",
    "delivered": "o.id IN (SELECT order_id FROM marketplace_shipment WHERE delivered_at >= %s)",
    "invoiced": """o.id IN (SELECT marketplace_order_id FROM account_move
                             WHERE marketplace_order_id IS NOT NULL AND marketplace_posted_at >= %s)""",
    "delayed": "o.status IN ('new', 'processing', 'prepared') AND o.ship_by >= %s",
    "cancelled": "o.cancelled_at >= %s",
}


class MarketplaceAlert(models.Model):
    _inherit = "marketplace.alert"

    @api.model
    def _untold(self, account, now, limit):
        """What has happened and was not told yet, the oldest first: a list of (alert, order, when).

        Each is looked up as it is, not remembered as it happens: nothing is forgotten when a process dies, and what was
        switched on begins with what happens then.
        """
        alerts = self.search([("account_id", "=", account.id), ("enabled", "=", True), ("since", "!=", False)])
        found = []
        self.env.flush_all()
        for alert in alerts.filtered("allowed"):
            since = max(alert.since, now - LOOKS_BACK)
            query = SQL(
                """SELECT o.id, f.at FROM marketplace_order o CROSS JOIN LATERAL (%(fact)s) f
                    WHERE o.account_id = %(account)s AND %(recent)s AND o.by_platform IS NOT TRUE AND o.sale_order_id IS NOT NULL
                      AND o.imported_at IS NOT NULL AND f.at >= %(since)s AND f.at <= %(now)s
                      AND NOT EXISTS (
                          SELECT 1 FROM marketplace_alert_sent s
                           WHERE s.order_id = o.id AND s.event = %(event)s AND s.channel = %(channel)s)
                    ORDER BY f.at, o.id LIMIT %(limit)s""",
                fact=_FACTS[alert.event],
                account=account.id,
                recent=SQL(_RECENT[alert.event], since),
                since=since,
                now=now,
                event=alert.event,
                channel=alert.channel,
                limit=limit,
            )
            found += [
                (alert, self.env["marketplace.order"].browse(key), at) for key, at in self.env.execute_query(query)
            ]
        return sorted(found, key=lambda item: (item[2], item[1].id))[:limit]
