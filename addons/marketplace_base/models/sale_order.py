from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    marketplace_order_id = fields.Many2one("marketplace.order", readonly=True, copy=False, ondelete="restrict")
    marketplace_account_id = fields.Many2one(
        related="marketplace_order_id.account_id", string="Marketplace", store=True, index="btree_not_null"
    )
    marketplace_platform = fields.Selection(related="marketplace_order_id.platform", string="Platform", store=True)
    marketplace_ship_by = fields.Datetime(related="marketplace_order_id.ship_by", string="Ship by")
    marketplace_pickup_point_name = fields.Char(related="marketplace_order_id.pickup_point_name", string="Locker")
    marketplace_shipment_count = fields.Integer(related="marketplace_order_id.shipment_count", string="AWBs")
    marketplace_note = fields.Text(related="marketplace_order_id.note", string="Customer's note")
    marketplace_problem = fields.Text(related="marketplace_order_id.problem", string="Problem")
    marketplace_no_stock = fields.Boolean(
        "No stock of ours",
        readonly=True,
        copy=False,
        help="The platform ships this order from its own warehouse: nothing moves here.",
    )
    client_order_ref = fields.Char(index="trigram")

    _marketplace_order = models.UniqueIndex(
        "(marketplace_order_id) WHERE marketplace_order_id IS NOT NULL",
        "This marketplace order has a sale order already.",
    )

    @property
    def _rec_names_search(self):
        # a customer on the phone names the platform's number
        return [*super()._rec_names_search, "client_order_ref"]

    def _prepare_confirmation_values(self):
        values = super()._prepare_confirmation_values()
        if all(self.mapped("marketplace_order_id")):
            values.pop("date_order", None)  # the customer ordered when the platform says
        return values

    def _action_cancel(self):
        result = super()._action_cancel()
        if not self.env.context.get("marketplace_cancelled"):
            self.marketplace_order_id.sudo()._sale_cancelled()
        return result

    def _get_update_prices_lines(self):
        return super()._get_update_prices_lines().filtered(lambda line: not line.marketplace_kind)

    def _get_invoice_grouping_keys(self):
        # a platform wants one invoice for each order, whoever bought
        return [*super()._get_invoice_grouping_keys(), "marketplace_order_id"]

    def action_marketplace_calls(self):
        """What was said to and by the platform about this order."""
        self.ensure_one()
        return self.marketplace_order_id.action_calls()

    # ---- AWBs ----

    def _marketplace_orders(self):
        """The marketplace orders of these, for whoever may see them.

        :raise UserError: none of them is one
        """
        self.check_access("read")
        if not self.marketplace_order_id:
            raise UserError(self.env._("This is not a marketplace order."))
        return self.marketplace_order_id

    def action_marketplace_ship(self):
        return self._marketplace_orders().action_ship()

    def action_marketplace_ship_options(self):
        return self._marketplace_orders().action_ship_options()

    def action_marketplace_print_labels(self):
        return self._marketplace_orders().action_print_labels()

    def action_marketplace_shipments(self):
        return self._marketplace_orders().action_shipments()
