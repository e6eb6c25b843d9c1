from odoo import api, fields, models


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

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts._note_since_when()
        return accounts

    def write(self, vals):
        result = super().write(vals)
        if vals.get("invoice_shown"):
            self._note_since_when()
        return result

    def _note_since_when(self):
        """Customers are not to be shown the invoices of years because a switch is turned on today."""
        self.filtered(
            lambda a: a.invoice_shown and not a.invoice_shown_since
        ).invoice_shown_since = fields.Datetime.now()
