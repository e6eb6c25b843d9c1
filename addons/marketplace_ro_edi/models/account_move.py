from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    @property
    def _marketplace_waits_for_edi(self):
        """Only invoices of a Romanian company to somebody in Romania go there."""
        both = {self.company_id.account_fiscal_country_id.code, self.commercial_partner_id.country_id.code or "RO"}
        return self.marketplace_order_id.account_id.invoice_after_edi and both == {"RO"}

    def _marketplace_hold_reason(self):
        """e-Factura has to accept the invoice first, if the account says so."""
        if self._marketplace_waits_for_edi and self.l10n_ro_edi_state != "invoice_validated":
            return self.env._("It waits for e-Factura to accept it.")
        return super()._marketplace_hold_reason()

    def _marketplace_refused_reason(self):
        if self._marketplace_waits_for_edi and self.l10n_ro_edi_state == "invoice_refused":
            why = self.l10n_ro_edi_document_ids.sorted()[:1].message
            return self.env._("e-Factura refused %(invoice)s: %(why)s", invoice=self.name, why=why or "")
        return super()._marketplace_refused_reason()
