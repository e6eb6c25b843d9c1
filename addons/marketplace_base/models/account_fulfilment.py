from odoo import fields, models


class MarketplaceAccount(models.Model):
    """What becomes of an order after it came in: this account's parcels, papers and messages."""

    _inherit = "marketplace.account"

    # ---- parcels ----
    courier_id = fields.Many2one(
        "marketplace.entry", "Usual courier account", domain="[('account_id', '=', id), ('kind', '=', 'courier')]"
    )
    sender_id = fields.Many2one(
        "marketplace.entry", "Parcels leave from", domain="[('account_id', '=', id), ('kind', '=', 'address')]"
    )
    return_address_id = fields.Many2one(
        "marketplace.entry", "Returns come to", domain="[('account_id', '=', id), ('kind', '=', 'address')]"
    )
    label_format = fields.Selection(
        [("A4", "A4"), ("A5", "A5"), ("A6", "A6"), ("ZPL", "ZPL (thermal printer)")],
        string="Labels printed as",
        default="A6",
        required=True,
    )
    parcel_weight = fields.Float("Weight of a parcel (kg)", digits="Stock Weight", default=1.0)
    insure_parcels = fields.Boolean("Insure parcels for their value")
    open_on_receipt = fields.Boolean("Parcels may be opened on receipt")
    handover_hour = fields.Float(
        "Parcels are taken by", default=18.0, help="What no courier has scanned by then turns red."
    )

    # ---- papers ----
    invoice_journal_id = fields.Many2one(
        "account.journal",
        "Invoice series",
        check_company=True,
        domain="[('type', '=', 'sale'), ('company_id', '=', company_id)]",
    )
    invoice_shown = fields.Boolean("Show invoices to customers", copy=False, tracking=True)
    invoice_delay = fields.Integer("Minutes to wait", default=10, help="So long an invoice can be corrected in peace.")
    invoice_after_edi = fields.Boolean("Only after e-Factura accepted it")
    invoice_closes = fields.Boolean("Invoicing closes the order", default=True)
    settlement_journal_id = fields.Many2one(
        "account.journal",
        "Money with the platform",
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash')), ('company_id', '=', company_id)]",
        help="What customers paid to the platform or to its couriers is booked here until the platform pays it out.",
    )
    commission_rate = fields.Float("Usual commission %", digits=(16, 2))

    # ---- what comes back, or does not leave whole ----
    partial_allowed = fields.Boolean(
        "Partial deliveries", help="Otherwise a transfer with less than was ordered cannot be validated."
    )
    return_auto = fields.Selection(
        [("never", "Made by hand"), ("received", "Made when the goods are received")],
        "Credit notes of returns",
        default="never",
        required=True,
    )

    automation_ids = fields.One2many("marketplace.automation", "account_id")
    alert_ids = fields.One2many("marketplace.alert", "account_id")
    shipment_ids = fields.One2many("marketplace.shipment", "account_id")
    return_ids = fields.One2many("marketplace.return", "account_id")
    return_count = fields.Integer("Returns to do", compute="_compute_return_count")

    def _compute_return_count(self):
        waiting = self.env["marketplace.return"]._read_group(
            [
                ("account_id", "in", self.ids),
                ("status", "in", ("new", "approved", "received")),
                ("by_platform", "=", False),
            ],
            ["account_id"],
            ["__count"],
        )
        counts = dict(waiting)
        for account in self:
            account.return_count = counts.get(account, 0)

    def action_returns(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_returns")
        return action | {"domain": [("account_id", "in", self.ids)]}
