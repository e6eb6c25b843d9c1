import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import const
from ..lib.provider import TrendyolProvider


class MarketplaceConnect(models.TransientModel):
    _inherit = "marketplace.connect"

    trendyol_storefront = fields.Selection(
        [(code, facts.label) for code, facts in const.STOREFRONTS.items()],
        "Storefront",
        compute="_compute_trendyol",
        store=True,
        readonly=False,
        precompute=True,
    )
    trendyol_origin = fields.Selection(
        [(code, const.STOREFRONTS[code].label) for code in const.TARGETS],
        "Sold from",
        compute="_compute_trendyol_origin",
        store=True,
        readonly=False,
        precompute=True,
    )
    trendyol_stage = fields.Boolean(
        "Test environment", compute="_compute_trendyol", store=True, readonly=False, precompute=True
    )
    trendyol_seller = fields.Char("Seller ID", compute="_compute_trendyol", store=True, readonly=False, precompute=True)
    trendyol_key = fields.Char("API key", copy=False)
    trendyol_secret = fields.Char("API secret", copy=False)

    @api.depends("account_id")
    def _compute_trendyol(self):
        for wizard in self:
            wizard.trendyol_storefront = wizard.account_id.trendyol_storefront or "RO"
            wizard.trendyol_stage = wizard.account_id.trendyol_stage
            wizard.trendyol_seller = (wizard.account_id.sudo().credentials or {}).get("seller")

    @api.depends("trendyol_storefront", "account_id")
    def _compute_trendyol_origin(self):
        for wizard in self:
            origin = next(
                (code for code, abroad in const.TARGETS.items() if wizard.trendyol_storefront in abroad), False
            )
            wizard.trendyol_origin = wizard.account_id.trendyol_origin if wizard.account_id else origin

    @api.depends("trendyol_storefront")
    def _compute_name(self):
        super()._compute_name()
        labels = dict(self._fields["trendyol_storefront"]._description_selection(self.env))
        for wizard in self.filtered(lambda w: w.platform == "trendyol" and w.trendyol_storefront and not w.account_id):
            wizard.name = labels[wizard.trendyol_storefront]

    def _account_vals(self):
        vals = super()._account_vals()
        if self.platform != "trendyol":
            return vals
        is_target = self.trendyol_storefront in const.TARGETS.get(self.trendyol_origin, ())
        return vals | {
            "trendyol_storefront": self.trendyol_storefront,
            "trendyol_origin": is_target and self.trendyol_origin,
            "trendyol_stage": self.trendyol_stage,
        }

    def _refuse_double(self, candidate, credentials):
        """:raise UserError: another account of this seller reads the orders of this storefront"""
        super()._refuse_double(candidate, credentials)
        if self.platform != "trendyol" or self.account_id:
            return
        candidate.identity = TrendyolProvider.identity(credentials, candidate._provider_options())
        for other in candidate._siblings().filtered("active"):
            if both := set(candidate._trendyol_countries()) & set(other._trendyol_countries()):
                raise UserError(candidate._trendyol_twice(other, both))

    def _credentials(self):
        """The key that webhooks are to bring along is made once and stays."""
        if self.platform != "trendyol":
            return super()._credentials()
        seller, key, secret = (
            (self[f"trendyol_{name}"] or "").strip() for name in ("seller", "key", "secret")
        )  # fmt: skip
        if not (seller.isascii() and seller.isdigit()):
            raise UserError(self.env._("The seller ID is a number; Trendyol shows it under Account details."))
        if not key or not secret:
            raise UserError(
                self.env._("Enter the API key and the API secret that Trendyol shows under Account details.")
            )
        known = (self.account_id.sudo().credentials or {}).get("webhook_key")
        return {"seller": seller, "key": key, "secret": secret, "webhook_key": known or secrets.token_urlsafe(32)}

    def _secret_fields(self):
        return [*super()._secret_fields(), "trendyol_key", "trendyol_secret"]

    def _check_labels(self):
        labels = super()._check_labels()
        if self.platform != "trendyol":
            return labels
        abroad = {f"orders {code}": self.env._("Reading orders: %s", code) for code in const.STOREFRONTS}
        return (
            labels
            | abroad
            | {
                "credentials": self.env._("Seller ID, key and secret"),
                "seller": self.env._("Seller ID"),
                "storefront": self.env._("Storefront"),
            }
        )
