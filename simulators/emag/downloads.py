"""Downloads eMAG makes from the seller's server (api/emag.md §3.2 images, §4.10 attachments)."""

import requests

TIMEOUT = 10


def answers(url):
    """True when the URL answers 200 without login and without redirect, as eMAG's servers need it."""
    session = requests.Session()
    session.trust_env = False
    try:
        with session.get(url, timeout=TIMEOUT, allow_redirects=False, stream=True) as response:
            return response.status_code == 200
    except requests.RequestException:
        return False
