from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class MarketplaceOffer(models.Model):
    """A family of offers becomes one product with variants; who comes later joins it."""

    _inherit = "marketplace.offer"

    def _family_variant(self, content):
        """The new variant for this offer in its family's product; none when it has to become a product of its own.

        :raise UserError: the family has a variant with the same values already
        """
        defining = self._defining_values(content)
        if not self.family_key or not defining:
            return self.env["product.product"]
        key = f"{self.account_id.id}:{self.family_key}"
        template = self.env["product.template"].search([("marketplace_family", "=", key)], order="id", limit=1)
        pairs = [self._attribute_value(name, value, template) for name, value in defining.items()]
        if not template:
            template = self._make_family(content, key, pairs)
        elif template.attribute_line_ids.attribute_id != self.env["product.attribute"].union(*(a for a, _v in pairs)):
            return self.env["product.product"]  # somebody gave the product other attributes
        return self._make_variant(template, pairs)

    def _make_family(self, content, key, pairs):
        return self.env["product.template"].create(
            self._template_values(content)
            | {
                "name": content.get("family_name") or self.name,
                "marketplace_family": key,
                "attribute_line_ids": [
                    Command.create({"attribute_id": attribute.id, "value_ids": [Command.set(value.ids)]})
                    for attribute, value in pairs
                ],
            }
        )

    def _make_variant(self, template, pairs):
        combination = self.env["product.template.attribute.value"]
        for attribute, value in pairs:
            line = template.attribute_line_ids.filtered(lambda line, a=attribute: line.attribute_id == a)
            if value not in line.value_ids:
                line.value_ids = [Command.link(value.id)]
            combination |= line.product_template_value_ids.filtered(
                lambda item, v=value: item.product_attribute_value_id == v and item.ptav_active
            )
        known = template._get_variant_for_combination(combination)
        if known:
            raise UserError(
                self.env._(
                    "Its family has a variant with the same %(values)s: %(product)s. Link the offer to it, or correct the "
                    "characteristics at the platform.",
                    values=", ".join(combination.mapped("display_name")),
                    product=known.display_name,
                )
            )
        return template._create_product_variant(combination)

    def _defining_values(self, content):
        """``{name: value}`` of the characteristics that tell the members of this offer's family apart.

        Platforms do not say of which type a family is. It is the one with the most characteristics for which this offer
        has exactly one value each; none when there is no such type. Where a value comes in several notations, the first counts.
        """
        values = {}
        for item in content.get("characteristics") or []:
            values.setdefault(item["key"], {}).setdefault(item.get("tag") or "", []).append(item["value"])
        names = self._characteristic_names()
        fitting = [
            family["characteristic_keys"]
            for family in self.category_id.families or []
            if family.get("characteristic_keys")
            and all(
                names.get(key) and key in values and all(len(of_tag) == 1 for of_tag in values[key].values())
                for key in family["characteristic_keys"]
            )
        ]
        keys = max(fitting, key=len, default=[])
        return {names[key]: next(iter(values[key].values()))[0] for key in keys}

    def _attribute_value(self, name, value, template):
        """An attribute and its value by name, made where there is none.

        Only attributes whose variants are made on demand: others would multiply with each further value.
        """
        attributes, values = self.env["product.attribute"], self.env["product.attribute.value"]
        attribute = template.attribute_line_ids.attribute_id.filtered(lambda a: a.name.casefold() == name.casefold())[
            :1
        ]
        attribute = attribute or attributes.search(
            [("name", "=ilike", _literal(name)), ("create_variant", "=", "dynamic")], order="id", limit=1
        )
        attribute = attribute or attributes.create({"name": name, "create_variant": "dynamic"})
        known = values.search(
            [("attribute_id", "=", attribute.id), ("name", "=ilike", _literal(value))], order="id", limit=1
        )
        return attribute, known or values.create({"attribute_id": attribute.id, "name": value})


def _literal(text):
    """A text to be found as it is by ``=ilike``."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
