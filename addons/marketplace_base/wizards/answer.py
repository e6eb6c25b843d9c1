from odoo import api, fields, models
from odoo.exceptions import UserError


class MarketplaceAnswer(models.TransientModel):
    """A question is answered, with what was said about the same product before in sight."""

    _name = "marketplace.answer"
    _description = "Answer a Question"

    question_id = fields.Many2one("marketplace.question", required=True, readonly=True, ondelete="cascade")
    asked = fields.Text(related="question_id.text", string="Asked")
    product_name = fields.Char(related="question_id.product_name")
    customer_name = fields.Char(related="question_id.customer_name")
    due_at = fields.Datetime(related="question_id.due_at")
    problem = fields.Text(related="question_id.problem")
    is_public = fields.Boolean(related="question_id.is_public")
    text = fields.Text("Answer")
    low = fields.Integer(compute="_compute_limits")
    high = fields.Integer(compute="_compute_limits")
    earlier_ids = fields.Many2many("marketplace.question", compute="_compute_earlier_ids")

    @api.depends("question_id")
    def _compute_limits(self):
        for wizard in self:
            wizard.low, wizard.high = wizard.question_id._answer_length()

    @api.depends("question_id")
    def _compute_earlier_ids(self):
        for wizard in self:
            wizard.earlier_ids = wizard.question_id._earlier()

    @api.model
    def _open_for(self, question):
        """:raise UserError: the question cannot be answered as it stands"""
        question._check_can_answer()
        return self.create({"question_id": question.id, "text": question._draft()})._action()

    def _action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_answer_question")
        return action | {"res_id": self.id}

    def action_answer(self):
        """From here on the account's next run tells the platform."""
        self.ensure_one()
        if not (self.text or "").strip():
            raise UserError(self.env._("Write an answer first."))
        self.question_id._acting()._answer(self.text)
        return {"type": "ir.actions.act_window_close"}


class MarketplaceQuestion(models.Model):
    _inherit = "marketplace.question"

    def action_take_words(self):
        """This answer's words into the answer that is being written (``marketplace_answer`` in the context)."""
        self.ensure_one()
        wizard = self.env["marketplace.answer"].browse(self.env.context["marketplace_answer"])
        wizard.text = self.answer
        return wizard._action()
