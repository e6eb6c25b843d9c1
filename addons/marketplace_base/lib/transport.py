"""The one place that talks HTTP: times out, paces, masks secrets, journals, and turns every failure into one of five errors."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

import requests
import urllib3

from .errors import OutcomeUnknown, RateLimited, Unavailable
from .words import Words

_ = Words("marketplace_base")

TIMEOUT = (5, 30)  # seconds to connect, seconds between two bytes of the answer
MAX_ANSWER = 32 * 1024 * 1024  # bytes; a larger answer is a fault of the other side
MAX_JOURNALED = 20_000  # characters of a body kept in the journal
DEFAULT_PAUSE = 5.0  # seconds to wait after a 429 that names no time
# What ``requests`` calls a failure from before the request left.
NOT_CONNECTED = ("NewConnectionError", "NameResolutionError", "CERTIFICATE_VERIFY_FAILED")
MASK = "********"


@dataclass(slots=True)
class CallRecord:
    """One HTTP call as the journal keeps it. Texts are masked and cut; ``error`` is empty when an answer came."""

    started_at: datetime
    action: str
    method: str
    url: str
    keys: tuple[str, ...] = ()
    request: str = ""
    response: str = ""
    status: int = 0
    seconds: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that arrived whole. ``changes`` remembers whether the call could have changed something.

    ``headers`` finds a name in whatever case it was written.
    """

    status: int
    headers: Mapping
    body: bytes
    changes: bool

    @property
    def ok(self):
        return 200 <= self.status < 300

    def json(self):
        """The decoded body.

        :raise OutcomeUnknown: unreadable answer to a call that changes something
        :raise Unavailable: unreadable answer to a reading
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):  # brackets nested without end
            raise _no_word(self.changes, _("unreadable answer (HTTP %s)", self.status)) from None


def _no_word(changes, text):
    """The error for an answer that never came, or cannot be read."""
    return OutcomeUnknown(text) if changes else Unavailable(text)


class Transport:
    """Sends calls for one account.

    :param limiter: paces the calls per bucket
    :param journal: called with a ``CallRecord`` after every call, whatever its end
    :param secrets: texts that must never appear in the journal
    :param auth: ``(user, password)`` for HTTP Basic, or None
    """

    def __init__(self, limiter, journal: Callable[[CallRecord], None], secrets=(), auth=None, headers=None):
        self.limiter = limiter
        self._journal = journal
        self._secrets = tuple(sorted((s for s in secrets if s and len(s) > 3), key=len, reverse=True))
        self._session = requests.Session()
        self._session.trust_env = False  # a ~/.netrc must not replace the account's own credentials
        self._session.auth = auth
        self._session.headers.update(headers or {})

    def close(self):
        self._session.close()

    def send(self, method, url, *, action, bucket="default", changes=False, keys=(), **request):
        """One call. ``request`` is what ``requests`` takes: json, data, params, headers.

        :param changes: the call may change something at the platform
        :param keys: external ids the call is about, to find it again in the journal
        :raise RateLimited: our limiter or the platform asks to wait
        :raise Unavailable: nothing was changed
        :raise OutcomeUnknown: ``changes`` and no readable word about the outcome
        """
        self.limiter.pass_through(bucket)
        record = CallRecord(datetime.now(UTC), action, method, self._masked(url), tuple(map(str, keys)))
        body = request.get("json", request.get("data", request.get("params")))
        record.request = self._masked(
            body if isinstance(body, str) else json.dumps(body, default=str, ensure_ascii=False)
        )
        started = time.monotonic()
        try:
            reply = self._exchange(method, url, changes, request)
            record.status = reply.status
            record.response = self._masked(_readable(reply))
            return self._judged(reply, bucket)
        except Exception as error:
            record.error = self._masked(str(error))
            raise
        finally:
            record.seconds = time.monotonic() - started
            self._journal(record)

    def _exchange(self, method, url, changes, request):
        try:
            with self._session.request(
                method, url, timeout=TIMEOUT, allow_redirects=False, stream=True, **request
            ) as answer:
                body = answer.raw.read(MAX_ANSWER + 1, decode_content=True)
                if len(body) > MAX_ANSWER:
                    raise _no_word(changes, _("the answer is larger than 32 MB"))
                announced = answer.headers.get("Content-Length", "")  # urllib3 1 does not compare it itself
                if announced.isdecimal() and "Content-Encoding" not in answer.headers and len(body) < int(announced):
                    raise _no_word(changes, _("the answer was cut off"))
                return Reply(answer.status_code, answer.headers, body, changes)
        except requests.ConnectTimeout as error:
            raise Unavailable(_("cannot connect: %s", _reason(error))) from error
        except requests.ConnectionError as error:  # an SSLError too, and that one can come after the request left
            text = _reason(error)
            if any(sign in repr(error) for sign in NOT_CONNECTED):
                raise Unavailable(_("cannot connect: %s", text)) from error
            raise _no_word(changes, _("the connection broke: %s", text)) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _no_word(changes, _("no answer: %s", _reason(error))) from error

    def _judged(self, reply, bucket):
        """Answers every platform means alike. What else a status says is the provider's to read."""
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
            seconds = _seconds(reply.headers.get("Retry-After"))
            self.limiter.pause(bucket, seconds)
            raise RateLimited(_("the platform says: too many calls"), seconds, bucket)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _no_word(reply.changes, _("the platform failed (HTTP %s)", reply.status))
        if HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
            raise Unavailable(_("unexpected redirection (HTTP %s); check the account's address", reply.status))
        return reply

    def _masked(self, text):
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text[:MAX_JOURNALED].replace("\x00", "")


def _readable(reply):
    kind = reply.headers.get("Content-Type", "")
    is_file = reply.body.startswith(b"%PDF")  # whatever it is announced as
    if not is_file and ("json" in kind or "text" in kind or "html" in kind or not kind):
        return reply.body[: MAX_JOURNALED * 4].decode(errors="replace")
    return f"({kind}, {len(reply.body)} bytes)"


def _reason(error):
    """The innermost cause in a few words: the outer layers only repeat the address."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__
    return str(error)[:200] or type(error).__name__


def _seconds(retry_after):
    try:
        seconds = float(retry_after)
    except (TypeError, ValueError):
        return DEFAULT_PAUSE
    return min(max(seconds, 1.0), 600.0) if seconds == seconds else DEFAULT_PAUSE  # NaN equals nothing
