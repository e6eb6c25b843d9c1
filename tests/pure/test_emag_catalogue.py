"""eMAG's categories, characteristics, product content and catalogue look-ups, as the engine sees them."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings

from odoo.addons.marketplace_base.lib.catalogue import (
    CharacteristicKind,
    CharacteristicValue,
    Content,
    Party,
    Review,
    content_from_json,
    content_to_json,
)
from odoo.addons.marketplace_base.lib.errors import Unavailable
from odoo.addons.marketplace_emag.lib import parse, parse_category, parse_content
from odoo.addons.marketplace_emag.lib.const import SITES, VALUES_PAGE

from tests.pure.emag_line import EmagLine, fixture, said
from tests.pure.junk import spoiled, understood

MAKER = {"name": "RunnerX Ltd", "address": "Porto, Rua 1", "email": "gpsr@example.com"}
CATEGORY = {
    "id": 2735, "name": "Men trainers", "parent_id": 2700, "is_allowed": 1, "is_ean_mandatory": "1", "is_warranty_mandatory": 0,
    "characteristics": [
        {"id": 5401, "name": "Color", "type_id": 11, "display_order": 1, "is_mandatory": 1, "allow_new_value": 0,
         "values": ["Black", "Blue", "Black"]},
        {"id": 6506, "name": "Size", "type_id": "60", "display_order": 2, "is_mandatory": True, "allow_new_value": 1,
         "values": {"0": "42 EU", "1": "43 EU"}, "tags": ["original", "converted"]},
    ],
    "family_types": [{"id": 95, "name": "Size", "characteristics": [{"characteristic_id": 6506, "display_order": 2},
                                                                    {"characteristic_id": 5401, "display_order": 1}]}],
}  # fmt: skip


def content(**changes):
    return parse_content.parse_content(fixture("offer", **changes), "Offer 1")


# ---- product content ----


def test_A6_A7_content_comes_along_main_picture_first():
    read = content(family={"id": 501, "name": "Runner X"}, safety_information="Hot!", url="https://shop.example.com/1")
    assert read == Content(
        brand="RunnerX",
        category_key="2735",
        description="<p>Mesh upper</p>",
        url="https://shop.example.com/1",
        pictures=("https://cdn.example.com/main.jpg", "https://cdn.example.com/side.jpg"),
        characteristics=(CharacteristicValue("5401", "Black"),),
        family_key="501",
        family_name="Runner X",
        warranty=24,
        handling_days=1,
        safety="Hot!",
    )
    assert content(characteristics=[{"id": 6506, "value": 42, "tag": "original"}]).characteristics == (
        CharacteristicValue("6506", "42", "original"),
    )


@pytest.mark.parametrize("nothing", [None, []])
def test_A7_content_that_is_not_there(nothing):
    read = content(family=nothing, images=nothing, characteristics=nothing, handling_time=nothing, warranty=None)
    assert (read.family_key, read.pictures, read.characteristics) == ("", (), ())
    assert (read.handling_days, read.warranty) == (None, None)
    assert content(family={"id": 0, "name": "left"}).family_name == ""


@pytest.mark.parametrize("said_so", [True, False, 1, "0", None])
def test_A7_a_list_of_offers_only_says_whether_there_are_safety_data(said_so):
    assert not content(manufacturer=said_so, eu_representative=said_so).parties_known
    row = fixture("offer", manufacturer=False, eu_representative=said_so)
    assert parse.parse_offer(row, SITES["RO"], {}).has_parties is (said_so in (True, 1))


def test_A7_safety_data_of_an_offer_read_by_its_number():
    read = content(manufacturer=[MAKER], eu_representative=[])
    assert (read.makers, read.responsibles, read.parties_known) == ((Party(**MAKER),), (), True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"images": "none"}, "Offer 1: images"),
        ({"warranty": "long"}, "Offer 1: warranty"),
        ({"family": "red"}, "Offer 1: family"),
        ({"manufacturer": [5], "eu_representative": []}, "Offer 1: manufacturer"),
        ({"characteristics": [{"value": "Black"}]}, "Offer 1, characteristic: the id is missing"),
    ],
)
def test_A7_odd_content_names_the_field(changes, words):
    with pytest.raises(ValueError, match=words):
        content(**changes)


def test_A7_stored_content_is_the_same_again():
    read = replace(content(manufacturer=[MAKER], eu_representative=[MAKER]), family_key="501")
    assert content_from_json(content_to_json(read)) == read
    assert content_from_json(None) == Content()
    plain = asdict(read)
    assert content_to_json(read) == {
        key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()
    }


@pytest.mark.parametrize(
    ("own", "translation", "review"),
    [
        (0, None, Review.DRAFT),
        (4, None, Review.REVIEW),
        (8, None, Review.REFUSED),
        (9, None, Review.APPROVED),
        (12, None, Review.REFUSED),
        (9, 15, Review.REVIEW),
        (9, 17, Review.APPROVED),
        (99, None, Review.REVIEW),
    ],
)
def test_C6_review_is_the_worse_of_both_validations(own, translation, review):
    row = fixture("offer", validation_status={"value": own})
    if translation:
        row["translation_validation_status"] = [{"value": translation}]
    assert parse.parse_offer(row, SITES["RO"], {}).review is review


def test_C6_without_a_word_the_part_number_key_tells():
    assert parse_content.parse_review(fixture("offer", validation_status=[]), "?") is Review.APPROVED
    row = fixture("offer", validation_status=[], part_number_key=None)
    assert parse_content.parse_review(row, "?") is Review.REVIEW


# ---- categories ----


def test_A3_category():
    category = parse_category.parse_category(CATEGORY)
    assert (category.key, category.name, category.parent_key) == ("2735", "Men trainers", "2700")
    assert (category.allowed, category.needs_barcode, category.needs_warranty) == (True, True, False)
    assert parse_category.parse_category({"id": 1, "parent_id": None}).parent_key == ""
    with pytest.raises(ValueError, match="Category 2735: is_allowed is not a number"):
        parse_category.parse_category(CATEGORY | {"is_allowed": "perhaps"})


def test_A4_characteristics_values_tags_and_families():
    detail = parse_category.parse_detail(CATEGORY, 1)
    color, size = detail.characteristics
    assert (color.kind, color.required, color.multiple, color.open_values) == (
        CharacteristicKind.TEXT,
        True,
        True,
        False,
    )
    assert [value.key for value in color.values] == ["Black", "Blue"]
    assert (size.kind, size.multiple, size.open_values) == (CharacteristicKind.SIZE, False, True)
    assert (size.tags, [value.name for value in size.values]) == (("original", "converted"), ["42 EU", "43 EU"])
    assert detail.families[0].characteristic_keys == ("5401", "6506")
    assert detail.next is None


@pytest.mark.parametrize(("count", "following"), [(VALUES_PAGE - 1, None), (VALUES_PAGE, "4")])
def test_A4_a_full_page_of_values_has_a_next_one(count, following):
    row = {**CATEGORY["characteristics"][0], "values": [f"value {number}" for number in range(count)]}
    assert parse_category.parse_detail(CATEGORY | {"characteristics": [row]}, 3).next == following


@pytest.mark.parametrize("spoilt", [{"values": "many"}, {"values": [["x"]]}, {"type_id": "?"}, {"id": None}])
def test_A4_unreadable_characteristic_says_which(spoilt):
    row = CATEGORY["characteristics"][0] | spoilt
    with pytest.raises(ValueError, match="Category 2735, characteristic"):
        parse_category.parse_detail(CATEGORY | {"characteristics": [row]}, 1)


@settings(max_examples=200)
@given(spoiled(CATEGORY))
def test_A4_junk_is_refused_or_understood(spoilt):
    understood(parse_category.parse_detail, spoilt, 1)


# ---- on the wire ----


@pytest.fixture
def line():
    lines = []

    def make(*answers):
        lines.append(EmagLine(*answers))
        return lines[-1]

    yield make
    for each in lines:
        each.close()


def test_A4_a_category_is_asked_for_page_by_page_of_its_values(line):
    made = line(said([CATEGORY]), said([]))
    assert made.provider.fetch_category("2735", "2").category.name == "Men trainers"
    assert made.provider.fetch_category("2736", None) is None
    route, body = made.calls[0]
    assert route == "/api-3/category/read"
    assert (body["id"], body["valuesCurrentPage"], body["valuesPerPage"]) == (2735, 2, VALUES_PAGE)
    assert made.calls[1][1]["valuesCurrentPage"] == 1
    assert line(said([])).provider.fetch_category("shoes", None) is None


def test_A3_an_unreadable_tree_is_not_taken_for_a_smaller_one(line):
    with pytest.raises(Unavailable, match="Category 2735: parent_id"):
        line(said([CATEGORY | {"parent_id": "root"}])).provider.fetch_categories(None)


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        (said({"noOfItems": "1290", "noOfPages": "13"}), 1290),
        (said({"noOfItems": 12}), 12),
        (said([]), None),
        (said("?"), None),
        (said([], "no such thing", error=True), None),
    ],
)
def test_A5_how_many_there_are(line, answer, number):
    assert line(answer).provider.count("offers") == number


@pytest.mark.parametrize("spelling", ["allowed_to_add_offer", "allow_to_add_offer"])
def test_C7_products_of_the_catalogue_by_ean(line, spelling):
    found = {
        "5941234567899": {"products": [{
            "ean": "5941234567899", "part_number_key": "DRX42KBBM", "product_name": "Trainers", "brand_name": "RunnerX",
            "doc_category_id": 2735, "site_url": "http://emag.example/x", spelling: False, "vendor_has_offer": 1, "hotness": None,
            "product_image": "https://cdn.example.com/150.jpg",
        }]},
        "5901234123457": {"products": []},
    }  # fmt: skip
    made = line(said(found))
    (match,) = made.provider.find_products(["5941234567899", "5901234123457", "5941234567899", "no code"])
    assert (match.barcode, match.platform_code, match.category_key) == ("5941234567899", "DRX42KBBM", "2735")
    assert (match.allowed, match.has_offer, match.picture) == (False, True, "https://cdn.example.com/150.jpg")
    request = made.wire.requests[0].split(b"\r\n")[0].decode()
    assert request.startswith("GET /api-3/documentation/find_by_eans?eans")
    assert request.count("59") == 2


def test_C7_no_match_at_all_comes_as_a_list(line):
    assert line(said([])).provider.find_products(["5941234567899"]) == []


def test_C7_a_hundred_codes_a_call(line):
    made = line(said([]))
    made.provider.find_products([str(5_940_000_000_000 + number) for number in range(150)])
    assert len(made.wire.requests) == 2
    assert made.provider.find_products([]) == []
    assert len(made.wire.requests) == 2
