from odoo import api, fields, models

from ..lib import const
from ..lib.provider import EmagProvider

MANAGER = "marketplace_base.group_manager"
EVENTS = ("order", "cancellation", "return", "awb", "documentation")


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    platform = fields.Selection(
        selection_add=[("emag", "eMAG")], ondelete={"emag": lambda accounts: accounts._connector_removed()}
    )
    emag_site = fields.Selection(
        [(site, facts.label) for site, facts in const.SITES.items()],
        "eMAG site",
        readonly=True,
        help="Each site is an account of its own, with its own offers, orders and currency.",
    )
    emag_order_address = fields.Char("New order", compute="_compute_emag_addresses", groups=MANAGER)
    emag_cancellation_address = fields.Char("Order cancellation", compute="_compute_emag_addresses", groups=MANAGER)
    emag_return_address = fields.Char("New return and status change", compute="_compute_emag_addresses", groups=MANAGER)
    emag_awb_address = fields.Char("AWB status change", compute="_compute_emag_addresses", groups=MANAGER)
    emag_documentation_address = fields.Char(
        "Approved documentation", compute="_compute_emag_addresses", groups=MANAGER
    )

    def _get_provider_class(self):
        return EmagProvider if self.platform == "emag" else super()._get_provider_class()

    def _provider_options(self):
        options = super()._provider_options()
        return options | {"site": self.emag_site} if self.platform == "emag" else options

    def _compute_emag_addresses(self):
        """The call-back addresses to enter in eMAG's page, one per event."""
        for account in self:
            for event in EVENTS:
                account[f"emag_{event}_address"] = account._notification_address(event)

    @api.model_create_multi
    def create(self, vals_list):
        """Prices are in the currency of the site, whatever the company keeps its books in."""
        for vals in vals_list:
            if vals.get("emag_site") and not vals.get("currency_id"):
                currency = self.env.ref(f"base.{const.SITES[vals['emag_site']].currency}").sudo()
                currency.active = True
                vals["currency_id"] = currency.id
        return super().create(vals_list)
