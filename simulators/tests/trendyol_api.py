"""How the tests talk to the Trendyol simulator: in process, on a frozen clock, without sockets."""

import base64
from dataclasses import dataclass
from typing import Any

from werkzeug.test import Client

from simulators.core.clock import Clock
from simulators.trendyol import TrendyolSimulator
from simulators.trendyol.times import millis

# Monday 9 November 2026, 10:00:00 UTC.
START = 1794218400
SELLER = 123456
BATCH = 7  # seconds until a batch is worked and its items can be read
APPROVAL = 60
DAY = 86_400


@dataclass
class Reply:
    """An answer: HTTP status, decoded JSON (None when the body is not JSON), headers, raw body."""

    status: int
    json: Any
    headers: Any
    body: bytes

    @property
    def content(self):
        return self.json["content"]

    @property
    def key(self):
        """Key of the first error, in the form of product services."""
        return self.json["errors"][0]["key"]

    @property
    def is_empty(self):
        return self.status == 200 and self.body == b""


class Api:
    """A seller's calls (`get`, `post`, `put`, `delete`) and the control API (`control`)."""

    def __init__(self, country="RO", settings=None, **options):
        self.sent = []  # notifications, instead of HTTP
        self.answers = 200  # what the seller's server says to them
        self.clock = Clock(frozen=True, start=START)
        settings = {"rate_limit_factor": 0, **(settings or {})}
        self.simulator = TrendyolSimulator(
            SELLER, country, clock=self.clock, send=self._note, settings=settings, **options
        )
        self._client = Client(self.simulator)
        self.headers = {
            "Authorization": basic("key", "secret"),
            "User-Agent": f"{SELLER} - SelfIntegration",
            "storeFrontCode": country,
        }

    @property
    def now(self):
        """Milliseconds."""
        return millis(self.clock.time())

    def _note(self, notification):
        self.sent.append(
            {
                "event": notification.event,
                "url": notification.url,
                "body": notification.body(),
                "headers": notification.headers,
                "auth": notification.auth,
            }
        )
        return self.answers

    def get(self, path, **query):
        return self.call("GET", path, query_string=query)

    def post(self, path, body=None, **options):
        return self.call("POST", path, json={} if body is None else body, **options)

    def put(self, path, body=None, **options):
        return self.call("PUT", path, **({"json": body} if body is not None else {}), **options)

    def delete(self, path, body=None):
        return self.call("DELETE", path, **({"json": body} if body is not None else {}))

    def upload(self, path, data, **query):
        return self.call("POST", path, data=data, content_type="multipart/form-data", query_string=query)

    def call(self, method, path, headers=None, **options):
        """`path` below /integration; {S} stands for the seller."""
        response = self._client.open(
            "/integration" + path.replace("{S}", str(SELLER)),
            method=method,
            headers=self.headers if headers is None else headers,
            **options,
        )
        return Reply(response.status_code, response.get_json(silent=True), response.headers, response.get_data())

    def raw(self, path):
        """GET of a whole path without credentials."""
        response = self._client.open(path)
        return Reply(response.status_code, None, response.headers, response.get_data())

    def control(self, method, path, body=None, ip="127.0.0.1"):
        """Decoded answer of the control API; (status, answer) when it refuses."""
        response = self._client.open(
            "/_control" + path, method=method, json=body, environ_overrides={"REMOTE_ADDR": ip}
        )
        answer = response.get_json()
        return answer if response.status_code == 200 else (response.status_code, answer["error"])

    def set(self, **settings):
        return self.control("POST", "/settings", settings)

    def later(self, seconds):
        """Let time pass, and what becomes due happen."""
        self.clock.advance(seconds)
        self.simulator.account.run_due()

    # Frequent steps

    def seed(self, *offers):
        return self.control("POST", "/offers", list(offers))

    def offer(self, barcode):
        return self.control("GET", f"/offers/{barcode}")

    def stock(self, barcode):
        return self.offer(barcode)["general_stock"]

    def place(self, **wish):
        """A Created package unless told otherwise."""
        return self.control("POST", "/orders", {"awaiting": False, **wish})

    def package(self, package_id):
        return self.control("GET", f"/orders/{package_id}")

    def open_packages(self, number):
        """Packages of an order that are still to be worked, oldest first."""
        rows = self.control("GET", f"/orders?order_number={number}")
        return [row for row in rows[::-1] if row["status"] in ("Created", "Picking", "Invoiced")]

    def set_status(self, package, status, **params):
        lines = [{"lineId": line["lineId"], "quantity": line["quantity"]} for line in package["lines"]]
        body = {"lines": lines, "params": params, "status": status}
        return self.put(f"/order/sellers/{{S}}/shipment-packages/{package['id']}", body)

    def act(self, package, suffix, body=None, method="PUT"):
        """A package service."""
        path = f"/order/sellers/{{S}}/shipment-packages/{package['id']}/{suffix}"
        return self.put(path, body) if method == "PUT" else self.post(path, body)

    def advance(self, package, *statuses):
        for status in statuses:
            package = self.control("POST", f"/orders/{package['id']}/advance", {"to": status})
        return package

    def delivered(self, **wish):
        return self.advance(self.place(**wish), "Picking", "Shipped", "Delivered")

    def read_batch(self, reply, wait=BATCH):
        """The finished batch an answer named."""
        self.later(wait)
        return self.get(f"/product/sellers/{{S}}/products/batch-requests/{reply.json['batchRequestId']}").json

    def send_stock(self, *items):
        return self.post("/inventory/sellers/{S}/products/price-and-inventory", {"items": list(items)})

    def create(self, *items):
        return self.post("/product/sellers/{S}/v2/products", {"items": list(items)})

    def create_approved(self, *items):
        batch = self.read_batch(self.create(*items))
        assert batch["failedItemCount"] == 0, batch
        self.later(APPROVAL)
        return batch

    def run_notifications(self):
        self.simulator.account.run_due()
        self.simulator.notifier.deliver_due()
        return self.sent


