from datetime import timedelta

from odoo import api, fields, models

SHOWN_TYPES = ("out_invoice", "out_refund")


class AccountMove(models.Model):
    _inherit = "account.move"

    marketplace_order_id = fields.Many2one("marketplace.order", readonly=True, copy=False, index="btree_not_null")
    marketplace_return_id = fields.Many2one("marketplace.return", readonly=True, copy=False, index="btree_not_null")
    marketplace_posted_at = fields.Datetime(
        "Posted on", readonly=True, copy=False, help="When it was posted last: a corrected invoice is shown again."
    )
    marketplace_document_ids = fields.One2many("marketplace.document", "move_id", readonly=True)
    marketplace_settlement_id = fields.Many2one(
        "account.payment",
        "Paid to the platform",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The payment by which the platform, that took the customer's money, owes it to us.",
    )

    _marketplace_posted = models.Index("(marketplace_posted_at) WHERE marketplace_order_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        for move in moves.filtered(lambda m: m.marketplace_order_id and m.move_type == "out_invoice"):
            move.marketplace_order_id.sudo().invoice_id = move
        return moves

    def _post(self, soft=True):
        posted = super()._post(soft)
        ours = posted.filtered(lambda move: move.marketplace_order_id and move.move_type in SHOWN_TYPES)
        if ours:
            now = fields.Datetime.now()
            ours.marketplace_posted_at = now
            for account in ours.marketplace_order_id.account_id.sudo():
                account._wake()
                account._wake(now + timedelta(minutes=account.invoice_delay))
        return posted

    def _reverse_moves(self, default_values_list=None, cancel=False):
        default_values_list = default_values_list or [{} for _move in self]
        for move, values in zip(self, default_values_list, strict=True):
            values.setdefault("marketplace_order_id", move.marketplace_order_id.id)
        return super()._reverse_moves(default_values_list, cancel)

    def _marketplace_hold_reason(self):
        """Why the customer is not to see this invoice yet, in words, or False. Extended by what must happen first."""
        return False

    def _marketplace_refused_reason(self):
        """Why the customer is not to see this invoice before a person corrects something, in words, or False."""
        return False

    def _marketplace_documents_in(self, *states):
        return self.marketplace_document_ids.filtered(lambda document: document.state in states)

    def action_marketplace_order(self):
        self.ensure_one()
        return self.marketplace_order_id.get_formview_action()

    def _marketplace_open(self):
        """These invoices, for a person to look at."""
        if len(self) == 1:
            return self.get_formview_action()
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_move_out_invoice_type")
        return action | {"domain": [("id", "in", self.ids)]}
