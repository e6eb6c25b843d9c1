"""Dictionaries of the account (api/emag.md §2)."""

import pytest

from .emag_api import Api


def category(api, number, **body):
    return api.post("/category/read", {"id": number, **body}).results[0]


def test_list_mode_has_no_characteristics(api):
    rows = api.post("/category/read").results
    trainers = next(row for row in rows if row["id"] == 2735)
    assert trainers == {
        "id": 2735,
        "name": "Pantofi sport bărbați",
        "parent_id": 2700,
        "is_allowed": 1,
        "is_ean_mandatory": 1,
        "is_warranty_mandatory": 0,
    }
    api.set(characteristics_in_category_list=True)
    trainers = next(row for row in api.post("/category/read").results if row["id"] == 2735)
    assert "values" not in trainers["characteristics"][0]


def test_single_mode_has_characteristics_values_tags_and_families(api):
    row = category(api, 2735)
    size = next(entry for entry in row["characteristics"] if entry["id"] == 6506)
    assert (size["type_id"], size["is_mandatory"], size["tags"]) == (60, 1, ["original", "converted"])
    assert "42 EU" in size["values"]
    assert "tags" not in next(entry for entry in row["characteristics"] if entry["id"] == 5401)
    assert row["family_types"][0]["characteristics"][0]["characteristic_id"] == 6506


def test_every_characteristic_type_is_in_the_sample(api):
    rows = [category(api, row["id"]) for row in api.post("/category/read").results]
    types = {entry["type_id"] for row in rows for entry in row["characteristics"]}
    assert types == {1, 2, 11, 20, 30, 40, 60}


def test_values_are_paged_256_by_default(api):
    def values(**paging):
        return next(entry for entry in category(api, 320, **paging)["characteristics"] if entry["id"] == 6010)["values"]

    assert len(values()) == 256
    everything = [value for page in range(1, 9) for value in values(valuesCurrentPage=page, valuesPerPage=100)]
    assert len(everything) == len(set(everything)) == 600


def test_a_characteristic_with_5000_values_is_read_in_twenty_pages(api):
    pages = []
    while not pages or len(pages[-1]) == 256:
        authors = category(api, 610, valuesCurrentPage=len(pages) + 1)["characteristics"][0]
        pages.append(authors["values"])
    assert (authors["name"], len(pages), len({value for page in pages for value in page})) == ("Autor", 20, 5000)


def test_every_shelf_of_an_ordinary_shop_has_a_category_with_something_mandatory(api):
    rows = {row["name"]: row for row in api.post("/category/read").results if row["is_allowed"]}
    for name in ("Cafea și ceai", "Cărți", "Bucătărie", "Casă", "Electronice", "Grădină"):
        assert any(entry["is_mandatory"] for entry in category(api, rows[name]["id"])["characteristics"])


def test_count(api):
    rows = api.post("/category/read").results
    assert api.post("/category/count").results["noOfItems"] == str(len(rows))


def test_unknown_category_gives_nothing(api):
    assert api.post("/category/read", {"id": 65000}).results == []
    assert not api.post("/category/read", {"id": 65536}).accepted


def test_language_comes_in_the_query_string(api):
    assert api.post("/category/read?language=en", {"id": 310}).results[0]["name"] == "Monitors"
    assert api.post("/category/read", {"id": 310}).results[0]["name"] == "Monitoare"
    assert not api.post("/category/read?language=xx").accepted


def test_vat_rates_are_fractions_with_ids_of_the_platform():
    rates = {
        code: {row["vat_id"]: row["vat_rate"] for row in Api(code).post("/vat/read").results}
        for code in ("RO", "BG", "HU", "FDRO", "FDBG")
    }
    assert rates["RO"] == {1: 0.21, 2: 0.11, 3: 0}
    assert rates["BG"][6] == 0.2
    assert rates["HU"][11] == 0.27
    ids = [number for rows in rates.values() for number in rows]
    assert len(ids) == len(set(ids))


def test_vat_as_percent(api):
    api.set(vat_rate_as="percent")
    assert [row["vat_rate"] for row in api.post("/vat/read").results] == [21, 11, 0]


def test_handling_times(api):
    expected = [0, 1, 2, 3, 6, 9, 30, 60, 90]
    assert api.post("/handling_time/read").results == [{"id": days} for days in expected]
    api.set(handling_time_key="value")
    assert api.post("/handling_time/read").results[0] == {"value": 0}


def test_localities_of_the_own_country_unless_asked(api):
    rows = api.post("/locality/read").results
    assert {row["country_code"] for row in rows} == {"RO"}
    assert {row["country_code"] for row in api.post("/locality/read", {"country_code": "BG"}).results} == {"BG"}
    assert not api.post("/locality/read", {"country_code": "FR"}).accepted


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"emag_id": 8801}, [8801]),
        ({"name": "cluj"}, [8801]),
        ({"region2": "Cluj"}, [8801, 8802, 8803]),
        ({"region2": "Cluj", "name": "Turda"}, [8802]),
        ({"modified": "2030-01-01 00:00:00"}, []),
    ],
)
def test_locality_filters(api, filters, ids):
    assert [row["emag_id"] for row in api.post("/locality/read", filters).results] == ids


@pytest.mark.parametrize("filters", [{"modified": "2024-01-01"}, {"name": "x" * 61}, {"emag_id": "x"}])
def test_bad_locality_filters(api, filters):
    assert not api.post("/locality/read", filters).accepted


def test_locality_count_knows_fewer_filters(api):
    everything = api.post("/locality/count").results["noOfItems"]
    assert api.post("/locality/count", {"region2": "Cluj"}).results["noOfItems"] == everything
    assert api.post("/locality/count", {"name": "Cluj"}).results["noOfItems"] == "1"


def test_courier_accounts_and_addresses(api):
    accounts = api.post("/courier_accounts/read").results
    assert accounts[0]["account_id"] == 10667 and accounts[0]["courier_account_properties"] == [0, 2]
    addresses = api.post("/addresses/read").results
    assert isinstance(addresses[0]["address_id"], str) and addresses[0]["is_default"] is True


def test_platforms_have_their_own_categories_and_currency():
    bulgaria = Api("BG")
    assert bulgaria.post("/category/read", {"id": 2735}).results == []
    assert bulgaria.post("/category/read", {"id": 12735}).results[0]["id"] == 12735
    bulgaria.seed({"id": 1})
    assert bulgaria.post("/product_offer/read").results[0]["currency"] == "EUR"
    bulgaria.set(currency="BGN")
    assert bulgaria.post("/product_offer/read").results[0]["currency"] == "BGN"


def test_seed_file_replaces_parts(tmp_path):
    path = tmp_path / "seed.json"
    path.write_text('{"handling_times": [0, 5], "vat": [{"vat_id": 77, "vat_rate": "0.05"}]}')
    api = Api(seed_file=path)
    assert api.post("/handling_time/read").results == [{"id": 0}, {"id": 5}]
    assert api.post("/vat/read").results == [{"vat_id": 77, "vat_rate": 0.05, "is_default": 1}]
    path.write_text('{"nonsense": []}')
    with pytest.raises(ValueError, match="nonsense"):
        Api(seed_file=path)
