from odoo import fields, models


class MarketplaceOrder(models.Model):
    """What was made of an order: its parcels, papers and returns."""

    _name = "marketplace.order"
    _inherit = ["marketplace.order", "marketplace.commanded"]

    shipment_ids = fields.One2many("marketplace.shipment", "order_id", readonly=True)
    document_ids = fields.One2many("marketplace.document", "order_id", readonly=True)
    return_ids = fields.One2many("marketplace.return", "order_id", readonly=True)
    alert_ids = fields.One2many("marketplace.alert.sent", "order_id", readonly=True)
    finalised_at = fields.Datetime(readonly=True, help="When it was first seen finalised at the platform.")
    cancelled_at = fields.Datetime(readonly=True, help="When it was first seen cancelled at the platform.")

    _taken_over = models.Index("(acknowledged_at) WHERE acknowledged_at IS NOT NULL")
    _cancelled = models.Index("(cancelled_at) WHERE cancelled_at IS NOT NULL")

    def _command_call(self, provider, command):
        if command.kind == "acknowledge":
            return provider.acknowledge(command.key)
        return super()._command_call(provider, command)

    def _command_done(self, command, result):
        if command.kind == "acknowledge":
            self._acknowledged()
        return super()._command_done(command, result)
