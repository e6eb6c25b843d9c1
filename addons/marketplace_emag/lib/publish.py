"""Publishing: one verdict per product, out of the messages that eMAG pools for a whole batch (api/emag.md §3.2)."""

import re
from dataclasses import replace

from odoo.addons.marketplace_base.lib.errors import MarketplaceError
from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .build_product import input_variables, product_body
from .client import LONGEST
from .fields import is_id
from .pooled import PooledSending

_ = Words("marketplace_emag")

# Only the end of a message names its product: «… with id 5401 is not attached to template - Product id: 243409».
PRODUCT = re.compile(r"(?:-\s*Product id:\s*|\bfor id\s+)(\d+)\.?\s*$", re.IGNORECASE)
PNK = re.compile(r"\bPNK:?\s+([A-Z0-9]+)", re.IGNORECASE)


def new_offer_key(highest):
    """The next number of ours (§3.1). :raise ValueError: there is none above the highest in use"""
    if highest >= const.PRODUCT_ID_MAX:
        raise ValueError(_("eMAG's highest product number, %s, is in use: no number is free.", const.PRODUCT_ID_MAX))
    return str(highest + 1)


class Publish(PooledSending):
    """One sending of up to ``publish_batch`` products.

    eMAG answers a whole batch with nothing but messages. Without a refusal everything in it was taken. With one, those it
    names are judged by its words and the others are sent once more without them, which does no harm.
    """

    route = "product_offer/save"

    def __init__(self, client, vat_ids):
        """:param vat_ids: ``{rate as a fraction: eMAG's number}``"""
        super().__init__(client)
        self._vat_ids = vat_ids
        self._notes = {}
        self._joins = {}

    def run(self, items):
        results = super().run(items)
        again = [replace(item, platform_code=self._joins[item.key]) for item in items if item.key in self._joins]
        if again:
            joined = {result.key: result for result in self._joined(again)}
            results = [joined.get(result.key, result) for result in results]
        return results

    def _joined(self, items):
        """eMAG said that these exist already and under which key: they become offers on those pages."""
        joining = Publish(self._client, self._vat_ids)
        try:
            results = joining.run(items)
        except MarketplaceError as error:
            return [Result(item.key, Outcome.UNKNOWN, str(error)) for item in items]
        codes = {item.key: item.platform_code for item in items}
        return [
            replace(result, code="joined", ref=codes[result.key]) if result.outcome is Outcome.CONFIRMED else result
            for result in results
        ]

    # ---- what is sent ----

    def _unsendable(self, item):
        if not is_id(item.key) or int(item.key) > const.PRODUCT_ID_MAX:
            return _("%s is not a product number at eMAG.", item.key)
        if item.price is None or item.price <= 0:
            return _("The price has to be above zero, not %s.", item.price)
        if item.tax_rate not in self._vat_ids:
            return _("eMAG has no VAT rate of %g %% for this account.", (item.tax_rate or 0) * 100)
        if not item.platform_code and not is_id(item.category_key):
            return _("The category at eMAG is missing.")
        return ""

    def _written(self, item):
        return product_body(item, self._vat_ids[item.tax_rate])

    def _parts(self, items):
        parts, size = [], const.INPUT_VARS_MAX
        for item in items:
            variables = input_variables(self._written(item))
            if size + variables > const.INPUT_VARS_MAX:
                parts.append([])
                size = 0
            parts[-1].append(item)
            size += variables
        return parts

    # ---- what eMAG says ----

    def _read(self, keys, envelope):
        named = {}
        for message in envelope.messages:
            found = PRODUCT.search(message)
            if found and found[1] in keys:
                named.setdefault(found[1], []).append(message[: found.start()].rstrip(" -") or message)
        if len(keys) == 1 and keys[0] not in named and envelope.messages:
            named[keys[0]] = list(envelope.messages)
        for key, messages in named.items():
            refusing = [message for message in messages if not _warns(message)]
            told = messages if not envelope.is_error else [message for message in messages if _warns(message)]
            self._notes.setdefault(key, []).extend(told)
            if refusing and envelope.is_error:
                self._verdicts[key] = self._judge(key, refusing)

    def _complaints(self, envelope):
        return [envelope.text] if envelope.is_error and not self._only_warned(envelope) else []

    def _only_warned(self, envelope):
        """Warnings that come as an error: the items are saved all the same (§3.2)."""
        return bool(envelope.messages) and all(map(_warns, envelope.messages))

    def _unmentioned(self, key):
        """No refusal in the whole batch: it was taken."""
        return self._taken(key, self._notes.get(key, []))

    def _alone(self, key, said):
        return self._judge(key, [said])

    def _taken(self, key, notes):
        text = "; ".join(dict.fromkeys(notes))[:LONGEST]
        said = text.lower()
        if const.SAVED_AS_DRAFT in said:
            return Result(key, Outcome.CONFIRMED, text, "draft")
        if const.ASSOCIATED in said:
            code = PNK.search(text)
            return Result(key, Outcome.CONFIRMED, text, "joined", code[1] if code else "")
        return Result(key, Outcome.CONFIRMED, text)

    def _judge(self, key, messages):
        """eMAG refuses this one with these words."""
        text = "; ".join(messages)[:LONGEST]
        said = text.lower()
        code = PNK.search(text)
        if const.DUPLICATED in said and code and key not in self._joins:
            self._joins[key] = code[1]
            return Result(key, Outcome.UNKNOWN, text)
        if const.OFFER_ON_PNK in said and code:
            return self._ours_already(key, code[1], text)
        if all(any(part in message.lower() for part in const.DOCUMENTATION_ERRORS) for message in messages):
            return Result(key, Outcome.CONFIRMED, _in_words(text, "documentation"), "draft")
        found = next((name for fragment, name in const.PUBLISH_REFUSALS.items() if fragment in said), "")
        return Result(key, Outcome.REFUSED, _in_words(text, found), found)

    def _ours_already(self, key, code, text):
        """We hold an offer on that page: this very one, when an earlier sending got through; else another of ours."""
        try:
            row = self._client.read_one("product_offer", "part_number_key", code)
        except MarketplaceError as error:
            return Result(key, Outcome.UNKNOWN, str(error))
        if row and str(row.get("id")) == key:
            return Result(key, Outcome.CONFIRMED, text, "joined", code)
        words = _("Your offer %(other)s is on eMAG's product %(code)s already: link that offer to the product.",
                  other=row.get("id") if row else "?", code=code)  # fmt: skip
        return Result(key, Outcome.REFUSED, words, "own_offer")


def _warns(message):
    return message.lower().startswith(const.WARNING)


def _in_words(text, code):
    if words := const.PUBLISH_WORDS.get(code):
        return _("%(words)s eMAG says: %(said)s", words=_(words), said=text)
    return text or _("eMAG gave no reason.")
