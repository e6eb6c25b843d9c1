"""Whether an offer is what its seller wished it to be. Pure."""

from .types import OfferWish

# The statuses of an offer in which a wish has come true. A deleted one is not there at all, or closed for good.
COME_TRUE = {
    OfferWish.WITHDRAW: ("inactive", "ended"),
    OfferWish.RESTORE: ("active", "locked"),
    OfferWish.UNLOCK: ("active", "inactive", "ended"),
    OfferWish.DELETE: ("ended",),
}


def has_come_true(wish, status):
    """:param status: of the offer as read; None when the platform does not know it"""
    return wish is OfferWish.DELETE if status is None else status in COME_TRUE[wish]
