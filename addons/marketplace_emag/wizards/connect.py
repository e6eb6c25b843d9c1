from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import const


class MarketplaceConnect(models.TransientModel):
    _inherit = "marketplace.connect"

    emag_site = fields.Selection(
        [(site, facts.label) for site, facts in const.SITES.items()],
        "Site",
        compute="_compute_emag",
        store=True,
        readonly=False,
        precompute=True,
    )
    emag_username = fields.Char("User name", compute="_compute_emag", store=True, readonly=False, precompute=True)
    emag_password = fields.Char("Password", copy=False)

    @api.depends("account_id")
    def _compute_emag(self):
        for wizard in self:
            wizard.emag_site = wizard.account_id.emag_site or "RO"
            wizard.emag_username = (wizard.account_id.sudo().credentials or {}).get("username")

    @api.depends("emag_site")
    def _compute_name(self):
        super()._compute_name()
        sites = dict(self._fields["emag_site"]._description_selection(self.env))
        for wizard in self.filtered(lambda w: w.platform == "emag" and w.emag_site and not w.account_id):
            wizard.name = sites[wizard.emag_site]

    def _account_vals(self):
        vals = super()._account_vals()
        return vals | {"emag_site": self.emag_site} if self.platform == "emag" else vals

    def _credentials(self):
        if self.platform != "emag":
            return super()._credentials()
        username = (self.emag_username or "").strip()
        if not username or not self.emag_password:
            raise UserError(self.env._("Enter the user name and the password of the API user at eMAG."))
        return {"username": username, "password": self.emag_password}

    def _secret_fields(self):
        return [*super()._secret_fields(), "emag_password"]
