"""Names compared word by word, and findings added up (issue: duplicate finder)."""

import random
import string

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.likeness import ALIKE, CROWD, likeness, pairs_by_name, score


def test_B1_case_diacritics_order_and_signs_do_not_matter():
    assert likeness("Cămașă albă, din bumbac", "CAMASA din bumbac (alba)") == 1


def test_B1_a_number_or_a_size_makes_another_product():
    assert likeness("Pantofi sport negri 42", "Pantofi sport negri 43") == 0
    assert likeness("Tricou din bumbac organic rosu M", "Tricou din bumbac organic rosu L") == 0
    assert likeness("Telefon X100 128GB", "Telefon X100 256GB") == 0


def test_B1_other_words_are_other_names():
    assert likeness("Fierbator electric", "Prajitor de paine") == 0
    assert likeness("", "") == 0


def test_B1_one_word_more_is_still_alike():
    [(one, other, share)] = pairs_by_name(
        [(7, "Fierbator electric inox cu baza"), (3, "Fierbator electric inox cu baza Tefal")]
    )
    assert (one, other) == (3, 7)
    assert share >= ALIKE


WORDS = [word * 3 for word in string.ascii_lowercase[:9]] + ["1", "2", "m"]


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), max_size=CROWD))
def test_B1_no_alike_pair_is_missed_and_none_is_made_up(names):
    found = {(one, other): share for one, other, share in pairs_by_name(enumerate(names))}
    expected = {
        (one, other): share
        for other, name in enumerate(names)
        for one in range(other)
        if (share := likeness(names[one], name)) >= ALIKE
    }
    assert found == expected


def test_B1_a_name_that_a_crowd_has_says_nothing():
    assert not list(pairs_by_name((number, "Tricou") for number in range(CROWD + 1)))


def test_B1_the_only_equal_pair_among_thousands_is_found():
    draw = random.Random(1)
    words = ["".join(draw.choices(string.ascii_lowercase, k=6)) for _number in range(3_000)]
    names = [(number, " ".join(draw.sample(words, 6))) for number in range(5_000)]
    names += [(5_000, names[0][1].upper())]
    assert [pair[:2] for pair in pairs_by_name(names) if pair[2] == 1] == [(0, 5_000)]


def test_B1_findings_add_up_and_codes_outweigh_names():
    assert score({"name": 1}) < score({"picture": 1, "name": 1}) < score({"code": 1}) < score({"barcode": 1})
    assert score({"barcode": 1, "code": 1, "name": 1}) == 100
    assert score({}) == 0
