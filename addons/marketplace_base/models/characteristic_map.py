from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.names import equal_name, folded

# What the fields of a product are called by platforms, folded: for proposals only.
FIELD_NAMES = {
    "brand": ("brand", "marca", "marka", "producator", "manufacturer"),
    "weight": ("weight", "greutate", "greutate neta", "net weight", "tomeg"),
    "volume": ("volume", "volum"),
    "default_code": ("product code", "cod produs", "part number"),
    "barcode": ("ean", "gtin", "cod ean"),
    "warranty": ("warranty", "garantie", "perioada de garantie"),
}


class MarketplaceCharacteristicMap(models.Model):
    """Where one characteristic's value comes from, for the products of one mapped category (C3)."""

    _name = "marketplace.characteristic.map"
    _description = "Characteristic Mapping"
    _order = "map_id, required desc, position, id"
    _rec_name = "characteristic_id"

    map_id = fields.Many2one("marketplace.category.map", required=True, ondelete="cascade", index=True)
    account_id = fields.Many2one(related="map_id.account_id", store=True, precompute=True)
    company_id = fields.Many2one("res.company", related="map_id.company_id", store=True, index=True, precompute=True)
    characteristic_id = fields.Many2one("marketplace.characteristic", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(related="characteristic_id.kind")
    required = fields.Boolean(related="characteristic_id.required", store=True, precompute=True)
    position = fields.Integer(related="characteristic_id.position", store=True, precompute=True)
    multiple = fields.Boolean(related="characteristic_id.multiple")
    open_values = fields.Boolean(related="characteristic_id.open_values")
    value_count = fields.Integer("Values at the platform", related="characteristic_id.value_count")
    source = fields.Selection(
        [
            ("attribute", "Attribute"),
            ("specification", "Specification"),
            ("field", "Field of the product"),
            ("constant", "The same for all"),
        ]
    )
    attribute_id = fields.Many2one("product.attribute", ondelete="cascade")
    specification = fields.Char()
    field_name = fields.Selection(
        [
            ("brand", "Brand"),
            ("name", "Name"),
            ("weight", "Weight (kg)"),
            ("volume", "Volume (m³)"),
            ("default_code", "Product code"),
            ("barcode", "EAN"),
            ("warranty", "Warranty (months)"),
        ],
        "Field",
    )
    constant = fields.Char("Value")
    constant_id = fields.Many2one(
        "marketplace.value",
        "Value from the list",
        domain="[('characteristic_id', '=', characteristic_id)]",
        ondelete="set null",
    )
    value_ids = fields.One2many("marketplace.value.map", "line_id", "Values")
    filled_count = fields.Integer("Products with a value", readonly=True)
    open_count = fields.Integer("Values without a match", compute="_compute_open_count")
    proposal = fields.Char("Suggestion", compute="_compute_proposal")
    source_text = fields.Char("Comes from", compute="_compute_source_text")

    _once = models.UniqueIndex("(map_id, characteristic_id)", "This characteristic is in the list already.")

    @api.constrains("characteristic_id", "map_id")
    def _check_category(self):
        for line in self:
            if line.characteristic_id.category_id != line.map_id.category_id:
                raise ValidationError(
                    self.env._("%s is a characteristic of another category.", line.characteristic_id.name)
                )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"source", "attribute_id", "specification", "field_name", "constant", "constant_id"}:
            self.map_id._look_over()
        return result

    @api.onchange("constant_id")
    def _onchange_constant_id(self):
        if self.constant_id:
            self.constant = self.constant_id.name

    @api.depends("value_ids.value_id", "value_ids.text")
    def _compute_open_count(self):
        for line in self:
            line.open_count = len(line.value_ids.filtered(lambda value: not value.value_id and not value.text))

    @api.depends("source", "attribute_id", "specification", "field_name", "constant")
    def _compute_source_text(self):
        for line in self:
            line.source_text = line._said(line._chosen())

    def _chosen(self):
        """What is chosen as the source, as the columns that hold it; empty when nothing is, or not all of it."""
        column = {
            "attribute": "attribute_id",
            "specification": "specification",
            "field": "field_name",
            "constant": "constant",
        }.get(self.source)
        if not column or not self[column]:
            return {}
        return {"source": self.source, column: self.attribute_id.id if column == "attribute_id" else self[column]}

    def _said(self, vals):
        """A source in words, such as «Attribute: Color»."""
        source = vals.get("source")
        if not source:
            return False
        label = dict(self._fields["source"]._description_selection(self.env))[source]
        if source == "attribute":
            return f"{label}: {self.env['product.attribute'].browse(vals['attribute_id']).name}"
        if source == "specification":
            return f"{label}: {vals['specification']}"
        if source == "field":
            return f"{label}: {dict(self._fields['field_name']._description_selection(self.env))[vals['field_name']]}"
        return f"{label}: {vals['constant']}"

    # ---- suggestions, taken by a click ----

    @api.depends("source", "characteristic_id.name", "map_id.categ_id")
    def _compute_proposal(self):
        for mapping, lines in self.grouped("map_id").items():
            known = mapping._sources_at_hand() if mapping else {}
            for line in lines:
                line.proposal = line._said(line._proposed(known)) if not line.source else False

    def _proposed(self, known):
        """The source that is called like the characteristic, as values to write; empty when there is none."""
        name = folded(self.characteristic_id.name)
        if not name:
            return {}
        if attribute := equal_name(name, known.get("attribute", {})):
            return {"source": "attribute", "attribute_id": attribute}
        if specification := equal_name(name, known.get("specification", {})):
            return {"source": "specification", "specification": known["specification"][specification]}
        for field, names in FIELD_NAMES.items():
            if name in names:
                return {"source": "field", "field_name": field}
        return {}

    def action_accept(self):
        """Take the suggested source, and list the values our products have."""
        for mapping, lines in self.grouped("map_id").items():
            known = mapping._sources_at_hand()
            for line in lines.filtered(lambda line: not line.source):
                if vals := line._proposed(known):
                    line.write(vals)
                    line._fill_values()
            mapping._look_over()
            mapping._count_ready()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_values(self):
        """The characteristic's own page: its source and its values."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.characteristic_id.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("marketplace_base.view_characteristic_map_form").id, "form")],
            "target": "new",
        }

    def action_fill(self):
        self._fill_values()
        return self.action_values() if len(self) == 1 else None

    def action_accept_values(self):
        self.value_ids.action_accept()
        return self.action_values() if len(self) == 1 else None

    def action_done(self):
        """Close the page; the figures behind it are counted anew."""
        self.map_id._look_over()
        self.map_id._count_ready()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # ---- what no longer fits ----

    def _faults(self):
        characteristic = self.characteristic_id
        if not characteristic.active:
            if self.source:
                yield self.env._("The platform no longer asks for «%s».", characteristic.name)
            return
        if characteristic.required and not self._chosen():
            yield self.env._("«%s» is mandatory and comes from nowhere yet.", characteristic.name)
        gone = self.value_ids.filtered(lambda value: value.value_id and not value.value_id.active)
        if gone:
            yield self.env._(
                "«%(name)s»: the platform no longer has the values %(values)s.",
                name=characteristic.name,
                values=", ".join(gone.mapped("value_id.name")),
            )
        if self.constant_id and self.source == "constant" and not self.constant_id.active:
            yield self.env._(
                "«%(name)s»: the platform no longer has the value %(value)s.",
                name=characteristic.name,
                value=self.constant_id.name,
            )

    # ---- what our products say ----

    def _raw_values(self, product):
        """What the product itself says for this characteristic: pairs (value, tag), the tag mostly empty."""
        self.ensure_one()
        if self.source == "attribute":
            return [(value, "") for value in self._attribute_values(product)]
        if self.source == "specification":
            return self._specification_values(product)
        if self.source == "field":
            value = self._field_value(product)
            return [(value, "")] if value else []
        return [(self.constant, "")] if self.source == "constant" and self.constant else []

    def _attribute_values(self, product):
        """The variant's own value; else those of the template that tell no variants apart."""
        own = product.product_template_attribute_value_ids.filtered(lambda v: v.attribute_id == self.attribute_id)
        if own:
            return own.mapped("name")
        lines = product.attribute_line_ids.filtered(lambda line: line.attribute_id == self.attribute_id)
        fixed = lines.filtered(
            lambda line: line.attribute_id.create_variant == "no_variant" or len(line.value_ids) == 1
        )
        return fixed.value_ids.mapped("name")

    def _specification_values(self, product):
        wanted = folded(self.specification)
        rows = product.product_tmpl_id.marketplace_specification_ids.filtered(
            lambda row: folded(row.name) == wanted and row.product_id.id in (False, product.id)
        )
        own = rows.filtered("product_id") or rows
        return [(row.value, row.tag or "") for row in own]

    def _field_value(self, product):
        if self.field_name == "brand":
            return product.marketplace_brand_id.name
        if self.field_name == "warranty":
            months = product._marketplace_warranty()
            return str(months) if months else ""
        value = product[self.field_name]
        if self.field_name in ("weight", "volume"):
            if not value:
                return ""
            number = f"{value:.3f}".rstrip("0").rstrip(".")
            units = {"weight": "kg", "volume": "m³"}
            return f"{number} {units[self.field_name]}" if self.characteristic_id.kind == "measure" else number
        return value or ""

    def _platform_values(self, product):
        """Pairs (value as the platform calls it, tag) of a product, in our order."""
        known = {folded(value.ours): value for value in self.value_ids}
        for raw, tag in self._raw_values(product):
            mapped = known.get(folded(raw))
            yield (mapped and (mapped.value_id.name or mapped.text)) or raw, tag

    def _fill_values(self):
        """List the distinct values the category's products have; what is called the same at the platform is matched."""
        for line in self.filtered(lambda line: line.source in ("attribute", "specification", "field")):
            known = {folded(value.ours) for value in line.value_ids}
            found = {}
            for product in line.map_id._products():
                for raw, _tag in line._raw_values(product):
                    found.setdefault(folded(raw), raw)
            new = [raw for key, raw in found.items() if key and key not in known]
            same = line._values_named(new)
            self.env["marketplace.value.map"].create(
                [{"line_id": line.id, "ours": raw, "value_id": same.get(raw, False)} for raw in new]
            )

    def _values_named(self, names):
        """``{name: id}`` of the platform's values that are called exactly so."""
        rows = self.env["marketplace.value"].search_fetch(
            [("characteristic_id", "=", self.characteristic_id.id), ("name", "in", list(names))], ["name"]
        )
        return {value.name: value.id for value in rows}


class MarketplaceCategoryMap(models.Model):
    _inherit = "marketplace.category.map"

    has_proposals = fields.Boolean(compute="_compute_has_proposals")

    @api.depends("line_ids.proposal")
    def _compute_has_proposals(self):
        for mapping in self:
            mapping.has_proposals = any(mapping.line_ids.mapped("proposal"))

    def _sources_at_hand(self):
        """Names of what the category's products have: ``{kind: {key: name}}``. Attributes and specifications in use."""
        products = self._products(limit=2_000)
        attributes = products.attribute_line_ids.attribute_id
        specifications = self.env["marketplace.specification"]._read_group(
            [("product_tmpl_id", "in", products.product_tmpl_id.ids)], ["name"], []
        )
        return {
            "attribute": {attribute.id: attribute.name for attribute in attributes},
            "specification": {name: name for (name,) in specifications},
        }

    def action_accept_all(self):
        """Take all suggested sources."""
        return self.line_ids.action_accept()

    def action_fill(self):
        """List the values our products have, for every characteristic with a source."""
        self.line_ids._fill_values()
        self._count_ready()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
