from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..lib.money import percent_change
from .offer_values import set_wanted

LARGE = 1_000_000.0  # a price so large that its taxes show their rate to the last digit
# Taxes that grow with the price alone; of a set of them one computation tells all.
PROPORTIONAL = frozenset({"percent", "division"})
NO_TAX = (1, 0)  # factor and rate of a price of zero, which is held and never sent
HIGHEST_VAT = 1.35  # no country's is higher
ALMOST = 1.000001  # where two ways of rounding might differ, the exact one decides


class MarketplaceOffer(models.Model):
    _inherit = "marketplace.offer"

    @api.model
    def _want_price(self, account, moved):
        """Bring ``price_wanted`` up to date: the price list of the chosen warehouse, marked up, in the platform's convention.

        :param moved: rows (kind, product id, offer id, when); a row without product and offer means the whole account
        """
        self.env.flush_all()
        target = self._target(account, moved, "price")
        prices = self._price_query(account, SQL("SELECT product_id FROM (%s) AS t WHERE is_sent", target))
        self.env.cr.execute(
            set_wanted(
                "price",
                SQL(
                    """SELECT t.id, t.changed_at, CASE WHEN t.is_sent THEN p.price END AS value
                         FROM (%s) AS t LEFT JOIN (%s) AS p ON p.product_id = t.product_id""",
                    target,
                    prices,
                ),
            )
        )
        self._hold_prices(account, target)

    @api.model
    def _platform_prices(self, account, products):
        """``{product id: Decimal}``: what one unit should cost at the platform, in its currency and VAT convention."""
        self.env.flush_all()
        prices = self._price_query(account, SQL("SELECT unnest(%s::int[]) AS product_id", products.ids))
        rows = self.env.execute_query(SQL("SELECT product_id, price::text FROM (%s) AS p", prices))
        return {product_id: Decimal(price) for product_id, price in rows}

    # ---- one query for any number of products ----

    @api.model
    def _price_query(self, account, products):
        """A query of (product_id, price): the listed price with VAT, marked up, rounded, in the platform's VAT convention.

        All of it is decimal arithmetic in PostgreSQL: a hundred thousand prices cost what some hundreds cost in Odoo. What
        only Odoo can tell is asked once for all products alike: what a set of taxes does to a price, and the rate of a currency.

        :param products: a query of ``product_id``
        """
        provider = account._get_provider_class()
        marked = SQL("ROUND(l.price * f.factor, 6) * %s::numeric", 1 + Decimal(str(account.markup)) / 100)
        step, ending = Decimal(str(account.price_step)), Decimal(str(account.price_ending))
        gross = SQL("ROUND(%s, 2)", marked)
        if step:
            gross = SQL(
                """GREATEST(ROUND(CEIL(ROUND(%(marked)s + %(ending)s::numeric, 2) / %(step)s::numeric) * %(step)s::numeric
                                  - %(ending)s::numeric, 2), CASE WHEN l.price > 0 THEN 0.01 ELSE 0 END)""",
                marked=marked,
                ending=ending,
                step=step,
            )
        price = (
            gross if provider.prices_include_tax else SQL("ROUND(%s / (1 + f.rate), %s)", gross, provider.price_digits)
        )
        listed = self._listed_prices(account, products)
        return SQL(
            "SELECT l.product_id, %(price)s AS price FROM (%(listed)s) AS l JOIN (%(factors)s) AS f ON %(alike)s",
            price=price,
            listed=listed,
            factors=self._tax_factors(account, products, listed),
            alike=SQL("f.taxes = l.taxes AND (f.product_id IS NULL OR f.product_id = l.product_id)"),
        )

    @api.model
    def _listed_prices(self, account, products):
        """A query of (product_id, price in the account's currency before any markup, the numbers of its taxes)."""
        pricelist = account._pricelist()
        currency = pricelist.currency_id or account.company_id.currency_id
        rate = Decimal(1)
        if currency != account.currency_id:
            rate = Decimal(str(currency._get_conversion_rate(currency, account.currency_id, account.company_id)))
        price = SQL(
            """t.list_price + COALESCE((
                   SELECT sum(v.price_extra) FROM product_variant_combination c
                     JOIN product_template_attribute_value v ON v.id = c.product_template_attribute_value_id
                    WHERE c.product_product_id = p.id), 0)"""
        )
        source = SQL("(%s) AS wanted", products)
        if pricelist:
            source, price = self._prices_of_list(account, pricelist, products), SQL("wanted.price")
        return SQL(
            """
            SELECT p.id AS product_id, (%(price)s) * %(rate)s::numeric AS price,
                   ARRAY(SELECT r.tax_id FROM product_taxes_rel r WHERE r.prod_id = t.id ORDER BY r.tax_id) AS taxes
              FROM %(source)s
              JOIN product_product p ON p.id = wanted.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
            """,
            price=price,
            rate=rate,
            source=source,
        )

    @api.model
    def _prices_of_list(self, account, pricelist, products):
        """What Odoo's price list says of each product: its rules are Odoo's alone to read."""
        ids = [row[0] for row in self.env.execute_query(products)]
        known = self.env["product.product"].with_company(account.company_id).browse(ids)
        prices = pricelist._get_products_price(known, 1.0)
        return SQL("unnest(%s::int[], %s::numeric[]) AS wanted(product_id, price)", list(prices), list(prices.values()))

    @api.model
    def _tax_factors(self, account, products, listed):
        """A query of (taxes, product_id or NULL for all, factor from listed price to price with VAT, VAT rate)."""
        rows = self.env.execute_query(SQL("SELECT DISTINCT taxes FROM (%s) AS l", listed))
        factors = []
        for (tax_ids,) in rows:
            taxes = self.env["account.tax"].browse(tax_ids).filtered("active")
            taxes = taxes._filter_taxes_by_company(account.company_id)
            if set(taxes.flatten_taxes_hierarchy().mapped("amount_type")) <= PROPORTIONAL:
                factors.append((tax_ids, None, *self._taxed(account, taxes, LARGE)))
            else:
                of_set = SQL("SELECT product_id, price FROM (%s) AS l WHERE taxes = %s::int[]", listed, tax_ids)
                factors += [
                    (tax_ids, product_id, *(self._taxed(account, taxes, float(price)) if price else NO_TAX))
                    for product_id, price in self.env.execute_query(of_set)
                ]
        values = [SQL("(%s::int[], %s::int, %s::numeric, %s::numeric)", *factor) for factor in factors]
        return SQL(
            "SELECT * FROM (VALUES %s) AS f(taxes, product_id, factor, rate)",
            SQL(", ").join(values or [SQL("(NULL::int[], NULL::int, 1, 0)")]),
        )

    @api.model
    def _taxed(self, account, taxes, price):
        """What taxes make of a price: the factor to the price with VAT, and the VAT rate as a fraction of the net price."""
        # to the last digit: a rate worked out from rounded cents would be off, and with it the net price
        exact = taxes.with_context(round_base=False)
        amounts = exact.compute_all(price, account.currency_id, 1.0, rounding_method="round_globally")
        included, excluded = (Decimal(str(round(amounts[name], 6))) for name in ("total_included", "total_excluded"))
        return round(included / Decimal(str(price)), 12), round(included / excluded - 1, 4) if excluded else Decimal(0)

    # ---- the circuit breaker ----

    @api.model
    def _hold_prices(self, account, target):
        """None at zero, none below cost, none that jumps, without a person's word.

        The query only picks out prices that may be doubtful; what is said about each is worked out exactly.
        """
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT o.id, o.product_id, o.price_wanted, known.price AS known
                  FROM marketplace_offer o
                  JOIN (%(target)s) AS target ON target.id = o.id
                  JOIN product_product p ON p.id = o.product_id
                 CROSS JOIN LATERAL (SELECT COALESCE(o.price_sent, NULLIF(o.platform_price, 0)) AS price) AS known
                 WHERE o.price_state = 'waiting' AND o.price_released IS DISTINCT FROM o.price_wanted AND (%(doubtful)s)
                """,
                target=target,
                doubtful=self._doubtful_prices(account),
            )
        )
        products = self.env["product.product"].with_company(account.company_id).browse(r["product_id"] for r in rows)
        costs = {product.id: product.standard_price for product in products}
        for row in rows:
            if why := self._price_doubt(account, row, costs[row["product_id"]]):
                self.env.cr.execute(
                    SQL(
                        "UPDATE marketplace_offer SET price_state = 'held', price_error = %s WHERE id = %s",
                        why,
                        row["id"],
                    )
                )

    @api.model
    def _doubtful_prices(self, account):
        """A condition that meets every price ``_price_doubt`` may object to, and few others."""
        conditions = [SQL("o.price_wanted <= 0")]
        if account.max_price_move:
            conditions.append(
                SQL("abs(o.price_wanted - known.price) * 100 > known.price * %s::numeric", account.max_price_move)
            )
        if not account.below_cost_allowed:
            own, company = account.company_id.currency_id, account.company_id
            factor = own._get_conversion_rate(own, account.currency_id, company) * ALMOST
            if account._get_provider_class().prices_include_tax:
                factor *= HIGHEST_VAT
            cost = self.env["product.product"].with_company(company)._field_to_sql("p", "standard_price")
            conditions.append(SQL("o.price_wanted < %s::numeric * %s::numeric", cost, factor))
        return SQL(" OR ").join(conditions)

    def _price_doubt(self, account, row, cost):
        wanted = Decimal(str(row["price_wanted"]))
        if wanted <= 0:
            return self.env._("The price is zero. Set a sales price on the product.")
        product = self.env["product.product"].browse(row["product_id"])
        if cost and not account.below_cost_allowed:
            cost = account.company_id.currency_id._convert(cost, account.currency_id, account.company_id, round=False)
            taxes = product.taxes_id._filter_taxes_by_company(account.company_id)
            price = float(wanted)
            if account._get_provider_class().prices_include_tax:
                included = taxes.with_context(force_price_include=True)
                price = included.compute_all(price, account.currency_id, product=product)["total_excluded"]
            if price < cost:
                return self.env._(
                    "The price without VAT, %(price).2f, is below the cost of %(cost).2f.", price=price, cost=cost
                )
        known = row["known"] and Decimal(str(row["known"]))
        move = percent_change(known, wanted) if known else None
        if account.max_price_move and move is not None and move > Decimal(str(account.max_price_move)):
            return self.env._(
                "The price would move by %(move).0f %%, from %(old).2f to %(new).2f.",
                move=move,
                old=known,
                new=wanted,
            )
        return ""
