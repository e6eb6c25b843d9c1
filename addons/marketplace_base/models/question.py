from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

WAITING = ("new", "refused", "sending")
"""The customer has no answer yet, as far as the platform knows."""
EARLIER = 5  # earlier answers about the same product that are shown to whoever answers
TITLE = 70  # characters of a question that stand for it elsewhere


class MarketplaceQuestion(models.Model):
    """What a customer asked about a product at the platform, and what was answered."""

    _name = "marketplace.question"
    _description = "Marketplace Question"
    _inherit = ["marketplace.acting", "marketplace.commanded"]
    _order = "due_at, asked_at desc, id desc"
    _rec_name = "text"
    _rec_names_search = ["text", "external_id", "product_name"]

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    external_id = fields.Char("Number", required=True, readonly=True)
    status = fields.Selection(
        [
            ("new", "To answer"),
            ("refused", "To answer again"),
            ("sending", "Answer on its way"),
            ("checked", "Being checked"),
            ("answered", "Answered"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    status_label = fields.Char("Status at the platform", readonly=True)
    text = fields.Text("Question", required=True, readonly=True)
    asked_at = fields.Datetime("Asked on", required=True, readonly=True)
    answer_by = fields.Datetime(readonly=True)
    due_at = fields.Datetime(
        "Until", compute="_compute_due_at", store=True, index=True, help="Until when it has to be answered."
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    is_urgent = fields.Boolean("At risk", compute="_compute_is_late", help="Can be answered for less than a day.")
    offer_key = fields.Char("Offer", readonly=True, index="btree_not_null")
    family_key = fields.Char("Family of offers", readonly=True, index="btree_not_null")
    product_name = fields.Char("Asked about", readonly=True)
    product_ids = fields.Many2many(
        "product.product",
        compute="_compute_product_ids",
        search="_search_product_ids",
        help="Of the offers that the question is about, as they are linked now.",
    )
    customer_name = fields.Char("Customer", readonly=True)
    is_public = fields.Boolean("Everybody reads it", readonly=True)
    answer = fields.Text(readonly=True)
    answered_at = fields.Datetime("Answered on", readonly=True)
    user_id = fields.Many2one("res.users", "Answered by", readonly=True)
    refused_why = fields.Text("Why it was refused", readonly=True)
    url = fields.Char("Product's page", readonly=True)
    extra = fields.Json(readonly=True)
    problem = fields.Text(readonly=True)
    looked_at = fields.Datetime("Last looked at", readonly=True)
    command_ids = fields.One2many("marketplace.command", "question_id", readonly=True)
    incoming_ids = fields.One2many("marketplace.incoming", "question_id", readonly=True)
    can_answer = fields.Boolean(compute="_compute_can_answer")

    _external = models.UniqueIndex("(account_id, external_id)", "This question is already there.")

    @api.depends("status", "answer_by")
    def _compute_due_at(self):
        for record in self:
            record.due_at = record.status in WAITING and record.answer_by

    @api.depends("due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for record in self:
            record.is_late = bool(record.due_at) and record.due_at < now
            record.is_urgent = bool(record.due_at) and now <= record.due_at < now + timedelta(days=1)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("due_at", "<", fields.Datetime.now())]

    @api.depends("status", "account_id")
    def _compute_can_answer(self):
        for record in self:
            capabilities = record.account_id.sudo()._get_provider_class().capabilities
            record.can_answer = record.status in ("new", "refused") and "answer_question" in capabilities

    @api.depends("text")
    def _compute_display_name(self):
        for record in self:
            words = " ".join((record.text or "").split())
            record.display_name = words if len(words) <= TITLE else f"{words[:TITLE].rstrip()}…"

    # ---- the products: looked up, so that a link made or changed later holds for old questions too ----

    @api.depends("offer_key", "family_key", "account_id")
    def _compute_product_ids(self):
        """Those of the offer where the platform names it; else of all variants that are grouped with it."""
        keys = set(self.mapped("offer_key") + self.mapped("family_key")) - {False}
        offers = self.env["marketplace.offer"].search(
            Domain("account_id", "in", self.account_id.ids)
            & Domain("product_id", "!=", False)
            & (Domain("external_id", "in", keys) | Domain("family_key", "in", keys))
        )
        for record in self:
            mine = offers.filtered(lambda offer, account=record.account_id: offer.account_id == account)
            if record.offer_key:
                mine = mine.filtered(lambda offer, key=record.offer_key: offer.external_id == key)
            else:  # an offer that is grouped with no other has no family: its own number stands for it
                key = record.family_key
                mine = mine.filtered(lambda offer, key=key: key and key in (offer.external_id, offer.family_key))
            record.product_ids = mine.product_id

    @api.model
    def _search_product_ids(self, operator, value):
        if operator not in ("in", "any", "ilike", "="):
            return NotImplemented
        offers = self.env["marketplace.offer"].search([("product_id", operator, value)])
        return Domain.OR(
            Domain("account_id", "=", account.id)
            & (
                Domain("offer_key", "in", mine.mapped("external_id"))
                | Domain("offer_key", "=", False)
                & Domain(
                    "family_key", "in", [key for key in mine.mapped("family_key") if key] + mine.mapped("external_id")
                )
            )
            for account, mine in offers.grouped("account_id").items()
        )

    def _earlier(self):
        """Questions about the same product that were answered, on whatever account; the latest first."""
        self.ensure_one()
        same = Domain("product_ids", "in", self.product_ids.ids) if self.product_ids else Domain.FALSE
        if self.family_key or self.offer_key:
            same |= (
                Domain("account_id", "=", self.account_id.id)
                & Domain("offer_key", "=", self.offer_key)
                & Domain("family_key", "=", self.family_key)
            )
        return self.search(
            same
            & Domain("id", "!=", self.id)
            & Domain("status", "in", ("checked", "answered"))
            & Domain("answer", "!=", False),
            order="answered_at desc, id desc",
            limit=EARLIER,
        )

    def action_open_page(self):
        """The product as customers see it."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    def action_products(self):
        self.ensure_one()
        action = {"type": "ir.actions.act_window", "res_model": "product.product", "name": self.env._("Products")}
        if len(self.product_ids) == 1:
            return action | {"view_mode": "form", "res_id": self.product_ids.id}
        return action | {"view_mode": "list,form", "domain": [("id", "in", self.product_ids.ids)]}

    def action_calls(self):
        self.ensure_one()
        return self.env["marketplace.call"]._action_about(self.account_id, self.external_id)


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    question_ids = fields.One2many("marketplace.question", "account_id")
    question_count = fields.Integer("Questions to answer", compute="_compute_question_count")
    has_questions = fields.Boolean(compute="_compute_question_count")

    def _compute_question_count(self):
        waiting = dict(
            self.env["marketplace.question"]._read_group(
                [("account_id", "in", self.ids), ("status", "in", ("new", "refused"))], ["account_id"], ["__count"]
            )
        )
        for account in self:
            account.question_count = waiting.get(account, 0)
            # the connector of an archived account may be gone
            provider_class = account.sudo()._get_provider_class() if account.active else None
            account.has_questions = bool(provider_class and "fetch_questions" in provider_class.capabilities)

    def action_questions(self):
        return self._open("action_questions", search_default_to_answer=1)


class ProductProduct(models.Model):
    _inherit = "product.product"

    marketplace_question_count = fields.Integer(
        compute="_compute_marketplace_question_count", groups="marketplace_base.group_user"
    )

    def _compute_marketplace_question_count(self):
        questions = self.env["marketplace.question"]
        for product in self:
            product.marketplace_question_count = questions.search_count([("product_ids", "in", product.ids)])

    def action_marketplace_questions(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_questions")
        return action | {"domain": [("product_ids", "in", self.ids)], "context": {}}


class ProductTemplate(models.Model):
    _inherit = "product.template"

    marketplace_question_count = fields.Integer(
        compute="_compute_marketplace_question_count", groups="marketplace_base.group_user"
    )

    def _compute_marketplace_question_count(self):
        questions = self.env["marketplace.question"]
        for template in self:
            variants = template.product_variant_ids.ids
            template.marketplace_question_count = questions.search_count([("product_ids", "in", variants)])

    def action_marketplace_questions(self):
        return self.product_variant_ids.action_marketplace_questions()
