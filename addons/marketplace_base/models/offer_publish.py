from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

OPEN = ("queued", "sent", "review")


class MarketplaceOffer(models.Model):
    """An offer of ours on its way to the platform's catalogue (C4-C8). Its documentation is sent until it is approved.

    The runner writes these columns; a person's wish to send (again) is a change that the runner finds (decision 0003).
    """

    _inherit = "marketplace.offer"

    listed = fields.Boolean(
        default=True, readonly=True, help="The platform knows this offer; before that, no stock or price is sent."
    )
    publish_state = fields.Selection(
        [
            ("incomplete", "Something is missing"),
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("review", "In review"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        "Published",
        readonly=True,
        index="btree_not_null",
    )
    publish_error = fields.Text("What is wrong with the documentation", readonly=True)
    publish_note = fields.Text("What the platform noted", readonly=True)
    publish_tries = fields.Integer(readonly=True)
    publish_retry_at = fields.Datetime("Looked at again", readonly=True)
    publish_flying = fields.Boolean(readonly=True, help="On the wire: nobody knows yet whether it arrived.")
    published_at = fields.Datetime("Documentation sent", readonly=True)
    reviewed_at = fields.Datetime("State of the documentation read", readonly=True)
    publish_ref = fields.Char(readonly=True, help="The batch that the platform took the documentation into.")
    join_code = fields.Char(
        "Joins the platform's product", readonly=True, help="An offer on a page that the platform has already (C7)."
    )
    looked_up = fields.Char(readonly=True, help="The EAN that was looked up in the platform's catalogue.")
    gap_ids = fields.One2many("marketplace.gap", compute="_compute_gap_ids", string="What is missing")

    _publish_todo = models.Index(
        "(account_id, publish_state, publish_retry_at NULLS FIRST, id) WHERE publish_state IN ('queued', 'sent', 'review')"
    )
    _publish_flying = models.Index("(account_id) WHERE publish_flying IS TRUE")

    to_publish = fields.Boolean(compute="_compute_to_publish", help="Not at the platform yet, or refused there.")

    @api.depends("listed", "publish_state")
    def _compute_to_publish(self):
        for offer in self:
            offer.to_publish = not offer.listed or offer.publish_state in ("refused", "incomplete")

    @api.depends("account_id", "product_id")
    def _compute_gap_ids(self):
        for offer in self:
            gaps = offer.product_id.marketplace_gap_ids
            offer.gap_ids = gaps.filtered(lambda gap, offer=offer: gap.account_id == offer.account_id)

    @api.depends("publish_state")
    def _compute_has_problem(self):
        super()._compute_has_problem()
        for offer in self:
            offer.has_problem = offer.has_problem or offer.publish_state in ("refused", "incomplete")

    def _search_has_problem(self, operator, value):
        domain = super()._search_has_problem(operator, value)
        if domain is NotImplemented:
            return domain
        return Domain.OR([domain, [("publish_state", "in", ("refused", "incomplete"))]])

    def init(self):
        """Readings insert offers in SQL: whatever a reading brings is listed."""
        super().init()
        self.env.cr.execute("ALTER TABLE marketplace_offer ALTER COLUMN listed SET DEFAULT TRUE")
        self.env.cr.execute("UPDATE marketplace_offer SET listed = TRUE WHERE listed IS NULL")

    # ---- what a person asks for ----

    def action_publish_again(self):
        """Check and send the documentation, for the first time or again."""
        offers = self._acting()
        if without := offers.filtered(lambda offer: not offer.product_id):
            raise UserError(
                self.env._("%s is not linked to a product: there is nothing to send.", without[0].display_name)
            )
        self.env["marketplace.change"]._insert(
            [(offer.account_id.id, None, offer.id, "publish", None) for offer in offers]
        )
        offers.account_id._wake()

    def action_check_gaps(self):
        """What is missing, looked at now."""
        offers = self._acting()
        for account, of_account in offers.grouped("account_id").items():
            account._check_products(of_account.product_id)

    def action_review(self):
        """Ask the platform about the documentation at the next run."""
        offers = self._acting().filtered(lambda offer: offer.listed)
        self.env["marketplace.change"]._insert(
            [(offer.account_id.id, None, offer.id, "review", None) for offer in offers]
        )
        offers.account_id._wake()


class MarketplaceChange(models.Model):
    _inherit = "marketplace.change"

    kind = fields.Selection(
        selection_add=[("publish", "Publish"), ("review", "Look at the review")],
        ondelete={"publish": "cascade", "review": "cascade"},
    )

    @api.model
    def _take_publishing(self, account, limit=500):
        """What people asked for about publishing, taken out in this transaction: ``{kind: offers}``."""
        rows = self.sudo().search(
            [("account_id", "=", account.id), ("kind", "in", ("publish", "review"))], limit=limit, order="id"
        )
        taken = {
            kind: self.env["marketplace.offer"].browse(set(found.mapped("offer_id"))).exists()
            for kind, found in rows.grouped("kind").items()
        }
        rows.unlink()
        return taken
