import logging
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, float_round

from ..engine.collisions import COLLIDED
from ..lib.clock import utcnow
from ..lib.codes import LEVELS, codes_of, is_ean, normalised, normalised_additional, normalised_ean
from ..lib.content import weight_in

_logger = logging.getLogger(__name__)

RATE = 0.005  # per cent; rates closer than that are the same
CENT = 0.0101  # a net price of two decimals cannot hold every gross price to the cent; one cent is no change of price


_NOTHING = {level: {} for level in LEVELS}  # the index where no code leads anywhere


class MarketplaceOffer(models.Model):
    """Making a product of an offer that no product stands for (B6, B8, B9)."""

    _inherit = "marketplace.offer"

    def _import_products(self):
        """Make, or find, the product of each of these offers of one account. What fails stands on its offer."""
        created = self._import_together()
        for offer in self - created:
            try:
                with self.env.cr.savepoint():
                    created |= offer._import_one()
            except COLLIDED:
                raise
            except Exception as error:
                if not isinstance(error, (UserError, ValidationError)):
                    _logger.exception("offer %s: the product was not created", offer.id)
                offer.write({"import_state": "failed", "import_error": str(error) or type(error).__name__})
        created._keep_price()

    def _import_together(self):
        """Make the products of those that are plain: no family, no match, no code in common. It is much quicker.

        :return: the offers whose products were made; none when any of them failed, for all to be tried one by one
        """
        plain, seen = [], set()
        rows = self.filtered(lambda offer: not offer.family_key)._rows_to_match()
        for row, _state, products, _reason in self._matches(self.company_id.id, rows) if rows else ():
            codes = {code for of_level in row["codes"].values() for code in of_level}
            if not products and not codes & seen:
                plain.append(row["id"])
            seen |= codes
        offers = self.browse(plain)
        if len(offers) < 2:
            return self.browse()
        try:
            with self.env.cr.savepoint():
                offers.with_context(import_known={})._make_together()
        except COLLIDED:
            raise
        except Exception:
            _logger.info("products of offers %s: one by one", plain, exc_info=True)
            return self.browse()
        return offers

    def _make_together(self):
        templates = self.env["product.template"].create(
            [
                offer._template_values(offer.content or {}) | offer._variant_values(offer.content or {}, _NOTHING)
                for offer in self
            ]
        )
        products = {offer: template.product_variant_id for offer, template in zip(self, templates, strict=True)}
        self._add_codes(products)
        self.env["marketplace.specification"].create(
            [vals for offer, product in products.items() for vals in offer._specification_values(product)]
        )
        self.env["marketplace.picture"].create(
            [vals for offer, product in products.items() for vals in offer._picture_values(product)]
        )
        self._note_created(products)

    def _known(self, key, find):
        """What ``find()`` returns, looked for once while many products are made together."""
        known = self.env.context.get("import_known")
        if known is None:
            return find()
        if key not in known:
            known[key] = find()
        return known[key]

    def action_import_again(self):
        """Try again to make the product."""
        return self._ask("create", self.filtered(lambda offer: offer.import_state == "failed"))

    def _import_one(self):
        """Look the offer up once more, and only if nothing new answers make its product.

        :return: the offer if a product was made of it
        """
        [row] = self._rows_to_match() or [None]
        if not row:  # linked meanwhile
            self.import_state = False
            return self.browse()
        matches = self._matches(self.company_id.id, [row])
        if set(matches[0][2]) - set(self.candidate_ids.ids):
            self._save_matches(matches)
            self.write({"import_state": False, "import_note": self.env._("A product answers to its codes by now.")})
            return self.browse()
        product = self._make_product()
        self._note_created({self: product})
        return self

    def _make_product(self):
        content = self.content or {}
        variant = self._family_variant(content)
        product = variant or self.env["product.template"].create(self._template_values(content)).product_variant_id
        product.write(self._variant_values(content, self._code_index(self.company_id)))
        self._add_codes({self: product})
        self._add_specifications(product, in_family=bool(variant))
        self._add_pictures(product, in_family=bool(variant))
        return product

    def _note_created(self, products):
        self.write(
            {
                "link_state": "linked",
                "link_reason": self.env._("created from this offer"),
                "candidate_ids": False,
                "import_state": "created",
                "import_error": False,
                "created_at": utcnow(),
                # nobody counted the goods yet: see docs/decisions/0009
                "exclude_stock": True,
                "import_note": self.env._(
                    "The stock of this new product is left alone until you say “Send stock again”."
                ),
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE marketplace_offer o SET product_id = made.product_id
                     FROM unnest(%s::int[], %s::int[]) AS made(id, product_id) WHERE o.id = made.id""",
                [offer.id for offer in products],
                [product.id for product in products.values()],
            )
        )
        self.invalidate_model(["product_id"])
        self.env["product.product"].invalidate_model(["marketplace_offer_ids"])

    # ---- values ----

    def _template_values(self, content):
        """What the members of a family share, and a product without family is."""
        account, company = self.account_id, self.company_id
        category = self._known(("category", self.category_id), self._product_category)
        brand = self._known(
            ("brand", (content.get("brand") or self.brand or "").casefold()), lambda: self._brand(content)
        )
        tax = self._known(("tax", self.tax_rate, bool(self.platform_price)), self._sales_tax)
        values = {
            "name": self.name,
            "type": "consu",
            "is_storable": True,
            "company_id": company.id if self.env["res.company"].search_count([], limit=2) > 1 else False,
            "list_price": self._sales_price(account, tax),
            "taxes_id": tax.ids,
            "marketplace_brand_id": brand.id,
            "marketplace_description": content.get("description") or False,
        }
        if category:
            values["categ_id"] = category.id
        inherited = brand.warranty or category._marketplace_inherited("marketplace_warranty", 0)
        if content.get("warranty") and content["warranty"] != inherited:
            values["marketplace_warranty"] = content["warranty"]
        days = content.get("handling_days")
        if days is not None and days != category._marketplace_inherited("marketplace_handling_days", -1):
            values["marketplace_handling_days"] = days
        if content.get("safety") and content["safety"] != brand.safety:
            values["marketplace_safety"] = content["safety"]
        return values

    def _variant_values(self, content, index):
        """What is each variant's own: codes as far as they are free, and the weight.

        :param index: what ``_code_index`` returned
        """
        values = {}
        sku = normalised(self.sku)
        if sku and not index["code"].get(sku) and not index["additional"].get(normalised_additional(sku)):
            values["default_code"] = self.sku.strip()
        barcode = next((code for code in self._eans() if self._is_free_barcode(code, index)), None)
        if barcode:
            values["barcode"] = barcode
        weight = weight_in([(name, value) for name, value, _tag in self._named_characteristics(content)])
        if weight:
            values["weight"] = weight
        return values

    def _eans(self):
        return [code for code in map(normalised, (self.barcodes or "").split()) if is_ean(code)]

    def _is_free_barcode(self, code, index):
        plain = normalised_ean(code)
        return not (
            index["barcode"].get(plain)
            or index["additional"].get(plain)
            or self.env["product.uom"].search_count([("barcode", "=", code)], limit=1)
        )

    def _add_codes(self, products):
        """Further EANs, and the platform's own code, as far as no product has them (B6).

        :param products: ``{offer: its new product}``
        """
        wanted = []
        for offer, product in products.items():
            own = normalised_ean(product.barcode)
            codes = [code for code in map(normalised, (offer.barcodes or "").split()) if normalised_ean(code) != own]
            wanted += [("code", code, product) for code in codes]
            wanted += [("catalogue", normalised(offer.platform_code), product)] if offer.platform_code else []
        index = self._index_of(self.company_id.id, [codes_of("", [code for _kind, code, _product in wanted], "")])
        codes = self.env["marketplace.product.code"]
        plain = [normalised_additional(code) for _kind, code, _product in wanted]
        domain = [("company_id", "=", self.company_id.id), ("normalised", "in", plain)]
        taken, values = set(codes.search(domain).mapped("normalised")), []
        for (kind, code, product), comparable in zip(wanted, plain, strict=True):
            if comparable and comparable not in taken and not (kind == "code" and index["barcode"].get(comparable)):
                taken.add(comparable)
                values.append({"product_id": product.id, "company_id": self.company_id.id, "name": code, "kind": kind})
        codes.create(values)

    # ---- category ----

    def _product_category(self):
        """The category with the platform's path below the account's root; the root itself, or none for Odoo's default."""
        root = self.account_id.import_category_id
        category = self.category_id
        if not self.account_id.mirror_categories or not category:
            return root
        path = []
        while category and len(path) < 20:
            path.append(category.name)
            category = category.parent_id
        for name in reversed(path):
            root = self._child_category(root, name)
        return root

    def _child_category(self, parent, name):
        categories = self.env["product.category"]
        known = categories.search([("parent_id", "=", parent.id), ("name", "=", name)], order="id", limit=1)
        return known or categories.create({"name": name, "parent_id": parent.id})

    # ---- price and VAT ----

    def _sales_tax(self):
        """The company's sales tax of the offer's VAT rate, in the company's own convention; its default without a rate.

        :raise UserError: the company has no tax of that rate
        """
        company = self.company_id
        default = company.account_sale_tax_id
        [[rate]] = self.env.execute_query(
            SQL("SELECT tax_rate::float FROM marketplace_offer WHERE id = %s", self.id)
        )  # nothing said is not the same as 0 %
        if rate is None or default.amount_type == "percent" and abs(default.amount - rate) < RATE:
            return default
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(company),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("amount", ">", rate - RATE),
                ("amount", "<", rate + RATE),
                ("country_id", "=", company.account_fiscal_country_id.id),
            ],
            order="sequence, id",
        )
        if not taxes and rate:
            raise UserError(
                self.env._("%(company)s has no sales tax of %(rate)g %%. Create it.", company=company.name, rate=rate)
            )
        return taxes.sorted(lambda tax: (tax.price_include != default.price_include, not tax.is_domestic))[:1]

    def _sales_price(self, account, tax):
        """The sales price that, sent to the platform, gives the price it shows: the markup is taken off again."""
        price = Decimal(str(self.platform_price or 0))
        rate = Decimal(str(tax.amount if tax.amount_type == "percent" else 0)) / 100
        if not account._get_provider_class().prices_include_tax:
            price *= 1 + rate
        price /= 1 + Decimal(str(account.markup)) / 100
        if not tax.price_include:
            price /= 1 + rate
        company = account.company_id
        amount = float(price)
        if account.currency_id != company.currency_id:
            amount = account.currency_id._convert(amount, company.currency_id, company, round=False)
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return float_round(amount, precision_digits=digits)

    def _keep_price(self):
        """Where the new product's price would move the platform's, nothing is sent until a person says so.

        It happens in families, whose members share a sales price in Odoo, and with price lists and rounding rules.
        """
        for account, offers in self.grouped("account_id").items():
            prices = offers._platform_prices(account, offers.product_id)
            for offer in offers:
                price = float(prices[offer.product_id.id])
                if offer.platform_price and abs(price - offer.platform_price) > CENT:
                    note = self.env._(
                        "Its price is left alone: Odoo would send %(new).2f instead of %(old).2f.",
                        new=price,
                        old=offer.platform_price,
                    )
                    offer.write({"exclude_price": True, "import_note": f"{offer.import_note}\n{note}"})
