"""Base of every simulated platform: a WSGI application with faults, journal, limiter, notifier and control API."""

import json
import threading
import time

from werkzeug.wrappers import Request, Response

from . import pictures
from .clock import Clock
from .control import PREFIX, ControlApi
from .faults import ANSWER_KINDS, Faults
from .journal import Journal
from .limiter import Limiter
from .notifier import Notifier
from .server import Server, hang_up
from .settings import Settings


class Simulator:
    """One seller account on one platform, in memory.

    Start it in a test process with `with PlatformSimulator(...) as simulator:`; its root URL is `simulator.address`.
    Subclasses give `switches`, `rate_limits`, `control_class`, and the methods that raise NotImplementedError.
    `lock` guards all state; `respond` runs without it, so that a handler can do network work before taking it.
    """

    switches = ()
    rate_limits = {}
    control_class = ControlApi

    def __init__(self, host="127.0.0.1", port=0, clock=None, send=None, settings=None):
        self.host, self.port = host, port
        self.lock = threading.RLock()
        self.clock = clock or Clock()
        self.settings = Settings(self.switches, **(settings or {}))
        self.faults = Faults(self.clock)
        self.journal = Journal()
        self.limiter = Limiter(self.rate_limits)
        self._limiter_lock = threading.Lock()
        self.notifier = Notifier(self.clock, self.faults, send)
        self.control_api = self.control_class(self)
        self._server = None

    def respond(self, request, call):
        """The platform's answer; fills `call.items` and `call.is_error`."""
        raise NotImplementedError

    def route_name(self, path):
        """The path with ids left out, for the counters."""
        raise NotImplementedError

    def fault_response(self, kind):
        """The platform's (or its gateway's) answer for 429 and 5xx."""
        raise NotImplementedError

    def distort(self, payload):
        """The same answer with wrong JSON types, as this platform is known to do it."""
        raise NotImplementedError

    def summary(self):
        """Compact state for a live table."""
        raise NotImplementedError

    def reset_account(self):
        """Forget the platform's own state."""
        raise NotImplementedError

    def reset(self, keep_settings=False):
        with self.lock:
            self.faults.clear()
            self.notifier.clear()
            self.journal.reset()
            self.limiter.reset()
            if not keep_settings:
                self.settings.reset()
            self.reset_account()

    def admit(self, bucket):
        """Take a token for this call; (admitted, tokens left)."""
        options = (self.clock.time(), self.settings.rate_limit_factor, self.settings.rate_limit_style)
        with self._limiter_lock:
            admitted = self.limiter.admit(bucket, *options)
            return admitted, self.limiter.remaining(bucket, *options)

    # Serving

    @property
    def address(self):
        return f"http://{self.host}:{self.port}"

    def start(self):
        self._server = Server(self, self.host, self.port)
        self.port = self._server.port
        self._server.start()
        self.notifier.start()
        return self

    def stop(self):
        self.notifier.stop()
        self._server.stop()

    def join(self):
        self._server.join()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_exception):
        self.stop()

    def __call__(self, environ, start_response):
        request = Request(environ)
        return self._server_of(request.path)(request)(environ, start_response)

    def _server_of(self, path):
        if path.startswith(pictures.PREFIX):
            return pictures.serve
        return self.control_api.dispatch if path.startswith(PREFIX) else self._serve

    def _serve(self, request):
        delays, rule = self.faults.for_call(request.path, request.method)
        call = self.journal.open(request.method, request.path, self.clock.now().isoformat())
        started = time.perf_counter()
        try:
            self._delay(delays, call, after=False)
            response = self._answer(request, call, rule)
            self._delay(delays, call, after=True)
            call.status = response.status_code
            return response
        finally:
            call.milliseconds = round((time.perf_counter() - started) * 1000, 3)
            self.journal.close(call, self.route_name(request.path))

    def _delay(self, rules, call, after):
        for rule in rules:
            if rule.after == after:
                call.fault = rule.kind
                self.clock.sleep(rule.delay)

    def _answer(self, request, call, rule):
        # The body is always read first: closing a socket with unread data resets the caller instead of answering him.
        request.get_data()
        if rule is None:
            return self.respond(request, call)
        call.fault = rule.kind
        if rule.kind in ("cut_before", "down"):
            hang_up(request.environ)
        if rule.kind in ANSWER_KINDS and not rule.after:
            return self._faulty(rule.kind, call)
        response = self.respond(request, call)
        if rule.kind == "cut_after":
            hang_up(request.environ)
        return self._faulty(rule.kind, call) if rule.kind in ANSWER_KINDS else self._spoiled(rule.kind, response)

    def _faulty(self, kind, call):
        call.is_error = True
        if kind == "html":
            return Response("<html><body><h1>We will be back soon</h1></body></html>", content_type="text/html")
        if kind == "empty":
            return Response(b"", content_type="application/json")
        call.refused_by_limit = kind == "429"
        return self.fault_response(kind)

    def _spoiled(self, kind, response):
        body = response.get_data()
        if kind == "truncated_json":
            response.set_data(body[: len(body) // 2])
        elif body and response.is_json:
            response.set_data(json.dumps(self.distort(json.loads(body))))
        return response
