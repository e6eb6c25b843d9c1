from odoo import fields, models
from odoo.tools import SQL

# Rows of stock_move ``m`` that take goods of order ``o`` out, and those among them that start: they wait for no other.
_OUT = SQL(
    """m.state <> 'cancel' AND m.id IN (
           SELECT mv.id FROM stock_move mv JOIN stock_picking p ON p.id = mv.picking_id
             JOIN stock_location l ON l.id = mv.location_id
            WHERE p.marketplace_order_id = o.id AND l.usage <> 'customer')"""
)
_FIRST = SQL(
    """%s AND NOT EXISTS (
           SELECT 1 FROM stock_move_move_rel r JOIN stock_move e ON e.id = r.move_orig_id
             JOIN stock_picking p ON p.id = e.picking_id
            WHERE r.move_dest_id = m.id AND p.marketplace_order_id = o.id AND e.state <> 'cancel')""",
    _OUT,
)
_UNRESERVED = SQL("m.state NOT IN ('assigned', 'done')")
_UNPICKED = SQL("m.state <> 'done' AND m.picked IS NOT TRUE")
_NOT_GONE = SQL("m.state <> 'done'")


def _some(*conditions):
    return SQL("EXISTS (SELECT 1 FROM stock_move m WHERE %s)", SQL(" AND ").join(conditions))


def _all_are(moves, *exceptions):
    return SQL("%s AND NOT %s", _some(moves), _some(moves, *exceptions))


def _here_or_there(here):
    """An order of which nothing moves here is picked and shipped when the platform says so."""
    elsewhere = SQL("s.marketplace_no_stock AND o.status = 'shipped'")
    return SQL("(%s OR NOT COALESCE(s.marketplace_no_stock, FALSE) AND %s)", elsewhere, here)


# When each moment is there.
_MOMENTS = {
    "imported": SQL("TRUE"),
    "reserved": SQL("NOT %s", _some(_FIRST, _UNRESERVED)),
    "picked": _here_or_there(_all_are(_FIRST, _UNPICKED)),
    "shipped": _here_or_there(_all_are(_OUT, _NOT_GONE)),
}

_OPEN = SQL("o.status IN ('new', 'processing', 'prepared')")
# Orders that do not have the paper yet. What a person cancelled or dropped is his business from then on.
_MISSING = {
    "proforma": SQL("o.proforma_at IS NULL AND o.invoice_id IS NULL AND %s", _OPEN),
    "invoice": SQL("o.invoice_id IS NULL"),
    "shipment": SQL(
        """%s AND NOT o.by_platform AND NOT COALESCE(s.marketplace_no_stock, FALSE)
           AND NOT EXISTS (SELECT 1 FROM marketplace_shipment h WHERE h.order_id = o.id AND h.direction = 'out')""",
        _OPEN,
    ),
}
_WAITS_FOR_MONEY = ("invoice", "shipment")


class MarketplaceAutomation(models.Model):
    """Which order a rule is due for: one query, oldest first; what failed rests a while and keeps nobody waiting."""

    _inherit = "marketplace.automation"

    def _next_order(self):
        """The oldest order whose paper is due by this rule; empty when none is."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT o.id FROM marketplace_order o JOIN sale_order s ON s.id = o.sale_order_id
                    WHERE o.account_id = %(account)s AND o.imported_at >= %(since)s
                      AND o.status NOT IN ('cancelled', 'returned') AND s.state = 'sale'
                      AND NOT (COALESCE(o.cancel_requested, FALSE) AND o.cancel_kept IS NOT TRUE) AND COALESCE(o.problem, '') = ''
                      AND NOT EXISTS (SELECT 1 FROM marketplace_command d WHERE d.order_id = o.id AND d.kind = 'split'
                                         AND d.state IN ('pending', 'sending', 'unknown'))
                      AND COALESCE((o.paper_tries -> %(paper)s ->> 'retry_at')::timestamp, '-infinity') <= %(now)s
                      AND %(missing)s AND %(conditions)s AND %(moment)s
                    ORDER BY o.id LIMIT 1""",
                account=self.account_id.id,
                since=self.since,
                paper=self.paper,
                now=fields.Datetime.now(),
                missing=_MISSING[self.paper],
                conditions=SQL(" AND ").join(self._conditions()),
                moment=_MOMENTS[self.moment],
            )
        )
        return self.env["marketplace.order"].browse(row[0] for row in rows)

    def _conditions(self):
        """For which orders the rule is, besides its moment."""
        conditions = [SQL("o.total >= %s", self.amount_from)]
        if self.amount_to:
            conditions.append(SQL("o.total <= %s", self.amount_to))
        if self.payment_kind:
            conditions.append(SQL("o.payment_kind = %s", self.payment_kind))
        if self.paper in _WAITS_FOR_MONEY and not self.unpaid_too:
            conditions.append(SQL("(o.is_paid OR o.payment_kind NOT IN ('card', 'bank'))"))
        if self.delivery_ids:
            conditions.append(SQL("o.delivery_method IN %s", tuple(self.delivery_ids.mapped("key"))))
        if self.paper == "invoice" and self.account_id.invoices_by_platform:
            conditions.append(SQL("FALSE"))
        return conditions
