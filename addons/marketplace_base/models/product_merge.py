from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.codes import normalised, normalised_additional, normalised_ean


class ProductProduct(models.Model):
    """Two products become one. What moves and what does not: docs/decisions/0012-merging-products.md."""

    _inherit = "product.product"

    @api.model
    def _merge_order(self, products):
        """The product with more history first: it is the one that should stay."""
        self.env.flush_all()
        history = dict.fromkeys(products, 0)
        for table in ("stock_move", "sale_order_line", "account_move_line", "marketplace_offer", "stock_quant"):
            rows = self.env.execute_query(
                SQL(
                    "SELECT product_id, count(*) FROM %s WHERE product_id = ANY(%s) GROUP BY 1",
                    SQL.identifier(table),
                    list(products.ids),
                )
            )
            for product_id, count in rows:
                history[self.browse(product_id)] += count
        return products.sorted(lambda product: (-history[product], product.id))

    def _merge(self, lost, unlinked=None):
        """Make ``lost`` part of this product: everything that names it names this one; it is archived. All or nothing.

        :param unlinked: offers that lose their product, because an account can have only one offer of a product
        :raise UserError: when something speaks against it, in words
        """
        self.ensure_one()
        if reasons := self._merge_conflicts(lost):
            raise UserError("\n".join(reasons))
        (self | lost).lock_for_update()
        before = self._merge_on_hand(self | lost)
        self._merge_offers(lost, unlinked or self.env["marketplace.offer"])
        self._merge_fields(lost)
        self.env["marketplace.repointing"]._repoint(self, lost)
        self._merge_stock()
        if self._merge_on_hand(self) != before:
            raise UserError(
                self.env._("The quantities of the two products could not be added up. Nothing was changed.")
            )
        self.env["marketplace.duplicate"]._merged(self, lost)
        lost.action_archive()
        self._merge_note(self.env._("%(product)s was merged into this product.", product=lost.display_name))
        lost._merge_note(self.env._("This product was merged into %s.", self.display_name))
        self.env["marketplace.offer"]._codes_changed(self._merge_codes())
        for kind in ("stock", "price"):
            self.env["marketplace.change"]._collect(kind, self.ids)

    def _merge_note(self, body):
        """On the page people look at: that of the product, or of the variant where there are several."""
        template = self.product_tmpl_id.with_context(active_test=False)
        (template if len(template.product_variant_ids) == 1 else self).message_post(body=body)

    # ---- offers, codes ----

    def _merge_offers(self, lost, unlinked):
        every = self.env["marketplace.offer"].with_context(active_test=False)
        moving = every.search([("product_id", "=", lost.id)]) - unlinked
        mine = every.search([("product_id", "=", self.id)]) - unlinked
        unlinked.write({"product_id": False})
        self.env.flush_all()
        twice = (moving | mine).filtered("active").grouped("account_id")
        for account, offers in twice.items():
            if len(offers) > 1:
                raise UserError(
                    self.env._("Both products have an offer on %s. Choose which one stays linked.", account.name)
                )
        # The import does not take back what is more than it made.
        (moving | mine).filtered(lambda offer: offer.import_state == "created").import_state = False
        moving.write(
            {
                "product_id": self.id,
                "link_state": "linked",
                "link_reason": self.env._("the product was merged with %s", lost.display_name),
            }
        )
        self.env.flush_all()

    def _merge_fields(self, lost):
        """What this product lacks, it takes over; the lost product's other codes become additional ones, so it is found."""
        code, barcode = lost.default_code, lost.barcode
        lost.barcode = False
        self.env.flush_all()
        vals = {"default_code": code} if code and not self.default_code else {}
        vals |= {"barcode": barcode} if barcode and not self.barcode else {}
        for name in ("weight", "image_1920"):
            if lost[name] and not self[name]:
                vals[name] = lost[name]
        if self.product_tmpl_id.product_variant_count == 1:
            for name in ("marketplace_brand_id", "marketplace_description"):
                if lost[name] and not self[name]:
                    vals[name] = lost[name]
        self.write(vals)
        self._merge_add_codes([code, barcode])

    def _merge_add_codes(self, names):
        """Additional codes for these, in every company that may look for them, unless the product has them anyway."""
        code = self.env["marketplace.product.code"]
        companies = self.company_id or self.env["marketplace.account"]._selling() | self.env.company
        own = {normalised(self.default_code), normalised(self.barcode), normalised_ean(self.barcode)}
        for name in dict.fromkeys(filter(None, names)):
            plain = normalised_additional(name)
            if not plain or plain in own:
                continue
            for company in companies:
                if not code.search_count([("company_id", "=", company.id), ("normalised", "=", plain)], limit=1):
                    code.create({"product_id": self.id, "name": name, "company_id": company.id})

    def _merge_codes(self):
        """All codes by which offers may find this product now."""
        return [c for c in (self.default_code, self.barcode, *self.sudo().marketplace_code_ids.mapped("name")) if c]

    # ---- stock ----

    @api.model
    def _merge_on_hand(self, products):
        """What lies where, and how much of it is reserved."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT location_id, round(sum(quantity)::numeric, 6), round(sum(reserved_quantity)::numeric, 6)
                     FROM stock_quant WHERE product_id = ANY(%s) GROUP BY location_id""",
                list(products.ids),
            )
        )
        return {location: amounts for location, *amounts in rows if any(amounts)}

    def _merge_stock(self):
        """Quants of one place become one, by core's own method; the cost price follows from the moves of both."""
        self.env["stock.quant"].search([("product_id", "=", self.id)])._merge_quants()
        self.env.invalidate_all()
        for company in self.env["stock.quant"].search([("product_id", "=", self.id)]).company_id:
            product = self.with_company(company)
            if product.cost_method != "standard":
                product._update_standard_price()

    # ---- what speaks against it ----

    def _merge_conflicts(self, lost):
        """Why these two cannot become one, in words with what to do; empty when they can."""
        self.ensure_one()
        both = {"kept": self.display_name, "lost": lost.display_name}
        if self == lost:
            return [self.env._("A product cannot be merged with itself.")]
        checks = [
            (not self.active, self.env._("%(kept)s is archived. Let the other product stay.", **both)),
            (
                self.company_id and self.company_id != lost.company_id,
                self.env._(
                    "%(lost)s does not belong to the company of %(kept)s. Let the other stay, or share both.", **both
                ),
            ),
            (self.uom_id != lost.uom_id, self.env._("They are counted in different units of measure.")),
            (
                (self.type, self.is_storable) != (lost.type, lost.is_storable),
                self.env._("They are of different type: goods whose stock is tracked, goods without, or services."),
            ),
            (
                self.tracking != lost.tracking,
                self.env._(
                    "One is traced by lots or serial numbers in another way than the other. Make this alike first."
                ),
            ),
            (
                self._merge_cost_methods() != lost._merge_cost_methods(),
                self.env._("Their categories have different costing methods. Put both into one category first."),
            ),
        ]
        reasons = [reason for wrong, reason in checks if wrong]
        return reasons + self._merge_lot_conflicts(lost) + self._merge_kit_conflicts(lost) + self._merge_foreign(lost)

    def _merge_cost_methods(self):
        product = self.sudo()
        return [
            (product.with_company(company).cost_method, product.with_company(company).valuation)
            for company in product.company_id or product.env.user.company_ids
        ]

    def _merge_lot_conflicts(self, lost):
        names = self.env["stock.lot"].sudo().search([("product_id", "=", self.id)]).mapped("name")
        twice = self.env["stock.lot"].sudo().search([("product_id", "=", lost.id), ("name", "in", names)])
        if not twice:
            return []
        return [
            self.env._(
                "Both have the lot or serial number %s. Rename it on one of them first.",
                ", ".join(twice.mapped("name")),
            )
        ]

    def _merge_kit_conflicts(self, lost):
        """Where manufacturing is installed: a kit has no stock of its own, and nothing may be made of itself."""
        if "mrp.bom" not in self.env:
            return []
        reasons = []
        if self.is_kits or lost.is_kits:
            reasons.append(self.env._("One of them is a kit. Archive its bill of materials first."))
        for whole, part in ((self, lost), (lost, self)):
            lines = self.env["mrp.bom.line"].sudo().search([("product_id", "=", part.id)])
            if lines.bom_id.filtered(
                lambda bom, whole=whole: (bom.product_id or bom.product_tmpl_id.product_variant_ids) & whole
            ):
                reasons.append(self.env._("%(part)s is a part of %(whole)s.", part=part.name, whole=whole.name))
        return reasons

    def _merge_foreign(self, lost):
        """A shared product may be used by companies whose books this person does not see."""
        self.env.flush_all()
        allowed = self.env.user.company_ids.ids
        for table in ("stock_move", "sale_order_line", "account_move_line", "marketplace_offer"):
            rows = self.env.execute_query(
                SQL(
                    "SELECT FROM %s WHERE product_id = %s AND company_id <> ALL(%s) LIMIT 1",
                    SQL.identifier(table),
                    lost.id,
                    allowed,
                )
            )
            if rows:
                return [self.env._("%s is also used by a company that you may not work for.", lost.display_name)]
        return []

    def _merge_warnings(self, lost):
        """What does not stop a merge, but is good to know before."""
        currency, warnings = self.currency_id, []
        cost = {"kept": currency.format(self.standard_price), "lost": currency.format(lost.standard_price)}
        price = {"kept": currency.format(self.lst_price), "lost": currency.format(lost.lst_price)}
        if self.cost_method == "standard" and cost["kept"] != cost["lost"]:
            warnings.append(
                self.env._("Cost %(lost)s becomes %(kept)s; the value of the stock changes with it.", **cost)
            )
        if price["kept"] != price["lost"]:
            warnings.append(self.env._("Sales price %(lost)s becomes %(kept)s, for its offers too.", **price))
        if self.taxes_id != lost.taxes_id:
            warnings.append(self.env._("Their sales taxes differ; those of the product that stays apply."))
        return warnings
