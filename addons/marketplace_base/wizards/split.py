from odoo import api, fields, models
from odoo.exceptions import UserError


class MarketplaceSplit(models.TransientModel):
    """A wrong link is taken apart: the offer is another product. Orders that came before keep the product they have."""

    _name = "marketplace.split"
    _description = "This Is Another Product"

    offer_id = fields.Many2one("marketplace.offer", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="offer_id.company_id")
    old_product_id = fields.Many2one("product.product", "Linked so far", compute="_compute_old_product_id")
    product_id = fields.Many2one(
        "product.product",
        "The right product",
        domain="[('id', '!=', old_product_id), ('company_id', 'in', (False, company_id))]",
        help="Empty: the offer stands among the new ones and waits for a product.",
    )

    @api.depends("offer_id")
    def _compute_old_product_id(self):
        for wizard in self:
            wizard.old_product_id = wizard.offer_id.product_id

    def action_split(self):
        """Unlink, remember, and link to the right product if it is known."""
        self.ensure_one()
        self.offer_id.check_access("write")
        offer, wrong = self.offer_id, self.offer_id.product_id
        if not wrong:
            raise UserError(self.env._("This offer is not linked to a product any more."))
        if self.product_id == wrong:
            raise UserError(self.env._("This is the product it is linked to. Choose another one, or none."))
        taken = self.product_id.marketplace_offer_ids.filtered(lambda other: other.account_id == offer.account_id)
        if taken:
            raise UserError(
                self.env._(
                    "%(product)s is linked to offer %(other)s of the same account already.",
                    product=self.product_id.display_name,
                    other=taken[:1].display_name,
                )
            )
        offer.write({"product_id": self.product_id.id, "apart_ids": [fields.Command.link(wrong.id)]})
        if not self.product_id:
            offer._link()
        return {"type": "ir.actions.act_window_close"}
