from datetime import timedelta

from odoo import api, fields, models

from ..lib.fulfilment import ChangeKind
from ..lib.types import LineKind
from .order_apply import QUIET
from .order_change import OPEN

PARTS_WITHIN = timedelta(hours=1)  # what did not come by then was called off, and its goods are for sale again
_LOOK = timedelta(minutes=2)


class MarketplaceOrder(models.Model):
    """Orders that end because others are made of them: whichever is heard of first, the goods are reserved once.

    The goods of one that ended are free on the shelf before its parts reserve them again. Until these came in they are held
    back from what is offered, as those of any order are that could not be processed yet.
    """

    _inherit = "marketplace.order"

    parts = fields.Json(readonly=True, help="The orders made of it, with what each takes: quantity by offer.")

    @api.model
    def _origins_of(self, account, data):
        """The orders in Odoo that an understood one was made of."""
        keys = data.extra.get("origins")
        return self.search([("account_id", "=", account.id), ("external_id", "in", keys)]) if keys else self.browse()

    @api.model
    def _apply(self, incoming, data):
        account = incoming.account_id
        orders = self.with_company(account.company_id).with_context(**QUIET)
        for origin in orders._origins_of(account, data):
            origin._end_for(data)
        return super()._apply(incoming, data)

    def _end_for(self, data):
        """A part of this order came in before the news that it ended: its goods are free for the part."""
        if self.status == "cancelled" or self.sale_order_id.state == "cancel":
            return
        self._drop_commands()
        if self._is_only_reserved():
            self._give_back()
        self._fetch_again(self.env._("%s was made of it", data.key))

    def _follow_cancellation(self):
        ours = self._divisions()[:1].state in (*OPEN, "done")
        if ours and self.sale_order_id.state != "cancel" and self._is_only_reserved():
            self._give_back()
        return super()._follow_cancellation()

    def _is_only_reserved(self):
        """Nobody took the goods; an AWB that ends with an order we divided ourselves is only a number."""
        stage, ours = self._stage(), self._divisions()[:1].state in (*OPEN, "done")
        bought = self._awbs().filtered(lambda s: s.by == "own")
        return stage == "shelf" or stage == "packing" and ours and not bought and not self._is_in_hands()

    # ---- what is still to come ----

    def _is_continued(self):
        """Whether it ended, and others go on with its goods."""
        asked = self._divisions()[:1] or self._changes(ChangeKind.EDIT)[:1]
        return (
            self.sale_order_id.state == "cancel"
            and ChangeKind.SPLIT in self.account_id._changes_there()
            and bool((self.extra or {}).get("divided") or asked.state in (*OPEN, "done"))
        )

    def _parts_missing(self):
        """What is to come back of it in other orders, and did not yet: quantity by offer."""
        edit = self._changes(ChangeKind.EDIT)[:1]
        wished = edit.data["quantities"] if edit.state in (*OPEN, "done") else {}
        missing = {}
        for row in self._goods().filtered("offer_id"):
            key = row.offer_id.external_id
            missing[key] = missing.get(key, 0) + float(wished.get(row.external_id, row._wanted()))
        for takes in (self.parts or {}).values():
            for key, quantity in takes.items():
                missing[key] = missing.get(key, 0) - quantity
        return {key: quantity for key, quantity in missing.items() if quantity > 0}


class MarketplaceIncoming(models.Model):
    _inherit = "marketplace.incoming"

    def _process(self, provider):
        result = super()._process(provider)
        if self.kind == "order" and ChangeKind.SPLIT in self.account_id._changes_there():
            self._note_part(provider)
            self._await_parts()
        return result

    def _note_part(self, provider):
        """Those this order was made of know that it came: from now on it keeps its goods itself."""
        try:
            data = provider.parse_order(self.payload)
        except ValueError:
            return  # stands on this document already
        takes = {}
        for line in data.lines:
            if line.kind is LineKind.PRODUCT and not line.cancelled and line.offer_key:
                takes[line.offer_key] = takes.get(line.offer_key, 0) + float(line.quantity)
        for origin in self.env["marketplace.order"]._origins_of(self.account_id, data):
            if (origin.parts or {}).get(self.external_id) != takes:
                origin.parts = (origin.parts or {}) | {self.external_id: takes}
                origin.incoming_ids._await_parts()

    def _await_parts(self):
        """Hold the goods of an order that goes on in others back from sale until these came in."""
        now = fields.Datetime.now()
        for incoming in self.filtered(lambda i: i.state in ("done", "awaited") and i.order_id._is_continued()):
            is_late = incoming.fetched_at and incoming.fetched_at < now - PARTS_WITHIN
            missing = {} if is_late else incoming.order_id._parts_missing()
            incoming._hold_back(missing)
            incoming.write(
                {
                    "state": "awaited" if missing else "done",
                    "error": missing and self.env._("It was divided; its parts are awaited."),
                    "retry_at": missing and now + _LOOK,
                }
            )
