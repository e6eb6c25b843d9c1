from odoo import fields, models


class MarketplaceAnswer(models.TransientModel):
    """A question is answered."""

    _name = "marketplace.answer"
    _description = "Answer a Question"

    question_id = fields.Many2one("marketplace.question", required=True, readonly=True, ondelete="cascade")
