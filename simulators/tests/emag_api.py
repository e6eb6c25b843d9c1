"""How the tests talk to the eMAG simulator: in process, on a frozen clock, without sockets."""

import base64
from dataclasses import dataclass
from typing import Any

from werkzeug.test import Client

from simulators.core.clock import Clock
from simulators.emag import EmagSimulator

# Tuesday 10 March 2026, 12:00:00 in Bucharest (UTC+2).
START = 1773136800


@dataclass
class Reply:
    """An answer: HTTP status, decoded JSON (None when the body is not JSON), headers."""

    status: int
    json: Any
    headers: Any

    @property
    def results(self):
        return self.json["results"]

    @property
    def text(self):
        """All messages in one string."""
        return " | ".join(self.json["messages"])

    @property
    def accepted(self):
        return self.status == 200 and self.json["isError"] is False


class Api:
    """A seller's calls (`post`, `get`, `patch`) and the control API (`control`)."""

    def __init__(self, country="RO", settings=None, **options):
        self.sent = []  # notifications, instead of HTTP
        self.clock = Clock(frozen=True, start=START)
        settings = {"rate_limit_factor": 0, **(settings or {})}
        self.simulator = EmagSimulator(country, clock=self.clock, send=self._note, settings=settings, **options)
        self._client = Client(self.simulator)
        self.headers = {"Authorization": basic("seller", "secret")}

    def _note(self, notification):
        self.sent.append((notification.event, notification.method, notification.url, notification.params))
        return 200

    def post(self, path, body=None, **options):
        return self.call("POST", path, json={} if body is None else body, **options)

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def patch(self, path, body, **options):
        return self.call("PATCH", path, json=body, **options)

    def call(self, method, path, headers=None, ip="127.0.0.1", **options):
        headers = self.headers if headers is None else headers
        environ = {"REMOTE_ADDR": ip}
        response = self._client.open(
            "/api-3" + path, method=method, headers=headers, environ_overrides=environ, **options
        )
        return Reply(response.status_code, response.get_json(silent=True), response.headers)

    def file(self, path, headers=None):
        """GET of a whole path, prefix included: the raw response."""
        return self._client.open(path, headers=self.headers if headers is None else headers)

    def control(self, method, path, body=None, ip="127.0.0.1"):
        """Decoded answer of the control API; (status, answer) when it refuses."""
        response = self._client.open(
            "/_control" + path, method=method, json=body, environ_overrides={"REMOTE_ADDR": ip}
        )
        answer = response.get_json()
        return answer if response.status_code == 200 else (response.status_code, answer["error"])

    def set(self, **settings):
        return self.control("POST", "/settings", settings)

    # Frequent steps

    def seed(self, *offers):
        self.control("POST", "/offers", list(offers))

    def offer(self, number):
        return self.control("GET", f"/offers/{number}")

    def stocks(self, number):
        """(general stock, estimated stock)."""
        offer = self.offer(number)
        return offer["general_stock"], offer["estimated_stock"]

    def place(self, **wish):
        return self.control("POST", "/orders", wish)

    def read_order(self, order_id):
        return self.post("/order/read", {"id": int(order_id), "type": 3}).results[0]

    def order_in(self, status, **wish):
        """A placed order moved to `status` by eMAG."""
        order = self.place(**wish)
        if status == 0:
            return self.control("POST", f"/orders/{order['id']}/cancel", {})
        return order if status == 1 else self.control("POST", f"/orders/{order['id']}/advance", {"to": status})

    def save_order(self, order, **changes):
        """order/save with the full echo of an order, changed at top level."""
        return self.post("/order/save", [{**self.read_order(order["id"]), **changes}])

    def save_awb(self, order, **changes):
        return self.post("/awb/save", awb_for(order, **changes))

    def ask_return(self, order, **options):
        return self.control("POST", "/returns", {"order_id": int(order["id"]), **options})

    def run_notifications(self):
        self.simulator.notifier.deliver_due()
        return self.sent


def basic(username, password):
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def product(number=1, **changes):
    """A complete new product for category 2735 (Men trainers)."""
    return {
        "id": number,
        "category_id": 2735,
        "part_number": f"TRN-{number}",
        "name": "Runner X trainers, black, 42 EU",
        "brand": "RunnerX",
        "images": [{"display_type": 1, "url": f"https://cdn.example.com/{number}.jpg"}],
        "characteristics": [
            {"id": 5401, "value": "Black"},
            {"id": 6506, "tag": "original", "value": "42 EU"},
            {"id": 6506, "tag": "converted", "value": "42 EU"},
        ],
        "ean": ["5941234567899" if number == 1 else ean13(number)],
        "warranty": 24,
        **offer_data(),
        **changes,
    }


def offer_data(**changes):
    """What every offer needs at its first save."""
    return {
        "status": 1,
        "sale_price": 165.2893,
        "min_sale_price": 120,
        "max_sale_price": 300,
        "stock": [{"warehouse_id": 1, "value": 20}],
        "handling_time": [{"warehouse_id": 1, "value": 1}],
        "vat_id": 1,
        **changes,
    }


def ean13(number):
    """A valid EAN-13, computed here independently of the simulator."""
    digits = f"594{number:09d}"
    weighted = sum(int(digit) * (1 if index % 2 == 0 else 3) for index, digit in enumerate(digits))
    return digits + str((10 - weighted % 10) % 10)


WAREHOUSE = "12302300000000000001"  # a pickup address of the sample dictionary
RETURNS_DESK = "12302300000000000002"  # its return address
SENDER = {
    "name": "Demo Shop SRL",
    "contact": "Warehouse",
    "phone1": "0264000000",
    "address_id": WAREHOUSE,
    "locality_id": 8801,
    "street": "Str. Fabricii 10",
}
RECEIVER = {
    "name": "Ana Pop",
    "contact": "Ana Pop",
    "phone1": "0720000000",
    "legal_entity": 0,
    "locality_id": 8802,
    "street": "Str. Lunga 1",
    "zipcode": "401001",
}


def awb_for(order, **changes):
    """A complete awb/save body for an order paid on delivery: one parcel to its customer."""
    return {
        "order_id": int(order["id"]),
        "courier_account_id": 10667,
        "is_oversize": 0,
        "insured_value": 0,
        "weight": 1.2,
        "envelope_number": 0,
        "parcel_number": 1,
        "cod": order["total"] if order["payment_mode_id"] == 1 else 0,
        "observation": "Call before delivery",
        "sender": SENDER,
        "receiver": RECEIVER,
        **changes,
    }


def awb_for_return(rma, **changes):
    """A complete awb/save body that fetches a return from its customer tomorrow."""
    return {
        "order_id": int(rma["order_id"]),
        "rma_id": rma["emag_id"],
        "courier_account_id": 10669,
        "is_oversize": 0,
        "weight": 1,
        "envelope_number": 0,
        "parcel_number": 1,
        "cod": 0,
        "date": "2026-03-11",
        "sender": RECEIVER,
        "receiver": {**SENDER, "address_id": RETURNS_DESK},
        **changes,
    }


def without(mapping, *keys):
    return {key: value for key, value in mapping.items() if key not in keys}
