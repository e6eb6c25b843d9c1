from odoo import api, fields, models
from odoo.exceptions import ValidationError

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
    trendyol_origin = fields.Selection(
        [(code, const.STOREFRONTS[code].label) for code in const.TARGETS],
        "Sold from",
        readonly=True,
        help="The storefront your products belong to, where this account sells them in another country at stocks and prices"
        " of their own.",
    )
    trendyol_stage = fields.Boolean("Trendyol's test environment", readonly=True)
    trendyol_bulgaria = fields.Boolean(
        "Orders from Bulgaria too",
        help="You sell into Bulgaria through Trendyol, and stock and prices there follow those of Romania.",
    )
    trendyol_greece = fields.Boolean(
        "Orders from Greece too",
        help="You sell into Greece through Trendyol, and stock and prices there follow those of Romania.",
    )
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
    trendyol_own_phone = fields.Char(
        "Phone of your own delivery",
        help="Where a parcel you bring yourself has no tracking page: customers are given this number to call. 10 digits.",
    )
    trendyol_order_address = fields.Char("Orders", compute="_compute_trendyol_order_address", groups=MANAGER)

    def _get_provider_class(self):
        return TrendyolProvider if self.platform == "trendyol" else super()._get_provider_class()

    def _provider_options(self):
        options = super()._provider_options()
        if self.platform != "trendyol":
            return options
        [own, *targets] = self._trendyol_countries()
        others = self._siblings().filtered(lambda a: a.active and a.state != "draft")
        return options | {
            "storefront": own,
            "origin": self.trendyol_origin or own,
            "stage": self.trendyol_stage,
            "targets": targets,
            "elsewhere": [code for other in others for code in other._trendyol_countries()],
            "size": self.trendyol_size,
            "list_percent": self.trendyol_list_percent,
            "invoice_by": self.trendyol_invoice_by,
            "own_courier": self.trendyol_own_courier or "",
            "own_phone": self.trendyol_own_phone or "",
        }

    def _trendyol_countries(self):
        """The storefronts whose orders this account reads, its own first."""
        wanted = (("BG", self.trendyol_bulgaria), ("GR", self.trendyol_greece))
        possible = const.TARGETS.get(self.trendyol_storefront, ())
        return [self.trendyol_storefront, *(code for code, is_read in wanted if is_read and code in possible)]

    def _siblings(self):
        if self.platform != "trendyol" or not self.identity:
            return super()._siblings()
        place, _storefront, seller = self.identity.split(":")
        return self.sudo().with_context(active_test=False).search(
            [
                ("platform", "=", "trendyol"),
                ("identity", "=like", f"{place}:%:{seller}"),
                ("id", "!=", self._origin.id),
            ]
        )  # fmt: skip

    @api.constrains("trendyol_bulgaria", "trendyol_greece", "active", "identity")
    def _check_trendyol_countries(self):
        """Two accounts that read the same storefront would double every order of it."""
        for account in self.filtered(lambda a: a.platform == "trendyol" and a.active and a.identity):
            for other in account._siblings().filtered("active"):
                if both := set(account._trendyol_countries()) & set(other._trendyol_countries()):
                    raise ValidationError(account._trendyol_twice(other, both))

    def _trendyol_twice(self, other, countries):
        """Why this account cannot read these storefronts."""
        return self.env._(
            "“%(other)s” reads the orders from %(countries)s already, and reading them twice would double them. Either stop it"
            " there first, or leave that country to it.",
            other=other.name,
            countries=", ".join(const.STOREFRONTS[code].label for code in sorted(countries)),
        )

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
