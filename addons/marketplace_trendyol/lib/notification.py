"""Trendyol's webhooks: authenticated by a key of our own, and registered by us (api/trendyol.md §5)."""

import base64
import json
from contextlib import suppress
from hmac import compare_digest

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.types import Hint
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .client import reading
from .fields import records, text
from .parse_order import package_id

_ = Words("marketplace_trendyol")

EVENT = "order"
BODY_MAX = 256 * 1024
HOOKS = "webhook/sellers/{S}/webhooks"
HOOK = "webhook/sellers/{{S}}/webhooks/{key}"
HOOKS_MAX = 15
FORBIDDEN = ("trendyol", "dolap", "localhost")
API_KEY, ACTIVE = "API_KEY", "ACTIVE"


def read_hints(notification, credentials):
    """The packages one delivery speaks of. :raise ValueError: it is not authentic, or junk"""
    if notification.event != EVENT:
        raise ValueError(f"unknown event: {notification.event[:40]}")
    if not is_authentic(notification.headers, credentials.get("webhook_key") or ""):
        raise ValueError("the key is wrong or missing")
    if len(notification.body) > BODY_MAX:
        raise ValueError("the body is too large")
    try:
        body = json.loads(notification.body or b"{}")
    except (ValueError, RecursionError):  # a UnicodeDecodeError is a ValueError
        raise ValueError("the body is not readable") from None
    if not isinstance(body, dict):
        raise ValueError("the body is not readable")
    rows = records(body["content"], "content") if "content" in body else [body]
    if not rows or rows == [{}]:
        return [Hint("order")]
    return list(dict.fromkeys(Hint("order", package_id(row)) for row in rows))


def is_authentic(headers, key):
    """Whether the caller knows our key: in ``x-api-key``, or as the password of a Basic authentication."""
    if not key:
        return False
    sent = {name.lower(): value for name, value in headers.items() if isinstance(name, str) and isinstance(value, str)}
    offered = [sent.get("x-api-key", "")]
    scheme, _space, encoded = sent.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        with suppress(ValueError):  # also what is no base64, and what is no text
            offered.append(base64.b64decode(encoded, validate=True).decode().partition(":")[2])
    return any(compare_digest(key.encode(), value.encode()) for value in offered)


class Webhooks:
    """The seller's webhooks: ours is made, woken up and corrected; those of others are left alone.

    :param storefronts: codes, sent as ``countryCodes`` (not in Türkiye)
    """

    def __init__(self, client, storefronts, key):
        self._client = client
        self._storefronts = storefronts
        self._key = key

    def ensure(self, url):
        """Bring our webhook to this address and wake it up. :return: what was done, in words, or an empty text

        :raise Rejected: the address cannot be one, or there is no room for another webhook
        """
        if any(word in url.lower() for word in FORBIDDEN):
            raise Rejected(_("Trendyol takes no such address for notifications: %s", url))
        with reading():
            rows = records(self._client.get(HOOKS, "rare"), HOOKS)
            own = [row for row in rows if _place(text(row, "url", HOOKS)) == _place(url)]
            known = next(iter(own), None)
            key = known and text(known, "id", HOOKS)
            status = known and text(known, "status", HOOKS).upper()
        if known is None:
            return self._make(url, len(rows))
        if not self._is_right(known, url):
            self._call("PUT", HOOK.format(key=key), json=self._body(url))
        elif status == ACTIVE:
            return ""
        if status != ACTIVE:
            self._call("PUT", HOOK.format(key=f"{key}/activate"))
            return _("Trendyol had switched the notifications off; they are on again.")
        return _("The notifications were corrected.")

    def _make(self, url, there):
        if there >= HOOKS_MAX:
            raise Rejected(_("Trendyol allows %s webhooks, and all are taken: delete one there.", HOOKS_MAX))
        self._call("POST", HOOKS, json=self._body(url))
        return _("Notifications were registered at Trendyol.")

    def _is_right(self, row, url):
        """The key cannot be read back; everything else can. No list of states means all of them."""
        countries = row.get("countryCodes")
        wanted = set(self._storefronts)
        countries_right = (
            self._is_turkish or not countries or isinstance(countries, list) and {*map(str, countries)} == wanted
        )
        right_key = text(row, "authenticationType", HOOKS) == API_KEY
        return text(row, "url", HOOKS) == url and right_key and not row.get("subscribedStatuses") and countries_right

    def _body(self, url):
        body = {
            "url": url,
            "username": "",
            "password": "",
            "authenticationType": API_KEY,
            "apiKey": self._key,
            "subscribedStatuses": [],
        }
        return body if self._is_turkish else body | {"countryCodes": list(self._storefronts)}

    @property
    def _is_turkish(self):
        return self._storefronts[0] == const.TURKEY

    def _call(self, method, path, **request):
        self._client.ask(method, path, bucket="rare", changes=True, **request)


def _place(url):
    """What stays of our address when only its secret part changed: server and account."""
    return url.partition("/marketplace/notify/")[0], url.partition("/marketplace/notify/")[2].partition("/")[0]
