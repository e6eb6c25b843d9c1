from odoo import api, fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    marketplace_kind = fields.Selection(
        selection=lambda self: self.env["marketplace.order.line"]._fields["kind"].selection,
        string="Marketplace line",
        readonly=True,
        copy=False,
        help="The price and the tax of this line are the platform's: what the customer agreed to there.",
    )

    # What the customer pays was agreed at the platform: price lists, quantities and fiscal positions do not change it.
    # Lines that a person adds to such an order are priced as on any other.

    def _free_to_price(self):
        return self.filtered(lambda line: not line.marketplace_kind)

    def _compute_price_unit(self):
        return super(SaleOrderLine, self._free_to_price())._compute_price_unit()

    def _compute_discount(self):
        return super(SaleOrderLine, self._free_to_price())._compute_discount()

    def _compute_tax_ids(self):
        return super(SaleOrderLine, self._free_to_price())._compute_tax_ids()

    def _compute_pricelist_item_id(self):
        free = self._free_to_price()
        (self - free).pricelist_item_id = False
        return super(SaleOrderLine, free)._compute_pricelist_item_id()

    def _can_be_invoiced_alone(self):
        return super()._can_be_invoiced_alone() and self.marketplace_kind in (False, "product")

    # ---- orders the platform ships from its own warehouse ----

    @api.depends("order_id.marketplace_no_stock")
    def _compute_qty_delivered_method(self):
        super()._compute_qty_delivered_method()
        self.filtered("order_id.marketplace_no_stock").qty_delivered_method = "manual"

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        lines = self.filtered(lambda line: not line.order_id.marketplace_no_stock)
        return super(SaleOrderLine, lines)._action_launch_stock_rule(previous_product_uom_qty=previous_product_uom_qty)
