from odoo import fields, models


class MarketplaceDuplicate(models.Model):
    """Two products that may be one: why it is thought so, and what a person decided."""

    _name = "marketplace.duplicate"
    _description = "Possible Duplicate"
    _order = "score desc, id"
    _rec_name = "reason"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    other_id = fields.Many2one("product.product", "Maybe the same as", required=True, ondelete="cascade", index=True)
    score = fields.Integer(readonly=True, help="0 to 100.")
    reason = fields.Char(readonly=True)
    state = fields.Selection(
        [("open", "To decide"), ("different", "Two products"), ("merged", "Merged")],
        default="open",
        required=True,
        readonly=True,
    )

    _pair = models.UniqueIndex("(company_id, product_id, other_id)", "This pair is in the list already.")
    _ordered = models.Constraint("CHECK (product_id < other_id)", "The product with the lower number comes first.")
