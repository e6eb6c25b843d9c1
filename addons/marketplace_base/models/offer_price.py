from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..lib.money import marked_up, net, percent_change, rounded_price
from .offer_values import set_wanted

CHUNK = 1_000


class MarketplaceOffer(models.Model):
    _inherit = "marketplace.offer"

    @api.model
    def _want_price(self, account, moved):
        """Bring ``price_wanted`` up to date: the price list of the chosen warehouse, marked up, in the platform's convention.

        :param moved: rows (kind, product id, offer id, when); a row without product and offer means the whole account
        """
        self.env.flush_all()
        rows = self.env.execute_query(self._target(account, moved, "price"))
        products = self.env["product.product"].browse(product for _id, product, _when, sent in rows if sent)
        prices = {}
        for start in range(0, len(products), CHUNK):
            prices |= self._platform_prices(account, products[start : start + CHUNK])
        targets = [(row[0], prices.get(row[1]) if row[3] else None, row[2]) for row in rows]
        for start in range(0, len(targets), CHUNK):
            chunk = targets[start : start + CHUNK]
            self.env.cr.execute(
                set_wanted(
                    "price",
                    SQL(
                        "SELECT * FROM unnest(%s::int[], %s::numeric[], %s::timestamp[]) AS t(id, value, changed_at)",
                        [t[0] for t in chunk],
                        [t[1] for t in chunk],
                        [t[2] for t in chunk],
                    ),
                )
            )
        self._hold_prices(account, [t[0] for t in targets])

    @api.model
    def _platform_prices(self, account, products):
        """``{product id: Decimal}``: what one unit should cost at the platform, in its currency and VAT convention."""
        provider = account._get_provider_class()
        pricelist = account.price_warehouse_id.marketplace_pricelist_id
        products = products.with_company(account.company_id)
        if pricelist:
            listed, currency = pricelist._get_products_price(products, 1.0), pricelist.currency_id
        else:
            listed, currency = products._price_compute("list_price"), account.company_id.currency_id
        result = {}
        for product in products:
            price = listed[product.id]
            if currency != account.currency_id:
                price = currency._convert(price, account.currency_id, account.company_id, round=False)
            taxes = product.taxes_id._filter_taxes_by_company(account.company_id)
            # to the last digit: a rate worked out from rounded cents would be off, and with it the net price
            exact = taxes.with_context(round_base=False)
            amounts = exact.compute_all(
                price, account.currency_id, 1.0, product=product, rounding_method="round_globally"
            )
            gross = Decimal(str(round(amounts["total_included"], 6)))
            rate = (
                Decimal(str(round(amounts["total_included"] / amounts["total_excluded"] - 1, 4)))
                if gross
                else Decimal(0)
            )
            gross = rounded_price(
                marked_up(gross, Decimal(str(account.markup))),
                Decimal(str(account.price_step)),
                Decimal(str(account.price_ending)),
            )
            result[product.id] = gross if provider.prices_include_tax else net(gross, rate, provider.price_digits)
        return result

    @api.model
    def _hold_prices(self, account, offer_ids):
        """The circuit breaker for prices: none at zero, none below cost, none that jumps, without a person's word."""
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT id, product_id, price_wanted, COALESCE(price_sent, NULLIF(platform_price, 0)) AS known
                     FROM marketplace_offer WHERE id = ANY(%s) AND price_state = 'waiting'
                      AND price_released IS DISTINCT FROM price_wanted""",
                offer_ids,
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
