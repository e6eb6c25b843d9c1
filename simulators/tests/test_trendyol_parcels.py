"""Tracking, delivery, boxes, carriers of a package (api/trendyol.md §3.9 - §3.11)."""

import pytest

from .trendyol_api import DAY


@pytest.fixture
def order(bazaar):
    """A Created package that Trendyol pays the carrier of."""
    return bazaar.place(lines=[{"barcode": "A-1"}])


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
