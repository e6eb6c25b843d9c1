"""Control routes for returns: asked for by a customer, moved and inspected as eMAG does."""

from datetime import timedelta

from simulators.core.control import ControlError
from simulators.core.control_routes import ControlRoutes
from simulators.core.money import to_decimal

from . import return_reasons
from .awb_rules import AwbCheck
from .const import (
    FINALIZED,
    FOR_BOTH,
    FOR_RETURNS,
    PICKUP_METHODS,
    RETURN_ADDRESS,
    RETURN_TYPES,
    RMA_ACKNOWLEDGED,
    RMA_CANCELED,
    RMA_FINALIZED,
    RMA_INCOMPLETE,
    RMA_NEW,
    RMA_RECEIVED,
)
from .rma_reading import rma_row
from .rma_store import Rma, RmaLine

EMAG, CUSTOMER = "eMAG", "customer"
DAY = 86_400
NEXT = {
    RMA_INCOMPLETE: RMA_NEW,
    RMA_NEW: RMA_ACKNOWLEDGED,
    RMA_ACKNOWLEDGED: RMA_RECEIVED,
    RMA_RECEIVED: RMA_FINALIZED,
}


class ReturnControl(ControlRoutes):
    """Answers are returns as rma/read prints them."""

    def ask(self, body, query):
        """{"order_id", "lines": [{"line_id" or "product_id", "quantity", "reason", "observations"}], ...}, see README."""
        wish = body if isinstance(body, dict) else {}
        account = self._account
        order = self._returnable_order(wish.get("order_id"))
        kind, method = wish.get("return_type", 3), wish.get("pickup_method", 1)
        if kind not in RETURN_TYPES or method not in PICKUP_METHODS:
            raise ControlError(400, "return_type must be 1..5 and pickup_method 1..3")
        lines = self._lines(order, wish.get("lines"))
        now = account.clock.time()
        rma = Rma(
            account.returns.next_id(),
            order,
            lines,
            kind,
            method,
            now,
            RMA_INCOMPLETE if wish.get("incomplete") else RMA_NEW,
            wish.get("observations", ""),
            wish.get("iban"),
            wish.get("pickup_date") or str(account.times.local(now).date() + timedelta(days=3)),
        )
        account.returns.open(rma, CUSTOMER)
        if wish.get("awb"):
            self._pick_up(rma)
        return rma_row(account, rma)

    def read_all(self, body, query):
        """Newest first; ?status=&order_id=&limit="""
        status, order_id = query.get("status", type=int), query.get("order_id", type=int)
        found = [
            rma
            for rma in self._account.returns.newest_first()
            if status in (None, rma.status) and order_id in (None, rma.order.id)
        ]
        return [rma_row(self._account, rma) for rma in found[: query.get("limit", 1000, type=int)]]

    def read_one(self, body, query, rma_id):
        return rma_row(self._account, self._find(rma_id))

    def advance(self, body, query, rma_id):
        """Next status, or {"to": status}, as eMAG does it; a finalized return stays finalized."""
        rma = self._find(rma_id)
        status = (body or {}).get("to", NEXT.get(rma.status))
        if rma.status == RMA_FINALIZED or status not in range(RMA_NEW, RMA_FINALIZED + 1):
            raise ControlError(409, f"return {rma_id} cannot advance from {rma.status} to {status}")
        self._account.returns.set_status(rma, status, EMAG)
        return rma_row(self._account, rma)

    def cancel(self, body, query, rma_id):
        """By the customer, until the goods were received."""
        rma = self._find(rma_id)
        if rma.status not in (RMA_INCOMPLETE, RMA_NEW, RMA_ACKNOWLEDGED):
            raise ControlError(409, f"return {rma_id} in status {rma.status} cannot be canceled")
        self._account.returns.set_status(rma, RMA_CANCELED, CUSTOMER)
        return rma_row(self._account, rma)

    def _returnable_order(self, order_id):
        """Finalized, and within the return term."""
        order = self._account.orders.get(order_id)
        if order is None:
            raise ControlError(404, f"no order {order_id}")
        if order.status != FINALIZED:
            raise ControlError(409, f"order {order_id} is not finalized")
        if self._account.clock.time() - order.finalized > self._simulator.settings.return_term_days * DAY:
            raise ControlError(409, f"the return term of order {order_id} has passed")
        return order

    def _lines(self, order, wanted):
        """Design: without `lines` one piece of the first line comes back, with reason 57 (too small)."""
        rows = [{"line_id": order.lines[0].id}] if wanted is None else wanted
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            raise ControlError(400, "lines must be a list of lines")
        return [self._line(order, row) for row in rows]

    def _line(self, order, row):
        line = next(
            (line for line in order.lines if row.get("line_id", line.id) == line.id and self._is_product(line, row)),
            None,
        )
        if line is None:
            raise ControlError(400, f"no line of the order is meant by {row}")
        quantity, reason = row.get("quantity", 1), row.get("reason", 57)
        left = min(
            line.active_quantity, line.active_quantity + line.storno_qty - self._account.returns.asked_back(line)
        )
        if not isinstance(quantity, int) or quantity < 1:
            raise ControlError(400, "quantity must be a whole number from 1")
        if quantity > left:
            raise ControlError(409, f"only {left} of line {line.id} can come back")
        if missing := return_reasons.problem(reason, row.get("observations")):
            raise ControlError(400, f"the {missing} is missing or unknown: reason {reason}")
        refund = row.get("refund_value")
        number = self._account.returns.next_line_id()
        return RmaLine(
            number, line, quantity, reason, row.get("observations", ""), refund_value=refund and to_decimal(refund)
        )

    def _is_product(self, line, row):
        return "product_id" not in row or row["product_id"] == line.product_id

    def _pick_up(self, rma):
        """eMAG's own AWB for the way back (design: as the seller would ask for it)."""
        customer, dictionary = rma.order.customer, self._account.dictionary
        address = next(row for row in dictionary.addresses if row["address_type_id"] == RETURN_ADDRESS)
        couriers = dictionary.courier_accounts
        courier = next(
            row for row in couriers if row["status"] and row["courier_account_type"] in (FOR_RETURNS, FOR_BOTH)
        )
        request = {
            "order_id": rma.order.id,
            "rma_id": rma.emag_id,
            "courier_account_id": courier["account_id"],
            "is_oversize": 0,
            "envelope_number": 0,
            "parcel_number": 1,
            "weight": 1,
            "cod": 0,
            "date": rma.pickup_date,
            "currency": rma.order.currency,
            "sender": {
                "name": customer["shipping_contact"],
                "contact": customer["shipping_contact"],
                "phone1": customer["shipping_phone"],
                "locality_id": customer["shipping_locality_id"],
                "street": customer["shipping_street"],
            },
            "receiver": {
                "name": "Returns",
                "contact": "Returns",
                "phone1": "0264000000",
                "address_id": address["address_id"],
                "locality_id": address["locality_id"],
                "street": address["address"],
            },
        }
        check = AwbCheck(self._account, request).run()
        if check.errors:
            raise ControlError(409, "; ".join(check.errors))
        self._account.awbs.issue(check, EMAG)

    def _find(self, rma_id):
        rma = self._account.returns.get(rma_id)
        if rma is None:
            raise ControlError(404, f"no return {rma_id}")
        return rma
