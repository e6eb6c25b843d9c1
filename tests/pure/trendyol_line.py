"""A Trendyol provider on a wire: real HTTP, scripted answers. And the pieces of Trendyol's JSON that tests start from."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from tests.pure.wire import Wire, answer

FIXTURES = Path(__file__).parent / "fixtures" / "trendyol"
NOW = datetime(2026, 9, 23, 13, 0, tzinfo=UTC)
CREDENTIALS = {"seller": "123456", "key": "the-api-key", "secret": "s3cret-secret", "webhook_key": "hook-key-1"}


def fixture(name, **changes):
    """One hand-trimmed JSON record, with some of its fields replaced."""
    return {**json.loads((FIXTURES / f"{name}.json").read_text()), **copy.deepcopy(changes)}


def listed(*rows, pages=1, **more):
    """A page of the usual envelope on the wire."""
    page = {"totalElements": len(rows), "totalPages": pages, "page": 0, "size": len(rows), "content": list(rows)}
    return answer(200, page | more)


def batch(ref="b-1"):
    return answer(200, {"batchRequestId": ref})


def refused(status=400, key="some.key", message="Nu se poate"):
    return answer(status, {"errors": [{"key": key, "message": message}]})


DONE = answer(200, b"")


class TrendyolLine:
    """``provider`` talks to scripted answers; ``calls`` is what it asked: (method, path, parameters, JSON body)."""

    def __init__(self, *answers, storefront="RO", **options):
        self.wire = Wire(answers)
        self.journal = []
        options = {"storefront": storefront, "address": self.wire.url} | options
        limiter = Limiter({}, clock=NOW.timestamp, sleep=lambda seconds: None)
        transport = Transport(
            limiter,
            self.journal.append,
            secrets=TrendyolProvider.secrets(CREDENTIALS),
            **TrendyolProvider.transport_options(CREDENTIALS, options),
        )
        self.provider = TrendyolProvider(Connection(transport, options, lambda: NOW, CREDENTIALS))

    @property
    def calls(self):
        return [read_request(request) for request in self.wire.requests]

    @property
    def asked(self):
        """Method and path of each call, without the part they all share."""
        return [f"{method} {path.removeprefix('/integration/')}" for method, path, _params, _body in self.calls]

    @property
    def bodies(self):
        return [body for _method, _path, _params, body in self.calls]

    def headers(self, number=0):
        lines = self.wire.requests[number].partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    def close(self):
        self.provider.connection.transport.close()
        self.wire.close()


def read_request(request):
    head, _, body = request.partition(b"\r\n\r\n")
    method, target, _ = head.split(b" ", 2)
    parts = urlsplit(target.decode())
    try:
        sent = json.loads(body) if body else None
    except ValueError:
        sent = body  # multipart
    return method.decode(), parts.path, dict(parse_qsl(parts.query)), sent
