"""The transport against a real socket: every way an answer can go wrong ends in one of the five errors."""

import socket
import ssl

import pytest
import requests

from odoo.addons.marketplace_base.lib import transport as module
from odoo.addons.marketplace_base.lib.errors import OutcomeUnknown, RateLimited, Unavailable
from odoo.addons.marketplace_base.lib.limiter import Limiter, Rate
from odoo.addons.marketplace_base.lib.transport import Transport

from tests.pure.wire import Wire, answer

SECRET = "s3cret-password"


class Line:
    """A transport on a wire, with everything it journaled."""

    def __init__(self, *answers, rates=None, **options):
        self.wire = Wire(answers)
        self.journal = []
        self.now = 1000.0
        self.limiter = Limiter(rates or {}, clock=lambda: self.now, sleep=lambda seconds: None)
        self.transport = Transport(self.limiter, self.journal.append, secrets=[SECRET], **options)

    def send(self, path="/order/read", **request):
        request = {"action": "order/read", "json": {"id": 1}, **request}
        return self.transport.send("POST", self.wire.url + path, **request)


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(Line(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.transport.close()
        made.wire.close()


def test_answer_arrives_whole_with_its_status(line):
    reply = line(answer(400, {"isError": True})).send()
    assert (reply.status, reply.ok, reply.json()) == (400, False, {"isError": True})


def test_credentials_travel_as_basic_and_netrc_is_ignored(line, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password other\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    made = line(answer(body={}), auth=("ana", "parolă".encode()))
    made.send()
    assert b"Authorization: Basic YW5hOnBhcm9sxIM=" in made.wire.requests[0]


@pytest.mark.parametrize(
    "wrong",
    [
        None,  # closed without a word
        answer(body=b'{"isError": fal', announced=400),  # cut in the body
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"isError"',  # cut in a chunk
        answer(body=b"not gzip at all", headers={"Content-Encoding": "gzip"}),
        b"this is not HTTP\r\n\r\n",
        answer(500),
        answer(502, b"<html>Bad gateway</html>"),
    ],
    ids=["silence", "body", "chunk", "gzip", "junk", "500", "502"],
)
def test_no_readable_answer_is_unknown_for_a_command_and_unavailable_for_a_reading(line, wrong):
    made = line(wrong)
    with pytest.raises(OutcomeUnknown):
        made.send(changes=True)
    with pytest.raises(Unavailable):
        made.send()
    assert all(record.error for record in made.journal)


@pytest.mark.parametrize(
    "wrong",
    [
        answer(body=b'{"isError": fal'),
        answer(body=b""),
        answer(body=b"\xff\xfe"),
        answer(body=b"[" * 100_000),
        b"HTTP/1.1 200 OK\r\nContent-Le",  # cut in the head: an answer without a body
    ],
    ids=["cut", "empty", "bytes", "nested", "head"],
)
def test_unreadable_json_under_a_good_status_is_no_word_either(line, wrong):
    made = line(wrong)
    reply = made.send(changes=True)
    with pytest.raises(OutcomeUnknown):
        reply.json()
    reply = made.send()
    with pytest.raises(Unavailable):
        reply.json()


def test_nobody_listening_changed_nothing(line):
    made = line(answer())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    with pytest.raises(Unavailable, match="cannot connect"):
        made.transport.send("POST", f"http://127.0.0.1:{free}/", action="x", changes=True)
    with pytest.raises(Unavailable, match="cannot connect"):
        made.transport.send("POST", "http://no-such-host.invalid/", action="x", changes=True)


def test_refused_certificate_changed_nothing_but_a_broken_cipher_may_have(line, monkeypatch):
    made = line(answer())

    def fail_with(error):
        def request(*args, **kwargs):
            raise requests.exceptions.SSLError(error) from error

        monkeypatch.setattr(made.transport._session, "request", request)

    fail_with(ssl.SSLCertVerificationError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"))
    with pytest.raises(Unavailable):
        made.send(changes=True)
    fail_with(ssl.SSLEOFError("EOF occurred in violation of protocol"))
    with pytest.raises(OutcomeUnknown):
        made.send(changes=True)


def test_slow_answer_is_given_up(line, monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", (1, 0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        made = line(answer())
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(OutcomeUnknown):
            made.transport.send("POST", url, action="x", changes=True)
        with pytest.raises(Unavailable):
            made.transport.send("POST", url, action="x")


def test_answer_larger_than_the_limit_is_refused_without_keeping_it(line):
    made = line(answer(body=b"x" * (33 * 1024 * 1024)))
    with pytest.raises(Unavailable, match="32 MB"):
        made.send()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, module.DEFAULT_PAUSE),
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "7"}, 7),  # gateways write headers in lower case
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "999999"}, 600),
        ({"Retry-After": "nan"}, module.DEFAULT_PAUSE),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, module.DEFAULT_PAUSE),
    ],
)
def test_429_pauses_the_bucket_for_as_long_as_the_platform_says(line, headers, seconds):
    made = line(answer(429, {"message": "API rate limit exceeded"}, headers), rates={"orders": Rate(12)})
    with pytest.raises(RateLimited) as raised:
        made.send(bucket="orders", changes=True)
    assert (raised.value.seconds, raised.value.bucket) == (seconds, "orders")
    assert made.limiter.state["orders"] == pytest.approx(1000 + seconds)


def test_paused_bucket_is_not_called(line):
    made = line(answer(429), answer(), rates={"orders": Rate(12), "default": Rate(3)})
    for _attempt in range(2):
        with pytest.raises(RateLimited):
            made.send(bucket="orders")
    assert len(made.wire.requests) == 1
    made.send(bucket="default")
    assert len(made.wire.requests) == 2


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirection_is_not_followed_with_our_credentials(line, status):
    made = line(answer(status, headers={"Location": "http://127.0.0.1:9/steal"}), auth=("ana", SECRET))
    with pytest.raises(Unavailable, match="redirection"):
        made.send(changes=True)
    assert len(made.wire.requests) == 1


def test_secrets_never_reach_the_journal(line):
    made = line(answer(400, {"said": f"wrong password {SECRET}"}))
    made.send(path=f"/login/{SECRET}", json={"password": SECRET})
    [record] = made.journal
    assert SECRET not in repr(record)
    assert module.MASK in record.url
    assert module.MASK in record.request
    assert module.MASK in record.response


def test_journal_keeps_whom_the_call_was_about_and_cuts_long_bodies(line):
    made = line(answer(body=b'"' + b"a" * 100_000 + b'"'))
    made.send(keys=(7, "8"))
    [record] = made.journal
    assert record.keys == ("7", "8")
    assert record.status == 200
    assert len(record.response) == module.MAX_JOURNALED
    assert record.seconds > 0


def test_journal_does_not_print_binary_answers(line):
    made = line(answer(body=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}))
    assert made.send().body == b"%PDF-1.7"
    assert made.journal[0].response == "(application/pdf, 8 bytes)"


def test_journal_keeps_no_file_that_is_announced_as_something_else(line):
    made = line(answer(body=b"%PDF-1.7 Ana Pop, Str. Lunga 1", headers={"Content-Type": "text/html"}))
    made.send()
    assert made.journal[0].response == "(text/html, 30 bytes)"
