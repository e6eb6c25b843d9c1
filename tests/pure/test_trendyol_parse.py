"""Trendyol's JSON, understood: packages, products, returns. Nothing but ``ValueError`` comes of junk."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from odoo.addons.marketplace_base.lib.catalogue import Review
from odoo.addons.marketplace_base.lib.fulfilment import ReturnStatus
from odoo.addons.marketplace_base.lib.types import LineKind, OrderStatus
from odoo.addons.marketplace_trendyol.lib.batches import verdicts_of
from odoo.addons.marketplace_trendyol.lib.const import STOREFRONTS
from odoo.addons.marketplace_trendyol.lib.const_fulfilment import STATUS
from odoo.addons.marketplace_trendyol.lib.packages import document_of
from odoo.addons.marketplace_trendyol.lib.parse import parse_address, parse_approved, parse_unapproved
from odoo.addons.marketplace_trendyol.lib.parse_category import (
    detail_of,
    parse_attributes,
    parse_categories,
    parse_values,
)
from odoo.addons.marketplace_trendyol.lib.parse_order import parse_order
from odoo.addons.marketplace_trendyol.lib.parse_return import parse_return
from odoo.addons.marketplace_trendyol.lib.shipments import state_of_parcel

from tests.pure.junk import spoiled, understood, values
from tests.pure.trendyol_line import NOW, fixture

RO = STOREFRONTS["RO"]
TREE = {
    "categories": [
        {"id": 368, "name": "Accesorii", "subCategories": [{"id": 387, "name": "Ochelari", "parentId": 368}]}
    ]
}
ATTRIBUTES = {
    "id": 387,
    "displayName": "Ochelari",
    "categoryAttributes": [
        {"attribute": {"id": 338, "name": "Mărime"}, "required": True, "allowCustom": False, "varianter": True},
        {"attribute": {"id": 47, "name": "Culoare"}, "required": False, "allowCustom": True, "slicer": True},
    ],
}
VALUES = {"page": 0, "totalPages": 2, "content": [{"attributeValueId": 6821, "attributeValueName": "M"}]}


def order(**changes):
    return parse_order(fixture("package", **changes), "RO")


# ---- packages ----


def test_F8_F9_F11_lines_discounts_and_deposit_add_up_to_what_the_customer_pays():
    data = order()
    assert [(line.kind, line.quantity, line.unit_price, line.paid_by) for line in data.lines] == [
        (LineKind.PRODUCT, 2, Decimal("129.90"), ""),
        (LineKind.DISCOUNT, 1, Decimal("-20.00"), "seller"),
        (LineKind.VOUCHER, 1, Decimal("-5.01"), "platform"),
        (LineKind.DEPOSIT, 2, Decimal("0.50"), ""),
    ]
    assert data.total == sum(line.total for line in data.lines) == Decimal("235.79")
    assert data.extra["platform_vouchers"] == "5.01"
    product, deposit = data.lines[0], data.lines[3]
    assert (product.offer_key, product.sku, product.platform_code) == ("ODOO-TS-0001-M", "TS-0001-M", "")
    assert (product.tax_rate, deposit.tax_rate) == (Decimal("0.21"), 0)


def test_averages_count_where_the_pieces_are_not_told():
    lines = fixture("package")["lines"]
    lines[0]["discountDetails"] = []
    found = {line.kind: line.unit_price for line in order(lines=lines).lines}
    assert found[LineKind.VOUCHER] == Decimal("-5.02")


def test_the_package_is_the_order_and_the_customer_knows_another_number():
    data = order()
    assert (data.key, data.number) == ("3330000001", "10654400001")
    assert data.extra["tracking"] == "9990000000001234"


def test_old_names_of_fields_are_understood_too():
    row = fixture("package", id=77)
    del row["shipmentPackageId"]
    line = row["lines"][0]
    for new, old in (("lineId", "id"), ("lineGrossAmount", "amount"), ("vatRate", "vatBaseAmount")):
        line[old] = line.pop(new)
    line["discountDetails"] = [{"lineItemDiscount": 10, "lineItemTyDiscount": 2.5}] * 2
    row["totalPrice"] = row.pop("packageTotalPrice")
    data = parse_order(row, "RO")
    assert (data.key, data.lines[0].key, data.lines[0].unit_price) == ("77", "4765000001", Decimal("129.90"))
    assert data.lines[1].unit_price == -20


@pytest.mark.parametrize(("status", "ours"), STATUS.items())
def test_every_status_is_understood(status, ours):
    data = order(status=status)
    assert data.status is ours
    assert data.complete is (status not in ("Awaiting", "Verified"))


def test_a_status_that_is_not_known_is_no_guess():
    with pytest.raises(ValueError, match="Repacked"):
        order(status="Repacked")


def test_an_awaiting_package_may_still_lack_its_details():
    data = order(status="Awaiting", lines=None, customerFirstName=None, customerLastName=None, invoiceAddress=None)
    assert (data.complete, data.lines, data.payment.is_paid) == (False, (), False)


def test_F4_F5_person_and_places():
    data = order()
    assert (data.customer.name, data.customer.is_company, data.customer.tax_number) == ("Ana Popescu", False, "")
    assert (data.delivery.street, data.delivery.city, data.delivery.county) == (
        "Str. Lalelelor 5, ap. 2", "Timisoara", "Timis",
    )  # fmt: skip
    assert data.customer.phone == "0700000000"


def test_F4_a_company_is_invoiced_by_its_tax_number():
    billing = fixture("package")["invoiceAddress"] | {"company": "Demo SRL", "taxNumber": "RO123456", "taxOffice": ""}
    data = order(commercial=True, invoiceAddress=billing)
    assert (data.customer.name, data.customer.is_company, data.customer.tax_number) == ("Demo SRL", True, "RO123456")


def test_a_cnp_is_not_kept_and_a_turkish_number_only_where_an_invoice_needs_it():
    row = fixture("package", identityNumber="1850101123456")
    assert "1850101123456" not in str(document_of(row).payload)
    assert "1850101123456" not in str(parse_order(row, "RO"))
    turkish = fixture("package", identityNumber="12345678901", orderCountryCode="TR")
    assert parse_order(document_of(turkish).payload, "TR").extra["identity_number"] == "12345678901"
    nobody = fixture("package", identityNumber="11111111111", orderCountryCode="TR")
    assert "identity_number" not in parse_order(nobody, "TR").extra


def test_H2_an_invoice_that_trendyol_rejected_is_complained_of_in_words():
    keys = ["INVOICE_TOTAL_MISMATCH", "SOMETHING_NEW"]
    [said] = order(is4P=True, invoiceStatus="Rejected", invoiceRejectedReasonKeys=keys).complaints
    assert "its total is another one, SOMETHING_NEW" in said
    assert "no reason" in order(invoiceStatus="Rejected").complaints[0]
    assert "total" in order(invoiceStatus="Rejected", invoiceRejectedReasonKeys=keys[0]).complaints[0]
    assert order(invoiceStatus="Received").complaints == ()
    with pytest.raises(ValueError, match="invoiceRejectedReasonKeys"):
        order(invoiceStatus="Rejected", invoiceRejectedReasonKeys=[7])


def test_whoever_packs_reads_what_he_has_to_know():
    note = order(giftBoxRequested=True, containsDangerousProduct=True, sellerOtpCode="4711").note
    assert note.split("\n") == ["Gift box requested", "Contains dangerous goods", "Code for the locker: 4711"]


def test_a_package_that_was_divided_is_marked():
    assert order(status="UnPacked").extra["divided"] is True
    assert order(status="Cancelled").extra["divided"] is False


def test_a_return_that_nobody_decided_in_time_says_so():
    row = fixture("claim")
    for piece in row["items"][0]["claimItems"]:
        piece |= {"claimItemStatus": {"name": "Accepted"}, "autoAccepted": True}
    assert parse_return(row, "RO").status_label.endswith("nobody decided in time")


def test_the_moment_of_ordering_is_the_first_of_its_history():
    assert order().placed_at == datetime(2026, 9, 21, 11, 13, 20, tzinfo=UTC)
    assert order(createdBy="split").placed_at == datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)


def test_cash_is_collected_at_the_door_only_where_it_says_so():
    assert (order().payment.kind, order().payment.is_paid, order().payment.collected) == (
        "card",
        True,
        Decimal("235.79"),
    )
    assert (order(isCod=True).payment.kind, order(isCod=True).payment.collected) == ("cod", None)


def test_who_pays_the_parcel_and_who_buys():
    assert order().extra["platform_pays"] is True
    assert order(whoPays=1).extra["platform_pays"] is False
    assert order(is4P=True).extra["invoice_to_platform"] is True
    assert order(micro=True, etgbNo="E1").extra["micro"] is True


def test_a_divided_package_says_so():
    data = order(status="UnPacked")
    assert (data.status, data.cancel_reason) == (OrderStatus.CANCELLED, "Divided into other packages")
    assert order(createdBy="split", originPackageIds=[3330000001]).extra["origins"] == ["3330000001"]


def test_lines_that_are_not_supplied_count_no_more():
    lines = fixture("package")["lines"]
    lines.append(lines[0] | {"lineId": 5, "orderLineItemStatusName": "UnSupplied"})
    data = order(lines=lines)
    assert data.total == Decimal("235.79")
    assert data.lines[4].cancelled


def test_a_collection_point_is_no_street():
    data = order(deliveryAddressType="CollectionPoint")
    assert data.delivery.pickup_point == "1"
    assert "Lalelelor" in data.delivery.pickup_point_name


@pytest.mark.parametrize("field", ["shipmentPackageId", "status", "lines"])
def test_what_is_missing_is_named(field):
    row = fixture("package", shipmentPackageStatus=None)
    del row[field]
    with pytest.raises(ValueError, match=field):
        parse_order(row, "RO")


@given(spoiled(fixture("package")))
def test_a_spoiled_package_is_understood_or_refused(row):
    understood(parse_order, row, "RO")
    understood(state_of_parcel, row)


@given(values)
def test_junk_is_no_package(row):
    understood(parse_order, row, "RO")


# ---- products ----


def test_B8_F8_sizes_of_one_card_are_never_taken_for_each_other():
    """They share the number of the card, which therefore stands for no product: neither of an offer nor of an order's line."""
    card = fixture("approved")
    card["variants"].append(card["variants"][0] | {"barcode": "ODOO-TS-0001-L", "stockCode": "TS-0001-L"})
    offers = parse_approved(card, RO)
    assert [(offer.key, offer.sku, offer.platform_code) for offer in offers] == [
        ("ODOO-TS-0001-M", "TS-0001-M", ""), ("ODOO-TS-0001-L", "TS-0001-L", ""),
    ]  # fmt: skip
    assert not any(line.platform_code for line in order().lines)


