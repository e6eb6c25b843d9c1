"""What a seller does with a package (api/trendyol.md §3.4, §3.6 - §3.11)."""

import pytest

from .trendyol_api import DAY, Api


@pytest.fixture
def order(bazaar):
    """A Created package of two lines: 3 x A-1 and 1 x A-2."""
    return bazaar.place(lines=[{"barcode": "A-1", "quantity": 3}, {"barcode": "A-2"}])


def lines_of(package, *quantities):
    rows = [{"lineId": line["lineId"], "quantity": line["quantity"]} for line in package["lines"]]
    for row, quantity in zip(rows, quantities, strict=False):
        row["quantity"] = quantity
    return rows


# Picking and Invoiced


def test_picking_then_invoiced_with_empty_answers(bazaar, order):
    assert bazaar.set_status(order, "Picking").is_empty
    assert bazaar.set_status(order, "Invoiced", invoiceNumber="ABC2026000000001").is_empty
    package = bazaar.package(order["id"])
    assert [entry["status"] for entry in package["packageHistories"]] == ["Created", "Picking", "Invoiced"]
    assert package["invoiceNumber"] == "ABC2026000000001"
    assert {line["orderLineItemStatusName"] for line in package["lines"]} == {"Invoiced"}


def test_invoiced_needs_picking_first(bazaar, order):
    assert bazaar.set_status(order, "Invoiced").status == 400


def test_a_status_twice_is_refused_unless_switched(bazaar, order):
    bazaar.set_status(order, "Picking")
    assert bazaar.set_status(order, "Picking").status == 400
    bazaar.set(repeated_status="accept")
    assert bazaar.set_status(order, "Picking").is_empty


@pytest.mark.parametrize("status", ["Shipped", "Delivered", "Cancelled", "Created", "picking", None])
def test_other_statuses_are_not_the_sellers(bazaar, order, status):
    assert bazaar.set_status(order, status).status == 400


@pytest.mark.parametrize("status", ["Shipped", "Delivered", "UnDelivered", "Returned", "AtCollectionPoint"])
def test_a_package_on_its_way_takes_no_status(bazaar, order, status):
    bazaar.advance(order, status)
    assert bazaar.set_status(order, "Picking").status == 400


def test_all_lines_with_full_quantity(bazaar, order):
    path = f"/order/sellers/{{S}}/shipment-packages/{order['id']}"
    full = lines_of(order)
    for lines in (full[:1], lines_of(order, 2), [*full, full[0]], [{"lineId": 1, "quantity": 1}], [], None, [1]):
        assert bazaar.put(path, {"lines": lines, "params": {}, "status": "Picking"}).status == 400
    assert bazaar.put(path, {"lines": full, "status": "Picking"}).status == 400  # params is required
    assert bazaar.put(path, {"lines": full, "params": {}, "status": "Picking"}).is_empty


def test_unknown_packages_and_other_storefronts():
    api = Api(targets=("BG",))
    api.seed({"id": "A-1"})
    package = api.place(lines=[{"barcode": "A-1"}], storefront="BG")
    reply = api.set_status(package, "Picking")
    assert reply.status == 400 and "torefront" in reply.json["message"]
    assert api.set_status({**package, "id": 1}, "Picking").status == 404
    api.headers["storeFrontCode"] = "BG"
    assert api.set_status(package, "Picking").is_empty


# Unsupplied


def test_a_part_goes_and_the_rest_is_a_new_package(bazaar, order):
    bazaar.set_status(order, "Picking")
    body = {"lines": lines_of(order, 2)[:1], "reasonId": 500}
    assert bazaar.act(order, "items/unsupplied", body).is_empty
    old = bazaar.package(order["id"])
    [new] = bazaar.open_packages(order["orderNumber"])
    assert old["status"] == "Cancelled"
    assert (old["lines"][0]["cancelledBy"], old["lines"][0]["cancelReasonCode"]) == ("Seller", 500)
    assert (new["status"], new["createdBy"], new["originPackageIds"]) == ("Created", "cancel", [order["id"]])
    assert [line["quantity"] for line in new["lines"]] == [1, 1]
    assert new["cargoTrackingNumber"] != order["cargoTrackingNumber"]
    assert new["packageGrossAmount"] == 200


def test_the_rest_may_keep_its_status(bazaar, order):
    bazaar.set_status(order, "Picking")
    body = {"lines": lines_of(order, 2)[:1], "reasonId": 500, "shouldKeepPreviousStatus": True}
    bazaar.act(order, "items/unsupplied", body)
    assert bazaar.open_packages(order["orderNumber"])[0]["status"] == "Picking"


