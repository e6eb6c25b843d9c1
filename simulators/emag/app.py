"""The eMAG simulator: gateway, authentication, routing, envelope (api/emag.md §1)."""

import hmac
from functools import cached_property

from werkzeug.wrappers import Response

from simulators.core.access import basic_credentials
from simulators.core.router import Router, UnknownMethod, UnknownPath
from simulators.core.simulator import Simulator

from . import (
    attachments,
    awb_endpoints,
    awb_packages,
    catalogue,
    dictionary,
    invoices,
    lookups,
    offer_reading,
    offer_saving,
    order_reading,
    order_saving,
    product_saving,
    rma_reading,
    rma_saving,
)
from .account import Account, Context
from .bodies import Body, check_input_vars, parse_body
from .const import COUNTRIES, PREFIX, RATE_LIMITS
from .control import EmagControl
from .control_client import EmagControlClient
from .envelope import Answer, Document, GatewayError, Refusal, envelope, json_answer
from .switches import SWITCHES

# POST for practically everything (§1.3)
POST_ROUTES = (
    ("/category/read", lookups.read_categories),
    ("/category/count", lookups.count_categories),
    ("/vat/read", lookups.read_vat),
    ("/handling_time/read", lookups.read_handling_times),
    ("/locality/read", lookups.read_localities),
    ("/locality/count", lookups.count_localities),
    ("/courier_accounts/read", lookups.read_courier_accounts),
    ("/addresses/read", lookups.read_addresses),
    ("/product_offer/read", offer_reading.read_offers),
    ("/product_offer/count", offer_reading.count_offers),
    ("/product_offer/save", product_saving.save_products),
    ("/offer/save", offer_saving.save_offers),
    ("/measurements/save", offer_saving.save_measurements),
    ("/order/read", order_reading.read_orders),
    ("/order/count", order_reading.count_orders),
    ("/order/acknowledge/<order_id>", order_saving.acknowledge),
    ("/order/save", order_saving.save_orders),
    ("/order/<order_id>/unlock-courier", order_saving.unlock_courier),
    ("/order/attachments/save", attachments.save_attachments),
    ("/order/attachments/read", attachments.read_attachments),
    ("/order/volumetry/read", awb_packages.read_volumetry),
    ("/awb/save", awb_endpoints.save_awb),
    ("/awb/read", awb_endpoints.read_awb),
    ("/awb/read_zpl", awb_endpoints.read_zpl),
    ("/awb/package/read", awb_packages.read_packages),
    ("/awb/package/save", awb_packages.save_packages),
    ("/rma/read", rma_reading.read_returns),
    ("/rma/count", rma_reading.count_returns),
    ("/rma/save", rma_saving.save_return),
    ("/invoice/categories", invoices.read_categories),
    ("/invoice/read", invoices.read_invoices),
    ("/customer-invoice/read", invoices.read_customer_invoices),
)
OTHER_ROUTES = (
    ("PATCH", "/offer_stock/<offer_id>", offer_saving.patch_stock),
    ("GET", "/documentation/find_by_eans", catalogue.find_by_eans),
    ("GET", "/awb/read_pdf", awb_endpoints.read_pdf),
    ("GET", "/awb/read_zpl", awb_endpoints.read_zpl),
    ("GET", "/order/count", order_reading.count_orders),  # [C]
    ("GET", "/order/acknowledge/<order_id>", order_saving.acknowledge),  # [C]
)
ROUTER = Router([*(("POST", path, endpoint) for path, endpoint in POST_ROUTES), *OTHER_ROUTES])
# The document prints these without the prefix; with it they work too [C] (§5.5).
WITHOUT_PREFIX = ("/awb/read_pdf", "/awb/read_zpl")
GET_ALLOWED = (order_reading.count_orders, order_saving.acknowledge)
# These download from the seller and take the lock themselves.
UNLOCKED = (product_saving.save_products, attachments.save_attachments)
NOT_ALLOWED = "You are not allowed to use this API."


