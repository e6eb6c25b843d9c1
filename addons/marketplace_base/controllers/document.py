from odoo import http
from odoo.http import request

from .serving import TO_PLATFORMS, file_response


class MarketplaceDocumentController(http.Controller):
    @http.route("/marketplace/document/<int:document_id>/<string:token>.pdf", **TO_PLATFORMS)
    def document(self, document_id, token):
        """A customer's paper for the platform that was told its address; 404 for everybody else."""
        raw = request.env["marketplace.document"].sudo().browse(document_id)._served(token)
        private = (("Cache-Control", "private, no-store"), ("X-Robots-Tag", "noindex"))
        return file_response(raw, "application/pdf", *private)
