from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.clock import utcnow


class MarketplaceAccount(models.Model):
    """How the catalogue is imported."""

    _inherit = "marketplace.account"

    link_by_itself = fields.Boolean(
        "Link what is sure",
        default=True,
        help="An offer whose code equals that of exactly one product is linked at once. Otherwise it waits in the list of "
        "sure ones until somebody accepts it.",
    )
    import_category_id = fields.Many2one(
        "product.category", "New products under", help="Empty: the platform's categories are made at the top."
    )
    mirror_categories = fields.Boolean(
        "Make the platform's categories",
        default=True,
        help="New products go into a category with the same path as at the platform. Otherwise all go into the one above.",
    )
    overwrite_name = fields.Boolean("Names")
    overwrite_description = fields.Boolean("Descriptions")
    overwrite_pictures = fields.Boolean("Pictures")
    overwrite_characteristics = fields.Boolean("Characteristics")

    sure_count = fields.Integer("Sure", compute="_compute_import_counts")
    import_failed_count = fields.Integer("Not created", compute="_compute_import_counts")
    created_count = fields.Integer("Created", compute="_compute_import_counts")
    import_progress = fields.Char("Making products", compute="_compute_import_progress")

    @api.depends("flow_ids.done", "flow_ids.total", "flow_ids.success_at", "flow_ids.started_at")
    def _compute_import_progress(self):
        for account in self:
            flow = account.flow_ids.filtered(lambda flow: flow.kind == "products")
            running = flow.started_at and not (flow.success_at and flow.success_at >= flow.started_at)
            parts = [f"{flow.done} / {flow.total}", flow.speed, flow.time_left] if running else []
            account.import_progress = " · ".join(part for part in parts if part)

    def _compute_import_counts(self):
        sure = self._counted("marketplace.offer", [("link_state", "=", "sure")])
        failed = self._counted("marketplace.offer", [("import_state", "=", "failed")])
        created = self._counted("marketplace.offer", [("import_state", "=", "created")])
        for account in self:
            account.sure_count = sure.get(account, 0)
            account.import_failed_count = failed.get(account, 0)
            account.created_count = created.get(account, 0)


