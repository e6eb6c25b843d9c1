from datetime import UTC, datetime, timedelta

from odoo import api, fields, models

from ..lib.errors import OutcomeUnknown, Rejected
from ..lib.following import look_again_in, next_progress
from ..lib.fulfilment import Progress
from .order_apply import naive

# Looks in a minute, far below what a platform allows; more for parcels of which it said itself that they moved.
LOOKS = 12
HINTED_LOOKS = 40
NOT_TAKEN = ("created", "cancelled")


def _aware(moment):
    return moment and moment.replace(tzinfo=UTC) or None


class MarketplaceShipment(models.Model):
    """AWBs are followed until they are delivered or back: a few looks a minute, and when the platform says they moved."""

    _inherit = "marketplace.shipment"

    @api.model
    def _follow_next(self, account, provider):
        """Do the next thing about this account's parcels. :return: how many were looked at"""
        return (
            self._adopt_next(account, provider)
            or self._fetch_label_next(account, provider)
            or self._find_transfer_next(account)
            or self._take_own_next(account)
            or self._tell_end_next(account)
            or self._look_next(account, provider)
        )

    # ---- hints ----

    @api.model
    def _hinted(self, account, key):
        """The platform says that something happened to this AWB. :return: what came of it, for the journal"""
        known = self.search([("account_id", "=", account.id), ("ref", "=", key)]) or self.search(
            [
                ("account_id", "=", account.id),
                "|", "|", ("number", "=", key), ("parcel_ids.external_id", "=", key), ("parcel_ids.barcode", "=", key),
            ],
            limit=1,
        )  # fmt: skip
        if known:
            now = fields.Datetime.now()
            known.filtered(lambda s: s.follow_at and s.ref).write({"hinted_at": now, "follow_at": now})
            return self.env._("looked at soon")
        if key and self._unnamed(account):
            flow = account._flow("shipments")
            flow.cursor = (flow.cursor or {}) | {"hinted": [*(flow.cursor or {}).get("hinted", []), key][-100:]}
            return self.env._("may be an AWB whose number is missing")
        return self.env._("unknown AWB")

    @api.model
    def _unnamed(self, account, order_key=None):
        """The AWBs of which nobody knows what became, or under which number."""
        domain = [
            ("account_id", "=", account.id),
            ("ref", "=", False),
            ("by", "=", "platform"),
            ("state", "in", ("asked", "unclear", "made")),
        ]
        if order_key:
            domain.append(("order_id.external_id", "=", order_key))
        found = self.search(domain, order="id")
        return found.filtered(lambda s: s.state != "asked" or s._unclear_command())

    @api.model
    def _adopt_next(self, account, provider):
        """Read an AWB that the platform hinted at and nobody knows: it may be the one whose answer was lost."""
        flow = account._flow("shipments")
        hinted = (flow.cursor or {}).get("hinted") or []
        if not hinted:
            return 0
        try:
            state = provider.fetch_shipment(hinted[0])
        except (Rejected, OutcomeUnknown, ValueError):
            state = None  # not readable: the next hint, or a person, will tell
        flow.cursor = flow.cursor | {"hinted": hinted[1:]}
        if state and not self.search_count([("account_id", "=", account.id), ("ref", "=", state.ref)]):
            self._adopt(account, state)
        return 1

    @api.model
    def _adopt(self, account, state):
        for shipment in self._unnamed(account, state.order_key or "?"):
            if (shipment.direction == "back") != bool(state.return_key) or (
                shipment.number and shipment.number != state.number
            ):
                continue
            if command := shipment._unclear_command():
                command._resolve({"ref": state.ref, "detail": state})
            else:
                shipment._made(state)
            return

    # ---- looking ----

    @api.model
    def _look_next(self, account, provider):
        """Ask about the parcel whose turn it is, unless enough was asked in this minute."""
        shipment = self.search(
            [("account_id", "=", account.id), ("follow_at", "<=", fields.Datetime.now())],
            order="hinted_at, follow_at, id",
            limit=1,
        )
        flow, now = account._flow("shipments"), datetime.now(UTC).timestamp()
        recent = [moment for moment in (flow.cursor or {}).get("looks", []) if now - 60 < moment <= now]
        if not shipment or len(recent) >= (HINTED_LOOKS if shipment.hinted_at else LOOKS):
            return 0
        flow.cursor = (flow.cursor or {}) | {"looks": [*recent, now]}
        shipment._look(provider)
        return 1

    def _look(self, provider):
        try:
            state = provider.fetch_shipment(self.ref)
        except (Rejected, OutcomeUnknown, ValueError) as error:
            return self._unseen(str(error))
        if state is None:
            return self._unseen(self.env._("%s does not know this AWB.", self.account_id.name))
        self.write({"follow_error": False, "hinted_at": False})
        if state.number and not self.number:
            self.number = state.number
            self._tell_picking()
        if not self.parcel_ids.filtered("barcode"):
            self._name_parcels(state.parcels)
        self._follow(state)
        return None

    def _unseen(self, text):
        """It cannot be read: look again later, like at any other."""
        self.write({"follow_error": text, "hinted_at": False, "follow_at": self._next_look()})

    def _next_look(self):
        age = fields.Datetime.now() - (self.made_at or self.create_date)
        progress = Progress(self.progress) if self.progress else Progress.CREATED
        wait = look_again_in(progress, max(age, timedelta()))
        return bool(wait and self.ref) and fields.Datetime.now() + wait

    def _follow(self, state):
        """What the courier said of it, by the account's own table of his codes."""
        current = Progress(self.progress) if self.progress else None
        said = self.env["marketplace.mapping"]._progress(self.account_id, state)
        progress = next_progress(current, said, state.at, _aware(self.status_at))
        at = naive(state.at) or fields.Datetime.now()
        vals = {}
        if (state.code, state.text) != (self.status_code or "", self.status_text or "") and (
            said is None or progress is said
        ):
            vals |= {"status_code": state.code, "status_text": state.text}
        if progress and progress is not current:
            vals |= {"progress": progress.value, "status_at": at}
            if progress.value not in NOT_TAKEN and not self.scanned_at:
                vals["scanned_at"] = at
            if progress is Progress.DELIVERED:
                vals["delivered_at"] = at
        if vals:
            self.write(vals)
        self.follow_at = self._next_look()

    def action_look(self):
        """Ask the platform about these as soon as possible."""
        now = fields.Datetime.now()
        shipments = self._acting().filtered(lambda s: s.state == "made" and s.ref)
        shipments.write({"follow_at": now, "hinted_at": now})
        shipments.account_id._wake()

    def _is_handed_over(self):
        """Whether the parcel left the house, as far as anybody knows."""
        self.ensure_one()
        return bool(self.scanned_at or self.manifest_id or (self.progress or "created") not in NOT_TAKEN)
