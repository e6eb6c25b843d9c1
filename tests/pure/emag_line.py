"""An eMAG provider on a wire: real HTTP, scripted answers. And the pieces of eMAG's JSON that tests start from."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path

from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

from tests.pure.wire import Wire, answer

FIXTURES = Path(__file__).parent / "fixtures" / "emag"
NOW = datetime(2026, 2, 10, 13, 0, tzinfo=UTC)
CREDENTIALS = {"username": "shop@example.com", "password": "s3cret-password"}


def fixture(name, **changes):
    """One hand-trimmed JSON record, with some of its fields replaced."""
    return {**json.loads((FIXTURES / f"{name}.json").read_text()), **copy.deepcopy(changes)}


def said(results=(), *messages, error=False, status=200):
    """eMAG's envelope on the wire."""
    return answer(status, {"isError": error, "messages": list(messages), "errors": [], "results": results})


class EmagLine:
    """``provider`` talks to scripted answers; ``calls`` is what it asked, as (route, JSON body); a GET has no body."""

    def __init__(self, *answers, site="RO"):
        self.wire = Wire(answers)
        self.journal = []
        options = {"site": site, "address": self.wire.url}
        limiter = Limiter({}, clock=NOW.timestamp, sleep=lambda seconds: None)
        transport = Transport(
            limiter,
            self.journal.append,
            secrets=EmagProvider.secrets(CREDENTIALS),
            **EmagProvider.transport_options(CREDENTIALS, options),
        )
        self.provider = EmagProvider(Connection(transport, options, lambda: NOW, CREDENTIALS))

    @property
    def calls(self):
        return [read_request(request) for request in self.wire.requests]

    def close(self):
        self.provider.connection.transport.close()
        self.wire.close()


def read_request(request):
    head, _, body = request.partition(b"\r\n\r\n")
    method, path, _ = head.split(b" ", 2)
    if method == b"GET":
        return path.decode(), None
    assert method == b"POST"
    return path.decode(), json.loads(body)
