from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.types import OfferWish

SHOWN = 5  # reasons shown; the rest is counted


class MarketplaceWish(models.TransientModel):
    """A person says yes to what is to be done with offers as a whole."""

    _name = "marketplace.wish"
    _description = "Change Offers at the Platform"

    wish = fields.Selection(
        [
            ("withdraw", "Withdraw from sale"),
            ("restore", "Put back on sale"),
            ("unlock", "Ask to unlock"),
            ("delete", "Delete at the platform"),
        ],
        required=True,
        readonly=True,
    )
    offer_ids = fields.Many2many("marketplace.offer", string="Offers", readonly=True, context={"active_test": False})
    able_ids = fields.Many2many(
        "marketplace.offer", string="These offers", compute="_compute_able_ids", context={"active_test": False}
    )
    able_count = fields.Integer("How many", compute="_compute_able_ids")
    refusal = fields.Text("Not possible", compute="_compute_able_ids")

    @api.depends("wish", "offer_ids")
    def _compute_able_ids(self):
        for wizard in self:
            offers = wizard.offer_ids.sudo()
            refused = offers._wish_refusals(OfferWish(wizard.wish))
            wizard.able_ids = offers.filtered(lambda offer, refused=refused: offer not in refused)
            wizard.able_count = len(wizard.able_ids)
            lines = [f"{offer.display_name}: {why}" for offer, why in list(refused.items())[:SHOWN]]
            if len(refused) > SHOWN:
                lines.append(self.env._("… and %s more.", len(refused) - SHOWN))
            wizard.refusal = "\n".join(lines)

    def _action(self):
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["wish"]._description_selection(self.env))[self.wish],
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        """Record it; the background work asks the platform."""
        self.ensure_one()
        if not self.able_ids:
            raise UserError(self.refusal)
        return self.able_ids._ask(self.wish, self.able_ids) | {"params": self._said()}

    def _said(self):
        return {
            "type": "success",
            "message": self.env._("%s offers: the background work has begun.", self.able_count),
            "next": {"type": "ir.actions.act_window_close"},
        }
