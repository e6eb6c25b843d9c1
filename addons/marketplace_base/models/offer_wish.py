from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Datetime, Domain
from odoo.tools import SQL

from ..lib.clock import utcnow
from ..lib.standing import has_come_true
from ..lib.types import OfferWish

WISHES = [wish.value for wish in OfferWish]


class MarketplaceOffer(models.Model):
    """What is to be done with an offer as a whole, until the platform confirms it.

    A person's wish is a change that the runner finds (decision 0003); the runner alone writes these columns. A withdrawn offer
    still gets its stock and price: whoever puts it back, here or at the platform, does not sell what is not there.
    """

    _inherit = "marketplace.offer"

    wish = fields.Selection(
        [("withdraw", "To withdraw"), ("restore", "To restore"), ("unlock", "To unlock"), ("delete", "To delete")],
        "Asked for",
        readonly=True,
    )
    wish_state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("confirmed", "Confirmed"),
            ("unclear", "Answer lost"),
            ("denied", "Refused, read again"),
            ("refused", "Refused"),
        ],
        "How far it is",
        readonly=True,
    )
    wish_error = fields.Text("Why it was not done", readonly=True)
    wish_ref = fields.Char(readonly=True, help="The batch that the platform took it into.")
    wish_tries = fields.Integer(readonly=True)
    wish_retry_at = fields.Datetime("Looked at again on", readonly=True)
    withdrawn_at = fields.Datetime("Withdrawn on", readonly=True)
    deleted_at = fields.Datetime("Deleted on", readonly=True, help="Gone at the platform, or closed there for good.")
    wish_able = fields.Char(compute="_compute_wish_able", help="What may be asked for now.")

    _wish_todo = models.Index("(account_id, wish_state, id) WHERE wish_state IS NOT NULL")

    @api.depends("wish_state")
    def _compute_has_problem(self):
        super()._compute_has_problem()
        for offer in self:
            offer.has_problem = offer.has_problem or offer.wish_state == "refused"

    def _search_has_problem(self, operator, value):
        domain = super()._search_has_problem(operator, value)
        if domain is NotImplemented:
            return domain
        return Domain.OR([domain, [("wish_state", "=", "refused")]])

    @api.depends("status", "review", "withdrawn_at", "deleted_at", "listed")
    def _compute_wish_able(self):
        for offer in self:
            able = [
                wish for wish in OfferWish if not has_come_true(wish, offer.status) and not offer._wish_refusals(wish)
            ]
            offer.wish_able = ",".join(wish.value for wish in able)

    def write(self, vals):
        """One that is taken up again, by hand or to be published anew, is no deleted one any more."""
        return super().write(vals | {"deleted_at": False} if vals.get("active") else vals)

    # ---- what a person asks for ----

    def action_withdraw(self):
        """Keep these offers at the platform, but out of sale."""
        return self._ask_about(OfferWish.WITHDRAW)

    def action_restore(self):
        """Put these offers back on sale."""
        return self._ask_about(OfferWish.RESTORE)

    def action_unlock(self):
        """Have the platform look again at offers that it locked."""
        return self._ask_about(OfferWish.UNLOCK)

    def action_delete(self):
        """Take these offers from the platform for good."""
        return self._ask_about(OfferWish.DELETE)

    def _ask_about(self, wish):
        """The page on which a person says yes."""
        offers = self._acting()
        if offers.filtered(lambda offer: offer.account_id.state != "live"):
            raise UserError(self.env._("Offers can be changed as a whole once their account is live."))
        wizard = self.env["marketplace.wish"].create({"wish": wish.value, "offer_ids": offers.ids})
        return wizard._action()

    def action_wish_again(self):
        """Ask again for what was refused."""
        offers = self._acting().filtered("wish")
        self.env["marketplace.change"]._insert(
            [(offer.account_id.id, None, offer.id, offer.wish, None) for offer in offers]
        )
        offers.account_id._wake()

    def action_wish_forget(self):
        """Leave these offers as they are after all."""
        self._acting().filtered("wish")._record("forget")

    # ---- what is known before asking ----

    def _wish_refusals(self, wish):
        """``{offer: words}``: why this cannot be done, known before asking; only of those where it cannot."""
        refused, now = {}, datetime.now(UTC)
        for account, offers in self.grouped("account_id").items():
            provider = account._get_provider_class()
            with account._speaking():
                for offer in offers:
                    if why := offer._wish_refusal(provider, wish, now):
                        refused[offer] = why
        return refused

    def _wish_refusal(self, provider, wish, now):
        if wish not in provider.offer_wishes:
            return self.env._("This platform has no such thing.")
        if not self.listed and not self.deleted_at:
            return self.env._("The platform does not have this offer yet.")
        since = self.withdrawn_at
        facts = {"status": self.status, "review": self.review or None}
        return provider.wish_refusal(wish, facts | {"withdrawn_at": since and since.replace(tzinfo=UTC)}, now)

    # ---- the runner's part ----

    @api.model
    def _wishes_due(self, account, states, limit=None):
        """The next offers in one of these states whose time has come; deleted ones may be asked for too."""
        return self.with_context(active_test=False).search(
            [
                ("account_id", "=", account.id),
                ("wish_state", "in", states),
                "|", ("wish_retry_at", "=", False), ("wish_retry_at", "<=", Datetime.now()),
            ],
            order="wish_retry_at NULLS FIRST, id", limit=limit,
        )  # fmt: skip

    @api.model
    def _next_wish(self, account):
        """When the next one that waits for its time is due; None when none waits."""
        [[moment]] = self.env.execute_query(
            SQL(
                "SELECT min(wish_retry_at) FROM marketplace_offer WHERE account_id = %s AND wish_state <> 'refused'",
                account.id,
            )
        )
        return moment

    def _fulfilled(self, wish):
        """The platform's word that it is so. Its stock and price are proved no longer, whatever they were."""
        if not self:
            return
        if wish is OfferWish.DELETE:
            self.write(
                {"active": False, "deleted_at": Datetime.now(), "listed": False, "sellable": False, "status": "ended"}
                | {"publish_state": False, "publish_retry_at": False, "platform_problems": False}
            )
            self._forget_values("unset")
        elif wish is OfferWish.WITHDRAW:
            withdrawn = self.filtered(lambda offer: not offer.withdrawn_at)
            self.write({"status": "inactive", "sellable": False})
            withdrawn.write({"withdrawn_at": Datetime.now()})
        else:
            self.filtered("deleted_at")._reappear()
            self.write({"status": "active", "withdrawn_at": False, "listed": True})
            self._forget_values("waiting")

    def _forget_values(self, state):
        """What was proved of stock and price is no longer: nothing is sent any more, or all of it once more."""
        self.env.flush_all()
        for kind in ("stock", "price"):
            columns = {name: SQL.identifier(f"{kind}_{name}") for name in ("state", "confirmed", "error", "retry_at")}
            self.env.cr.execute(
                SQL(
                    """UPDATE marketplace_offer
                          SET %(state)s = %(new)s, %(confirmed)s = NULL, %(error)s = NULL, %(retry_at)s = NULL
                        WHERE id = ANY(%(ids)s) AND (%(new)s = 'unset' OR %(state)s IN ('settled', 'refused', 'waiting'))""",
                    new=state,
                    ids=list(self.ids),
                    **columns,
                )
            )
        self.env.invalidate_all()

    @api.model
    def _seen_again(self, account, items):
        """Deleted offers that the platform shows all the same come back; the closed ones do not."""
        keys = [item.key for item in items if item.status != "ended"]
        self.with_context(active_test=False).search(
            [("account_id", "=", account.id), ("external_id", "in", keys), ("deleted_at", "!=", False)]
        )._reappear()

    def _reappear(self):
        """Back among the offers, with their product unless it has another offer by now."""
        for offer in self:
            taken = offer.product_id and self.search_count(
                [("account_id", "=", offer.account_id.id), ("product_id", "=", offer.product_id.id)], limit=1
            )
            offer.write({"active": True} | ({"product_id": False} if taken else {}))
            if taken:
                offer._link()


