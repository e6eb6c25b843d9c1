from odoo import api, models


class EdiDocument(models.Model):
    _inherit = "l10n_ro_edi.document"

    @api.model_create_multi
    def create(self, vals_list):
        """e-Factura has said something: what waits for it is looked at now, not minutes later."""
        documents = super().create(vals_list)
        waiting = documents.invoice_id.marketplace_document_ids.filtered(lambda d: d.state == "waiting").sudo()
        waiting.filtered("retry_at").retry_at = False
        waiting.account_id._wake()
        return documents
