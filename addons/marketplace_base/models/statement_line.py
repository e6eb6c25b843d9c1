from odoo import fields, models


class MarketplaceStatementLine(models.Model):
    """One line of the current account that the platform keeps for the seller."""

    _name = "marketplace.statement.line"
    _description = "Marketplace Statement Line"
    _inherit = ["marketplace.acting"]
    _order = "at desc, id desc"
    _rec_name = "label"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    key = fields.Char(required=True, readonly=True)
    label = fields.Char("Line", readonly=True)
    at = fields.Datetime("Written on", required=True, readonly=True)

    _once = models.UniqueIndex("(account_id, key)", "This line is already there.")
