"""Design law 4: code that reads or builds a payload is plain Python and knows no Odoo."""

import importlib

import pytest

from dev.paths import ADDONS

MODULES = sorted(
    "odoo.addons." + ".".join(path.relative_to(ADDONS).with_suffix("").parts) for path in ADDONS.glob("*/lib/**/*.py")
)


@pytest.mark.parametrize("module", MODULES)
def test_lib_module_imports_without_odoo(module):
    importlib.import_module(module.removesuffix(".__init__"))
