from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ..lib.names import most_alike

SUGGESTED = 6


class MarketplaceCategoryMap(models.Model):
    """«Products of this category of ours are published in that category of the platform» (C2).

    Sub-categories inherit the mapping of the nearest category above that has one.
    """

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
        ondelete="restrict",
        index="btree_not_null",
        domain="[('account_id', '=', account_id), ('allowed', '=', True)]",
        help="Empty: not chosen yet.",
    )
    suggested_ids = fields.Many2many("marketplace.category", string="Suggestions", compute="_compute_suggested_ids")
    family_type_key = fields.Char("Variants grouped by", help="The number of one of the platform's ways of grouping.")
    family_note = fields.Char("Ways of grouping", compute="_compute_family_note")
    line_ids = fields.One2many("marketplace.characteristic.map", "map_id", "Characteristics")
    detail_at = fields.Datetime(related="category_id.detail_at", string="Characteristics read")
    problem = fields.Text(readonly=True, help="What no longer fits since the platform's dictionary changed.")

    _once = models.UniqueIndex("(account_id, categ_id)", "This category is mapped already for this account.")

    @api.depends("account_id", "categ_id")
    def _compute_display_name(self):
        for mapping in self:
            mapping.display_name = f"{mapping.categ_id.display_name or ''} → {mapping.account_id.name or ''}"

    # ---- choosing the platform's category ----

    @api.depends("account_id", "categ_id")
    def _compute_suggested_ids(self):
        for mapping in self:
            mapping.suggested_ids = mapping._suggested() if mapping.account_id and mapping.categ_id else False

    def _suggested(self):
        """Categories that might be meant: those that linked offers of such products use, then those of a like name."""
        known = self.env["marketplace.category"]
        rows = known.search_fetch([("account_id", "=", self.account_id.id), ("allowed", "=", True)], ["name"])
        allowed = {category.id: category.name for category in rows}
        offers = self.env["marketplace.offer"]._read_group(
            [
                ("account_id", "=", self.account_id.id),
                ("category_id", "in", list(allowed)),
                ("product_id.categ_id", "child_of", self.categ_id.ids),
            ],
            ["category_id"],
            ["__count"],
            order="__count desc",
            limit=SUGGESTED,
        )
        used = [category.id for category, _count in offers]
        alike = most_alike(self.categ_id.name, allowed, limit=SUGGESTED)
        return known.browse(list(dict.fromkeys(used + alike))[:SUGGESTED])

    @api.depends("category_id.families")
    def _compute_family_note(self):
        for mapping in self:
            families = mapping.category_id.families or []
            mapping.family_note = ", ".join(f"{family['key']}: {family['name']}" for family in families)

    @api.model_create_multi
    def create(self, vals_list):
        mappings = super().create(vals_list)
        mappings.filtered("category_id")._category_chosen()
        return mappings

    def write(self, vals):
        before = {mapping: mapping.category_id for mapping in self}
        result = super().write(vals)
        if "category_id" in vals:
            self.filtered(lambda m: m.category_id and m.category_id != before[m])._category_chosen()
        return result

    def _category_chosen(self):
        """Have the category's characteristics read, and list those that are known already."""
        unread = self.category_id.filtered(lambda category: not category.detail_wanted)
        unread.sudo().detail_wanted = True
        for mapping in self:
            mapping._choose_family()
            mapping._list_characteristics()
        self._look_over()
        self.account_id._wake()

    def _choose_family(self):
        """The only way of grouping variants is the one; of several a person chooses."""
        keys = [family["key"] for family in self.category_id.families or []]
        if self.family_type_key not in keys and (keys or self.family_type_key):
            self.family_type_key = keys[0] if len(keys) == 1 else False

    def _list_characteristics(self):
        """A line for each characteristic of the chosen category; what was decided for those of the same number is kept."""
        self.ensure_one()
        wanted = self.category_id.characteristic_ids
        kept = {line.characteristic_id.external_id: line for line in self.line_ids}
        lines = []
        for characteristic in wanted:
            line = kept.pop(characteristic.external_id, None)
            if not line:
                lines.append(Command.create({"characteristic_id": characteristic.id}))
            elif line.characteristic_id != characteristic:
                lines.append(Command.update(line.id, {"characteristic_id": characteristic.id}))
        # what was decided for a characteristic that is gone stays until somebody has read the problem
        lines += [
            Command.delete(line.id)
            for line in kept.values()
            if not line.source or line.characteristic_id.category_id != self.category_id
        ]
        if lines:
            self.line_ids = lines

    # ---- which mapping a product has ----

    @api.model
    def _of_categories(self, account, categories):
        """``{category of ours: its mapping}``: the nearest one upwards that has a category chosen; none: an empty record."""
        above = {category: [int(part) for part in category.parent_path.split("/") if part] for category in categories}
        chosen = self.search(
            [
                ("account_id", "=", account.id),
                ("category_id", "!=", False),
                ("categ_id", "in", [number for path in above.values() for number in path]),
            ]
        )
        by_category = {mapping.categ_id.id: mapping for mapping in chosen}
        return {
            category: next((by_category[number] for number in reversed(path) if number in by_category), self.browse())
            for category, path in above.items()
        }

    def _categories(self):
        """The categories of ours that this mapping decides for: its own and those below without one of their own."""
        self.ensure_one()
        below = self.env["product.category"].search([("id", "child_of", self.categ_id.ids)])
        mapped = self._of_categories(self.account_id, below)
        return below.filtered(lambda category: mapped[category] in (self, self.browse()))

    def _products(self, limit=None):
        return self.env["product.product"].search(self._product_domain(), limit=limit)

    def _product_domain(self):
        self.ensure_one()
        return [
            ("categ_id", "in", self._categories().ids),
            ("company_id", "in", [False, self.company_id.id]),
            ("type", "=", "consu"),
        ]

    @api.model
    def _open_for(self, account, category):
        """The mapping of just this category, made if there is none, on its page."""
        mapping = self.search([("account_id", "=", account.id), ("categ_id", "=", category.id)])
        return (mapping or self.create({"account_id": account.id, "categ_id": category.id}))._action_form()

    def _action_form(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_category_maps")
        return action | {"res_id": self.id, "views": [(False, "form")], "view_mode": "form"}

    def action_form(self):
        self.ensure_one()
        return self._action_form()

    def action_products(self):
        """The products this mapping decides for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Products"),
            "res_model": "product.product",
            "view_mode": "list,form",
            "domain": self._product_domain(),
        }

    def action_publish(self):
        return self._products(limit=500).action_marketplace_publish(self.account_id)

    # ---- the platform's dictionary moves on ----

    @api.model
    def _dictionary_moved(self, categories):
        """These categories of the platform were read anew: new characteristics are listed, what no longer fits is said."""
        mappings = self.search([("category_id", "in", categories.ids)])
        lines = mappings.line_ids
        for name in ("required", "position"):
            self.env.add_to_compute(lines._fields[name], lines)
        for mapping in mappings:
            mapping._choose_family()
            mapping._list_characteristics()
        mappings._look_over()
        mappings._count_ready()

    def action_retry(self):
        """Look at the mapping again."""
        self._look_over()
        self._count_ready()

    def _look_over(self):
        """Write on each mapping what no longer fits, before it becomes a refusal; clear it when it is mended."""
        for mapping in self:
            problem = "\n".join(mapping._faults()) or False
            if mapping.problem != problem:
                mapping.problem = problem

    def _faults(self):
        category = self.category_id
        if not category:
            return
        if not category.active:
            yield self.env._("The platform no longer has the category %s.", category.complete_name or category.name)
        elif not category.allowed:
            yield self.env._("You may no longer publish in %s.", category.complete_name or category.name)
        for line in self.line_ids:
            yield from line._faults()


class MarketplaceCategory(models.Model):
    _inherit = "marketplace.category"

    @api.model
    def _dictionary_changed(self, categories):
        """Categories and characteristics were read, changed or archived: mappings are looked over."""
        result = super()._dictionary_changed(categories)
        self.env["marketplace.category.map"].sudo()._dictionary_moved(categories)
        return result

    def action_choose(self):
        """Take this suggestion for the mapping it is shown on (``map_id`` in the context)."""
        self.ensure_one()
        mapping = self.env["marketplace.category.map"].browse(self.env.context.get("map_id")).exists()
        if mapping:
            mapping.category_id = self
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class MarketplaceValue(models.Model):
    _inherit = "marketplace.value"

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Exact and beginning matches first: in a list of thousands «S» should not be found after «XS» and «Satin»."""
        if not name or operator not in ("ilike", "like"):
            return super().name_search(name, domain, operator, limit)
        query = self._search([("name", operator, name), *(domain or [])])
        beginning = name.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        rows = self.env.execute_query(
            SQL(
                """SELECT id, name FROM marketplace_value WHERE id IN %s
                    ORDER BY lower(name) = lower(%s) DESC, name ILIKE %s DESC, length(name), name LIMIT %s""",
                query.subselect(),
                name,
                beginning,
                limit or 100,
            )
        )
        return [(row[0], row[1]) for row in rows]
