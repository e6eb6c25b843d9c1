"""The control API under /_control: JSON, no authentication, loopback callers only.

Platforms extend `ControlApi` with their own routes; the common ones are here.
"""

import ipaddress
import json

from werkzeug.wrappers import Response

from .faults import FaultError
from .router import Router, UnknownMethod, UnknownPath
from .settings import SettingError

PREFIX = "/_control"


class ControlError(Exception):
    """A control request that cannot be done; `status` is the HTTP status of the answer."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def json_response(payload, status=200):
    return Response(json.dumps(payload, default=str), status=status, content_type="application/json")


class ControlApi:
    """Routes: `(method, path, function)`; a function takes (body, query, **path values) and returns JSON-able data."""

    def __init__(self, simulator):
        self.simulator = simulator
        own = [(method, path, self._locked(function)) for method, path, function in self.own_routes()]
        self._router = Router(self.routes() + own)

    def routes(self):
        return [
            ("POST", "/reset", self.reset),
            ("GET", "/settings", self.read_settings),
            ("POST", "/settings", self.write_settings),
            ("GET", "/faults", self.read_faults),
            ("POST", "/faults", self.add_faults),
            ("DELETE", "/faults", self.clear_faults),
            ("GET", "/calls", self.read_calls),
            ("GET", "/notifications", self.read_notifications),
            ("GET", "/clock", self.read_clock),
            ("POST", "/clock", self.move_clock),
            ("GET", "/state", self.read_state),
        ]

    def own_routes(self):
        """Those of the platform; each runs under the simulator's lock, after what has become due."""
        return []

    def _locked(self, function):
        def run(body, query, **values):
            with self.simulator.lock:
                self.simulator.account.run_due()
                return function(body, query, **values)

        return run

    def dispatch(self, request):
        if not ipaddress.ip_address(request.remote_addr or "127.0.0.1").is_loopback:
            return json_response({"error": "the control API answers loopback callers only"}, 403)
        try:
            function, values = self._router.match(request.method, request.path.removeprefix(PREFIX))
            body = json.loads(request.get_data() or b"null")
            return json_response(function(body, request.args, **values))
        except UnknownPath as error:
            return json_response({"error": f"no control path {error}"}, 404)
        except UnknownMethod:
            return json_response({"error": f"{request.method} is not possible here"}, 405)
        except ControlError as error:
            return json_response({"error": str(error)}, error.status)
        except (SettingError, FaultError, json.JSONDecodeError) as error:
            return json_response({"error": str(error)}, 400)

    def reset(self, body, query):
        """Forget everything; {"keep_settings": true} keeps the switches."""
        self.simulator.reset(keep_settings=bool(body and body.get("keep_settings")))
        return {"reset": True}

    def read_settings(self, body, query):
        settings = self.simulator.settings
        return settings.describe() if query.get("describe") else settings.as_dict()

    def write_settings(self, body, query):
        self.simulator.settings.update(body or {})
        return self.simulator.settings.as_dict()

    def read_faults(self, body, query):
        return self.simulator.faults.as_list()

    def add_faults(self, body, query):
        self.simulator.faults.add(body if isinstance(body, list) else [body or {}])
        return self.simulator.faults.as_list()

    def clear_faults(self, body, query):
        self.simulator.faults.clear()
        return []

    def read_calls(self, body, query):
        """Counters and calls; ?since=<call id>&limit=&path=<prefix>."""
        journal = self.simulator.journal
        since, limit = query.get("since", 0, type=int), query.get("limit", 1000, type=int)
        return {"summary": journal.summary(), "calls": journal.calls(since, limit, query.get("path"))}

    def read_notifications(self, body, query):
        pending = [
            {"due": due, "event": event, "params": params} for due, event, params in self.simulator.notifier.pending()
        ]
        return {"deliveries": self.simulator.notifier.deliveries(), "pending": pending}

    def read_clock(self, body, query):
        clock = self.simulator.clock
        return {"now": clock.now().isoformat(), "frozen": clock.frozen}

    def move_clock(self, body, query):
        """{"advance": seconds} and/or {"freeze": true|false}."""
        body = body or {}
        if "freeze" in body:
            self.simulator.clock.freeze(bool(body["freeze"]))
        try:
            self.simulator.clock.advance(float(body.get("advance", 0)))
        except (TypeError, ValueError) as error:
            raise ControlError(400, str(error)) from None
        return self.read_clock(body, query)

    def read_state(self, body, query):
        return self.simulator.summary()
