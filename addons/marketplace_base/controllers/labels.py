from odoo import http
from odoo.http import content_disposition, request

from .serving import file_response


class MarketplaceLabelController(http.Controller):
    @http.route(
        "/marketplace/labels/<string:ids>", type="http", auth="user", methods=["GET"], readonly=True, save_session=False
    )
    def labels(self, ids, form=None):
        """The labels of these AWBs as one file, for whoever may see them: PDF in the browser, ZPL as a download."""
        numbers = [int(number) for number in ids.split(",") if number.isdecimal()]
        shipments = request.env["marketplace.shipment"].search([("id", "in", numbers)])
        shipments = shipments.sorted(lambda shipment: numbers.index(shipment.id))
        content, mimetype, name = shipments._printed(form)
        if not content:
            return request.not_found()
        shown = {"disposition_type": "inline"} if mimetype == "application/pdf" else {}
        return file_response(content, mimetype, ("Content-Disposition", content_disposition(name, **shown)))
