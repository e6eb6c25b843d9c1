"""What a package says: money, customer, cargo, old names (api/trendyol.md §3.3, §7.5, §7.6)."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.trendyol.people import CNP_WEIGHTS

from .trendyol_api import Api

LIST = "/order/sellers/{S}/v2/orders"


def exact(value):
    return Decimal(str(value))


def check_sums(row):
    """The four sums of §3.3, and that pieces add up to packages."""
    lines = row["lines"]
    assert exact(row["packageGrossAmount"]) == sum(line["quantity"] * exact(line["lineGrossAmount"]) for line in lines)
    assert exact(row["packageTotalDiscount"]) == exact(row["packageSellerDiscount"]) + exact(row["packageTyDiscount"])
    total = exact(row["packageGrossAmount"]) - exact(row["packageTotalDiscount"]) + exact(row.get("totalSgrFee", 0))
    assert exact(row["packageTotalPrice"]) == total
    for line in lines:
        net = exact(line["lineGrossAmount"]) - exact(line["lineSellerDiscount"]) - exact(line["lineTyDiscount"])
        assert exact(line["lineUnitPrice"]) == net + exact(line.get("lineSgrFee", 0))
        assert len(line["discountDetails"]) == line["quantity"]
    units = [unit for line in lines for unit in line["discountDetails"]]
    assert sum(exact(unit["lineItemSellerDiscount"]) for unit in units) == exact(row["packageSellerDiscount"])
    assert sum(exact(unit["lineItemPrice"]) for unit in units) == total - exact(row.get("totalSgrFee", 0))


def test_the_example_of_the_document(trendyol):
    trendyol.seed({"id": "ODOO-TS-0001-M", "sale_price": "129.90"})
    row = trendyol.place(lines=[{"barcode": "ODOO-TS-0001-M", "quantity": 2}], discounts=[{"seller": 20}])
    check_sums(row)
    assert (row["packageGrossAmount"], row["packageSellerDiscount"], row["packageTotalPrice"]) == (259.8, 20, 239.8)
    line = row["lines"][0]
    assert (line["lineGrossAmount"], line["lineSellerDiscount"], line["lineUnitPrice"]) == (129.9, 10, 119.9)
    assert row["discountDisplays"] == [{"displayName": "Reducere vânzător", "discountAmount": 20}]
    assert row["currencyCode"] == "RON" and isinstance(line["discountDetails"][0]["lineItemId"], str)


def test_deposits_in_unit_and_total_but_not_in_items(trendyol):
    """2 x 150 gross, 15 of the seller per unit, 8 of deposit per unit: unit 143, package 286."""
    trendyol.seed({"id": "W", "category_id": 1415, "sale_price": 150, "sgr_price": 8})
    row = trendyol.place(lines=[{"barcode": "W", "quantity": 2}], discounts=[{"seller": 30}])
    check_sums(row)
    assert (row["totalSgrFee"], row["packageTotalPrice"]) == (16, 286)
    assert (row["lines"][0]["lineUnitPrice"], row["lines"][0]["lineSgrFee"]) == (143, 8)
    assert row["lines"][0]["discountDetails"][0]["lineItemPrice"] == 135


def test_there_are_no_deposits_outside_romania(turkish):
    row = turkish.place(lines=[{"barcode": "T-1"}])
    assert "totalSgrFee" not in row and "lineSgrFee" not in row["lines"][0]


def test_averages_are_rounded_and_pieces_are_exact(trendyol):
    trendyol.seed({"id": "A", "sale_price": "9.99"})
    row = trendyol.place(lines=[{"barcode": "A", "quantity": 3}], discounts=[{"seller": "10.00"}])
    line = row["lines"][0]
    assert line["lineSellerDiscount"] == 3.33
    assert sum(exact(unit["lineItemSellerDiscount"]) for unit in line["discountDetails"]) == 10


@pytest.mark.parametrize(
    ("shown", "customer", "package", "line", "total"),
    [
        ("commercial", "person", 0, 0, 100),
        ("commercial", "company", 30, 30, 70),
        ("always", "person", 30, 30, 70),
        ("commercial_package", "person", 0, 30, 70),
        ("commercial_package", "company", 30, 30, 70),
    ],
)
def test_who_sees_trendyols_discount(bazaar, shown, customer, package, line, total):
    bazaar.set(ty_discount_shown=shown)
    row = bazaar.place(lines=[{"barcode": "A-1"}], discounts=[{"trendyol": 30}], customer=customer)
    assert row["packageTyDiscount"] == package
    assert row["lines"][0]["lineTyDiscount"] == line
    assert (row["packageTotalPrice"], row["total"]) == (total, 70)


@pytest.mark.parametrize("discount", [{"seller": 300.01}, {"seller": -1}, {"trendyol": "x"}, {"seller": "0.001"}])
def test_impossible_discounts(bazaar, discount):
    assert bazaar.place(lines=[{"barcode": "A-1", "quantity": 3}], discounts=[discount])[0] == 400


API = Api(settings={"ty_discount_shown": "always"})
API.seed({"id": "X", "stock": 20_000, "sale_price": "9.99"}, {"id": "Y", "stock": 20_000, "sale_price": "120.05"})


@settings(max_examples=40, deadline=None)
@given(
    quantities=st.lists(st.tuples(st.sampled_from(["X", "Y"]), st.integers(1, 7)), min_size=1, max_size=4),
    seller=st.integers(0, 999),
    trendyol=st.integers(0, 400),
)
def test_sums_hold_for_every_basket(quantities, seller, trendyol):
    lines = [{"barcode": barcode, "quantity": quantity} for barcode, quantity in quantities]
    discounts = [{"seller": f"{seller / 200:.2f}", "trendyol": f"{trendyol / 100:.2f}"}]
    row = API.place(lines=lines, discounts=discounts, force=True)
    check_sums(row)
    assert row["packageTotalPrice"] == row["total"]


# Customer


def test_a_person_has_an_alias_and_no_numbers(bazaar):
    row = bazaar.place(lines=[{"barcode": "A-1"}])
    assert row["customerEmail"].endswith("@trendyolmail.com") and row["commercial"] is False
    assert row["identityNumber"] == "0" * 13 and row["taxNumber"] is None
    assert "taxNumber" not in row["invoiceAddress"]
    assert row["shipmentAddress"]["countyName"] and row["shipmentAddress"]["countryCode"] == "RO"


def test_a_company_has_its_papers_in_the_invoice_address(bazaar):
    row = bazaar.place(lines=[{"barcode": "A-1"}], customer="company")
    assert (
        row["commercial"]
        and row["invoiceAddress"]["company"]
        and row["invoiceAddress"]["taxNumber"] == row["taxNumber"]
    )
    assert row["shipmentAddress"]["company"] == ""


def test_a_personal_number_has_a_right_check_digit(bazaar):
    digits = bazaar.place(lines=[{"barcode": "A-1"}], cnp=True)["identityNumber"]
    check = sum(int(digit) * weight for digit, weight in zip(digits[:12], CNP_WEIGHTS, strict=True)) % 11
    assert len(digits) == 13 and int(digits[12]) == (1 if check == 10 else check)


def test_fields_of_the_customer_can_be_given_and_changed_later(bazaar):
    row = bazaar.place(lines=[{"barcode": "A-1"}], customer={"firstName": "Zoe", "phone": None, "city": ""})
    assert row["customerFirstName"] == "Zoe" and row["shipmentAddress"]["phone"] is None
    bazaar.clock.advance(60)
    changed = bazaar.control("POST", f"/orders/{row['id']}/edit", {"customer": {"city": "Arad"}})
    assert (
        changed["shipmentAddress"]["city"] == "Arad" and changed["lastModifiedDate"] == row["lastModifiedDate"] + 60_000
    )


def test_a_turkish_customer(turkish):
    row = turkish.place(lines=[{"barcode": "T-1"}])
    assert row["identityNumber"] == "11111111111" and row["currencyCode"] == "TRY" and row["supplierId"] == 123456
    assert row["invoiceAddress"]["eInvoiceAvailable"] is False and "countyName" not in row["shipmentAddress"]


def test_micro_export(turkish):
    row = turkish.place(lines=[{"barcode": "T-1"}], micro=True, country="RO")
    assert row["micro"] and row["orderCountryCode"] == "RO" and "hsCode" in row and row["etgbNo"] is None


def test_what_trendyol_buys_is_invoiced_to_its_company(turkish):
    row = turkish.place(lines=[{"barcode": "T-1"}], is4P=True, country="RO")
    assert row["invoiceAddress"]["company"].startswith("DSM Grup") and row["invoiceAddress"]["countryCode"] == "TR"
    assert row["shipmentAddress"]["countryCode"] == "RO" and row["paymentMethod"] == "Kredi Kartı"


# Cargo


def test_who_pays_is_there_only_when_the_seller_does(bazaar):
    ours = bazaar.place(lines=[{"barcode": "A-1"}], payer="seller")
    theirs = bazaar.place(lines=[{"barcode": "A-1"}])
    assert ours["whoPays"] == 1 and "whoPays" not in theirs
    assert theirs["cargoProviderName"] == "FAN Courier"
    assert len(str(theirs["cargoTrackingNumber"])) == 16
    assert bazaar.place(lines=[{"barcode": "A-1"}], carrier="GLS")[0] == 400


def test_parcel_codes_of_turkiye_begin_with_the_carriers_number(turkish):
    row = turkish.place(lines=[{"barcode": "T-1"}], carrier="ARASMP")
    assert str(row["cargoTrackingNumber"]).startswith("726") and len(str(row["cargoTrackingNumber"])) == 16


def test_lockers_and_collection_points(bazaar):
    locker = bazaar.place(lines=[{"barcode": "A-1"}], delivery="locker")
    point = bazaar.place(lines=[{"barcode": "A-1"}], delivery="collection")
    assert locker["sellerDeliveryMethod"] == "LOCKER" and len(locker["sellerOtpCode"]) == 6
    assert point["deliveryAddressType"] == "CollectionPoint" and point["sellerDeliveryMethod"] is None


# Names


def test_old_names_ended_and_can_come_back(bazaar):
    bazaar.place(lines=[{"barcode": "A-1"}])
    row = bazaar.get(LIST).content[0]
    assert "shipmentPackageId" in row and "id" not in row and "merchantSku" not in row["lines"][0]
    bazaar.set(field_names="old")
    row = bazaar.get(LIST).content[0]
    assert row["id"] and "shipmentPackageId" not in row and row["lines"][0]["merchantSku"] == "A-1"
    assert row["lines"][0]["discountDetails"][0]["lineItemDiscount"] == 0
    bazaar.set(field_names="both")
    row = bazaar.get(LIST).content[0]
    assert row["id"] == row["shipmentPackageId"] and row["grossAmount"] == row["packageGrossAmount"]


def test_order_dates_may_be_shifted(bazaar):
    row = bazaar.place(lines=[{"barcode": "A-1"}])
    bazaar.set(order_date_shift=10_800)
    shifted = bazaar.get(LIST).content[0]
    assert shifted["orderDate"] == row["orderDate"] + 10_800_000
    assert shifted["packageHistories"] == row["packageHistories"]


def test_unknown_wishes_are_refused(bazaar):
    assert bazaar.place(lines=[{"barcode": "A-1"}], colour="red")[0] == 400
    assert bazaar.place(lines=[{"barcode": "A-1"}], storefront="BG")[0] == 400
    assert bazaar.place(lines=[{"barcode": "A-1"}], payer="nobody")[0] == 400
