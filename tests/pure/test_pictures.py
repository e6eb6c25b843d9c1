import io
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from PIL import Image

from odoo.addons.marketplace_base.lib import pictures


def png(size=(10, 10)):
    stream = io.BytesIO()
    Image.new("1", size).save(stream, "PNG")
    return stream.getvalue()


@contextmanager
def serving(answer):
    """A little server; ``answer(handler)`` writes each answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def log_message(self, *_args):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def answering(body, status=200, **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        try:
            handler.wfile.write(body)
        except ConnectionError:
            return  # hung up on us

    return answer


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"]
    + ["[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[2002:7f00:1::]", "2130706433"],
)
def test_A6_private_addresses_are_out_of_bounds(address):
    with pytest.raises(pictures.PictureError, match="private network"):
        pictures.fetch(f"http://{address}/a.png")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/a.png",
        "file:///etc/passwd",
        "/a.png",
        "",
        "http://",
        "http://u:p@example.com/",
        "http://[",
        "http://a:b/",
    ],
)
def test_A6_only_web_addresses(url):
    with pytest.raises(pictures.PictureError):
        pictures.fetch(url)


def test_A6_allowing_this_machine_does_not_allow_the_network_around():
    with pytest.raises(pictures.PictureError, match="private network"):
        pictures.fetch("http://10.0.0.1/a.png", allow_loopback=True)


def test_A6_a_picture_with_all_about_it():
    with serving(answering(png((30, 20)))) as address:
        found = pictures.fetch(f"{address}/a b.png?x=é", allow_loopback=True)
    assert (found.kind, found.width, found.height) == ("image/png", 30, 20)
    assert len(found.checksum) == 64


def test_A6_every_redirection_is_checked():
    leading = answering(b"", 302, Location="http://10.0.0.1/a.png")
    with serving(leading) as address, pytest.raises(pictures.PictureError, match="private network"):
        pictures.fetch(address, allow_loopback=True)


def test_A6_redirections_end():
    asked = []

    def around(handler):
        asked.append(handler.path)
        answering(b"", 302, Location="/again")(handler)

    with serving(around) as address, pytest.raises(pictures.PictureError, match="redirections"):
        pictures.fetch(f"{address}/a", allow_loopback=True)
    assert len(asked) == 4


def test_A6_too_large_is_not_read_to_its_end():
    sent = []

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while len(sent) < 100:
                handler.wfile.write(b"x" * 1024 * 1024)
                sent.append(1)
        except ConnectionError:
            return

    with serving(endless) as address, pytest.raises(pictures.PictureError, match="8 MB"):
        pictures.fetch(address, allow_loopback=True)
    assert len(sent) < 20


@pytest.mark.parametrize(
    "body", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", png()[:40], b"\x89PNG\r\n\x1a\n" + b"0" * 99]
)
def test_A6_what_is_no_picture_is_refused_whatever_it_is_called(body):
    with pytest.raises(pictures.PictureError):
        pictures.read_picture(body)


def test_A6_other_kinds_and_giants_are_refused():
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "BMP")
    with pytest.raises(pictures.PictureError, match="BMP"):
        pictures.read_picture(stream.getvalue())
    with pytest.raises(pictures.PictureError, match="pixels"):
        pictures.read_picture(png((6001, 1)))


@pytest.mark.parametrize(("status", "for_good"), [(404, True), (403, True), (429, False), (500, False), (503, False)])
def test_A6_what_may_get_better_is_tried_again(status, for_good):
    with serving(answering(b"", status)) as address, pytest.raises(pictures.PictureError) as caught:
        pictures.fetch(address, allow_loopback=True)
    assert caught.value.for_good is for_good


def test_A6_a_server_that_is_not_there_may_come_back():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(pictures.PictureError) as caught:
        pictures.fetch(f"http://127.0.0.1:{port}/", allow_loopback=True)
    assert not caught.value.for_good
