from odoo import api, models
from odoo.tools import SQL

from .offer_values import set_wanted


class MarketplaceOffer(models.Model):
    _inherit = "marketplace.offer"

    @api.model
    def _want_stock(self, account, moved):
        """Bring ``stock_wanted`` up to date in one set-based statement; the cost follows the number of changes.

        What is wanted: free quantity over the account's warehouses, minus outgoing demand that is not reserved yet, minus the
        demand of orders that could not be processed, minus the safety buffer; never below zero, never above the caps.
        Excluded offers, excluded products and products that are not stocked want nothing and are left untouched (D13).

        :param moved: rows (kind, product id, offer id, when); a row without product and offer means the whole account
        """
        self.env.flush_all()
        self.env.cr.execute(
            set_wanted(
                "stock",
                SQL(
                    """
                    WITH target AS (%(target)s),
                    figures AS (%(figures)s)
                    SELECT target.id, target.changed_at,
                           CASE WHEN target.is_sent THEN
                               LEAST(%(cap)s, GREATEST(0, FLOOR(COALESCE(figures.quantity, 0) - %(buffer)s)))::int
                           END AS value
                      FROM target LEFT JOIN figures ON figures.product_id = target.product_id
                    """,
                    target=self._target(account, moved, "stock"),
                    figures=self._offered_quantities(account),
                    cap=min(account.stock_cap or self._max_stock(account), self._max_stock(account)),
                    buffer=account.stock_buffer,
                ),
            )
        )

    @api.model
    def _max_stock(self, account):
        return account._get_provider_class().max_stock

    @api.model
    def _target(self, account, moved, kind):
        """The linked offers that these changes concern, with the moment of the change and whether they are sent at all."""
        whole = [when for _kind, product_id, offer_id, when in moved if not product_id and not offer_id]
        return SQL(
            """
            SELECT o.id, o.product_id, %(changed_at)s AS changed_at,
                   (o.product_id IS NOT NULL AND NOT COALESCE(o.%(excluded)s, FALSE)
                    AND NOT COALESCE(p.%(product_excluded)s, FALSE) AND (t.is_storable OR %(any_product)s)) AS is_sent
              FROM marketplace_offer o
              LEFT JOIN product_product p ON p.id = o.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
              %(changes)s
             WHERE o.account_id = %(account)s AND o.active
            """,
            excluded=SQL.identifier(f"exclude_{kind}"),
            product_excluded=SQL.identifier(f"marketplace_exclude_{kind}"),
            any_product=kind != "stock",
            account=account.id,
            changed_at=SQL("%s::timestamp", min(whole)) if whole else SQL("moved.changed_at"),
            changes=SQL()
            if whole
            else SQL(
                """
                JOIN (SELECT o2.id, min(m.changed_at) AS changed_at
                        FROM unnest(%s::int[], %s::int[], %s::timestamp[]) AS m(product_id, offer_id, changed_at)
                        JOIN marketplace_offer o2
                          ON o2.account_id = %s AND (o2.product_id = m.product_id OR o2.id = m.offer_id)
                       GROUP BY o2.id) moved ON moved.id = o.id
                """,
                [row[1] for row in moved],
                [row[2] for row in moved],
                [row[3] for row in moved],
                account.id,
            ),
        )

    @api.model
    def _offered_quantities(self, account):
        """A query of (product_id, quantity) for the products in ``target``. Extended where goods are counted otherwise.

        A quant made while another transaction held the shelf's own one has a reservation, but no quantity at all.
        """
        return SQL(
            """
            SELECT product_id, sum(quantity) AS quantity FROM (
                SELECT q.product_id, (COALESCE(q.quantity, 0) - q.reserved_quantity)::numeric AS quantity
                  FROM stock_quant q
                  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
                 WHERE q.product_id IN (SELECT product_id FROM target) AND l.warehouse_id = ANY(%(warehouses)s)
                UNION ALL
                SELECT m.product_id, -(m.product_qty - COALESCE((
                           SELECT sum(ml.quantity_product_uom) FROM stock_move_line ml WHERE ml.move_id = m.id), 0))::numeric
                  FROM stock_move m
                  JOIN stock_location l ON l.id = m.location_id AND l.usage = 'internal'
                  JOIN stock_location dest ON dest.id = COALESCE(m.location_final_id, m.location_dest_id)
                 WHERE m.product_id IN (SELECT product_id FROM target) AND l.warehouse_id = ANY(%(warehouses)s)
                   AND m.state IN ('confirmed', 'partially_available') AND dest.usage = 'customer'
                UNION ALL
                SELECT o.product_id, -(d.value)::numeric
                  FROM marketplace_incoming i
                 CROSS JOIN LATERAL jsonb_each_text(i.demand) AS d(key, value)
                  JOIN marketplace_offer o ON o.account_id = i.account_id AND o.external_id = d.key
                 WHERE i.company_id = %(company)s AND i.state IN ('new', 'awaited', 'waiting', 'error') AND i.demand IS NOT NULL
                   AND o.product_id IN (SELECT product_id FROM target)
            ) AS parts GROUP BY product_id
            """,
            warehouses=account.warehouse_ids.ids,
            company=account.company_id.id,
        )
