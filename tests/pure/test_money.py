"""Prices are Decimal from end to end, and every rounding is the one that invoices use."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.money import (
    CENT,
    decimal,
    gross,
    marked_up,
    net,
    percent_change,
    rounded_price,
    to_cents,
)

prices = st.decimals(min_value="0.01", max_value="1000000", places=2)
net_prices = st.decimals(min_value="0.0001", max_value="1000000", places=4)
rates = st.sampled_from([Decimal(rate) for rate in ("0", "0.05", "0.09", "0.11", "0.19", "0.20", "0.21", "0.27")])
steps = st.sampled_from([Decimal(step) for step in ("0.01", "0.05", "0.10", "0.50", "1", "5", "10")])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("10.0700", "10.07"),
        (10.07, "10.07"),
        (7, "7"),
        (" 3.5 ", "3.5"),
        ("-8.2645", "-8.2645"),
        (Decimal("1.10"), "1.1"),
    ],
)
def test_numbers_are_read_the_way_platforms_write_them(written, read):
    assert decimal(written) == Decimal(read)


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_the_default_and_not_zero(nothing):
    assert decimal(nothing) is None
    assert decimal(nothing, Decimal(5)) == 5


@pytest.mark.parametrize(
    "junk",
    ["abc", "1,5", "1.2.3", True, [], {}, ["1"], "NaN", "Infinity", float("inf"), float("nan"), "1e999999", 10**15],
)
def test_what_is_no_believable_number_is_refused(junk):
    with pytest.raises(ValueError, match="not a number"):
        decimal(junk)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists))
def test_reading_a_number_raises_nothing_but_value_error(anything):
    try:
        number = decimal(anything)
    except ValueError:
        return
    assert number is None or number.is_finite()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value="-1e12", max_value="1e12"))
def test_number_survives_being_written_and_read(number):
    assert decimal(str(number)) == number


@pytest.mark.parametrize(
    ("amount", "cents"), [("0.005", "0.01"), ("0.015", "0.02"), ("-0.005", "-0.01"), ("2.675", "2.68")]
)
def test_half_a_cent_is_rounded_away_from_zero(amount, cents):
    assert to_cents(Decimal(amount)) == Decimal(cents)


@given(prices, rates)
def test_price_with_vat_survives_the_way_to_a_net_price_of_four_decimals_and_back(price, rate):
    assert gross(net(price, rate), rate) == price


@given(net_prices, rates)
def test_gross_is_within_half_a_cent_of_the_exact_price(price, rate):
    assert abs(gross(price, rate) - price * (1 + rate)) <= CENT / 2


@given(prices, st.decimals(min_value=-90, max_value=300, places=1))
def test_E3_markup_is_exact_and_its_inverse_takes_it_back(price, percent):
    raised = marked_up(price, percent)
    assert raised * 100 == price * (100 + percent)
    assert (raised > price) == (percent > 0)


@given(prices, steps, st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("0.10")]))
def test_rounded_price_is_the_next_one_of_its_kind_above(price, step, ending):
    rounded = rounded_price(price, step, ending)
    assert rounded >= CENT
    assert (rounded + ending) % step == 0 or rounded == CENT
    assert price <= rounded < price + step or rounded == CENT


@pytest.mark.parametrize(
    ("price", "step", "ending", "rounded"),
    [
        ("12.01", "1", "0.01", "12.99"),
        ("12.99", "1", "0.01", "12.99"),
        ("13.00", "1", "0.01", "13.99"),
        ("12.344", "0", "0.01", "12.34"),
        ("12.31", "0.05", "0", "12.35"),
        ("0.001", "0.01", "0.01", "0.01"),
    ],
)
def test_rounded_price_in_examples(price, step, ending, rounded):
    assert rounded_price(Decimal(price), Decimal(step), Decimal(ending)) == Decimal(rounded)


def test_percent_of_change_counts_from_the_old_price_in_both_directions():
    assert percent_change(Decimal(100), Decimal(80)) == 20
    assert percent_change(Decimal(100), Decimal(150)) == 50
    assert percent_change(Decimal(0), Decimal(5)) is None
    assert percent_change(None, Decimal(5)) is None
