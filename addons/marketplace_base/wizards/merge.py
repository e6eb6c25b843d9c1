from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command


class MarketplaceMerge(models.TransientModel):
    """Two products become one: which stays, what moves, what speaks against it, which offers stay linked."""

    _name = "marketplace.merge"
    _description = "Merge Two Products"

    product_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="cascade")
    other_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="cascade")
    kept = fields.Selection(
        selection="_selection_kept",
        string="Stays",
        compute="_compute_kept",
        store=True,
        readonly=False,
        precompute=True,
    )
    kept_id = fields.Many2one("product.product", "The product that stays", compute="_compute_kept_id")
    lost_id = fields.Many2one("product.product", "Goes into it", compute="_compute_kept_id")
    conflicts = fields.Text("First", compute="_compute_preview")
    warnings = fields.Text("Good to know", compute="_compute_preview")
    preview = fields.Html("What moves", compute="_compute_preview", sanitize=False)
    offer_ids = fields.One2many(
        "marketplace.merge.offer", "merge_id", compute="_compute_offer_ids", store=True, readonly=False
    )

    @api.model
    def _selection_kept(self):
        first, second = self.env._("The first"), self.env._("The second")
        return [("product", first), ("other", second)]

    @api.depends("product_id", "other_id")
    def _compute_kept(self):
        for wizard in self:
            first = self.env["product.product"]._merge_order(wizard.product_id | wizard.other_id)[:1]
            wizard.kept = "other" if first == wizard.other_id else "product"

    @api.depends("kept")
    def _compute_kept_id(self):
        for wizard in self:
            products = (wizard.product_id, wizard.other_id)
            wizard.kept_id, wizard.lost_id = products if wizard.kept != "other" else products[::-1]

    @api.depends("kept")
    def _compute_offer_ids(self):
        """One line for each account on which both products have an offer; the one of the product that stays, stays."""
        for wizard in self:
            mine, theirs = (
                product.marketplace_offer_ids.grouped("account_id") for product in (wizard.kept_id, wizard.lost_id)
            )
            wizard.offer_ids = [Command.clear()] + [
                Command.create(
                    {
                        "account_id": account.id,
                        "choice_ids": [Command.set((mine[account] | theirs[account]).ids)],
                        "offer_id": mine[account][:1].id,
                    }
                )
                for account in mine
                if account in theirs
            ]

    @api.depends("kept")
    def _compute_preview(self):
        for wizard in self:
            kept, lost = wizard.kept_id, wizard.lost_id
            wizard.conflicts = "\n".join(kept._merge_conflicts(lost))
            wizard.warnings = "\n".join(kept._merge_warnings(lost))
            rows = self.env["marketplace.repointing"].sudo()._counts(kept, lost)
            offers = len(lost.marketplace_offer_ids)
            lines = [(self.env._("Quantity on hand"), f"{lost.sudo().qty_available:g}")]
            lines += [(self.env._("Offers"), offers)] if offers else []
            cells = [Markup("<tr><td>%s</td><td class='text-end'>%s</td></tr>") % row for row in lines + rows]
            wizard.preview = Markup("<table class='table table-sm'>%s</table>") % Markup().join(cells)

    def action_merge(self):
        """Merge, all or nothing."""
        self.ensure_one()
        user = self.env.user
        if not (user.has_group("marketplace_base.group_user") and user.has_group("product.group_product_manager")):
            raise AccessError(self.env._("Merging needs the right to manage products and to use marketplaces."))
        (self.kept_id | self.lost_id).check_access("write")
        unlinked = self.offer_ids.choice_ids - self.offer_ids.offer_id
        left_out = self.offer_ids.filtered("leave_out").choice_ids & unlinked
        kept, lost = self.kept_id.sudo(), self.lost_id.sudo()
        kept._merge(lost, unlinked.sudo())
        (unlinked - left_out).sudo()._link()
        left_out.sudo().write({"import_state": "left"})
        stays = self.kept_id
        return (
            stays.product_tmpl_id if stays.product_tmpl_id.product_variant_count == 1 else stays
        ).get_formview_action()


class MarketplaceMergeOffer(models.TransientModel):
    """An account on which both products are offered: one offer keeps a product, the other loses it."""

    _name = "marketplace.merge.offer"
    _description = "Offer to Keep in a Merge"

    merge_id = fields.Many2one("marketplace.merge", required=True, ondelete="cascade")
    account_id = fields.Many2one("marketplace.account", required=True, readonly=True, ondelete="cascade")
    choice_ids = fields.Many2many("marketplace.offer", readonly=True)
    offer_id = fields.Many2one(
        "marketplace.offer", "Stays linked", required=True, domain="[('id', 'in', choice_ids)]", ondelete="cascade"
    )
    leave_out = fields.Boolean(
        "Leave the other out",
        help="The other offer is not proposed again for linking or for a new product. Its stock at the platform stays as "
        "it is now: end it there.",
    )
