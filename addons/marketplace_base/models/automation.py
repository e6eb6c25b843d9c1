from odoo import api, fields, models

PAPERS = [("proforma", "Proforma"), ("invoice", "Invoice"), ("shipment", "AWB")]
MOMENTS = [
    ("imported", "When imported"),
    ("reserved", "When all lines are reserved"),
    ("picked", "When picked"),
    ("shipped", "When shipped"),
]


class MarketplaceAutomation(models.Model):
    """«This paper makes itself at this moment, for these orders» (G3–G5, H8). Without a rule nothing makes itself."""

    _name = "marketplace.automation"
    _description = "What Makes Itself"
    _order = "account_id, paper, sequence, id"
    _rec_name = "paper"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    paper = fields.Selection(PAPERS, required=True)
    moment = fields.Selection(MOMENTS, required=True, default="reserved")
    since = fields.Datetime(
        "Orders from", required=True, default=fields.Datetime.now, help="Orders imported earlier are left alone."
    )
    payment_kind = fields.Selection(
        selection=lambda self: self.env["marketplace.order"]._fields["payment_kind"].selection,
        string="Only paid by",
        help="Empty for every way of paying.",
    )
    unpaid_too = fields.Boolean(
        "Unpaid too", help="Orders paid by card or bank transfer wait for their money, unless this is ticked."
    )
    delivery_ids = fields.Many2many(
        "marketplace.mapping",
        string="Only delivered by",
        domain="[('account_id', '=', account_id), ('kind', '=', 'delivery')]",
        help="Empty for every delivery method.",
    )
    amount_from = fields.Float("Total from", digits=(16, 2))
    amount_to = fields.Float("Total to", digits=(16, 2), help="0 for no limit.")

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.account_id._wake()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self.account_id._wake()
        return result

    @api.model
    def _run_next(self, account):
        """Make the next paper that is due. :return: how many orders were looked at and changed"""
        for rule in self.search([("account_id", "=", account.id)]):
            if order := rule._next_order():
                order._make_paper(rule.paper)
                return 1
        if order := self.env["marketplace.order"]._next_proforma(account):
            order._make_paper("proforma")
            return 1
        return 0