def test_A5_A7_an_approved_product_with_all_it_shows():
    [offer] = parse_approved(fixture("approved"), RO)
    assert (offer.key, offer.sku, offer.stock, offer.price) == ("ODOO-TS-0001-M", "TS-0001-M", 12, Decimal("99.9"))
    assert (offer.extra["content_id"], offer.tax_rate, offer.review) == ("880012345", Decimal("0.21"), Review.APPROVED)
    assert offer.content.pictures == ("https://cdn.example/1.jpg", "https://cdn.dsmcdn.com/ty/2.jpg")
    assert [(value.key, value.value) for value in offer.content.characteristics] == [("47", "Verde"), ("338", "M")]
    assert (offer.content.brand, offer.content.category_key, offer.content.family_key) == (
        "Brand A",
        "604",
        "ODOO-TS-0001",
    )
    assert offer.extra["commission_rate"] == 18.0


def test_a_product_that_is_grouped_with_nothing_has_no_family():
    assert parse_unapproved(fixture("unapproved"), RO).content.family_key == ""


def test_a_locked_variant_is_not_sellable_and_says_why():
    row = fixture("approved")
    row["variants"][0] |= {"locked": True, "lockReason": "Preț prea mic"}
    [offer] = parse_approved(row, RO)
    assert not offer.sellable
    assert "Preț prea mic" in offer.problems[0]


