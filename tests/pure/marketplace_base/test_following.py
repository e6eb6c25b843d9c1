"""A parcel moves as its courier says, and never back from its end."""

from datetime import UTC, datetime, timedelta

import pytest

from odoo.addons.marketplace_base.lib.following import GIVEN_UP, look_again_in, next_progress
from odoo.addons.marketplace_base.lib.fulfilment import FINAL, Progress

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("end", sorted(FINAL, key=lambda progress: progress.value))
@pytest.mark.parametrize("new", [*Progress, None])
def test_G27_nothing_leads_back_from_an_end(end, new):
    assert next_progress(end, new, NOW, NOW - HOUR) is end


@pytest.mark.parametrize("current", sorted(set(Progress) - FINAL, key=lambda progress: progress.value))
def test_G27_a_word_nobody_understands_changes_nothing(current):
    assert next_progress(current, None) is current


def test_G27_the_first_word_counts():
    assert next_progress(None, Progress.IN_TRANSIT) is Progress.IN_TRANSIT


def test_G27_it_goes_on():
    assert next_progress(Progress.CREATED, Progress.PICKED_UP) is Progress.PICKED_UP
    assert next_progress(Progress.OUT_FOR_DELIVERY, Progress.ATTEMPT_FAILED) is Progress.ATTEMPT_FAILED
    assert next_progress(Progress.ATTEMPT_FAILED, Progress.OUT_FOR_DELIVERY) is Progress.OUT_FOR_DELIVERY
    assert next_progress(Progress.RETURNING, Progress.RETURNED) is Progress.RETURNED
    assert next_progress(Progress.REFUSED, Progress.OUT_FOR_DELIVERY) is Progress.OUT_FOR_DELIVERY


def test_G27_nothing_returns_to_the_mere_awb():
    assert next_progress(Progress.IN_TRANSIT, Progress.CREATED) is Progress.IN_TRANSIT


def test_G27_what_turned_back_does_not_set_out_by_moving():
    assert next_progress(Progress.REFUSED, Progress.IN_TRANSIT) is Progress.REFUSED
    assert next_progress(Progress.RETURNING, Progress.PICKED_UP) is Progress.RETURNING


def test_G27_a_late_word_is_not_followed_unless_it_is_the_end():
    late = NOW - HOUR
    assert next_progress(Progress.OUT_FOR_DELIVERY, Progress.IN_TRANSIT, late, NOW) is Progress.OUT_FOR_DELIVERY
    assert next_progress(Progress.OUT_FOR_DELIVERY, Progress.DELIVERED, late, NOW) is Progress.DELIVERED
    assert next_progress(Progress.OUT_FOR_DELIVERY, Progress.IN_TRANSIT, NOW, late) is Progress.IN_TRANSIT


def test_G27_it_is_asked_about_less_and_less_and_then_no_more():
    first = look_again_in(Progress.CREATED, timedelta())
    assert first < look_again_in(Progress.IN_TRANSIT, HOUR) < look_again_in(Progress.IN_TRANSIT, timedelta(days=11))
    assert look_again_in(Progress.IN_TRANSIT, GIVEN_UP + HOUR) is None
    assert all(look_again_in(end, HOUR) is None for end in FINAL)
    assert all(look_again_in(progress, HOUR) for progress in set(Progress) - FINAL)
