from odoo import http
from odoo.http import request

from .serving import TO_PLATFORMS, file_response

KEPT = 30 * 24 * 3600  # seconds a picture may be kept by whoever fetched it: another picture has another address


class MarketplacePictureController(http.Controller):
    @http.route("/marketplace/picture/<int:attachment_id>/<string:token>.jpg", **TO_PLATFORMS)
    def picture(self, attachment_id, token):
        """A product's picture for the platform that was told its address; 404 for everybody else."""
        served = request.env["ir.attachment"].sudo().browse(attachment_id)._marketplace_served(token)
        raw, mimetype = served or (None, None)
        return file_response(raw, mimetype, ("Cache-Control", f"public, max-age={KEPT}, immutable"))