def test_one_variant_that_cannot_be_read_does_not_hide_the_others():
    row = fixture("approved")
    row["variants"].append(row["variants"][0] | {"barcode": "B", "vatRate": "many"})
    good, bad = parse_approved(row, RO)
    assert (good.sellable, bad.key, bad.review) == (True, "B", None)
    assert "vatRate" in bad.problems[0]


def test_C9_a_refused_product_says_why():
    offer = parse_unapproved(fixture("unapproved"), RO)
    assert (offer.review, offer.sellable, offer.problems) == (Review.REFUSED, False, ("Poze: Neclare",))
    assert offer.content.characteristics[0].value == "Roșu"
    waiting = parse_unapproved(fixture("unapproved", status="pendingApproval", rejectReasonDetails=None), RO)
    assert (waiting.review, waiting.problems) == (Review.REVIEW, ())


@given(spoiled(fixture("approved")), spoiled(fixture("unapproved")))
def test_spoiled_products_are_understood_or_refused(approved, unapproved):
    understood(parse_approved, approved, RO)
    understood(parse_unapproved, unapproved, RO)


# ---- the catalogue ----


def test_A3_the_tree_with_leaves_to_publish_in():
    assert [(c.key, c.parent_key, c.allowed) for c in parse_categories(TREE)] == [
        ("368", "", False),
        ("387", "368", True),
    ]
    assert parse_categories(TREE["categories"]) == parse_categories(TREE)


