"""Many products, quants and offers in seconds: one of each is made by Odoo, the others are copies of its row in SQL."""

from psycopg2 import sql

from odoo import SUPERUSER_ID, api

PLATFORMS = {
    "emag": {"emag_site": "RO", "identity": "benchmark"},
    "trendyol": {"trendyol_storefront": "RO", "identity": "live:RO:123456"},
}


def _copies(cr, table, source, count, **values):
    """Copy row ``source`` of ``table`` ``count`` times under new ids, ``values`` (SQL, with ``n`` from 1) replacing columns.

    :return: the id before the first copy; copy ``n`` has that id plus ``n``
    """
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = [row[0] for row in cr.fetchall()]
    cr.execute(sql.SQL("SELECT max(id) FROM {}").format(sql.Identifier(table)))
    before = cr.fetchone()[0]
    values = {"id": f"{before} + n"} | values
    cr.execute(
        sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} s, generate_series(1, %s) n WHERE s.id = %s"
        ).format(
            table=sql.Identifier(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(sql.SQL(values[c]) if c in values else sql.Identifier("s", c) for c in columns),
        ),
        [count, source],
    )
    cr.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, before + count])
    return before


def products(registry, count):
    """Storable products with a code, prices of two decimals, the company's sales tax, and goods on the first warehouse's shelf.

    :return: the ids as ``[first, last]``
    """
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        model = env["product.product"].create(
            {
                "name": "Product 0",
                "default_code": "BENCH-0",
                "is_storable": True,
                "list_price": 10.0,
                "standard_price": 1.0,
            }
        )
        assert model.taxes_id.amount, "the company has no default sales tax"
        location = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
        env["stock.quant"]._update_available_quantity(model, location, 10)
        quant = env["stock.quant"].search([("product_id", "=", model.id), ("location_id", "=", location.id)])
        env.flush_all()
        template = _copies(
            cr, "product_template", model.product_tmpl_id.id, count,
            name="jsonb_build_object('en_US', 'Product ' || n)", default_code="'BENCH-' || n",
            list_price="10 + mod(n, 500) + mod(n, 100) / 100.0",
        )  # fmt: skip
        for table in ("product_taxes_rel", "product_supplier_taxes_rel"):
            cr.execute(
                sql.SQL(
                    "INSERT INTO {table} SELECT %s + n, tax_id FROM {table}, generate_series(1, %s) n WHERE prod_id = %s"
                ).format(table=sql.Identifier(table)),
                [template, count, model.product_tmpl_id.id],
            )
        product = _copies(
            cr, "product_product", model.id, count, product_tmpl_id=f"{template} + n", default_code="'BENCH-' || n"
        )
        _copies(cr, "stock_quant", quant.id, count, product_id=f"{product} + n", quantity="20 + mod(n, 50)")
        cr.commit()
    vacuum(registry)
    return [product + 1, product + count]


def account(registry, platform="emag"):
    """An account that is live for stock and prices, with its runner's cron switched off.

    Its dictionaries and offers count as just read, so that the engine does nothing but what a benchmark asks for.
    """
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        made = env["marketplace.account"].create(
            {
                "name": platform,
                "platform": platform,
                "state": "live",
                "stock_enabled": True,
                "price_enabled": True,
                "warehouse_ids": env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).ids,
            }
            | PLATFORMS[platform]
        )
        made.cron_id = made._create_cron()
        made.cron_id.active = False
        made._flow("offers")._succeeded()
        env["marketplace.change"].search([]).unlink()
        cr.commit()
        return made.id


def offers(registry, account_id, first, last):
    """A linked offer for each of these products, stock and price proved at what the engine would compute."""
    with registry.cursor() as cr:
        known = api.Environment(cr, SUPERUSER_ID, {})["marketplace.account"].browse(account_id)
        provider = known._get_provider_class()
        cr.execute(
            """
            INSERT INTO marketplace_offer (
                account_id, company_id, platform, active, external_id, name, sku, status, sellable, read_at,
                product_id, link_state, link_reason,
                stock_wanted, stock_sent, stock_confirmed, stock_state, stock_confirmed_at, platform_stock,
                price_wanted, price_sent, price_confirmed, price_state, price_confirmed_at, platform_price)
            SELECT a.id, a.company_id, a.platform, TRUE, p.id::text, 'Product ' || p.id, p.default_code, 'active', TRUE, now(),
                   p.id, 'linked', 'benchmark',
                   q.quantity, q.quantity, q.quantity, 'settled', now(), q.quantity,
                   x.price, x.price, x.price, 'settled', now(), x.price
              FROM product_product p
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN (SELECT product_id, sum(quantity - reserved_quantity) AS quantity FROM stock_quant
                     WHERE location_id IN (SELECT id FROM stock_location WHERE usage = 'internal')
                     GROUP BY product_id) q ON q.product_id = p.id
              JOIN (SELECT prod_id, 1 + sum(amount) / 100 AS with_tax
                      FROM product_taxes_rel r JOIN account_tax a ON a.id = r.tax_id GROUP BY prod_id) y ON y.prod_id = t.id
             CROSS JOIN LATERAL (SELECT ROUND(ROUND(t.list_price * with_tax, 2) / CASE WHEN %s THEN 1 ELSE with_tax END, %s)
                                        AS price) x
             CROSS JOIN marketplace_account a
             WHERE a.id = %s AND p.id BETWEEN %s AND %s
            """,
            [provider.prices_include_tax, provider.price_digits, account_id, first, last],
        )
        cr.commit()
    vacuum(registry)


def held_back(registry):
    """What the engine itself says went wrong, for a run that does not end."""
    with registry.cursor() as cr:
        cr.execute(
            """SELECT kind || ': ' || error FROM marketplace_flow WHERE error IS NOT NULL
               UNION ALL SELECT stock_state || ': ' || COALESCE(max(stock_error), '') FROM marketplace_offer
                WHERE stock_state <> 'settled' GROUP BY stock_state
               UNION ALL SELECT price_state || ': ' || COALESCE(max(price_error), '') FROM marketplace_offer
                WHERE price_state <> 'settled' GROUP BY price_state"""
        )
        return [row[0] for row in cr.fetchall()]


def vacuum(registry):
    """Give the planner its statistics, and the tables that were written to the state they have after a night."""
    with registry.cursor() as cr:
        cr.commit()
        cr._cnx.autocommit = True
        cr.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
        cr.execute("SELECT relname FROM pg_stat_user_tables WHERE n_mod_since_analyze > 0 OR n_dead_tup > 0 ORDER BY 1")
        for (table,) in cr.fetchall():
            cr.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))
        cr._cnx.autocommit = False
