"""Odoo 19 itself: the tree named by ``ODOO_HOME``, else Debian's complete Community build unpacked here."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from dev import debian, say
from dev.paths import BUILD, digest

SERIES = "19.0"
FOLDER = BUILD / "odoo"
PYTHON_PATH = "usr/lib/python3/dist-packages"
PACKAGES = [
    f"odoo-19/{debian.UNSTABLE}",
    # Odoo's static files are links into these; without jquery the login page answers 500.
    *(
        f"{name}/{debian.UNSTABLE}"
        for name in (
            "libjs-jquery",
            "libjs-jquery-form",
            "libjs-underscore",
            "fonts-roboto-unhinted",
            "fonts-montserrat",
            "fonts-inconsolata",
            "fonts-ocr-b",
        )
    ),
    # The 7.x of unstable no longer carries the 4.7 web font Odoo links to.
    f"fonts-font-awesome/{debian.STABLE}",
]
ABSENT = Path("odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js")
"""Debian leaves this file out (it blurs the background of video calls); without one, every page logs an error."""

REMEDY = (
    "Check the network and the Debian mirror in /etc/apt and run the command again, "
    "or set ODOO_HOME to the folder of an Odoo 19 Community checkout."
)


@dataclass(frozen=True)
class Tree:
    """An Odoo 19: what goes on ``sys.path``, its addons folders and a key that changes with its content."""

    python_path: Path
    addons: tuple[Path, ...]
    key: str


def tree():
    """Return the Odoo tree in use. Raises Failure when it is not there or is not Odoo 19."""
    home = os.environ.get("ODOO_HOME")
    base = Path(home).expanduser().resolve() if home else FOLDER / PYTHON_PATH
    remedy = "Set ODOO_HOME to the folder of an Odoo 19 Community checkout." if home else "Run `python3 -m dev setup`."
    release = base / "odoo" / "release.py"
    if not release.is_file():
        raise say.Failure(f"no Odoo in {base}", remedy)
    version = re.search(r"version_info = \((\d+), (\d+)", release.read_text())
    if not version or ".".join(version.groups()) != SERIES:
        raise say.Failure(f"{base} is not Odoo {SERIES}", remedy)
    # Debian moves every addon into odoo/addons and leaves an incomplete duplicate in addons; a checkout needs both.
    addons = [base / "odoo" / "addons"]
    if not (addons[0] / "sale").is_dir():
        addons.insert(0, base / "addons")
    key_file = FOLDER / "key"
    return Tree(base, tuple(addons), digest(base, _checkout_state(base)) if home else key_file.read_text())


def fetch():
    """Make sure the tree is there: nothing to do with ``ODOO_HOME``, else download and unpack it once."""
    if os.environ.get("ODOO_HOME"):
        say.step(f"Odoo from ODOO_HOME: {tree().python_path}")
        return
    if not (FOLDER / "key").exists():
        say.step("Odoo 19 Community: fetching and unpacking (about 130 MB to download, 1.2 GB on disk)")
        found = debian.packages(PACKAGES, REMEDY)
        debian.unpack(found, FOLDER, REMEDY)
        absent = FOLDER / PYTHON_PATH / ABSENT
        if not absent.exists():
            absent.parent.mkdir(parents=True, exist_ok=True)
            absent.write_text("// Left out of Debian's build: video calls have no background blur.\n")
        (FOLDER / "key").write_text(digest(*sorted(package.sha256 for package in found)))
    tree()


def _checkout_state(base):
    """Return what tells one state of a checkout from another: the commit git has checked out, if any."""
    head = base / ".git" / "HEAD"
    if not head.is_file():
        return (base / "odoo" / "release.py").stat().st_mtime
    text = head.read_text().strip()
    reference = base / ".git" / text.removeprefix("ref: ")
    return reference.read_text() if text.startswith("ref: ") and reference.is_file() else text
