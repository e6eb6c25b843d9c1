from datetime import UTC, datetime
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib.clock import utcnow
from ..lib.fulfilment import ChangeKind, OrderChange

OPEN = ("pending", "sending", "unknown")


class MarketplaceOrder(models.Model):
    """What the seller wants changed on the platform's order: each wish is a command, and is told once."""

    _inherit = "marketplace.order"

    def _change(self, kind, quantities=None, reason=None, days=0):
        """Have the order changed at the platform. The same wish twice is one; a new one waits until those before it are told.

        :param kind: a ``ChangeKind`` or its value
        :param quantities: wanted quantity by order line's number, absolute; lines not named stay
        :param reason: a key of the provider's ``cancel_reasons``
        :param days: more than there are until ``ship_by``
        :return: the command
        :raise UserError: the platform would refuse; says why
        """
        self.ensure_one()
        kind = ChangeKind(kind)
        data = {
            "kind": kind.value,
            "quantities": {
                key: f"{Decimal(str(quantity)).normalize():f}" for key, quantity in (quantities or {}).items()
            },
            "reason": reason or "",
        }
        if days:
            data |= {"days": days, "ship_by": self.ship_by and self.ship_by.isoformat() or ""}
        latest = self._changes()[:1]
        if latest.data == data and latest._still_stands():
            return latest
        if refusal := self._change_refusal(kind, quantities, reason, days=days):
            raise UserError(refusal)
        self._take_over_first()
        number = len(self._changes(kind)) + 1
        key = f"{self.external_id}:{kind.value}:{number}"
        return self.env["marketplace.command"]._ask(self.account_id, "change", key, self, data)

    def _changes(self, *kinds):
        """The commands that change this order, the newest first; those dropped are as if never asked for."""
        wanted = {kind.value for kind in kinds}
        return self.command_ids.filtered(
            lambda c: c.kind == "change" and (not wanted or c.data["kind"] in wanted)
        ).sorted("id", reverse=True)

    def _can_change_there(self):
        return "change_order" in self.account_id._get_provider_class().capabilities

    def _change_refusal(self, kind, quantities=None, reason=None, **more):
        """Why the platform would refuse this change, in words; False when it would not."""
        if kind is not ChangeKind.CANCEL and self._cancel_wish():
            return self.env._("This order is being cancelled.")
        if not self._can_change_there():
            return self.env._("%s lets orders be changed on its own pages only.", self.account_id.name)
        data = {"kind": kind.value, "quantities": quantities or {}, "reason": reason or ""} | more
        with self.account_id._speaking():
            now = utcnow().replace(tzinfo=UTC)
            provider_class = self.account_id._get_provider_class()
            if refusal := provider_class.change_refusal(self._to_change(data), self._facts(), now):
                return refusal
        if kind not in self.account_id._changes_there():
            return self.env._("%s does not let this be asked for.", self.account_id.name)
        return False

    def _to_change(self, data):
        quantities, *parts = (
            {key: Decimal(str(quantity)) for key, quantity in part.items()}
            for part in (data["quantities"], *data.get("parts", ()))
        )
        ship_by = data.get("ship_by")
        return OrderChange(
            ChangeKind(data["kind"]),
            self.external_id,
            quantities,
            data["reason"],
            tuple(parts),
            data.get("days", 0),
            datetime.fromisoformat(ship_by).replace(tzinfo=UTC) if ship_by else None,
        )

    def _facts(self):
        """The order as ``Provider.change_refusal`` takes it: as it will be when its commands' turn comes."""
        return super()._facts() | {
            "finalised_at": self.finalised_at and self.finalised_at.replace(tzinfo=UTC) or None,
            "cancelled_at": self.cancelled_at and self.cancelled_at.replace(tzinfo=UTC) or None,
            "quantities": {
                row.external_id: Decimal(str(row._wanted())) for row in self.line_ids if row.kind == "product"
            },
        }

    def _acknowledgement(self):
        return self.command_ids.filtered(lambda c: c.kind == "acknowledge")[:1]

    def _take_over_first(self):
        """Nothing can be changed on an order that was not taken over: what was given up of that is taken up again."""
        dropped = self._acknowledgement().filtered(lambda c: c.state == "cancelled")
        if self.status == "new" and dropped:
            dropped.write({"state": "pending", "retry_at": False, "error": False})

    # ---- what became of it ----

    def _command_call(self, provider, command):
        if command.kind == "change":
            return provider.change_order(self._to_change(command.data))
        return super()._command_call(provider, command)

    def _command_done(self, command, result):
        if command.kind == "change":
            self.incoming_ids.digest = False  # worked through even if it shows nothing new: complaints end there
            self._fetch_again(self.env._("changed by us"))
        return super()._command_done(command, result)

    def _command_refused(self, command, result):
        """What was done here on the way stays: a person decided it. That the platform said no stands on the order."""
        if command.kind == "change":
            self._raise_problems(self._complaints_shown())
        return super()._command_refused(command, result)

    def _refused_changes(self):
        """For every kind of change whose last wish was refused: what, why, and how it stands here; in words."""
        complaints = []
        for kind in ChangeKind:
            latest = self._changes(kind)[:1]
            if latest.state == "refused" and not (kind is ChangeKind.CANCEL and self.status == "cancelled"):
                why = (latest.error or self.env._("no reason given")).replace("\n", " ").rstrip(".")
                complaints.append(self._refused_words(kind, why))
        return complaints

    def _refused_words(self, kind, why):
        texts = {"platform": self.account_id.name, "why": why}
        if kind is ChangeKind.CANCEL:
            return self.env._(
                "%(platform)s did not cancel this order: %(why)s. What was cancelled or put back here stays so: "
                "deliver it after all, or cancel it on the platform's own page.",
                **texts,
            )
        if kind is ChangeKind.EDIT:
            return self.env._(
                "%(platform)s did not change the quantities: %(why)s. The sale order keeps those it shows.", **texts
            )
        if kind is ChangeKind.STORNO:
            return self.env._(
                "%(platform)s did not take the goods back (storno): %(why)s. Credit nothing before that is settled.",
                **texts,
            )
        if kind is ChangeKind.FINALISE:
            return self.env._("%(platform)s did not let this order be finalised: %(why)s.", **texts)
        if kind is ChangeKind.POSTPONE:
            return self.env._("%(platform)s gives no more time to ship this order: %(why)s.", **texts)
        if kind in (ChangeKind.DELIVERED, ChangeKind.CAME_BACK):
            return self.env._("%(platform)s did not take note how the delivery ended: %(why)s.", **texts)
        return self.env._("%(platform)s did not take this order as prepared: %(why)s.", **texts)

    def _complaints_shown(self):
        return self.problem.split("\n") if self.problem else []

    def _drop_complaint(self, text):
        """This trouble is over."""
        if text in self._complaints_shown():
            self._raise_problems([shown for shown in self._complaints_shown() if shown != text])

    def _raise_problems(self, complaints):
        refused = [text for text in self._refused_changes() if text not in complaints]
        return super()._raise_problems([*complaints, *refused])


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    def _changes_there(self):
        """What can be changed on an order of this account at the platform: ``ChangeKind``s."""
        provider_class = self._get_provider_class()
        is_able = "change_order" in provider_class.capabilities
        return provider_class.changes_for(self._provider_options()) if is_able else frozenset()


class MarketplaceCommand(models.Model):
    _inherit = "marketplace.command"

    def _still_stands(self):
        """Whether a change asked for is what the platform has, or will have as far as is known."""
        if self.state in OPEN:
            return True
        order = self.order_id
        # what the platform changed after it confirmed ours is a new situation
        return self.state == "done" and not (order.modified_at and order.modified_at > self.done_at)
