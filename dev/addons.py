"""The addons of this repository: which there are, what they need, and a key that changes with their files."""

import ast
import hashlib

from dev import say
from dev.paths import ADDONS

NOT_INSTALLED = {"tests", "__pycache__", "readme"}
"""Folders of an addon that say nothing about an installed database."""


def installable():
    """Return the names of all installable addons of this repository, sorted."""
    found = (path.parent.name for path in ADDONS.glob("*/__manifest__.py"))
    return sorted(name for name in found if _manifest(name).get("installable", True))


def closure(names):
    """Return ``names`` and every addon of this repository they depend on, sorted."""
    ours, wanted, result = set(installable()), list(names), set()
    while wanted:
        name = wanted.pop()
        if name in ours and name not in result:
            result.add(name)
            wanted += _manifest(name).get("depends", [])
    return sorted(result)


def key(names):
    """Return a key of all files of these addons that matter to an installed database."""
    state = hashlib.sha256()
    for name in sorted(names):
        for path in sorted((ADDONS / name).rglob("*")):
            relative = path.relative_to(ADDONS)
            if path.is_file() and not NOT_INSTALLED & set(relative.parts) and "static/description" not in str(relative):
                state.update(f"{relative}\0".encode())
                state.update(path.read_bytes())
    return state.hexdigest()[:10]


def _manifest(name):
    path = ADDONS / name / "__manifest__.py"
    try:
        return ast.literal_eval(path.read_text())
    except (ValueError, SyntaxError) as error:
        raise say.Failure(f"{path} cannot be read: {error}", "Correct that manifest.") from error
