"""Control routes for orders: place as a shopper, cancel and edit as customer or eMAG staff, advance, inspect."""

from simulators.core.control import ControlError
from simulators.core.control_routes import OrderRoutes
from simulators.core.money import as_json_number

from .const import CANCELED, CANCELLATION_REASONS, FINALIZED, IN_PROGRESS, NEW, PREPARED
from .order_reading import order_row

EMAG = "eMAG"
NEXT = {NEW: IN_PROGRESS, IN_PROGRESS: PREPARED, PREPARED: FINALIZED}
CANCELLED_BY_CLIENT = 2


class OrderControl(OrderRoutes):
    """Answers are orders as order/read prints them, plus `total` and `acknowledged`."""

    def read_all(self, body, query):
        """Newest first; ?status=&limit=."""
        status, limit = query.get("status", type=int), query.get("limit", 100, type=int)
        orders = [order for order in self._account.orders.newest_first() if status is None or order.status == status]
        return [self._describe(order) for order in orders[:limit]]

    def read_one(self, body, query, order_id):
        return self._describe(self._find(order_id))

    def cancel(self, body, query, order_id):
        """By the customer: at once while new, later a cancellation_request; {"force": true} cancels all the same."""
        order, body = self._find(order_id), body or {}
        reason = body.get("reason", CANCELLED_BY_CLIENT)
        if reason not in CANCELLATION_REASONS:
            raise ControlError(400, f"unknown cancellation reason {reason}")
        if order.status == CANCELED:
            raise ControlError(409, "the order is canceled already")
        if order.status == NEW or body.get("force"):
            self._account.orders.set_status(order, CANCELED, EMAG, reason)
        else:
            order.cancellation_request = self._account.stamp()
            self._account.orders.touch(order)
        return self._describe(order)

    def edit(self, body, query, order_id):
        """{"lines": [{"id", "quantity"}]} by eMAG staff before acknowledgement; quantity 0 removes a line."""
        order = self._find(order_id)
        if order.status != NEW:
            raise ControlError(409, "eMAG edits orders only before they are acknowledged")
        before = self._account.orders.quantities(order)
        for row in (body or {}).get("lines", []):
            line = order.line(row.get("id"))
            if line is None or not isinstance(row.get("quantity"), int) or row["quantity"] < 0:
                raise ControlError(400, f"bad line {row}")
            line.status = int(row["quantity"] > 0)
            line.quantity = row["quantity"] or line.quantity
            line.modified = self._account.clock.time()
        self._account.orders.edited(order, before, EMAG)
        return self._describe(order)

    def complete(self, body, query, order_id):
        """The missing details of an incomplete order arrived."""
        order = self._find(order_id)
        order.is_complete = 1
        self._account.orders.touch(order)
        return self._describe(order)

    def advance(self, body, query, order_id):
        """Next status, or {"to": status}; as eMAG does it, without the rules sellers are under."""
        order = self._find(order_id)
        status = (body or {}).get("to", NEXT.get(order.status))
        if status not in range(1, 6):
            raise ControlError(409, f"order {order_id} cannot advance from {order.status} to {status}")
        self._account.orders.set_status(order, status, EMAG)
        return self._describe(order)

    def lock(self, body, query, order_id):
        """{"seconds": n}: writes on the order answer "Resource locked for processing" [C]."""
        order = self._find(order_id)
        order.locked_until = self._account.clock.time() + (body or {}).get("seconds", 5)
        return self._describe(order)

    def _find(self, order_id):
        order = self._account.orders.get(order_id)
        if order is None:
            raise ControlError(404, f"no order {order_id}")
        return order

    def _describe(self, order):
        """`total` with VAT; placed and acknowledged in epoch seconds, for latency measurements."""
        total = order.total(self._account.settings.line_rounding)
        times = {"placed_at": order.created, "acknowledged_at": order.acknowledged}
        return {**order_row(self._account, order), "total": as_json_number(total), **times}
