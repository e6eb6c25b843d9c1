import hashlib
import json
from dataclasses import asdict
from datetime import UTC

from odoo import api, models
from odoo.exceptions import UserError

from ..lib.clock import utcnow
from ..lib.types import LineKind, OrderStatus
from .incoming_order import NotReady
from .order_partner import QUIET


def naive(moment):
    """An aware time as Odoo's columns hold it."""
    return moment and moment.astimezone(UTC).replace(tzinfo=None, microsecond=0) or False


def differing(record, vals):
    """The part of ``vals`` that would change the record, so that what is known already is not written again."""

    def same(name, value):
        field = record._fields[name]
        return field.convert_to_record(field.convert_to_cache(value, record), record) == record[name]

    return {name: value for name, value in vals.items() if not same(name, value)}


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    @api.model
    def _apply(self, incoming, data):
        """Work an understood order into Odoo; called in a savepoint, so everything or nothing.

        :return: whether anything was made of it, and a note for the operator or False
        :raise NeedsPerson: a person has to link or to decide something first
        :raise NotReady: the platform has not finished the order
        """
        account = incoming.account_id
        orders = self.with_company(account.company_id).with_context(**QUIET)
        order = orders.search([("account_id", "=", account.id), ("external_id", "=", data.key)])
        if order:
            order._update(data)
            order.invalidate_recordset(["uncovered"])
            note = order.uncovered and order.uncovered_reason
        elif reason := self._reason_to_leave(account, data):
            return False, reason
        elif not data.complete:
            raise NotReady(self.env._("The platform still collects the details of this order."))
        else:
            order = orders._import(incoming, data)
            note = order.uncovered_reason
        if incoming.order_id != order:
            incoming.order_id = order
        return True, note

    @api.model
    def _reason_to_leave(self, account, data):
        """Why an order that is not in Odoo yet is not to be imported at all, or False."""
        if data.status is OrderStatus.CANCELLED:
            return self.env._("Cancelled before it was imported.")
        if data.status is OrderStatus.RETURNED:
            return self.env._("Returned before it was imported.")
        is_old = account.orders_since and naive(data.placed_at) < account.orders_since
        if is_old and data.status is not OrderStatus.NEW and not self._origins_of(account, data):
            return self.env._("Taken over elsewhere before this account was connected.")
        if data.complete and not any(line.kind is LineKind.PRODUCT and self._to_deliver(line) for line in data.lines):
            return self.env._("Nothing of it is left to deliver.")
        return False

    @api.model
    def _to_deliver(self, line):
        return 0.0 if line.cancelled else float(line.quantity)

    # ---- a new order ----

    @api.model
    def _import(self, incoming, data):
        account = incoming.account_id
        known = self.env["marketplace.mapping"]._of(account)
        lines = [line for line in data.lines if self._to_deliver(line)]
        products = self._find_products(account, lines, known)
        order = self.create(
            self._mirrored(account, data)
            | {"account_id": account.id, "external_id": data.key, "notified_at": incoming.notified_at}
        )
        order.sale_order_id = self.env["sale.order"].create(order._sale_values(data, known))
        made = order._create_sale_lines(lines, products, order._taxes(lines, products, known))
        order._create_lines(data.lines, products, made)
        if wrong := order._round(data, known):
            raise UserError(wrong)
        order.sale_order_id.action_confirm()
        order._reserve()
        order._check_cover()
        order._settle(data)
        order._raise_problems(order._complaints(data) + order._delivered_elsewhere())
        order.imported_at = utcnow()
        return order

    def _settle(self, data):
        """What the platform moved by itself, and what it must hear, once the sale order stands."""
        if self.by_platform:
            return
        self._void_stock("order")
        if data.status is OrderStatus.NEW and "acknowledge" in self.account_id._get_provider_class().capabilities:
            command = self.env["marketplace.command"]._ask(self.account_id, "acknowledge", self.external_id, self)
            if command.state == "cancelled":
                command.write({"state": "pending", "retry_at": False, "error": False})

    @api.model
    def _mirrored(self, account, data):
        """What this record repeats of the platform's order."""
        return {
            "status": data.status.value,
            "status_label": data.status_label or False,
            "number": data.number or False,
            "by_platform": data.by_platform,
            "currency_id": self._currency(account, data.currency).id,
            "total": float(data.total),
            "customer_name": data.customer.name or False,
            "customer_phone": data.delivery.phone or data.customer.phone or False,
            "payment_kind": data.payment.kind,
            "payment_method": data.payment.method or False,
            "is_paid": data.payment.is_paid,
            "collected": float(data.payment.collected or 0),
            "delivery_method": data.delivery_method or False,
            "pickup_point": data.delivery.pickup_point or False,
            "pickup_point_name": data.delivery.pickup_point_name or False,
            "note": data.note or False,
            "cancel_requested": data.cancel_requested,
            "cancel_reason": data.cancel_reason or False,
            "extra": data.extra or False,
            "delivery_place": asdict(data.delivery),
            "placed_at": naive(data.placed_at),
            "modified_at": naive(data.modified_at),
            "ship_by": naive(data.ship_by),
            "places": self._fingerprint(data.customer, data.billing, data.delivery),
        }

    @api.model
    def _fingerprint(self, *records):
        """Tells whether customer and addresses are the same as last time; made-up e-mail addresses do not count."""
        said = [{name: str(v) for name, v in asdict(record).items() if v and name != "email"} for record in records]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @api.model
    def _currency(self, account, code):
        if code == account.currency_id.name:
            return account.currency_id
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", code)])
        if not currency:
            raise ValueError(self.env._("the currency %s is not known", code))
        return currency

    @api.model
    def _line_mirrored(self, line):
        return {
            "kind": line.kind.value,
            "name": line.name or line.sku or line.key,
            "ordered": float(line.ordered),
            "quantity": float(line.quantity),
            "returned": float(line.returned),
            "cancelled": line.cancelled,
            "unit_price": float(line.unit_price),
            "tax_rate": float(line.tax_rate * 100),
            "paid_by": line.paid_by or False,
        }

    def _create_lines(self, lines, products, made):
        """The rows of these lines; ``made`` are the sale lines of those that are to be delivered, by key."""
        empty = self.env["product.product"], None
        vals_list = []
        for line in lines:
            product, offer = products.get(line.key, empty)
            sale_line = made.get(line.key)
            vals_list.append(
                self._line_mirrored(line)
                | {
                    "order_id": self.id,
                    "external_id": line.key,
                    "product_id": product.id,
                    "offer_id": offer and offer.id,
                    "sale_line_id": sale_line and sale_line.id,
                    "applied": sale_line and self._to_deliver(line) or 0.0,
                }
            )
        return self.env["marketplace.order.line"].create(vals_list)
