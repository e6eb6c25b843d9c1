import logging
import time

from ..lib.errors import AuthFailed, MarketplaceError, RateLimited
from .alerts import Alerts
from .batches import Batches
from .catalogue import Catalogue
from .changes import Changes
from .collisions import COLLIDED
from .commands import Commands
from .importing import Products
from .orders import OrdersIn, OrdersProcess, ReturnsIn
from .papers import Papers
from .pictures import Pictures
from .publishing import Publishing
from .questions import QuestionsIn
from .registration import Registration
from .returns import Comebacks
from .shipments import Shipments
from .statement import Statement
from .values import Values
from .wishes import Wishes

_logger = logging.getLogger(__name__)

BUDGET = 50.0  # seconds of one run at most; the cron's own time share usually ends it earlier
LINGER = 10.0  # a run waits this long for work that is about to be due, rather than leave it to the next minute
TURN = 10.0  # seconds after which a lane has its turn, though those before it still have work
GLANCE = 0.5  # seconds between two looks while lingering: whatever comes in meanwhile is served
COLLISIONS = 5  # how often a step is repeated after colliding with somebody else's transaction
NEVER = float("inf")  # not again in this run

# Ordered by what starving them costs; after every chunk the runner looks again from the top. No lane starves: while a
# storm of orders is taken in, stocks have to leave too, or the same goods are sold once more.
LANES = (
    OrdersIn, OrdersProcess, Commands, Batches, Changes, Values, Papers, Shipments, ReturnsIn, QuestionsIn, Comebacks,
    Alerts, Registration, Wishes, Publishing, Products, Statement, Catalogue, Pictures,
)  # fmt: skip

_turns = {}
"""When each account's lanes were last asked by this process, in monotonic seconds: runs are short when there is much to do."""


class Runner:
    """Works one account's lanes until nothing is left to do or the time share is used up.

    It never raises for one bad record, for a platform that is down or for a collision: what went wrong stands on the flow or
    on the record it belongs to. Every lane's ``step`` does one chunk, commits through ``commit`` and returns how many items
    it moved; 0 means there is nothing to do.

    :param account: one ``marketplace.account``
    :param provider: for tests; made from the account otherwise
    """

    def __init__(self, account, provider=None):
        lang = account.sudo()._language()
        self.account = account.sudo().with_company(account.company_id).with_context(lang=lang, tracking_disable=True)
        self.env = self.account.env
        self._records = []
        self._flow = self.account._flow("runner")
        self.provider = provider or self.account._make_provider(self._records.append, self._flow.cursor or None)
        self._settings = self._settings_now()
        self._deadline = time.monotonic() + BUDGET
        self._blocked = {}
        self._patience = LINGER
        self.lanes = [lane(self) for lane in self.account._engine_lanes(LANES)]

    def run(self):
        """:return: True when everything was done, False when the next run has to go on"""
        with self.account._speaking():
            return self._run()

    def _run(self):
        try:
            for lane in self.lanes:
                lane.recover()
            self.commit()
            while self._is_current():
                if not self._one_chunk() and not self._linger():
                    self._flow._succeeded()
                    self.durably(self._close_lanes)
                    return True
                if time.monotonic() > self._deadline:
                    break
            self.durably(self._close_lanes, remaining=1)
            return False
        finally:
            self.provider.connection.transport.close()

    def _settings_now(self):
        return self.account._provider_options(), self.account.credentials

    def _is_current(self):
        """Whether the provider still works with what stands on the account. Else the next run does the rest, with another one:
        looked at in the transaction of the next step, so that no change is worked with the settings of before.
        """
        return self._settings_now() == self._settings

    def _close_lanes(self):
        for lane in self.lanes:
            lane.close()

    def _one_chunk(self):
        """The first lane that has something to do does one chunk of it. False when none has."""
        now = time.monotonic()
        turns = _turns.setdefault((self.env.cr.dbname, self.account.id), {})
        for lane in sorted(self.lanes, key=lambda lane: turns.setdefault(lane.name, now) > now - TURN):
            if self._is_open(lane) and self.account.state in ("reading", "live"):
                turns[lane.name] = time.monotonic()
                if self._step(lane):
                    return True
        return False

    def _is_open(self, lane):
        return self._blocked.get(lane.name, 0.0) <= time.monotonic()

    def _linger(self):
        """Wait a moment if something is due soon: a pause the platform asked for ends, an unclear item is sent again.

        :return: False when nothing is due within ``LINGER``
        """
        now = time.monotonic()
        if rested := [name for name, until in self._blocked.items() if until <= now]:
            for name in rested:
                del self._blocked[name]
            return True
        waits = [until - now for until in self._blocked.values() if until != NEVER]
        waits += [lane.due_in() for lane in self.lanes if self._is_open(lane)]
        soonest = min((wait for wait in waits if wait is not None), default=None)
        if soonest is None or soonest > self._patience or self.account.state not in ("reading", "live"):
            return False
        self.commit()
        nap = min(max(soonest, 0.05), GLANCE)
        self._patience -= nap
        time.sleep(nap)
        return True

    def _step(self, lane):
        for _attempt in range(COLLISIONS):
            self.provider.connection.transport.limiter.begin()
            try:
                return lane.step()
            except COLLIDED:
                self.env.cr.rollback()
                _logger.info("%s: %s met another transaction, again", self.account.name, lane.name)
            except RateLimited as error:
                self._rest(lane, error, until=time.monotonic() + error.seconds)
                return 0
            except AuthFailed as error:
                self.env.cr.rollback()
                self.account._pause_for(str(error))
                self.commit()
                return 0
            except MarketplaceError as error:
                self._rest(lane, error)
                return 0
            except Exception as error:
                _logger.exception("%s: %s failed", self.account.name, lane.name)
                self._rest(lane, error)
                return 0
        self._blocked[lane.name] = NEVER
        return 0

    def _rest(self, lane, error, until=None):
        """Leave a lane alone for a while; a failure is written down and rests longer each time.

        :param until: monotonic seconds, when the platform named the moment
        """
        self.env.cr.rollback()
        if until is None:
            pause = self.account._flow(lane.name)._failed(str(error) or type(error).__name__)
            until = time.monotonic() + pause.total_seconds()
        self._blocked[lane.name] = until
        self.commit()

    def durably(self, write, processed=0, remaining=0):
        """Write what the platform just told us: it must not get lost to a collision with somebody else's transaction.

        :param write: sets columns to values known already; may be called several times
        """
        for attempt in range(COLLISIONS):
            try:
                write()
                self.commit(processed, remaining)
                return
            except COLLIDED:
                self.env.cr.rollback()
                if attempt == COLLISIONS - 1:
                    raise

    def commit(self, processed=0, remaining=0):
        """Make the step durable, with the journal of its calls and the state of the limiter."""
        if self._records:
            self.env["marketplace.call"]._record(self.account, self._records)
            self._records.clear()
        limiter = self.provider.connection.transport.limiter.state
        if limiter != (self._flow.cursor or {}):
            self._flow.cursor = limiter
        self.env.flush_all()
        left = self.env["ir.cron"]._commit_progress(processed, remaining=remaining)
        self.env.invalidate_all()  # the next step sees what others did meanwhile
        self._deadline = min(self._deadline, time.monotonic() + left)
