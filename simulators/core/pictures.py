"""Made-up pictures, so that products have some without any network: one colour per name, as PNG (design)."""

import re
import struct
import zlib
from hashlib import sha256

from werkzeug.wrappers import Response

PREFIX = "/_pictures/"
NAME = re.compile(re.escape(PREFIX) + r"([\w-]{1,60})\.png")
SIDE, FRAME = 240, 12  # pixels


def serve(request):
    """The picture of that name; the same name gives the same bytes. 404 for any other path."""
    found = NAME.fullmatch(request.path)
    if not found or request.method not in ("GET", "HEAD"):
        return Response("", status=404)
    return Response(draw(found[1]), content_type="image/png")


def draw(name):
    """A square in the name's colour with a lighter frame."""
    colour = sha256(name.encode()).digest()[:3]
    frame = bytes((channel + 255) // 2 for channel in colour)
    edge = b"\0" + frame * SIDE
    row = b"\0" + frame * FRAME + colour * (SIDE - 2 * FRAME) + frame * FRAME
    pixels = edge * FRAME + row * (SIDE - 2 * FRAME) + edge * FRAME
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
    )


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
