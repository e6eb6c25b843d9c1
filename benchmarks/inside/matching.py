"""Offers that were read and not looked at yet, and their matching: by product code, EAN, additional code, platform code."""

from odoo import SUPERUSER_ID, api

from .meter import measure, peak_memory

PAGE = 500  # offers of a page of the reading: each is matched in its own transaction

# Of ten offers: what they carry that a product has, and how they should end.
_CARRIED = """CASE mod(n, 10) WHEN 0 THEN 'nothing' WHEN 1 THEN 'additional' WHEN 2 THEN 'catalogue' WHEN 3 THEN 'several'
                              WHEN 4 THEN 'barcode' WHEN 5 THEN 'barcode' WHEN 6 THEN 'barcode' ELSE 'code' END"""


def offers(registry, account_id, first, last):
    """An unlinked offer for each of these products, and the codes on the products that lead to them.

    :return: how many must end in each state
    """
    with registry.cursor() as cr:
        cr.execute(
            "UPDATE product_product SET barcode = lpad(id::text, 13, '5940000000000') WHERE id BETWEEN %s AND %s",
            [first, last],
        )
        cr.execute(
            f"""
            INSERT INTO marketplace_product_code (name, normalised, kind, product_id, company_id)
            SELECT upper(carried) || n, upper(carried) || n, CASE carried WHEN 'catalogue' THEN 'catalogue' ELSE 'code' END,
                   n, a.company_id
              FROM marketplace_account a, generate_series(%(first)s, %(last)s) n, LATERAL (SELECT {_CARRIED} AS carried) c
             WHERE a.id = %(account)s AND carried IN ('additional', 'catalogue')
            """,  # noqa: S608 - constant
            {"account": account_id, "first": first, "last": last},
        )
        # «several»: two products have one code
        cr.execute(
            "UPDATE product_product SET default_code = 'TWICE' || (id / 20) WHERE id BETWEEN %s AND %s AND mod(id, 10) = 3",
            [first, last],
        )
        cr.execute(
            f"""
            INSERT INTO marketplace_offer (
                account_id, company_id, platform, active, external_id, name, sku, barcodes, platform_code, status, sellable,
                read_at, link_state, stock_state, price_state)
            SELECT a.id, a.company_id, a.platform, TRUE, n::text, 'Offer ' || n,
                   CASE carried WHEN 'code' THEN lower(p.default_code) WHEN 'several' THEN p.default_code
                                WHEN 'additional' THEN 'additional ' || n ELSE 'unknown-' || n END,
                   CASE carried WHEN 'barcode' THEN '0' || p.barcode ELSE (20000000 + n)::text END,
                   CASE carried WHEN 'catalogue' THEN 'catalogue' || n ELSE 'D' || n || 'KBBM' END,
                   'active', TRUE, now() AT TIME ZONE 'UTC', 'new', 'unset', 'unset'
              FROM marketplace_account a, product_product p, LATERAL (SELECT p.id AS n) i,
                   LATERAL (SELECT {_CARRIED} AS carried) c
             WHERE a.id = %(account)s AND p.id BETWEEN %(first)s AND %(last)s
            """,  # noqa: S608 - constant
            {"account": account_id, "first": first, "last": last},
        )
        cr.execute(
            f"""
            SELECT count(*) FILTER (WHERE carried NOT IN ('nothing', 'several')), count(*) FILTER (WHERE carried = 'nothing'),
                   count(*) FILTER (WHERE carried = 'several')
              FROM generate_series(%s, %s) n, LATERAL (SELECT {_CARRIED} AS carried) c
            """,  # noqa: S608 - constant
            [first, last],
        )
        linked, new, several = cr.fetchone()
        cr.commit()
    return {"linked": linked, "new": new, "several": several}


def forget(registry, account_id):
    """All offers as they were before they were matched."""
    with registry.cursor() as cr:
        cr.execute(
            "UPDATE marketplace_offer SET product_id = NULL, link_state = 'new', link_reason = NULL WHERE account_id = %s",
            [account_id],
        )
        cr.execute("DELETE FROM marketplace_offer_candidate_rel")
        cr.execute("DELETE FROM marketplace_change")
        cr.commit()


def match(registry, account_id, expected):
    """Cost of matching all offers of the account, page by page with a commit after each, and the memory it took."""
    before = peak_memory()
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        ids = env["marketplace.offer"].search([("account_id", "=", account_id)], order="id").ids
        with measure(registry) as cost:
            for start in range(0, len(ids), PAGE):
                env["marketplace.offer"].browse(ids[start : start + PAGE])._link()
                env.invalidate_all()
                cr.commit()
        peak = peak_memory()
        cr.execute(
            """SELECT count(*) FILTER (WHERE link_state = 'linked' AND product_id::text = external_id),
                      count(*) FILTER (WHERE link_state = 'new'), count(*) FILTER (WHERE link_state = 'doubtful')
                 FROM marketplace_offer WHERE account_id = %s""",
            [account_id],
        )
        found = cr.fetchone()
        linked, new, several = expected["linked"], expected["new"], expected["several"]
        assert found[1] == new and found[0] + found[2] == linked + several, f"{found} instead of {expected}"
        assert found[0] >= linked, f"{found} instead of {expected}"
    return cost.as_dict() | {"memory": peak - before, "peak": peak}
