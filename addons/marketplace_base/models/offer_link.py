from collections import defaultdict

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from ..lib.clock import utcnow
from ..lib.codes import normalised, normalised_ean
from ..lib.text import without_nul

CHUNK = 1_000

# column, SQL type, attribute of OfferData: what a reading brings and a later reading replaces
_READ = (
    ("name", "varchar", lambda o: o.name or o.key),
    ("sku", "varchar", lambda o: o.sku or None),
    ("barcodes", "varchar", lambda o: " ".join(o.barcodes) or None),
    ("platform_code", "varchar", lambda o: o.platform_code or None),
    ("platform_stock", "int", lambda o: o.stock),
    ("platform_price", "numeric", lambda o: o.price),
    ("price_low", "numeric", lambda o: o.price_low),
    ("price_high", "numeric", lambda o: o.price_high),
    ("tax_rate", "numeric", lambda o: o.tax_rate * 100 if o.tax_rate is not None else None),
    ("status", "varchar", lambda o: o.status),
    ("publication", "varchar", lambda o: o.publication or None),
    ("sellable", "bool", lambda o: o.sellable),
    ("platform_problems", "text", lambda o: "\n".join(o.problems) or None),
)


class MarketplaceOffer(models.Model):
    _inherit = "marketplace.offer"

    # ---- reading ----

    @api.model
    def _store(self, account, items):
        """Upsert own offers as read. What the platform says it holds is proof; where it contradicts ours, ours is void.

        New offers are linked to products by code at once; existing links are never touched (B10).
        """
        if not items:
            return
        self.env.flush_all()
        items = list({item.key: without_nul(item) for item in items}.values())
        names = SQL(", ").join(SQL.identifier(name) for name, _type, _read in _READ)
        inserted = self.env.execute_query(
            SQL(
                """
                INSERT INTO marketplace_offer AS o (
                    account_id, company_id, platform, active, link_state, stock_state, price_state, read_at,
                    external_id, %(names)s,
                    stock_confirmed, stock_confirmed_at, price_confirmed, price_confirmed_at)
                SELECT %(account)s, %(company)s, %(platform)s, TRUE, 'new', 'unset', 'unset', %(now)s,
                       r.external_id, %(read)s, r.platform_stock, %(now)s, r.platform_price, %(now)s
                  FROM unnest(%(arrays)s) AS r(external_id, %(names)s)
                ON CONFLICT (account_id, external_id) DO UPDATE SET %(updates)s, read_at = excluded.read_at, %(proofs)s
                RETURNING id, (xmax = 0) AS is_new
                """,
                names=names,
                now=SQL("%s::timestamp", utcnow()),
                account=account.id,
                company=account.company_id.id,
                platform=account.platform,
                read=SQL(", ").join(SQL("r.%s", SQL.identifier(name)) for name, _type, _read in _READ),
                arrays=SQL(", ").join(
                    [SQL("%s::varchar[]", [item.key for item in items])]
                    + [SQL("%s::" + kind + "[]", [read(item) for item in items]) for _name, kind, read in _READ]
                ),
                updates=SQL(", ").join(
                    SQL("%(n)s = COALESCE(excluded.%(n)s, o.%(n)s)", n=SQL.identifier(name))
                    if name in ("platform_stock", "platform_price", "price_low", "price_high", "tax_rate")
                    else SQL("%(n)s = excluded.%(n)s", n=SQL.identifier(name))
                    for name, _type, _read in _READ
                ),
                proofs=SQL(", ").join(self._proof(kind) for kind in ("stock", "price")),
            )
        )
        self.env.invalidate_all()
        self.browse(row[0] for row in inserted if row[1])._link()

    @api.model
    def _proof(self, kind):
        """What a reading does to the replica: nothing wanted yet, it is proof; proved otherwise, it voids (audit)."""
        return SQL(
            """
            %(confirmed)s = CASE WHEN o.%(state)s IN ('unset', 'settled') THEN COALESCE(excluded.%(read)s, o.%(confirmed)s)
                                 ELSE o.%(confirmed)s END,
            %(changed)s = CASE WHEN o.%(state)s = 'settled' AND excluded.%(read)s <> o.%(confirmed)s
                               THEN excluded.read_at ELSE o.%(changed)s END,
            %(state)s = CASE WHEN o.%(state)s = 'settled' AND excluded.%(read)s <> o.%(confirmed)s THEN 'waiting'
                             ELSE o.%(state)s END
            """,
            confirmed=SQL.identifier(f"{kind}_confirmed"),
            changed=SQL.identifier(f"{kind}_changed_at"),
            state=SQL.identifier(f"{kind}_state"),
            read=SQL.identifier(f"platform_{kind}"),
        )

    @api.model
    def _not_seen_since(self, account, started):
        """A whole reading ended: offers it did not show are marked, not dropped; a page may have been skipped."""
        gone = self.search([("account_id", "=", account.id), ("read_at", "<", started)])
        for offer in gone:
            offer.platform_problems = self.env._("The platform did not list this offer in the last reading.")

    # ---- linking by code: product code, barcode, additional codes, platform code; the first level that hits decides ----

    def _link(self):
        """Link these offers to products as far as their codes are clear; never overwrites a link."""
        for start in range(0, len(self), CHUNK):
            offers = self[start : start + CHUNK].filtered(lambda offer: not offer.product_id)
            for company, of_company in offers.grouped("company_id").items():
                of_company._link_chunk(company)

    def _link_chunk(self, company):
        index = self._code_index(company)
        taken = defaultdict(dict)
        for other in self.search([("account_id", "in", self.account_id.ids), ("product_id", "!=", False)]):
            taken[other.account_id.id][other.product_id.id] = other
        linked = self.browse()
        for offer in self:
            products, reason = offer._match(index)
            other = taken[offer.account_id.id].get(products.id) if len(products) == 1 else None
            if other:
                reason = self.env._(
                    "%(reason)s, but the product is linked to offer %(other)s", reason=reason, other=other.external_id
                )
            if len(products) == 1 and not other:
                offer.write(
                    {"product_id": products.id, "link_state": "linked", "link_reason": reason, "candidate_ids": False}
                )
                taken[offer.account_id.id][products.id] = offer
                linked += offer
            else:
                offer.write(
                    {
                        "link_state": "doubtful" if products else "new",
                        "link_reason": reason,
                        "candidate_ids": [Command.set(products.ids)],
                    }
                )
        return linked

    def _match(self, index):
        """The products one offer's codes lead to at the first level that hits, and the reason in words."""
        self.ensure_one()
        sku, eans = normalised(self.sku), [normalised_ean(code) for code in (self.barcodes or "").split()]
        levels = (
            ("code", [sku], self.env._("product code")),
            ("barcode", eans, self.env._("EAN")),
            ("additional", [sku, *eans], self.env._("additional code")),
            ("catalogue", [normalised(self.platform_code)], self.env._("platform code")),
        )
        for level, codes, label in levels:
            for code in filter(None, codes):
                if found := index[level].get(code, set()) - set(self.apart_ids.ids):
                    products = self.env["product.product"].browse(sorted(found))
                    several = len(products) > 1
                    reason = self.env._("%s, in several products", label) if several else label
                    return products, f"{reason} {code}"
        return self.env["product.product"], False

    def _code_index(self, company):
        """``{level: {code: {product ids}}}`` for the codes these offers carry, among the company's products."""
        codes = {normalised(offer.sku) for offer in self} | {normalised(offer.platform_code) for offer in self}
        eans = {normalised_ean(code) for offer in self for code in (offer.barcodes or "").split()}
        self.env["product.product"].flush_model(["default_code", "barcode", "active"])
        self.env["marketplace.product.code"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT 'code', upper(regexp_replace(p.default_code, '\\s', '', 'g')), p.id FROM product_product p
                  JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE p.active AND (t.company_id IS NULL OR t.company_id = %(company)s)
                   AND upper(regexp_replace(p.default_code, '\\s', '', 'g')) = ANY(%(codes)s)
                UNION ALL
                SELECT 'barcode', ltrim(regexp_replace(p.barcode, '\\s', '', 'g'), '0'), p.id FROM product_product p
                  JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE p.active AND (t.company_id IS NULL OR t.company_id = %(company)s)
                   AND ltrim(regexp_replace(p.barcode, '\\s', '', 'g'), '0') = ANY(%(eans)s)
                UNION ALL
                SELECT CASE c.kind WHEN 'catalogue' THEN 'catalogue' ELSE 'additional' END, c.normalised, c.product_id
                  FROM marketplace_product_code c JOIN product_product p ON p.id = c.product_id AND p.active
                 WHERE c.company_id = %(company)s AND c.normalised = ANY(%(all)s)
                """,
                company=company.id,
                codes=list(filter(None, codes)),
                eans=list(filter(None, eans)),
                all=list(filter(None, codes | eans)),
            )
        )
        index = {level: defaultdict(set) for level in ("code", "barcode", "additional", "catalogue")}
        for level, code, product_id in rows:
            index[level][code].add(product_id)
        return index

    @api.model
    def _codes_changed(self, codes):
        """Products got these codes: offers that carry one of them and are not linked yet are matched again."""
        codes = {code for code in map(normalised, codes) if code}
        if not codes:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO marketplace_change (account_id, offer_id, kind, due_at)
                SELECT o.account_id, o.id, 'link', %(now)s FROM marketplace_offer o
                 WHERE o.product_id IS NULL AND o.active
                   AND (upper(o.sku) = ANY(%(codes)s) OR upper(o.platform_code) = ANY(%(codes)s)
                        OR string_to_array(regexp_replace(' ' || o.barcodes, ' 0+', ' ', 'g'), ' ') && %(eans)s::text[])
             RETURNING account_id
                """,
                now=utcnow(),
                codes=list(codes),
                eans=[normalised_ean(code) for code in codes],
            )
        )
        self.env["marketplace.account"].browse({row[0] for row in self.env.cr.fetchall()})._wake()

    def action_link_to_candidate(self):
        """Accept the only candidate."""
        for offer in self.filtered(lambda o: len(o.candidate_ids) == 1):
            offer.product_id = offer.candidate_ids

    def action_unlink_product(self):
        self.write({"product_id": False})

    def action_match_again(self):
        self.filtered(lambda offer: not offer.product_id)._link()
