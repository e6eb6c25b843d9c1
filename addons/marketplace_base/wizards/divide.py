from odoo import fields, models


class MarketplaceDivide(models.TransientModel):
    """A package is divided into several."""

    _name = "marketplace.divide"
    _description = "Divide a Package"

    order_id = fields.Many2one("marketplace.order", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many("marketplace.divide.line", "wizard_id")


class MarketplaceDivideLine(models.TransientModel):
    """Goods of a package that is divided."""

    _name = "marketplace.divide.line"
    _description = "Goods of a Package to Divide"

    wizard_id = fields.Many2one("marketplace.divide", required=True, ondelete="cascade")
    order_line_id = fields.Many2one("marketplace.order.line", required=True, readonly=True, ondelete="cascade")
