from odoo import fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """What is cancelled does not leave the house, and what leaves it is what was ordered (G19)."""

    _inherit = "stock.picking"

    marketplace_stop_reason = fields.Text(related="marketplace_order_id.stop_reason", string="Why it is stopped")
    marketplace_is_off = fields.Boolean(related="marketplace_order_id.is_off")
    marketplace_can_cancel = fields.Boolean(related="marketplace_order_id.can_cancel")

    def _is_towards_customer(self):
        """Not what comes back from the customer, nor what is put back on its shelf."""
        self.ensure_one()
        return (
            self.location_id.usage != "customer"
            and self.picking_type_id.code in ("outgoing", "internal")
            and not self.return_id
            and not self.move_ids.origin_returned_move_id
        )

    def _marketplace_guard(self):
        """:raise UserError: the order is cancelled, or its cancellation is not decided yet"""
        outgoing = self.filtered(lambda p: p.marketplace_order_id and p._is_towards_customer())
        outgoing.sudo().marketplace_order_id._refuse_stopped()

    def button_validate(self):
        self._marketplace_guard()
        return super().button_validate()

    def _action_done(self):
        self._marketplace_guard()
        return super()._action_done()

    def _pre_action_done_hook(self):
        result = super()._pre_action_done_hook()
        self._marketplace_check_contents()
        return result

    # ---- partial or wrong deliveries ----

    def _marketplace_check_contents(self):
        """:raise UserError: more, or something else, would leave than was ordered; or less, where that is not allowed"""
        for picking in self:
            order = picking.sudo().marketplace_order_id
            if not order or not picking._is_towards_customer():
                continue
            if wrong := picking._marketplace_wrong():
                raise UserError(
                    self.env._(
                        "%(picking)s does not hold what the customer ordered:\n%(wrong)s",
                        picking=picking.name,
                        wrong="\n".join(wrong),
                    )
                )
            missing = picking._marketplace_missing()
            if missing and not order.account_id.partial_allowed:
                raise UserError(
                    self.env._(
                        "%(account)s expects the order %(order)s whole, but of %(picking)s this is missing:\n%(missing)s\n"
                        "Pick the rest, or take it off the order with «Change quantities». "
                        "Partial deliveries can be allowed on the account.",
                        account=order.account_id.name,
                        order=order.external_id,
                        picking=picking.name,
                        missing="\n".join(missing),
                    )
                )

    def _marketplace_moves(self):
        return self.move_ids.filtered(
            lambda m: m.state not in ("done", "cancel") and m.location_dest_usage != "inventory"
        )

    def _marketplace_wrong(self):
        """The goods that were not ordered, or not so many of them; in words."""
        wrong = []
        for move in self._marketplace_moves():
            wanted, picked = move.product_uom_qty, move._marketplace_picked()
            if move.product_uom.compare(picked, wanted) > 0:
                texts = {"product": move.product_id.display_name, "picked": picked, "wanted": wanted}
                wrong.append(self.env._("%(product)s: %(picked)g instead of %(wanted)g", **texts))
        return wrong

    def _marketplace_missing(self):
        """What was ordered and is not picked; in words."""
        missing = []
        for move in self._marketplace_moves():
            lacking = move.product_uom_qty - move._marketplace_picked()
            if move.product_uom.compare(lacking, 0) > 0:
                missing.append(
                    self.env._("%(product)s: %(lacking)g", product=move.product_id.display_name, lacking=lacking)
                )
        return missing

    # ---- the packer is, or was stopped ----

    def action_marketplace_cancel(self):
        """The page on which the seller cancels these orders."""
        return self.marketplace_order_id.action_cancel_orders()

    def action_marketplace_put_back(self):
        """The goods are on their shelf again: whoever packs may say so."""
        self.check_access("write")
        self.sudo().marketplace_order_id._put_back()


class StockMove(models.Model):
    _inherit = "stock.move"

    def _marketplace_picked(self):
        """What leaves with this move when it is validated now."""
        return self._get_picked_quantity() if self.picked else 0.0


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def action_put_in_pack(self, **kwargs):
        self.picking_id._marketplace_guard()
        return super().action_put_in_pack(**kwargs)
