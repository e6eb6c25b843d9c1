import pytest

from odoo.addons.marketplace_base.lib.sms import mobile, parts, plain


@pytest.mark.parametrize(
    "written",
    [
        "0722333444", "0722 333 444", "0722.333.444", "722333444", "+40722333444", "+40 (722) 333-444", "0040722333444",
        "40722333444", "++40722333444", "+400722333444", "00400722333444", "0722333444 Ion", "0722-333-444/0733-111-222",
    ],
)  # fmt: skip
def test_G26_a_mobile_number_is_understood_however_it_is_written(written):
    assert mobile(written) == "+40722333444"


@pytest.mark.parametrize(
    "written", ["", None, "07223334", "0213123456", "0801123456", "+36201234567", "Ion", "07223334445"]
)
def test_G26_what_is_no_romanian_mobile_number_gets_no_text_message(written):
    assert mobile(written) == ""


def test_G26_diacritics_of_both_kinds_and_typography_are_written_plainly():
    assert plain("„Şoseaua” Țării – înăuntru… 5\u00a0lei") == '"Soseaua" Tarii - inauntru... 5 lei'
    assert plain("Ştiinţă și țăruși 😀") == "Stiinta si tarusi"
    assert plain("Müller & Ñandú") == "Müller & Ñandu"


def test_G26_a_text_costs_as_many_messages_as_it_fills():
    assert [parts(""), parts("a" * 160), parts("a" * 161), parts("a" * 306), parts("a" * 307)] == [0, 1, 2, 2, 3]
    assert [parts("ă" * 70), parts("ă" * 71), parts("ă" * 134), parts("ă" * 135)] == [1, 2, 2, 3]
    assert [parts("€" * 80), parts("€" * 81)] == [1, 2]
