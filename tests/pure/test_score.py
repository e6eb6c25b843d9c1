"""The arithmetic of the score forecast."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.score import forecast, is_missed, share

counts = st.integers(min_value=0, max_value=10_000)


def test_a_share_of_nothing_is_unknown():
    assert share(0, 0) is None
    assert forecast(0, 0, 0) is None


@pytest.mark.parametrize(("good", "total", "percent"), [(0, 4, 0.0), (3, 4, 75.0), (4, 4, 100.0)])
def test_shares(good, total, percent):
    assert share(good, total) == percent


def test_what_is_due_today_counts_as_missed_in_the_forecast():
    assert forecast(9, 10, 2) == 75.0
    assert forecast(0, 0, 3) == 0.0


@given(counts, counts, counts)
def test_a_forecast_is_never_better_than_today(good, more, pending):
    today, later = share(good, good + more), forecast(good, good + more, pending)
    assert today is None or later <= today


@pytest.mark.parametrize(
    ("value", "target", "least", "missed"),
    [(94.9, 95, True, True), (95, 95, True, False), (2.1, 2, False, True), (2, 2, False, False), (0, 0, True, False),
     (None, 95, True, False)],
)  # fmt: skip
def test_targets_are_the_least_or_the_most(value, target, least, missed):
    assert is_missed(value, target, least) is missed
