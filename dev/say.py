"""What the person at the terminal sees: steps, heartbeats of long commands, failures with a remedy."""

import contextlib
import fcntl
import os
import subprocess
import time

from dev.paths import BUILD, LOGS, ROOT

HEARTBEAT_SECONDS = 15


class Failure(Exception):
    """Something that stops the work. ``remedy`` is one sentence that says what to do."""

    def __init__(self, what, remedy):
        super().__init__(what)
        self.remedy = remedy


def step(text):
    """Announce what is being done now."""
    print(f"==> {text}", flush=True)


def note(text):
    """Say something that belongs to the current step."""
    print(f"    {text}", flush=True)


def run(args, *, what, remedy, log, env=None, cwd=None, stdin=subprocess.DEVNULL):
    """Run a command with its output in ``.build/log/<log>.log`` and a sign of life every few seconds.

    Raises Failure with the end of the log when the command is missing or does not return 0.
    Returns the path of the log.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    started = beat = time.monotonic()
    with path.open("wb") as out:
        try:
            process = subprocess.Popen(
                [str(a) for a in args],
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=stdin,
                env=env,
                cwd=cwd or ROOT,
            )
        except OSError as error:
            raise Failure(f"{what}: {error}", remedy) from error
        try:
            while True:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    code = process.wait(timeout=1)
                    break
                if time.monotonic() - beat >= HEARTBEAT_SECONDS:
                    beat = time.monotonic()
                    note(f"{what}: {beat - started:.0f} s … {_last_line(path)}")
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code:
        print(tail(path), flush=True)
        raise Failure(f"{what} failed (exit status {code}, whole log: {path})", remedy)
    return path


def tail(path, lines=25):
    """Return the last lines of a log file."""
    text = path.read_text(errors="replace").splitlines()
    return "\n".join(text[-lines:])


def _last_line(path):
    with path.open("rb") as log:
        log.seek(0, os.SEEK_END)
        log.seek(max(0, log.tell() - 4000))
        lines = log.read().decode(errors="replace").split("\n")
    filled = [line.strip() for line in lines if line.strip()]
    return filled[-1][:100] if filled else ""


@contextlib.contextmanager
def lock(name):
    """Hold a lock between processes of this clone; say so when another one holds it."""
    with _lock_file(name) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note(f"waiting for another process that works on: {name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def locked(name):
    """Say whether a process holds this lock now."""
    with _lock_file(name) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _lock_file(name):
    folder = BUILD / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / name).open("w")
