"""Debian packages without touching the system: a private apt directory, a download cache, ``dpkg-deb -x``.

The mirror is the one the machine already uses; no host name stands in the repository.
"""

import contextlib
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from dev import say
from dev.paths import BUILD, cache, digest

STABLE = "bookworm"
UNSTABLE = "unstable"
OS_RELEASE = Path("/etc/os-release")
MACHINE = platform.freedesktop_os_release().get("VERSION_CODENAME", STABLE) if OS_RELEASE.exists() else STABLE
"""The release this machine runs: programs with libraries come from it."""
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
FRESH_SECONDS = 14 * 24 * 3600
"""How long a remembered package list is used without asking the mirror again."""

URI_LINE = re.compile(r"'(?P<uri>[^']+)' (?P<file>\S+) (?P<size>\d+) SHA256:(?P<sha>[0-9a-f]{64})")

_lists = threading.Lock()
_lists_read = threading.Event()


@dataclass(frozen=True)
class Package:
    """One ``.deb`` file: its name on the mirror and its SHA-256 checksum."""

    file: str
    sha256: str
    selector: str

    @property
    def path(self):
        """Where the download cache keeps it."""
        return cache() / "deb" / self.sha256 / self.file


def packages(selectors, remedy):
    """Return the packages for ``name/suite`` selectors, downloaded and checked.

    A list remembered in the cache is used while it is fresh, or when the mirror does not answer.
    Raises Failure with ``remedy`` when a package can be had neither way.
    """
    memory = cache() / f"packages-{digest(*sorted(selectors))}.json"
    known = _recall(memory)
    if known and time.time() - memory.stat().st_mtime < FRESH_SECONDS and all(p.path.exists() for p in known):
        return known
    try:
        found = _ask(selectors, remedy)
    except say.Failure:
        if known and all(p.path.exists() for p in known):
            say.note("the Debian mirror does not answer; using the packages fetched earlier")
            return known
        raise
    _download([package for package in found if not package.path.exists()], remedy)
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps([vars(p) for p in found], indent=1))
    return found


def missing_for(name, remedy):
    """Return selectors of ``name`` and all its dependencies this machine lacks, from the machine's own release."""
    _update(remedy)
    result = _apt("install", "--simulate", "--no-install-recommends", name)
    if result.returncode:
        raise say.Failure(f"Debian package {name} cannot be resolved: {result.stderr.strip()}", remedy)
    return [f"{found}/{MACHINE}" for found in re.findall(r"^Inst (\S+)", result.stdout, re.M)]


def unpack(found, folder, remedy):
    """Unpack packages into ``folder``, which holds all of them or does not exist."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for package in found:
        say.run(
            ["dpkg-deb", "-x", package.path, partial],
            what=f"unpacking {package.file}",
            remedy=remedy,
            log="unpack",
        )
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def _recall(memory):
    with contextlib.suppress(OSError, ValueError, TypeError):
        return [Package(**row) for row in json.loads(memory.read_text())]
    return []


def _ask(selectors, remedy):
    """Return what the mirror has for the selectors: one line for each, in no particular order."""
    _update(remedy)
    result = _apt("download", "--print-uris", *selectors)
    rows = {row["file"].split("_")[0]: row for row in URI_LINE.finditer(result.stdout)}
    missing = [selector for selector in selectors if selector.split("/")[0] not in rows]
    if missing:
        text = result.stderr.strip().splitlines()[-1:]
        raise say.Failure(f"the Debian mirror has no {', '.join(missing)} {' '.join(text)}", remedy)
    chosen = ((selector, rows[selector.split("/")[0]]) for selector in selectors)
    return [Package(row["file"], row["sha"], selector) for selector, row in chosen]


def _download(wanted, remedy):
    """Fetch packages into the cache; those that arrived before an interruption stay there."""
    if not wanted:
        return
    folder = cache() / "deb"
    folder.mkdir(parents=True, exist_ok=True)
    names = [package.selector.split("/")[0] for package in wanted]
    what = f"downloading {names[0]}" + (f" and {len(names) - 1} more" if names[1:] else "")
    with tempfile.TemporaryDirectory(dir=folder) as incoming:
        try:
            say.run(
                ["apt-get", *_options(), "download", *(package.selector for package in wanted)],
                what=what,
                remedy=remedy,
                log=f"download-{names[0]}",
                cwd=incoming,
            )
        finally:
            arrived = {_checksum(path): path for path in Path(incoming).glob("*.deb")}
            for package in wanted:
                if package.sha256 in arrived:
                    package.path.parent.mkdir(exist_ok=True)
                    arrived[package.sha256].replace(package.path)
    damaged = [package.file for package in wanted if not package.path.exists()]
    if damaged:
        raise say.Failure(f"without the checksum their mirror announced: {', '.join(damaged)}", remedy)


def _checksum(path):
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _update(remedy):
    """Fetch the package lists into the private directory, once per process whichever step asks first."""
    with _lists:
        if not _lists_read.is_set():
            _fetch_lists(remedy)
            _lists_read.set()


def _fetch_lists(remedy):
    if not shutil.which("apt-get"):
        raise say.Failure("this machine has no apt-get", remedy)
    for folder in ("lists/partial", "cache/archives/partial"):
        (_folder() / folder).mkdir(parents=True, exist_ok=True)
    keyring = f" signed-by={KEYRING}" if KEYRING.exists() else ""
    mirror = _mirror(remedy)
    suites = dict.fromkeys((UNSTABLE, STABLE, MACHINE))
    (_folder() / "sources.list").write_text(
        "".join(f"deb [target=Packages{keyring}] {mirror} {suite} main\n" for suite in suites)
    )
    say.run(
        ["apt-get", *_options(), "update"], what="reading the Debian package lists", remedy=remedy, log="apt-update"
    )


def _mirror(remedy):
    """Return the address of the Debian mirror this machine is configured with."""
    fields = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
    result = subprocess.run(
        ["apt-get", "indextargets", "--format", fields, "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    )
    suites = {MACHINE, STABLE, UNSTABLE, "stable", "oldstable", "testing", "sid"}
    for line in result.stdout.splitlines():
        uri, release, component = [*line.split(), "", "", ""][:3]
        if component == "main" and release in suites:
            return uri
    raise say.Failure("apt on this machine knows no Debian mirror", remedy)


def _folder():
    return BUILD / "apt"


def _options():
    folder = _folder()
    settings = {
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "root",
        "APT::Default-Release": MACHINE,
        "Acquire::Retries": "3",
    }
    return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]


def _apt(*args):
    return subprocess.run(
        ["apt-get", *_options(), *args],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
