"""Template databases, made once and cloned in a second: Odoo's modules alone, and with our addons on top."""

from dev import addons, database, odoo, odoo_tree, say
from dev.paths import CHECKOUT, ROOT, STATE, digest

MODULES = (
    "sale_management",
    "purchase_stock",
    "stock_delivery",
    "l10n_ro",
    "mrp",
    "point_of_sale",
    "base_automation",
)
CORE, PROJECT = f"mp_core_{CHECKOUT}_", f"mp_project_{CHECKOUT}_"
KEPT = {CORE: 2, PROJECT: 8}
"""How many templates of each kind stay; the longest unused go first."""

BUILDING = "_building"
USED = STATE / "templates"

SCRIPTS = ROOT / "dev" / "odoo_scripts"
ASSETS = SCRIPTS / "project_assets.py"


def core():
    """Return the template with Odoo's own modules: Romanian company and chart, Romanian language, no sample data."""
    scripts = [path.read_text() for path in sorted(SCRIPTS.glob("core_*.py"))]
    name = CORE + digest(odoo_tree.tree().key, *MODULES, *scripts)[:10]
    with say.lock(name):
        if not _ready(name):
            say.step("core template: installing Odoo's own modules (about 3 minutes, once)")
            building = f"{name}{BUILDING}"
            database.drop(building)
            odoo.install(building, ["base"])
            odoo.script(building, SCRIPTS / "core_company.py")
            odoo.install(building, MODULES)
            odoo.script(building, SCRIPTS / "core_finish.py")
            database.freeze(building, name)
    _used(name)
    return name


def project(names=None):
    """Return the template with our addons installed: all of them, or ``names`` and what they need.

    Raises Failure when installing them logs an error.
    """
    chosen = addons.closure(addons.installable() if names is None else names)
    if not chosen:
        return core()
    base = core()
    name = PROJECT + digest(base, *chosen, addons.key(chosen), ASSETS.read_text() if names is None else "")[:10]
    with say.lock(name):
        if not _ready(name):
            say.step(f"project template: installing {', '.join(chosen)}")
            building = f"{name}{BUILDING}"
            database.clone(base, building)
            odoo.install(building, chosen)
            if names is None:
                odoo.script(building, ASSETS)
            database.freeze(building, name)
    _used(name)
    return name


def sweep():
    """Drop the templates whose making was broken off."""
    for kind in KEPT:
        for name in database.names(kind):
            if name.endswith(BUILDING) and not say.locked(name.removesuffix(BUILDING)):
                database.drop(name)


def _ready(name):
    """Say whether the template is there together with its files, which live in ``.build``."""
    return database.exists(name) and (USED / name).exists()


def _used(name):
    """Note that a template was used now and drop those of its kind unused for longest."""
    USED.mkdir(parents=True, exist_ok=True)
    (USED / name).touch()
    with say.lock("templates"):
        for kind, kept in KEPT.items():
            there = [USED / one for one in database.names(kind) if _ready(one)]
            for old in sorted(there, key=lambda path: path.stat().st_mtime, reverse=True)[kept:]:
                database.drop(old.name)
                old.unlink()
