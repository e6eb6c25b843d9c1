"""Asynchronous batches: accepted now, worked later, read for four hours (api/trendyol.md §2.10)."""

import itertools
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from .answers import Answer
from .const import BATCH_LIFE
from .texts import Reason

# Judged by their items alone: the envelope has no `status`.
WITHOUT_STATUS = ("ProductInventoryUpdate",)
IN_PROGRESS, COMPLETED, SUCCESS, FAILED = "IN_PROGRESS", "COMPLETED", "SUCCESS", "FAILED"


@dataclass
class BatchItem:
    """One entry of a request; `reasons` once it was worked."""

    request: dict
    barcode: str
    reasons: list = field(default_factory=list)


@dataclass
class Batch:
    """`worked` and `filled` in epoch seconds: when the items were done, and when they can be read."""

    id: str
    kind: str
    created: float
    items: list
    by: str
    storefront: str
    language: str
    shape: Callable[[BatchItem], dict]
    work: Callable
    worked: float | None = None
    filled: float | None = None

    @property
    def failed(self):
        return sum(bool(item.reasons) for item in self.items)


class ItemFault:
    """Made by the control API: items whose barcode matches fail, `times` times (None = always)."""

    def __init__(self, match=".*", kind=None, reason="Failed on purpose", times=None):
        self.match, self.kind, self.reason, self.times = match, kind, reason, times
        self._pattern = re.compile(match)

    def strikes(self, kind, barcode):
        if self.times == 0 or (self.kind and self.kind != kind) or not self._pattern.search(barcode):
            return False
        self.times = None if self.times is None else self.times - 1
        return True


class BatchBook:
    """All batches, the expired ones too: the control API shows those."""

    def __init__(self, account):
        self._account = account
        self._batches = {}
        self._numbers = itertools.count(1)
        self.faults = []

    def __iter__(self):
        return iter(self._batches.values())

    def __len__(self):
        return len(self._batches)

    def accept(self, context, kind, items, work, shape):
        """File a request. `work(batch, item)` gives the Reasons why an item fails, `shape(item)` its requestItem."""
        account = self._account
        now = account.clock.time()
        number = uuid.uuid5(uuid.NAMESPACE_URL, f"{account.seller_id}-{next(self._numbers)}")
        rows = [BatchItem(item, str(item.get("barcode") or item.get("contentId") or "")) for item in items]
        batch = Batch(
            f"{number}-{int(now)}", kind, now, rows, context.by, context.storefront.code, context.language, shape, work
        )
        self._batches[batch.id] = batch
        context.call.items = len(items)
        account.after(account.settings.batch_seconds, lambda: self._work(batch))
        return Answer({"batchRequestId": batch.id})

    def _work(self, batch):
        if batch.worked is not None:
            return
        for item in batch.items:
            on_purpose = self._struck(batch.kind, item.barcode)
            item.reasons = [on_purpose] if on_purpose else batch.work(batch, item)
        # When it was due: the clock may have jumped further.
        batch.worked = batch.created + self._account.settings.batch_seconds
        batch.filled = batch.worked + self._account.settings.batch_empty_seconds

    def finish(self):
        """Work what waits, and let everything be read at once; how many batches that were."""
        now = self._account.clock.time()
        late = [batch for batch in self if batch.filled is None or batch.filled > now]
        for batch in late:
            self._work(batch)
            batch.worked, batch.filled = min(batch.worked, now), now
        return len(late)

    def _struck(self, kind, barcode):
        fault = next((fault for fault in self.faults if fault.strikes(kind, barcode)), None)
        return fault and Reason("on_purpose", text=fault.reason)

    def find(self, number):
        """A batch that can still be read."""
        batch = self._batches.get(number)
        return batch if batch and self._account.clock.time() < batch.created + BATCH_LIFE else None


def read_batch(context, batch_id):
    """An unknown or expired id answers 200 with almost nothing in it, as seen."""
    batch = context.account.batches.find(batch_id)
    if batch is None:
        return Answer({"batchRequestId": batch_id})
    return Answer(describe(batch, context.account, context.language))


def describe(batch, account, language):
    now = account.clock.time()
    is_filled = batch.filled is not None and now >= batch.filled
    changed = batch.created if batch.worked is None else batch.filled if is_filled else batch.worked
    answer = {
        "batchRequestId": batch.id,
        "status": IN_PROGRESS if batch.worked is None else COMPLETED,
        "creationDate": int(batch.created * 1000),
        "lastModification": int(changed * 1000),
        "sourceType": "API",
        "itemCount": len(batch.items),
        "failedItemCount": batch.failed if is_filled else 0,
        "batchRequestType": batch.kind,
        "notes": None,
        "items": _items(batch, account.settings, is_filled, language),
    }
    if batch.kind in WITHOUT_STATUS:
        del answer["status"]
    return answer


def _items(batch, settings, is_filled, language):
    if not is_filled and (batch.worked is not None or settings.batch_items_in_progress == "none"):
        return []
    return [_item(batch, item, is_filled, language) for item in batch.items]


def _item(batch, item, is_filled, language):
    status = (FAILED if item.reasons else SUCCESS) if is_filled else IN_PROGRESS
    reasons = [reason.text(language) for reason in item.reasons] if is_filled else []
    return {**batch.shape(item), "status": status, "failureReasons": reasons}
