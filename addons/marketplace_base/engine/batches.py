from ..lib.asking import Asking
from ..lib.clock import utcnow
from .values import KINDS, Values, as_value, replica_of

QUESTIONS = 10  # in one step at most: they are calls, and what is more urgent must not wait for many of them


class Batches(Values):
    """Asks the platform what became of the batches it accepted."""

    name = "batches"

    def __init__(self, runner):
        super().__init__(runner)
        self._asking = Asking()

    def recover(self):
        """``Values`` does it."""

    def due_in(self):
        if not self._is_able:
            return None
        moments = [self._asking.moment(*batch) for batch in self._open()]
        return (min(moments) - utcnow()).total_seconds() if moments else None

    def step(self):
        if not self._is_able:
            return 0
        questions = 0
        for ref, sent_at in self._open():
            if questions < QUESTIONS and self._asking.moment(ref, sent_at) <= utcnow():
                questions += 1
                results = self.provider.fetch_batch(ref)
                if results is not None:
                    self._asking.is_done(ref, sent_at, utcnow())
                    self._settle_batch(ref, {result.key: result for result in results})
                    return len(results) or 1
                self._asking.is_open(ref, sent_at, utcnow())
        return 0

    @property
    def _is_able(self):
        is_live = self.account.state == "live" and not self.flow._is_resting
        return is_live and "fetch_batch" in self.provider.capabilities

    def _open(self):
        return self.env["marketplace.offer"]._open_refs(self.account)

    def _settle_batch(self, ref, results):
        rows = self.env["marketplace.offer"]._rows_of_ref(self.account, ref)
        values = []
        for row in rows:
            parts = {kind: replica for kind in KINDS if (replica := replica_of(row, kind)).ref == ref}
            values.append((as_value(row, parts), (row, parts)))
        self._settle(values, results)
