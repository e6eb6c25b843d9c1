"""The Trendyol simulator: gateway, credentials, storefronts, quotas, routing (api/trendyol.md §1)."""

import hmac
import re
import threading
from functools import cached_property

from werkzeug.wrappers import Response

from simulators.core.access import basic_credentials
from simulators.core.router import UnknownMethod, UnknownPath
from simulators.core.simulator import Simulator

from . import labels
from .account import Account, Context
from .answers import ERROR, LIST, Document, Refusal, json_response, unauthorised
from .const import STOREFRONTS, TARGETS, TURKEY
from .control import TrendyolControl
from .control_client import TrendyolControlClient
from .query import Query, parse_json
from .routes import ROUTER, endpoint_bucket, quota_bucket, rate_limits
from .switches import SWITCHES
from .times import millis

USER_AGENT = re.compile(r"([0-9]+) - [A-Za-z0-9]{1,30}")
SUPPORTED_LANGUAGES = ("tr", "en", "ro", "ar", "el")
NOT_FOUND_SUPPLIER = "Satıcı bulunamadı"
TICK = 0.1


class TrendyolSimulator(Simulator):
    """One seller account: a Romanian one (storefront RO, BG and GR on demand) or a Turkish one.

    `with TrendyolSimulator(seller_id=123456, country="RO") as simulator:` serves `simulator.url` and gives
    `simulator.control`, a client of the control API. More keyword arguments: host, port, clock, send, `settings`.
    """

    switches = SWITCHES
    rate_limits = rate_limits()
    control_class = TrendyolControl

    def __init__(
        self, seller_id=123456, country="RO", api_key="key", api_secret="secret", targets=(), settings=None, **options
    ):
        if country not in ("RO", TURKEY) or set(targets) - set(TARGETS) or (targets and country != "RO"):
            raise ValueError("country RO with targets of BG and GR, or country TR")
        self._seller = (seller_id, country, tuple(targets))
        access = {"api_key": api_key, "api_secret": api_secret}
        super().__init__(settings={**access, **(settings or {})}, **options)
        self._stopping = threading.Event()
        self.account = None
        self.reset_account()

    @property
    def url(self):
        """Base URL for clients: the host of production or stage."""
        return self.address

    @cached_property
    def control(self):
        """Client of the control API; ask for it once the simulator runs."""
        return TrendyolControlClient(self.address)

    def reset_account(self):
        self.account = Account(*self._seller, self.settings, self.clock, self.notifier, self.lock)

    def start(self):
        super().start()
        threading.Thread(target=self._tick, name="agenda", daemon=True).start()
        return self

    def stop(self):
        self._stopping.set()
        super().stop()

    def _tick(self):
        """What becomes due happens without a call, too: webhooks tell of it."""
        while not self._stopping.wait(TICK):
            with self.lock:
                self.account.run_due()

    # Answers

    def respond(self, request, call):
        if request.path.startswith(labels.FILES):
            return self._label_file(request)
        route, values, refusal = self._match(request)
        if not self._admitted(route):
            call.refused_by_limit = True
            return self.fault_response("429")
        form = route.form if route else LIST
        if form == ERROR and self.settings.order_errors == "list":
            form = LIST
        try:
            self._check_user_agent(request)
            self._authorise(request)
            if refusal:
                raise refusal
            return self._dispatch(request, call, route, values)
        except Refusal as error:
            call.is_error = True
            payload = error.payload(form, millis(self.clock.time()))
            return payload if isinstance(payload, Response) else json_response(payload, error.status)

    def _dispatch(self, request, call, route, values):
        self._check_seller(values.pop("seller_id", None), route)
        storefront, language = self._storefront(request, route)
        body = None if route.is_upload else parse_json(request)
        context = Context(self.account, request, body, Query(request.args), call, storefront, language, self.lock)
        with self.lock:
            self.account.run_due()
            answer = route.endpoint(context, **values)
        if isinstance(answer, Document):
            return Response(answer.content, mimetype=answer.mimetype)
        return json_response(answer.payload, answer.status)

    def _match(self, request):
        """(route, values of the path, refusal or None)."""
        try:
            route, values = ROUTER.match(request.method, request.path)
        except UnknownMethod:
            return None, {}, Refusal("method.not.allowed", "Method not allowed", 405)
        except UnknownPath:
            return None, {}, Refusal("not.found", "No such service", 404)
        if route.is_stage and not self.settings.stage_services:
            return route, values, Refusal("not.found", "No such service", 404)
        if route.endpoint is None:
            gone = Refusal("service.deprecated", "This version of the service is closed", self.settings.retired_status)
            return route, values, gone
        return route, values, None

    def _admitted(self, route):
        """Room in the endpoint's own window and in its quota; a refused call takes from neither."""
        buckets = [endpoint_bucket(route), quota_bucket(route, self.account.region, self.settings)]
        options = (self.clock.time(), self.settings.rate_limit_factor, self.settings.rate_limit_style)
        with self._limiter_lock:
            wanted = [bucket for bucket in buckets if bucket]
            if not all(self.limiter.remaining(bucket, *options) for bucket in wanted):
                return False
            for bucket in wanted:
                self.limiter.admit(bucket, *options)
            return True

    # Who calls (§1.2, §1.3)

    def _check_user_agent(self, request):
        agent = request.headers.get("User-Agent", "")
        found = USER_AGENT.fullmatch(agent)
        is_right = found is not None and int(found[1]) == self.account.seller_id
        if is_right or (agent and self.settings.user_agent_check == "present"):
            return
        bodies = {
            "html": Response("<html><body><h1>403 Forbidden</h1></body></html>", 403, content_type="text/html"),
            "empty": Response(b"", 403),
            "json": {"errors": [{"key": "forbidden", "message": "Forbidden", "errorCode": ""}]},
        }
        raise Refusal("forbidden", status=403, body=bodies[self.settings.user_agent_refusal])

    def _authorise(self, request):
        expected = f"{self.settings.api_key}:{self.settings.api_secret}".encode()
        if not hmac.compare_digest(basic_credentials(request), expected):
            self._refuse("ClientApiAuthenticationException")

    def _check_seller(self, seller_id, route):
        """The keys of one seller open nothing of another's, nor a service they have no role for."""
        if seller_id not in (None, self.account.seller_id):
            self._refuse("TrendyolAuthorizationException")
        if route.role in self.settings.missing_roles:
            self._refuse("TrendyolAuthorizationException")

    def _refuse(self, exception):
        raise Refusal(exception, status=401, body=unauthorised(exception, millis(self.clock.time())))

    def _storefront(self, request, route):
        """(StoreFront, language). Without header the request is one to Türkiye."""
        code = request.headers.get("storeFrontCode") or (self.account.origin if route.is_stage else TURKEY)
        storefront = STOREFRONTS.get(code)
        if storefront is None:
            raise Refusal("invalid.storefrontcode", "Storefront code is not valid")
        if route.demands_storefront and code not in self.account.storefronts:
            key, status = "supplier.api.supplier.not.found", int(self.settings.supplier_not_found_status)
            raise Refusal(key, NOT_FOUND_SUPPLIER, status)
        if code == TURKEY:
            return storefront, "tr"
        language = request.headers.get("Accept-Language", "")[:2].lower()
        return storefront, language if language in SUPPORTED_LANGUAGES else "en"

    # Labels are downloaded without credentials (§3.12)

    def _label_file(self, request):
        with self.lock:
            content = labels.file(self.account, request.path, request.args.get("until"))
        return Response(content, mimetype="application/pdf") if content else Response(b"", 404)

    # For the core

    def route_name(self, path):
        parts = (re.sub(r"^[0-9]+$|^[0-9a-f-]{30,}$|^[0-9a-f-]{36}-[0-9]+$", "<id>", part) for part in path.split("/"))
        return "/".join(parts)

    def fault_response(self, kind):
        if kind == "429":
            return json_response(Refusal("too.many.requests", "Too many requests").payload(LIST, 0), 429)
        if kind == "426":
            return json_response(Refusal("service.deprecated", "Upgrade required").payload(LIST, 0), 426)
        if kind == "500":
            error = {"key": "generic.exception", "message": "Exception Occured", "errorCode": ""}
            now = millis(self.clock.time())
            return json_response({"timestamp": now, "exception": "TrendyolSystemException", "errors": [error]}, 500)
        return Response(f"<html><head><title>{kind}</title></head></html>", int(kind), content_type="text/html")

    def distort(self, payload):
        """Lists become null, as `content` is known to; numbers become text."""
        if isinstance(payload, dict):
            return {key: None if isinstance(value, list) else _as_text(value) for key, value in payload.items()}
        return None

    def summary(self):
        with self.lock:
            self.account.run_due()
            return {
                "seller_id": self.account.seller_id,
                "country": self.account.origin,
                "storefronts": list(self.account.storefronts),
                "url": self.url,
                "now": self.clock.now().isoformat(),
                **self.account.summary(),
                "calls": self.journal.summary()["total"],
            }


def _as_text(value):
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
