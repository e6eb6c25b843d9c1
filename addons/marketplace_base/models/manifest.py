from odoo import api, fields, models


class MarketplaceManifest(models.Model):
    """The parcels that a courier took in one go, on a paper he signs."""

    _name = "marketplace.manifest"
    _description = "Hand-over Manifest"
    _order = "id desc"

    name = fields.Char("Number", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    courier_name = fields.Char("Courier", readonly=True)
    shipment_ids = fields.One2many("marketplace.shipment", "manifest_id", "Parcels", readonly=True)
    user_id = fields.Many2one("res.users", "Handed over by", readonly=True)
    handed_at = fields.Datetime("Handed over on", readonly=True)
    parcel_count = fields.Integer("Number of parcels", compute="_compute_totals")
    weight = fields.Float("Weight (kg)", digits="Stock Weight", compute="_compute_totals")

    _number = models.UniqueIndex("(company_id, name)", "This number is taken.")

    @api.depends("shipment_ids.parcel_ids.weight")
    def _compute_totals(self):
        for manifest in self:
            manifest.parcel_count = sum(manifest.shipment_ids.mapped("parcel_count"))
            manifest.weight = sum(manifest.shipment_ids.mapped("total_weight"))

    @api.model
    def _next_number(self, company):
        """The next number of this company's series, which is made at first use."""
        sequence = self.env["ir.sequence"].sudo().with_company(company)
        if not sequence.search_count([("code", "=", self._name), ("company_id", "=", company.id)]):
            sequence.create(
                {
                    "name": self.env._("Hand-over manifests of %s", company.name),
                    "code": self._name,
                    "company_id": company.id,
                    "prefix": "PV/%(year)s/",
                    "padding": 5,
                }
            )
        return sequence.next_by_code(self._name)

    def _collected(self):
        """What the couriers are to collect, by currency."""
        totals = {}
        for shipment in self.shipment_ids.filtered("cod"):
            totals[shipment.currency_id] = totals.get(shipment.currency_id, 0.0) + shipment.cod
        return totals.items()

    def action_print(self):
        """The paper to sign, as often as it is wanted."""
        return self.env.ref("marketplace_base.report_manifest").report_action(self, config=False)
