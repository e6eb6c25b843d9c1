"""From order to return over real HTTP, with the control client: what demo and whole-product tests do."""

import pytest
import requests

from simulators.core.control_client import ControlFailure
from simulators.emag import EmagSimulator

from .emag_api import awb_for

ACCESS = ("seller", "secret")


@pytest.fixture
def simulator():
    with EmagSimulator(settings={"rate_limit_factor": 0}) as running:
        running.control.seed_offers([{"id": 1}])
        yield running


def call(simulator, path, body):
    return requests.post(simulator.url + path, json=body, auth=ACCESS, timeout=10).json()


def test_an_order_goes_all_the_way(simulator):
    control = simulator.control
    order = control.place_order(lines=[{"product_id": 1, "quantity": 2}])
    call(simulator, f"/order/acknowledge/{order['id']}", {})

    control.add_fault("cut_after", "/awb/save", times=1)
    with pytest.raises(requests.ConnectionError):
        call(simulator, "/awb/save", awb_for(order))
    [awb] = control.awbs(order["id"])
    assert control.order(order["id"])["status"] == 4
    assert control.state()["awbs_doubled"] == 0

    label = requests.get(
        simulator.url + "/awb/read_pdf", params={"emag_id": awb["emag_id"], "awb_format": "A6"}, auth=ACCESS, timeout=10
    )
    assert label.content.startswith(b"%PDF-") and label.headers["Content-Type"] == "application/pdf"

    control.set_awb_status(awb["emag_id"], "INT", description="Taken over")
    assert control.set_awb_status(awb["reservation_id"], "DLV")["status"]["code"] == "DLV"
    assert control.awb(awb["emag_id"])["history"][1]["description"] == "Taken over"
    with pytest.raises(ControlFailure, match="409"):
        control.set_awb_status(awb["emag_id"], "INT")
    assert control.order(order["id"])["payment_status"] == 1
    assert control.awbs() == [control.awb(awb["emag_id"])]

    rma = control.ask_return(order["id"], [{"product_id": 1, "reason": 58}], pickup_method=2)
    assert control.returns(status=2) == [control.emag_return(rma["emag_id"])] == [rma]
    assert control.advance_return(rma["emag_id"])["request_status"] == 3
    assert control.advance_return(rma["emag_id"], to=7)["request_status"] == 7
    second = control.ask_return(order["id"])
    assert control.cancel_return(second["emag_id"])["request_status"] == 5

    assert control.attachments(order["id"]) == []
    assert control.add_invoice(category="FCD")["name"] == "Commission discount"
    assert control.add_customer_invoice(order["id"])["total_with_vat"] == 242
