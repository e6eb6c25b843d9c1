"""Publishing: one verdict per product out of messages that eMAG pools for the batch."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.catalogue import CharacteristicValue, Party, Picture, ProductData
from odoo.addons.marketplace_base.lib.errors import OutcomeUnknown, RateLimited
from odoo.addons.marketplace_base.lib.types import Outcome
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

from tests.pure.emag_line import EmagLine, read_request, said
from tests.pure.wire import answer

CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
VAT = said([{"vat_id": 1, "vat_rate": 0.21}, {"vat_id": 2, "vat_rate": 0.11}])
PART_NUMBER_TAKEN = "You already hold a Product associated with this PN: A1"


def product(number, **changes):
    base = ProductData(
        str(number), f"A{number}", f"Product {number}", "RunnerX", "<p>Mesh</p>", "2735", barcodes=("5941234567899",),
        pictures=(Picture("https://shop.example.com/1.jpg"), Picture("https://shop.example.com/2.jpg")),
        characteristics=(CharacteristicValue("5401", "Black"), CharacteristicValue("6506", "42 EU", "original")),
        warranty=24, handling_days=1, quantity=20, price=Decimal("165.28926"), price_low=Decimal(120),
        price_high=Decimal(300), tax_rate=Decimal("0.21"), safety="Not below 3 years",
        makers=(Party("RunnerX", "Porto", "gpsr@example.com"),),
    )  # fmt: skip
    return replace(base, **changes)


@pytest.fixture
def line():
    lines = []

    def make(*answers):
        lines.append(EmagLine(VAT, *answers))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


def published(made, *products):
    return {result.key: result for result in made.provider.publish(list(products))}


def saves(made):
    return [body for route, body in made.calls if route.endswith("product_offer/save")]


# ---- what is sent ----


def test_C4_a_new_product_in_emags_words(line):
    made = line(said())
    assert (
        published(made, product(7, family_key="3", family_name="Trainers", family_type_key="95"))["7"].outcome
        is CONFIRMED
    )
    [[body]] = saves(made)
    assert body == {
        "id": 7, "category_id": 2735, "part_number": "A7", "name": "Product 7", "brand": "RunnerX", "status": 1,
        "description": "<p>Mesh</p>", "ean": ["5941234567899"], "warranty": 24, "vat_id": 1,
        "images": [
            {"display_type": 1, "url": "https://shop.example.com/1.jpg"},
            {"display_type": 0, "url": "https://shop.example.com/2.jpg"},
        ],
        "characteristics": [{"id": 5401, "value": "Black"}, {"id": 6506, "value": "42 EU", "tag": "original"}],
        "family": {"id": 3, "name": "Trainers", "family_type_id": 95},
        "sale_price": 165.2893, "min_sale_price": 120.0, "max_sale_price": 300.0,
        "stock": [{"warehouse_id": 1, "value": 20}], "handling_time": [{"warehouse_id": 1, "value": 1}],
        "safety_information": "Not below 3 years",
        "manufacturer": [{"name": "RunnerX", "address": "Porto", "email": "gpsr@example.com"}],
    }  # fmt: skip


def test_C7_an_offer_on_a_page_sends_its_key_and_no_ean(line):
    made = line(said())
    published(made, product(7, platform_code="DRX42KBBM"))
    [[body]] = saves(made)
    assert body["part_number_key"] == "DRX42KBBM"
    assert not body.keys() & {"ean", "category_id", "brand", "images", "characteristics", "description", "part_number"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"key": "A-7"}, "not a product number"),
        ({"key": "16777216"}, "not a product number"),
        ({"price": None}, "above zero"),
        ({"tax_rate": Decimal("0.19")}, "no VAT rate of 19 %"),
        ({"category_key": ""}, "category"),
    ],
)
def test_what_cannot_be_written_down_is_refused_here_and_stops_nobody(line, changes, words):
    made = line(said())
    results = published(made, product(7, **changes), product(8))
    assert [result.outcome for result in results.values()] == [REFUSED, CONFIRMED]
    assert words in next(iter(results.values())).text


def test_a_batch_stays_below_emags_input_variables(line):
    made = line(said())
    many = tuple(CharacteristicValue(str(number), "x") for number in range(600))
    results = published(made, *(product(number, characteristics=many) for number in range(1, 6)))
    assert {result.outcome for result in results.values()} == {CONFIRMED}
    assert [len(batch) for batch in saves(made)] == [2, 2, 1]


@pytest.mark.parametrize(("highest", "key"), [(0, "1"), (699, "700"), (16_777_214, "16777215")])
def test_a_new_number_is_above_the_highest(highest, key):
    assert EmagProvider.new_offer_key("A", "", highest) == key


def test_numbers_end_somewhere():
    with pytest.raises(ValueError, match="no number is free"):
        EmagProvider.new_offer_key("A", "", 16_777_215)


# ---- verdicts ----


def test_C6_the_named_one_is_refused_and_the_rest_goes_again(line):
    made = line(said([], f"{PART_NUMBER_TAKEN} - Product id: 2", error=True), said())
    results = published(made, product(1), product(2), product(3))
    assert [result.outcome for result in results.values()] == [CONFIRMED, REFUSED, CONFIRMED]
    assert results["2"].code == "part_number"
    assert results["2"].text.startswith("Another of your products at eMAG has this product code.")
    assert [[item["id"] for item in batch] for batch in saves(made)] == [[1, 2, 3], [1, 3]]


def test_numbers_inside_a_message_accuse_nobody(line):
    message = "Value of characteristic with id 1 is empty - Product id: 2"
    results = published(line(said([], message, error=True), said()), product(1), product(2))
    assert (results["1"].outcome, results["2"].code) == (CONFIRMED, "draft")


def test_an_unnamed_refusal_is_found_by_halving(line):
    def reply(request):
        route, body = read_request(request)
        if "vat" in route:
            return VAT
        return said([], "Something is wrong", error=True) if 3 in [item["id"] for item in body] else said()

    made = EmagLine(reply)
    try:
        results = published(made, *(product(number) for number in range(1, 9)))
    finally:
        made.close()
    assert [key for key, result in results.items() if result.outcome is REFUSED] == ["3"]


def test_a_draft_is_taken_but_said(line):
    message = (
        "WARNING: The product was saved as a draft, and you need the following product fields: EAN. - Product id: 2"
    )
    results = published(line(said([], message)), product(1), product(2))
    assert (results["1"].code, results["2"].code) == ("", "draft")
    assert results["2"].outcome is CONFIRMED
    assert "EAN" in results["2"].text


def test_warnings_that_come_as_an_error_refuse_nothing(line):
    message = "WARNING: You are not eligible to edit the product documentation. - Product id: 2"
    made = line(said([], message, error=True))
    results = published(made, product(1), product(2))
    assert {result.outcome for result in results.values()} == {CONFIRMED}
    assert len(saves(made)) == 1


def test_C7_associated_by_ean_is_an_offer_on_that_page(line):
    message = "WARNING: Your product has been automatically associated via EAN to the product with PNK DRX42KBBM."
    result = published(line(said([], message)), product(2))["2"]
    assert (result.outcome, result.code, result.ref) == (CONFIRMED, "joined", "DRX42KBBM")


def test_C7_a_duplicated_product_joins_the_page_that_emag_names(line):
    message = "It is a duplicated product. Please associate the offer to product with PNK DRX42KBBM - Product id: 2"
    made = line(said([], message, error=True), said(), said())
    results = published(made, product(1), product(2))
    assert (results["2"].outcome, results["2"].ref) == (CONFIRMED, "DRX42KBBM")
    assert saves(made)[-1][0]["part_number_key"] == "DRX42KBBM"


@pytest.mark.parametrize(("holder", "outcome"), [(2, CONFIRMED), (9, REFUSED)])
def test_our_own_offer_on_the_page_is_told_from_another_of_ours(line, holder, outcome):
    message = "You already hold an offer associated with this PNK: DRX42KBBM - Product id: 2"
    made = line(said([], message, error=True), said([{"id": holder, "part_number_key": "DRX42KBBM"}]))
    result = published(made, product(2, platform_code="DRX42KBBM"))["2"]
    assert result.outcome is outcome
    assert outcome is CONFIRMED or "offer 9" in result.text


@pytest.mark.parametrize(("wrong", "error"), [(None, OutcomeUnknown), (answer(429), RateLimited)])
def test_a_call_that_fails_as_a_whole_raises(line, wrong, error):
    with pytest.raises(error):
        line(wrong).provider.publish([product(1)])


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(1, 10), min_size=1), st.data())
def test_any_mix_of_refusals_warnings_and_cuts_gives_one_verdict_each(numbers, data):
    fates = {
        number: data.draw(st.sampled_from(["good", "named", "unnamed", "warned", "draft", "duplicate"]))
        for number in sorted(numbers)
    }
    cut_after = data.draw(st.integers(1, 30))
    calls = []

    def reply(request):
        route, body = read_request(request)
        if "vat" in route:
            return VAT
        calls.append(body)
        if len(calls) > cut_after:
            return None
        messages, error = [], False
        for item in body:
            fate = fates[item["id"]]
            if fate == "named":
                messages.append(f"{PART_NUMBER_TAKEN} - Product id: {item['id']}")
            elif fate == "duplicate" and "part_number_key" not in item:
                messages.append(
                    f"A duplicated product. Please associate with PNK D{item['id']}X - Product id: {item['id']}"
                )
            elif fate == "unnamed":
                messages.append("No")
            elif fate in ("warned", "draft"):
                text = "saved as a draft" if fate == "draft" else "odd"
                messages.append(f"WARNING: {text} - Product id: {item['id']}")
            error = error or fate in ("named", "unnamed") or (fate == "duplicate" and "part_number_key" not in item)
        return said([], *messages, error=error)

    made = EmagLine(reply)
    try:
        results = made.provider.publish([product(number) for number in sorted(numbers)])
    finally:
        made.close()
    assert [result.key for result in results] == [str(number) for number in sorted(numbers)]
    for result in results:
        fate = fates[int(result.key)]
        expected = REFUSED if fate in ("named", "unnamed") else CONFIRMED
        assert result.outcome in (expected, UNKNOWN)
        if fate == "draft" and result.outcome is CONFIRMED:
            assert result.code == "draft"
