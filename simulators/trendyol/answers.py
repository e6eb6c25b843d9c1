"""Answers and refusals of Trendyol's services (api/trendyol.md §1.5, §1.6)."""

import json
from dataclasses import dataclass, field
from decimal import Decimal

from werkzeug.wrappers import Response

from simulators.core.money import as_json_number

LIST, ERROR = "list", "error"
SPOKEN = {400: "Bad Request", 404: "Not Found", 409: "Conflict", 415: "Unsupported Media Type"}


@dataclass
class Answer:
    """`payload` None = empty body."""

    payload: object = None
    status: int = 200


@dataclass
class Document:
    """A file instead of JSON."""

    content: bytes
    mimetype: str


class Refusal(Exception):
    """A refused request. `key` is stable, the message is not; `body` replaces the usual form."""

    def __init__(self, key, message="", status=400, code="", body=None):
        super().__init__(message or key)
        self.key, self.message, self.status, self.code, self.body = key, message or key, status, code, body

    def payload(self, form, now):
        """The JSON of one of the documented forms; `now` in milliseconds."""
        if self.body is not None:
            return self.body
        if form == ERROR:
            return {"error": SPOKEN.get(self.status, "Error"), "message": self.message}
        return {"errors": [{"key": self.key, "message": self.message, "errorCode": self.code}]}


@dataclass
class Page:
    """A page as every list of Trendyol is wrapped."""

    rows: list
    total: int
    number: int
    size: int
    more: dict = field(default_factory=dict)

    def answer(self, settings=None):
        """`settings` where an empty page may show `content` null."""
        content = None if not self.rows and settings and settings.empty_content == "null" else self.rows
        numbers = {"totalElements": self.total, "totalPages": -(-self.total // self.size)}
        return Answer({**numbers, "page": self.number, "size": self.size, **self.more, "content": content})


def plain(value):
    """What json cannot write by itself."""
    if isinstance(value, Decimal):
        return as_json_number(value)
    return str(value)


def json_response(payload, status=200):
    if payload is None:
        return Response(b"", status=status)
    return Response(json.dumps(payload, default=plain), status=status, content_type="application/json")


def unauthorised(exception, now):
    """§1.6 (c) and (d)."""
    if exception == "TrendyolAuthorizationException":
        return {"status": 401, "exception": exception}
    return {"timestamp": now, "status": 401, "exception": exception, "errors": []}
