"""The test command: pure tests, Odoo tests on clones of the project template, whole-product tests, one closing line."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from dev import database, odoo, say, templates
from dev.paths import BUILD, PYTHON, ROOT, STATE

PURE = ("tests/pure", "tests/contract", "simulators/tests")
PRODUCT = ("tests/product",)
STAGES = ("pure", "odoo", "product")
ALWAYS = ("pure", "odoo")  # the whole-product tests take long and are asked for by name
WORKERS = min(2, os.cpu_count() or 1)
DURATIONS = STATE / "test-seconds.json"


@dataclass
class Run:
    """One pytest process: what it is called, what it tests, its extra options."""

    label: str
    options: list[str]
    paths: list[str]
    counts: dict = field(default_factory=dict)

    @property
    def report(self):
        """The file in which the plugin leaves the counts."""
        return BUILD / "log" / f"test-{os.getpid()}-{self.label}.json"

    def start(self, **popen):
        """Start pytest."""
        self.report.parent.mkdir(parents=True, exist_ok=True)
        self.report.unlink(missing_ok=True)
        command = [PYTHON, "-m", "pytest", "-p", "dev.pytest_report", *self.options, *self.paths]
        env = odoo.environment() | {"DEV_TEST_REPORT": str(self.report), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.Popen(command, cwd=ROOT, env=env, **popen)

    def finish(self, code):
        """Read the counts; a run that broke off without naming a failed test counts as one failed."""
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}
        if self.report.exists():
            self.counts = json.loads(self.report.read_text())
            self.report.unlink()
        elif code == 0:
            code = 3
        no_tests_collected = 5
        if code not in (0, no_tests_collected) and not self.counts["failed"]:
            self.counts["failed"] = 1

    def alone(self):
        """Run with the terminal as it is (colours, debugger)."""
        self.finish(self.start().wait())


def run(arguments, *, only=None, db=None, update=False):
    """Run the tests; return the exit status. ``arguments`` go to pytest, paths among them choose stages and addons.

    ``only`` keeps one stage. ``db`` runs the Odoo tests on that database as it is, after updating the
    tested addons in it with ``update``; otherwise they run on a fresh clone of the template.
    """
    chosen, options = _choose(arguments, only)
    runs = []
    background = None
    if chosen["pure"]:
        pure = Run("pure", ["-p", "no:odoo", *options], chosen["pure"])
        runs.append(pure)
        if chosen["odoo"] and not db:
            background = _Background(pure)
        else:
            say.step("pure and simulator tests")
            pure.alone()
    try:
        if chosen["odoo"]:
            runs += _odoo_stage(chosen["odoo"], options, db, update, narrowed=bool(_paths(arguments)))
    except say.Failure as failure:
        runs.append(Run("odoo", [], [], {"passed": 0, "failed": 1, "skipped": 0}))
        print(f"error: {failure}\n{failure.remedy}", flush=True)
    finally:
        if background:
            background.show()
    if chosen["product"]:
        say.step("whole-product tests")
        product = Run("product", ["-p", "no:odoo", *options], chosen["product"])
        product.alone()
        runs.append(product)
    return _close(runs)


def _choose(arguments, only):
    """Return the paths of each stage and the arguments that are no paths."""
    paths = _paths(arguments)
    options = [argument for argument in arguments if argument not in paths]
    wanted = (only,) if only else STAGES if paths else ALWAYS
    if paths:
        chosen = {stage: [path for path in paths if _stage(path) == stage] for stage in STAGES}
    else:
        everything = {"pure": PURE, "odoo": _odoo_folders(), "product": PRODUCT}
        chosen = {stage: [path for path in found if _has_tests(path)] for stage, found in everything.items()}
    return {stage: found if stage in wanted else [] for stage, found in chosen.items()}, options


def _paths(arguments):
    """Return the arguments that name files. Raises Failure for one that is not there."""
    paths = [one for one in arguments if not one.startswith("-") and ("/" in one or ".py" in one)]
    for path in paths:
        if not (ROOT / path.split("::")[0]).exists():
            raise say.Failure(f"there is no {path}", "Name a test file or folder from the top of the repository.")
    return paths


def _stage(path):
    relative = (ROOT / path.split("::")[0]).resolve().relative_to(ROOT)
    if relative.parts[0] == "addons":
        return "odoo"
    return "product" if relative.parts[:2] == ("tests", "product") else "pure"


def _odoo_folders():
    return [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("addons/*/tests"))]


def _has_tests(path):
    return any((ROOT / path).rglob("test_*.py"))


def _odoo_stage(paths, options, db, update, *, narrowed):
    database.sweep()
    templates.sweep()
    tested = sorted({(ROOT / path).resolve().relative_to(ROOT / "addons").parts[0] for path in paths})
    if db:
        if update:
            say.step(f"updating {', '.join(tested)} in {db}")
            odoo.install(db, tested, update=True)
        shards = [paths]
    else:
        template = templates.project(tested if narrowed else None)
        shards = [paths] if narrowed else _shards(paths)
    say.step(f"Odoo tests: {', '.join(tested)}")
    runs, clones = [], []
    try:
        for number, shard in enumerate(shards, 1):
            name = db or database.clone(template, database.test_name(str(number)))
            clones += [] if db else [name]
            config = database.config_file(name, log_level="warn")
            flags = [f"--odoo-config={config}", f"--odoo-database={name}", "--odoo-log-level=warn", "--odoo-http"]
            runs.append(Run(f"odoo-{number}", [*flags, *options], shard))
        _side_by_side(runs)
    finally:
        for name in clones:
            database.drop(name)
    _remember(runs)
    return runs


def _shards(paths):
    """Split test files into as many lists as there are workers, about equally long by the seconds of last time."""
    known = json.loads(DURATIONS.read_text()) if DURATIONS.exists() else {}
    files = [str(file.relative_to(ROOT)) for path in paths for file in sorted((ROOT / path).rglob("test_*.py"))]
    shards = [[] for _ in range(min(WORKERS, len(files)))]
    load = [0.0] * len(shards)
    for file in sorted(files, key=lambda file: -known.get(file, 5.0)):
        lightest = load.index(min(load))
        shards[lightest].append(file)
        load[lightest] += known.get(file, 5.0)
    return [sorted(shard) for shard in shards]


def _remember(runs):
    known = json.loads(DURATIONS.read_text()) if DURATIONS.exists() else {}
    for one in runs:
        known |= one.counts.get("seconds", {})
    DURATIONS.write_text(json.dumps(known))


def _side_by_side(runs):
    """Run several pytest processes, each line of theirs marked with the number of its process."""
    if len(runs) == 1:
        runs[0].alone()
        return

    def follow(one, process):
        for line in process.stdout:
            print(f"[{one.label}] {line}", end="", flush=True)
        one.finish(process.wait())

    threads = []
    for one in runs:
        process = one.start(stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        threads.append(threading.Thread(target=follow, args=[one, process]))
        threads[-1].start()
    for thread in threads:
        thread.join()


class _Background:
    """A pytest run that works while something else is said; its output is shown at the end."""

    def __init__(self, one):
        self.run = one
        self.log = Path(str(one.report) + ".log")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as out:
            self.process = one.start(stdout=out, stderr=subprocess.STDOUT)

    def show(self):
        """Wait for the run and print what it said."""
        code = self.process.wait()
        say.step("pure and simulator tests")
        sys.stdout.write(self.log.read_text(errors="replace"))
        self.log.unlink()
        self.run.finish(code)


def _close(runs):
    total = {word: sum(one.counts[word] for one in runs) for word in ("passed", "failed", "skipped")}
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**total), flush=True)
    return 1 if total["failed"] else 0
