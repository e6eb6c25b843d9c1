"""Starting Odoo: install or update addons, run a script in its shell, replace this process by it."""

import os
import re
import sys

from dev import database, say
from dev.paths import PYTHON
from dev.programs import search_path

LOG_PROBLEM = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) .*$", re.M)
REMEDY = "Correct what the log names and run the command again."


def environment():
    """Return the environment of an Odoo process: browser and PDF writer on the path, no server-wide surprises."""
    inherited = {key: value for key, value in os.environ.items() if key not in ("ODOO_RC", "OPENERP_SERVER")}
    return inherited | {"PATH": search_path(), "PYTHONUNBUFFERED": "1"}


def command(*args):
    """Return the command line that starts Odoo with these arguments."""
    return [str(part) for part in (PYTHON, "-m", "odoo", *args)]


def install(name, modules, *options, update=False):
    """Install (or update) modules in a database. Raises Failure when Odoo fails or logs an error meanwhile."""
    config = database.config_file(name)
    verb = "-u" if update else "-i"
    log = say.run(
        command("-c", config, "-d", name, verb, ",".join(modules), "--stop-after-init", "--no-http", *options),
        what=f"installing into {name}",
        remedy=REMEDY,
        log=f"install-{name}",
        env=environment(),
    )
    _report(log)


def script(name, path):
    """Run a Python file in Odoo's shell on a database: it has ``env`` and must commit what it does."""
    config = database.config_file(name)
    with path.open() as source:
        log = say.run(
            command("shell", "-c", config, "-d", name, "--no-http"),
            what=path.name,
            remedy=REMEDY,
            log=f"script-{name}",
            env=environment(),
            stdin=source,
        )
    _report(log)


def replace(*args):
    """Become Odoo: the terminal, signals and exit status are its own from here on."""
    sys.stdout.flush()
    line = command(*args)
    os.execve(line[0], line, environment())


def _report(log):
    """Show the warnings of our addons in a log; raise Failure when it holds an error."""
    text = log.read_text(errors="replace")
    problems = list(LOG_PROBLEM.finditer(text))
    errors = [found[0] for found in problems if found[1] != "WARNING"]
    if errors:
        print("\n".join(errors), flush=True)
        raise say.Failure(f"Odoo logged {len(errors)} error(s) while installing (whole log: {log})", REMEDY)
    for found in problems:
        say.note(found[0])
