"""Makes ``odoo.addons.<addon>.lib`` importable in a Python that has no Odoo.

Importing an addon the normal way runs its ``__init__``, which imports Odoo. Here ``odoo``, ``odoo.addons`` and each
addon are empty packages that only know their folder, so that ``lib`` and what it imports is all that runs, and any
other import from Odoo fails: the proof that ``lib`` is pure.
"""

import sys
from types import ModuleType

from dev.paths import ADDONS


def install():
    """Register the empty packages. Raises RuntimeError when the real Odoo is already imported."""
    if getattr(sys.modules.get("odoo"), "__file__", None) or "odoo.release" in sys.modules:
        raise RuntimeError("Odoo is already imported here: run the pure tests with `python3 -m dev test --only pure`.")
    _package("odoo")
    _package("odoo.addons")
    for lib in ADDONS.glob("*/lib"):
        _package(f"odoo.addons.{lib.parent.name}", lib.parent)


def _package(name, *folders):
    package = ModuleType(name)
    package.__path__ = [str(folder) for folder in folders]
    sys.modules[name] = package
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, package)
