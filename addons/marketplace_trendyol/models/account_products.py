from odoo import api, fields, models
from odoo.exceptions import ValidationError

USES = {"trendyol_ship_from_id": "pickup", "trendyol_return_to_id": "return"}


class MarketplaceAccount(models.Model):
    """How products are shipped and come back: part of every product at Trendyol."""

    _inherit = "marketplace.account"

    trendyol_ship_from_id = fields.Many2one(
        "marketplace.entry",
        "Products are shipped from",
        domain="[('account_id', '=', id), ('kind', '=', 'address')]",
        help="One of the addresses that Trendyol knows of you. Empty: your usual one.",
    )
    trendyol_return_to_id = fields.Many2one(
        "marketplace.entry",
        "Products come back to",
        domain="[('account_id', '=', id), ('kind', '=', 'address')]",
        help="One of the addresses that Trendyol knows of you. Empty: your usual one.",
    )
    trendyol_courier_ids = fields.Many2many(
        "marketplace.entry",
        "marketplace_account_trendyol_courier_rel",
        string="Couriers of the products",
        domain="[('account_id', '=', id), ('kind', '=', 'product_courier')]",
        help="Only couriers of your contract: with any other the product is not listed. Empty: Trendyol decides.",
    )

    @api.constrains("trendyol_ship_from_id", "trendyol_return_to_id", "trendyol_courier_ids")
    def _check_trendyol_places(self):
        for account in self:
            for name, use in USES.items():
                if (entry := account[name]) and use not in (entry.extra or {}).get("uses", ()):
                    raise ValidationError(self.env._("At Trendyol «%s» is an address for something else.", entry.name))
            for entry in account.trendyol_ship_from_id | account.trendyol_return_to_id | account.trendyol_courier_ids:
                if entry.account_id != account:
                    raise ValidationError(self.env._("«%s» belongs to another account.", entry.name))

    def _provider_options(self):
        options = super()._provider_options()
        if self.platform != "trendyol":
            return options
        return options | {
            "ship_from": self.trendyol_ship_from_id.external_id or "",
            "return_to": self.trendyol_return_to_id.external_id or "",
            "product_couriers": self.trendyol_courier_ids.mapped("external_id"),
        }
