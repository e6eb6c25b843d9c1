"""The test services of the stage environment (api/trendyol.md §3.13)."""

import pytest

from .trendyol_api import SELLER

ADDRESS = {
    "addressText": "Str. 1", "city": "București", "company": "", "district": "Sector 1", "email": "a@b.ro",
    "latitude": "0", "longitude": "0", "neighborhood": "", "phone": "5301234567", "postalCode": "010001",
}  # fmt: skip


def stage_order(**changes):
    return {
        "customer": {"customerFirstName": "Ana", "customerLastName": "Test"},
        "seller": {"sellerId": SELLER},
        "commercial": False,
        "microRegion": "",
        "lines": [{"barcode": "A-1", "quantity": 1, "discountPercentage": 0}],
        "invoiceAddress": {**ADDRESS, "invoiceTaxNumber": "", "invoiceTaxOffice": ""},
        "shippingAddress": {**ADDRESS, "shippingFirstName": "Ana", "shippingLastName": "Test"},
        **changes,
    }


@pytest.fixture
def stage(bazaar):
    bazaar.set(stage_services=True)
    bazaar.headers["SellerID"] = str(SELLER)
    return bazaar


def test_production_has_no_test_services(bazaar):
    assert bazaar.post("/test/order/orders/eu", stage_order()).status == 404


def test_a_test_order_goes_its_way(stage):
    number = stage.post("/test/order/orders/eu", stage_order()).json["orderNumber"]
    [package] = stage.control("GET", f"/orders?order_number={number}")
    assert package["customerFirstName"] == "Ana" and package["shipmentAddress"]["city"] == "București"
    stage.later(30)
    lines = [{"lineId": package["lines"][0]["lineId"], "quantity": 1}]
    path = f"/test/order/sellers/{{S}}/shipment-packages/{package['id']}/status"
    for status in ("Shipped", "AtCollectionPoint", "Delivered"):
        assert stage.put(path, {"lines": lines, "params": {}, "status": status}).is_empty
    assert stage.put(path, {"lines": lines, "params": {}, "status": "Shipped"}).status == 400  # no step back
    assert stage.put(path, {"lines": lines, "params": {}, "status": "Picking"}).status == 400
    claim = stage.control("POST", "/claims", {"package_id": package["id"]})
    body = {"shipmentPackageId": claim["orderShipmentPackageId"]}
    assert stage.put("/test/order/sellers/{S}/claims/waiting-in-action", body).is_empty
    assert stage.control("GET", f"/claims/{claim['id']}")["statuses"] == ["WaitingInAction"]


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": []},
        {"lines": [{"barcode": "nobody", "quantity": 1}]},
        {"lines": [{"barcode": "A-1", "quantity": 11}]},
        {"shippingAddress": {**ADDRESS, "phone": "123"}},
        {"shippingAddress": None},
        {"commercial": True},
    ],
)
def test_wrong_test_orders(stage, changes):
    assert stage.post("/test/order/orders/eu", stage_order(**changes)).status == 400


def test_test_orders_of_companies_and_of_others(stage):
    papers = {"company": "X SRL", "invoiceTaxNumber": "RO1", "invoiceTaxOffice": "-"}
    reply = stage.post("/test/order/orders/eu", stage_order(commercial=True, invoiceAddress={**ADDRESS, **papers}))
    [package] = stage.control("GET", f"/orders?order_number={reply.json['orderNumber']}")
    assert package["commercial"] and package["taxNumber"] == "RO1"
    assert stage.post("/test/order/orders/core", stage_order()).status == 400
    del stage.headers["SellerID"]
    assert stage.post("/test/order/orders/eu", stage_order()).status == 400


def test_a_test_question(stage):
    assert stage.post("/qna/sellers/{S}/questions", {"barcode": "A-1", "text": "Merge?"}).json["id"]
    assert stage.post("/qna/sellers/{S}/questions", {"barcode": "A-1"}).status == 400
