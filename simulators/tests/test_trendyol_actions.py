"""What a seller does with a package (api/trendyol.md §3.4, §3.6, §3.7)."""

import pytest

from .trendyol_api import Api


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
