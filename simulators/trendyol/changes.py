"""The log of every change of a product: what, when, on which storefront, and which call or person made it."""

from typing import NamedTuple


class Change(NamedTuple):
    """`at` in epoch seconds; `offer_id` is the barcode; `by` names the call, batch, order or person."""

    number: int
    at: float
    offer_id: str
    storefront: str
    field: str
    old: object
    new: object
    by: str
