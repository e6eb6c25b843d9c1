"""What a caller shows of himself."""

import base64
import binascii


def basic_credentials(request):
    """`user:password` of HTTP Basic as bytes; empty where there is none, or none that can be read."""
    scheme, _space, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        return base64.b64decode(encoded, validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        return b""