def test_turkish_sellers_cannot_keep_it(turkish):
    package = turkish.place(lines=[{"barcode": "T-1", "quantity": 2}])
    turkish.set_status(package, "Picking")
    body = {"lines": lines_of(package, 1), "reasonId": 500, "shouldKeepPreviousStatus": True}
    turkish.act(package, "items/unsupplied", body)
    assert turkish.open_packages(package["orderNumber"])[0]["status"] == "Created"


@pytest.mark.parametrize("status", ["Cancelled", "UnSupplied"])
def test_everything_unsupplied(bazaar, order, status):
    bazaar.set(unsupplied_status=status)
    assert bazaar.act(order, "items/unsupplied", {"lines": lines_of(order), "reasonId": 506}).is_empty
    package = bazaar.package(order["id"])
    assert package["status"] == status
    assert {line["orderLineItemStatusName"] for line in package["lines"]} == {"UnSupplied"}
    assert bazaar.open_packages(order["orderNumber"]) == []


def test_unsupplied_pieces_do_not_come_back_to_stock(bazaar, order):
    bazaar.act(order, "items/unsupplied", {"lines": lines_of(order), "reasonId": 500})
    assert bazaar.stock("A-1") == 7


@pytest.mark.parametrize("reason", [499, 507, None, "x", 5000])
def test_reasons_are_a_list(bazaar, order, reason):
    assert bazaar.act(order, "items/unsupplied", {"lines": lines_of(order), "reasonId": reason}).status == 400


def test_reason_503_is_not_in_the_turkish_list(bazaar, order, turkish):
    assert bazaar.act(order, "items/unsupplied", {"lines": lines_of(order), "reasonId": 503}).is_empty
    package = turkish.place(lines=[{"barcode": "T-1"}])
    assert turkish.act(package, "items/unsupplied", {"lines": lines_of(package), "reasonId": 503}).status == 400


def test_not_more_than_there_is_and_not_once_shipped(bazaar, order):
    assert bazaar.act(order, "items/unsupplied", {"lines": lines_of(order, 4), "reasonId": 500}).status == 400
    bazaar.advance(order, "Shipped")
    assert bazaar.act(order, "items/unsupplied", {"lines": lines_of(order), "reasonId": 500}).status == 400


# Cancelled by the customer


def test_a_customer_cancels_a_part(bazaar, order):
    answer = bazaar.control("POST", f"/orders/{order['id']}/cancel", {"lines": [{"barcode": "A-1", "quantity": 3}]})
    assert answer["status"] == "Cancelled" and answer["lines"][0]["cancelledBy"] == "Customer"
    [new] = bazaar.open_packages(order["orderNumber"])
    assert new["id"] == answer["followed_by"] and [line["barcode"] for line in new["lines"]] == ["A-2"]
    assert (bazaar.stock("A-1"), bazaar.stock("A-2")) == (10, 9)


def test_a_shipped_package_is_not_cancelled(bazaar, order):
    bazaar.advance(order, "Shipped")
    assert bazaar.control("POST", f"/orders/{order['id']}/cancel")[0] == 409
    assert bazaar.control("POST", f"/orders/{order['id']}/cancel", {"force": True})["status"] == "Cancelled"


# Tracking


TRACKING = {"cargoSenderNumber": "2201234567890", "providerCode": "GLS"}


def test_tracking_where_the_seller_pays(bazaar):
    package = bazaar.place(lines=[{"barcode": "A-1"}], payer="seller")
    assert bazaar.act(package, "tracking-details", TRACKING).status == 400  # not before Picking
    bazaar.set_status(package, "Picking")
    assert bazaar.act(package, "tracking-details", TRACKING).is_empty
    row = bazaar.package(package["id"])
    assert (row["cargoSenderNumber"], row["cargoProviderName"], row["status"]) == ("2201234567890", "GLS", "Picking")


def test_no_tracking_where_trendyol_pays(bazaar, order):
    bazaar.set_status(order, "Picking")
    assert bazaar.act(order, "tracking-details", TRACKING).status == 400


@pytest.mark.parametrize(
    "body",
    [
        {**TRACKING, "providerCode": "FANCOURIER"},
        {**TRACKING, "providerCode": "GENIKI"},
        {**TRACKING, "providerCode": ""},
        {**TRACKING, "cargoSenderNumber": " "},
        {**TRACKING, "cargoSenderNumber": 2201234567890},
        {"cargoTrackingNumber": "2201234567890", "cargoProviderCode": "GLS"},
    ],
)
def test_wrong_tracking(bazaar, body):
    package = bazaar.place(lines=[{"barcode": "A-1"}], payer="seller")
    bazaar.set_status(package, "Picking")
    assert bazaar.act(package, "tracking-details", body).status == 400


