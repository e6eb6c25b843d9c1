from odoo.tools import SQL

from ..lib.clock import utcnow
from .lane import Lane

# How many recorded changes are worked at once. Stock and price are one statement, whatever the number; only price lists are
# asked for each product.
CHUNK = {
    "link": 2_000,
    "accept": 2_000,
    "leave": 2_000,
    "undo": 2_000,
    "create": 2_000,
    "content": 50,
    "retry": 5_000,
    "resync": 5_000,
    "stock": 5_000,
    "price": 1_000,
}


class Changes(Lane):
    """Drains what moved and brings ``…_wanted`` up to date for the offers concerned; the cost follows the number of changes."""

    name = "changes"

    def step(self):
        work = {
            "link": self._link,
            "retry": self._release,
            "resync": self._release,
            "stock": self._want_stock,
            "price": self._want_price,
            "accept": self._accept,
            "leave": lambda rows: self._offers_of(rows)._mark_left(),
            "undo": lambda rows: self._offers_of(rows)._mark_to_undo(),
            "create": lambda rows: self._offers_of(rows)._mark_to_create(),
            "content": lambda rows: self._offers_of(rows)._overwrite(),
        }
        kind = self._next_kind(list(work))
        rows = self._take(kind) if kind else []
        if rows:
            work[kind](rows)
            self.env.invalidate_all()
            self.runner.commit(len(rows))
        return len(rows)

    def _next_kind(self, kinds):
        """The first of these kinds that has something due."""
        found = self.env.execute_query(
            SQL(
                """SELECT kind FROM unnest(%s) WITH ORDINALITY AS k(kind, position)
                    WHERE EXISTS (SELECT 1 FROM marketplace_change c
                                   WHERE c.account_id = %s AND c.kind = k.kind AND c.due_at <= %s)
                    ORDER BY position LIMIT 1""",
                kinds,
                self.account.id,
                utcnow(),
            )
        )
        return found[0][0] if found else None

    def _take(self, kind):
        """The oldest due changes of a kind, taken out in this transaction: rows (kind, product id, offer id, when).

        The array makes PostgreSQL look for them once. As a plain subquery they may be looked for again for every row of the
        table, which it believes to be empty, as it nearly always is.
        """
        return self.env.execute_query(
            SQL(
                """
                DELETE FROM marketplace_change WHERE id = ANY(ARRAY(
                    SELECT id FROM marketplace_change
                     WHERE account_id = %s AND kind = %s AND due_at <= %s ORDER BY due_at LIMIT %s))
                RETURNING kind, product_id, offer_id, due_at
                """,
                self.account.id,
                kind,
                utcnow(),
                CHUNK[kind],
            )
        )

    def _offers_of(self, rows):
        return self.env["marketplace.offer"].browse({row[2] for row in rows if row[2]}).exists()

    def _link(self, rows):
        self._offers_of(rows)._link()

    def _accept(self, rows):
        """Sure links a person accepted; with a product, the one that a person chose."""
        self._offers_of([row for row in rows if not row[1]])._accept()
        for _kind, product_id, offer_id, _when in rows:
            if product_id:
                self.env["marketplace.offer"].browse(offer_id).exists()._link_to(product_id)

    def _release(self, rows):
        """A person asks to send again; what is wanted is computed anew on the way."""
        for kind, _product_id, offer_id, _when in rows:
            self.env["marketplace.offer"]._release(self.account, offer_id, everything=kind == "resync")
        self.env["marketplace.offer"]._want_stock(self.account, rows)
        self.env["marketplace.change"]._insert(
            [(self.account.id, product_id, offer_id, "price", when) for _kind, product_id, offer_id, when in rows]
        )

    def _want_stock(self, rows):
        self.env["marketplace.offer"]._want_stock(self.account, rows)
        self.env["marketplace.incoming"]._wake_missing(self._offers_of(rows))

    def _want_price(self, rows):
        """One statement, whatever the number; but a price list is asked for each product, so a change of everything is
        spread over the products first and no step takes long.
        """
        whole = [row for row in rows if not row[1] and not row[2]]
        if whole and not self.account._pricelist():
            self.env["marketplace.offer"]._want_price(self.account, whole)
            return
        if whole:
            self.env["marketplace.change"]._spread(self.account, "price", min(row[3] for row in whole))
        if some := [row for row in rows if row not in whole]:
            self.env["marketplace.offer"]._want_price(self.account, some)
