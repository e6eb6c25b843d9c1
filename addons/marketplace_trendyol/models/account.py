from odoo import api, fields, models

from ..lib import const
from ..lib.const_fulfilment import SELLER_COURIERS
from ..lib.provider import TrendyolProvider

MANAGER = "marketplace_base.group_manager"
SIZES = [
    ("small", "Up to 50,000 (Türkiye) or 100,000"),
    ("medium", "Up to 75,000 (Türkiye) or 350,000"),
    ("large", "Up to 150,000 (Türkiye) or 500,000"),
    ("huge", "More"),
]


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    platform = fields.Selection(
        selection_add=[("trendyol", "Trendyol")],
        ondelete={"trendyol": lambda accounts: accounts._connector_removed()},
    )
    trendyol_storefront = fields.Selection(
        [(code, facts.label) for code, facts in const.STOREFRONTS.items()],
        "Trendyol storefront",
        readonly=True,
        help="The country you sell from. Prices are in its currency.",
    )
    trendyol_stage = fields.Boolean("Trendyol's test environment", readonly=True)
    trendyol_bulgaria = fields.Boolean("Orders from Bulgaria too", help="You sell into Bulgaria through Trendyol.")
    trendyol_greece = fields.Boolean("Orders from Greece too", help="You sell into Greece through Trendyol.")
    trendyol_size = fields.Selection(
        SIZES,
        "Products at Trendyol",
        default="small",
        help="Trendyol lets bigger shops call more often. A smaller figure than the true one is always safe.",
    )
    trendyol_list_percent = fields.Float(
        "Crossed-out price, % above",
        digits=(16, 2),
        help="How far the price that customers see crossed out stands above the price; 0 shows none.",
    )
    trendyol_invoice_by = fields.Selection(
        [("file", "As a file"), ("link", "As an address on this server")],
        "Invoices go to Trendyol",
        default="file",
        help="An address has to stay reachable from the internet for years; a file is kept by Trendyol.",
    )
    trendyol_own_courier = fields.Selection(
        [(code, name) for code, name in SELLER_COURIERS.items()],
        "Own courier at Trendyol",
        help="Which of Trendyol's couriers yours is, where you pay the transport: tracking numbers are told under this name.",
    )
    trendyol_order_address = fields.Char("Orders", compute="_compute_trendyol_order_address", groups=MANAGER)

    def _get_provider_class(self):
        return TrendyolProvider if self.platform == "trendyol" else super()._get_provider_class()

    def _provider_options(self):
        options = super()._provider_options()
        if self.platform != "trendyol":
            return options
        targets = [
            code for code, wanted in (("BG", self.trendyol_bulgaria), ("GR", self.trendyol_greece))
            if wanted and code in const.TARGETS.get(self.trendyol_storefront, ())
        ]  # fmt: skip
        return options | {
            "storefront": self.trendyol_storefront,
            "stage": self.trendyol_stage,
            "targets": targets,
            "size": self.trendyol_size,
            "list_percent": self.trendyol_list_percent,
            "invoice_by": self.trendyol_invoice_by,
            "own_courier": self.trendyol_own_courier or "",
        }

    def _compute_trendyol_order_address(self):
        """The address that is registered at Trendyol for its webhooks."""
        for account in self:
            account.trendyol_order_address = account._notification_address("order")

    @api.model_create_multi
    def create(self, vals_list):
        """Prices are in the currency of the storefront, whatever the company keeps its books in."""
        for vals in vals_list:
            if vals.get("trendyol_storefront") and not vals.get("currency_id"):
                currency = self.env.ref(f"base.{const.STOREFRONTS[vals['trendyol_storefront']].currency}").sudo()
                currency.active = True
                vals["currency_id"] = currency.id
        return super().create(vals_list)

    def write(self, vals):
        """Another crossed-out price is another price to send."""
        result = super().write(vals)
        if "trendyol_list_percent" in vals:
            self.env["marketplace.change"]._record_accounts("resync", self.filtered(lambda a: a.state == "live"))
        return result
