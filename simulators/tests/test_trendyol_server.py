"""Trendyol's simulator as a server and as a program, and the client of its control API."""

import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests

from simulators.core.control_client import ControlFailure
from simulators.trendyol import TrendyolSimulator
from simulators.trendyol import __main__ as command

from .trendyol_api import SELLER, basic, without

ROOT = Path(__file__).parents[2]
HEADERS = {
    "Authorization": basic("key", "secret"),
    "User-Agent": f"{SELLER} - SelfIntegration",
    "storeFrontCode": "RO",
}


class Receiver(BaseHTTPRequestHandler):
    """Stands for the seller's system."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append((self.headers.get("x-api-key"), body))
        self.send_response(200)
        self.end_headers()
        self.server.arrived.set()

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def receiver():
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.calls, server.arrived = [], threading.Event()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def running():
    settings = {"rate_limit_factor": 0, "batch_seconds": 0, "batch_empty_seconds": 0, "awaiting_seconds": 0.05}
    with TrendyolSimulator(settings=settings) as simulator:
        yield simulator


@pytest.fixture
def server(running):
    running.control.reset()
    running.control.seed_offers([{"id": "A-1"}, {"id": "Ü 2".replace(" ", "-")}])
    return running


def ask(server, method, path, **options):
    with requests.Session() as session:
        session.trust_env = False
        url = server.url + "/integration" + path.replace("{S}", str(SELLER))
        return session.request(method, url, headers=HEADERS, timeout=5, **options)


def test_webhooks_really_arrive_without_a_call(server, receiver):
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    hook = {"url": url, "authenticationType": "API_KEY", "apiKey": "k", "subscribedStatuses": ["CREATED"]}
    assert ask(server, "POST", "/webhook/sellers/{S}/webhooks", json=hook).status_code == 200
    package = server.control.place_order(lines=[{"barcode": "A-1"}])
    assert package["status"] == "Awaiting"
    assert receiver.arrived.wait(5)  # it became Created by itself
    [(key, body)] = receiver.calls
    assert key == "k" and body["content"][0]["status"] == "Created"


def test_calls_and_labels_over_the_wire(server):
    body = {"items": [{"barcode": "A-1", "quantity": 3}]}
    answer = ask(server, "POST", "/inventory/sellers/{S}/products/price-and-inventory", json=body)
    assert server.control.offer("A-1")["general_stock"] == 3 and answer.json()["batchRequestId"]
    package = server.control.place_order(lines=[{"barcode": "A-1"}], awaiting=False)
    server.control.advance_order(package["id"])
    label = ask(server, "GET", f"/sellers/{{S}}/common-label/query?id={package['cargoTrackingNumber']}").json()
    with requests.Session() as session:
        session.trust_env = False
        assert session.get(label["data"][0]["label"], timeout=5).content.startswith(b"%PDF-")


def test_the_client_knows_the_routes(server):
    control = server.control
    assert control.generate_offers(2)["added"] == 2
    assert control.edit_offer("Ü-2", stock=4)["general_stock"] == 4
    assert control.offer_history("Ü-2")[-1]["new"] == 4
    assert control.validate_offer("A-1", "rejected", [["a", "b"]])["status"] == "rejected"
    assert control.validate_offer("A-1")["status"] == "approved"
    assert control.fail_items("A-1", reason="no", times=1) == {"faults": 1}
    assert control.clear_item_faults() == {"faults": 0} and control.batches() == []
    one, two, three = (control.place_order(lines=[{"barcode": "A-1", "quantity": 2}]) for _ in range(3))
    assert control.confirm_order(one["id"])["status"] == "Created"
    parts = control.split_order(one["id"], [[{"barcode": "A-1", "quantity": 1}]])
    assert control.merge_orders(parts[0]["id"], parts[1]["id"])["createdBy"] == "transfer"
    assert control.cancel_order(two["id"])["status"] == "Cancelled"
    assert control.edit_order(three["id"], customer={"city": "Arad"})["shipmentAddress"]["city"] == "Arad"
    assert control.advance_order(three["id"], to="Delivered")["status"] == "Delivered"
    claim = control.ask_claim(three["id"])
    assert control.receive_claim(claim["id"])["statuses"] == ["WaitingInAction"]
    assert control.claims()[0]["id"] == control.claim(claim["id"])["id"]
    with pytest.raises(ControlFailure, match="409"):
        control.decide_claim(claim["id"])
    assert control.cancel_claim(claim["id"])["statuses"] == ["Cancelled"]
    question = control.ask_question("A-1", "Merge?")
    assert control.questions()[0]["id"] == question["id"]
    with pytest.raises(ControlFailure, match="409"):
        control.judge_answer(question["id"])
    with pytest.raises(ControlFailure, match="409"):
        control.judge_invoice(three["id"])
    assert (
        control.add_to_ledger("PaymentOrder", 5)["credit"] == 5
        and control.add_cargo_invoice([three["id"]], 3)["serial"]
    )
    assert len(control.ledger()) == 4
    assert control.invoices() == control.webhooks() == control.mails() == []


def test_command_line():
    options = command.parse_arguments(["--port", "0", "--country", "RO", "--target", "BG", "--target", "GR"])
    assert (options.port, options.target, options.seller) == (0, ["BG", "GR"], 123456)
    with pytest.raises(SystemExit):
        command.parse_arguments(["--country", "PL"])


def test_the_program_says_where_it_listens():
    program = [sys.executable, "-m", "simulators.trendyol", "--port", "0", "--country", "TR", "--seller", "77"]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            assert re.fullmatch(r"listening on http://127\.0\.0\.1:\d+\n", line)
            url = line.split()[-1] + "/integration/sellers/77/addresses"
            headers = {**without(HEADERS, "storeFrontCode"), "User-Agent": "77 - SelfIntegration"}
            assert requests.get(url, headers=headers, timeout=5).json()["supplierAddresses"][0]["country"] == "Türkiye"
        finally:
            process.terminate()
