"""Web addresses as others see them. Pure."""

import ipaddress
from urllib.parse import urlsplit


def is_local(url):
    """Whether an address leads nowhere for anybody outside: no host, a bare name, this machine, a private network."""
    host = urlsplit(url or "").hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal"))
