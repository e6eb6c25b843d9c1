"""The services that register, change and remove webhooks (api/trendyol.md §5.1)."""

import re

from .answers import Answer, Refusal
from .const import FORBIDDEN_IN_URL, MAX_WEBHOOKS, STOREFRONTS, WEBHOOK_STATUSES
from .query import json_object
from .times import millis
from .webhooks import ACTIVE, API_KEY, BASIC, PASSIVE

GMT_3 = 3 * 3600


def create(context):
    values = _read(context)
    if len(context.account.webhooks) >= MAX_WEBHOOKS:
        raise Refusal("webhook.limit", f"A seller can have {MAX_WEBHOOKS} webhooks")
    return Answer({"id": context.account.webhooks.add(**values).id})


def read_all(context):
    return Answer([row(webhook) for webhook in context.account.webhooks])


def update(context, webhook_id):
    webhook, values = _find(context, webhook_id), _read(context)
    for name, value in values.items():
        setattr(webhook, name, value)
    webhook.modified = context.now
    return Answer()


def delete(context, webhook_id):
    context.account.webhooks.remove(_find(context, webhook_id))
    return Answer()


def activate(context, webhook_id):
    context.account.webhooks.activate(_find(context, webhook_id), ACTIVE)
    return Answer()


def deactivate(context, webhook_id):
    context.account.webhooks.activate(_find(context, webhook_id), PASSIVE)
    return Answer()


def row(webhook):
    """As listed: without secrets, dates in GMT+3."""
    return {
        "id": webhook.id,
        "createdDate": millis(webhook.created + GMT_3),
        "lastModifiedDate": millis(webhook.modified + GMT_3),
        "url": webhook.url,
        "username": webhook.username,
        "authenticationType": webhook.authentication,
        "status": webhook.status,
        "subscribedStatuses": webhook.statuses,
        "countryCodes": webhook.countries,
    }


def _find(context, number):
    webhook = context.account.webhooks.get(number)
    if webhook is None:
        raise Refusal("webhook.not.found", "Webhook was not found", 404)
    return webhook


def _read(context):
    body = json_object(context.body)
    secrets = {name: body.get(name) or "" for name in ("apiKey", "username", "password")}
    if not all(isinstance(value, str) for value in secrets.values()):
        raise Refusal("invalid.request", "apiKey, username and password must be texts")
    kind = body.get("authenticationType")
    needs = {BASIC: ("username", "password"), API_KEY: ("apiKey",)}.get(kind) if isinstance(kind, str) else None
    if needs is None:
        raise Refusal("invalid.request", f"authenticationType must be {BASIC} or {API_KEY}")
    if missing := [name for name in needs if not secrets[name]]:
        raise Refusal("invalid.request", f"{', '.join(missing)} required")
    return {
        "url": _url(body.get("url"), context.settings.webhook_words_any_case),
        "authentication": kind,
        "api_key": secrets["apiKey"],
        "username": secrets["username"],
        "password": secrets["password"],
        "statuses": _subset(body, "subscribedStatuses", WEBHOOK_STATUSES),
        "countries": None if context.account.is_turkish else _subset(body, "countryCodes", STOREFRONTS),
    }


def _url(url, any_case):
    if not isinstance(url, str) or not re.match(r"https?://[^/\s]+", url):
        raise Refusal("invalid.url", "url must be an address")
    text, words = (url.lower(), FORBIDDEN_IN_URL) if any_case else (url, [word.title() for word in FORBIDDEN_IN_URL])
    if any(word in text for word in words):
        raise Refusal("invalid.url", "url may not contain Trendyol, Dolap or Localhost")
    return url


def _subset(body, name, known):
    values = body.get(name)
    if values is None:
        return None
    if not isinstance(values, list) or not all(isinstance(value, str) and value in known for value in values):
        raise Refusal("invalid.request", f"{name}: some of {', '.join(known)}")
    return values
