"""Programs that are not Python: PostgreSQL's server, the browser of the tours, the PDF writer.

Found on the machine, else installed (as root), else unpacked with their libraries into ``.build/``.
"""

import functools
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from dev import debian, say
from dev.paths import BIN, BUILD


@dataclass(frozen=True)
class Program:
    """A program, the Debian package that carries it and where its files stand inside that package."""

    name: str
    package: str
    inside: str
    purpose: str
    required: bool = True

    @property
    def remedy(self):
        """The one sentence that says how an administrator brings it."""
        return f"Ask an administrator to run: apt-get update && apt-get install -y {self.package}"


POSTGRES = Program("initdb", "postgresql", "usr/lib/postgresql/*/bin/initdb", "the private database server")
CHROMIUM = Program("chromium", "chromium", "usr/lib/chromium/chromium", "browser tests and the demo's pictures", False)
WKHTMLTOPDF = Program("wkhtmltopdf", "wkhtmltopdf", "usr/bin/wkhtmltopdf", "PDF documents", False)

BROWSERS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")


def install(program):
    """Make the program available. A missing required one, or any in a CI run, raises Failure; else a note is made."""
    if find(program):
        return
    say.step(f"{program.package}: fetching, for {program.purpose}")
    try:
        if os.geteuid() == 0:
            _apt_install(program)
        else:
            _unpack(program)
    except say.Failure as failure:
        if program.required or os.environ.get("CI"):
            raise
        say.note(f"{failure}; going on without {program.purpose}. {program.remedy}")


def find(program):
    """Return the path of the program, or None."""
    if program is POSTGRES:
        return _find_postgres()
    names = BROWSERS if program is CHROMIUM else (program.name,)
    return next(filter(None, (shutil.which(name, path=search_path()) for name in names)), None)


def search_path():
    """Return the ``PATH`` under which everything installed here is found."""
    return f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}{os.pathsep}/usr/bin"


def _find_postgres():
    unpacked = BUILD / "programs" / POSTGRES.package
    installed = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), *unpacked.glob(POSTGRES.inside)]
    if installed:
        return str(max(installed, key=lambda path: int(path.parent.parent.name)))
    return shutil.which("initdb")


def _apt_install(program):
    _apt("update")
    _apt("install", "-y", "--no-install-recommends", program.package)


@functools.cache
def _apt(*command):
    """Run apt-get on the system, each command once."""
    say.run(
        ["apt-get", *command],
        what=" ".join(("apt-get", *command)),
        log=f"apt-{command[-1]}",
        remedy=f"Check the network and /etc/apt and run as root: apt-get {' '.join(command)}",
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    )


def _unpack(program):
    selectors = debian.missing_for(program.package, program.remedy)
    folder = BUILD / "programs" / program.package
    debian.unpack(debian.packages(selectors, program.remedy), folder, program.remedy)
    target = next(folder.glob(program.inside))
    BIN.mkdir(parents=True, exist_ok=True)
    wrapper = BIN / program.name
    # What the programs look for at fixed places is told to them: libraries, Qt's plug-ins, the fonts.
    fonts = folder / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{folder}/usr/share/fonts</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{folder}/fontconfig</cachedir></fontconfig>\n"
    )
    plugins = next(folder.glob("usr/lib/*/qt5/plugins"), "")
    wrapper.write_text(
        "#!/bin/sh\n"
        f'export LD_LIBRARY_PATH="{library_path(folder)}" QT_PLUGIN_PATH="{plugins}" FONTCONFIG_FILE="{fonts}"\n'
        f'exec "{target}" "$@"\n'
    )
    wrapper.chmod(0o755)


def library_path(folder):
    """Return the library folders of an unpacked package tree, in ``LD_LIBRARY_PATH`` form."""
    found = sorted({str(path.parent) for path in folder.rglob("*.so*")})
    return os.pathsep.join(found)
