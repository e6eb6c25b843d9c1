"""F4, F5: Romanian places and company numbers are understood however they are written, and nothing written is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.romania import (
    COUNTIES,
    Place,
    company_number,
    county_code,
    locality,
    place,
    plain,
    same_phone,
    sector,
    sector_of_zip,
    tidy,
    zip_code,
)

WITH_CEDILLA = str.maketrans("șțȘȚ", "şţŞŢ")


def test_there_are_41_counties_and_the_capital():
    assert len(COUNTIES) == 42
    assert len(set(COUNTIES.values())) == 42


@pytest.mark.parametrize(("code", "name"), COUNTIES.items())
def test_every_county_is_found_in_every_usual_spelling(code, name):
    for written in (
        name,
        name.upper(),
        name.lower(),
        name.translate(WITH_CEDILLA),
        plain(name),
        plain(name).replace(" ", "-").title(),
        f"Jud. {name}",
        f"jud {plain(name)}",
        f"Județul {name}",
        f"JUDETUL {plain(name).upper()}",
        f"{name} county",
        f"  {name}  ",
        code,
        code.lower(),
        f"RO-{code}",
    ):
        assert county_code(written) == code, written


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Sector 3", "B"),
        ("Bucuresti Sectorul 3", "B"),
        ("Mun. București", "B"),
        ("MUNICIPIUL BUCUREŞTI", "B"),
        ("Bucharest", "B"),
        ("Buc.", "B"),
        ("S4", "B"),
        ("Vîlcea", "VL"),
        ("Dîmboviţa", "DB"),
        ("Satu-Mare", "SM"),
        ("Caras Severin", "CS"),
        ("Bistrita Nasaud", "BN"),
        ("Cluj, Romania", "CJ"),
        ("Pest", ""),
        ("Roman", ""),
        ("", ""),
    ],
)
def test_counties_written_otherwise(written, code):
    assert county_code(written) == code


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Sector 1", 1), ("SECTOR2", 2), ("sectorul 3", 3), ("Sect. 4", 4), ("sec 5", 5), ("București, S6", 6),
        ("Sector 7", None), ("Sector 12", None), ("Cluj-Napoca", None), ("", None),
    ],
)  # fmt: skip
def test_sectors_of_the_capital(written, number):
    assert sector(written) == number


@pytest.mark.parametrize(
    ("county", "city", "postal_code", "expected"),
    [
        ("Cluj", "Cluj-Napoca", "400001", Place("CJ", "Cluj-Napoca")),
        ("CLUJ", "MUN. CLUJ-NAPOCA", "", Place("CJ", "Cluj-Napoca")),
        ("Jud. Timiş", "Municipiul Timişoara", "", Place("TM", "Timișoara")),
        ("Argeș", "CURTEA DE ARGEȘ", "", Place("AG", "Curtea de Argeș")),
        ("Cluj", "Florești (Cluj)", "", Place("CJ", "Florești")),
        ("Cluj", "Florești, jud. Cluj", "", Place("CJ", "Florești")),
        ("Ilfov", "Popești-Leordeni", "077160", Place("IF", "Popești-Leordeni")),
        ("Harghita", "Oraș Vlăhița", "", Place("HR", "Vlăhița")),
        ("Bihor", "Oradea", "", Place("BH", "Oradea")),
        ("Iași", "Sat Miroslava, com. Miroslava", "", Place("IS", "Sat Miroslava, com. Miroslava")),
        ("Bucuresti", "Sector 3", "", Place("B", "Sector 3")),
        ("București", "Bucuresti Sectorul 3", "", Place("B", "Sector 3")),
        ("Sector 5", "București", "", Place("B", "Sector 5")),
        ("Bucuresti", "Bucuresti", "030167", Place("B", "Sector 3")),
        ("Bucuresti", "Bucuresti", "30167", Place("B", "Sector 3")),
        ("Bucuresti", "Bucuresti", "", Place("B", "București")),
        ("", "Mun. Bucuresti, sector 2", "", Place("B", "Sector 2")),
        ("Bucuresti", "Militari", "060001", Place("B", "Sector 6", "Militari")),
        ("Bucuresti", "Bucuresti, Drumul Taberei", "", Place("B", "București", "Drumul Taberei")),
        ("Bucuresti", "Popești-Leordeni", "", Place("B", "Popești-Leordeni")),
        ("Pest megye", "Budapest", "", Place("", "Budapest", "Pest megye")),
        ("", "Cluj-Napoca", "", Place("", "Cluj-Napoca")),
        ("", "", "", Place("", "")),
    ],
)
def test_county_and_city_together(county, city, postal_code, expected):
    assert place(county, city, postal_code) == expected


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("MUN. TÂRGU MUREȘ", "Târgu Mureș"),
        ("Loc. Săcele", "Săcele"),
        ("or. Pecica", "Pecica"),
        ("Orășeni", "Orășeni"),
        ("Munteni", "Munteni"),
        ("Locodeni", "Locodeni"),
        ("  Baia   Mare ", "Baia Mare"),
        ("cluj-napoca", "Cluj-Napoca"),
        ("McDonald", "McDonald"),
    ],
)
def test_localities_lose_their_kind_and_gain_proper_case(written, name):
    assert locality(written) == name


def test_postal_codes_get_their_zero_back():
    assert [zip_code(text) for text in ("400001", "10011", "40 00 01", " H-1051 ", "1051", "")] == [
        "400001", "010011", "400001", "H-1051", "1051", "",
    ]  # fmt: skip
    assert [sector_of_zip(text) for text in ("010011", "062200", "077160", "400001", "")] == [1, 6, None, None, None]


def test_cedillas_become_commas_below():
    assert tidy(" Şos.  Ştefan cel\tMare, Ţărmului ") == "Șos. Ștefan cel Mare, Țărmului"


@pytest.mark.parametrize("written", ["18547290", "RO18547290", "ro 185 472 90", "RO 18.547.290", "RO-18547290"])
def test_company_numbers_are_one_however_written(written):
    assert company_number(written) == "18547290"


@pytest.mark.parametrize("written", ["", "18547291", "RO", "abc", "1960101123457", "RO0", "J40/123/2020"])
def test_what_is_no_company_number_is_empty(written):
    assert company_number(written) == ""


def test_phones_are_one_however_written():
    assert len({same_phone(text) for text in ("0720 000 000", "+40720000000", "0040-720.000.000")}) == 1


@given(st.text(), st.text(), st.text())
def test_any_text_is_survived_and_every_letter_kept(county, city, postal_code):
    found = place(county, city, postal_code)
    if not found.county:
        assert plain(tidy(county)) == plain(found.rest)
    company_number(county)


@given(st.sampled_from(sorted(set(COUNTIES.values()) - {"București"})), st.text(alphabet="abcdeșțăî -", min_size=1))
def test_understanding_twice_changes_nothing(county, city):
    once = place(county, city)
    assert place(once.county_name, once.city) == once
