"""The answer envelope and refusals (api/emag.md §1.5)."""

import json
from dataclasses import dataclass, field

from werkzeug.wrappers import Response

from simulators.core.money import as_json_number


class Refusal(Exception):
    """A business refusal: `isError: true` with messages. `status` None = the configured one (§1.5)."""

    def __init__(self, *messages, status=None):
        super().__init__("; ".join(messages))
        self.messages = list(messages)
        self.status = status


class GatewayError(Exception):
    """An answer without envelope: `{"message": ...}` and whatever else (§1.5, §3.7)."""

    def __init__(self, status, message, **extra):
        super().__init__(message)
        self.status = status
        self.payload = {"message": message, **extra}


@dataclass
class Answer:
    """What an endpoint returns; `results` empty is printed as [] (§1.7)."""

    results: object = None
    messages: list = field(default_factory=list)
    is_error: bool = False
    status: int | None = None
    beside: dict = field(default_factory=dict)  # more keys at the root of the envelope


@dataclass
class Document:
    """An answer that is no JSON: a label."""

    content: bytes
    mimetype: str


def json_answer(payload, status):
    """A JSON response; `nginx` is the server unless the gateway answers (§9)."""
    # What a seller sent as a decimal number (a characteristic's value, say) is read back as one.
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), default=as_json_number)
    return Response(body, status=status, content_type="application/json", headers={"Server": "nginx"})


def shape_messages(messages, shape):
    """Messages as strings or in one of the shapes seen in live answers (§1.5)."""
    if shape == "string" or not messages:
        return messages
    if shape == "keyed":
        return {str(number): text for number, text in enumerate(messages, 1)}
    return [{shape: text} for text in messages]


def envelope(answer, settings):
    """Response for an Answer."""
    payload = {"isError": answer.is_error, "messages": shape_messages(answer.messages, settings.message_shape)}
    if settings.errors_key:
        payload["errors"] = []
    payload["results"] = answer.results or []
    payload.update(answer.beside)
    status = answer.status or (settings.refusal_status if answer.is_error else 200)
    return json_answer(payload, status)
