"""G23, G24: from whom to buy, how many, and what is covered already."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_purchase.lib.due import due_day
from odoo.addons.marketplace_purchase.lib.sourcing import Source, allocate, choose

pieces = st.integers(min_value=1, max_value=50).map(float)


def test_G23_the_cheapest_is_chosen():
    assert choose([Source(1, 10.0), Source(2, 9.0)], 3).key == 2


def test_G23_cheaper_only_from_a_larger_quantity():
    sources = [Source(1, 10.0), Source(2, 8.0, minimum=10)]
    assert choose(sources, 3).key == 1
    assert choose(sources, 12).key == 2


def test_G23_what_has_to_be_ordered_along_counts():
    assert choose([Source(1, 10.0), Source(2, 9.0, multiple=12)], 1).key == 1
    assert choose([Source(1, 10.0), Source(2, 9.0, multiple=12)], 11).key == 2


def test_G23_at_the_same_price_the_quicker_one_then_the_first_of_the_list():
    assert choose([Source(1, 10.0, delay=5), Source(2, 10.0, delay=2)], 1).key == 2
    assert choose([Source(1, 10.0, sequence=2), Source(2, 10.0, sequence=1)], 1).key == 2


def test_G23_a_source_without_price_is_the_last_resort():
    assert choose([Source(1, 0.0), Source(2, 99.0)], 1).key == 2
    assert choose([Source(1, 0.0)], 1).key == 1
    assert choose([], 1) is None


@pytest.mark.parametrize(
    ("minimum", "multiple", "wanted", "ordered"),
    [(0, 0, 3, 3), (10, 0, 3, 10), (0, 6, 7, 12), (10, 6, 3, 12), (0, 6, 12, 12), (0, 0.1, 0.3, 0.3)],
)
def test_G24_quantities_are_raised_to_minimum_and_package(minimum, multiple, wanted, ordered):
    assert Source(1, 1.0, minimum, multiple).quantity(wanted) == pytest.approx(ordered)


def test_G23_the_most_urgent_need_takes_what_arrives_first():
    covers = allocate([("a", 2.0), ("b", 3.0), ("c", 1.0)], [("p1", 3.0), ("p2", 1.0)])
    assert [(cover.quantity, cover.supplies) for cover in covers.values()] == [
        (2.0, ["p1"]),
        (2.0, ["p1", "p2"]),
        (0.0, []),
    ]


@given(st.lists(pieces), st.lists(pieces))
def test_G23_nothing_is_promised_twice(needs, supplies):
    covers = allocate(list(enumerate(needs)), list(enumerate(supplies)))
    assert sum(cover.quantity for cover in covers.values()) == pytest.approx(min(sum(needs), sum(supplies)))
    assert all(covers[key].quantity <= quantity for key, quantity in enumerate(needs))


@pytest.mark.parametrize(
    ("now", "day", "moment"),
    [
        (datetime(2026, 11, 26, 14, 0), date(2026, 11, 26), datetime(2026, 11, 26, 14, 0)),
        (datetime(2026, 11, 26, 13, 59), date(2026, 11, 25), datetime(2026, 11, 25, 14, 0)),
        (datetime(2026, 7, 1, 22, 30), date(2026, 7, 1), datetime(2026, 7, 1, 13, 0)),
        (datetime(2026, 10, 25, 13, 0), date(2026, 10, 24), datetime(2026, 10, 24, 13, 0)),
        (datetime(2026, 10, 25, 14, 0), date(2026, 10, 25), datetime(2026, 10, 25, 14, 0)),
    ],
)
def test_G24_the_hour_is_the_company_s_also_when_clocks_change(now, day, moment):
    assert due_day(now, 16.0, "Europe/Bucharest") == (day, moment)


def test_G24_half_hours():
    assert due_day(datetime(2026, 11, 26, 14, 29), 16.5, "Europe/Bucharest")[0] == date(2026, 11, 25)
