"""Trendyol's current account: what is asked for, and what a row means (api/trendyol.md §6.7)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from odoo.addons.marketplace_base.lib.errors import Rejected, Unavailable
from odoo.addons.marketplace_base.lib.statement import EntryKind, StatementLine
from odoo.addons.marketplace_trendyol.lib import const_finance as facts
from odoo.addons.marketplace_trendyol.lib.parse_statement import parse_line
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from tests.pure.junk import spoiled, understood
from tests.pure.trendyol_line import TrendyolLine, listed, refused

SINCE = datetime(2026, 9, 8, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=15)
ROW = {
    "id": "725000001", "transactionDate": 1790800000000, "barcode": "ODOO-TS-0001-M", "transactionType": "Satış",
    "receiptId": 48000001, "description": "Satış", "debt": 0.0, "credit": 119.9, "paymentPeriod": 30,
    "commissionRate": 18.0, "commissionAmount": 21.58, "commissionInvoiceSerialNumber": None, "sellerRevenue": 98.32,
    "orderNumber": "10654400001", "paymentOrderId": None, "paymentDate": 1793400000000, "sellerId": 123456,
    "storeId": None, "storeName": None, "storeAddress": None, "country": "Romania", "orderDate": 1790000000000,
    "affiliate": "TRENDYOLTR", "shipmentPackageId": 3330000001,
}  # fmt: skip


@pytest.fixture
def trendyol():
    """Scripted: ``trendyol(*answers, **options)``."""
    lines = []

    def make(*answers, **options):
        lines.append(TrendyolLine(*answers, **options))
        return lines[-1]

    yield make
    for line in lines:
        line.close()


def read(line, page=None):
    return line.provider.fetch_statement(SINCE, UNTIL, page)


def sold(name="Sale", service=facts.SETTLEMENTS, storefront="RO", **changes):
    return parse_line(ROW | changes, service, name, storefront)


# ---- a row ----


def test_a_sale_of_the_document():
    line = sold()
    assert (line.credit, line.debit, line.commission, line.revenue) == (
        Decimal("119.90"), Decimal("0.00"), Decimal("21.58"), Decimal("98.32"),
    )  # fmt: skip
    assert (line.kind, line.label, line.currency, line.place) == (EntryKind.SALE, "Sale", "RON", "RO")
    assert (line.order_key, line.order_number, line.offer_key) == ("3330000001", "10654400001", "ODOO-TS-0001-M")
    assert (line.commission_rate, line.payout_key, line.payout_on) == (18, "", date(2026, 10, 30))
    assert line.at == datetime(2026, 9, 30, 20, 26, 40, tzinfo=UTC)


# What the document says of each type: its side, and the signs of commission and revenue from the seller's point of view.
SIGNS = [
    ("Sale", "credit", "-", "+"),
    ("Return", "debit", "+", "-"),
    ("Discount", "debit", "+", "-"),
    ("Coupon", "debit", "+", "-"),
    ("DiscountCancel", "credit", "-", "+"),
    ("CouponCancel", "credit", "-", "+"),
    ("ProvisionPositive", "credit", "-", "+"),
    ("ProvisionNegative", "debit", "+", "-"),
    ("TYDiscount", "debit", "+", "-"),
    ("TYCoupon", "debit", "+", "-"),
    ("TYDiscountCancel", "credit", "-", "+"),
    ("TYCouponCancel", "credit", "-", "+"),
    ("ManualRefund", "debit", "+", "-"),
    ("ManualRefundCancel", "credit", "-", "+"),
    ("SellerRevenuePositive", "credit", "0", "+"),
    ("SellerRevenueNegative", "debit", "0", "-"),
    ("CommissionPositive", "debit", "+", "0"),
    ("CommissionNegative", "credit", "-", "0"),
    ("SellerRevenuePositiveCancel", "debit", "0", "-"),
    ("SellerRevenueNegativeCancel", "credit", "0", "+"),
    ("CommissionPositiveCancel", "credit", "-", "0"),
    ("CommissionNegativeCancel", "debit", "+", "0"),
]


@pytest.mark.parametrize(("name", "side", "commission", "revenue"), SIGNS)
@pytest.mark.parametrize("written", ["debt", "credit"])
def test_the_type_tells_the_signs(name, side, commission, revenue, written):
    """Also where the amount stands on the other side than documented (CouponCancel is listed both ways)."""
    signs = {"+": 1, "-": -1, "0": 0}
    share = {"0": 100, "+": 18, "-": 18}[commission] if revenue == "0" else 18 * abs(signs[commission])
    amount = share if revenue == "0" else 100
    amounts = {"debt": 0, "credit": 0, written: amount, "commissionAmount": share, "sellerRevenue": amount - share}
    line = sold(name, **amounts)
    assert (line.debit, line.credit) == ((amount, 0) if side == "debit" else (0, amount))
    assert line.commission == -signs[commission] * share, "positive when the platform keeps it"
    assert line.revenue == signs[revenue] * (amount - share)
    assert line.revenue == line.credit - line.debit - line.commission


def test_every_type_of_the_document_is_there_and_says_the_same_on_both_sides():
    undecided = {"DeliveryFee", "DeliveryFeeCancel", "PayByLink"}
    assert set(facts.ENTRIES[facts.SETTLEMENTS]) == {name for name, *_signs in SIGNS} | undecided
    for name in undecided:
        debit, credit = sold(name, credit=0, debt=5, commissionAmount=0, sellerRevenue=5), sold(name, credit=5)
        assert (debit.debit, debit.revenue, credit.credit) == (5, -5, 5)


@pytest.mark.parametrize("name", ["PaymentOrder", "CashAdvance", "WireTransfer", "IncomingTransfer"])
def test_a_payout_is_no_income(name):
    line = sold(
        name, facts.OTHERS, debt=500, credit=0, commissionAmount=None, sellerRevenue=500, paymentOrderId=4100001
    )
    assert (line.kind, line.debit, line.revenue, line.payout_key) == (EntryKind.PAYOUT, 500, 0, "4100001")


def test_where_no_revenue_is_written_it_is_what_is_left():
    assert sold(sellerRevenue=None).revenue == Decimal("98.32")
    fee = sold("Stoppage", facts.OTHERS, debt=3, credit=0, commissionAmount=None, sellerRevenue=None)
    assert (fee.kind, fee.revenue) == (EntryKind.TAX, -3)


def test_the_key_is_what_the_row_says_and_not_its_number():
    one = sold()
    assert one.key == sold(id="1", paymentOrderId=77, transactionType="Sale", commissionAmount="21.580").key
    assert one.key == sold(credit="119.90").key
    for changes in (
        {"barcode": "X"}, {"transactionDate": 1790800000001}, {"credit": 119.89}, {"orderNumber": "2"},
        {"shipmentPackageId": 5},
    ):  # fmt: skip
        assert one.key != sold(**changes).key
    assert one.key != sold("Return").key and one.key != sold(storefront="BG").key


@pytest.mark.parametrize(
    "changes", [{"transactionDate": None}, {"credit": "a lot"}, {"shipmentPackageId": "x"}, {"paymentDate": 10**18}]
)
def test_a_row_that_cannot_be_read_says_which(changes):
    with pytest.raises(ValueError, match="Sale 725000001: "):
        sold(**changes)


@given(spoiled(ROW))
def test_junk_is_refused_or_understood(row):
    line = understood(parse_line, row, facts.SETTLEMENTS, "Sale", "RO")
    assert line is None or isinstance(line, StatementLine)


# ---- what is asked for ----


def test_each_type_is_asked_for_by_itself_since_answers_are_localized(trendyol):
    line = trendyol(listed(ROW))
    page = read(line)
    [(_method, path, params, _body)] = line.calls
    assert path.endswith("/finance/che/sellers/123456/settlements")
    assert params == {
        "transactionType": "Sale", "page": "0", "size": "1000",
        "startDate": "1788825600000", "endDate": "1790121600000",
    }  # fmt: skip
    assert int(params["endDate"]) - int(params["startDate"]) == 15 * 24 * 3600 * 1000
    assert TrendyolProvider.statement_window == timedelta(days=15)
    assert [item.label for item in page.items] == ["Sale"]
    assert line.headers()["storefrontcode"] == "RO"


def test_more_than_a_page(trendyol):
    line = trendyol(listed(ROW, pages=2), listed(ROW | {"id": "2"}, pages=2))
    first = read(line)
    second = read(line, first.next)
    assert (first.next, second.next) == ("RO:settlements:Sale:1", "RO:settlements:Return:0")
    assert [params["page"] for _method, _path, params, _body in line.calls] == ["0", "1"]


def test_no_content_is_nothing_but_an_empty_page_of_several_is_no_answer(trendyol):
    assert read(trendyol(listed(pages=0, content=None))).items == []
    with pytest.raises(Unavailable, match="is empty"):
        read(trendyol(listed(totalElements=1001, pages=2, content=None)))
    with pytest.raises(Unavailable):
        read(trendyol(listed(content=["x"])))


def test_one_row_that_cannot_be_read_does_not_hide_the_others(trendyol):
    page = read(trendyol(listed(ROW | {"transactionDate": None}, ROW)))
    assert len(page.items) == 1
    assert "transactionDate" in page.notes[0]


def test_storefronts_outside_turkey_are_asked_for_more_once_and_left_alone_when_they_refuse(trendyol):
    line = trendyol(refused())
    page = read(line, "RO:settlements:*:0")
    assert (page.items, page.next, page.notes) == ([], "RO:otherfinancials:*:0", ())
    assert "Sale" not in line.calls[0][2]["transactionTypes"].split(",")
    line.wire.answers[:] = [listed()]
    assert read(line, "RO:settlements:Return:0").next == "RO:otherfinancials:*:0", "not asked again in the next window"


def test_nothing_of_many_types_is_one_question(trendyol):
    line = trendyol(listed(pages=0), storefront="TR")
    assert read(line, "TR:settlements:*:0").next == "TR:otherfinancials:*:0"
    assert read(line, "TR:otherfinancials:*:0").next is None
    assert len(line.calls) == 2


def test_if_there_is_something_each_type_is_read(trendyol):
    line = trendyol(listed(ROW, pages=1), storefront="TR")
    page, names = "TR:settlements:*:0", []
    while page:
        page = read(line, page).next
        names.append(line.calls[-1][2].get("transactionType"))
    expected = [*facts.ENTRIES[facts.SETTLEMENTS], *facts.ENTRIES[facts.OTHERS]]
    assert [name for name in names if name] == [name for name in expected if name not in facts.DOCUMENTED]


def test_a_type_may_be_spelt_in_another_way(trendyol):
    line = trendyol(refused(), listed(ROW), storefront="TR")
    first = read(line, "TR:settlements:ManualRefund:0")
    second = read(line, first.next)
    assert [params["transactionType"] for _method, _path, params, _body in line.calls] == [
        "ManualRefund",
        "ManuelRefund",
    ]
    assert (second.items[0].kind, second.items[0].debit) == (EntryKind.CORRECTION, Decimal("119.90"))
    assert second.next == "TR:settlements:ManualRefundCancel:0"


def test_a_type_that_is_not_to_be_had_is_said_and_the_rest_goes_on(trendyol):
    line = trendyol(refused(message="yok"), storefront="TR")
    page = read(line, "TR:settlements:PayByLink:0")
    assert page.next == "TR:otherfinancials:*:0"
    assert "PayByLink" in page.notes[0] and "yok" in page.notes[0]
    with pytest.raises(Rejected):
        read(line, "TR:settlements:Sale:0")


def test_all_storefronts_one_after_the_other(trendyol):
    line = trendyol(listed(pages=0), targets=["BG"])
    page, asked = None, []
    while True:
        page = read(line, page).next
        asked.append(line.headers(len(asked))["storefrontcode"])
        if not page:
            break
    assert asked == ["RO"] * 4 + ["BG"] * 4


def test_a_storefront_that_was_given_up_meanwhile_does_not_stop_the_reading(trendyol):
    line = trendyol(listed())
    assert read(line, "GR:settlements:Sale:3").next == "RO:settlements:Sale:0"
    assert not line.calls


# ---- invoices of transport ----

CARGO = ROW | {
    "id": "DCF2026000123", "transactionType": "Kargo Faturası", "description": "Kargo Faturası", "debt": 33.0, "credit": 0,
    "commissionAmount": 0, "commissionRate": 0, "sellerRevenue": 33.0, "orderNumber": None, "shipmentPackageId": None,
    "barcode": None, "paymentOrderId": 41,
}  # fmt: skip
PARCEL = {
    "shipmentPackageType": "Gönderi Kargo Bedeli", "parcelUniqueId": 7330012345678901, "orderNumber": "10654400001",
    "amount": 15.5, "desi": 2,
}  # fmt: skip
INVOICES = "RO:otherfinancials:DeductionInvoices:0"


def test_an_invoice_of_transport_is_told_by_its_parcels(trendyol):
    line = trendyol(listed(CARGO), listed(PARCEL, PARCEL | {"parcelUniqueId": 7, "amount": 14.5}))
    invoice, first, second = read(line, INVOICES).items
    assert line.asked[1].endswith("/cargo-invoice/DCF2026000123/items")
    assert {item.kind for item in (invoice, first, second)} == {EntryKind.TRANSPORT}
    assert (first.debit, first.revenue, first.parcel, first.order_number) == (
        Decimal("15.50"), Decimal("-15.50"), "7330012345678901", "10654400001",
    )  # fmt: skip
    assert {item.invoice_number for item in (invoice, first, second)} == {"DCF2026000123"}
    assert {item.payout_key for item in (invoice, first, second)} == {"41"}
    assert invoice.debit == 3, "what the parcels do not explain stays"
    assert invoice.revenue + first.revenue + second.revenue == -33
    assert invoice.extra["invoice_total"] == "33.00"
    assert invoice.label == "Invoice of transport: Kargo Faturası"
    assert first.label == "Transport of a parcel: Gönderi Kargo Bedeli"


def test_parcels_that_are_not_there_yet_change_nothing_of_the_invoice(trendyol):
    page = read(trendyol(listed(CARGO), refused(404, "cargo.invoice.not.found")), INVOICES)
    assert [(item.debit, page.notes) for item in page.items] == [(33, ())]
    other = read(trendyol(listed(CARGO), refused(400, "x", "nu")), INVOICES)
    assert other.items[0].key == page.items[0].key and "DCF2026000123" in other.notes[0]
    broken = read(trendyol(listed(CARGO), listed(PARCEL | {"amount": None})), INVOICES)
    assert [item.debit for item in broken.items] == [33] and "amount" in broken.notes[0]


def test_parcels_that_cost_more_than_their_invoice(trendyol):
    invoice, parcel = read(trendyol(listed(CARGO), listed(PARCEL | {"amount": 40})), INVOICES).items
    assert (invoice.credit, parcel.debit, invoice.revenue + parcel.revenue) == (7, 40, -33)


def test_other_invoices_are_fees(trendyol):
    line = trendyol(listed(CARGO | {"transactionType": "Platform Hizmet Bedeli", "description": None}))
    [fee] = read(line, INVOICES).items
    assert (fee.kind, fee.revenue, fee.label) == (EntryKind.FEE, -33, "Deducted invoice: Platform Hizmet Bedeli")
    assert len(line.calls) == 1
