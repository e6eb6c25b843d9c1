"""What became of an accepted batch, item by item (api/trendyol.md §2.10). The same service answers for values and products.

A reference is the batch's number; behind ``#`` it may say which offer it speaks of (``content id=barcode``), where the items
of the batch do not name the barcode. Several references of one offer are joined by ``+``.
"""

from datetime import UTC, datetime

from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .client import LONGEST, reading
from .fields import identifier, moment, record, records, text, whole

_ = Words("marketplace_trendyol")

PATH = "product/sellers/{{S}}/products/batch-requests/{ref}"
SUCCESS, FAILED = "SUCCESS", "FAILED"
NESTED = ("product", "request", "updateRequest")


class Batches:
    """The batches of one account. Those that are settled are read once in a run, for many offers may ask for them."""

    def __init__(self, client, now):
        self._client = client
        self._now = now
        self._settled = {}

    def fetch(self, ref):
        """See ``Provider.fetch_batch``."""
        parts = []
        for part in ref.split("+"):
            verdicts = self._one(part)
            if verdicts is None:
                return None
            parts.append(verdicts)
        return _joined(parts)

    def _one(self, part):
        number, _hash, named = part.partition("#")
        if number not in self._settled:
            answer = self._client.read(PATH.format(ref=number), "read", keys=(number,))
            with reading():
                verdicts = verdicts_of(answer, number, self._now())
            if verdicts is None:
                return None
            self._settled[number] = verdicts
        verdicts = self._settled[number]
        if not named:
            return list(verdicts.values())
        content, _equals, barcode = named.partition("=")
        found = verdicts.get(content) or verdicts.get(barcode)
        return [Result(barcode, found.outcome, found.text, found.code)] if found else []


def _joined(parts):
    """The verdict on each offer over all its batches: refused by one is refused."""
    found = {}
    for result in (result for part in parts for result in part):
        known = found.get(result.key)
        if not known or known.outcome is not Outcome.REFUSED:
            found[result.key] = result
    if len(parts) > 1:  # an offer that one of the batches does not mention is not settled
        mentioned = [{result.key for result in part} for part in parts]
        return [r for key, r in found.items() if r.outcome is Outcome.REFUSED or all(key in keys for keys in mentioned)]
    return list(found.values())


def verdicts_of(answer, number, now):
    """``{key: Result}`` of a batch that is done, ``{}`` of one that Trendyol does not know any more, ``None`` while it works.

    :raise ValueError: not readable
    """
    what = f"Batch {number}"
    count = whole(answer, "itemCount", what)
    items = records(answer.get("items"), f"{what}: items")
    started = moment(answer, "creationDate", what) or _started(number)
    age = now - started if started else None
    if not count and not items:  # an unknown batch looks like this, and so may one that was just taken
        return None if age is not None and age < const.RESULTS_DELAY else {}
    states = [text(item, "status", what).upper() for item in items]
    is_open = text(answer, "status", what).upper() == "IN_PROGRESS" or any(s not in (SUCCESS, FAILED) for s in states)
    if is_open or len(items) < (count or 0):
        return None if age is None or age < const.RESULTS_KEPT else _known(items, what)
    return _known(items, what)


def _started(number):
    """The number of a batch ends with the second it began in."""
    seconds = number.rpartition("-")[2]
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) == 10):
        return None
    return datetime.fromtimestamp(int(seconds), UTC)


def _known(items, what):
    found = {}
    for item in items:
        key = _key(record(item.get("requestItem"), f"{what}: requestItem"), what)
        if key:
            found[key] = _verdict(key, item, what)
    return found


def _key(request, what):
    """The barcode that an item of a batch speaks of, else the number of the content."""
    for holder in (request, *(record(request.get(name), what) for name in NESTED)):
        if barcode := text(holder, "barcode", what):
            return barcode
        if content := identifier(holder, "contentId", what=what):
            return content
    return ""


def _verdict(key, item, what):
    state = text(item, "status", what).upper()
    if state == SUCCESS:
        return Result(key, Outcome.CONFIRMED)
    if state != FAILED:
        return Result(key, Outcome.UNKNOWN, _("Trendyol never said what became of it."))
    reasons = item.get("failureReasons")
    said = [str(reason).strip() for reason in reasons if reason] if isinstance(reasons, list) else []
    why = "; ".join(said)[:LONGEST] or _("Trendyol gave no reason.")
    if any(fragment in why.lower() for fragment in const.REPEATED):  # nobody's fault: it passes by itself
        return Result(key, Outcome.UNKNOWN, why)
    return Result(key, Outcome.REFUSED, why)
