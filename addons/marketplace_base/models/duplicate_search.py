import json
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL, split_every

from ..lib.clock import utcnow
from ..lib.codes import normalised_ean
from ..lib.likeness import pairs_by_name, score

# What more products than this have in common is no mark of any of them: a code «N/A», the picture of a missing picture.
CROWD = 20
# Pairs below this score are not worth a person's time.
LEAST = 50
CHUNK = 1_000


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    @api.model
    def _selling(self):
        """The companies that have an account."""
        return self.env["res.company"].browse(company.id for (company,) in self.sudo()._read_group([], ["company_id"]))


class MarketplaceDuplicate(models.Model):
    """The search: codes and pictures are compared by PostgreSQL, names by ``lib.likeness``. Runs every night."""

    _inherit = "marketplace.duplicate"

    @api.model
    def _look_everywhere(self):
        """The nightly job: each company that sells on a marketplace, one after the other."""
        for company in self.env["marketplace.account"]._selling():
            self._look(company)

    @api.model
    def _look(self, company):
        """Find the pairs among the products of a company and list them.

        What was decided stays decided; an open pair that is not found any more disappears. Pairs are stored in chunks,
        with a commit after each when the nightly job runs.
        """
        self.env.flush_all()
        now = utcnow()
        found = self._findings(company)
        rows = [
            (one, other, points, {kind: what for kind, (_weight, what) in findings.items()})
            for (one, other), findings in found.items()
            if (points := score({kind: weight for kind, (weight, _what) in findings.items()})) >= LEAST
        ]
        for chunk in split_every(CHUNK, sorted(rows)):
            self._store(company, chunk, now)
            self._durably(len(chunk))
        self._drop_others(company, rows)
        self.env.invalidate_all()
        self._durably(0)

    def _durably(self, count):
        """Commit what is done, if this is the nightly job and not somebody's click."""
        if self.env.context.get("cron_id"):
            self.env["ir.cron"]._commit_progress(count)

    @api.model
    def _store(self, company, rows, now):
        """Upsert pairs; whoever called a pair two products, in whatever company, is not asked again."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO marketplace_duplicate AS d (company_id, product_id, other_id, score, found, state, found_at)
                SELECT %(company)s, r.product_id, r.other_id, r.score, r.found::jsonb, 'open', %(now)s
                  FROM unnest(%(ones)s::int[], %(others)s::int[], %(scores)s::int[], %(found)s::text[])
                       AS r(product_id, other_id, score, found)
                 WHERE NOT EXISTS (SELECT 1 FROM marketplace_duplicate k WHERE k.product_id = r.product_id
                                      AND k.other_id = r.other_id AND k.state = 'different')
                ON CONFLICT (company_id, product_id, other_id)
                DO UPDATE SET score = excluded.score, found = excluded.found, found_at = excluded.found_at, state = 'open'
                        WHERE d.state <> 'different'
                """,
                company=company.id,
                now=SQL("%s::timestamp", now),
                ones=[row[0] for row in rows],
                others=[row[1] for row in rows],
                scores=[row[2] for row in rows],
                found=[json.dumps(row[3]) for row in rows],
            )
        )

    @api.model
    def _drop_others(self, company, rows):
        """Open pairs of a company that are not among those found."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM marketplace_duplicate d WHERE d.company_id = %s AND d.state = 'open' AND NOT EXISTS (
                    SELECT FROM unnest(%s::int[], %s::int[]) AS r(product_id, other_id)
                     WHERE r.product_id = d.product_id AND r.other_id = d.other_id)
                """,
                company.id,
                [row[0] for row in rows],
                [row[1] for row in rows],
            )
        )

    # ---- what is equal ----

    @api.model
    def _findings(self, company):
        """``{(one, other): {kind: (weight, what)}}`` for all pairs with something in common, the lower id first."""
        found = defaultdict(dict)
        for one, other, kind, what in self.env.execute_query(self._equal_codes(company)):
            found[one, other].setdefault(kind, (1, what))
        for one, other in self.env.execute_query(self._equal_pictures(company)):
            found[one, other]["picture"] = (1, True)
        products = {row[0]: row[1:] for row in self.env.execute_query(self._names(company))}
        for one, other, share in pairs_by_name((product, row[0]) for product, row in products.items()):
            (_name, template, ean), (_name, other_template, other_ean) = products[one], products[other]
            # Different EANs are different articles, unless something else than the name says otherwise.
            apart = ean and other_ean and normalised_ean(ean) != normalised_ean(other_ean)
            if template != other_template and ((one, other) in found or not apart):
                found[one, other]["name"] = (share, round(share * 100))
        return found

    @api.model
    def _products(self, company):
        return SQL(
            """SELECT p.id, p.product_tmpl_id, p.default_code, p.barcode, p.combination_indices, t.name
                 FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
                WHERE p.active AND (t.company_id IS NULL OR t.company_id = %s)""",
            company.id,
        )

    @api.model
    def _equal_codes(self, company):
        """Rows (one, other, kind, code). Long numbers are compared without leading zeros, as ``lib.codes`` has it."""
        return SQL(
            """
            WITH product AS (%(products)s), written AS (
                SELECT id, 'code' AS kind, upper(regexp_replace(default_code, '\\s', '', 'g')) AS code FROM product
                UNION ALL
                SELECT id, 'barcode', upper(regexp_replace(barcode, '\\s', '', 'g')) FROM product
                UNION ALL
                SELECT c.product_id, CASE c.kind WHEN 'catalogue' THEN 'catalogue' ELSE 'additional' END, c.normalised
                  FROM marketplace_product_code c JOIN product ON product.id = c.product_id
                 WHERE c.company_id = %(company)s
            ), carried AS (
                SELECT DISTINCT id, kind,
                       CASE WHEN kind = 'barcode' OR code ~ '^[0-9]{8,}$' THEN ltrim(code, '0') ELSE code END AS code
                  FROM written WHERE code <> ''
            ), telling AS (
                SELECT code FROM carried WHERE code <> '' GROUP BY code HAVING count(DISTINCT id) BETWEEN 2 AND %(crowd)s
            )
            SELECT a.id, b.id, CASE WHEN a.kind <> b.kind OR a.kind = 'additional' THEN 'across' ELSE a.kind END, min(a.code)
              FROM telling JOIN carried a USING (code) JOIN carried b USING (code)
             WHERE a.id < b.id
             GROUP BY 1, 2, 3
            """,
            products=self._products(company),
            company=company.id,
            crowd=CROWD,
        )

    @api.model
    def _equal_pictures(self, company):
        """Rows (one, other) of products of different templates that show the same picture, as main or further one."""
        return SQL(
            """
            WITH product AS (%(products)s), shown AS (
                SELECT p.id, p.product_tmpl_id, a.checksum FROM product p
                  JOIN ir_attachment a ON a.res_model = 'product.template' AND a.res_field = 'image_1920'
                                      AND a.res_id = p.product_tmpl_id
                UNION
                SELECT p.id, p.product_tmpl_id, a.checksum FROM product p
                  JOIN ir_attachment a ON a.res_model = 'product.product' AND a.res_field = 'image_variant_1920'
                                      AND a.res_id = p.id
                UNION
                SELECT p.id, p.product_tmpl_id, m.checksum FROM product p
                  JOIN marketplace_picture m ON m.product_tmpl_id = p.product_tmpl_id AND COALESCE(m.product_id, p.id) = p.id
                 WHERE m.company_id = %(company)s
            ), telling AS (
                SELECT checksum FROM shown WHERE checksum <> ''
                 GROUP BY checksum HAVING count(DISTINCT product_tmpl_id) BETWEEN 2 AND %(crowd)s
            )
            SELECT DISTINCT a.id, b.id FROM telling JOIN shown a USING (checksum) JOIN shown b USING (checksum)
             WHERE a.id < b.id AND a.product_tmpl_id <> b.product_tmpl_id
            """,
            products=self._products(company),
            company=company.id,
            crowd=CROWD,
        )

    @api.model
    def _names(self, company):
        """Rows (product, name with the values of its variant, template, EAN)."""
        return SQL(
            """
            WITH product AS (%(products)s)
            SELECT p.id, concat_ws(' ', COALESCE(p.name->>%(lang)s, p.name->>'en_US'), (
                       SELECT string_agg(COALESCE(v.name->>%(lang)s, v.name->>'en_US'), ' ')
                         FROM product_variant_combination c
                         JOIN product_template_attribute_value tv ON tv.id = c.product_template_attribute_value_id
                         JOIN product_attribute_value v ON v.id = tv.product_attribute_value_id
                        WHERE c.product_product_id = p.id AND p.combination_indices <> '')), p.product_tmpl_id, p.barcode
              FROM product p
            """,
            products=self._products(company),
            lang=self.env.lang or "en_US",
        )
