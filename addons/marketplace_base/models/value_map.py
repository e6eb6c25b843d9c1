from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.names import folded


class MarketplaceValueMap(models.Model):
    """«Where ours says this, the platform says that» (C3)."""

    _name = "marketplace.value.map"
    _description = "Value Mapping"
    _order = "line_id, ours"
    _rec_name = "ours"

    line_id = fields.Many2one("marketplace.characteristic.map", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", related="line_id.company_id", store=True, index=True, precompute=True)
    characteristic_id = fields.Many2one(related="line_id.characteristic_id")
    ours = fields.Char("Our value", required=True)
    value_id = fields.Many2one(
        "marketplace.value",
        "Value at the platform",
        ondelete="cascade",
        domain="[('characteristic_id', '=', characteristic_id)]",
    )
    text = fields.Char("Or a new value", help="Only where the platform lets sellers add values.")
    proposal_id = fields.Many2one("marketplace.value", "Suggestion", compute="_compute_proposal_id")

    _once = models.UniqueIndex("(line_id, ours)", "This value is in the list already.")

    @api.constrains("text", "value_id", "line_id")
    def _check_text(self):
        for value in self:
            characteristic = value.line_id.characteristic_id
            if value.text and not characteristic.open_values and characteristic.value_count:
                raise ValidationError(
                    self.env._("«%s» takes only values from the platform's list.", characteristic.name)
                )
            if value.value_id and value.value_id.characteristic_id != characteristic:
                raise ValidationError(self.env._("«%s» is a value of another characteristic.", value.value_id.name))

    @api.depends("ours", "value_id", "text", "line_id.characteristic_id")
    def _compute_proposal_id(self):
        """The value of the platform's list that is called the same but for accents, case and signs."""
        self.proposal_id = False
        for characteristic, values in self.grouped(lambda value: value.line_id.characteristic_id).items():
            open_ones = values.filtered(lambda value: not value.value_id and not value.text)
            if not open_ones or not characteristic:
                continue
            listed = self.env["marketplace.value"].search_fetch(
                [("characteristic_id", "=", characteristic.id)], ["name"]
            )
            by_name = {}
            for found in listed:
                by_name.setdefault(folded(found.name), []).append(found)
            for value in open_ones:
                alike = by_name.get(folded(value.ours), [])
                value.proposal_id = alike[0] if len(alike) == 1 else False

    def action_accept(self):
        """Take the suggested values."""
        for value in self.filtered("proposal_id"):
            value.value_id = value.proposal_id
