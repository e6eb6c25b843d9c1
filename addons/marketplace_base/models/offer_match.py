from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..lib.clock import utcnow
from ..lib.codes import LEVELS, codes_of, match, normalised, normalised_ean

CHUNK = 2_000

# A code as the database compares it; the same words in the indexes below and in the queries, or they are not used.
_PLAIN = "upper(regexp_replace(%s, '\\s', '', 'g'))"
_EAN = "ltrim(regexp_replace(%s, '\\s', '', 'g'), '0')"
_EANS = "string_to_array(regexp_replace(' ' || barcodes, ' 0+', ' ', 'g'), ' ')"


class ProductProduct(models.Model):
    _inherit = "product.product"

    _marketplace_plain_code = models.Index(f"({_PLAIN % 'default_code'})")
    _marketplace_plain_barcode = models.Index(f"({_EAN % 'barcode'})")


class MarketplaceOffer(models.Model):
    """Linking by code: product code, barcode, additional codes, platform code; the first level that hits decides (B1–B5)."""

    _inherit = "marketplace.offer"

    # Only offers without a product are looked for by code, so these stay small and are out of the way of what is sent.
    _unlinked_sku = models.Index(f"({_PLAIN % 'sku'}) WHERE product_id IS NULL")
    _unlinked_platform_code = models.Index(f"({_PLAIN % 'platform_code'}) WHERE product_id IS NULL")
    _unlinked_barcodes = models.Index(f"USING gin ({_EANS}) WHERE product_id IS NULL")

    def _link(self, accepted=False):
        """Match these offers and link what is sure, in set-based statements; never touches a link that is there.

        :param accepted: a person said yes: sure ones are linked though the account does not do so by itself
        """
        self.env.flush_all()
        for start in range(0, len(self.ids), CHUNK):
            by_company = defaultdict(list)
            for row in self.browse(self.ids[start : start + CHUNK])._rows_to_match():
                by_company[row["company_id"]].append(row)
            for company_id, of_company in by_company.items():
                self._save_matches(self._matches(company_id, of_company, accepted))

    def _rows_to_match(self):
        """What matching needs of these offers, as far as they have no product, with their codes normalised."""
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT o.id, o.account_id, o.company_id, o.external_id, o.sku, o.barcodes, o.platform_code,
                          ARRAY(SELECT product_product_id FROM marketplace_offer_apart_rel
                                 WHERE marketplace_offer_id = o.id) AS apart
                     FROM unnest(%s::int[]) WITH ORDINALITY AS asked(id, place)
                     JOIN marketplace_offer o ON o.id = asked.id AND o.product_id IS NULL ORDER BY place""",
                list(self.ids),
            )
        )
        for row in rows:
            row["codes"] = codes_of(row["sku"], (row["barcodes"] or "").split(), row["platform_code"])
        return rows

    @api.model
    def _matches(self, company_id, rows, accepted=False):
        """What becomes of each row: (row, state, product ids, reason)."""
        index = self._index_of(company_id, [row["codes"] for row in rows])
        found = [match(row["codes"], index, set(row["apart"])) for row in rows]
        clear = {products[0] for _level, _code, products in filter(None, found) if len(products) == 1}
        taken = self._taken(rows, clear)
        by_itself = {
            account.id: accepted or account.link_by_itself
            for account in self.env["marketplace.account"].browse({row["account_id"] for row in rows})
        }
        result = []
        for row, hit in zip(rows, found, strict=True):
            state, products, reason = "new", [], None
            if hit:
                products, reason = hit[2], self._match_reason(*hit)
                state = "linked" if by_itself[row["account_id"]] else "sure"
                if len(products) > 1:
                    state = "doubtful"
                elif other := taken.get((row["account_id"], products[0])):
                    state, reason = "doubtful", self._taken_reason(reason, other)
                else:
                    taken[row["account_id"], products[0]] = (row["external_id"], state)
            result.append((row, state, products, reason))
        return result

    @api.model
    def _taken(self, rows, product_ids):
        """``{(account, product): (offer's number, its state)}`` for what is linked, or surely to be linked, already."""
        return {
            (account, product): (external_id, state)
            for account, product, external_id, state in self.env.execute_query(
                SQL(
                    """
                    SELECT o.account_id, o.product_id, o.external_id, 'linked' FROM marketplace_offer o
                     WHERE o.account_id = ANY(%(accounts)s) AND o.product_id = ANY(%(products)s) AND o.active
                    UNION ALL
                    SELECT o.account_id, r.product_product_id, o.external_id, 'sure'
                      FROM marketplace_offer_candidate_rel r
                      JOIN marketplace_offer o ON o.id = r.marketplace_offer_id AND o.link_state = 'sure' AND o.active
                     WHERE o.account_id = ANY(%(accounts)s) AND r.product_product_id = ANY(%(products)s)
                       AND o.id <> ALL(%(asked)s)
                    """,
                    accounts=list({row["account_id"] for row in rows}),
                    products=list(product_ids),
                    asked=[row["id"] for row in rows],
                )
            )
        }

    @api.model
    def _match_reason(self, level, code, products):
        """Which code equalled which, in words."""
        label = {
            "code": self.env._("product code"),
            "barcode": self.env._("EAN"),
            "additional": self.env._("additional code"),
            "catalogue": self.env._("platform code"),
        }[level]
        if len(products) > 1:
            label = self.env._("%s, in several products", label)
        return f"{label} {code}"

    @api.model
    def _taken_reason(self, reason, other):
        external_id, state = other
        if state == "linked":
            return self.env._(
                "%(reason)s, but the product is linked to offer %(other)s", reason=reason, other=external_id
            )
        return self.env._("%(reason)s, but offer %(other)s leads to the same product", reason=reason, other=external_id)

    @api.model
    def _save_matches(self, matches):
        """Write links, states, reasons and candidates, and tell the runner of new links."""
        linked = {row["id"] for row, state, _products, _reason in matches if state == "linked"}
        self.env.cr.execute(
            SQL(
                """
                UPDATE marketplace_offer o
                   SET product_id = m.product_id, link_state = m.state, link_reason = m.reason,
                       linked_by_import = m.product_id IS NOT NULL, write_date = %s, write_uid = %s
                  FROM unnest(%s::int[], %s::int[], %s::varchar[], %s::varchar[]) AS m(id, product_id, state, reason)
                 WHERE o.id = m.id
                """,
                utcnow(),
                self.env.uid,
                [row["id"] for row, *_rest in matches],
                [products[0] if row["id"] in linked else None for row, _state, products, _reason in matches],
                [state for _row, state, _products, _reason in matches],
                [reason for _row, _state, _products, reason in matches],
            )
        )
        candidates = [(row["id"], p) for row, _s, products, _r in matches if row["id"] not in linked for p in products]
        self._set_candidates([row["id"] for row, *_rest in matches], candidates)
        self._record_links(linked)
        self.env["marketplace.offer"].invalidate_model()
        self.env["product.product"].invalidate_model(["marketplace_offer_ids"])

    @api.model
    def _set_candidates(self, offer_ids, pairs):
        self.env.cr.execute(
            SQL("DELETE FROM marketplace_offer_candidate_rel WHERE marketplace_offer_id = ANY(%s)", list(offer_ids))
        )
        if pairs:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO marketplace_offer_candidate_rel (marketplace_offer_id, product_product_id)
                       SELECT * FROM unnest(%s::int[], %s::int[])""",
                    [offer for offer, _product in pairs],
                    [product for _offer, product in pairs],
                )
            )

    @api.model
    def _record_links(self, offer_ids):
        """The stock and the price of these offers are to be looked at: they got a product, or lost it."""
        called = self.env.execute_query(
            SQL(
                """
                WITH inserted AS (
                    INSERT INTO marketplace_change (account_id, offer_id, kind, due_at)
                    SELECT o.account_id, o.id, k.kind, %s FROM marketplace_offer o, unnest(ARRAY['stock', 'price']) AS k(kind)
                     WHERE o.id = ANY(%s) RETURNING account_id)
                SELECT DISTINCT account_id FROM inserted
                """,
                utcnow(),
                list(offer_ids),
            )
        )
        self.env["marketplace.account"].browse(row[0] for row in called)._wake()

    # ---- one offer, or none yet ----

    def _match(self, index):
        """The products one offer's codes lead to at the first level that hits, and the reason in words."""
        hit = match(self._codes(), index, set(self.apart_ids.ids))
        if not hit:
            return self.env["product.product"], False
        return self.env["product.product"].browse(hit[2]), self._match_reason(*hit)

    def _codes(self):
        self.ensure_one()
        return codes_of(self.sku or "", (self.barcodes or "").split(), self.platform_code or "")

    def _code_index(self, company):
        """``{level: {code: {product ids}}}`` for the codes these offers carry, among the company's products."""
        return self._index_of(company.id, [offer._codes() for offer in self])

    @api.model
    def _index_of(self, company_id, codes):
        """``{level: {code: {product ids}}}`` for these codes (``codes_of``, each), among the company's products."""
        wanted = {level: list({code for of_one in codes for code in of_one[level]}) for level in LEVELS}
        self.env["product.product"].flush_model(["default_code", "barcode", "active"])
        self.env["marketplace.product.code"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT 'code', %(plain_code)s, p.id FROM product_product p
                  JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE p.active AND (t.company_id IS NULL OR t.company_id = %(company)s)
                   AND %(plain_code)s = ANY(%(codes)s)
                UNION ALL
                SELECT 'barcode', %(plain_barcode)s, p.id FROM product_product p
                  JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE p.active AND (t.company_id IS NULL OR t.company_id = %(company)s)
                   AND %(plain_barcode)s = ANY(%(eans)s)
                UNION ALL
                SELECT CASE c.kind WHEN 'catalogue' THEN 'catalogue' ELSE 'additional' END, c.normalised, c.product_id
                  FROM marketplace_product_code c JOIN product_product p ON p.id = c.product_id AND p.active
                 WHERE c.company_id = %(company)s AND c.normalised = ANY(%(further)s)
                """,
                plain_code=SQL(_PLAIN % "p.default_code"),
                plain_barcode=SQL(_EAN % "p.barcode"),
                company=company_id,
                codes=wanted["code"],
                eans=wanted["barcode"],
                further=list({*wanted["additional"], *wanted["catalogue"]}),
            )
        )
        index = {level: defaultdict(set) for level in LEVELS}
        for level, code, product_id in rows:
            index[level][code].add(product_id)
        return index

    @api.model
    def _codes_changed(self, codes):
        """Products got these codes: offers that carry one of them and are not linked yet are matched again."""
        codes = {code for code in map(normalised, codes) if code}
        if not codes:
            return
        called = self.env.execute_query(
            SQL(
                """
                WITH inserted AS (
                    INSERT INTO marketplace_change (account_id, offer_id, kind, due_at)
                    SELECT account_id, id, 'link', %(now)s FROM marketplace_offer
                     WHERE product_id IS NULL AND active
                       AND (%(sku)s = ANY(%(codes)s) OR %(platform_code)s = ANY(%(codes)s) OR %(barcodes)s && %(eans)s::text[])
                 RETURNING account_id)
                SELECT DISTINCT account_id FROM inserted
                """,
                now=utcnow(),
                sku=SQL(_PLAIN % "sku"),
                platform_code=SQL(_PLAIN % "platform_code"),
                barcodes=SQL(_EANS),
                codes=list(codes),
                eans=[code for code in map(normalised_ean, codes) if code],
            )
        )
        self.env["marketplace.account"].browse(row[0] for row in called)._wake()

    # ---- what a person does with one, or few ----

    def action_link_to_candidate(self):
        """Accept the only candidate."""
        for offer in self.filtered(lambda o: len(o.candidate_ids) == 1):
            offer.product_id = offer.candidate_ids

    def action_unlink_product(self):
        self.write({"product_id": False})

    def action_match_again(self):
        self.filtered(lambda offer: not offer.product_id)._link()
