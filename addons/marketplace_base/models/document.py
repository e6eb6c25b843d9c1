from odoo import api, fields, models

KINDS = [
    ("invoice", "Invoice"),
    ("credit_note", "Credit note"),
    ("proforma", "Proforma"),
    ("warranty", "Warranty certificate"),
    ("awb", "AWB"),
]


class MarketplaceDocument(models.Model):
    """A paper of an order that the customer is to see at the platform: a PDF served at an address nobody can guess."""

    _name = "marketplace.document"
    _description = "Marketplace Paper"
    _inherit = ["marketplace.acting", "marketplace.commanded"]
    _order = "id desc"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    order_id = fields.Many2one("marketplace.order", required=True, ondelete="cascade", index=True, readonly=True)
    line_id = fields.Many2one("marketplace.order.line", ondelete="set null", readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    number = fields.Char(readonly=True)
    issued_on = fields.Date(readonly=True)
    move_id = fields.Many2one("account.move", ondelete="set null", readonly=True, index="btree_not_null")
    shipment_id = fields.Many2one("marketplace.shipment", ondelete="set null", readonly=True, index="btree_not_null")
    attachment_id = fields.Many2one("ir.attachment", "PDF", ondelete="restrict", readonly=True)
    command_ids = fields.One2many("marketplace.command", "document_id", readonly=True)
    state = fields.Selection(
        [("waiting", "To show"), ("shown", "Shown"), ("refused", "Refused"), ("dropped", "Not shown")],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(readonly=True)
    shown_at = fields.Datetime(readonly=True)

    @api.model
    def _ask_next(self, account):
        """Ask for the next paper to be shown. :return: how many were asked for"""
        return 0
