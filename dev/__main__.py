"""The command line: ``python3 -m dev COMMAND``. Without a command it says what there is."""

import argparse
import os
import shutil
import signal
import sys

from dev import database, lint, odoo, postgres, say, setup, templates, testing
from dev.paths import BUILD, PYTHON, ROOT, VENV

DEFAULT_DATABASE = "dev"


def main():
    """Parse the command line, run one command and return its exit status."""
    parser, passing = _parser()
    options, rest = parser.parse_known_args([argument for argument in sys.argv[1:] if argument != "--"])
    if rest and options.command not in passing:
        parser.error(f"unknown arguments: {' '.join(rest)}")
    # Being terminated is cleaned up after like being interrupted.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if options.command not in WITHOUT_SETUP:
            setup.run()
            _continue_in_environment()
        return options.action(options, rest) or 0
    except say.Failure as failure:
        print(f"error: {failure}\n{failure.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. Run the same command again to continue.", file=sys.stderr)
        return 130


def _parser():
    parser = argparse.ArgumentParser(prog="python3 -m dev", description="Set-up, tests and everyday commands.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    passing = set()

    def add(name, action, text, *arguments, passes=""):
        text += f"; other arguments go to {passes}" if passes else ""
        sub = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        for flags, settings in arguments:
            sub.add_argument(*flags, **settings)
        sub.set_defaults(action=action)
        if passes:
            passing.add(name)

    name = (["name"], {"help": "name of the database"})
    known = (["name"], {"nargs": "?", "default": DEFAULT_DATABASE, "help": "name of the database (default: dev)"})
    there = (["-d", "--database"], {"default": DEFAULT_DATABASE, "help": "database, made when missing (default: dev)"})
    add("setup", _setup, "install everything and build the template databases")
    add(
        "test",
        _test,
        "run the tests",
        (["--only"], {"choices": testing.STAGES, "help": "run one stage"}),
        (["--db"], {"help": "run the Odoo tests on this database instead of a fresh clone"}),
        (["--update"], {"action": "store_true", "help": "with --db: update the tested addons first"}),
        passes="pytest",
    )
    add("lint", lambda *_: lint.run(), "check style and rules")
    add("format", lambda *_: lint.tidy(), "lay out the Python files and mend what ruff can mend")
    add("odoo", _odoo, "run Odoo on a database", there, passes="Odoo")
    add("shell", _shell, "open Odoo's Python shell on a database", known)
    add("psql", _psql, "open psql on a database", known, passes="psql")
    add(
        "clone",
        _clone,
        "make or replace a database with addons of this repository installed",
        name,
        (["--addons"], {"help": "comma-separated names, or none for Odoo's own modules alone (default: all)"}),
    )
    add("drop", lambda options, _: database.drop(options.name), "drop a database", name)
    add("demo", lambda _, rest: _module("demo", rest), "run the demonstration", passes="it")
    add("bench", lambda _, rest: _module("benchmarks", rest), "run the benchmarks", passes="them")
    add("stop", lambda *_: postgres.stop(), "stop the private PostgreSQL")
    add("clean", _clean, "stop the private PostgreSQL and delete .build")
    return parser, passing


WITHOUT_SETUP = {"stop", "clean"}


def _continue_in_environment():
    """Start this command again with the environment's Python, which has the packages."""
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), "-m", "dev", *sys.argv[1:]])


def _setup(_options, _rest):
    say.note(f"ready: database template {templates.project()}")


def _test(options, rest):
    return testing.run(rest, only=options.only, db=options.db, update=options.update)


def _clone(options, _rest):
    chosen = None if options.addons is None else [] if options.addons == "none" else options.addons.split(",")
    print(database.clone(templates.project(chosen), options.name))


def _odoo(options, rest):
    config = _config_of(options.database)
    odoo.replace("-c", config, "-d", options.database, *rest)


def _shell(options, _rest):
    odoo.replace("shell", "-c", _config_of(options.name), "-d", options.name, "--no-http")


def _config_of(name):
    if not database.exists(name):
        say.step(f"making database {name} from the project template")
        database.clone_template(name)
    return database.config_file(name)


def _psql(options, rest):
    psql = shutil.which("psql") or str(postgres.binary("psql"))
    os.execve(psql, [psql, "-d", options.name, *rest], os.environ | postgres.server().environment())


def _module(name, rest):
    if not (ROOT / name / "__main__.py").exists():
        raise say.Failure(f"there is no {name}/__main__.py in this checkout", "Check out a revision that has it.")
    templates.project()
    os.execve(PYTHON, [str(PYTHON), "-m", name, *rest], odoo.environment())


def _clean(_options, _rest):
    if postgres.given() and PYTHON.exists():
        _continue_in_environment()
        database.drop_ours()
    postgres.stop()
    shutil.rmtree(BUILD, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
