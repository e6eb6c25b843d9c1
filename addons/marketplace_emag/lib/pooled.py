"""Sending a batch to eMAG and finding out what became of each of its items, though eMAG pools its messages."""

from odoo.addons.marketplace_base.lib.errors import MarketplaceError
from odoo.addons.marketplace_base.lib.types import Outcome, Result

# A batch that is refused without saying for whom is halved. One bad item among 50 takes 12 calls to find, about four
# seconds of the bucket; what is still undecided after these calls waits for the next run.
MAX_CALLS = 16


class PooledSending:
    """One sending of up to a batch of items, each with a ``key``: collects verdicts, halves what was refused as a whole."""

    route = ""

    def __init__(self, client):
        self._client = client
        self._calls = 0
        self._failure = ""
        self._verdicts = {}

    def run(self, items):
        """:raise MarketplaceError: the first call failed, so nothing is known of any item"""
        for item in items:
            if why := self._unsendable(item):
                self._verdicts[item.key] = Result(item.key, Outcome.REFUSED, why)
        for part in self._parts([item for item in items if item.key not in self._verdicts]):
            self._send(part, "")
        return [self._verdicts[item.key] for item in items]

    # ---- what a subclass says ----

    def _unsendable(self, item):
        """Why this item cannot even be written down; empty when it can."""
        return ""

    def _parts(self, items):
        """The items in as many calls as they have to be from the start."""
        return [items] if items else []

    def _written(self, item):
        """The item in eMAG's JSON."""
        raise NotImplementedError

    def _read(self, keys, envelope):
        """Take the verdicts that name their item."""
        raise NotImplementedError

    def _complaints(self, envelope):
        """The messages that refuse something without saying what; none: nothing was refused but what was named."""
        raise NotImplementedError

    def _unmentioned(self, key):
        """The verdict on an item of which eMAG said nothing, when it complained of nothing else."""
        raise NotImplementedError

    def _alone(self, key, said):
        """The verdict on the only item of a call, refused with these words."""
        raise NotImplementedError

    # ---- sending ----

    def _send(self, items, said):
        """:param said: what eMAG said to the batch these items were in"""
        keys = [item.key for item in items]
        if self._failure or self._calls >= MAX_CALLS:
            self._settle(keys, self._failure or said)
            return
        self._calls += 1
        try:
            envelope = self._client.call(self.route, [self._written(item) for item in items], changes=True, keys=keys)
        except MarketplaceError as error:
            if self._calls == 1:
                raise
            self._failure = str(error)  # what earlier calls have proved is not to be lost
            self._settle(keys, self._failure)
            return
        self._read(keys, envelope)
        left = [item for item in items if item.key not in self._verdicts]
        said = "; ".join(self._complaints(envelope))
        if not said:
            for item in left:
                self._verdicts[item.key] = self._unmentioned(item.key)
        elif len(items) == 1 == len(left):
            self._verdicts[keys[0]] = self._alone(keys[0], said)
        elif left:
            # without those that were named the rest may pass whole; when nobody was, look for the culprit
            middle = len(left) if len(left) < len(items) else (len(left) + 1) // 2
            for part in filter(None, (left[:middle], left[middle:])):
                self._send(part, said)

    def _settle(self, keys, text):
        """No word about these: they may be applied or not."""
        for key in keys:
            self._verdicts[key] = Result(key, Outcome.UNKNOWN, text)
