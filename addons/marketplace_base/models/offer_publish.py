from odoo import fields, models


class MarketplaceOffer(models.Model):
    """An offer of ours on its way to the platform's catalogue (C4-C8). Its documentation is sent until it is approved."""

    _inherit = "marketplace.offer"

    listed = fields.Boolean(
        default=True, readonly=True, help="The platform knows this offer; before that, no stock or price is sent."
    )
    publish_state = fields.Selection(
        [
            ("incomplete", "Something is missing"),
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("review", "In review"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        readonly=True,
        index="btree_not_null",
    )
    publish_error = fields.Text("What is wrong with the documentation", readonly=True)
    publish_tries = fields.Integer(readonly=True)
    publish_retry_at = fields.Datetime(readonly=True)
    published_at = fields.Datetime("Documentation sent", readonly=True)
    reviewed_at = fields.Datetime("State of the documentation read", readonly=True)
