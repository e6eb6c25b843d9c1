import psycopg2.errors

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

from ..lib.catalogue import Gap
from ..lib.clock import utcnow

ATTEMPTS = 20  # numbers tried when others publish at the same moment


class MarketplaceOffer(models.Model):
    """The queue of products to publish, as the runner takes from it and people put into it."""

    _inherit = "marketplace.offer"

    @api.model
    def _publishing_due(self, account, states, limit):
        """The next offers in one of these states whose time has come."""
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM marketplace_offer
                    WHERE account_id = %s AND publish_state = ANY(%s) AND active AND product_id IS NOT NULL
                      AND (publish_retry_at IS NULL OR publish_retry_at <= %s)
                    ORDER BY publish_retry_at NULLS FIRST, id LIMIT %s""",
                account.id,
                states,
                utcnow(),
                limit,
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _next_publishing(self, account):
        [[moment]] = self.env.execute_query(
            SQL(
                """SELECT min(publish_retry_at) FROM marketplace_offer
                    WHERE account_id = %s AND publish_state IN ('queued', 'sent', 'review') AND active
                      AND product_id IS NOT NULL""",
                account.id,
            )
        )
        return moment

    @api.model
    def _review_hinted(self, account, key):
        """A notification speaks of this product's documentation: its state is read at once. False: nothing of ours waits."""
        waiting = [("account_id", "=", account.id), ("publish_state", "in", ("sent", "review"))]
        offers = self.search([*waiting, ("external_id", "=", key)] if key else waiting)
        offers.write({"publish_retry_at": False})
        return bool(offers)

    def _match_taken(self, found):
        """Join the page of the platform's catalogue that carries our EAN; a ``Gap`` where it is not clear or not allowed."""
        codes = {match.platform_code for match in found}
        if not codes:
            return None
        if len(codes) > 1:
            return Gap(
                "barcode",
                self.env._(
                    "The platform has several products with this EAN: %s. Write the right one among the additional codes, as a "
                    "platform code.",
                    ", ".join(sorted(codes)),
                ),
            )
        match = found[0]
        if any(row.has_offer for row in found):
            return Gap(
                "barcode",
                self.env._(
                    "You already have an offer on the platform's product %(code)s, %(name)s. Link that offer to the product.",
                    code=match.platform_code,
                    name=match.name,
                ),
            )
        if not all(row.allowed for row in found):
            return Gap(
                "barcode",
                self.env._(
                    "The platform has this EAN on the product %(code)s, %(name)s, and does not let you sell it.",
                    code=match.platform_code,
                    name=match.name,
                ),
            )
        self.join_code = match.platform_code
        return None

    def _now_listed(self, data):
        """The platform knows the offer: from now on its stock and price are kept like those of any other."""
        vals = {"sku": data.sku or self.sku, "barcodes": " ".join(data.barcodes) or self.barcodes}
        if data.price_low:
            vals |= {"price_low": float(data.price_low), "price_high": float(data.price_high)}
        self.write(vals | {"platform_stock": data.quantity, "platform_price": float(data.price or 0)})

    # ---- putting products into the queue ----

    @api.model
    def _publish_products(self, account, products):
        """An offer for each product, queued. Those that the platform has already are left alone, unless it refused them: what
        is published goes again only when a person asks for that very offer.

        :return: the offers of all these products
        """
        account._require_live()
        if account.state != "live":
            raise UserError(self.env._("%s only reads so far. Go live first.", account.name))
        if not account.last_offers_at:
            raise UserError(
                self.env._("%s is still being read: which offer numbers are free is not known yet.", account.name)
            )
        own = self.sudo().with_context(active_test=False)
        known = own.search([("account_id", "=", account.id), ("product_id", "in", products.ids)])
        missing = products - known.product_id
        made = own.browse()
        for product in missing:
            made += self._make_offer(account, product)
        for offer in known.filtered(lambda offer: not offer.active).sorted("id", reverse=True):
            if offer.product_id in known.filtered("active").product_id:
                known -= offer  # an older offer of a product that has another one now
            else:
                offer.active = True
        again = known.filtered("to_publish")
        self.env["marketplace.change"]._insert([(account.id, None, offer.id, "publish", None) for offer in again])
        account._wake()
        return known + made

    @api.model
    def _make_offer(self, account, product):
        """A new offer under a number that nobody uses; the unique index decides when two make one at the same moment."""
        provider = account._get_provider_class()
        highest = self._highest_number(account)
        vals = {
            "account_id": account.id,
            "name": product.display_name,
            "sku": product.default_code,
            "barcodes": product.barcode,
            "product_id": product.id,
            "link_state": "linked",
            "link_reason": self.env._("published from Odoo"),
            "listed": False,
            "sellable": False,
            "publish_state": "queued",
        }
        for attempt in range(ATTEMPTS):
            try:
                key = provider.new_offer_key(product.default_code or "", product.barcode or "", highest + attempt)
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    return self.sudo().create(vals | {"external_id": key})
            except psycopg2.errors.UniqueViolation as error:
                if "external" not in (error.diag.constraint_name or ""):
                    raise UserError(
                        self.env._("%s has just been published by somebody else.", product.display_name)
                    ) from None
            except ValueError as error:
                raise UserError(str(error)) from None
        raise UserError(self.env._("Others are publishing at this moment. Try again."))

    @api.model
    def _highest_number(self, account):
        """The highest whole number in use as an offer number on this account, 0 when none is."""
        [[highest]] = self.env.execute_query(
            SQL(
                """SELECT max(external_id::numeric) FROM marketplace_offer
                    WHERE account_id = %s AND external_id ~ '^[0-9]{1,18}$'""",
                account.id,
            )
        )
        return int(highest or 0)
