"""Databases of the server in use: make, clone, drop, and the configuration file that opens one in Odoo."""

import contextlib
import os
import shutil

from dev import odoo_tree, say
from dev.paths import ADDONS, CHECKOUT, CONF, DATA
from dev.postgres import server

TEST_PREFIX = f"mp_test_{CHECKOUT}_"


@contextlib.contextmanager
def cursor(name=None):
    """Yield an autocommit cursor on a database, by default the server's maintenance database."""
    import psycopg2  # noqa: PLC0415 - not there before the environment is

    try:
        connection = psycopg2.connect(dbname=name or server().database, **server().arguments())
    except psycopg2.OperationalError as error:
        raise say.Failure(
            f"PostgreSQL does not answer: {str(error).strip()}",
            "Check DATABASE_URL or the PG… variables, or unset them to use the private cluster.",
        ) from error
    connection.autocommit = True
    try:
        with connection.cursor() as cr:
            yield cr
    except psycopg2.Error as error:
        raise say.Failure(
            f"PostgreSQL refused: {str(error).strip()}",
            "Give the database role what it lacks (it must be allowed to create databases) or run `make clean`.",
        ) from error
    finally:
        connection.close()


def names(prefix=""):
    """Return the names of the databases that start with ``prefix``."""
    with cursor() as cr:
        cr.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", [prefix])
        return [row[0] for row in cr.fetchall()]


def exists(name):
    """Say whether there is a database of this name."""
    return name in names(name)


def clone(template, name):
    """Make ``name`` a copy of ``template``, filestore included; a database of that name is replaced."""
    drop(name)
    with cursor() as cr:
        cr.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    if _filestore(template).is_dir():
        # Files of the filestore are named by their content and never written again: links are copies.
        shutil.copytree(_filestore(template), _filestore(name), copy_function=os.link)
    return name


def clone_template(name):
    """Make ``name`` a fresh database with Odoo's modules and all addons of this repository installed."""
    from dev import templates  # noqa: PLC0415 - templates are made with the functions above

    return clone(templates.project(), name)


def drop(name):
    """Drop a database and its filestore, whoever is connected; a missing one is fine."""
    with cursor() as cr:
        cr.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name])
        row = cr.fetchone()
        if row and row[0]:
            cr.execute(f'ALTER DATABASE "{name}" IS_TEMPLATE false')
        cr.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_filestore(name), ignore_errors=True)


def freeze(name, template):
    """Rename a finished database to ``template`` and close it to connections."""
    drop(template)
    with cursor() as cr:
        cr.execute(f'ALTER DATABASE "{name}" RENAME TO "{template}"')
        cr.execute(f'ALTER DATABASE "{template}" ALLOW_CONNECTIONS false')
        cr.execute(f'ALTER DATABASE "{template}" IS_TEMPLATE true')
    if _filestore(name).is_dir():
        _filestore(name).rename(_filestore(template))


def test_name(purpose):
    """Return a name for a throw-away database of this process; ``sweep`` drops it once the process is gone."""
    return f"{TEST_PREFIX}{os.getpid()}_{purpose}"


def drop_ours():
    """Drop every template and throw-away database of this clone on the server in use."""
    for name in names("mp_"):
        if name.split("_")[2:3] == [CHECKOUT]:
            drop(name)


def sweep():
    """Drop the throw-away databases whose process is gone."""
    for name in names(TEST_PREFIX):
        pid = name.removeprefix(TEST_PREFIX).split("_")[0]
        if not os.path.exists(f"/proc/{pid}"):
            drop(name)


def config_file(name, **options):
    """Write ``.build/conf/<name>.conf`` for Odoo on database ``name`` and return its path.

    ``options`` are lines of that file: they add to or replace the defaults, e.g. ``http_port=8071``.
    """
    at = server()
    settings = {
        "addons_path": ",".join(str(path) for path in (*odoo_tree.tree().addons, ADDONS) if path.is_dir()),
        "data_dir": DATA,
        "db_name": name,
        "dbfilter": f"^{name}$",
        "list_db": False,
        "http_interface": "127.0.0.1",
        "server_wide_modules": "base,web",
        "without_demo": True,
        "workers": 0,
        "max_cron_threads": 0,
        "log_level": "info",
        **{f"db_{key}": value for key, value in at.arguments().items()},
    } | options
    CONF.mkdir(parents=True, exist_ok=True)
    DATA.mkdir(parents=True, exist_ok=True)
    path = CONF / f"{name}.conf"
    lines = "".join(f"{key} = {value}\n" for key, value in settings.items())
    path.write_text(f"[options]\n{lines}")
    path.chmod(0o600)
    return path


def _filestore(name):
    return DATA / "filestore" / name
