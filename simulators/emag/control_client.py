"""Control client with the eMAG routes."""

from simulators.core.control_client import ControlClient


class EmagControlClient(ControlClient):
    """See README for bodies and answers."""

    def add_to_catalogue(self, *products):
        return self.call("POST", "/catalogue", list(products))

    def offer(self, offer_id):
        return self.call("GET", f"/offers/{offer_id}")

    def edit_offer(self, offer_id, **changes):
        return self.call("POST", f"/offers/{offer_id}", changes)

    def validate_offer(self, offer_id, status=9, errors=()):
        return self.call("POST", f"/offers/{offer_id}/validate", {"status": status, "errors": list(errors)})

    def edit_order(self, order_id, lines):
        return self.call("POST", f"/orders/{order_id}/edit", {"lines": lines})

    def complete_order(self, order_id):
        return self.call("POST", f"/orders/{order_id}/complete")

    def advance_order(self, order_id, to=None):
        return self.call("POST", f"/orders/{order_id}/advance", {} if to is None else {"to": to})

    def lock_order(self, order_id, seconds):
        return self.call("POST", f"/orders/{order_id}/lock", {"seconds": seconds})

    def awbs(self, order_id=None, **query):
        """AWBs, oldest first; of one order when it is named (two are a doubled one)."""
        return self.call("GET", "/awbs", order_id=order_id, **query)

    def awb(self, awb_id):
        return self.call("GET", f"/awbs/{awb_id}")

    def set_awb_status(self, awb_id, code, **options):
        """`name`, `description`; `force` moves an AWB that is at its end. `awb_id`: emag_id or reservation_id."""
        return self.call("POST", f"/awbs/{awb_id}/status", {"code": code, **options})

    def attachments(self, order_id=None):
        """What the seller uploaded, with size, checksum and first bytes of each file."""
        return self.call("GET", "/attachments", order_id=order_id)

    def ask_return(self, order_id, lines=None, **options):
        return self.call("POST", "/returns", {"order_id": int(order_id), "lines": lines, **options})

    def returns(self, **query):
        return self.call("GET", "/returns", **query)

    def emag_return(self, rma_id):
        return self.call("GET", f"/returns/{rma_id}")

    def advance_return(self, rma_id, to=None):
        return self.call("POST", f"/returns/{rma_id}/advance", {} if to is None else {"to": to})

    def cancel_return(self, rma_id):
        return self.call("POST", f"/returns/{rma_id}/cancel")

    def add_invoice(self, **invoice):
        return self.call("POST", "/invoices", invoice)

    def add_customer_invoice(self, order_id, **invoice):
        return self.call("POST", "/customer_invoices", {"order_id": int(order_id), **invoice})
