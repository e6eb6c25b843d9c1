from odoo import models
from odoo.tools import SQL

# Rows of these tables describe the product itself, or are looked after by name in ``product_merge``.
_OWN = {
    "marketplace_duplicate", "marketplace_offer", "product_product", "product_template", "product_variant_combination",
    "product_template_attribute_line", "product_template_attribute_value", "product_template_attribute_exclusion",
}  # fmt: skip

# Of these tables only some rows move: «u» is the row, %(kept)s and %(kept_template)s what stays.
_ONLY = {
    # Prices of what stays are not moved by the merge: a list gets the other product's price only if it has none.
    "product_pricelist_item": """NOT EXISTS (SELECT 1 FROM product_pricelist_item k WHERE k.pricelist_id = u.pricelist_id
        AND (k.product_id = %(kept)s OR k.product_id IS NULL AND k.product_tmpl_id = %(kept_template)s))""",
    "marketplace_picture": """NOT EXISTS (SELECT 1 FROM marketplace_picture k
        WHERE k.product_tmpl_id = %(kept_template)s AND k.checksum = u.checksum)""",
    "marketplace_specification": """NOT EXISTS (SELECT 1 FROM marketplace_specification k
        WHERE k.product_tmpl_id = %(kept_template)s AND lower(k.name) = lower(u.name))""",
    # The cost prices somebody once set by hand belong to the product that had them; corrections of a move follow the move.
    "product_value": "(u.move_id IS NOT NULL OR u.lot_id IS NOT NULL)",
}


