"""Python client of the control API, for tests, demo and benchmarks."""

import requests


class ControlFailure(Exception):
    """The control API refused; `status` is its HTTP status."""

    def __init__(self, status, message):
        super().__init__(f"{status}: {message}")
        self.status = status


class ControlClient:
    """`address` is the simulator's root, e.g. http://127.0.0.1:8471. Methods return the decoded JSON."""

    def __init__(self, address, timeout=60):
        self._root = address.rstrip("/") + "/_control"
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False

    def call(self, method, route, json=None, /, **query):
        """Any control route; raises ControlFailure when it answers 4xx or 5xx."""
        response = self._session.request(method, self._root + route, json=json, params=query, timeout=self._timeout)
        if response.status_code >= 400:
            is_json = response.headers["Content-Type"] == "application/json"
            raise ControlFailure(response.status_code, response.json()["error"] if is_json else response.text)
        return response.json()

    def reset(self, keep_settings=False):
        return self.call("POST", "/reset", {"keep_settings": keep_settings})

    def settings(self, **changes):
        """Read the switches, or change some: `settings(rate_limit_factor=10)`."""
        return self.call("POST", "/settings", changes) if changes else self.call("GET", "/settings")

    def add_fault(self, kind, match=".*", **rule):
        return self.call("POST", "/faults", [{"kind": kind, "match": match, **rule}])

    def clear_faults(self):
        return self.call("DELETE", "/faults")

    def calls(self, since=0, limit=1000, path=None):
        return self.call("GET", "/calls", since=since, limit=limit, path=path)

    def notifications(self):
        return self.call("GET", "/notifications")

    def advance(self, seconds):
        return self.call("POST", "/clock", {"advance": seconds})

    def state(self):
        return self.call("GET", "/state")

    def seed_offers(self, offers):
        return self.call("POST", "/offers", {"offers": offers})

    def generate_offers(self, count, first_id=1):
        return self.call("POST", "/offers", {"generate": {"count": count, "first_id": first_id}})

    def offers(self, **query):
        return self.call("GET", "/offers", **query)

    def offer_history(self, offer_id):
        return self.call("GET", f"/offers/{offer_id}/history")

    def changes(self, since=0, limit=10_000):
        """Changes of all offers numbered above `since`."""
        return self.call("GET", "/changes", since=since, limit=limit)

    def place_order(self, **order):
        return self.call("POST", "/orders", order)

    def orders(self, **query):
        return self.call("GET", "/orders", **query)

    def order(self, order_id):
        return self.call("GET", f"/orders/{order_id}")

    def cancel_order(self, order_id, **options):
        return self.call("POST", f"/orders/{order_id}/cancel", options)
