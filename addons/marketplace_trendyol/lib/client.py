"""Trendyol's HTTP habits: addresses, headers, error bodies, and the five errors (api/trendyol.md §1)."""

import copy
import json
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.fields import record
from odoo.addons.marketplace_base.lib.web import is_local
from odoo.addons.marketplace_base.lib.words import Words

from . import const

_ = Words("marketplace_trendyol")

LONGEST = 1000  # characters of the platform's own words kept in a message


@contextmanager
def reading():
    """Within this block a ``ValueError`` means that Trendyol's answer cannot be read.

    :raise Unavailable: in its place
    """
    try:
        yield
    except ValueError as error:
        raise Unavailable(_("Trendyol's answer cannot be read: %s", error)) from None


class Client:
    """Calls one seller's API in one storefront.

    :param transport: ``lib.transport.Transport`` with the account's authentication and User-Agent
    :param address: of the gateway, without a path
    :param seller: the seller id, part of nearly every path
    """

    def __init__(self, transport, address, seller, storefront):
        self._base = address.rstrip("/")
        self._seller = seller
        self._transport = transport
        self.storefront = storefront

    def at(self, storefront):
        """The same seller in another storefront."""
        other = copy.copy(self)
        other.storefront = storefront
        return other

    def ask(self, method, path, *, bucket, changes=False, keys=(), **request):
        """Send, and read the answer as JSON; an empty body reads as ``{}`` (§1.5).

        :param path: below ``/integration``; ``{S}`` is the seller's number

        :raise AuthFailed: key, seller, storefront or our address are refused
        :raise Rejected: Trendyol understood and said no; ``code`` is the HTTP status and the key of the error
        :raise Unavailable: reading failed
        :raise OutcomeUnknown: ``changes`` and no readable answer
        """
        reply = self._transport.send(
            method, f"{self._base}/integration/{path.format(S=self._seller)}",
            action=path, bucket=bucket, changes=changes, keys=keys, headers=self._headers(), **request,
        )  # fmt: skip
        if reply.status >= HTTPStatus.BAD_REQUEST:
            raise self._refused(reply, path)
        return reply.json() if reply.body.strip() else {}

    def get(self, path, bucket, keys=(), **params):
        """One reading. Parameters that are None are left out."""
        params = {name: value for name, value in params.items() if value is not None}
        return self.ask("GET", path, bucket=bucket, keys=keys, params=params)

    def read(self, path, bucket, keys=(), **params):
        """One reading whose answer is an object."""
        answer = self.get(path, bucket, keys, **params)
        with reading():
            return record(answer, path)

    def download(self, url, start, keys=()):
        """A file at an address that Trendyol named, which has to begin with ``start``; our key stays at home.

        :raise Rejected: the address leads to no place of the internet, or to no such file
        """
        if not self._may_fetch(url):
            raise Rejected(_("Trendyol named an address that is not fetched from: %s", url[:200]))
        reply = self._transport.send("GET", url, action="download", bucket="files", keys=keys, auth=_nobody)
        if not reply.ok:
            raise Rejected(_("The file cannot be fetched (HTTP %s).", reply.status), str(reply.status))
        if not reply.body.startswith(start):
            raise Unavailable(_("Trendyol answered without the file that was asked for."))
        return reply.body

    def _may_fetch(self, url):
        """Only public addresses; and Trendyol's own, which in trials is a local one."""
        own, other = urlsplit(self._base), urlsplit(url)
        if (own.scheme, own.netloc) == (other.scheme, other.netloc):
            return True
        return other.scheme == "https" and not is_local(url)

    def _headers(self):
        return {
            "storeFrontCode": self.storefront,
            "Accept-Language": const.STOREFRONTS[self.storefront].language,
            "Accept": "application/json",
        }

    def _refused(self, reply, path):
        """The error that a status of 400 to 499 stands for (§1.5, §1.6)."""
        body = _decoded(reply.body)
        key, said = _key(body), "; ".join(texts(body))[:LONGEST]
        said = said or _("no reason given (HTTP %s)", reply.status)
        if key in (const.NO_SELLER, const.BAD_STOREFRONT):
            return AuthFailed(
                _("Trendyol does not know this seller in the storefront %(code)s: %(said)s",
                  code=self.storefront, said=said), "storefront",
            )  # fmt: skip
        if reply.status == HTTPStatus.UNAUTHORIZED and const.FOREIGN in reply.body.decode(errors="replace"):
            return AuthFailed(
                _("The API key is right, but it does not open this for the seller %s: the number is another one's, or the key"
                  " lacks a role.", self._seller), "rights",
            )  # fmt: skip
        if reply.status == HTTPStatus.UNAUTHORIZED:
            return AuthFailed(
                _("Trendyol refuses the API key, the secret or the seller id, or the key lacks a role: %s", said),
                "credentials or rights",
            )
        if reply.status == HTTPStatus.FORBIDDEN:
            return AuthFailed(_("Trendyol does not accept calls from this server: %s", said), "address")
        if reply.status == HTTPStatus.UPGRADE_REQUIRED:
            failure = OutcomeUnknown if reply.changes else Unavailable
            return failure(_("Trendyol has switched this service off for now (HTTP %s).", reply.status))
        if reply.status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED) and not body:
            said = _("Trendyol does not know the address %(path)s: %(said)s", path=path, said=said)
        return Rejected(said, f"{int(reply.status)} {key}".strip())


def _nobody(request):
    """Authentication for strangers: none."""
    request.headers.pop("Authorization", None)
    return request


def _decoded(body):
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # a proxy's page, or nothing at all (§8.18)
        return {}


def _key(body):
    """The stable name of an error; ``""`` where there is none."""
    errors = body.get("errors") if isinstance(body, dict) else None
    for error in errors if isinstance(errors, list) else ():
        key = error.get("key") if isinstance(error, dict) else None
        if isinstance(key, str) and key:
            return key[:100]
    return ""


def texts(said, depth=5):
    """Every text for people in an error body, whatever shape it came in. Nothing is looked for below ``depth`` levels."""
    if not depth:
        return []
    if isinstance(said, str):
        return [said.strip()] if said.strip() else []
    if isinstance(said, list):
        return [line for item in said for line in texts(item, depth - 1)]
    if not isinstance(said, dict):
        return []
    found = texts(said.get("message"), depth - 1) or texts(said.get("errors"), depth - 1)
    return found or texts(said.get("key"), depth - 1) or texts(said.get("error") or said.get("exception"), depth - 1)


def batch_ref(answer):
    """The number of the batch that took a request. :raise OutcomeUnknown: the answer names none"""
    ref = answer.get("batchRequestId") if isinstance(answer, dict) else None
    if not isinstance(ref, str) or not ref.strip():
        raise OutcomeUnknown(_("Trendyol took the request, but named no batch."))
    return ref.strip()
