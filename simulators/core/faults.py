"""Fault injection: rules that spoil chosen calls or notifications."""

import itertools
import random
import re
import threading

CALL_KINDS = (
    "latency",
    "426",
    "429",
    "500",
    "502",
    "503",
    "504",
    "cut_before",
    "cut_after",
    "truncated_json",
    "wrong_type",
    "html",
    "empty",
    "down",
)
NOTIFICATION_KINDS = ("notify_lost", "notify_duplicated", "notify_delayed")
# Kinds that answer instead of the platform unless the rule says `"after": true` (processed, answer replaced).
ANSWER_KINDS = ("426", "429", "500", "502", "503", "504", "html", "empty")


class FaultError(ValueError):
    """A rule that makes no sense."""


class FaultRule:
    """`match` regexp on the path (or the event name), optional `method`, a `kind`, and how long it lives.

    `times` = number of hits, `seconds` = life time on the simulator's clock, neither = until deleted.
    `probability` 0..1 drawn from a generator seeded with `seed`, so that a run can be repeated.
    `delay` = seconds of latency or of notification delay. `after` = process the request first, then spoil the answer.
    """

    _ids = itertools.count(1)

    def __init__(
        self,
        now,
        match=".*",
        method=None,
        kind=None,
        times=None,
        seconds=None,
        probability=1,
        seed=0,
        delay=1.0,
        after=False,
    ):
        if kind not in CALL_KINDS + NOTIFICATION_KINDS:
            raise FaultError(f"unknown fault kind {kind!r}")
        try:
            self._pattern = re.compile(match)
        except re.error as error:
            raise FaultError(f"bad regular expression {match!r}: {error}") from None
        self.id = next(self._ids)
        self.match = match
        self.method = method and method.upper()
        self.kind = kind
        self.times = times
        self.until = None if seconds is None else now + seconds
        self.probability = probability
        self.delay = delay
        self.after = after or kind == "cut_after"
        self.hits = 0
        self._random = random.Random(seed)

    def alive(self, now):
        return (self.times is None or self.hits < self.times) and (self.until is None or now < self.until)

    def strikes(self, subject, method, now):
        if not self.alive(now) or (self.method and self.method != method) or not self._pattern.search(subject):
            return False
        if self.probability < 1 and self._random.random() >= self.probability:
            return False
        self.hits += 1
        return True

    def as_dict(self):
        names = ("id", "match", "method", "kind", "times", "until", "probability", "delay", "after", "hits")
        return {name: getattr(self, name) for name in names}


class Faults:
    """The active rules, in the order they were added."""

    def __init__(self, clock):
        self._clock = clock
        self._lock = threading.Lock()
        self._rules = []

    def add(self, definitions):
        """Add rules given as dictionaries; all or none."""
        try:
            rules = [FaultRule(self._clock.time(), **definition) for definition in definitions]
        except TypeError as error:
            raise FaultError(str(error)) from None
        with self._lock:
            self._rules += rules

    def clear(self):
        with self._lock:
            self._rules = []

    def as_list(self):
        with self._lock:
            return [rule.as_dict() for rule in self._rules]

    def for_call(self, path, method):
        """(latency rules, first other rule) that hit this call."""
        struck = self._strike(CALL_KINDS, path, method)
        others = [rule for rule in struck if rule.kind != "latency"]
        return [rule for rule in struck if rule.kind == "latency"], others[0] if others else None

    def for_notification(self, event):
        """Rules that hit one delivery of this event."""
        return self._strike(NOTIFICATION_KINDS, event, None)

    def _strike(self, kinds, subject, method):
        now = self._clock.time()
        with self._lock:
            if not self._rules:
                return []
            struck = [rule for rule in self._rules if rule.kind in kinds and rule.strikes(subject, method, now)]
            self._rules = [rule for rule in self._rules if rule.alive(now)]
        return struck
