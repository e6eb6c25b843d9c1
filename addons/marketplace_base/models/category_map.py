from odoo import fields, models


class MarketplaceCategoryMap(models.Model):
    """«Products of this category of ours are published in that category of the platform» (C2)."""

    _name = "marketplace.category.map"
    _description = "Category Mapping"
    _order = "account_id, categ_id"
    _rec_name = "categ_id"
    _check_company_auto = True

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    categ_id = fields.Many2one("product.category", "Our category", required=True, ondelete="cascade", index=True)
    category_id = fields.Many2one(
        "marketplace.category",
        "Category at the platform",
        required=True,
        ondelete="restrict",
        domain="[('account_id', '=', account_id), ('allowed', '=', True)]",
    )
    family_type_key = fields.Char("Variants grouped by")
    line_ids = fields.One2many("marketplace.characteristic.map", "map_id", "Characteristics")
    problem = fields.Text(readonly=True, help="What no longer fits since the platform's dictionary changed.")

    _once = models.UniqueIndex("(account_id, categ_id)", "This category is mapped already for this account.")


class MarketplaceCharacteristicMap(models.Model):
    """Where one characteristic's value comes from, for the products of one mapped category (C3)."""

    _name = "marketplace.characteristic.map"
    _description = "Characteristic Mapping"
    _order = "map_id, required desc, position, id"

    map_id = fields.Many2one("marketplace.category.map", required=True, ondelete="cascade", index=True)
    account_id = fields.Many2one(related="map_id.account_id", store=True, precompute=True)
    company_id = fields.Many2one("res.company", related="map_id.company_id", store=True, index=True, precompute=True)
    characteristic_id = fields.Many2one("marketplace.characteristic", required=True, ondelete="cascade", index=True)
    required = fields.Boolean(related="characteristic_id.required", store=True, precompute=True)
    position = fields.Integer(related="characteristic_id.position", store=True, precompute=True)
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
    value_ids = fields.One2many("marketplace.value.map", "line_id", "Values")

    _once = models.UniqueIndex("(map_id, characteristic_id)", "This characteristic is in the list already.")


class MarketplaceValueMap(models.Model):
    """«Where ours says this, the platform says that» (C3)."""

    _name = "marketplace.value.map"
    _description = "Value Mapping"
    _order = "line_id, ours"

    line_id = fields.Many2one("marketplace.characteristic.map", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", related="line_id.company_id", store=True, index=True, precompute=True)
    ours = fields.Char("Our value", required=True)
    value_id = fields.Many2one(
        "marketplace.value",
        "Value at the platform",
        ondelete="cascade",
        domain="[('characteristic_id', '=', parent.characteristic_id)]",
    )
    text = fields.Char("Or a new value", help="Only where the platform lets sellers add values.")

    _once = models.UniqueIndex("(line_id, ours)", "This value is in the list already.")
