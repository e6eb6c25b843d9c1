"""Fetching a picture from an address that a stranger wrote: only from public machines, in limits, and only if it is one."""

import hashlib
import io
import ipaddress
import socket
import time
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import certifi
import urllib3
from PIL import Image

from .words import Words

_ = Words("marketplace_base")

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 6_000  # of either side
REDIRECTS = 3
CONNECT, READ, WHOLE = 5.0, 10.0, 25.0  # seconds to connect, between two bytes, for everything
CHUNK = 64 * 1024
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_MOVED = (301, 302, 303, 307, 308)
_LATER = (408, 425, 429)


class PictureError(Exception):
    """Why there is no picture, in words. ``for_good``: trying again will not help."""

    def __init__(self, text, for_good=True):
        super().__init__(text)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as fetched: its bytes, MIME type, size in pixels, and what tells equal ones."""

    body: bytes
    kind: str
    width: int
    height: int
    checksum: str


def fetch(url, allow_loopback=False):
    """Fetch one picture.

    :param allow_loopback: for tests and trials: this very machine may serve it
    :raise PictureError: there is none, or it is none
    """
    deadline = time.monotonic() + WHOLE
    for _hop in range(REDIRECTS + 1):
        answer, pool = _open(url, allow_loopback)
        try:
            if answer.status not in _MOVED:
                return read_picture(_body(answer, deadline))
            target = answer.headers.get("Location", "")
            if not target:
                raise PictureError(_("the address leads nowhere"))
            url = urljoin(url, target)
        finally:
            answer.close()
            pool.close()
    raise PictureError(_("too many redirections"))


def read_picture(body):
    """What these bytes are, whatever they are called.

    :raise PictureError: no picture, of another kind, or too large
    """
    try:
        with Image.open(io.BytesIO(body)) as image:
            kind, (width, height) = image.format, image.size
            if kind not in KINDS:
                raise PictureError(_("this kind of picture is not taken: %s", kind))
            if max(width, height) > MAX_PIXELS:
                raise PictureError(_("%(width)s × %(height)s pixels are too many", width=width, height=height))
            image.verify()
    except PictureError:
        raise
    except Exception as error:  # the parsers of broken pictures raise whatever they like
        raise PictureError(_("this is no picture")) from error
    return PictureFile(body, KINDS[kind], width, height, hashlib.sha256(body).hexdigest())


def public_address(host, port, allow_loopback=False):
    """The machine's address to connect to, once all its addresses are known to be public.

    Connecting to this address, not to the name, keeps a second answer of the name server out of it.

    :raise PictureError: the name is unknown, or leads into a private network
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PictureError(_("the server %s is not found", host), for_good=False) from error
    addresses = [ipaddress.ip_address(item[4][0].split("%")[0]) for item in found]
    for address in addresses:
        if not _is_public(address) and not (allow_loopback and address.is_loopback):
            raise PictureError(_("the address is inside a private network"))
    return str(addresses[0])


def _is_public(address):
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if mapped:
        return _is_public(mapped)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _open(url, allow_loopback):
    """Send the request of one hop. :return: the unread answer and its pool"""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise PictureError(_("this is no address of a picture")) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise PictureError(_("this is no address of a picture"))
    host, is_safe = parts.hostname, parts.scheme == "https"
    port = port or (443 if is_safe else 80)
    options = {"timeout": urllib3.Timeout(connect=CONNECT, read=READ), "retries": False, "maxsize": 1}
    address = public_address(host, port, allow_loopback)
    if is_safe:
        pool = urllib3.HTTPSConnectionPool(
            address, port, server_hostname=host, assert_hostname=host, ca_certs=certifi.where(), **options
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port, **options)
    path = urllib3.util.parse_url(url).request_uri  # quoted where it has to be
    try:
        named = f"[{host}]" if ":" in host else host
        standard = port == (443 if is_safe else 80)
        headers = {
            "Host": named if standard else f"{named}:{port}",
            "Accept": "image/*",
            "Accept-Encoding": "identity",
            "User-Agent": "Mozilla/5.0 (compatible; Odoo marketplaces)",
        }
        return pool.urlopen("GET", path, headers=headers, redirect=False, preload_content=False), pool
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        pool.close()
        raise PictureError(_("the server does not answer: %s", str(error)[:150]), for_good=False) from error


def _body(answer, deadline):
    if answer.status >= HTTPStatus.BAD_REQUEST:
        later = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status in _LATER
        raise PictureError(_("the server answers HTTP %s", answer.status), for_good=not later)
    if answer.headers.get("Content-Length", "").isdecimal() and int(answer.headers["Content-Length"]) > MAX_BYTES:
        raise PictureError(_("larger than 8 MB"))
    body = bytearray()
    try:
        for chunk in answer.stream(CHUNK, decode_content=False):
            body += chunk
            if len(body) > MAX_BYTES:
                raise PictureError(_("larger than 8 MB"))
            if time.monotonic() > deadline:
                raise PictureError(_("the server is too slow"), for_good=False)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise PictureError(_("the connection broke: %s", str(error)[:150]), for_good=False) from error
    return bytes(body)