class MarketplaceChange(models.Model):
    _inherit = "marketplace.change"

    kind = fields.Selection(
        selection_add=[
            ("withdraw", "Withdraw the offer"),
            ("restore", "Put the offer back on sale"),
            ("unlock", "Have the offer unlocked"),
            ("delete", "Delete the offer"),
            ("forget", "Leave the offer as it is"),
        ],
        ondelete=dict.fromkeys((*WISHES, "forget"), "cascade"),
    )

    @api.model
    def _take_wishes(self, account, limit=2_000):
        """What people asked for about offers as a whole, taken out: ``{kind: offers}``, the last word of each.

        Where the platform still works on an earlier wish, the new one waits until that is settled.
        """
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM marketplace_change WHERE id = ANY(ARRAY(
                    SELECT c.id FROM marketplace_change c LEFT JOIN marketplace_offer o ON o.id = c.offer_id
                     WHERE c.account_id = %s AND c.kind = ANY(%s) AND c.due_at <= %s AND o.wish_state IS DISTINCT FROM 'sent'
                     ORDER BY c.id LIMIT %s))
                RETURNING id, offer_id, kind
                """,
                account.id,
                [*WISHES, "forget"],
                utcnow(),
                limit,
            )
        )
        last = {offer_id: kind for _id, offer_id, kind in sorted(rows)}
        offers = self.env["marketplace.offer"]
        taken = {kind: offers.browse(o for o, k in last.items() if k == kind).exists() for kind in set(last.values())}
        return taken, len(rows)
