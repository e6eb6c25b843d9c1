"""The log of every change of an offer: what, when, and which call or person made it."""

from typing import NamedTuple


class Change(NamedTuple):
    """`at` in epoch seconds; `by` names the call, order or person."""

    number: int
    at: float
    offer_id: int
    field: str
    old: object
    new: object
    by: str
