"""Whatever is sent, the simulator answers in Trendyol's ways and never breaks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .test_emag_junk import JUNK, places, put
from .trendyol_api import Api, shirt, water

API = Api(targets=("BG",))
TURKISH = Api("TR")
API.seed({"id": "A-1", "stock": 500}, {"id": "A-2", "stock": 500})
TURKISH.seed({"id": "T-1", "stock": 500})
PACKAGE = API.place(lines=[{"barcode": "A-1", "quantity": 2}, {"barcode": "A-2"}], payer="seller")
PICKED = API.place(lines=[{"barcode": "A-1"}])
API.set_status(PICKED, "Picking")
SOLD = TURKISH.place(lines=[{"barcode": "T-1"}])
TURKISH.set_status(SOLD, "Picking")
CLAIM = API.control(
    "POST", "/claims", {"package_id": API.delivered(lines=[{"barcode": "A-2"}])["id"], "received": True}
)
ITEMS = [item["id"] for line in CLAIM["items"] for item in line["claimItems"]]
LINES = [{"lineId": line["lineId"], "quantity": line["quantity"]} for line in PACKAGE["lines"]]
PRODUCTS = "/product/sellers/{S}/products"
PARCEL = f"/order/sellers/{{S}}/shipment-packages/{PACKAGE['id']}"
TR_PARCEL = f"/order/sellers/{{S}}/shipment-packages/{SOLD['id']}"
FULL = water(
    origin="RO", deliveryOption={"deliveryDuration": 1}, shipmentAddressId=110_001, lotNumber="L", locationBasedDelivery=None,
    specialConsumptionTax=1, channels=["CORE"],
)  # fmt: skip
SAMPLES = [
    (API, "POST", "/product/sellers/{S}/v2/products", {"items": [shirt(), FULL]}),
    (API, "POST", f"{PRODUCTS}/unapproved-bulk-update", {"items": [FULL]}),
    (API, "POST", f"{PRODUCTS}/content-bulk-update", {"items": [{**shirt(), "contentId": API.offer("A-1")["content_id"]}]}),
    (API, "POST", f"{PRODUCTS}/variant-bulk-update", {"items": [{**FULL, "barcode": "A-1"}]}),
    (API, "POST", f"{PRODUCTS}/delivery-info-bulk-update",
     {"items": [{"barcode": "A-1", "deliveryOption": {"deliveryDuration": 1}}]}),
    (API, "POST", f"{PRODUCTS}/buybox-information", {"barcodes": ["A-1"]}),
    (API, "PUT", f"{PRODUCTS}/archive-state", {"items": [{"barcode": "A-1", "archived": False}]}),
    (API, "PUT", f"{PRODUCTS}/unlock", {"items": [{"barcode": "A-1"}]}),
    (API, "POST", "/inventory/sellers/{S}/products/price-and-inventory",
     {"items": [{"barcode": "A-1", "quantity": 5, "salePrice": 9, "listPrice": 10}]}),
    (API, "PUT", PARCEL, {"lines": LINES, "params": {}, "status": "Picking"}),
    (API, "PUT", f"{PARCEL}/items/unsupplied", {"lines": LINES[:1], "reasonId": 1, "shouldKeepPreviousStatus": False}),
    (API, "POST", f"{PARCEL}/split-packages",
     {"splitPackages": [{"packageDetails": [{"orderLineId": LINES[0]["lineId"], "quantities": 9}]}]}),
    (API, "POST", f"{PARCEL}/split", {"orderLineIds": [1]}),
    (API, "POST", f"{PARCEL}/multi-split", {"splitGroups": [{"orderLineIds": [1]}]}),
    (API, "POST", f"{PARCEL}/quantity-split", {"quantitySplit": [{"orderLineId": 1, "quantities": [9]}]}),
    (API, "PUT", f"{PARCEL}/tracking-details", {"cargoSenderNumber": "1", "providerCode": "GLS"}),
    (API, "PUT", f"{PARCEL}/box-info", {"boxQuantity": 2, "deci": 4.4}),
    (API, "PUT", f"{PARCEL}/cargo-providers", {"cargoProvider": "DPD-RO"}),
    (API, "PUT", f"{PARCEL}/warehouse", {"warehouseId": 1}),
    (TURKISH, "PUT", f"{TR_PARCEL}/alternative-delivery",
     {"isPhoneNumber": True, "trackingInfo": "555000000", "params": {"digitalCode": "CODE-1"}, "boxQuantity": 1, "deci": 1}),
    (TURKISH, "PUT", f"{TR_PARCEL}/labor-costs", [{"orderLineId": SOLD["lines"][0]["lineId"], "laborCostPerItem": 1.5}]),
    (TURKISH, "PUT", f"{TR_PARCEL}/extended-agreed-delivery-date", {"extendedDayCount": 1}),
    (TURKISH, "PUT", f"{TR_PARCEL}/update-tracking-number", {"trackingNumber": "7"}),
    (TURKISH, "POST", f"/sellers/{{S}}/common-label/{SOLD['cargoTrackingNumber']}",
     {"format": "ZPL", "boxQuantity": 1, "volumetricHeight": 3.5}),
    (TURKISH, "POST", "/order/sellers/{S}/claims/create",
     {"orderNumber": "1", "customerId": 1, "shipmentCompanyId": 4,
      "claimItems": [{"barcode": "T-1", "quantity": 1, "reasonId": 401}]}),
    (API, "POST", "/sellers/{S}/seller-invoice-links",
     {"invoiceLink": "https://a.example/1.pdf", "shipmentPackageId": PACKAGE["id"], "invoiceNumber": "A", "invoiceDateTime": 1}),
    (API, "POST", "/sellers/{S}/seller-invoice-links/delete",
     {"serviceSourceId": PACKAGE["id"], "channelId": 1, "customerId": PACKAGE["customerId"]}),
    (API, "POST", "/webhook/sellers/{S}/webhooks",
     {"url": "x", "authenticationType": "API_KEY", "apiKey": "k", "subscribedStatuses": ["CREATED"], "countryCodes": ["RO"]}),
    (API, "PUT", f"/order/sellers/{{S}}/claims/{CLAIM['id']}/items/approve",
     {"claimLineItemIdList": [*ITEMS, "x"], "params": {}}),
    (API, "POST", "/qna/sellers/{S}/questions/1/answers", {"text": "abc"}),
]  # fmt: skip


@pytest.mark.parametrize(("api", "method", "path", "body"), SAMPLES)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_junk_anywhere_is_answered(api, method, path, body, data):
    place = data.draw(st.sampled_from(list(places(body))))
    reply = api.call(method, path, json=put(body, place, data.draw(JUNK)))
    assert reply.status in (200, 201, 202, 400, 404, 409)
    if reply.status >= 400:
        assert "errors" in reply.json or set(reply.json) == {"error", "message"}
    elif "batchRequestId" in (reply.json or {}):
        batch = api.read_batch(reply)
        assert all(item["status"] in ("SUCCESS", "FAILED") for item in batch["items"])
    assert api.get("/product/sellers/{S}/products/approved").status == 200
    assert api.get("/order/sellers/{S}/orders/stream").status == 200


QUERIES = [
    ("/product/sellers/{S}/products/approved",
     ("page", "size", "startDate", "endDate", "contentId", "brandIds", "nextPageToken", "status")),
    ("/product/sellers/{S}/products/unapproved", ("page", "size", "startDate", "dateQueryType", "barcode")),
    ("/order/sellers/{S}/v2/orders", ("page", "size", "startDate", "endDate", "status", "shipmentPackageIds", "orderByField")),
    ("/order/sellers/{S}/orders/stream",
     ("size", "lastModifiedStartDate", "lastModifiedEndDate", "nextCursor", "packageItemStatuses")),
    ("/order/sellers/{S}/claims", ("page", "size", "startDate", "claimIds", "claimItemStatus")),
    ("/qna/sellers/{S}/questions/filter", ("page", "size", "startDate", "endDate", "status")),
    ("/finance/che/sellers/{S}/settlements",
     ("transactionType", "startDate", "endDate", "size", "paymentDate", "paymentOrderId")),
    ("/sellers/{S}/common-label/query", ("id",)),
    ("/product/brands/by-name", ("name", "size")),
]  # fmt: skip


@pytest.mark.parametrize(("path", "names"), QUERIES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_junk_in_parameters(path, names, data):
    values = st.one_of(
        st.text(max_size=8), st.integers(-(10**22), 10**22).map(str), st.sampled_from(["Sale", "RO", "1", "e30="])
    )
    query = {name: data.draw(values) for name in data.draw(st.sets(st.sampled_from(names), min_size=1))}
    assert API.get(path, **query).status in (200, 400)
