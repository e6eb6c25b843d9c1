"""What a stretch of work costs: CPU of this process and of its PostgreSQL backends, wall time, statements, memory."""

import contextlib
import gc
import os
import resource
import threading
import time
from dataclasses import asdict, dataclass


@dataclass
class Cost:
    """Seconds, number of SQL statements. ``postgres`` is None where the server runs on another machine."""

    wall: float = 0.0
    python: float = 0.0
    postgres: float | None = None
    queries: int = 0

    def as_dict(self):
        """With ``cpu``: Python and PostgreSQL together, the figure a noisy neighbour changes least."""
        return asdict(self) | {"cpu": self.python + (self.postgres or 0.0)}


@contextlib.contextmanager
def measure(registry):
    """Yield a ``Cost`` that is filled when the block ends; garbage of earlier work is collected before."""
    backends = _backends(registry)
    gc.collect()
    thread, cost = threading.current_thread(), Cost()
    thread.query_count, thread.query_time = 0, 0
    postgres, python, wall = _seconds(backends), time.process_time(), time.perf_counter()
    yield cost
    cost.wall = time.perf_counter() - wall
    cost.python = time.process_time() - python
    cost.postgres = _seconds(backends) - postgres if backends else None
    cost.queries = thread.query_count


def _backends(registry):
    """The scheduler's accounts of the backends that serve this process; none where the server runs elsewhere."""
    with registry.cursor() as cr:
        cr.execute("SELECT pid FROM pg_stat_activity WHERE application_name = current_setting('application_name')")
        found = [f"/proc/{row[0]}/schedstat" for row in cr.fetchall()]
    return [path for path in found if os.path.exists(path)]


def _seconds(backends):
    """How long these backends have been on a CPU; the kernel counts to the nanosecond."""
    total = 0
    for path in backends:
        with open(path) as line:
            total += int(line.read().split()[0])
    return total / 1e9


def peak_memory():
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
