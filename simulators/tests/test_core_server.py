"""What only shows over real sockets: faults, dropped connections, callbacks, the command line."""

import re
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests

from simulators.core.clock import Clock
from simulators.core.control_client import ControlFailure
from simulators.emag import EmagSimulator

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def simulator():
    with EmagSimulator(
        username="u", password="p", settings={"rate_limit_factor": 0}, clock=Clock(frozen=True)
    ) as running:
        yield running


@pytest.fixture
def shop(simulator):
    simulator.control.reset()
    simulator.control.seed_offers([{"id": 1}])
    return simulator


def post(simulator, path, body=None):
    session = requests.Session()
    session.trust_env = False
    return session.post(simulator.url + path, json=body or {}, auth=("u", "p"), timeout=5)


def stock(simulator):
    return simulator.control.offer(1)["general_stock"]


def save(simulator, value):
    return post(simulator, "/offer/save", [{"id": 1, "stock": [{"warehouse_id": 1, "value": value}]}])


def test_plain_answer(shop):
    answer = post(shop, "/vat/read")
    assert (answer.status_code, answer.headers["Server"]) == (200, "nginx")


@pytest.mark.parametrize(("kind", "processed"), [("cut_before", False), ("down", False), ("cut_after", True)])
def test_cut_connections(shop, kind, processed):
    shop.control.add_fault(kind, match="offer/save", times=1)
    with pytest.raises(requests.ConnectionError):
        save(shop, 3)
    assert stock(shop) == (3 if processed else 10)
    assert save(shop, 4).status_code == 200


@pytest.mark.parametrize("kind", ["429", "500", "502", "503", "504"])
@pytest.mark.parametrize("after", [False, True])
def test_error_statuses_before_or_after_processing(shop, kind, after):
    shop.control.add_fault(kind, times=1, after=after)
    assert save(shop, 3).status_code == int(kind)
    assert stock(shop) == (3 if after else 10)


def test_spoiled_answers(shop):
    shop.control.add_fault("truncated_json", times=1)
    with pytest.raises(requests.JSONDecodeError):
        post(shop, "/vat/read").json()
    shop.control.add_fault("html", times=1)
    assert "text/html" in post(shop, "/vat/read").headers["Content-Type"]
    shop.control.add_fault("empty", times=1)
    assert post(shop, "/vat/read").content == b""
    shop.control.add_fault("wrong_type", times=2)
    assert post(shop, "/vat/read").json()["results"]["1"] == {"vat_id": "1", "vat_rate": "0.21", "is_default": "1"}
    assert save(shop, 3).json()["results"] == []


def test_latency_passes_on_the_clock(shop):
    before = shop.clock.time()
    shop.control.add_fault("latency", match="vat", delay=90, times=1)
    assert post(shop, "/vat/read").status_code == 200
    assert shop.clock.time() - before == pytest.approx(90)
    shop.control.add_fault("latency", match="save", delay=30, times=1, after=True)
    save(shop, 3)
    assert shop.clock.time() - before == pytest.approx(120)


def test_rules_end_by_times_seconds_and_deletion(shop):
    shop.control.add_fault("503", times=2)
    assert [post(shop, "/vat/read").status_code for _ in range(3)] == [503, 503, 200]
    shop.control.add_fault("503", seconds=60)
    assert post(shop, "/vat/read").status_code == 503
    shop.control.advance(60)
    assert post(shop, "/vat/read").status_code == 200
    shop.control.add_fault("503")
    assert post(shop, "/vat/read").status_code == 503
    shop.control.clear_faults()
    assert post(shop, "/vat/read").status_code == 200


def test_rules_match_path_method_and_probability(shop):
    shop.control.add_fault("503", match="/order/", method="post")
    assert post(shop, "/vat/read").status_code == 200
    assert post(shop, "/order/count").status_code == 503
    shop.control.clear_faults()

    def pattern():
        shop.control.add_fault("503", match="vat", probability=0.5, seed=7)
        statuses = [post(shop, "/vat/read").status_code for _ in range(20)]
        shop.control.clear_faults()
        return statuses

    first = pattern()
    assert set(first) == {200, 503}
    assert pattern() == first  # the seed makes it repeatable


@pytest.mark.parametrize(
    "rule", [{"kind": "nonsense"}, {"kind": "503", "match": "("}, {"kind": "503", "colour": "red"}]
)
def test_bad_rules(shop, rule):
    with pytest.raises(ControlFailure, match="400"):
        shop.control.call("POST", "/faults", [rule])


def test_faults_are_in_the_journal(shop):
    shop.control.add_fault("cut_after", match="vat", times=1)
    with pytest.raises(requests.ConnectionError):
        post(shop, "/vat/read")
    call = shop.control.calls()["calls"][-1]
    assert (call["fault"], call["status"]) == ("cut_after", 0)
    assert shop.control.calls()["summary"]["total"]["faults"] == 1


