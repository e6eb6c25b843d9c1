"""The virtual environment ``.build/venv``: Odoo's run-time packages, the test tools and the Odoo tree itself."""

import importlib.util
import sys

from dev import debian, odoo_tree, say
from dev.paths import BUILD, PYTHON, ROOT, STATE, VENV, digest

REQUIREMENTS = ("requirements.txt", "requirements-odoo.txt", "requirements-dev.txt")
REMEDY = "Check the network and pip's settings and run the command again; finished downloads are kept."


def install():
    """Create the environment and install the packages, once for each state of the requirements files."""
    key = digest(sys.version, *((ROOT / name).read_text() for name in REQUIREMENTS))
    marker = STATE / "venv"
    if marker.exists() and marker.read_text() == key and PYTHON.exists():
        return
    say.step("Python packages: creating .build/venv (about 100 packages)")
    say.run(
        [*_create(), "install", "--disable-pip-version-check", "--no-compile", "-r", ROOT / "requirements-dev.txt"],
        what="installing Python packages",
        remedy=REMEDY,
        log="pip",
    )
    STATE.mkdir(parents=True, exist_ok=True)
    marker.write_text(key)


def link_odoo():
    """Make ``import odoo`` work inside the environment: a ``.pth`` file names the tree."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    line = f"{odoo_tree.tree().python_path}\n"
    link = VENV / "lib" / version / "site-packages" / "odoo_tree.pth"
    if not link.exists() or link.read_text() != line:
        link.write_text(line)


def _create():
    """Create the environment when needed; return the command that starts its pip.

    Debian leaves pip out of a Python without the python3-venv package: then pip comes from the
    Debian package that holds only its wheel, unpacked here.
    """
    bundled = importlib.util.find_spec("ensurepip") is not None
    say.run(
        [sys.executable, "-m", "venv", *([] if bundled else ["--without-pip"]), VENV],
        what="creating the virtual environment",
        remedy="Run `make clean` and try again.",
        log="venv",
    )
    if bundled:
        return [PYTHON, "-m", "pip"]
    folder = BUILD / "pip"
    debian.unpack(debian.packages([f"python3-pip-whl/{debian.STABLE}"], REMEDY), folder, REMEDY)
    return [PYTHON, next(folder.rglob("pip-*.whl")) / "pip"]
