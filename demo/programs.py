"""The programs a demonstration starts: simulator and Odoo servers. All of them end with it, and nothing else does."""

import atexit
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time

import requests

from dev import database, odoo
from dev.paths import LOGS, PYTHON, ROOT

PATIENCE = 120  # seconds a program may take to be ready; a noisy machine needs them
GRACE = 10  # seconds a program may take to end by itself


class ProgramFailure(Exception):
    """A program did not start, or ended by itself; the message shows the end of its log."""


class Program:
    """One process in a process group of its own, its output in ``.build/log``."""

    _running: list["Program"] = []

    def __init__(self, label, command, environment):
        self.label = label
        self.log = LOGS / f"{label}.log"
        self._command = [str(part) for part in (PYTHON, "-m", "demo.launch", *command)]
        self._environment = environment
        self._process = None

    def start(self):
        """Start it, again after it ended; the log goes on where it stopped."""
        LOGS.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=self._environment,
                start_new_session=True,
            )
        Program._running.append(self)
        return self

    @property
    def pid(self):
        return self._process.pid

    @property
    def is_running(self):
        return self._process is not None and self._process.poll() is None

    def stop(self):
        """Ask the whole group to end, insist after a while, and wait until it is gone."""
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        self.kill()

    def kill(self):
        """End the whole group at once, as a power cut would."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
        if self in Program._running:
            Program._running.remove(self)

    def _signal(self, number):
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def check(self):
        """:raise ProgramFailure: it ended by itself"""
        if not self.is_running:
            raise ProgramFailure(f"{self.label} ended (status {self._process.returncode}):\n{self.tail()}")

    def tail(self, lines=25):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def wait_for(self, is_ready, what):
        """Wait until ``is_ready()`` gives something true, and return it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.check()
            if found := is_ready():
                return found
            time.sleep(0.1)
        raise ProgramFailure(f"{self.label}: {what} took longer than {PATIENCE} s:\n{self.tail()}")


class Simulator(Program):
    """A simulated platform on a free port; ``address`` is its root."""

    def __init__(self, label, platform="emag", *arguments):
        command = [PYTHON, "-m", f"simulators.{platform}", "--port", 0, *arguments]
        super().__init__(label, command, odoo.environment())
        self.address = ""

    def start(self):
        self.log.unlink(missing_ok=True)
        super().start()
        pattern = re.compile(r"listening on (http://[^/\s]+)")
        self.address = self.wait_for(lambda: pattern.search(self.log.read_text(errors="replace")), "starting")[1]
        return self


class Odoo(Program):
    """An Odoo server on a database, as in production: HTTP on a loopback port and its own cron.

    :param crons: cron threads, or cron processes with ``workers``
    :param workers: 0 for one process with threads; else Odoo forks this many HTTP workers, and one process per cron
    """

    def __init__(self, label, name, *, crons=2, workers=0, http=True):
        self.port = free_port() if http else 0
        web = ["--http-port", self.port, "--gevent-port", free_port()] if http else ["--no-http"]
        options = ["--max-cron-threads", crons, "--workers", workers]
        super().__init__(label, odoo.command("-c", database.config_file(name), *web, *options), odoo.environment())

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def wait_until_ready(self):
        """Wait until it takes requests, if it does at all; the first one that needs the database waits for the rest."""
        if self.port:
            self.wait_for(self._answers, "starting")
        return self

    def _answers(self):
        try:
            return requests.get(f"{self.address}/web/health", timeout=5).ok
        except requests.RequestException:
            return False


def free_port():
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stop_all():
    """End whatever is still running, newest first."""
    for program in reversed(list(Program._running)):
        program.stop()


def end_with_signals():
    """Have a polite request to end, or a closed terminal, run the same clean-up as Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))


atexit.register(stop_all)
