from odoo import models

from ..lib.clock import utcnow
from ..lib.types import OrderStatus
from .order_apply import differing, naive


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    def _update(self, data):
        """The platform shows an order that is in Odoo already: follow it as far as Odoo's documents allow.

        What was delivered, packed or invoiced is never undone; a person is told instead. The same data twice change
        nothing.
        """
        self.ensure_one()
        was_cancelled = self.status == "cancelled"
        old_places, old_total, sale = self.places, self.total, self.sale_order_id
        self._mirror(data)
        complaints = self._complaints(data)
        if data.status is OrderStatus.CANCELLED:
            complaints += self._follow_cancellation()
        elif sale.state == "cancel":
            complaints += self._follow_return_to_life(data) if was_cancelled else self._not_told()
        else:
            if was_cancelled:
                self._expect_no_more()
            if sale.state != "sale":
                complaints.append(self.env._("The sale order was made a quotation again: confirm it."))
            if self.places != old_places:
                complaints += self._follow_places(data)
            complaints += self._follow_lines(data, retotal=self.total != old_total)
        complaints += self._delivered_elsewhere()
        self._raise_problems(complaints)

    def _mirror(self, data):
        vals = differing(self, self._mirrored(self.account_id, data))
        if "ship_by" in vals and self.sale_order_id.commitment_date == self.ship_by:
            # before any quantity moves: Odoo merges moves of one deadline only
            self.sale_order_id.commitment_date = naive(data.ship_by)
        if vals:
            self.write(vals)
        if ("status_label" in vals or "status" in vals) and self.status in ("shipped", "returned"):
            self._parcels_moved()

    def _parcels_moved(self):
        """An order that moved may have moved with its parcels: they are looked at at once, not when their turn comes."""
        parcels = self.shipment_ids.filtered(lambda s: s.direction == "out" and s.ref and s.follow_at)
        parcels.write({"hinted_at": utcnow(), "follow_at": utcnow()})

    # ---- what a person has to look at ----

    def _complaints(self, data):
        """What is wrong with the order as the platform shows it, whatever became of it in Odoo."""
        _vat, complaint = self.env["marketplace.customer"]._tax_number(self.account_id, data)
        complaints = [*([complaint] if complaint else []), *data.complaints]
        if data.cancel_requested and data.status is not OrderStatus.CANCELLED:
            complaints.append(self._asks_to_cancel())
        return complaints

    def _raise_problems(self, complaints):
        """Show these problems and no others, without those a person has ticked off."""
        solved = (self.problem_solved or "").split("\n")
        text = "\n".join(complaint for complaint in complaints if complaint not in solved) or False
        if self.problem != text:
            self.problem = text

    def action_problem_solved(self):
        """A person has dealt with what stands here; it is not raised again."""
        for order in self._acting().filtered("problem"):
            order.write(
                {
                    "problem": False,
                    "problem_solved": "\n".join(filter(None, (order.problem_solved, order.problem))),
                }
            )

    # ---- customer and addresses ----

    def _follow_places(self, data):
        """The platform changed the customer or an address."""
        sale = self.sale_order_id
        partner, invoice, delivery = self.env["marketplace.customer"]._partners(self.account_id, data)
        vals, complaints = {}, []
        if (partner, invoice) != (sale.partner_id, sale.partner_invoice_id):
            if sale.invoice_ids.filtered(lambda move: move.state != "cancel"):
                complaints.append(
                    self.env._("%s changed the invoice address after it was invoiced.", self.account_id.name)
                )
            else:
                # what depends on the customer was decided at the import; only who it is changes
                vals = {"partner_id": partner.id, "partner_invoice_id": invoice.id, "partner_shipping_id": delivery.id}
                vals |= {
                    name: sale[name].id for name in ("user_id", "team_id", "payment_term_id", "fiscal_position_id")
                }
        if delivery != sale.partner_shipping_id:
            if busy := self._busy():
                complaints.append(
                    self.env._(
                        "%(platform)s changed the delivery address to: %(address)s. The order is %(busy)s.",
                        platform=self.account_id.name,
                        address=delivery._display_address(without_company=True).replace("\n", ", "),
                        busy=busy,
                    )
                )
                vals.pop("partner_shipping_id", None)
            else:
                vals["partner_shipping_id"] = delivery.id
        if vals:
            # with it the open transfers get the new address, instead of a note that somebody should change it
            sale.with_context(update_delivery_shipping_partner=True).write(vals)
        return complaints
