from odoo import api, fields, models
from odoo.exceptions import UserError

# Looked through at once when somebody asks; more goes into the background.
AT_ONCE = 2_000


class MarketplaceDuplicate(models.Model):
    """Two products that may be one: why it is thought so, and what a person decided."""

    _name = "marketplace.duplicate"
    _description = "Possible Duplicate"
    _order = "score desc, id"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True, readonly=True)
    other_id = fields.Many2one(
        "product.product", "Maybe the same as", required=True, ondelete="cascade", index=True, readonly=True
    )
    score = fields.Integer(readonly=True, help="0 to 100.")
    found = fields.Json(readonly=True, help="For each finding what is equal, or how alike the names are.")
    reason = fields.Char("What is equal", compute="_compute_reason")
    state = fields.Selection(
        [("open", "To decide"), ("different", "Two products"), ("merged", "Merged")],
        default="open",
        required=True,
        readonly=True,
    )
    found_at = fields.Datetime("Last found", readonly=True)
    decided_at = fields.Datetime("Decided", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    kept_id = fields.Many2one("product.product", "Stays", readonly=True, ondelete="set null")

    product_code = fields.Char("Code", related="product_id.default_code")
    product_barcode = fields.Char("EAN", related="product_id.barcode", help="")
    product_stock = fields.Float("On hand", related="product_id.qty_available", help="")
    product_offers = fields.Integer("Offers", related="product_id.marketplace_offer_count")
    product_image = fields.Image("Picture", related="product_id.image_256")
    product_price = fields.Float("Sales price", related="product_id.lst_price", help="")
    other_code = fields.Char("Code of the other", related="other_id.default_code")
    other_barcode = fields.Char("EAN of the other", related="other_id.barcode", help="")
    other_stock = fields.Float("On hand of the other", related="other_id.qty_available", help="")
    other_offers = fields.Integer("Offers of the other", related="other_id.marketplace_offer_count")
    other_image = fields.Image("Picture of the other", related="other_id.image_256")
    other_price = fields.Float("Sales price of the other", related="other_id.lst_price", help="")

    _pair = models.UniqueIndex("(company_id, product_id, other_id)", "This pair is in the list already.")
    _ordered = models.Constraint("CHECK (product_id < other_id)", "The product with the lower number comes first.")

    @api.depends("found")
    @api.depends_context("lang")
    def _compute_reason(self):
        labels = {
            "barcode": self.env._("same EAN %s"),
            "code": self.env._("same product code %s"),
            "catalogue": self.env._("same platform code %s"),
            "across": self.env._("a code of one is another code of the other: %s"),
            "picture": self.env._("same picture"),
            "name": self.env._("names alike to %s %%"),
        }
        for pair in self:
            found = pair.found or {}
            said = [(label, found[kind]) for kind, label in labels.items() if kind in found]
            pair.reason = ", ".join(label % what if "%" in label else label for label, what in said)

    @api.depends("product_id", "other_id")
    def _compute_display_name(self):
        for pair in self:
            pair.display_name = f"{pair.product_id.display_name} / {pair.other_id.display_name}"

    # ---- what a person does ----

    def action_look(self):
        """Search now: a small catalogue at once, a large one in the background, within the minute."""
        if not self.env.user.has_group("marketplace_base.group_user"):
            raise UserError(self.env._("Only marketplace users may do this. Ask a manager for the right."))
        if self.env["product.product"].search_count([], limit=AT_ONCE + 1) <= AT_ONCE:
            self.sudo()._look(self.env.company)
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        self.env.ref("marketplace_base.cron_look_for_duplicates").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": self.env._("The products are being compared in the background."), "type": "info"},
        }

    def action_different(self):
        """«Two products»: these pairs never come back."""
        self._decide("different")

    def action_decide_again(self):
        """A person changed his mind about these pairs."""
        self.filtered(lambda pair: pair.state == "different").write(
            {"state": "open", "decided_at": False, "decided_by_id": False}
        )

    def action_merge(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_merge")
        return action | {"context": {"default_product_id": self.product_id.id, "default_other_id": self.other_id.id}}

    def _decide(self, state, kept=None):
        self.filtered(lambda pair: pair.state == "open").write(
            {
                "state": state,
                "decided_at": fields.Datetime.now(),
                "decided_by_id": self.env.user.id,
                "kept_id": kept and kept.id,
            }
        )

    @api.model
    def _merged(self, kept, lost):
        """Two products have become one: note it, and let what is known about the lost one hold for the one that stays."""
        pairs = self.search(["|", ("product_id", "=", lost.id), ("other_id", "=", lost.id)])
        this = pairs.filtered(lambda pair: kept in pair.product_id | pair.other_id)
        if not this:
            one, other = (kept | lost).sorted("id")
            company = kept.company_id or lost.company_id or self.env.company
            this = self.create({"company_id": company.id, "product_id": one.id, "other_id": other.id, "score": 100})
        this.write({"state": "open"})
        this._decide("merged", kept)
        for pair in (pairs - this).filtered(lambda pair: pair.state == "different"):
            one, other = (kept | (pair.product_id | pair.other_id) - lost).sorted("id")
            known = self.search(
                [("company_id", "=", pair.company_id.id), ("product_id", "=", one.id), ("other_id", "=", other.id)]
            )
            if known:
                known._decide("different")
            else:
                values = {"product_id": one.id, "other_id": other.id, "company_id": pair.company_id.id}
                self.create(values | {"score": pair.score, "found": pair.found})._decide("different")
        (pairs - this).filtered(lambda pair: pair.state == "open").unlink()
