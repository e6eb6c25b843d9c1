"""Sending stocks and prices: one verdict per offer, whatever eMAG says about the batch (api/emag.md §3.6).

``offer_stock`` (§3.7) is not used: a single stock costs one call of the same bucket either way, and one path is enough.
"""

import re

from odoo.addons.marketplace_base.lib.money import decimal
from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .build import offer_update
from .client import LONGEST, texts
from .fields import is_id
from .pooled import PooledSending

_ = Words("marketplace_emag")

NAMED = re.compile(r"\b(?:offer|product|id)[\s:#=]+(\d+)", re.IGNORECASE)


def refusal(value, offer):
    """Why eMAG would refuse this value (§3.2, §8.15, §8.16); empty when it would not.

    An offer that was closed when last read is not refused here: only eMAG knows whether it still is.
    """
    if not is_id(value.key):
        return _("%s is not a product number at eMAG.", value.key)
    if value.quantity is not None and not 0 <= value.quantity <= const.STOCK_MAX:
        return _(
            "Stock %(stock)s is outside what eMAG accepts (0 to %(most)s).", stock=value.quantity, most=const.STOCK_MAX
        )
    low = decimal(offer.get("price_low")) if value.price_low is None else value.price_low
    high = decimal(offer.get("price_high")) if value.price_high is None else value.price_high
    for amount, why in (
        (value.price, _("The price has to be above zero, not %s.")),
        (value.price_low, _("The lowest price has to be above zero, not %s.")),
        (value.price_high, _("The highest price has to be above zero, not %s.")),
    ):
        if amount is not None and amount <= 0:
            return why % amount
    if low and high and low >= high and (value.price_low is not None or value.price_high is not None):
        return _("The lowest price (%(low)s) has to be below the highest (%(high)s).", low=low, high=high)
    if value.price is not None and low and value.price < low:
        return _(
            "The price %(price)s is below the lowest price eMAG accepts for this offer (%(low)s, without VAT).",
            price=value.price,
            low=low,
        )
    if value.price is not None and high and value.price > high:
        return _(
            "The price %(price)s is above the highest price eMAG accepts for this offer (%(high)s, without VAT).",
            price=value.price,
            high=high,
        )
    return ""


class Push(PooledSending):
    """One sending of up to ``batch_size`` values."""

    route = "offer/save"

    def _unsendable(self, item):
        return "" if is_id(item.key) else refusal(item, {})

    def _written(self, item):
        return offer_update(item)

    def _read(self, keys, envelope):
        """Take the verdicts that name their offer: its own result, else a top-level message about it."""
        own = envelope.results if isinstance(envelope.results, dict) else {}
        named = {}
        for message in envelope.messages:
            if not _good(message):
                for key in NAMED.findall(message):
                    named.setdefault(key, []).append(message)
        for key in keys:
            verdict = own.get(key)
            if isinstance(verdict, dict) and verdict.get("isError") in (True, False):
                self._verdicts[key] = _judge(key, bool(verdict["isError"]), texts(verdict.get("messages")))
            elif key in named:
                self._verdicts[key] = _judge(key, True, named[key])

    def _complaints(self, envelope):
        """Top-level messages that refuse something but do not say what; a refusal without any words is one too."""
        said = [message for message in envelope.messages if not _good(message)]
        return said or ([envelope.text] if envelope.is_error else [])

    def _unmentioned(self, key):
        return Result(key, Outcome.UNKNOWN, _("eMAG said nothing about this offer."))

    def _alone(self, key, said):
        return _judge(key, True, [said])


def _good(message):
    """A message that refuses nothing: success, or a warning (§3.2: saved all the same)."""
    return const.SAVED in message.lower() or message.lower().startswith(const.WARNING)


def _judge(key, is_error, messages):
    if not is_error:
        return Result(key, Outcome.CONFIRMED)
    text = "; ".join(messages)[:LONGEST]
    if const.LOCKED in text.lower():
        return Result(key, Outcome.UNKNOWN, _("eMAG is still working on this offer (resource locked)."))
    return _refused(key, text)


def _refused(key, text):
    code = _code(text)
    if code:
        text = _("%(words)s eMAG says: %(said)s", words=_(const.REFUSAL_WORDS[code]), said=text)
    return Result(key, Outcome.REFUSED, text or _("eMAG gave no reason."), code)


def _code(text):
    """Our code for a refusal; the fragments are ordered from the most telling."""
    said = text.lower()
    return next((code for fragment, code in const.OFFER_REFUSALS.items() if fragment in said), "")
