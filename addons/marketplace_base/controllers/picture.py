from odoo import http
from odoo.http import request

KEPT = 30 * 24 * 3600  # seconds a picture may be kept by whoever fetched it: another picture has another address


class MarketplacePictureController(http.Controller):
    @http.route(
        "/marketplace/picture/<int:attachment_id>/<string:token>.jpg",
        type="http",
        auth="none",
        methods=["GET"],
        csrf=False,
        save_session=False,
        readonly=True,
    )
    def picture(self, attachment_id, token):
        """A product's picture for the platform that was told its address; 404 for everybody else."""
        served = request.env["ir.attachment"].sudo().browse(attachment_id)._marketplace_served(token)
        if served is None:
            return request.make_response("", status=404)
        raw, mimetype = served
        headers = [
            ("Content-Type", mimetype),
            ("Content-Length", str(len(raw))),
            ("Cache-Control", f"public, max-age={KEPT}, immutable"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(raw, headers=headers)
