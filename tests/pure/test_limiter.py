"""The limiter never lets more calls through than the platform allows, across runs, and never waits for long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.errors import RateLimited
from odoo.addons.marketplace_base.lib.limiter import JITTER, Limiter, Rate


class World:
    """A clock that only moves when somebody sleeps or it is pushed."""

    def __init__(self):
        self.now = 1_000_000.0
        self.slept = []

    def sleep(self, seconds):
        assert seconds > 0
        self.slept.append(seconds)
        self.now += seconds

    def limiter(self, rates, **options):
        return Limiter(rates, clock=lambda: self.now, sleep=self.sleep, **options)


EMAG = {"orders": (Rate(12, 1), Rate(720, 60)), "default": (Rate(3, 1), Rate(180, 60))}


@given(
    calls=st.integers(1, 50),
    seconds=st.sampled_from([1.0, 60.0]),
    journeys=st.lists(st.tuples(st.floats(0, 3), st.floats(0, JITTER)), min_size=1, max_size=60),
)
def test_no_window_ever_holds_more_calls_than_allowed_however_unevenly_they_arrive(calls, seconds, journeys):
    world = World()
    limiter = world.limiter({"default": Rate(calls, seconds)}, patience=1e9)
    arrived = []
    for pause, travel in journeys:
        world.now += pause
        limiter.pass_through("default")
        arrived.append(world.now + travel)
    for start in arrived:
        inside = [moment for moment in arrived if start <= moment < start + seconds - 1e-6]
        assert len(inside) <= calls


def test_slowest_of_several_rates_decides():
    world = World()
    limiter = world.limiter({"eans": (Rate(5, 1), Rate(60, 60))})
    limiter.pass_through("eans")
    limiter.pass_through("eans")
    assert world.slept == [pytest.approx((60 + JITTER) / 60)]


def test_first_call_of_a_bucket_does_not_wait_and_buckets_do_not_wait_for_each_other():
    world = World()
    limiter = world.limiter(EMAG)
    for bucket in ("orders", "default", "unlimited", "unlimited"):
        limiter.pass_through(bucket)
    assert world.slept == []


def test_next_run_carries_on_where_this_one_stopped():
    world = World()
    first = world.limiter(EMAG)
    first.pass_through("default")
    second = world.limiter(EMAG, state=first.state)
    second.pass_through("default")
    assert world.slept == [pytest.approx((1 + JITTER) / 3)]


def test_long_wait_is_refused_instead_of_slept():
    world = World()
    limiter = world.limiter(EMAG, patience=2.0)
    limiter.pause("default", 30)
    with pytest.raises(RateLimited) as raised:
        limiter.pass_through("default")
    assert raised.value.seconds == pytest.approx(30)
    assert raised.value.bucket == "default"
    assert world.slept == []
    limiter.pass_through("orders")
    world.now += 30
    limiter.pass_through("default")


def test_D8_work_that_has_called_nothing_yet_does_not_hold_up_other_work():
    world = World()
    limiter = world.limiter({"default": Rate(30, 60)}, patience=3.0)
    limiter.begin()
    limiter.pass_through("default")
    limiter.pass_through("default")  # under way: it waits for its second call
    assert world.slept == [pytest.approx((60 + JITTER) / 30)]
    limiter.begin()
    with pytest.raises(RateLimited) as raised:
        limiter.pass_through("default")
    assert raised.value.seconds == pytest.approx((60 + JITTER) / 30)
    assert len(world.slept) == 1


def test_a_short_wait_is_not_worth_putting_work_off():
    world = World()
    limiter = world.limiter(EMAG)
    limiter.pass_through("default")
    limiter.begin()
    limiter.pass_through("default")
    assert world.slept == [pytest.approx((1 + JITTER) / 3)]


def test_shorter_pause_does_not_end_a_longer_one():
    world = World()
    limiter = world.limiter(EMAG)
    limiter.pause("default", 30)
    limiter.pause("default", 1)
    assert limiter.state["default"] == world.now + 30


def test_host_with_a_fast_clock_cannot_stop_the_others_for_days():
    world = World()
    limiter = world.limiter(EMAG, state={"default": world.now + 10 * 86400})
    with pytest.raises(RateLimited) as raised:
        limiter.pass_through("default")
    assert raised.value.seconds <= 3600


def test_bucket_without_a_rate_can_still_be_paused():
    world = World()
    limiter = world.limiter({})
    limiter.pass_through("default")
    limiter.pause("default", 30)
    with pytest.raises(RateLimited):
        limiter.pass_through("default")