class MarketplaceOffer(models.Model):
    """From offers to products, the second stage of the import: what people ask for, and what the runner notes.

    A click records a change; the runner marks the offers (``import_state``) and works them in small batches.
    """

    _inherit = "marketplace.offer"

    link_state = fields.Selection(selection_add=[("sure", "Sure"), ("linked",)], ondelete={"sure": "set default"})
    import_state = fields.Selection(
        [
            ("asked", "To create"),
            ("undo", "To undo"),
            ("created", "Created from it"),
            ("failed", "Not created"),
            ("left", "Left out"),
        ],
        readonly=True,
    )
    import_error = fields.Text("Why it was not created", readonly=True)
    import_note = fields.Text("Good to know", readonly=True)
    linked_by_import = fields.Boolean(readonly=True, help="Linked in bulk: may be undone in bulk.")
    created_at = fields.Datetime("Product created", readonly=True)

    _import_todo = models.Index("(account_id, import_state, id) WHERE import_state IN ('asked', 'undo')")

    def write(self, vals):
        if "product_id" in vals:
            vals = {"linked_by_import": False} | vals
        return super().write(vals)

    # ---- what people ask for; the runner does it ----

    def action_accept(self):
        """Link the sure ones among these offers to the product their code leads to."""
        return self._ask("accept", self.filtered(lambda offer: offer.link_state == "sure"))

    def action_create_products(self):
        """Make products of the new ones among these offers, and of the doubtful ones: choosing them is the decision."""
        return self._ask("create", self.filtered(lambda offer: offer._may_be_created()))

    def _may_be_created(self):
        return self.link_state in ("new", "doubtful") and self.import_state not in ("asked", "undo")

    def action_leave(self):
        """These offers are to stay without a product."""
        return self._ask("leave", self.filtered(lambda offer: not offer.product_id))

    def action_undo_import(self):
        """Take back what the import linked or created, as far as nobody worked with it since."""
        return self._ask(
            "undo", self.filtered(lambda o: o.product_id and (o.linked_by_import or o.import_state == "created"))
        )

    def _ask(self, kind, offers):
        """Record the request; with a word to the person of how many offers it concerns."""
        self._acting()
        if not offers:
            raise UserError(self.env._("None of the chosen offers is in a state for that."))
        for account in offers.account_id:
            account._require_live()
        offers._acting()._record(kind)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s of %(chosen)s offers: the background work has begun.",
                    count=len(offers),
                    chosen=len(self),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _record(self, kind):
        """One change of this kind for each offer, in one statement."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO marketplace_change (account_id, offer_id, kind, due_at)
                   SELECT account_id, id, %s, %s FROM marketplace_offer WHERE id = ANY(%s)""",
                kind,
                utcnow(),
                list(self.ids),
            )
        )
        self.account_id._wake()

    # ---- the runner's part ----

    def _accept(self):
        """Link what is still sure; what is not any more moves to the list where it belongs now."""
        self.filtered(lambda offer: offer.link_state == "sure")._link(accepted=True)

    def _link_to(self, product_id):
        """Link to the product that a person named in bulk, unless either of them is linked by now."""
        product = self.env["product.product"].browse(product_id).exists()
        offer = self.filtered(lambda offer: not offer.product_id)
        if not product or not offer:
            return
        other = self.search([("account_id", "=", offer.account_id.id), ("product_id", "=", product.id)], limit=1)
        if other:
            offer.write(
                {
                    "link_state": "doubtful",
                    "link_reason": self.env._(
                        "chosen in bulk, but the product is linked to offer %s", other.external_id
                    ),
                    "candidate_ids": product.ids,
                }
            )
            return
        offer.write(
            {
                "product_id": product.id,
                "link_state": "linked",
                "link_reason": self.env._("chosen in bulk"),
                "candidate_ids": False,
                "import_state": False,
                "linked_by_import": True,
            }
        )

    def _mark_to_create(self):
        self.filtered(lambda offer: not offer.product_id and offer.link_state != "sure").write(
            {"import_state": "asked", "import_error": False, "import_note": False}
        )

    def _mark_left(self):
        self.filtered(lambda offer: not offer.product_id).write({"import_state": "left", "import_error": False})

    def _mark_to_undo(self):
        """What was only linked is unlinked at once; made products are looked at one by one."""
        created = self.filtered(lambda offer: offer.import_state == "created" and offer.product_id)
        created.write({"import_state": "undo"})
        linked = (self - created).filtered(lambda offer: offer.linked_by_import and offer.product_id)
        pairs = [(offer.id, offer.product_id.id) for offer in linked]
        linked.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE marketplace_offer SET product_id = NULL, link_state = 'sure', linked_by_import = FALSE
                    WHERE id = ANY(%s)""",
                linked.ids,
            )
        )
        self._set_candidates(linked.ids, pairs)
        self._record_links(linked.ids)
        self.env["marketplace.offer"].invalidate_model()

    @api.model
    def _import_todo_of(self, account, limit):
        """The next offers to make products of, else those to take back, and which of both they are.

        What the platform says about an offer's category is read first: without it a product would lack its category, its
        family and the names of its characteristics.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id, o.import_state FROM marketplace_offer o
             LEFT JOIN marketplace_category c ON c.id = o.category_id
                 WHERE o.account_id = %(account)s
                   AND (o.import_state = 'undo' OR o.import_state = 'asked'
                        AND NOT (c.active IS TRUE AND (c.in_use IS TRUE OR c.detail_wanted IS TRUE)
                                 AND c.detail_at IS NULL AND c.detail_failed_at IS NULL)
                        AND NOT (c.id IS NULL AND o.category_key <> '' AND EXISTS (
                            SELECT 1 FROM marketplace_flow f
                             WHERE f.account_id = o.account_id AND f.kind = 'categories' AND f.success_at IS NULL)))
                 ORDER BY o.import_state, o.family_key NULLS FIRST, o.id LIMIT %(limit)s
                """,
                account=account.id,
                limit=limit,
            )
        )
        state = rows[0][1] if rows else False
        return self.browse(row[0] for row in rows if row[1] == state), state

    @api.model
    def _import_left(self, account):
        return self.search_count([("account_id", "=", account.id), ("import_state", "in", ("asked", "undo"))])
