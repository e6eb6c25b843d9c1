"""Taking offers out of sale and putting them back: their status (api/emag.md §3.1, §3.6). Nothing can be deleted at eMAG."""

from typing import NamedTuple

from odoo.addons.marketplace_base.lib.types import OfferWish

from . import const
from .push import Push

STATUS = {
    OfferWish.WITHDRAW: const.INACTIVE,
    OfferWish.RESTORE: const.ACTIVE,
    OfferWish.DELETE: const.END_OF_LIFE,  # the nearest to it; the listing may still show the offer, as ended
}


class Asked(NamedTuple):
    """An offer by its number."""

    key: str


class Standing(Push):
    """One change of status, of up to ``batch_size`` offers."""

    def __init__(self, client, wish):
        super().__init__(client)
        self._status = STATUS[wish]

    def _written(self, item):
        return {"id": int(item.key), "status": self._status}