class EmagSimulator(Simulator):
    """One seller account on one platform (RO, BG, HU, FDRO, FDBG).

    `with EmagSimulator(country="RO", username="u", password="p") as simulator:` serves `simulator.url` and gives
    `simulator.control`, a client of the control API. More keyword arguments: host, port, clock, send, `settings`.
    """

    switches = SWITCHES
    rate_limits = RATE_LIMITS
    control_class = EmagControl

    def __init__(
        self,
        country="RO",
        username="seller",
        password="secret",
        allowed_ips=(),
        seed_file=None,
        settings=None,
        **options,
    ):
        self.country = COUNTRIES[country]
        self._seed_file = seed_file
        access = {"username": username, "password": password, "allowed_ips": list(allowed_ips)}
        super().__init__(settings={**access, **(settings or {})}, **options)
        self.account = None
        self.reset_account()

    @property
    def url(self):
        """Base URL for clients, with the /api-3 prefix."""
        return self.address + PREFIX

    @cached_property
    def control(self):
        """Client of the control API; ask for it once the simulator runs."""
        return EmagControlClient(self.address)

    def reset_account(self):
        seed = dictionary.load(self.country, self._seed_file)
        self.account = Account(self.country, self.settings, self.clock, self.notifier, seed)

    # Answers

    def respond(self, request, call):
        bucket = _bucket(request.path)
        admitted, left = self.admit(bucket)
        if not admitted:
            call.refused_by_limit = True
            return self._with_limit_headers(self.fault_response("429"), bucket, left)
        response = self._checked(request, call)
        return self._with_limit_headers(response, bucket, left)

    def _checked(self, request, call):
        """Answer of an admitted request; refusals of every kind become their documented bodies."""
        try:
            self._authorise(request)
            return self._dispatch(request, call)
        except Refusal as refusal:
            call.is_error = True
            answer = Answer(messages=refusal.messages, is_error=True, status=refusal.status)
            return envelope(answer, self.settings)
        except GatewayError as error:
            call.is_error = True
            return json_answer(error.payload, error.status)

    def _dispatch(self, request, call):
        endpoint, values = self._match(request)
        if endpoint is offer_saving.patch_stock:
            body = Body(offer_saving.parse_patch_body(request))
        else:
            body = parse_body(request)
            check_input_vars(body.value)
        context = Context(self.account, body, request.args, call, self.lock)
        answer = self._run(endpoint, context, values)
        if isinstance(answer, Document):
            return Response(answer.content, mimetype=answer.mimetype, headers={"Server": "nginx"})
        if answer.status == 204:
            return Response(status=204, headers={"Server": "nginx"})
        call.is_error |= answer.is_error
        return envelope(answer, self.settings)

    def _run(self, endpoint, context, values):
        with self.lock:
            self.account.run_due()
            if endpoint not in UNLOCKED:
                return endpoint(context, **values)
        return endpoint(context, **values)

    def _match(self, request):
        if not request.path.startswith(PREFIX) and request.path not in WITHOUT_PREFIX:
            raise GatewayError(404, "Invalid URL")
        try:
            endpoint, values = ROUTER.match(request.method, request.path.removeprefix(PREFIX))
        except UnknownMethod:
            raise GatewayError(405, "Method not allowed") from None
        except UnknownPath:
            raise GatewayError(404, "Invalid URL") from None
        if request.method == "GET" and endpoint in GET_ALLOWED and not self.settings.get_on_order_routes:
            raise GatewayError(405, "Method not allowed")
        return endpoint, values

    def _authorise(self, request):
        """IP filter and Basic auth (§1.2)."""
        settings = self.settings
        if settings.allowed_ips and request.remote_addr not in settings.allowed_ips:
            raise Refusal(f"ERROR: Invalid vendor ip [{request.remote_addr}]", status=settings.ip_refusal_status)
        expected = f"{settings.username}:{settings.password}".encode()
        if not hmac.compare_digest(basic_credentials(request), expected):
            raise Refusal(settings.auth_message_prefix + NOT_ALLOWED, status=settings.auth_refusal_status)

    def _with_limit_headers(self, response, bucket, left):
        """The header names are stale leftovers at eMAG, too (§1.6)."""
        response.headers["X-RateLimit-Limit-3second"] = str(RATE_LIMITS[bucket][0][0])
        response.headers["X-RateLimit-Remaining-3second"] = str(left)
        return response

    # For the core

    def route_name(self, path):
        return "/".join("<id>" if part.isdigit() else part for part in path.split("/"))

    def fault_response(self, kind):
        if kind == "429":
            response = json_answer({"message": "API rate limit exceeded"}, 429)
            response.headers["Server"] = "kong/3.4.2"
            return self._with_limit_headers(response, "other", 0)
        return Response(
            f"<html><head><title>{kind}</title></head></html>",
            status=int(kind),
            content_type="text/html",
            headers={"Server": "nginx"},
        )

    def distort(self, payload):
        """Known type changes (§1.7): object for list, [] for object, strings for numbers."""
        if isinstance(payload, dict) and "results" in payload:
            results = _numbers_as_text(payload["results"])
            swapped = [] if isinstance(results, dict) else {str(number): row for number, row in enumerate(results, 1)}
            return {**payload, "results": swapped}
        return _numbers_as_text(payload)

    def summary(self):
        with self.lock:
            self.account.run_due()
            return {
                "country": self.country.code,
                "url": self.url,
                **self.account.summary(),
                "calls": self.journal.summary()["total"],
            }


def _bucket(path):
    """Rate limit bucket of a path (§1.6); unknown paths count against the common one."""
    resource = path.removeprefix(PREFIX + "/")
    if resource.startswith("order"):
        return "orders"
    return "find_by_eans" if resource == "documentation/find_by_eans" else "other"


def _numbers_as_text(value):
    if isinstance(value, dict):
        return {key: _numbers_as_text(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_numbers_as_text(entry) for entry in value]
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
