"""Child processes of a run: Odoo with one database open, an Odoo server, the simulator. And the databases they use."""

import contextlib
import json
import os
import subprocess

from dev import database, odoo, say
from dev.paths import CHECKOUT, LOGS, PYTHON, ROOT

PREFIX = f"bench_{CHECKOUT}_"


class OdooProcess:
    """``python -m benchmarks.inside``: holds one database's registry and runs functions of ``benchmarks/inside`` on demand."""

    def __init__(self, name):
        self.log = LOGS / f"{name}.log"
        LOGS.mkdir(parents=True, exist_ok=True)
        config = database.config_file(name, log_level="warn", limit_time_real=0)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [PYTHON, "-m", "benchmarks.inside", name, config],
                cwd=ROOT, env=odoo.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip

    def call(self, function, **arguments):
        """Run ``function`` (``"module.name"``) there and return its result; raises Failure with the log's end."""
        print(json.dumps({"function": function, "arguments": arguments}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            print(say.tail(self.log), flush=True)
            raise say.Failure(f"{function} failed (whole log: {self.log})", "Correct what the log names and run again.")
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=20)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


class Databases:
    """The throw-away databases of one run; dropped at the end, with those that a broken run left behind."""

    def __init__(self, keep=False):
        self._keep = keep
        self._made = []

    def clone(self, template, purpose):
        """Make a database of this run and return its name."""
        name = f"{PREFIX}{os.getpid()}_{purpose}"
        self._made.append(name)
        return database.clone(template, name)

    def drop(self, name):
        """Drop one before the end of the run."""
        if not self._keep:
            database.drop(name)

    def __enter__(self):
        for name in database.names(PREFIX):
            if not os.path.exists(f"/proc/{name.removeprefix(PREFIX).split('_')[0]}"):
                database.drop(name)
        return self

    def __exit__(self, *_exc):
        for name in self._made:
            self.drop(name)


@contextlib.contextmanager
def program(name, *arguments, ready=None):
    """Run a program of the project in the background; ``ready`` is a text of its output to wait for."""
    log = LOGS / f"{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(part) for part in arguments], cwd=ROOT, env=odoo.environment(), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        if ready:
            _wait_for(ready, log, process)
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait_for(text, log, process, seconds=240):
    for _attempt in range(seconds * 10):
        if text in log.read_text(errors="replace"):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
            break
    print(say.tail(log), flush=True)
    raise say.Failure(f"{log.stem} did not start (whole log: {log})", "Correct what the log names and run again.")
