"""Where things are: the repository, its one generated folder and the per-user download cache."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"

BUILD = ROOT / ".build"
VENV = BUILD / "venv"
PYTHON = VENV / "bin" / "python"
BIN = BUILD / "bin"
LOGS = BUILD / "log"
STATE = BUILD / "state"
DATA = BUILD / "data"
CONF = BUILD / "conf"

CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
"""Tells the databases of several clones apart when they share one PostgreSQL server."""


def cache():
    """Return the per-user download cache, shared by every clone of the repository."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(home) / "odoo-marketplaces"


def digest(*parts):
    """Return a short key for text parts; the same parts always give the same key."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]
