from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.fulfilment import ChangeKind
from .order_change import OPEN


class MarketplaceOrder(models.Model):
    """An order is divided at the platform into several, each with a life of its own; this one ends by it (decision 0018)."""

    _inherit = "marketplace.order"

    sibling_ids = fields.Many2many(
        "marketplace.order", string="Other packages of the same order", compute="_compute_sibling_ids"
    )
    sibling_count = fields.Integer("Other packages", compute="_compute_sibling_ids")
    made_of = fields.Char("Made of", compute="_compute_made_of", help="The packages it was made of.")
    can_divide = fields.Boolean("Can be divided", compute="_compute_can_divide", compute_sudo=True)
    is_divided = fields.Boolean("Divided", compute="_compute_can_divide", compute_sudo=True)

    @api.depends("account_id", "number")
    def _compute_sibling_ids(self):
        numbered = self.filtered("number")
        found = self.search(
            [("account_id", "in", numbered.account_id.ids), ("number", "in", numbered.mapped("number"))], order="id"
        ).grouped(lambda order: (order.account_id, order.number))
        for order in self:
            order.sibling_ids = found.get((order.account_id, order.number), self.browse()) - order._origin
            order.sibling_count = len(order.sibling_ids)

    @api.depends("extra")
    def _compute_made_of(self):
        for order in self:
            order.made_of = ", ".join(order._origin_keys()) or False

    @api.depends("status", "modified_at", "extra", "command_ids.state", "line_ids.quantity", "by_platform")
    def _compute_can_divide(self):
        for order in self:
            order.is_divided = bool((order.extra or {}).get("divided") or order._division())
            order.can_divide = (
                not order.is_divided
                and order._can_cancel_there()
                and ChangeKind.SPLIT in order.account_id._changes_there()
                and order.status in ("new", "processing", "prepared")
                and sum(row._wanted() for row in order._goods()) > 1
            )

    def _goods(self):
        return self.line_ids.filtered(lambda row: row.kind == "product" and row._wanted())

    def _origin_keys(self):
        return (self.extra or {}).get("origins") or []

    def action_siblings(self):
        """The other packages of the same order."""
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_orders")
        return action | {"domain": [("id", "in", self.sibling_ids.ids)], "context": {}}

    def action_divide(self):
        """The page on which the seller says what goes into which parcel."""
        self.ensure_one()
        return self.env["marketplace.divide"]._open_for(self)

    # ---- asked for ----

    def _divide(self, parts):
        """Have the order divided at the platform.

        :param parts: what each further parcel takes: quantity by order line's number; the rest stays together
        :return: the command
        :raise UserError: it cannot be divided now; says why
        """
        self.ensure_one()
        parts = [{key: f"{Decimal(str(quantity)).normalize():f}" for key, quantity in part.items()} for part in parts]
        data = {"kind": ChangeKind.SPLIT.value, "quantities": {}, "reason": "", "parts": parts}
        if (known := self._division()) and known.data == data:
            return known
        if refusal := self._divide_refusal(parts):
            raise UserError(refusal)
        self._take_over_first()
        key = f"{self.external_id}:split:{len(self._divisions()) + 1}"
        return self.env["marketplace.command"]._ask(self.account_id, "split", key, self, data)

    def _divisions(self):
        """How this order was wished to be divided, the newest first."""
        return self.command_ids.filtered(lambda c: c.kind == "split").sorted("id", reverse=True)

    def _division(self):
        """The command by which it is being divided, as long as it stands."""
        return self._divisions()[:1].filtered(lambda c: c._still_stands())

    def _divide_refusal(self, parts):
        """Why it cannot be divided like this, in words; False when it can."""
        return self._change_refusal(ChangeKind.SPLIT, parts=parts) or self._reason_not_to_divide()

    def _reason_not_to_divide(self):
        """What of this order is done already and would be worth nothing afterwards; False when nothing is."""
        if self._division():
            return self.env._("This order is being divided already.")
        if self.command_ids.filtered(lambda c: c.state in OPEN and c.kind != "acknowledge"):
            return self.env._(
                "%s is being told something about this order: wait a moment, and divide it then.", self.account_id.name
            )
        if invoices := self._invoices_standing():
            return self.env._(
                "It is invoiced as a whole, and each parcel wants its own invoice: credit %s first.",
                ", ".join(invoices.mapped("name")),
            )
        if own := self._awbs().filtered(lambda s: s.by == "own"):
            return self.env._(
                "The AWB %s of your own courier is for the whole order: take its number off the transfer first.",
                ", ".join(own.mapped("display_name")),
            )
        if self._stage() == "gone" or self._is_in_hands():
            return self.env._("It is %s: put the goods back on their shelf first.", self._busy())
        return False

    def _is_in_hands(self):
        """Whether somebody took goods from their shelf; an AWB alone is only a number."""
        return bool(
            (self._pickings() - self._shipped()).filtered(
                lambda p: p.state == "done" or any(p.move_ids.mapped("picked")) or p.move_line_ids.result_package_id
            )
        )

    # ---- at the platform ----

    def _command_call(self, provider, command):
        if command.kind == "split":
            return provider.change_order(self._to_change(command.data))
        return super()._command_call(provider, command)

    def _command_lookup(self, provider, command):
        if command.kind == "split":
            return provider.find_split(self._to_change(command.data))
        return super()._command_lookup(provider, command)

    def _command_done(self, command, result):
        if command.kind == "split":
            self.incoming_ids.digest = False
            self._fetch_again(self.env._("divided by us"))
            self._look_for_new()
        return super()._command_done(command, result)

    def _command_refused(self, command, result):
        if command.kind == "split":
            self._raise_problems(self._complaints_shown())
        return super()._command_refused(command, result)

    def _look_for_new(self):
        """The packages made of it are orders that nobody knows by number yet."""
        self.env["marketplace.notification"].sudo().create(
            [
                {
                    "account_id": order.account_id.id,
                    "company_id": order.company_id.id,
                    "received_at": fields.Datetime.now(),
                    "event": self.env._("parts of %s", order.external_id),
                    "kind": "order",
                    "state": "new",
                }
                for order in self
            ]
        )
        self.account_id._wake()

    def _refused_changes(self):
        latest = self._divisions()[:1]
        if latest.state != "refused" or self.status == "cancelled":
            return super()._refused_changes()
        why = (latest.error or self.env._("no reason given")).replace("\n", " ").rstrip(".")
        words = self.env._("%(platform)s did not divide this order: %(why)s.", platform=self.account_id.name, why=why)
        return [*super()._refused_changes(), words]

    # ---- while it is being divided, nothing leaves ----

    def _change_refusal(self, kind, quantities=None, reason=None, **more):
        if kind is not ChangeKind.SPLIT and self._division():
            return self.env._("This order is being divided: wait for its parts.")
        return super()._change_refusal(kind, quantities, reason, **more)

    def _is_in_doubt(self):
        return super()._is_in_doubt() or bool(self._division())

    def _stop_words(self):
        if self._division() and self.status != "cancelled" and not self._cancel_wish():
            return self.env._("This order is being divided. Do not pack it: its parts come as orders of their own.")
        return super()._stop_words()