class MarketplaceRepointing(models.AbstractModel):
    """Everything that names one product names another afterwards, in whatever addon it stands.

    Done in SQL, as the products of posted and done documents cannot be written otherwise. A row that would break a unique
    index (both products have one like it) stays where it is, with the archived product; nothing is deleted.
    """

    _name = "marketplace.repointing"
    _description = "Repointing of References"

    def _repoint(self, kept, lost):
        """Move all references of product ``lost`` to ``kept``, and those of its template if it is the only variant."""
        self.env.flush_all()
        whole = len(lost.product_tmpl_id.with_context(active_test=False).product_variant_ids) == 1
        kept_siblings = len(kept.product_tmpl_id.with_context(active_test=False).product_variant_ids) > 1
        both = self._tables("product_product") & self._tables("product_template")
        for table in both:
            self._move_with_template(table, kept, lost, whole, kept_siblings)
        for table, column in self._references("product_product"):
            if table not in both:
                self._move(table, column, kept, lost, kept)
        if whole:
            for table, column in self._references("product_template"):
                # How a product is described stays with it: relation tables count only where others name it («dest_id»).
                if table not in both and (self._columns(table) >= {"id"} or column == "dest_id"):
                    self._move(table, column, kept.product_tmpl_id, lost.product_tmpl_id, kept)
            self._move_loose(kept.product_tmpl_id, lost.product_tmpl_id)
        self._move_loose(kept, lost)
        self.env.flush_all()
        self.env.invalidate_all()

    def _counts(self, kept, lost):
        """``[(what, number)]``: the rows that would move, by model, the many first."""
        self.env.flush_all()
        counts = {}
        for table, column in self._references("product_product"):
            model = self._model_of(table)
            if model is None:
                continue
            [(count,)] = self.env.execute_query(
                SQL(
                    "SELECT count(*) FROM %s u WHERE u.%s = %s AND %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    lost.id,
                    self._wanted(table, kept),
                )
            )
            if count:
                counts[model] = counts.get(model, 0) + count
        names = {
            found.model: found.name
            for found in self.env["ir.model"].sudo().search([("model", "in", [model._name for model in counts])])
        }
        return sorted(
            ((names[model._name], count) for model, count in counts.items()), key=lambda row: (-row[1], row[0])
        )

    # ---- foreign keys ----

    def _references(self, target):
        """All (table, column) with a foreign key to a table, except what is thrown away anyway or describes the product."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
                  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                 WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND c.confrelid = to_regclass(%s)
                 ORDER BY 1, 2
                """,
                target,
            )
        )
        passing = {model._table for model in self.env.values() if model._transient}
        return [(table, column) for table, column in rows if table not in _OWN | passing]

    def _tables(self, target):
        """Tables that name a product and its template next to it."""
        column = {"product_product": "product_id", "product_template": "product_tmpl_id"}[target]
        return {table for table, name in self._references(target) if name == column}

    def _columns(self, table):
        return {
            row[0]
            for row in self.env.execute_query(
                SQL(
                    "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
                    table,
                )
            )
        }

    def _model_of(self, table):
        return next((model for model in self.env.values() if model._table == table and not model._abstract), None)

    def _move(self, table, column, kept, lost, product):
        rows = self.env.execute_query(
            SQL(
                "UPDATE %s u SET %s = %s WHERE u.%s = %s AND %s AND %s RETURNING %s",
                SQL.identifier(table),
                SQL.identifier(column),
                kept.id,
                SQL.identifier(column),
                lost.id,
                self._fits(table, column, kept),
                self._wanted(table, product),
                SQL("u.id") if "id" in self._columns(table) else SQL("0"),
            )
        )
        self._follow(table, column, [row[0] for row in rows])

    def _move_with_template(self, table, kept, lost, whole, kept_siblings):
        """What names a template and perhaps a variant of it: both move together. What holds for the whole template comes to
        hold for the product alone where that has siblings."""
        of_template = SQL(
            "OR u.product_id IS NULL AND u.product_tmpl_id = %s", lost.product_tmpl_id.id
        ) if whole else SQL()  # fmt: skip
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE %(table)s u SET product_tmpl_id = %(template)s,
                       product_id = CASE WHEN u.product_id IS NULL AND NOT %(siblings)s THEN NULL ELSE %(kept)s END
                 WHERE (u.product_id = %(lost)s %(of_template)s) AND %(fits)s AND %(wanted)s RETURNING u.id
                """,
                table=SQL.identifier(table),
                template=kept.product_tmpl_id.id,
                kept=kept.id,
                lost=lost.id,
                siblings=kept_siblings,
                of_template=of_template,
                fits=self._fits(table, "product_id", kept),
                wanted=self._wanted(table, kept),
            )
        )
        if table == "product_pricelist_item":
            self.env.cr.execute(
                "UPDATE product_pricelist_item SET applied_on = '0_product_variant'"
                " WHERE id = ANY(%s) AND product_id IS NOT NULL AND applied_on = '1_product'",
                [[row[0] for row in rows]],
            )
        self._follow(table, "product_id", [row[0] for row in rows])

    def _wanted(self, table, product):
        return SQL(_ONLY.get(table, "TRUE"), kept=product.id, kept_template=product.product_tmpl_id.id)

    def _fits(self, table, column, kept):
        """The condition that a row «u» breaks no unique index when ``column`` becomes what stays."""
        indexes = self.env.execute_query(
            SQL(
                """
                SELECT array_agg(a.attname::text) FROM pg_index i
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
                 WHERE i.indisunique AND i.indrelid = to_regclass(%s)
                 GROUP BY i.indexrelid HAVING %s = ANY(array_agg(a.attname::text))
                """,
                table,
                column,
            )
        )
        conditions = [
            SQL(
                "NOT EXISTS (SELECT 1 FROM %s k WHERE k.%s = %s %s)",
                SQL.identifier(table),
                SQL.identifier(column),
                kept.id,
                SQL(" ").join(
                    SQL("AND k.%s = u.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in columns
                    if name != column
                ),
            )
            for (columns,) in indexes
        ]
        return SQL(" AND ").join([SQL("TRUE"), *conditions])

    def _follow(self, table, column, ids):
        """Stored copies of the product's fields, on the rows that moved, are computed anew."""
        model = self._model_of(table)
        if model is None or not ids:
            return
        records = model.browse(ids)
        records.invalidate_recordset()
        for field in model._fields.values():
            if field.store and field.related and field.related.split(".")[0] == column:
                self.env.add_to_compute(field, records)

    # ---- references without a foreign key: chatter, documents, activities, external identifiers ----

    def _move_loose(self, kept, lost):
        for model in self.env.values():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if not field.store:
                    continue
                if field.type == "many2one_reference" and (of := model._fields.get(field.model_field)) and of.store:
                    self._move_loose_rows(model, field, kept, lost)
                elif field.type == "reference":
                    self.env.cr.execute(
                        SQL(
                            "UPDATE %s SET %s = %s WHERE %s = %s",
                            SQL.identifier(model._table),
                            SQL.identifier(field.name),
                            f"{kept._name},{kept.id}",
                            SQL.identifier(field.name),
                            f"{lost._name},{lost.id}",
                        )
                    )
        for field in self.env.registry.many2one_company_dependents[lost._name]:
            column = SQL.identifier(field.name)
            self.env.cr.execute(
                SQL(
                    """UPDATE %(table)s SET %(column)s = (
                              SELECT jsonb_object_agg(key, CASE WHEN value = %(lost)s THEN %(kept)s ELSE value END)
                                FROM jsonb_each(%(column)s))
                        WHERE jsonb_path_exists(%(column)s, '$.* ? (@ == $lost)', jsonb_build_object('lost', %(lost)s))""",
                    table=SQL.identifier(self.env[field.model_name]._table),
                    column=column,
                    lost=SQL("to_jsonb(%s)", lost.id),
                    kept=SQL("to_jsonb(%s)", kept.id),
                )
            )

    def _move_loose_rows(self, model, field, kept, lost):
        """Pictures of the product itself are attachments of a field of it: they stay."""
        own = SQL("AND u.res_field IS NULL") if model._name == "ir.attachment" else SQL()
        self.env.cr.execute(
            SQL(
                "UPDATE %s u SET %s = %s WHERE u.%s = %s AND u.%s = %s AND %s %s",
                SQL.identifier(model._table),
                SQL.identifier(field.name),
                kept.id,
                SQL.identifier(field.name),
                lost.id,
                SQL.identifier(field.model_field),
                lost._name,
                self._fits(model._table, field.name, kept),
                own,
            )
        )
