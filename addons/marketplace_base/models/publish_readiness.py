from odoo import api, fields, models

from ..lib.catalogue import (
    CategoryData,
    CategoryDetail,
    CharacteristicData,
    CharacteristicKind,
    CharacteristicValue,
    FamilyType,
    ProductData,
    ValueData,
)

COUNTED = 5_000  # products looked at when the figures of a mapping are counted


class MarketplaceCategoryMap(models.Model):
    """What the products of a mapped category say for its characteristics, and how many of them are ready."""

    _inherit = "marketplace.category.map"

    product_count = fields.Integer("Products", readonly=True)
    ready_count = fields.Integer("Ready", readonly=True)
    ready_share = fields.Integer("Ready %", compute="_compute_ready_share", store=True)
    counted_at = fields.Datetime(readonly=True)

    @api.depends("product_count", "ready_count")
    def _compute_ready_share(self):
        for mapping in self:
            mapping.ready_share = 100 * mapping.ready_count // mapping.product_count if mapping.product_count else 0

    def _characteristics_of(self, product):
        """What a product says for the characteristics of this mapping, in the platform's words and in its order."""
        found = []
        for line in self.line_ids:
            characteristic = line.characteristic_id
            if not characteristic.active or not line.source:
                continue
            tags = characteristic.tags or []
            for value, tag in line._platform_values(product):
                if not tags:
                    found.append(CharacteristicValue(characteristic.external_id, value))
                elif tag in tags:
                    found.append(CharacteristicValue(characteristic.external_id, value, tag))
                else:
                    found += [CharacteristicValue(characteristic.external_id, value, each) for each in tags]
        return tuple(dict.fromkeys(found))

    def _detail(self, values):
        """The platform's category as its own checks need it. Of the long lists only what ``values`` name, and one more, which
        says that there is a list at all.

        :param values: ``CharacteristicValue`` of the products to check
        """
        self.ensure_one()
        category = self.category_id
        used = {}
        for value in values:
            used.setdefault(value.key, set()).add(value.value)
        listed = self._listed_values(category.characteristic_ids, used)
        return CategoryDetail(
            CategoryData(
                category.external_id,
                category.name,
                allowed=category.allowed and category.active,
                needs_barcode=category.needs_barcode,
                needs_warranty=category.needs_warranty,
            ),
            tuple(
                CharacteristicData(
                    characteristic.external_id,
                    characteristic.name,
                    CharacteristicKind(characteristic.kind),
                    required=characteristic.required,
                    multiple=characteristic.multiple,
                    open_values=characteristic.open_values,
                    position=characteristic.position,
                    tags=tuple(characteristic.tags or ()),
                    values=tuple(ValueData(name, name) for name in listed.get(characteristic.id, ())),
                )
                for characteristic in category.characteristic_ids
            ),
            tuple(
                FamilyType(family["key"], family["name"], tuple(family.get("characteristic_keys") or ()))
                for family in category.families or ()
            ),
        )

    def _listed_values(self, characteristics, used):
        values = self.env["marketplace.value"].sudo()
        names = {name for found in used.values() for name in found}
        listed = {}
        for value in values.search_fetch(
            [("characteristic_id", "in", characteristics.ids), ("name", "in", list(names))],
            ["name", "characteristic_id"],
        ):
            listed.setdefault(value.characteristic_id.id, []).append(value.name)
        for characteristic in characteristics.filtered(lambda c: c.id not in listed):
            if one := values.search([("characteristic_id", "=", characteristic.id)], limit=1, order="id"):
                listed[characteristic.id] = [one.name]
        return listed

    def _count_ready(self):
        """How many products have a value for each characteristic, and how many have all that is mandatory."""
        for mapping in self:
            filled, ready, total = {}, 0, 0
            if mapping.category_id:
                gaps = mapping.account_id._get_provider_class().gaps
                products = mapping._products(limit=COUNTED)
                said = {product: mapping._characteristics_of(product) for product in products}
                detail = mapping._detail([value for values in said.values() for value in values])
                total = len(products)
                with mapping.account_id._speaking():
                    for product, values in said.items():
                        for key in {value.key for value in values}:
                            filled[key] = filled.get(key, 0) + 1
                        data = ProductData("1", "X", product.name, characteristics=values)
                        ready += not any(gap.field == "characteristic" for gap in gaps(data, detail))
            mapping.write({"product_count": total, "ready_count": ready, "counted_at": fields.Datetime.now()})
            for line in mapping.line_ids:
                count = filled.get(line.characteristic_id.external_id, 0)
                if line.filled_count != count:
                    line.filled_count = count
