from odoo import http
from odoo.http import request


class MarketplaceDocumentController(http.Controller):
    @http.route(
        "/marketplace/document/<int:document_id>/<string:token>.pdf",
        type="http",
        auth="none",
        methods=["GET"],
        csrf=False,
        save_session=False,
        readonly=True,
    )
    def document(self, document_id, token):
        """A customer's paper for the platform that was told its address; 404 for everybody else."""
        raw = request.env["marketplace.document"].sudo().browse(document_id)._served(token)
        if raw is None:
            return request.make_response("", status=404)
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", str(len(raw))),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Robots-Tag", "noindex"),
        ]
        return request.make_response(raw, headers=headers)
