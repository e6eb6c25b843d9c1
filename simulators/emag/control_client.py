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
