from odoo import models
from odoo.exceptions import UserError


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    def _delivered_elsewhere(self):
        """Nobody here packs what the platform ships itself: it is delivered in Odoo when the platform says so.

        From the warehouse kept for the platform, if there is one; else the sale lines alone say it, and no stock moves.

        :return: what a person has to look at
        """
        sale = self.sale_order_id
        if not self.by_platform or self.status not in ("shipped", "returned") or sale.state != "sale":
            return []
        if sale.marketplace_no_stock:
            for line in sale.order_line:
                if line.qty_delivered_method == "manual" and line.qty_delivered != line.product_uom_qty:
                    line.qty_delivered = line.product_uom_qty
            return []
        pickings = sale.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        try:
            with self.env.cr.savepoint():
                for move in pickings.move_ids.filtered(lambda move: move.state not in ("done", "cancel")):
                    move.write({"quantity": move.product_uom_qty, "picked": True})
                pickings.with_context(skip_sms=True)._action_done()
        except UserError as error:
            return [self.env._("%(platform)s shipped this order: %(why)s", platform=self.account_id.name, why=error)]
        return []
