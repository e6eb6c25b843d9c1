from odoo import fields, models


class MarketplaceQuestion(models.Model):
    """What a customer asked about a product at the platform, and what was answered."""

    _name = "marketplace.question"
    _description = "Marketplace Question"
    _inherit = ["marketplace.acting", "marketplace.commanded"]
    _order = "answer_by, asked_at desc, id desc"
    _rec_name = "text"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    external_id = fields.Char("Number", required=True, readonly=True)
    text = fields.Text("Question", required=True, readonly=True)
    asked_at = fields.Datetime(required=True, readonly=True)
    answer_by = fields.Datetime(readonly=True)

    _external = models.UniqueIndex("(account_id, external_id)", "This question is already there.")
