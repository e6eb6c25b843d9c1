from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.fulfilment import ChangeKind


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    # ---- how far out the goods are ----

    def _stage(self):
        """``shelf`` while the goods only lie reserved, ``packing`` once somebody works on them, then ``gone``."""
        if any(self.sale_order_id.order_line.mapped("qty_delivered")) or self._handed_over():
            return "gone"
        return "packing" if self._packed() or self._awbs() else "shelf"

    def _busy(self):
        """The stage in words, or False while the goods only lie reserved."""
        stage = self._stage()
        if stage == "gone":
            names = self._shipped().mapped("name") or self._handed_over().mapped("display_name")
            return self.env._("shipped (%s)", ", ".join(names) or self.account_id.name)
        names = self._packed().mapped("name") or self._awbs().mapped("display_name")
        return stage == "packing" and self.env._("being packed (%s)", ", ".join(names))

    def _pickings(self):
        """The transfers that bring the goods to the customer, without what came back."""
        return self.sale_order_id.picking_ids.filtered(lambda p: p.state != "cancel" and p._is_towards_customer())

    def _shipped(self):
        return self._pickings().filtered(lambda p: p.state == "done" and p.location_dest_id.usage == "customer")

    def _packed(self):
        return (self._pickings() - self._shipped()).filtered(
            lambda p: (
                p.state == "done"
                or p.carrier_tracking_ref
                or any(p.move_ids.mapped("picked"))
                or p.move_line_ids.result_package_id
            )
        )

    def _awbs(self):
        """The AWBs to the customer that are good for a parcel."""
        return self.shipment_ids.filtered(
            lambda s: s.direction == "out" and s.state in ("unclear", "made") and s.progress != "cancelled"
        )

    def _handed_over(self):
        """The parcels that left and did not come back."""
        return self._awbs().filtered(
            lambda s: s._is_handed_over() and s.progress != "returned" and not s.return_id.received_at
        )

    # ---- cancelled at the platform ----

    def _follow_cancellation(self):
        """The platform cancelled: give the goods back at once, stop the packer, or expect them back.

        :return: what a person has to look at
        """
        self._drop_commands()
        complaints = []
        if self.sale_order_id.state != "cancel":
            stage = self._stage()
            if stage == "shelf":
                self._give_back()
            elif stage == "packing":
                complaints.append(self._packing_words())
            else:
                if not self._expected_since(self.cancelled_at):
                    self._expect_back()
                if self._expected_back():
                    complaints.append(self._expected_words())
        return complaints + self._invoices_to_correct()

    def _packing_words(self):
        return self.env._(
            "%(platform)s cancelled this order, but it is %(busy)s. Stop it, put the goods back on their shelf, and say "
            "so with «Goods are put back».",
            platform=self.account_id.name,
            busy=self._busy(),
        )

    def _expected_words(self):
        return self.env._(
            "%(platform)s cancelled this order, but it is %(busy)s. Stop the parcel, or take the goods in under Returns "
            "when they come back.",
            platform=self.account_id.name,
            busy=self._busy(),
        )

    def _give_back(self):
        """Cancel the sale order: its goods are free again, here and at all platforms."""
        sale = self.sale_order_id
        if sale.locked:
            sale.action_unlock()
        sale.with_context(marketplace_cancelled=True)._action_cancel()
        self._give_up_awbs()
        if not self.by_platform:
            self._void_stock("cancel")

    def _give_up_awbs(self):
        """No parcel leaves any more: what was not asked for yet is not, what was made is not handed over."""
        for shipment in self.shipment_ids.filtered(lambda s: s.direction == "out" and s.state in ("asked", "made")):
            shipment.command_ids.filtered(lambda c: c.state == "pending").state = "cancelled"
            if not shipment._is_handed_over() and not shipment.command_ids.filtered(lambda c: c.state == "sending"):
                shipment.state = "dropped"

    def _drop_commands(self):
        """Nobody takes over or changes an order that is cancelled; that the platform refused it is no trouble any more."""
        asked = self.command_ids.filtered(lambda c: c.state in ("pending", "unknown", "refused"))
        wished = asked.filtered(lambda c: c.kind == "change" and c.data["kind"] == ChangeKind.CANCEL.value)
        if unclear := wished.filtered(lambda c: c.state == "unknown"):
            unclear.write({"state": "done", "done_at": fields.Datetime.now(), "error": False})
        told = asked.filtered(
            lambda c: c.kind in ("acknowledge", "change") or c.kind == "split" and c.state != "unknown"
        )
        if waiting := told - unclear:
            waiting.write({"state": "cancelled", "error": False})

    def _invoices_standing(self):
        return self.sale_order_id.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice" and move.payment_state != "reversed"
        )

    def _invoices_to_correct(self):
        invoices = self._invoices_standing()
        if not invoices:
            return []
        return [self.env._("This order is cancelled, but invoiced: credit %s.", ", ".join(invoices.mapped("name")))]

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

    # ---- cancelled by the seller ----

    def _cancel(self, reason, words=""):
        """The seller cancels: the platform is told, and here the goods are given back, stopped or expected back.

        :param reason: a key of the provider's ``cancel_reasons``
        :param words: for our own people; stands on the sale order
        :raise UserError: the platform would refuse
        """
        self.ensure_one()
        self._change(ChangeKind.CANCEL, reason=reason)
        sale = self.sale_order_id
        if sale and sale.state != "cancel":
            stage = self._stage()
            if stage == "shelf":
                self._give_back()
            elif stage == "gone":
                self._expect_back()
            sale.message_post(body=self._cancel_note(reason, words))
        self._drop_complaint(self._cancelled_only_here())
        self._drop_complaint(self._asks_to_cancel())

    def _cancel_note(self, reason, words):
        with self.account_id._speaking():
            why = self.account_id._get_provider_class().cancel_reasons.get(reason, reason or "")
        return self.env._("Cancelled at %(platform)s: %(why)s", platform=self.account_id.name, why=why) + (
            f" ({words})" if words else ""
        )

    def _put_back(self):
        """The packer stopped and put the goods back: now the sale order is cancelled."""
        for order in self:
            if not order.stop_reason:
                raise UserError(self.env._("The order %s is not cancelled: it can go on.", order.external_id))
            if order._asks_only():
                raise UserError(self.env._("Decide first whether the order %s is cancelled.", order.external_id))
            words = order._packing_words()
            order._give_back()
            order._drop_complaint(words)

    def action_put_back(self):
        self._acting()._put_back()

    # ---- cancelled in Odoo ----

    def _can_cancel_there(self):
        """Whether the platform does not know yet, and can be told, that this order is cancelled."""
        return self.status not in ("cancelled", "returned") and not self._cancel_wish() and self._can_change_there()

    def _cancelled_only_here(self):
        return self.env._(
            "The sale order is cancelled, but %s is not told by itself: cancel the order there too.",
            self.account_id.name,
        )

    def _not_told(self):
        is_told = self._cancel_wish() or self._changes(ChangeKind.CANCEL)[:1].state == "refused"
        return [] if is_told else [self._cancelled_only_here()]

    def _sale_cancelled(self):
        """A person cancelled the sale order."""
        for order in self:
            if order.status == "cancelled" or order._cancel_wish():
                order._raise_problems(order._invoices_to_correct())
            else:
                order._drop_commands()
                order._raise_problems([order._cancelled_only_here(), *order._invoices_to_correct()])