def test_A4_attributes_with_their_rules_and_how_variants_are_told_apart():
    rows = parse_attributes(ATTRIBUTES, "387")
    values, more = parse_values(VALUES, "values")
    detail = detail_of(ATTRIBUTES, "387", rows, {"338": values}, None, "RO")
    size, colour = detail.characteristics[:2]
    assert (size.required, size.open_values, [value.name for value in size.values]) == (True, False, ["M"])
    assert (colour.required, colour.open_values, more) == (False, True, True)
    assert detail.families[0].characteristic_keys == ("338", "47")
    assert {"dimensionalWeight", "origin"} <= {item.key for item in detail.characteristics}


def test_the_packaging_deposit_is_asked_for_where_the_law_does():
    def keys(category, storefront="RO"):
        return {item.key for item in detail_of({}, category, {}, {}, None, storefront).characteristics if item.required}

    assert keys("1415") == {"sgrPrice"}
    assert keys("387") == keys("1415", "TR") == keys("1415", "BG") == set()


@given(spoiled(TREE), spoiled(ATTRIBUTES), spoiled(VALUES))
def test_spoiled_dictionaries_are_understood_or_refused(tree, attributes, page):
    understood(parse_categories, tree)
    understood(lambda row: detail_of(row, "387", parse_attributes(row, "387"), {}, None, "RO"), attributes)
    understood(parse_values, page, "values")


def test_addresses_are_known_with_and_without_is():
    row = {"id": 110001, "address": "Str. 1", "city": "București", "shipmentAddress": True}
    assert parse_address(row).extra["use"] == "pickup"
    assert parse_address({"id": 1, "isReturningAddress": True, "isDefault": True}).extra["use"] == "return"


# ---- returns ----


def test_a_return_is_what_its_pieces_say():
    data = parse_return(fixture("claim"), "RO")
    assert (data.key[:4], data.order_key, data.status) == ("f9da", "3330000001", ReturnStatus.RECEIVED)
    [line] = data.lines
    assert (line.offer_key, line.quantity, line.reason, line.note) == ("ODOO-TS-0001-M", 2, "Too small", "mic")


def test_the_deadline_counts_business_days_and_in_turkey_hours():
    friday = datetime(2026, 9, 25, 10, tzinfo=UTC)
    row = fixture("claim", lastModifiedDate=int(friday.timestamp() * 1000))
    assert parse_return(row, "RO").close_by == friday + timedelta(days=4)
    assert parse_return(row, "TR").close_by == friday + timedelta(hours=48)


@pytest.mark.parametrize(
    ("states", "status"),
    [
        (("Created", "Created"), ReturnStatus.APPROVED),
        (("Accepted", "WaitingInAction"), ReturnStatus.RECEIVED),
        (("WaitingFraudCheck", "Accepted"), ReturnStatus.CLOSED),
        (("Unresolved", "Accepted"), ReturnStatus.REFUSED),
        (("Cancelled", "Accepted"), ReturnStatus.CLOSED),
        (("Cancelled", "Cancelled"), ReturnStatus.CANCELLED),
    ],
)
def test_the_piece_that_waits_speaks_for_the_whole_return(states, status):
    row = fixture("claim")
    for piece, state in zip(row["items"][0]["claimItems"], states, strict=True):
        piece["claimItemStatus"]["name"] = state
    data = parse_return(row, "RO")
    assert data.status is status
    assert (data.close_by is None) is (status is not ReturnStatus.RECEIVED)


@given(spoiled(fixture("claim")))
def test_a_spoiled_return_is_understood_or_refused(row):
    understood(parse_return, row, "RO")


# ---- batches ----

BATCH = {
    "batchRequestId": "b", "itemCount": 2, "creationDate": 1790000000000,
    "items": [
        {"requestItem": {"barcode": "A"}, "status": "SUCCESS", "failureReasons": []},
        {"requestItem": {"barcode": "B"}, "status": "FAILED", "failureReasons": ["Nu"]},
    ],
}  # fmt: skip


@given(spoiled(BATCH))
def test_a_spoiled_batch_is_understood_or_refused(answer):
    understood(verdicts_of, answer, "b", NOW)
