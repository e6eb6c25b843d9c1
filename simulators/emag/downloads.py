"""Downloads eMAG makes from the seller's server (api/emag.md §3.2 images, §4.10 attachments)."""

import hashlib
from dataclasses import dataclass

import requests

TIMEOUT = 10
MOST_BYTES = 20_000_000
CHUNK = 65_536
HEAD = 8


@dataclass(frozen=True)
class Download:
    """What a URL gave: size in bytes (20 MB at most are read), checksum, the first bytes as text."""

    size: int
    sha256: str
    head: str

    @property
    def is_pdf(self):
        return self.head.startswith("%PDF-")


def answers(url):
    """True when the URL answers 200 without login and without redirect, as eMAG's servers need it."""
    try:
        with _get(url) as response:
            return response.status_code == 200
    except requests.RequestException:
        return False


def fetch(url):
    """The Download of a URL that answers in the same way; None for any other."""
    try:
        with _get(url) as response:
            return describe(_content(response)) if response.status_code == 200 else None
    except requests.RequestException:
        return None


def describe(content):
    return Download(len(content), hashlib.sha256(content).hexdigest(), content[:HEAD].decode("latin-1"))


def _get(url):
    session = requests.Session()
    session.trust_env = False
    return session.get(url, timeout=TIMEOUT, allow_redirects=False, stream=True)


def _content(response):
    content = b""
    for chunk in response.iter_content(CHUNK):
        content += chunk
        if len(content) >= MOST_BYTES:
            break
    return content
