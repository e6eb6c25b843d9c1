import logging

from odoo import models

from ..engine.collisions import COLLIDED
from .offer_family import _literal

_logger = logging.getLogger(__name__)

PICTURES = 30  # of one product; more are not fetched


class MarketplaceOffer(models.Model):
    """Brand, characteristics in plain words, and pictures of a product that is made, or overwritten, from an offer."""

    _inherit = "marketplace.offer"

    # ---- brand ----

    def _brand(self, content):
        """The brand by name, in whatever case, made where there is none; who answers for it is filled in where missing."""
        brands = self.env["marketplace.brand"]
        name = (content.get("brand") or self.brand or "").strip()
        if not name:
            return brands
        brand = brands.with_context(active_test=False).search(
            [("company_id", "=", self.company_id.id), ("name", "=ilike", _literal(name))], limit=1
        ) or brands.create({"name": name, "company_id": self.company_id.id})
        if not brand.maker_ids and content.get("makers"):
            brand.maker_ids = self._parties(content["makers"])
        if not brand.responsible_ids and content.get("responsibles"):
            brand.responsible_ids = self._parties(content["responsibles"])
        return brand

    def _parties(self, parties):
        """Partners with that name and e-mail, made where there is none."""
        partners = self.env["res.partner"]
        result = partners
        for party in parties:
            name, email = (party.get("name") or "").strip(), (party.get("email") or "").strip()
            if not name:
                continue
            known = partners.search(
                [
                    ("name", "=ilike", _literal(name)),
                    ("email", "=ilike", _literal(email)) if email else ("email", "in", (False, "")),
                    ("company_id", "in", (False, self.company_id.id)),
                ],
                order="id",
                limit=1,
            )
            result |= known or partners.create(
                {"name": name, "email": email, "street": party.get("address") or False, "is_company": True}
            )
        return result

    # ---- characteristics ----

    def _characteristic_names(self):
        """``{key: name}`` of the characteristics of this offer's category."""

        def find():
            known = self.env["marketplace.characteristic"].search_fetch(
                [("category_id", "=", self.category_id.id)], ["external_id", "name"]
            )
            return {characteristic.external_id: characteristic.name for characteristic in known}

        return self._known(("characteristics", self.category_id), find)

    def _named_characteristics(self, content):
        """``(name, value, tag)`` of each characteristic; one the dictionary does not know is called by its number."""
        names = self._characteristic_names()
        return [
            (
                names.get(item["key"]) or self.env._("Characteristic %s", item["key"]),
                item["value"],
                item.get("tag") or "",
            )
            for item in content.get("characteristics") or []
        ]

    def _specifications_by_name(self, product):
        """``{name: [(value, tag)]}`` of all characteristics but what the product's attributes say already."""
        attributes = {
            (item.attribute_id.name.casefold(), item.name.casefold())
            for item in product.product_template_attribute_value_ids
        }
        wanted = {}
        for name, value, tag in self._named_characteristics(self.content or {}):
            if (name.casefold(), value.casefold()) not in attributes:
                wanted.setdefault(name, []).append((value, tag))
        return wanted

    def _specification_values(self, product, names=None, only=None):
        """Rows to create: all, or those of ``names``; for all variants, or ``only`` for one."""
        return [
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "product_id": only and only.id,
                "company_id": self.company_id.id,
                "name": name,
                "value": value,
                "tag": tag or False,
                "sequence": 10 * (place + 1),
            }
            for name, values in self._specifications_by_name(product).items()
            if names is None or name in names
            for place, (value, tag) in enumerate(values)
        ]

    def _add_specifications(self, product, in_family=False):
        """All that are no attribute, in plain words; for the variant alone where the members of its family differ."""
        template, specifications = product.product_tmpl_id, self.env["marketplace.specification"]
        variants = template.product_variant_ids - product
        if not in_family or not variants:
            specifications.create(self._specification_values(product))
            return
        wanted = self._specifications_by_name(product)
        common = template.marketplace_specification_ids.filtered(lambda row: not row.product_id).grouped("name")
        different = set()
        for name in {*common, *wanted}:
            rows = common.get(name, specifications)
            if {(row.value, row.tag or "") for row in rows} != set(wanted.get(name, ())):
                different.add(name)
                for row in rows:  # that of the others from now on, not of all
                    for variant in variants:
                        row.copy({"product_id": variant.id})
                rows.unlink()
        specifications.create(self._specification_values(product, different, only=product))

    # ---- pictures ----

    def _picture_values(self, product, in_family=False):
        """The addresses of the pictures, waiting to be fetched; those the product has already are left out."""
        template = product.product_tmpl_id
        mine = template.marketplace_picture_ids.filtered(lambda p: not p.product_id or p.product_id == product)
        known = set(mine.mapped("url"))
        return [
            {
                "product_tmpl_id": template.id,
                "product_id": product.id if in_family else False,
                "company_id": self.company_id.id,
                "account_id": self.account_id.id,
                "url": url,
                "sequence": 10 * (place + 1),
                "state": "waiting",
            }
            for place, url in enumerate(dict.fromkeys((self.content or {}).get("pictures") or []))
            if url not in known and place < PICTURES
        ]

    def _add_pictures(self, product, in_family=False):
        self.env["marketplace.picture"].create(self._picture_values(product, in_family))

    # ---- the platform overwrites (B11) ----

    def _content_changed(self):
        """The platform's content of these offers changed: linked products follow where the account says so, in the background."""
        following = self.filtered(
            lambda offer: (
                offer.product_id
                and (
                    any(
                        offer.account_id[f"overwrite_{part}"]
                        for part in ("name", "description", "pictures", "characteristics")
                    )
                    or offer._brings_makers()
                )
            )
        )
        if following:
            following._record("content")

    def _brings_makers(self):
        """The makers of a product that was made of this offer were read only after it was made, and its brand lacks them."""
        brand = self.product_id.marketplace_brand_id
        return self.import_state == "created" and (self.content or {}).get("makers") and brand and not brand.maker_ids

    def _overwrite(self):
        """Let the platform's content replace that of the linked products, part by part as the account says (B11)."""
        for offer in self.filtered("product_id"):
            try:
                with self.env.cr.savepoint():
                    offer._overwrite_one()
            except COLLIDED:
                raise
            except Exception as error:
                _logger.exception("offer %s: the product was not overwritten", offer.id)
                offer.import_note = self.env._("The platform's new content was not taken over: %s", error)

    def _overwrite_one(self):
        account, content, product = self.account_id, self.content or {}, self.product_id
        template = product.product_tmpl_id
        several = template.product_variant_count > 1
        if self._brings_makers():
            self._brand(content)
        if account.overwrite_name and self.name and not several:
            template.name = self.name
        if account.overwrite_description and content.get("description"):
            template.marketplace_description = content["description"]
        if account.overwrite_characteristics and content.get("characteristics"):
            own = template.marketplace_specification_ids.filtered(
                lambda row: row.product_id == product or not row.product_id and not several
            )
            own.unlink()
            self._add_specifications(product, in_family=several)
        if account.overwrite_pictures and content.get("pictures"):
            template.marketplace_picture_ids.filtered(
                lambda p: (
                    p.account_id == account
                    and p.url not in content["pictures"]
                    and p.product_id in (product, p.product_id.browse())
                )
            ).unlink()
            self._add_pictures(product, in_family=several)
