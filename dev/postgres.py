"""The PostgreSQL in use: the one ``DATABASE_URL`` or ``PG…`` name, else a private cluster in ``.build/pg``.

The private cluster has a Unix socket and no TCP port, belongs to this clone and may be thrown away at any time.
"""

import contextlib
import functools
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from dev import programs, say
from dev.paths import BUILD, CHECKOUT

FOLDER = BUILD / "pg"
CLUSTER = FOLDER / "data"
ROLE = "odoo"
"""Superuser of the private cluster; Odoo refuses to work as ``postgres``."""

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 107
CLEAN = "Run `make clean` and try again."

# Made for tests and demos on two cores: whatever a crash could lose is built again, so nothing waits for the disk.
SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 512MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 2GB
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
checkpoint_timeout = 30min
autovacuum_naptime = 30s
timezone = 'UTC'
"""


@dataclass(frozen=True)
class Server:
    """How to reach PostgreSQL; empty values leave the choice to libpq."""

    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""
    database: str = "postgres"
    private: bool = False

    def arguments(self):
        """Return the arguments of ``psycopg2.connect``, without a database name."""
        named = {"host": self.host, "port": self.port, "user": self.user, "password": self.password}
        return {key: value for key, value in named.items() if value}

    def environment(self):
        """Return the ``PG…`` variables of a libpq client, without a database name."""
        return {f"PG{key.upper()}": value for key, value in self.arguments().items()}


@functools.cache
def server():
    """Return the server in use, started when it is the private one. Raises Failure when it cannot be had."""
    there = given()
    if there:
        return there
    with say.lock("postgres"):
        if not (CLUSTER / "PG_VERSION").exists():
            _create()
        if not _running():
            _start()
    return Server(host=str(_socket_folder()), user=ROLE, private=True)


def stop():
    """Stop the private cluster when it runs."""
    if (CLUSTER / "PG_VERSION").exists() and _running():
        say.step("stopping the private PostgreSQL")
        _pg_ctl("stop", "-m", "fast", "-w")


def given():
    """Return the server that DATABASE_URL or the PG… variables name, or None. Raises Failure for a wrong URL."""
    found = _from_environment()
    if found and found.user == "postgres":
        raise say.Failure(
            "Odoo refuses to work as the database user postgres",
            "Name another role that may create databases: createuser --createdb odoo",
        )
    return found


def _from_environment():
    url = os.environ.get("DATABASE_URL")
    if url:
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql"):
            raise say.Failure(
                f"DATABASE_URL has the scheme {parts.scheme!r}",
                "Write it as postgresql://user:password@host:port/postgres.",
            )
        host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
        return Server(
            host=host,
            port=str(parts.port or ""),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            database=parts.path.strip("/") or "postgres",
        )
    names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE")
    if any(os.environ.get(name) for name in names[:4]):
        host, port, user, password, database = (os.environ.get(name, "") for name in names)
        return Server(host=host, port=port, user=user, password=password, database=database or "postgres")
    return None


def _create():
    say.step("PostgreSQL: creating the private cluster in .build/pg")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    owner = _owner()
    if owner:
        os.chown(FOLDER, owner.pw_uid, owner.pw_gid)
    partial = FOLDER / "partial"
    _as_owner(
        binary("initdb"), "-D", partial, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"
    )
    with (partial / "postgresql.conf").open("a") as conf:
        conf.write(SETTINGS)
    partial.rename(CLUSTER)


def _start():
    folder = _socket_folder()
    _pg_ctl("start", "-w", "-t", "60", "-l", FOLDER / "server.log", "-o", f"-k '{folder}'")


def _running():
    return _as_owner(binary("pg_ctl"), "-D", CLUSTER, "status", check=False).returncode == 0


def _pg_ctl(*args):
    _as_owner(binary("pg_ctl"), "-D", CLUSTER, *args)


def _as_owner(*command, check=True):
    """Run a server command as the cluster's owner: PostgreSQL refuses to run as root."""
    owner = _owner()
    command = [str(part) for part in command]
    if owner:
        switch = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
        if not _reachable(FOLDER):
            # A clone below a closed folder such as root's home: let the server pass through it.
            switch += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        command = switch + command
    log = BUILD / "log" / "postgres.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        result = subprocess.run(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            check=False,
            env=os.environ | _libraries(),
            cwd=FOLDER,
            start_new_session=True,
        )
    if check and result.returncode:
        print(say.tail(log))
        raise say.Failure(f"PostgreSQL: {Path(command[0]).name} failed (server log: {FOLDER / 'server.log'})", CLEAN)
    return result


def _owner():
    """Return the account the cluster belongs to when we are root, else None."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise say.Failure("root has no other account to run PostgreSQL as", "Create one with: useradd --system postgres")


def _reachable(folder):
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.parents)


def binary(name):
    initdb = programs.find(programs.POSTGRES)
    if not initdb:
        raise say.Failure("PostgreSQL's server is not installed", "Run `python3 -m dev setup`.")
    return Path(initdb).with_name(name)


def _libraries():
    unpacked = BUILD / "programs" / programs.POSTGRES.package
    return {"LD_LIBRARY_PATH": programs.library_path(unpacked)} if unpacked.is_dir() else {}


def _socket_folder():
    """Return the folder of the socket: in the cluster's folder, or a short one when that path is too long."""
    if len(f"{FOLDER}/{SOCKET_NAME}") <= SOCKET_LIMIT:
        return FOLDER
    folder = Path(tempfile.gettempdir()) / f"odoo-marketplaces-{os.geteuid()}-{CHECKOUT}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = _owner()
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder
