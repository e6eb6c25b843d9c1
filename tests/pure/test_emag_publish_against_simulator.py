"""Publishing against the eMAG simulator: created, refused, corrected, approved, joined (C4-C8)."""
# ruff: noqa: F811

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.catalogue import CharacteristicValue, Party, Picture, ProductData, Review
from odoo.addons.marketplace_base.lib.types import Outcome

from simulators.emag import eans
from tests.pure.test_emag_against_simulator import connect, emag, provider, server  # noqa: F401

PNK = "DRX42KBBM"  # a page of the simulator's catalogue, with the EAN below
EAN_OF_PAGE = "5901234123457"
PARTY = Party("RunnerX", "Porto, Rua 1", "gpsr@example.com")
SHOE = ProductData(
    "700", "TRN-42", "Trainers black 42", "RunnerX", "<p>Mesh</p>", "2735", barcodes=("5941234567899",),
    pictures=(Picture("https://shop.example.com/1.jpg"),),
    characteristics=(
        CharacteristicValue("5401", "Black"),
        CharacteristicValue("6506", "42 EU", "original"),
        CharacteristicValue("6506", "42 EU", "converted"),
    ),
    warranty=24, handling_days=1, quantity=5, price=Decimal("165.2893"), price_low=Decimal(120), price_high=Decimal(300),
    tax_rate=Decimal("0.21"), makers=(PARTY,), responsibles=(PARTY,),
)  # fmt: skip


def outcomes(results):
    return [(result.outcome, result.code) for result in results]


def test_C4_created_in_review_then_approved(emag, provider):
    assert outcomes(provider.publish([SHOE])) == [(Outcome.CONFIRMED, "")]
    assert provider.fetch_offer("700").review is Review.REVIEW
    emag.validate_offer(700)
    data = provider.fetch_offer("700")
    assert (data.review, data.stock, data.price) == (Review.APPROVED, 5, Decimal("165.2893"))
    assert data.platform_code


def test_C6_refused_by_people_corrected_and_approved(emag, provider):
    provider.publish([SHOE])
    emag.validate_offer(700, status=8, errors=["The brand is wrong"])
    data = provider.fetch_offer("700")
    assert data.review is Review.REFUSED
    assert "The brand is wrong" in " ".join(data.problems)
    provider.publish([replace(SHOE, name="Trainers RunnerX black 42")])
    assert provider.fetch_offer("700").review is Review.REVIEW
    emag.validate_offer(700)
    assert provider.fetch_offer("700").review is Review.APPROVED


def test_sending_again_under_the_same_number_does_no_harm(emag, provider):
    for _time in range(2):
        assert outcomes(provider.publish([SHOE])) == [(Outcome.CONFIRMED, "")]
        assert outcomes(provider.publish([replace(SHOE, key="701", sku="B", barcodes=(), platform_code=PNK)])) == [
            (Outcome.CONFIRMED, "")
        ]
    assert len(emag.offers()) == 2


def test_C7_joins_by_key(emag, provider):
    provider.publish([replace(SHOE, platform_code=PNK)])
    data = provider.fetch_offer("700")
    assert (data.platform_code, data.review) == (PNK, Review.APPROVED)


@pytest.mark.parametrize("answer", ["attach", "duplicate"])
def test_C7_joins_by_ean_whatever_emag_says_to_it(emag, provider, answer):
    emag.settings(ean_in_catalogue=answer)
    [result] = provider.publish([replace(SHOE, barcodes=(EAN_OF_PAGE,))])
    assert (result.outcome, result.code, result.ref) == (Outcome.CONFIRMED, "joined", PNK)
    assert provider.fetch_offer("700").platform_code == PNK


def test_a_second_offer_on_one_page_is_refused_and_names_the_first(emag, provider):
    provider.publish([replace(SHOE, platform_code=PNK)])
    [result] = provider.publish([replace(SHOE, key="701", platform_code=PNK)])
    assert result.outcome is Outcome.REFUSED
    assert "700" in result.text


@pytest.mark.parametrize("saves_good", [True, False])
@pytest.mark.parametrize("as_error", [True, False])
def test_C6_a_mixed_batch_gives_each_its_own_word(emag, provider, saves_good, as_error):
    emag.settings(mixed_batch_saves_good_items=saves_good, warning_sets_is_error=as_error)
    provider.publish([replace(SHOE, key="600", sku="TAKEN", barcodes=())])
    results = provider.publish(
        [
            replace(SHOE, key="1", sku="A1", barcodes=("5941234567890",)),
            replace(SHOE, key="2", sku="TAKEN", barcodes=()),
            replace(SHOE, key="3", sku="A3", barcodes=("5941234567899",)),
            replace(SHOE, key="4", sku="A4", barcodes=()),
            replace(SHOE, key="5", sku="A5", barcodes=(eans.make(5),), characteristics=()),
            replace(SHOE, key="6", sku="A6", barcodes=(eans.make(6),), handling_days=4),
        ]
    )
    found = {result.key: result for result in results}
    assert outcomes([found["1"], found["2"]]) == [(Outcome.REFUSED, "ean"), (Outcome.REFUSED, "part_number")]
    assert (found["3"].outcome, found["3"].code) == (Outcome.CONFIRMED, "")
    assert (found["4"].outcome, found["4"].code) == (Outcome.CONFIRMED, "draft")
    assert "EAN" in found["4"].text
    assert found["5"].code == "draft"
    assert found["6"].outcome is Outcome.REFUSED
    assert {offer["id"] for offer in emag.offers()} >= {600, 3, 4, 5}
