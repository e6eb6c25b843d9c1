from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..lib.types import Address


class MarketplaceAccount(models.Model):
    """Where this account's parcels leave from, how their labels are printed, and how many wait."""

    _inherit = "marketplace.account"

    handover_count = fields.Integer("To hand over", compute="_compute_handover_count")
    late_handover_count = fields.Integer("Not taken by a courier", compute="_compute_handover_count")

    @api.constrains("handover_hour", "parcel_weight")
    def _check_parcels(self):
        for account in self:
            if not 0 <= account.handover_hour < 24:
                raise ValidationError(self.env._("The hour at which parcels are taken is between 0:00 and 23:59."))
            if account.parcel_weight < 0:
                raise ValidationError(self.env._("A parcel's weight cannot be negative."))

    def _kept_address(self, use):
        """The address chosen for this, else the one the platform's own list names for it."""
        if chosen := self.return_address_id if use == "return" else self.sender_id:
            return chosen
        listed = self.env["marketplace.entry"].search([("account_id", "=", self.id), ("kind", "=", "address")])
        fitting = listed.filtered(lambda entry: (entry.extra or {}).get("use") == use)
        return fitting.sorted(lambda entry: not entry.extra.get("default"))[:1]

    def _parcel_address(self, use):
        """Our own address, as kept at the platform if there is one; its name and phone are the warehouse's or the company's.

        :param use: ``pickup`` where parcels leave from, ``return`` where they come to
        :return: the ``Address`` and the platform's number of it, empty if there is none
        """
        entry = self._kept_address(use)
        kept = entry.extra or {}
        company = self.company_id.partner_id
        partner = self.order_warehouse_id.partner_id or company
        return Address(
            name=partner.commercial_partner_id.name or company.name or "",
            phone=partner.phone or company.phone or "",
            street=kept.get("street") or ", ".join(filter(None, (partner.street, partner.street2))),
            city=kept.get("city") or partner.city or "",
            county=kept.get("county") or partner.state_id.name or "",
            zip=kept.get("zip") or partner.zip or "",
            country_code=kept.get("country") or partner.country_id.code or "",
            locality_ref=kept.get("locality") or "",
        ), entry.external_id or ""

    def _label_format(self):
        """The usual format, if the platform prints it; else the one it prints first."""
        forms = self._get_provider_class().label_formats
        return self.label_format if self.label_format in forms else next(iter(forms), False)

    def _compute_handover_count(self):
        rows = self.env.execute_query(
            SQL(
                """SELECT s.account_id, count(*) FILTER (WHERE s.manifest_id IS NULL), count(*) FILTER (WHERE w.by_at <= %s)
                     FROM (%s) w JOIN marketplace_shipment s ON s.id = w.id
                    WHERE s.account_id = ANY(%s) GROUP BY s.account_id""",
                fields.Datetime.now(),
                self.env["marketplace.shipment"]._waiting_for_courier(),
                self.ids,
            )
        )
        counts = {account_id: (waiting, late) for account_id, waiting, late in rows}
        for account in self:
            account.handover_count, account.late_handover_count = counts.get(account.id, (0, 0))

    def action_to_hand_over(self):
        return self._open("action_to_hand_over")

    def action_late_handover(self):
        return self._open("action_to_hand_over", search_default_late=1)
