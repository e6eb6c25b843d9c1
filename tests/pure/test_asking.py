"""Asking what became of many batches: few questions, none of them late, and no batch that holds up the others."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.marketplace_base.lib.asking import SHARE, SHORTEST, Asking

START = datetime(2026, 11, 26, 8)
STEP = 0.05  # seconds between two looks


class World:
    """Batches that are sent one after the other, and a runner that looks at them over and over."""

    def __init__(self, asking=None):
        self.asking = asking or Asking()
        self.now = 0.0
        self.open = {}
        self.late = {}
        self.questions = 0

    def send(self, ref, takes):
        self.open[ref] = (self.now, takes)

    def look(self):
        """Ask about whatever is due, oldest first, as the engine's lane does."""
        for ref, (sent, takes) in sorted(self.open.items(), key=lambda entry: entry[1][0]):
            sent_at, now = START + timedelta(seconds=sent), START + timedelta(seconds=self.now)
            if self.asking.moment(ref, sent_at) > now:
                continue
            self.questions += 1
            if self.now < sent + takes:
                self.asking.is_open(ref, sent_at, now)
            else:
                self.asking.is_done(ref, sent_at, now)
                del self.open[ref]
                self.late[ref] = self.now - sent - takes
        self.now += STEP

    def until(self, moment):
        while self.now < moment:
            self.look()


def a_pass(takes, count=100, pace=0.3):
    """A pass of 100 batches, one every ``pace`` seconds, until all are known."""
    world = World()
    for number in range(count):
        world.send(number, takes)
        world.until(world.now + pace)
    while world.open and world.now < 600:
        world.look()
    return world


@pytest.mark.parametrize("takes", [0, 1, 2, 7, 20])
def test_D9_a_pass_needs_less_than_two_questions_a_batch(takes):
    world = a_pass(takes)
    assert not world.open
    assert world.questions < 200


@pytest.mark.parametrize("takes", [0, 1, 2, 7, 20, 45, 300])
def test_D9_no_batch_is_known_much_later_than_it_is_done(takes):
    most = max(SHORTEST.total_seconds(), takes / SHARE) + takes / SHARE + 4 * STEP
    world = a_pass(takes, count=20)
    assert max(world.late.values()) <= most


def test_D9_a_single_change_is_known_half_a_second_after_it_is_done():
    world = World()
    world.send("one", 1.7)
    world.until(3)
    assert world.late["one"] <= SHORTEST.total_seconds() + 2 * STEP


def test_D9_a_batch_that_never_ends_holds_up_no_other():
    world = World()
    world.send("stuck", 1e9)
    world.until(60)
    for number in range(20):
        world.send(number, 2)
        world.until(world.now + 1)
    world.until(120)
    assert set(world.open) == {"stuck"}
    world = World(Asking())
    world.now = 100.0
    world.open["stuck"] = (0.0, 1e9)
    world.send("next", 2)
    world.until(110)
    assert world.late["next"] < 1


def test_D9_batches_that_became_quick_are_noticed():
    world = World()
    for number in range(40):
        world.send(number, 15 if number < 10 else 1)
        world.until(world.now + 3)
    world.until(200)
    assert world.late[39] < world.late[20] < world.late[12]
    assert world.late[39] < 5


def test_D9_what_was_done_long_ago_says_nothing_about_what_comes():
    world = World()
    world.open = dict.fromkeys(range(50), (-7200.0, 1.0))
    world.look()
    assert not world.open and world.questions == 50
    world.send("next", 1)
    world.until(3)
    assert world.late["next"] <= SHORTEST.total_seconds() + 2 * STEP
