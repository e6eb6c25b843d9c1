from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MarketplaceHandOver(models.TransientModel):
    """Parcels are given to a courier: those selected, and those whose label is scanned here, one after the other (G20)."""

    _name = "marketplace.hand.over"
    _description = "Hand Over to a Courier"

    shipment_ids = fields.Many2many("marketplace.shipment", string="Parcels")
    scan = fields.Char(store=False, help="The code on a parcel's label, its AWB or the transfer's number.")
    scanned = fields.Json(help="The codes that were scanned.")
    said = fields.Char(readonly=True)
    is_wrong = fields.Boolean(readonly=True)
    count = fields.Integer("AWBs", compute="_compute_count")

    @api.depends("shipment_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.shipment_ids)

    @api.onchange("scan")
    def _onchange_scan(self):
        """A code was scanned: say what it is."""
        code, self.scan = (self.scan or "").strip(), False
        if not code:
            return
        shipment = self._found(code)
        complaint = self._complaint(code, shipment)
        self.is_wrong, self.said = bool(complaint), complaint
        if complaint:
            return
        self.scanned = [*(self.scanned or []), code]
        self.shipment_ids |= shipment
        missing = self._unscanned(shipment)
        total = shipment.parcel_count
        self.said = self.env._(
            "%(awb)s: parcel %(done)s of %(total)s.",
            awb=shipment.display_name,
            done=total - len(missing),
            total=total,
        )

    def _found(self, code):
        found = self.env["marketplace.shipment"].search(
            Domain("state", "in", ("made", "dropped"))
            & Domain("direction", "=", "out")
            & (
                Domain("parcel_ids.barcode", "=", code)
                | Domain("number", "=", code)
                | Domain("picking_id.name", "=", code)
            )
        )
        return found.filtered(lambda s: not s._is_handed_over())[:1] or found[:1]

    def _complaint(self, code, shipment):
        """Why this code does not count, or False."""
        if not shipment:
            return self.env._("%s is no parcel of ours.", code)
        if code in (self.scanned or []):
            return self.env._("%s was scanned already.", code)
        if shipment.order_id.status in ("cancelled", "returned"):
            return self.env._("Keep %s: its order is cancelled.", code)
        return shipment._reason_not_to_hand_over()

    def _unscanned(self, shipment):
        """The parcels of an AWB that were not scanned, where they are scanned one by one."""
        codes, barcodes = set(self.scanned or []), shipment.parcel_ids.filtered("barcode").mapped("barcode")
        if not codes & set(barcodes):
            return []
        return [barcode for barcode in barcodes if barcode not in codes]

    def action_hand_over(self):
        """Make the manifest of each courier, and print it."""
        self.ensure_one()
        shipments = self.shipment_ids._acting()
        complaints = [reason for shipment in shipments if (reason := shipment._reason_not_to_hand_over())]
        complaints += [
            self.env._(
                "%(awb)s: not all parcels were scanned: %(missing)s", awb=s.display_name, missing=", ".join(missing)
            )
            for s in shipments
            if (missing := self._unscanned(s))
        ]
        if complaints or not shipments:
            raise UserError("\n".join(complaints) or self.env._("Select or scan the parcels first."))
        return shipments._hand_over().action_print() | {"close_on_report_download": True}