def test_names_one_client_sends_are_a_switch(bazaar):
    bazaar.set(tracking_fields="both")
    package = bazaar.place(lines=[{"barcode": "A-1"}], payer="seller")
    bazaar.set_status(package, "Picking")
    body = {"cargoTrackingNumber": "2201234567890", "cargoProviderCode": "GLS"}
    assert bazaar.act(package, "tracking-details", body).is_empty


@pytest.mark.parametrize("status", ["UnDelivered", "Delivered", "Returned"])
def test_tracking_ends_with_the_way(bazaar, status):
    package = bazaar.place(lines=[{"barcode": "A-1"}], payer="seller")
    bazaar.advance(package, "Picking", "Shipped", status)
    reply = bazaar.act(package, "tracking-details", TRACKING)
    assert reply.status == 400 and "cannot be updated" in reply.json["message"]


def test_the_deprecated_tracking_of_turkiye(turkish, bazaar, order):
    package = turkish.place(lines=[{"barcode": "T-1"}])
    turkish.set_status(package, "Picking")
    assert turkish.act(package, "update-tracking-number", {"trackingNumber": "7330001"}).is_empty
    assert turkish.act(package, "tracking-details", TRACKING).status == 400
    assert bazaar.act(order, "update-tracking-number", {"trackingNumber": "7330001"}).status == 400


# Alternative delivery


LINK = {
    "isPhoneNumber": False,
    "trackingInfo": "https://carrier.example/t/1",
    "params": {},
    "boxQuantity": 1,
    "deci": 1.4,
}
PHONE = {"isPhoneNumber": True, "trackingInfo": "5550000000", "params": {}}


def test_alternative_delivery_of_turkiye(turkish):
    package = turkish.place(lines=[{"barcode": "T-1"}])
    assert turkish.act(package, "alternative-delivery", LINK).status == 400  # not before Picking
    turkish.set_status(package, "Picking")
    assert turkish.act(package, "alternative-delivery", LINK).is_empty
    row = turkish.package(package["id"])
    assert row["status"] == "Shipped" and str(row["cargoTrackingNumber"]).startswith("732")
    assert row["cargoTrackingLink"] == "https://carrier.example/t/1"
    assert turkish.put(f"/order/sellers/{{S}}/manual-deliver/{row['cargoTrackingNumber']}").is_empty
    assert turkish.package(package["id"])["status"] == "Delivered"


@pytest.mark.parametrize(
    "change",
    [
        {"trackingInfo": "555"},
        {"trackingInfo": None},
        {"params": None},
        {"params": {"digitalCode": "12345"}},
        {"params": {"digitalCode": "x" * 121}},
        {"isPhoneNumber": "yes"},
        {"isPhoneNumber": False},
        {"boxQuantity": 0},
        {"deci": 0},
    ],
)
def test_wrong_alternative_deliveries(turkish, change):
    package = turkish.place(lines=[{"barcode": "T-1"}])
    turkish.set_status(package, "Picking")
    assert turkish.act(package, "alternative-delivery", {**PHONE, **change}).status == 400
    assert turkish.act(package, "alternative-delivery", {**PHONE, "params": {"digitalCode": "CODE-1234"}}).is_empty


def test_alternative_delivery_is_not_for_romania(bazaar, order):
    bazaar.set(alternative_delivery_permitted=True)
    bazaar.set_status(order, "Picking")
    assert bazaar.act(order, "alternative-delivery", LINK).status == 400


def test_manual_ends_are_for_alternative_deliveries_only(turkish):
    package = turkish.place(lines=[{"barcode": "T-1"}])
    turkish.advance(package, "Picking", "Shipped")
    assert turkish.act(package, "manual-deliver").status == 400
    assert turkish.put("/order/sellers/{S}/manual-return/1").status == 404


@pytest.mark.parametrize(("suffix", "status"), [("manual-deliver", "Delivered"), ("manual-return", "Returned")])
def test_manual_ends_by_package(turkish, suffix, status):
    package = turkish.place(lines=[{"barcode": "T-1"}])
    turkish.set_status(package, "Picking")
    assert turkish.act(package, suffix).status == 400
    turkish.act(package, "alternative-delivery", PHONE)
    assert turkish.act(package, suffix).is_empty
    assert turkish.package(package["id"])["status"] == status
    assert turkish.act(package, suffix).status == 400


# Other services


