from odoo import api, fields, models

# What a switch does, it does for what is posted from then on.
_SINCE = {
    "invoice_shown": "invoice_shown_since",
    "invoice_closes": "invoice_closes_since",
    "settlement_journal_id": "settlement_since",
}


class MarketplaceAccount(models.Model):
    """How this account's customers are invoiced, and which papers they see at the platform."""

    _inherit = "marketplace.account"

    invoices_by_platform = fields.Boolean(
        "The platform issues the invoices",
        tracking=True,
        help="Customers of this account get their invoices from the platform: Odoo must not invoice them a second time.",
    )
    invoice_shown_since = fields.Datetime(
        "Invoices from", copy=False, help="What was posted earlier is not shown: customers have it already."
    )
    warranty_shown = fields.Boolean("Show warranty certificates", copy=False)

    invoice_closes_since = fields.Datetime("Invoicing closes from", copy=False, default=fields.Datetime.now)
    settlement_since = fields.Datetime("Booked from", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts._note_since_when(_SINCE)
        return accounts

    def write(self, vals):
        result = super().write(vals)
        self._note_since_when(_SINCE.keys() & vals.keys())
        return result

    def _note_since_when(self, switches):
        """Customers are not to be shown the invoices of years because a switch is turned on today."""
        now = fields.Datetime.now()
        for switch in switches:
            self.filtered(lambda a, name=switch: a[name] and not a[_SINCE[name]]).write({_SINCE[switch]: now})
