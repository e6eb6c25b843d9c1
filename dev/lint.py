"""Style and rules: ruff, pylint-odoo, and the few rules of this repository that no linter knows."""

import ast
import os
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

from dev import addons, say
from dev.paths import ADDONS, PYTHON, ROOT

SKIPPED = {".build", ".git", "__pycache__", "node_modules", ".pytest_cache", ".ruff_cache", ".hypothesis"}
NOT_MEANT = "consider-merging-classes-inherited,missing-readme,missing-return"
"""A model may span several short files, ``readme/`` is README enough, a compute method returns nothing."""

HOMES = re.compile(r"(?<![\w.:/}])/(?:(?:home|Users)/\w+|root)/")
PURE_IMPORT = re.compile(r"odoo\.addons\.\w+\.lib(\.|$)")


def run():
    """Run every check, even after one complained. Raises Failure when any did."""
    failed = [text for text, check in CHECKS.items() if not _passes(text, check)]
    if failed:
        raise say.Failure(f"lint: {'; '.join(failed)}", "Correct what is named above and run `make lint` again.")
    print("lint: clean")


def _passes(text, check):
    say.step(text)
    complaints = check()
    for complaint in complaints:
        print(complaint)
    return not complaints


def ruff():
    """Return ruff's complaints about all Python here."""
    return _tool("ruff", "check", "--quiet", "--output-format=concise", ".")


def layout():
    """Return the Python files that ruff would lay out differently."""
    return _tool("ruff", "format", "--check", ".")


def tidy():
    """Lay out all Python here and mend what ruff can mend by itself."""
    _tool("ruff", "check", "--quiet", "--fix", ".")
    _tool("ruff", "format", "--quiet", ".")


def pylint_odoo():
    """Return what pylint-odoo finds in the addons."""
    folders = [f"addons/{name}" for name in addons.installable()]
    return _tool("pylint", "--disable=all", "--enable=odoolint", f"--disable={NOT_MEANT}", *folders) if folders else []


def pure_lib():
    """Return the imports of Odoo in ``addons/*/lib``; only another addon's ``lib`` may be imported there."""
    found = []
    for path in ADDONS.glob("*/lib/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(), path)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            found += [
                f"{path.relative_to(ROOT)}:{node.lineno}: imports {name}, but lib/ knows no Odoo"
                for name in names
                if name.split(".")[0] == "odoo" and not PURE_IMPORT.match(name)
            ]
    return found


def machine_paths():
    """Return the lines that name a folder of somebody's machine."""
    here = re.compile(rf"{HOMES.pattern}|{re.escape(str(ROOT))}(?!\w)")
    found = []
    for path in _files():
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number}: names a folder of one machine"
            for number, line in enumerate(lines, 1)
            if here.search(line)
        ]
    return found


def xml_files():
    """Return the XML and SVG files that cannot be parsed."""
    found = []
    for path in _files():
        if path.suffix in (".xml", ".svg"):
            try:
                ET.parse(path)  # noqa: S314 - our own files
            except ET.ParseError as error:
                found.append(f"{path.relative_to(ROOT)}: {error}")
    return found


CHECKS = {
    "ruff": ruff,
    "layout (make format mends it)": layout,
    "pylint-odoo": pylint_odoo,
    "no Odoo in lib/": pure_lib,
    "no paths of a machine": machine_paths,
    "well-formed XML": xml_files,
}


def _tool(name, *args):
    result = subprocess.run(
        [str(PYTHON), "-m", name, *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )
    return (result.stdout + result.stderr).splitlines() if result.returncode else []


def _files():
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        yield from (Path(folder) / name for name in files)
