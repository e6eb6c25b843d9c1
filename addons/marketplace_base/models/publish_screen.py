from odoo import api, fields, models

WORST_FIRST = ("refused", "incomplete", "queued", "sent", "review", "approved")


class ProductProduct(models.Model):
    """How far a product is with the marketplaces, on its page and in lists (C6)."""

    _inherit = "product.product"

    marketplace_publish_state = fields.Selection(
        lambda self: self.env["marketplace.offer"]._fields["publish_state"]._description_selection(self.env),
        "Publication",
        compute="_compute_marketplace_publish_state",
        search="_search_marketplace_publish_state",
    )
    marketplace_problem = fields.Boolean(
        "Problem at a marketplace", compute="_compute_marketplace_publish_state", search="_search_marketplace_problem"
    )

    @api.depends("marketplace_offer_ids.publish_state", "marketplace_offer_ids.has_problem")
    def _compute_marketplace_publish_state(self):
        for product in self:
            offers = product.sudo().marketplace_offer_ids
            states = set(offers.mapped("publish_state"))
            product.marketplace_publish_state = next((state for state in WORST_FIRST if state in states), False)
            product.marketplace_problem = any(offers.mapped("has_problem"))

    def _search_marketplace_publish_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("marketplace_offer_ids.publish_state", "in", list(value))]

    def _search_marketplace_problem(self, operator, value):
        if operator != "in" or False in value:
            return NotImplemented
        return [("marketplace_offer_ids.has_problem", "=", True)]

    def action_marketplace_publish(self, account=None):
        """The page on which these products are checked and published (C4)."""
        accounts = self.env["marketplace.account"].search([("state", "=", "live")])
        account = account or accounts.filtered(lambda a: "publish" in a._get_provider_class().capabilities)[:1]
        wizard = self.env["marketplace.publish"].create({"account_id": account.id})
        wizard._add_products(self)
        return wizard._action()

    def action_marketplace_check(self):
        """Look again at what is missing, on every account where the product is to be published."""
        self.env["marketplace.offer"].check_access("write")
        for account in self.marketplace_gap_ids.account_id | self.marketplace_offer_ids.account_id:
            account._check_products(self)
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class ProductTemplate(models.Model):
    _inherit = "product.template"

    marketplace_publish_state = fields.Selection(
        lambda self: self.env["marketplace.offer"]._fields["publish_state"]._description_selection(self.env),
        "Publication",
        compute="_compute_marketplace_publish_state",
        search="_search_marketplace_publish_state",
    )
    marketplace_problem = fields.Boolean(
        "Problem at a marketplace", compute="_compute_marketplace_publish_state", search="_search_marketplace_problem"
    )
    marketplace_gap_ids = fields.One2many(related="product_variant_ids.marketplace_gap_ids")

    @api.depends("product_variant_ids.marketplace_publish_state", "product_variant_ids.marketplace_problem")
    def _compute_marketplace_publish_state(self):
        for template in self:
            states = set(template.product_variant_ids.mapped("marketplace_publish_state"))
            template.marketplace_publish_state = next((state for state in WORST_FIRST if state in states), False)
            template.marketplace_problem = any(template.product_variant_ids.mapped("marketplace_problem"))

    def _search_marketplace_publish_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("product_variant_ids.marketplace_offer_ids.publish_state", "in", list(value))]

    def _search_marketplace_problem(self, operator, value):
        if operator != "in" or False in value:
            return NotImplemented
        return [("product_variant_ids.marketplace_offer_ids.has_problem", "=", True)]

    def action_marketplace_publish(self):
        return self.product_variant_ids.action_marketplace_publish()

    def action_marketplace_check(self):
        return self.product_variant_ids.action_marketplace_check()
