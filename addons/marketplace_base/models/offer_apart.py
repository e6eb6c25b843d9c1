from odoo import fields, models


class MarketplaceOffer(models.Model):
    """What a person said an offer is not: linking by code never proposes these products again."""

    _inherit = "marketplace.offer"

    apart_ids = fields.Many2many(
        "product.product", "marketplace_offer_apart_rel", string="Not these products", readonly=True
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("product_id"):
            for offer in self.filtered(lambda offer: offer.product_id in offer.apart_ids):
                offer.apart_ids -= offer.product_id  # whoever links it after all has changed his mind
        return result

    def action_split(self):
        """«This is another product»: the link was wrong, however equal the codes are."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_split")
        return action | {"context": {"default_offer_id": self.id}}
