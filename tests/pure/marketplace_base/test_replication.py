"""Any mix of loss, duplication, reordering and refusal converges; nothing is confirmed that was not proved (D9)."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.replication import (
    LONGEST_RETRY,
    REFUSED,
    SENT,
    SETTLED,
    WAITING,
    Replica,
    retry_after,
)
from odoo.addons.marketplace_base.lib.types import Outcome, Result

START = datetime(2026, 1, 1)

QUANTITY = st.integers(0, 5)
STEP = st.one_of(
    st.tuples(st.just("want"), QUANTITY),
    st.tuples(st.just("platform_moves"), QUANTITY),  # an order there; we hear of it and void
    st.tuples(
        st.just("send"),
        st.sampled_from(
            ["confirmed", "lost_before", "lost_after", "refused", "accepted", "crash_before", "crash_after", "down"]
        ),
    ),
    st.tuples(st.just("batch"), st.sampled_from(["applied", "confirmed", "refused", "lost"])),
)


class World:
    """The platform (``held``) and our replica of it, driven by a list of steps."""

    def __init__(self):
        self.replica = Replica()
        self.held = 0
        self.now = START
        self.batch = None  # the value in the platform's batch, while it has not been applied

    def play(self, kind, how):
        self.now += timedelta(seconds=10)
        getattr(self, f"do_{kind}")(how)
        self.check()

    def check(self):
        replica = self.replica
        if replica.state == SETTLED:
            assert replica.confirmed == replica.wanted == self.held, "settled means: the platform holds what is wanted"
        if replica.confirmed is not None:
            assert replica.confirmed == self.held, "what is confirmed is what the platform holds"

    def do_want(self, quantity):
        self.replica.want(quantity, self.now)

    def do_platform_moves(self, quantity):
        self.held = quantity
        self.replica.void(self.now)

    def do_send(self, how):
        replica = self.replica
        if not replica.is_due(self.now):
            return
        replica.send(self.now)
        if how in ("confirmed", "lost_after", "crash_after"):
            self.held = replica.sent
        if how in ("crash_before", "crash_after"):
            replica.recover()
        elif how == "down":
            replica.postpone("down")
        elif how == "confirmed":
            replica.settle(Result("1", Outcome.CONFIRMED), self.now)
        elif how == "refused":
            replica.settle(Result("1", Outcome.REFUSED, "no"), self.now)
        elif how == "accepted":
            self.batch = replica.sent
            replica.settle(Result("1", Outcome.ACCEPTED, ref="b1"), self.now)
            replica.recover()
            assert replica.state == SENT, "a crash does not forget an accepted batch"
        else:
            replica.settle(Result("1", Outcome.UNKNOWN, "no answer"), self.now)

    def do_batch(self, how):
        if self.replica.state != SENT:
            return
        if how in ("applied", "confirmed") and self.batch is not None:
            self.held, self.batch = self.batch, None
        if how == "applied":
            return
        if how == "refused" and self.batch is None:
            return  # applied already: the platform will not call it refused
        outcome = {"confirmed": Outcome.CONFIRMED, "refused": Outcome.REFUSED, "lost": Outcome.UNKNOWN}[how]
        self.replica.settle(Result("1", outcome), self.now)


@settings(max_examples=2_000, deadline=None)
@given(st.lists(STEP, max_size=30), QUANTITY)
def test_D9_converges_after_any_history(steps, last):
    world = World()
    for kind, how in steps:
        world.play(kind, how)
    world.play("batch", "confirmed")
    refused = world.replica.state == REFUSED and world.replica.wanted == last
    world.play("want", last)
    for _round in range(3):
        world.now += LONGEST_RETRY * 2
        world.play("send", "confirmed")
    assert world.replica.state == (REFUSED if refused else SETTLED)
    assert refused or world.held == last


@given(st.lists(STEP, max_size=30))
def test_nothing_is_sent_that_nobody_wants(steps):
    world = World()
    for kind, how in steps:
        if kind != "want":
            world.play(kind, how)
    assert world.replica.sent is None
    assert world.replica.state == "unset"


def test_proof_is_forgotten_before_sending():
    replica = Replica(wanted=3, confirmed=5, state=WAITING)
    replica.send(START)
    replica.want(5, START)
    replica.settle(Result("1", Outcome.UNKNOWN), START)
    assert replica.state == WAITING, "5 was proved once, but 3 may have arrived since"


def test_same_value_again_changes_nothing():
    replica = Replica(wanted=3, sent=3, state=REFUSED, error="no")
    replica.want(3, START)
    assert (replica.state, replica.error) == (REFUSED, "no")


def test_a_value_that_changed_while_on_the_wire_goes_again_at_once():
    replica = Replica(wanted=3, state=WAITING, changed_at=START)
    replica.send(START)
    replica.want(4, START)
    replica.settle(Result("1", Outcome.CONFIRMED), START)
    assert replica.is_due(START) and replica.confirmed == 3


@given(st.integers(1, 50), st.floats(0, 1))
def test_retries_rest_longer_but_never_too_long(tries, jitter):
    rest = retry_after(tries, lambda: jitter)
    assert timedelta(seconds=3) < rest <= LONGEST_RETRY * 1.25
    assert retry_after(tries + 1, lambda: jitter) >= rest