def test_box_info(bazaar, order):
    assert bazaar.act(order, "box-info", {"boxQuantity": 2, "deci": 4.4}).is_empty
    assert (bazaar.package(order["id"])["boxes"], bazaar.package(order["id"])["cargoDeci"]) == (2, 4.4)
    for body in ({"boxQuantity": 0, "deci": 1}, {"boxQuantity": 1}, {"boxQuantity": 1, "deci": 0}):
        assert bazaar.act(order, "box-info", body).status == 400


def test_change_of_carrier_among_those_trendyol_pays(bazaar, order):
    assert bazaar.act(order, "cargo-providers", {"cargoProvider": "DPD-RO"}).is_empty
    row = bazaar.package(order["id"])
    assert row["cargoProviderName"] == "DPD Romania"
    assert row["cargoTrackingNumber"] == order["cargoTrackingNumber"]


@pytest.mark.parametrize(("provider", "code"), [("YKMP", "CPE001"), ("GLS", "CPE004"), ("GENIKI", "CPE004")])
def test_refused_changes_are_409(bazaar, order, provider, code):
    reply = bazaar.act(order, "cargo-providers", {"cargoProvider": provider})
    assert (reply.status, reply.key) == (409, code)


def test_no_change_where_the_seller_pays_or_on_the_way(bazaar, order):
    package = bazaar.place(lines=[{"barcode": "A-1"}], payer="seller")
    assert bazaar.act(package, "cargo-providers", {"cargoProvider": "DPD-RO"}).key == "CPE002"
    bazaar.advance(order, "Shipped")
    assert bazaar.act(order, "cargo-providers", {"cargoProvider": "DPD-RO"}).key == "CPE002"
    assert bazaar.act(order, "cargo-providers", {}).status == 400


def test_a_new_carrier_may_bring_a_new_parcel_code(bazaar, order):
    bazaar.set(cargo_change_renumbers=True)
    bazaar.act(order, "cargo-providers", {"cargoProvider": "DPD-RO"})
    assert bazaar.package(order["id"])["cargoTrackingNumber"] != order["cargoTrackingNumber"]


def test_turkish_carriers_once_in_five_minutes(turkish):
    package = turkish.place(lines=[{"barcode": "T-1"}])
    assert turkish.act(package, "cargo-providers", {"cargoProvider": "YKMP"}).is_empty
    assert turkish.act(package, "cargo-providers", {"cargoProvider": "ARASMP"}).key == "CPE006"
    turkish.clock.advance(300)
    assert turkish.act(package, "cargo-providers", {"cargoProvider": "ARASMP"}).is_empty


def test_warehouse_while_the_package_is_here(bazaar, order):
    assert bazaar.act(order, "warehouse", {"warehouseId": 7}).is_empty
    assert bazaar.package(order["id"])["warehouseId"] == 7
    assert bazaar.act(order, "warehouse", {}).status == 400
    bazaar.advance(order, "Shipped")
    assert bazaar.act(order, "warehouse", {"warehouseId": 7}).status == 400


def test_delivered_by_service_before_shipped(bazaar, order):
    assert bazaar.act(order, "delivered-by-service").is_empty
    assert bazaar.package(order["id"])["deliveredByService"]
    bazaar.advance(order, "Shipped")
    assert bazaar.act(order, "delivered-by-service").status == 400


def test_labour_costs_of_turkiye(turkish, bazaar, order):
    package = turkish.place(lines=[{"barcode": "T-1"}])
    line = package["lines"][0]["lineId"]
    assert turkish.act(package, "labor-costs", [{"orderLineId": line, "laborCostPerItem": 32.1}]).is_empty
    assert turkish.package(package["id"])["lines"][0]["laborCost"] == 32.1
    for cost in (-1, 100.01, None):
        assert turkish.act(package, "labor-costs", [{"orderLineId": line, "laborCostPerItem": cost}]).status == 400
    assert bazaar.act(order, "labor-costs", []).status == 400


def test_more_days_to_ship_in_turkiye(turkish, bazaar, order):
    package = turkish.place(lines=[{"barcode": "T-1"}])
    assert turkish.act(package, "extended-agreed-delivery-date", {"extendedDayCount": 3}).is_empty
    later = turkish.package(package["id"])["agreedDeliveryDate"]
    assert later - package["agreedDeliveryDate"] == 3 * DAY * 1000
    for days in (0, 4, None):
        assert turkish.act(package, "extended-agreed-delivery-date", {"extendedDayCount": days}).status == 400
    assert bazaar.act(order, "extended-agreed-delivery-date", {"extendedDayCount": 1}).status == 400
