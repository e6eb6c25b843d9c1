from odoo import api, fields, models


class MarketplaceCategory(models.Model):
    """What the pages of the platform's dictionary show and offer (A9)."""

    _name = "marketplace.category"
    _inherit = ["marketplace.category", "marketplace.acting"]

    offer_count = fields.Integer("Own offers", compute="_compute_counts")
    characteristic_count = fields.Integer("Characteristics", compute="_compute_counts")
    required_count = fields.Integer("Mandatory", compute="_compute_counts")
    family_text = fields.Text("Variants grouped by", compute="_compute_family_text")

    @api.depends("characteristic_ids.required")
    def _compute_counts(self):
        offers = self._counted("marketplace.offer", [])
        characteristics = self._counted("marketplace.characteristic", [])
        required = self._counted("marketplace.characteristic", [("required", "=", True)])
        for category in self:
            category.offer_count = offers.get(category.id, 0)
            category.characteristic_count = characteristics.get(category.id, 0)
            category.required_count = required.get(category.id, 0)

    def _counted(self, model, domain):
        rows = self.env[model]._read_group([("category_id", "in", self.ids), *domain], ["category_id"], ["__count"])
        return {category.id: count for category, count in rows}

    @api.depends("families", "characteristic_ids.name")
    def _compute_family_text(self):
        for category in self:
            names = {item.external_id: item.name for item in category.characteristic_ids}
            lines = [
                f"{family['name']}: {', '.join(names.get(key, key) for key in family['characteristic_keys'])}"
                for family in category.families or []
            ]
            category.family_text = "\n".join(lines)

    def action_read_characteristics(self):
        """A person wants the characteristics of these categories now; the runner reads them."""
        self._acting().write({"detail_wanted": True, "detail_asked_at": fields.Datetime.now()})
        self.account_id._wake()

    def action_offers(self):
        return self._open("action_offers")

    def action_characteristics(self):
        return self._open("action_characteristics")

    def _open(self, action):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"marketplace_base.{action}")
        return action | {"domain": [("category_id", "in", self.ids)], "context": {}}


class MarketplaceCharacteristic(models.Model):
    _inherit = "marketplace.characteristic"

    tag_text = fields.Char("Sent once per tag", compute="_compute_tag_text")

    @api.depends("tags")
    def _compute_tag_text(self):
        for characteristic in self:
            characteristic.tag_text = ", ".join(characteristic.tags or [])

    def action_values(self):
        """The values in a list of their own: thousands are usual, and a list is searched and paged by the database."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_values")
        return action | {
            "name": f"{self.category_id.name}: {self.name}",
            "domain": [("characteristic_id", "=", self.id)],
            "context": {},
        }
