from odoo import models
from odoo.exceptions import UserError


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    # ---- cancelled at the platform ----

    def _follow_cancellation(self):
        """The platform cancelled: give the goods back at once, unless they are on their way out already.

        :return: what a person has to look at
        """
        self._drop_acknowledgement()
        sale = self.sale_order_id
        if sale.state != "cancel":
            if busy := self._busy():
                return [
                    self.env._(
                        "%(platform)s cancelled this order, but it is %(busy)s. Stop the parcel or expect it back; "
                        "then cancel the sale order or take the goods in as a return.",
                        platform=self.account_id.name,
                        busy=busy,
                    )
                ]
            if sale.locked:
                sale.action_unlock()
            sale.with_context(marketplace_cancelled=True)._action_cancel()
            if not self.by_platform:
                self._void_stock("cancel")
        return self._invoices_to_correct()

    def _drop_acknowledgement(self):
        """Nobody takes over an order that is cancelled; that the platform refused it is no trouble any more."""
        waiting = self.command_ids.filtered(
            lambda c: c.kind == "acknowledge" and c.state in ("pending", "unknown", "refused")
        )
        if waiting:
            waiting.write({"state": "cancelled", "error": False})

    def _invoices_to_correct(self):
        invoices = self.sale_order_id.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice" and move.payment_state != "reversed"
        )
        if not invoices:
            return []
        return [self.env._("This order is cancelled, but invoiced: credit %s.", ", ".join(invoices.mapped("name")))]

    def _busy(self):
        """How far out the goods are, in words, or False while they only lie reserved."""
        pickings = self.sale_order_id.picking_ids.filtered(lambda picking: picking.state != "cancel")
        shipped = pickings.filtered(lambda p: p.state == "done" and p.location_dest_id.usage == "customer")
        if shipped or any(self.sale_order_id.order_line.mapped("qty_delivered")):
            return self.env._("shipped (%s)", ", ".join(shipped.mapped("name")) or self.account_id.name)
        packed = pickings.filtered(
            lambda p: (
                p.state == "done"
                or p.carrier_tracking_ref
                or any(p.move_ids.mapped("picked"))
                or p.move_line_ids.result_package_id
            )
        )
        return packed and self.env._("being packed (%s)", ", ".join(packed.mapped("name")))

    # ---- cancelled, and alive again ----

    def _follow_return_to_life(self, data):
        """The platform took its cancellation back (eMAG: within 48 hours): confirm and reserve again, if possible."""
        sale = self.sale_order_id
        try:
            with self.env.cr.savepoint():
                sale.action_draft()
                if complaints := self._follow_places(data) + self._follow_lines(data, retotal=True):
                    raise UserError("\n".join(complaints))
                sale.action_confirm()
        except UserError as error:
            return [
                self.env._(
                    "%(platform)s took its cancellation back, but the sale order cannot be confirmed again: %(why)s",
                    platform=self.account_id.name,
                    why=error,
                )
            ]
        self._reserve()
        self._check_cover()
        self._settle(data)
        return []

    # ---- cancelled in Odoo ----

    def _cancelled_only_here(self):
        return self.env._(
            "The sale order is cancelled, but %s is not told by itself: cancel the order there too.",
            self.account_id.name,
        )

    def _sale_cancelled(self):
        """A person cancelled the sale order."""
        for order in self:
            if order.status == "cancelled":
                order._raise_problems(order._invoices_to_correct())
            else:
                order._drop_acknowledgement()
                order._raise_problems([order._cancelled_only_here(), *order._invoices_to_correct()])