class Receiver(BaseHTTPRequestHandler):
    """Stands for the seller's system."""

    def do_GET(self):
        self.server.paths.append(self.path)
        self.send_response(302 if "moved" in self.path else 404 if "gone" in self.path else 200)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.server.arrived.set()

    def log_message(self, *_arguments):
        pass


@pytest.fixture(scope="module")
def receiver():
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.paths, server.arrived = [], threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def first_delivery(simulator):
    for _attempt in range(500):
        if deliveries := simulator.control.notifications()["deliveries"]:
            return deliveries[0]
        time.sleep(0.01)
    raise AssertionError("nothing was delivered")


def test_callbacks_really_arrive(shop, receiver):
    address = f"http://127.0.0.1:{receiver.server_port}/emag/new?token=t"
    shop.control.settings(callback_urls={"new_order": address})
    order = shop.control.place_order()
    assert receiver.arrived.wait(5)
    assert receiver.paths == [f"/emag/new?token=t&order_id={order['id']}"]
    assert first_delivery(shop)["status"] == 200


def test_a_seller_who_does_not_answer_is_noted(shop):
    shop.control.settings(callback_urls={"new_order": "http://127.0.0.1:9/new"})
    shop.control.place_order()
    delivery = first_delivery(shop)
    assert delivery["status"] is None and delivery["error"]


@pytest.mark.parametrize(("path", "accepted"), [("ok.pdf", True), ("moved.pdf", False), ("gone.pdf", False)])
def test_attachments_are_downloaded_without_following_redirects(shop, receiver, path, accepted):
    order = shop.control.place_order()
    url = f"http://127.0.0.1:{receiver.server_port}/{path}"
    item = {"order_id": order["id"], "order_type": 3, "url": url}
    answer = post(shop, "/order/attachments/save", [item]).json()
    assert answer["isError"] is not accepted
    if not accepted:
        assert answer["messages"] == [f"Attachment url {url} is unreachable"]


def test_parallel_writers_do_not_lose_stock(shop):
    shop.control.seed_offers([{"id": 1, "stock": 1000}])

    def buy():
        for _ in range(10):
            order = shop.control.place_order(lines=[{"product_id": 1}])
            post(shop, f"/order/acknowledge/{order['id']}")

    threads = [threading.Thread(target=buy) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stock(shop) == 960


def test_the_client_knows_the_routes(shop):
    control = shop.control
    assert control.generate_offers(3, first_id=10)["added"] == 3
    control.add_to_catalogue({"part_number_key": "DNEW11BBM", "name": "X", "brand": "Y", "category_id": 2735})
    assert control.edit_offer(1, stock=5)["general_stock"] == 5
    assert control.validate_offer(1, status=8, errors=["no"])["validation_status"] == 8
    assert [offer["id"] for offer in control.offers(first=1, limit=2)] == [10, 11]
    assert control.offer_history(1)[-1]["field"] == "validation"
    assert control.changes(limit=1)[0]["offer_id"] == 1
    order = control.place_order(lines=[{"product_id": 10}], is_complete=0)
    number, line = order["id"], order["products"][0]["id"]
    assert control.complete_order(number)["is_complete"] == 1
    assert control.edit_order(number, [{"id": line, "quantity": 2}])["products"][0]["quantity"] == 2
    control.lock_order(number, 1)
    assert control.advance_order(number)["status"] == 2
    assert control.advance_order(number, to=4)["status"] == 4
    assert control.cancel_order(number, force=True)["status"] == 0
    assert control.order(number)["reason_cancellation"]["id"] == 2
    assert len(control.orders(limit=5)) == 1
    assert control.state()["orders"] == 1
    with pytest.raises(ControlFailure, match="404: no offer 99"):
        control.offer(99)


def test_command_line_says_where_it_listens():
    command = [sys.executable, "-m", "simulators.emag", "--port", "0", "--country", "BG", "--username", "a"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            assert re.fullmatch(r"listening on http://127\.0\.0\.1:\d+/api-3\n", line)
            url = line.split()[-1]
            answer = requests.post(url + "/vat/read", json={}, auth=("a", "secret"), timeout=5)
            assert answer.json()["results"][0]["vat_id"] == 6
        finally:
            process.terminate()


def test_pictures_are_pictures_and_stay_the_same(shop):
    from io import BytesIO

    from PIL import Image

    session = requests.Session()
    session.trust_env = False
    answers = [session.get(f"{shop.address}/_pictures/{name}.png", timeout=5) for name in ("lamp", "lamp", "mug")]
    assert answers[0].content == answers[1].content != answers[2].content
    assert Image.open(BytesIO(answers[0].content)).format == "PNG"
    assert session.get(f"{shop.address}/_pictures/lamp.svg", timeout=5).status_code == 404
