"""eMAG's offers and small dictionaries as the engine sees them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings

from odoo.addons.marketplace_emag.lib import parse
from odoo.addons.marketplace_emag.lib.const import SITES

from tests.pure.emag_line import fixture
from tests.pure.junk import spoiled, understood

RO = SITES["RO"]
OFFER = fixture("offer")
VAT = {1: Decimal("0.21")}


def offer(**changes):
    return parse.parse_offer(fixture("offer", **changes), RO, VAT)


def test_B3_B5_offer_carries_every_code_it_can_be_recognised_by():
    data = offer()
    assert (data.key, data.sku, data.barcodes, data.platform_code) == (
        "243409", "TRN-42-BLK", ("5941234567899",), "DRX42KBBM",
    )  # fmt: skip
    assert offer(part_number_key=None).platform_code == ""
    assert offer(ean="5941234567899").barcodes == ("5941234567899",)
    assert offer(ean=[]).barcodes == ()


def test_A5_offer_says_what_emag_holds_now():
    data = offer()
    assert (data.stock, data.price, data.price_low, data.price_high) == (20, Decimal("165.2893"), 120, 300)
    assert (data.currency, data.tax_rate, data.status) == ("RON", Decimal("0.21"), "active")
    assert offer(sale_price="10.0700").price == Decimal("10.07")
    assert offer(min_sale_price=0, max_sale_price=None).price_low is None
    assert offer(general_stock=None).stock == 20
    assert offer(general_stock=None, stock=[]).stock is None
    assert offer(vat_id=9).tax_rate is None


@pytest.mark.parametrize(("number", "status"), [(0, "inactive"), ("1", "active"), (2, "ended")])
def test_status(number, status):
    assert offer(status=number).status == status


@pytest.mark.parametrize(
    ("value", "sellable"),
    [(0, False), (1, False), (3, True), (4, False), (8, False), (9, True), (10, False), (12, True)],
)
def test_validation_decides_whether_it_can_be_sold_as_list_or_object(value, sellable):
    assert offer(validation_status=[{"value": value}]).sellable is sellable
    assert offer(validation_status={"value": value}).sellable is sellable
    assert offer(validation_status=[{"value": value}]).publication


def test_translation_counts_where_there_is_one():
    assert offer(translation_validation_status=[{"value": 17}]).sellable
    assert not offer(translation_validation_status={"value": 14}).sellable
    assert not offer(validation_status=[{"value": 8}], translation_validation_status=[{"value": 9}]).sellable


def test_C6_every_complaint_of_emag_is_kept_in_the_sites_language():
    complaint = {
        "code": "invalid_brand",
        "value": "RunnerX",
        "message": {"ro_RO": "Brand greșit", "en_GB": "Wrong brand"},
    }
    data = offer(
        validation_status=[{"value": 8, "errors": {"errors": [complaint], "warnings": [], "info": None}}],
        offer_validation_status=[{"value": 2, "description": "Invalid price"}],
        doc_errors=["Mktp Family: invalid name", "Mktp Family: invalid name"],
    )
    assert data.problems == (
        "Brand greșit (RunnerX)",
        "Price not valid at eMAG: Invalid price",
        "Mktp Family: invalid name",
    )
    assert not data.sellable


def test_stock_in_other_warehouses_is_pointed_out_because_we_write_only_one():
    data = offer(stock=[{"warehouse_id": 1, "value": 5}, {"warehouse_id": 3, "value": 7}], general_stock=12)
    assert data.stock == 12
    assert "warehouse 3" in data.problems[0]


def test_odd_documentation_does_not_keep_stock_and_price_from_being_managed():
    data = offer(characteristics="none")
    assert (data.stock, data.price) == (20, Decimal("165.2893"))
    assert "characteristics" in data.problems[0]
    assert (data.content, data.extra) == (None, {})


def test_A5_what_only_emags_screens_ask_for_is_kept_apart():
    data = offer()
    assert data.content.brand == "RunnerX"
    assert data.extra == {
        "vat": "1", "estimated_stock": 19, "competitors": 3, "rank": 2, "best_price": "160.1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": 0}, "Offer: the id is missing"),
        ({"status": None}, "Offer 243409: status None is not known"),
        ({"sale_price": "free"}, "Offer 243409: sale_price is not a number"),
        ({"general_stock": 1.5}, "Offer 243409: general_stock is not a whole number"),
    ],
)
def test_unreadable_offer_says_why(changes, words):
    with pytest.raises(ValueError, match=words):
        offer(**changes)


@settings(max_examples=300)
@given(spoiled(OFFER))
def test_spoiled_offer_raises_nothing_but_value_error(spoilt):
    data = understood(parse.parse_offer, spoilt, RO, VAT)
    if data is not None:
        assert data.key
        assert all(isinstance(problem, str) for problem in data.problems)


# ---- dictionaries ----

ROWS = {
    parse.parse_vat: {"vat_id": 1, "vat_rate": 0.21, "is_default": 1},
    parse.parse_handling_time: {"id": 3},
    parse.parse_courier: {
        "account_id": 10667,
        "account_display_name": "Sameday - orders",
        "courier_account_type": 3,
        "courier_name": "SAMEDAY",
        "courier_account_properties": [0, 2],
        "status": 1,
        "pickup_country_code": "RO",
    },
    parse.parse_address: {
        "address_id": "12302300000000000001",
        "country_code": "RO",
        "address_type_id": 2,
        "locality_id": 8801,
        "suburb": "Cluj",
        "city": "Cluj-Napoca",
        "address": "Str. Fabricii 10",
        "zipcode": "400620",
        "is_default": True,
    },
}


@pytest.mark.parametrize(("written", "rate", "name"), [(0.21, "0.21", "21 %"), ("21", "0.21", "21 %"), (0, "0", "0 %")])
def test_vat_rate_is_a_fraction_whichever_way_it_is_written(written, rate, name):
    entry = parse.parse_vat({"vat_id": "4", "vat_rate": written})
    assert (entry.key, entry.value, entry.name) == ("4", Decimal(rate), name)


@pytest.mark.parametrize(("row", "name"), [({"id": 0}, "same day"), ({"id": 1}, "1 day"), ({"value": 30}, "30 days")])
def test_handling_time_is_a_number_of_days(row, name):
    assert parse.parse_handling_time(row).name == name


def test_A8_courier_account_says_what_it_is_for():
    entry = parse.parse_courier(ROWS[parse.parse_courier])
    assert (entry.key, entry.name, entry.active) == ("10667", "Sameday - orders", True)
    assert entry.extra == {
        "courier": "SAMEDAY",
        "use": "orders and returns",
        "uses": ["orders", "returns"],
        "services": ["home", "lockers"],
        "country": "RO",
    }
    misspelt = {"account_id": 1, "currier_account_properties": [6], "status": 0}
    assert parse.parse_courier(misspelt).extra["services"] == ["offices"]
    assert parse.parse_courier(misspelt).extra["uses"] == ["orders", "returns"]  # nothing says that it is unfit
    assert parse.parse_courier({"account_id": 1, "courier_account_type": 4}).extra["uses"] == []
    assert not parse.parse_courier(misspelt).active


def test_address_reads_as_one_line():
    entry = parse.parse_address(ROWS[parse.parse_address])
    assert (entry.key, entry.name) == ("12302300000000000001", "Str. Fabricii 10, Cluj-Napoca, Cluj")
    assert entry.extra["use"] == "pickup"
    assert entry.extra["default"]
    assert [entry.extra[key] for key in ("street", "city", "county", "zip", "locality", "country")] == [
        "Str. Fabricii 10", "Cluj-Napoca", "Cluj", "400620", "8801", "RO",
    ]  # fmt: skip


@pytest.mark.parametrize("read", ROWS)
def test_spoiled_dictionary_row_raises_nothing_but_value_error(read):
    @settings(max_examples=200)
    @given(spoiled(ROWS[read]))
    def check(spoilt):
        entry = understood(read, spoilt)
        assert entry is None or entry.key

    check()
