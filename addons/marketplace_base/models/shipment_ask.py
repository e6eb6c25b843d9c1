from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.errors import Rejected
from ..lib.fulfilment import Parcel, Shipment
from ..lib.types import Address, Outcome, Result
from .order_ship import ADDRESS


def _exact(number, digits=3):
    return Decimal(str(round(number, digits)))


class MarketplaceShipment(models.Model):
    """An AWB is asked for once: what became of a lost answer is found out, or a person says it."""

    _inherit = "marketplace.shipment"

    # ---- what is asked for ----

    def _shipment_data(self):
        """This AWB as the platform is asked for it."""
        self.ensure_one()
        account, order = self.account_id, self.order_id
        is_back = self.direction == "back"
        customer = Address(**{name: value for name, value in (self.customer_place or {}).items() if name in ADDRESS})
        ours, ours_ref = account._parcel_address("return" if is_back else "pickup")
        return Shipment(
            key=self.key or order.external_id,
            order_key=order.external_id,
            sender=customer if is_back else ours,
            receiver=ours if is_back else customer,
            currency=order.currency_id.name,
            parcels=tuple(
                Parcel(_exact(p.weight), _exact(p.length_cm), _exact(p.width_cm), _exact(p.height_cm))
                for p in self.parcel_ids
            ),
            envelopes=self.envelopes,
            weight=_exact(sum(self.parcel_ids.mapped("weight")) or self.weight),
            cod=_exact(self.cod, 2),
            insured=_exact(self.insured, 2),
            return_key=is_back and self.return_id.external_id or "",
            courier_key=self.courier_id.external_id or "",
            sender_ref="" if is_back else ours_ref,
            receiver_ref=ours_ref if is_back else "",
            receiver_is_company=not is_back and order.sale_order_id.partner_id.commercial_partner_id.is_company,
            locker_key=self.locker_key or "",
            saturday=self.saturday,
            same_day=self.same_day,
            open_on_receipt=self.open_on_receipt,
            return_parcel=self.return_parcel,
            dropoff=self.dropoff,
            oversize=self.oversize,
            note=self.note or "",
            pickup_date=self.pickup_on or None,
        )

    def _gaps(self):
        """Why the platform would refuse it, known before asking, in words."""
        account = self.account_id
        facts = self.order_id._facts()
        if self.courier_id:
            facts["courier"] = self.courier_id.extra or {}
        with account._speaking():
            return account._get_provider_class().shipment_gaps(self._shipment_data(), facts)

    def _ask(self):
        """Put it into the outbox; the account's background work does the rest."""
        for shipment in self:
            command = self.env["marketplace.command"]._ask(
                shipment.account_id, "shipment", shipment.key, shipment.order_id, shipment_id=shipment.id
            )
            if command.state in ("refused", "cancelled"):
                command.write({"state": "pending", "retry_at": False, "error": False, "tries": 0})
            shipment.write({"state": "asked", "error": False})
        self.account_id._wake()

    # ---- how it goes ----

    def _command_before(self, provider, command):
        if self.direction == "out" and (reason := self.order_id._reason_not_to_ship()):
            raise Rejected(reason)
        if gaps := self._gaps():
            raise Rejected("\n".join(gaps))
        return provider.before_shipment(self._shipment_data())

    def _command_call(self, provider, command):
        return provider.create_shipment(self._shipment_data())

    def _command_lookup(self, provider, command):
        if self.known_ref:
            return self._look_up_named(provider, command)
        result = provider.find_shipment(self._shipment_data(), command.before or {})
        if result is None and self._others():
            why = self.env._("This order has another AWB, so that nobody can tell whether this one was made.")
            return Result(command.key, Outcome.UNKNOWN, why)
        return result

    def _others(self):
        """The AWBs that the platform's courier made of the same order besides."""
        return self.order_id.shipment_ids.filtered(lambda s: s != self and s.by == "platform" and s.state == "made")

    def _look_up_named(self, provider, command):
        """The AWB that a person says it is."""
        state = provider.fetch_shipment(self.known_ref)
        other = state and self.search(
            [("account_id", "=", self.account_id.id), ("ref", "=", state.ref), ("id", "!=", self.id)], limit=1
        )
        if not state:
            why = self.env._("%(platform)s knows no AWB %(ref)s.", platform=self.account_id.name, ref=self.known_ref)
        elif state.order_key not in ("", self.order_id.external_id):
            why = self.env._("%(ref)s is an AWB of order %(order)s.", ref=self.known_ref, order=state.order_key)
        elif other:
            why = self.env._("%(ref)s belongs to the AWB %(awb)s.", ref=self.known_ref, awb=other.display_name)
        else:
            return Result(command.key, Outcome.CONFIRMED, ref=state.ref, detail=state)
        return Result(command.key, Outcome.UNKNOWN, why)

    def _command_done(self, command, result):
        self._made(result.detail)

    def _command_refused(self, command, result):
        self.write({"state": "refused", "error": result.text})

    def _command_unclear(self, command, result):
        self.write({"state": "unclear", "error": result.text, "known_ref": False})

    def _command_dropped(self, command):
        if self.state in ("asked", "refused"):
            self.state = "dropped"

    def _made(self, state):
        """The AWB is there.

        :param state: a ``lib.fulfilment.ShipmentState``
        """
        self.write(
            {
                "state": "made",
                "error": False,
                "known_ref": False,
                "ref": state.ref or self.ref,
                "number": state.number or self.number,
                "courier_name": state.courier_name or self.courier_name or self.courier_id.name,
                "cost": float(state.cost) if state.cost is not None else self.cost,
                "made_at": self.made_at or fields.Datetime.now(),
                "progress": self.progress or "created",
                "label_wanted": bool(state.ref) and self.account_id._label_format(),
                "label_at": fields.Datetime.now(),
                "label_tries": 0,
            }
        )
        self._name_parcels(state.parcels)
        self._follow(state)
        self._tell_picking()

    def _name_parcels(self, parcels):
        """What the platform calls the parcels, in the order they were asked for; envelopes come with it."""
        for known, parcel in zip(self.parcel_ids.sorted("id"), parcels, strict=False):
            known.write({"external_id": parcel.key or known.external_id, "barcode": parcel.barcode or known.barcode})
        self.env["marketplace.parcel"].create(
            [
                {"shipment_id": self.id, "external_id": parcel.key, "barcode": parcel.barcode}
                for parcel in parcels[len(self.parcel_ids) :]
            ]
        )

    def _tell_picking(self):
        """Write the number on the transfer; no courier of Odoo's is asked for one, then."""
        picking = self.picking_id
        if not self.number or not picking or self.direction != "out":
            return
        known = [part.strip() for part in (picking.carrier_tracking_ref or "").split(",") if part.strip()]
        if self.number not in known:
            text = ",".join([*known, self.number])
            settled = (picking.carrier_tracking_ref or "") == (picking.marketplace_tracking or "")
            picking.write({"carrier_tracking_ref": text} | ({"marketplace_tracking": text} if settled else {}))

    # ---- a person decides ----

    def action_retry(self):
        """What was refused is asked for again, as it stands now; what is unclear is looked up at once."""
        for shipment in self._acting():
            if shipment.state == "refused":
                gaps = shipment._gaps()
                if gaps and len(self) == 1:
                    raise UserError("\n".join(gaps))
                if gaps:
                    shipment.error = "\n".join(gaps)
                else:
                    shipment._ask()
            elif shipment.state == "unclear":
                shipment._unclear_command().retry_at = False
        self.account_id._wake()

    def _unclear_command(self):
        return self.command_ids.filtered(lambda c: c.kind == "shipment" and c.state == "unknown")

    def _identify(self, ref=None, number=None):
        """A person says which AWB it became: by the reservation it is read, by a mere number it is believed."""
        if not self._unclear_command():
            raise UserError(self.env._("It is known already what became of this AWB."))
        if ref:
            self.known_ref = ref
            self._unclear_command().retry_at = False
            self.account_id._wake()
        else:
            self._settle_as(number)

    def _settle_as(self, number):
        from_person = {"number": number, "state": "made", "error": False, "made_at": fields.Datetime.now()}
        self._unclear_command().write({"state": "done", "done_at": fields.Datetime.now(), "error": False})
        self.write(from_person | {"progress": "created"})
        self._tell_picking()

    def action_not_made(self):
        """A person looked at the platform: it was not made. Ask again."""
        for shipment in self._acting():
            command = shipment._unclear_command()
            if not command:
                raise UserError(self.env._("It is known already what became of this AWB."))
            command.write({"state": "pending", "retry_at": False, "error": False})
            shipment.write({"state": "asked", "error": False})
        self.account_id._wake()

    def action_drop(self):
        """Give up on what is not made; nobody asks for it any more."""
        for shipment in self._acting():
            command = shipment.command_ids.filtered(lambda c: c.state in ("pending", "refused", "unknown"))
            if shipment.state == "made" or not command:
                raise UserError(self.env._("%s cannot be given up now.", shipment.display_name))
            command.write({"state": "cancelled"})
            shipment.state = "dropped"
