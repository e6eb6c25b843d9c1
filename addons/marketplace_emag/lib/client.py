"""eMAG's HTTP habits: addresses, buckets, body forms, envelopes, and the five errors (api/emag.md §1)."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .fields import record, records, whole

_ = Words("marketplace_emag")

ADDRESS = re.compile(r"\[([0-9a-fA-F.:]+)\]")
LONGEST = 1000  # characters of the platform's own words kept in a message


@dataclass(frozen=True, slots=True)
class Envelope:
    """An answer that was understood, whatever it says. ``messages`` are texts without the "ERROR:" prefix."""

    status: int
    is_error: bool
    messages: tuple[str, ...]
    results: object

    @property
    def text(self):
        return "; ".join(self.messages)[:LONGEST] or _("no reason given (HTTP %s)", self.status)


@contextmanager
def reading():
    """Within this block a ``ValueError`` means that eMAG's answer cannot be read.

    :raise Unavailable: in its place
    """
    try:
        yield
    except ValueError as error:
        raise Unavailable(_("eMAG's answer cannot be read: %s", error)) from None


class Client:
    """Calls one account's API.

    :param transport: ``lib.transport.Transport`` with the account's Basic authentication
    :param address: base address, with or without ``/api-3``
    """

    def __init__(self, transport, address):
        base = address.rstrip("/")
        self._base = base if base.endswith("/api-3") else f"{base}/api-3"
        self._transport = transport

    def call(self, route, body, *, changes=False, keys=(), method="POST"):
        """Send and read the envelope, without judging ``isError``.

        :param body: JSON; with GET the parameters, as pairs

        :raise AuthFailed: credentials, rights or our address are refused
        :raise Unavailable: reading failed, or the platform is busy with this very record
        :raise OutcomeUnknown: ``changes`` and no readable answer
        :raise Rejected: the route is unknown there
        """
        reply, route = self._send(route, body, changes, keys, method)
        return _judged(_envelope(reply), route)

    def download(self, route, pairs, start, *, keys=()):
        """A file, which has to begin with ``start``. A refusal comes as JSON, even with HTTP 200 (§5.5).

        :raise Rejected: eMAG understood and said no
        """
        reply, route = self._send(route, pairs, False, keys, "GET")
        if reply.ok and reply.body.startswith(start):
            return reply.body
        envelope = _judged(_envelope(reply), route)
        if envelope.is_error:
            raise Rejected(envelope.text, str(envelope.status))
        raise Unavailable(_("eMAG answered without the file that was asked for."))

    def _send(self, route, body, changes, keys, method):
        route = route.strip("/").removeprefix("api-3/")
        bucket = const.BUCKETS.get(route.partition("/")[0], "default")
        sent = {"params": body} if method == "GET" else {"json": body}
        reply = self._transport.send(
            method, f"{self._base}/{route}", action=route, bucket=bucket, changes=changes, keys=keys, **sent
        )
        return reply, route

    def ask(self, route, body, *, changes=False, keys=(), method="POST"):
        """``call``, where a refusal is an error.

        :raise Rejected: eMAG understood and said no
        """
        envelope = self.call(route, body, changes=changes, keys=keys, method=method)
        if envelope.is_error:
            raise Rejected(envelope.text, str(envelope.status))
        return envelope

    def read(self, resource, **filters):
        """The rows of one reading. Filters are top-level keys: under ``data`` they are ignored (api/emag.md §1.3)."""
        keys = (filters["id"],) if "id" in filters else ()
        results = self.ask(f"{resource}/read", filters, keys=keys).results
        with reading():
            return records(results, resource)

    def count(self, resource):
        """How many rows a reading would give; ``None`` where eMAG does not say so readably (§1.4)."""
        try:
            return whole(record(self.ask(f"{resource}/count", {}).results, resource), "noOfItems", resource)
        except (Rejected, ValueError):  # only a progress bar would have shown it
            return None

    def read_one(self, resource, field, value, **filters):
        """The row whose ``field`` is ``value``; ``None`` when eMAG has none.

        An ignored filter gives other rows instead of none (api/emag.md §8.1): that is no answer to our question.
        """
        rows = self.read(resource, **{field: value, "currentPage": 1, "itemsPerPage": 1}, **filters)
        for row in rows:
            if str(row.get(field)) == str(value):
                return row
        if rows:
            raise Unavailable(
                _("eMAG was asked for %(what)s %(key)s and answered with another one.", what=resource, key=value)
            )
        return None


def _judged(envelope, route):
    """The envelope, unless it says that nothing at all goes (§1.2, §1.5)."""
    said = " ".join(envelope.messages).lower()
    if const.BAD_ADDRESS in said:
        address = ADDRESS.search(said)
        if address:
            raise AuthFailed(_("eMAG does not accept calls from this server's address %s.", address[1]), "address")
        raise AuthFailed(_("eMAG does not accept calls from this server's address."), "address")
    if const.NOT_ALLOWED in said or envelope.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise AuthFailed(
            _("eMAG refuses the user name or password, or the user has no API rights: %s", envelope.text),
            "credentials or rights",
        )
    if const.LOCKED in said:
        raise Unavailable(_("eMAG is still working on this record (resource locked)."))
    if envelope.status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        raise Rejected(
            _("eMAG does not know the address %(route)s: %(said)s", route=route, said=envelope.text),
            str(envelope.status),
        )
    return envelope


def _envelope(reply):
    """:raise Unavailable, OutcomeUnknown: the answer says nothing we can rely on (api/emag.md §1.5)"""
    refused = reply.status >= HTTPStatus.BAD_REQUEST
    try:
        body = reply.json()
    except (Unavailable, OutcomeUnknown):
        if not refused:
            raise
        body = {}  # a gateway's own page: the status says enough
    if not isinstance(body, dict):
        body = {}
    is_error = body.get("isError")
    if not refused and is_error not in (True, False):  # 0 and 1 are equal to them
        failure = OutcomeUnknown if reply.changes else Unavailable
        raise failure(_("eMAG's answer does not say whether it succeeded (HTTP %s).", reply.status))
    messages = [*texts(body.get("messages")), *texts(body.get("errors")), *texts(body.get("message"))]
    return Envelope(reply.status, refused or bool(is_error), tuple(messages), body.get("results"))


def texts(said, depth=6):
    """Every text in ``messages``, ``errors`` or ``message``, whatever shape they came in (api/emag.md §1.5).

    ``{"field": "stock", "message": "..."}`` becomes ``"stock: ..."``. Nothing is looked for below ``depth`` levels.
    """
    if not depth:
        return []
    if isinstance(said, str):
        said = said.strip()
        return [said[6:].strip() if said[:6].upper() == "ERROR:" else said] if said else []
    if isinstance(said, list):
        return [text for item in said for text in texts(item, depth - 1)]
    if not isinstance(said, dict):
        return []
    found = texts(said.get("message"), depth - 1) or texts(said.get("text"), depth - 1)
    if found:
        field = said.get("field")
        return [f"{field}: {text}" for text in found] if field and isinstance(field, str) else found
    return [text for item in said.values() for text in texts(item, depth - 1)]
