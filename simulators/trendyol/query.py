"""Query strings and bodies: whole numbers, dates in milliseconds, choices, lists; wrong ones are refused with 400."""

import json
import re
from decimal import Decimal

from .answers import Refusal

MAX_LONG = 2**63 - 1


def whole(value):
    """An int from an int or its digits; None otherwise (true and 5.0 are not whole numbers)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value):
        value = int(value)
    return value if isinstance(value, int) and -MAX_LONG <= value <= MAX_LONG else None


class Query:
    """The parameters of a request; `of(name, ...)` reads give None for what was not sent."""

    def __init__(self, arguments):
        self._arguments = arguments

    def text(self, name):
        return self._arguments.get(name) or None

    def number(self, name, default=None, low=0, high=MAX_LONG):
        raw = self.text(name)
        if raw is None:
            return default
        value = whole(raw)
        if value is None:
            raise Refusal("invalid.parameter", f"{name} must be a number")
        if value < low:
            raise Refusal("invalid.parameter", f"{name} must be greater than or equal to {low}")
        if value > high:
            raise Refusal("invalid.parameter", f"{name} must be less than or equal to {high}")
        return value

    def date(self, name):
        """Epoch seconds from epoch milliseconds."""
        value = self.number(name)
        return None if value is None else value / 1000

    def choice(self, name, choices, default=None):
        raw = self.text(name)
        if raw is not None and raw not in choices:
            raise Refusal("invalid.parameter", f"{name} must be one of {', '.join(choices)}")
        return default if raw is None else raw

    def choices(self, name, choices):
        """A comma list of words; None when not sent."""
        found = self.words(name)
        if found and (unknown := [word for word in found if word not in choices]):
            raise Refusal("invalid.parameter", f"{name}: unknown {', '.join(unknown)}")
        return found

    def words(self, name, most=None):
        """A comma list, also as repeated parameter; None when not sent."""
        sent = ",".join(self._arguments.getlist(name))
        if not sent:
            return None
        found = [word.strip() for word in sent.split(",") if word.strip()]
        if most is not None and len(found) > most:
            raise Refusal("invalid.parameter", f"{name}: at most {most} values")
        return found

    def numbers(self, name, most=None):
        found = self.words(name, most)
        if found is None:
            return None
        values = [whole(word) for word in found]
        if None in values:
            raise Refusal("invalid.parameter", f"{name} must be numbers")
        return values

    def flag(self, name):
        raw = self.choice(name, ("true", "false"))
        return None if raw is None else raw == "true"

    def window(self, start_name, end_name, now, default, most, cut=False):
        """(start, end) in seconds: at most `most` apart (refused, or cut), the last `default` when neither was sent."""
        start, end = self.date(start_name), self.date(end_name)
        if start is None and end is None:
            return now - default, now
        start = end - default if start is None else start
        end = min(start + most, now) if end is None else end
        if start > end:
            raise Refusal("invalid.parameter", f"{start_name} must be before {end_name}")
        if end - start > most:
            if not cut:
                raise Refusal("invalid.parameter", f"the range of dates cannot be above {most // 86_400} days")
            start = end - most
        return start, end


def parse_json(request):
    """The decoded body with exact decimals; 415 for other types, 400 for what is no JSON. None without body."""
    raw = request.get_data()
    if not raw.strip():
        return None
    if request.mimetype != "application/json":
        raise Refusal("unsupported.media.type", "Content-Type must be application/json", 415)
    try:
        return json.loads(raw, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refusal("invalid.request", "JSON parse error") from None


def _refuse_constant(name):
    raise ValueError(name)


def json_object(body):
    if not isinstance(body, dict):
        raise Refusal("invalid.request", "the body must be an object")
    return body


def items_of(body, most):
    """The `items` of a bulk request."""
    items = json_object(body).get("items")
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise Refusal("invalid.request", "items must be a list of objects")
    if len(items) > most:
        raise Refusal("item.count.exceeded", f"items: at most {most} in one request")
    return items
