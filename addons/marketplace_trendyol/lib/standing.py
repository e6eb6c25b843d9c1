"""Taking products out of sale, putting them back, unlocking and deleting them: batches all (api/trendyol.md §2.8)."""

from odoo.addons.marketplace_base.lib.errors import MarketplaceError, Rejected
from odoo.addons.marketplace_base.lib.types import OfferWish, Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .client import batch_ref

_ = Words("marketplace_trendyol")

MAX_CALLS = 16  # what is still undecided after these waits for the next run
PRODUCTS = "product/sellers/{S}/products"
SERVICES = {
    OfferWish.WITHDRAW: ("PUT", f"{PRODUCTS}/archive-state", {"archived": True}),
    OfferWish.RESTORE: ("PUT", f"{PRODUCTS}/archive-state", {"archived": False}),
    OfferWish.UNLOCK: ("PUT", f"{PRODUCTS}/unlock", {}),
    OfferWish.DELETE: ("DELETE", PRODUCTS, {}),
}


def wish_refusal(wish, offer, now):
    """Why Trendyol would refuse it; empty when it would not, or when only Trendyol knows."""
    if offer.get("status") == "ended":
        return _("Trendyol does not have this product any more: publish it anew.")
    is_approved = offer.get("review") == "approved"
    if wish is OfferWish.UNLOCK:
        return "" if offer.get("status") == "locked" else _("Trendyol has not locked this product.")
    if wish is not OfferWish.DELETE:
        if is_approved or not offer.get("review"):
            return ""
        return _("Trendyol archives only products that it has approved; one that it has not can be deleted.")
    if not is_approved:
        return ""
    if offer.get("status") != "inactive":
        return _("Trendyol deletes an approved product only a day after it was withdrawn: withdraw it first.")
    since = offer.get("withdrawn_at")
    left = since + const.ARCHIVED_BEFORE_DELETION - now if since else None
    if left is None or left.total_seconds() < 0:
        return ""
    return _(
        "Trendyol deletes an approved product only a day after it was withdrawn: ask again in %s hours.",
        int(left.total_seconds() // 3600) + 1,
    )


class Standing:
    """Asks for one thing for up to ``batch_size`` products."""

    def __init__(self, client, wish):
        self._client = client
        self._method, self._path, self._more = SERVICES[wish]
        self._calls = 0
        self._verdicts = {}

    def run(self, keys):
        """:raise MarketplaceError: the first call failed, so nothing was asked"""
        self._send(keys, "")
        return [self._verdicts[key] for key in keys]

    def _send(self, keys, said):
        if self._calls >= MAX_CALLS:
            self._settle(keys, Outcome.UNKNOWN, said)
            return
        self._calls += 1
        items = [{"barcode": key} | self._more for key in keys]
        try:
            ref = batch_ref(
                self._client.ask(
                    self._method, self._path, bucket="write", changes=True, keys=keys, json={"items": items}
                )
            )
        except Rejected as error:
            self._refused(keys, error)
        except MarketplaceError as error:
            if self._calls == 1:
                raise
            self._settle(keys, Outcome.UNKNOWN, str(error))  # what earlier calls have told is not to be lost
        else:
            self._settle(keys, Outcome.ACCEPTED, "", ref)

    def _refused(self, keys, error):
        """A request that is refused as a whole is halved: one of its items may be to blame."""
        if len(keys) == 1:
            self._settle(keys, Outcome.REFUSED, str(error))
            return
        middle = (len(keys) + 1) // 2
        for part in (keys[:middle], keys[middle:]):
            self._send(part, str(error))

    def _settle(self, keys, outcome, text, ref=""):
        for key in keys:
            self._verdicts[key] = Result(key, outcome, text, ref=ref)
