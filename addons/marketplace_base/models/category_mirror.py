import json
from dataclasses import asdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.text import without_nul

READ_EVERY = timedelta(days=1)
FAILED_AGAIN = timedelta(hours=1)


class MarketplaceCategory(models.Model):
    """How the platform's dictionary comes in: set-based, a page at a time; what a whole reading did not show is archived.

    ``read_at`` is the moment the round began, the same for all of its rows: so a round that was interrupted goes on, and
    its end knows what was not seen.
    """

    _inherit = "marketplace.category"

    def _want_details(self):
        """Something needs the characteristics of these categories: they are read soon, and again every night."""
        self.sudo().filtered(lambda category: not category.detail_wanted).write({"detail_wanted": True})
        self.account_id._wake()

    # ---- the tree ----

    @api.model
    def _store_page(self, account, items, read_at):
        """Upsert a page of ``CategoryData``; parents may come on a later one.

        :param read_at: when the round began
        """
        items = list({item.key: without_nul(item) for item in items}.values())
        columns = SQL(", ").join(
            (
                SQL("%s::varchar[]", [item.key for item in items]),
                SQL("%s::varchar[]", [item.name for item in items]),
                SQL("%s::varchar[]", [item.parent_key or None for item in items]),
                *(
                    SQL("%s::bool[]", [getattr(item, name) for item in items])
                    for name in ("allowed", "needs_barcode", "needs_warranty")
                ),
            )
        )
        self.env.flush_all()
        changed = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM marketplace_category c
                  JOIN unnest(%s) AS r(external_id, name, parent_key, allowed, needs_barcode, needs_warranty)
                    ON r.external_id = c.external_id
                 WHERE c.account_id = %s AND (c.active, c.allowed, c.needs_barcode, c.needs_warranty)
                       IS DISTINCT FROM (TRUE, r.allowed, r.needs_barcode, r.needs_warranty)
                """,
                columns,
                account.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO marketplace_category AS c (account_id, company_id, active, read_at, complete_name,
                    external_id, name, parent_key, allowed, needs_barcode, needs_warranty)
                SELECT %s, %s, TRUE, %s::timestamp, r.name, r.*
                  FROM unnest(%s) AS r(external_id, name, parent_key, allowed, needs_barcode, needs_warranty)
                ON CONFLICT (account_id, external_id) DO UPDATE SET (active, read_at, name, parent_key, allowed,
                    needs_barcode, needs_warranty) = (TRUE, excluded.read_at, excluded.name, excluded.parent_key,
                    excluded.allowed, excluded.needs_barcode, excluded.needs_warranty)
                """,
                account.id,
                account.company_id.id,
                read_at,
                columns,
            )
        )
        self.env.invalidate_all()
        if changed:
            self._dictionary_changed(self.browse(row[0] for row in changed))

    @api.model
    def _tree_read(self, account, read_at):
        """The whole tree is in: archive what it did not show, then parents, paths and the categories of the offers."""
        gone = self.env.execute_query(
            SQL(
                """UPDATE marketplace_category SET active = FALSE
                    WHERE account_id = %s AND active AND read_at IS DISTINCT FROM %s::timestamp RETURNING id""",
                account.id,
                read_at,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE marketplace_category c SET parent_id = found.parent_id
                  FROM (SELECT c.id, p.id AS parent_id FROM marketplace_category c
                          LEFT JOIN marketplace_category p
                            ON p.account_id = c.account_id AND p.external_id = c.parent_key AND p.id <> c.id
                         WHERE c.account_id = %s) AS found
                 WHERE found.id = c.id AND c.parent_id IS DISTINCT FROM found.parent_id
                """,
                account.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE tree(id, path, depth) AS (
                    SELECT id, name::text, 1 FROM marketplace_category WHERE account_id = %(account)s AND parent_id IS NULL
                    UNION ALL
                    SELECT c.id, tree.path || ' / ' || c.name, depth + 1
                      FROM marketplace_category c JOIN tree ON c.parent_id = tree.id WHERE depth < 30)
                UPDATE marketplace_category c SET complete_name = COALESCE(found.path, found.name)
                  FROM (SELECT c.id, c.name, tree.path FROM marketplace_category c LEFT JOIN tree ON tree.id = c.id
                         WHERE c.account_id = %(account)s) AS found
                 WHERE found.id = c.id AND c.complete_name IS DISTINCT FROM COALESCE(found.path, found.name)
                """,
                account=account.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE marketplace_offer o SET category_id = c.id FROM marketplace_category c
                 WHERE o.account_id = %(account)s AND c.account_id = %(account)s AND c.external_id = o.category_key
                   AND o.category_id IS DISTINCT FROM c.id
                """,
                account=account.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE marketplace_category c SET in_use = found.in_use
                  FROM (SELECT c.id, EXISTS (SELECT 1 FROM marketplace_offer o WHERE o.category_id = c.id AND o.active) AS in_use
                          FROM marketplace_category c WHERE c.account_id = %s) AS found
                 WHERE found.id = c.id AND c.in_use IS DISTINCT FROM found.in_use
                """,
                account.id,
            )
        )
        self.env.invalidate_all()
        if gone:
            self._dictionary_changed(self.browse(row[0] for row in gone))

    @api.model
    def _note_use(self, account, keys):
        """Own offers are in these categories; looked at by every step of the runner, so it is kept and not worked out."""
        self.env.cr.execute(
            SQL(
                """UPDATE marketplace_category SET in_use = TRUE
                    WHERE account_id = %s AND external_id = ANY(%s) AND in_use IS NOT TRUE""",
                account.id,
                sorted(keys),
            )
        )

    # ---- characteristics and values of the categories somebody uses ----

    @api.model
    def _next_wanted(self, account):
        """The category whose characteristics are to be read next, and how many are waiting."""
        self.env.flush_all()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id, count(*) OVER () FROM marketplace_category c
                 WHERE c.account_id = %(account)s AND c.active
                   AND (c.detail_at IS NULL OR c.detail_at < %(old)s OR c.detail_asked_at IS NOT NULL)
                   AND (c.detail_failed_at IS NULL OR c.detail_failed_at < %(failed)s
                        OR c.detail_asked_at IS NOT NULL)
                   AND (c.detail_wanted OR c.in_use)
                 ORDER BY c.detail_asked_at DESC NULLS LAST, c.detail_at NULLS FIRST, c.id LIMIT 1
                """,
                account=account.id,
                old=now - READ_EVERY,
                failed=now - FAILED_AGAIN,
            )
        )
        return (self.browse(rows[0][0]), rows[0][1]) if rows else (self.browse(), 0)

    def _store_detail(self, detail, read_at):
        """Upsert one page of a category's characteristics and of their values.

        :param read_at: when the reading of this category began
        :return: whether the page brought anything that this reading had not brought yet
        """
        self.ensure_one()
        self.env.flush_all()
        items = [without_nul(item) for item in detail.characteristics]
        ids = dict(self._store_characteristics(items, read_at))
        rows = {(ids[item.key], value.key): value.name for item in items for value in item.values}
        fresh = self.env.execute_query(
            SQL(
                """
                INSERT INTO marketplace_value AS v (company_id, active, read_at, characteristic_id, external_id, name)
                SELECT %s, TRUE, %s::timestamp, r.* FROM unnest(%s::int[], %s::varchar[], %s::varchar[]) AS r
                ON CONFLICT (characteristic_id, external_id)
                DO UPDATE SET active = TRUE, read_at = excluded.read_at, name = excluded.name
                 WHERE v.read_at IS DISTINCT FROM excluded.read_at
             RETURNING 1
                """,
                self.company_id.id,
                read_at,
                [characteristic for characteristic, _key in rows],
                [key for _characteristic, key in rows],
                list(rows.values()),
            )
        )
        self.env.invalidate_all()
        return bool(fresh)

    def _store_characteristics(self, items, read_at):
        """:return: ``[(number at the platform, id)]``"""
        return self.env.execute_query(
            SQL(
                """
                INSERT INTO marketplace_characteristic AS c (category_id, account_id, company_id, active, value_count,
                    read_at, external_id, name, kind, required, multiple, open_values, position, tags)
                SELECT %s, %s, %s, TRUE, 0, %s::timestamp, r.external_id, r.name, r.kind, r.required, r.multiple,
                       r.open_values, r.position, r.tags::jsonb
                  FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[], %s::bool[], %s::bool[], %s::bool[],
                              %s::int[], %s::varchar[])
                    AS r(external_id, name, kind, required, multiple, open_values, position, tags)
                ON CONFLICT (category_id, external_id) DO UPDATE SET (active, read_at, name, kind, required, multiple,
                    open_values, position, tags) = (TRUE, excluded.read_at, excluded.name, excluded.kind,
                    excluded.required, excluded.multiple, excluded.open_values, excluded.position, excluded.tags)
             RETURNING external_id, id
                """,
                self.id,
                self.account_id.id,
                self.company_id.id,
                read_at,
                [item.key for item in items],
                [item.name for item in items],
                [item.kind.value for item in items],
                [item.required for item in items],
                [item.multiple for item in items],
                [item.open_values for item in items],
                [item.position for item in items],
                [json.dumps(list(item.tags)) if item.tags else None for item in items],
            )
        )

    def _detail_read(self, detail, read_at):
        """All pages are in: archive the characteristics and values that are gone, count, and tell who relies on them.

        :param detail: the last page; None when the platform does not know the category (the tree will tell)
        """
        self.ensure_one()
        self.env.flush_all()
        if detail:
            self.env.cr.execute(
                SQL(
                    """UPDATE marketplace_characteristic SET active = FALSE
                        WHERE category_id = %s AND active AND read_at IS DISTINCT FROM %s::timestamp""",
                    self.id,
                    read_at,
                )
            )
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE marketplace_value v SET active = FALSE FROM marketplace_characteristic c
                     WHERE c.category_id = %s AND v.characteristic_id = c.id AND v.active
                       AND v.read_at IS DISTINCT FROM %s::timestamp
                    """,
                    self.id,
                    read_at,
                )
            )
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE marketplace_characteristic c SET value_count =
                           (SELECT count(*) FROM marketplace_value v WHERE v.characteristic_id = c.id AND v.active)
                     WHERE c.category_id = %s
                    """,
                    self.id,
                )
            )
        vals = {"detail_at": fields.Datetime.now(), "detail_asked_at": False}
        vals |= {"detail_failed_at": False, "detail_error": False}
        if detail:
            vals["families"] = [without_nul(asdict(family)) for family in detail.families]
        self.env.invalidate_all()
        self.write(vals)
        self._dictionary_changed(self)

    def _detail_failed(self, text):
        """The characteristics could not be read: the others go on, this one is tried again after an hour."""
        self.write({"detail_failed_at": fields.Datetime.now(), "detail_error": text, "detail_asked_at": False})