def basic(key, secret):
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


SIZES = {"S": 6820, "M": 6821, "L": 6822}


def shirt(barcode="TS-1-M", size="M", colour="Verde", **changes):
    """A complete item of create v2 in category 604 (T-shirts) of storefront RO."""
    return {
        "barcode": barcode,
        "title": "Tricou bumbac verde",
        "productMainId": "TS-1",
        "brandId": 40,
        "categoryId": 604,
        "quantity": 12,
        "stockCode": barcode,
        "dimensionalWeight": 1,
        "description": "<p>Tricou din bumbac.</p>",
        "listPrice": 129.9,
        "salePrice": 99.9,
        "vatRate": 21,
        "origin": "RO",
        "images": [{"url": "https://img.example.ro/ts1.jpg"}],
        "attributes": [
            {"attributeId": 338, "attributeValueId": SIZES[size]},
            {"attributeId": 47, "customAttributeValue": colour},
            {"attributeId": 348, "attributeValueId": 6829},
            {"attributeId": 346, "attributeValueId": 6837},
        ],
        **changes,
    }


def water(barcode="H2O-1", **changes):
    """Mineral water, which has a deposit in Romania."""
    volume = {"attributeId": 402, "attributeValueId": 10353}
    return {
        **shirt(barcode),
        "title": "Apă minerală 6 x 500 ml",
        "productMainId": barcode,
        "categoryId": 1415,
        "sgrPrice": 3.0,
        "attributes": [volume],
        **changes,
    }


def without(mapping, *keys):
    return {key: value for key, value in mapping.items() if key not in keys}


def reasons(batch):
    """All reasons of a batch in one text."""
    return " | ".join(reason for item in batch["items"] for reason in item["failureReasons"])
