from odoo import api, fields, models


class MarketplaceCategory(models.Model):
    """A category of the platform's tree as last read (A3). What is gone there is archived, never deleted."""

    _name = "marketplace.category"
    _description = "Marketplace Category"
    _order = "account_id, complete_name"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "external_id"]

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    external_id = fields.Char("Number", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    complete_name = fields.Char("Path", readonly=True, index="trigram")
    parent_key = fields.Char(readonly=True)
    parent_id = fields.Many2one("marketplace.category", readonly=True, ondelete="set null", index="btree_not_null")
    child_ids = fields.One2many("marketplace.category", "parent_id")
    characteristic_ids = fields.One2many("marketplace.characteristic", "category_id")
    active = fields.Boolean(default=True, readonly=True)
    allowed = fields.Boolean("You may publish here", readonly=True)
    needs_barcode = fields.Boolean("EAN required", readonly=True)
    needs_warranty = fields.Boolean("Warranty required", readonly=True)
    families = fields.Json(readonly=True, help="Ways of grouping variants: key, name, characteristic_keys.")
    read_at = fields.Datetime(readonly=True)
    in_use = fields.Boolean("With own offers", readonly=True)
    detail_wanted = fields.Boolean(readonly=True, help="Used by a mapping, or asked for: its characteristics are read.")
    detail_at = fields.Datetime("Characteristics read", readonly=True)
    detail_asked_at = fields.Datetime(readonly=True, help="A person wants the characteristics now.")
    detail_failed_at = fields.Datetime(readonly=True)
    detail_error = fields.Text("Why the characteristics were not read", readonly=True)

    _external = models.UniqueIndex("(account_id, external_id)", "This category is already there.")

    @api.model
    def _dictionary_changed(self, categories):
        """These categories, their characteristics or values were read anew or archived. Extended by whoever builds on them."""


class MarketplaceCharacteristic(models.Model):
    """A characteristic of one category (A4)."""

    _name = "marketplace.characteristic"
    _description = "Marketplace Characteristic"
    _order = "category_id, required desc, position, name"
    _rec_names_search = ["name", "external_id"]

    category_id = fields.Many2one("marketplace.category", required=True, ondelete="cascade", index=True, readonly=True)
    account_id = fields.Many2one(related="category_id.account_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(
        "res.company", related="category_id.company_id", store=True, index=True, precompute=True
    )
    external_id = fields.Char("Number", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("text", "Text"),
            ("number", "Number"),
            ("measure", "Number with unit"),
            ("boolean", "Yes or no"),
            ("size", "Size"),
            ("resolution", "Width × height"),
            ("volume", "Width × height × depth"),
        ],
        default="text",
        required=True,
        readonly=True,
    )
    required = fields.Boolean("Mandatory", readonly=True)
    multiple = fields.Boolean("Several values", readonly=True)
    open_values = fields.Boolean("New values allowed", readonly=True)
    tags = fields.Json(readonly=True, help="Sent once per tag.")
    position = fields.Integer(readonly=True)
    active = fields.Boolean(default=True, readonly=True)
    value_ids = fields.One2many("marketplace.value", "characteristic_id")
    value_count = fields.Integer("Values", readonly=True)
    read_at = fields.Datetime(readonly=True)

    _external = models.UniqueIndex("(category_id, external_id)", "This characteristic is already there.")


class MarketplaceValue(models.Model):
    """An allowed value of a characteristic (A4). Lists of thousands are usual."""

    _name = "marketplace.value"
    _description = "Marketplace Characteristic Value"
    _order = "name, id"
    _log_access = False

    characteristic_id = fields.Many2one(
        "marketplace.characteristic", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    external_id = fields.Char("Number", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True, index="trigram")
    active = fields.Boolean(default=True, readonly=True)
    read_at = fields.Datetime(readonly=True)

    _external = models.UniqueIndex("(characteristic_id, external_id)", "This value is already there.")
