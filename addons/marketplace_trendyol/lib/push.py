"""Sending stocks and prices: taken into a batch, confirmed by its result (api/trendyol.md §2.10, §2.11)."""

from dataclasses import replace
from decimal import Decimal

from odoo.addons.marketplace_base.lib.errors import MarketplaceError, Rejected
from odoo.addons.marketplace_base.lib.money import to_cents
from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .build import value_item
from .client import batch_ref, reading
from .fields import number, records, text, whole

_ = Words("marketplace_trendyol")

PATH = "inventory/sellers/{S}/products/price-and-inventory"
HELD = "product/sellers/{S}/products/approved/inventory-and-price"
# A request that is refused as a whole is halved; what is still undecided after these calls waits for the next run.
MAX_CALLS = 16
READ_BACK = 20  # readings, of 50 barcodes each, to find out what an earlier request of the same words did


def refusal(value, offer):
    """Why Trendyol would refuse this value; empty when it would not. The crossed-out price follows by itself."""
    if not value.key or len(value.key) > const.BARCODE_MAX:
        return _("«%s» is not a barcode that Trendyol takes.", value.key)
    if offer.get("review") in ("review", "refused", "draft"):
        return _("Trendyol takes stock and price only once it has approved the product.")
    if value.quantity is not None and value.quantity < 0:
        return _("The stock cannot be %s.", value.quantity)
    if value.price is not None and to_cents(value.price) <= 0:
        return _("The price has to be above zero, not %s.", value.price)
    return ""


class Push:
    """One sending of up to ``batch_size`` values.

    :param list_percent: how far the crossed-out price stands above the price
    """

    def __init__(self, client, list_percent=Decimal(0)):
        self._client = client
        self._list_percent = list_percent
        self._calls = 0
        self._verdicts = {}

    def run(self, values):
        """:raise MarketplaceError: the first call failed, so nothing is known of any value"""
        for value in values:
            if why := refusal(value, {}):
                self._verdicts[value.key] = Result(value.key, Outcome.REFUSED, why)
        self._send([value for value in values if value.key not in self._verdicts])
        return [self._verdicts[value.key] for value in values]

    def _send(self, values, said=""):
        if not values:
            return
        if self._calls >= MAX_CALLS:
            self._settle(values, said)
            return
        self._calls += 1
        keys = [value.key for value in values]
        items = [value_item(value, self._list_percent) for value in values]
        try:
            ref = batch_ref(
                self._client.ask("POST", PATH, bucket="values", changes=True, keys=keys, json={"items": items})
            )
        except Rejected as error:
            self._refused(values, items, error)
        except MarketplaceError as error:
            if self._calls == 1:
                raise
            self._settle(values, str(error))  # what earlier calls have told is not to be lost
        else:
            for key in keys:
                self._verdicts[key] = Result(key, Outcome.ACCEPTED, ref=ref)

    def _refused(self, values, items, error):
        """Refused as a whole: the same request came within 15 minutes, or one of the items cannot even be read."""
        said = str(error)
        if any(fragment in said.lower() for fragment in const.REPEATED):
            self._reword(self._look(values, items), said)
        elif len(values) == 1:
            self._verdicts[values[0].key] = Result(values[0].key, Outcome.REFUSED, said, error.code)
        else:
            middle = (len(values) + 1) // 2
            for part in (values[:middle], values[middle:]):
                self._send(part, said)

    def _reword(self, values, said):
        """A stock that went up and down again: with the price that Trendyol holds anyway these are other words."""
        self._send([replace(v, price=v.price_proved) for v in values if v.price is None and v.price_proved], said)

    def _look(self, values, items):
        """An earlier request with the same words got through: what Trendyol holds now says what became of it.

        :return: the values that it does not hold
        """
        again = _("Trendyol takes the same request only once in 15 minutes; it is sent again later.")
        for start in range(0, len(values), const.BARCODES_PER_READ):
            part = values[start : start + const.BARCODES_PER_READ]
            try:
                held = self._held(part) if start < READ_BACK * const.BARCODES_PER_READ else {}
            except MarketplaceError:  # the readings were only to learn it sooner
                held = {}
            for value, item in zip(part, items[start:], strict=False):
                same = value.key in held and all(held[value.key].get(name) == item[name] for name in item)
                self._verdicts[value.key] = Result(
                    value.key, Outcome.CONFIRMED if same else Outcome.UNKNOWN, "" if same else again
                )
        return [value for value in values if self._verdicts[value.key].outcome is not Outcome.CONFIRMED]

    def _held(self, values):
        codes = ",".join(value.key for value in values)
        answer = self._client.read(HELD, "read", barcodes=codes, size=const.PAGE_APPROVED, page=0)
        with reading():
            return {
                text(variant, "barcode", HELD): {
                    "barcode": text(variant, "barcode", HELD),
                    "quantity": whole(variant, "quantity", HELD),
                    "salePrice": float(number(variant, "salePrice", HELD, Decimal(0))),
                    "listPrice": float(number(variant, "listPrice", HELD, Decimal(0))),
                }
                for row in records(answer.get("content"), HELD)
                for variant in records(row.get("variants"), HELD)
            }

    def _settle(self, values, why):
        """No word about these: they may be applied or not."""
        for value in values:
            self._verdicts[value.key] = Result(value.key, Outcome.UNKNOWN, why)
