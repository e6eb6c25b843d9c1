from contextlib import contextmanager

from odoo import models
from odoo.fields import Command

from .order_apply import differing
from .order_sale import ROUNDING


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    def _follow_lines(self, data, retotal=False):
        """Quantities, new lines and prices of an imported order as the platform has them now.

        :param retotal: the platform's total is another one than before
        :return: what a person has to look at
        """
        rows = self._mirror_lines(data)
        wanted = self._not_yet_sold(data)
        complaints, events, coming = [], set(), rows.browse()
        with self._unlocked():
            for row in rows:
                if complaint := row._refusal():
                    complaints.append(complaint)
                elif row._is_coming_back():
                    coming |= row
                elif row._wanted() != row.applied:
                    events.add(row._carry_over())
            if wanted:
                self._add_lines(data, wanted)
                events.add("order")
            if not complaints and not coming:
                complaints += self._follow_total(data, retotal or bool(events))
        if coming:
            self._expect_lines_back(coming)
        if events:
            self._stock_moved(events)
        return complaints

    @contextmanager
    def _unlocked(self):
        """A locked order is locked for people; the platform's changes are facts."""
        sale = self.sale_order_id
        locked = sale.locked
        if locked:
            sale.action_unlock()
        yield
        if locked:
            sale.action_lock()

    def _stock_moved(self, events):
        self._reserve()
        self._check_cover()
        if not self.by_platform:
            for event in sorted(events):
                self._void_stock(event)

    def _mirror_lines(self, data):
        """Bring the rows up to date; one the platform no longer shows is cancelled. Returns those sold here."""
        shown = {line.key: line for line in data.lines}
        rows = self.line_ids.filtered(lambda row: row.kind != ROUNDING)
        for row in rows:
            line = shown.get(row.external_id)
            if vals := differing(row, self._line_mirrored(line) if line else {"cancelled": True, "quantity": 0.0}):
                row.write(vals)
        if news := [line for line in data.lines if line.key not in rows.mapped("external_id")]:
            self._create_lines(news, {}, {})
        return rows.filtered("sale_line_id")

    def _not_yet_sold(self, data):
        """The lines to deliver that have no sale line: added by the platform, or taken up again."""
        sold = set(self.line_ids.filtered("sale_line_id").mapped("external_id"))
        return [line for line in data.lines if self._to_deliver(line) and line.key not in sold]

    def _add_lines(self, data, wanted):
        known = self.env["marketplace.mapping"]._of(self.account_id)
        products = self._find_products(self.account_id, wanted, known)
        made = self._create_sale_lines(wanted, products, self._taxes(wanted, products, known))
        rows = self.line_ids.grouped("external_id")
        for line in wanted:
            product, offer = products[line.key]
            rows[line.key].write(
                {
                    "product_id": product.id,
                    "offer_id": offer and offer.id,
                    "sale_line_id": made[line.key].id,
                    "applied": self._to_deliver(line),
                }
            )

    def _follow_total(self, data, changed):
        """Prices of confirmed lines stay, unless the platform's total is another one and nothing is invoiced yet."""
        target = self.currency_id.round(float(data.total))
        if self._total_in_odoo() == target:
            return []
        if not changed:  # somebody changed the sale order here
            return [self._wrong_total(target)]
        if self.sale_order_id.invoice_ids.filtered(lambda move: move.state != "cancel"):
            return [f"{self._wrong_total(target)} {self.env._('It is invoiced already: correct the invoice.')}"]
        known = self.env["marketplace.mapping"]._of(self.account_id)
        shown = {line.key: line for line in data.lines}
        rows = self.line_ids.filtered(lambda row: row.sale_line_id and row.external_id in shown)
        products = {row.external_id: (row.product_id, row.offer_id) for row in rows}
        taxes = self._taxes([shown[row.external_id] for row in rows], products, known)
        for row in rows:
            line = shown[row.external_id]
            vals = {"price_unit": float(line.unit_price), "tax_ids": [Command.set(taxes[line.tax_rate].ids)]}
            if differing(row.sale_line_id, {"price_unit": vals["price_unit"], "tax_ids": taxes[line.tax_rate]}):
                row.sale_line_id.write(vals)
        wrong = self._round(data, known)
        return [wrong] if wrong else []


class MarketplaceOrderLine(models.Model):
    _inherit = "marketplace.order.line"

    def _wanted(self):
        """The quantity the platform wants delivered."""
        return 0.0 if self.cancelled else self.quantity

    def _refusal(self):
        """Why the sale line cannot, or must not, have the platform's quantity; False when it has it or may get it."""
        sale_line, wanted = self.sale_line_id, self._wanted()
        current = sale_line.product_uom_qty
        if current == wanted or self._is_asked_by_us():
            return False
        texts = {"product": self.name, "platform": self.order_id.account_id.name, "old": current, "new": wanted}
        if wanted == self.applied:
            return self.env._("%(product)s: the sale order has %(old)g, %(platform)s %(new)g.", **texts)
        if wanted < sale_line.qty_delivered:
            return self.env._(
                "%(platform)s reduced %(product)s from %(old)g to %(new)g after it was delivered.", **texts
            )
        if wanted < sale_line.qty_invoiced:
            return self.env._(
                "%(platform)s reduced %(product)s from %(old)g to %(new)g after it was invoiced.", **texts
            )
        if wanted < current and (wanted < self._off_the_shelf() or any(self._open_moves().mapped("picked"))):
            return self.env._(
                "%(platform)s reduced %(product)s from %(old)g to %(new)g while it is being packed.", **texts
            )
        return False

    def _open_moves(self):
        return self.sale_line_id.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))

    def _off_the_shelf(self):
        """What has left its shelf: with several delivery steps, more than what was delivered."""
        outgoing, _incoming = self.sale_line_id._get_outgoing_incoming_moves(strict=False)
        return sum(move.product_qty for move in outgoing if move.state == "done")

    def _carry_over(self):
        """Give the sale line the platform's quantity; Odoo moves demand and reservation along.

        :return: what this means for the platform's own stock figure, as in ``Provider.stock_moves_on``
        """
        wanted, event = self._wanted(), "cancel" if self._wanted() < self.applied else "order"
        if self._is_asked_by_us():
            self._open_moves().picked = False  # packed again with what is left
        before = self.sale_line_id.move_ids
        if self.sale_line_id.product_uom_qty != wanted:
            self.sale_line_id.product_uom_qty = wanted
        self.applied = wanted
        strays = (self.sale_line_id.move_ids - before).filtered(
            lambda m: m.state != "cancel" and m.location_id.usage == "customer"
        )
        if strays:
            raise ValueError(self.env._("Odoo would take %s back instead of delivering less of it.", self.name))
        return event
