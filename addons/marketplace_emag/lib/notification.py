"""eMAG's call-backs: hints without signature, of which only the one for new orders is described (api/emag.md §1.8)."""

import json
import re
from urllib.parse import parse_qsl

from odoo.addons.marketplace_base.lib.types import Hint

BODY_MAX = 64 * 1024
NUMBER = re.compile(r"\d{1,20}", re.ASCII)
CODE = re.compile(r"[0-9A-Za-z]{1,20}", re.ASCII)
CODED = ("awb_number", "part_number_key")  # the two that may hold letters

# event: (kind of document, the parameters that may hold its id, the most telling first)
EVENTS = {
    "order": ("order", ("order_id", "orderId", "emag_id", "id")),
    "cancellation": ("order", ("order_id", "orderId", "emag_id", "id")),
    "return": ("return", ("rma_id", "emag_id", "id")),
    "awb": ("awb", ("reservation_id", "awb_number", "emag_id", "id")),
    "documentation": ("offer", ("product_id", "id", "part_number_key")),
}


def read_hints(notification):
    """The hints of one call-back; a hint without id says: look at what is new of that kind.

    :raise ValueError: not one of our events, or junk
    """
    if notification.event not in EVENTS:
        raise ValueError(f"unknown event: {notification.event[:40]}")
    kind, names = EVENTS[notification.event]
    hints = [Hint(kind, _key({**fields, **notification.query}, names)) for fields in _bodies(notification)]
    return list(dict.fromkeys(hints))


def _key(fields, names):
    for name in names:
        value = fields.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValueError(f"{name} is not an id")
        value = str(value).strip()
        if not (CODE if name in CODED else NUMBER).fullmatch(value):
            raise ValueError(f"{name} is not an id")
        return value
    return ""


def _bodies(notification):
    """The fields of the body, form or JSON, alone or under ``data``; one dict per record, an empty one for no body."""
    body = notification.body.strip()
    if len(body) > BODY_MAX:
        raise ValueError("the body is too large")
    if not body:
        return [{}]
    try:
        if body[:1] in b"{[":
            fields = json.loads(body)
        else:
            fields = dict(parse_qsl(body.decode(), max_num_fields=100))
    except (ValueError, RecursionError):  # a UnicodeDecodeError is a ValueError
        raise ValueError("the body is not readable") from None
    if isinstance(fields, dict) and isinstance(fields.get("data"), dict | list):
        fields = fields["data"]
    fields = fields if isinstance(fields, list) else [fields]
    if not all(isinstance(item, dict) for item in fields):
        raise ValueError("the body is not readable")
    return fields or [{}]
