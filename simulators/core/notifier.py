"""Delivers callbacks to the seller's system on a background thread, with faults."""

import heapq
import itertools
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import requests


@dataclass
class Notification:
    """One callback to make. `repeat_every` seconds until `is_settled()`; None = once.

    `json` may be a function, asked at each attempt; `on_answer(status)` hears of each (None = nobody answered).
    """

    event: str
    method: str
    url: str
    params: dict = field(default_factory=dict)
    json: Any = None
    headers: dict = field(default_factory=dict)
    auth: tuple | None = None
    repeat_every: float | None = None
    is_settled: Callable[[], bool] = lambda: False
    on_answer: Callable[[int | None], None] = lambda _status: None

    def body(self):
        return self.json() if callable(self.json) else self.json


@dataclass
class Delivery:
    """What happened to one attempt; `status` is None when nobody answered."""

    time: str
    event: str
    url: str
    params: dict
    status: int | None
    error: str | None


class Notifier:
    """A queue ordered by due time on the simulator's clock.

    Faults (kinds notify_*): a lost delivery is not made but repetition goes on; a duplicated one is made twice at once;
    a delayed one is made `delay` seconds later, so that later events overtake it.
    """

    TIMEOUT = 10
    _LONGEST_WAIT = 5

    def __init__(self, clock, faults, send=None, log_limit=2000):
        self._clock = clock
        self._faults = faults
        self._send = send or self._send_over_http
        self._wake = threading.Condition()
        self._queue = []
        self._order = itertools.count()
        self._thread = None
        self._stopping = False
        self._session = requests.Session()
        self._session.trust_env = False
        self.log = deque(maxlen=log_limit)
        clock.on_advance(self._notify)

    def start(self):
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="notifier", daemon=True)
        self._thread.start()

    def stop(self):
        self._stopping = True
        self._notify()
        if self._thread:
            self._thread.join(timeout=self.TIMEOUT)

    def schedule(self, notification, delay=0, spoiled=False):
        """Queue a delivery `delay` seconds from now. `spoiled` = faults had their turn already."""
        with self._wake:
            heapq.heappush(self._queue, (self._clock.time() + delay, next(self._order), notification, spoiled))
            self._wake.notify_all()

    def clear(self):
        with self._wake:
            self._queue = []
        self.log.clear()

    def pending(self):
        """(due epoch seconds, event, params) of everything queued."""
        with self._wake:
            return [
                (due, item.event, item.params) for due, _n, item, _s in sorted(self._queue, key=lambda row: row[:2])
            ]

    def deliver_due(self):
        """Make every delivery that is due now; returns how many queue entries were worked."""
        worked = 0
        while (entry := self._pop_due()) is not None:
            self._work(*entry)
            worked += 1
        return worked

    def deliveries(self):
        return [asdict(delivery) for delivery in list(self.log)]

    def _pop_due(self):
        with self._wake:
            if self._queue and self._queue[0][0] <= self._clock.time():
                _due, _order, notification, spoiled = heapq.heappop(self._queue)
                return notification, spoiled
        return None

    def _work(self, notification, spoiled):
        if notification.is_settled():
            return
        if notification.repeat_every and not spoiled:
            self.schedule(notification, notification.repeat_every)
        attempts = 1
        for rule in [] if spoiled else self._faults.for_notification(notification.event):
            if rule.kind == "notify_duplicated":
                attempts += 1
            elif rule.kind == "notify_delayed":
                self.schedule(notification, rule.delay, spoiled=True)
                attempts = 0
            else:
                self._record(notification, None, "lost on purpose")
                attempts = 0
        for _attempt in range(attempts):
            self._deliver(notification)

    def _deliver(self, notification):
        try:
            self._record(notification, self._send(notification), None)
        except requests.RequestException as error:
            self._record(notification, None, str(error))

    def _record(self, notification, status, error):
        time = self._clock.now().isoformat()
        self.log.append(Delivery(time, notification.event, notification.url, notification.params, status, error))
        notification.on_answer(status)

    def _send_over_http(self, notification):
        response = self._session.request(
            notification.method,
            notification.url,
            params=notification.params,
            json=notification.body(),
            headers=notification.headers,
            auth=notification.auth,
            timeout=self.TIMEOUT,
            allow_redirects=False,
        )
        return response.status_code

    def _notify(self):
        with self._wake:
            self._wake.notify_all()

    def _run(self):
        while not self._stopping:
            self.deliver_due()
            with self._wake:
                wait = self._LONGEST_WAIT
                if self._queue:
                    wait = min(wait, self._queue[0][0] - self._clock.time())
                if wait > 0 and not self._stopping:
                    self._wake.wait(wait)
