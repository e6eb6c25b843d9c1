"""How far a parcel is, from what its courier says, and when to ask again. Pure. Promises G20, G27."""

from datetime import timedelta

from .fulfilment import FINAL, Progress

GIVEN_UP = timedelta(days=60)  # nobody asks about an AWB that is older
PATIENT = timedelta(days=10)  # from then on it is asked about a few times a day only
LONG = timedelta(hours=6)

# Until the courier has it, the hand-over list waits for the word; later a customer does.
_AGAIN = {
    Progress.CREATED: timedelta(minutes=15),
    Progress.OUT_FOR_DELIVERY: timedelta(minutes=30),
    Progress.READY_FOR_PICKUP: timedelta(hours=2),
}
_UNDER_WAY = timedelta(hours=1)
# What a courier says of any parcel that moves, also of one on its way back.
_MOVING = frozenset({Progress.PICKED_UP, Progress.IN_TRANSIT})
_TURNED = frozenset({Progress.REFUSED, Progress.RETURNING})


def next_progress(current, new, at=None, since=None):
    """Where a parcel is after the courier's latest word.

    A final state is never left, a parcel that turned back does not set out again by merely moving, nothing returns to
    «AWB made», and a word older than the one that counts is late.

    :param new: None for a word that nobody understands
    :param at: when ``new`` happened, None when not told
    :param since: when ``current`` happened, None when not known
    """
    if current is None or new is None or current in FINAL:
        return current or new
    is_late = bool(at and since and at < since) and new not in FINAL
    if is_late or new is Progress.CREATED or (current in _TURNED and new in _MOVING):
        return current
    return new


def look_again_in(progress, age):
    """How long to wait before asking about it again; None for never.

    :param age: since the AWB was made
    """
    if progress in FINAL or age > GIVEN_UP:
        return None
    return LONG if age > PATIENT else _AGAIN.get(progress, _UNDER_WAY)
