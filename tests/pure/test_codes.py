from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib import codes
from odoo.addons.marketplace_base.lib.content import weight_in

TEXT = st.text("aB0 1-é", max_size=6)
LEVEL = st.dictionaries(st.text("AB01", min_size=1, max_size=3), st.sets(st.integers(1, 5), min_size=1), max_size=5)


@given(TEXT, st.lists(TEXT, max_size=3), TEXT, st.fixed_dictionaries(dict.fromkeys(codes.LEVELS, LEVEL)))
def test_B1_the_first_level_that_knows_a_code_decides(sku, barcodes, platform_code, index):
    wanted = codes.codes_of(sku, barcodes, platform_code)
    found = codes.match(wanted, index)
    hits = [(level, code) for level in codes.LEVELS for code in wanted[level] if code in index[level]]
    assert (found[:2] if found else None) == (hits[0] if hits else None)
    if found:
        assert found[2] == sorted(index[found[0]][found[1]])


@given(TEXT, st.sampled_from(["", " ", "\t"]), st.booleans())
def test_B2_space_and_case_make_no_other_code(code, space, upper):
    written = space.join(code.upper() if upper else code.lower())
    assert codes.normalised(written + space) == codes.normalised(code)


@given(st.integers(1, 10**12 - 1), st.integers(0, 3))
def test_B3_leading_zeros_make_no_other_barcode(number, zeros):
    assert codes.normalised_ean("0" * zeros + str(number)) == str(number)


def test_B3_a_box_of_the_article_is_not_the_article():
    assert codes.normalised_ean("05941234567899") == codes.normalised_ean("5941234567899")
    assert codes.normalised_ean("15941234567896") != codes.normalised_ean("5941234567899")


def test_B3_check_digits():
    assert all(map(codes.is_ean, ("5941234567899", "12345670", "036000291452", "05941234567899")))
    assert not any(map(codes.is_ean, ("5941234567890", "123", "", "0000000000000", "594123456789X", "٥٩٤١٢٣٤٥٦٧٨٩٩")))


def test_B9_weights_with_their_unit():
    assert weight_in([("Material", "1 kg"), ("Greutate", "250 g")]) == 0.25
    assert weight_in([("greutate", "1,5 Kg")]) == 1.5
    assert weight_in([("Greutate", "12")]) is None
