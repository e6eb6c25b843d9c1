"""The simulators as programs of their own, with what an account needs to reach them."""

import contextlib
import re

from benchmarks.process import program
from dev.paths import LOGS, PYTHON
from simulators.emag.control_client import EmagControlClient
from simulators.trendyol.control_client import TrendyolControlClient

# What an account of the platform is given besides its credentials is in ``inside.data``.
CREDENTIALS = {
    "emag": {"username": "seller", "password": "secret"},
    "trendyol": {"seller": "123456", "key": "sellers-key", "secret": "sellers-secret"},
}
CONTROLS = {"emag": EmagControlClient, "trendyol": TrendyolControlClient}


@contextlib.contextmanager
def simulator(platform):
    """Yield (the address for an account, the client of the control API)."""
    log = f"bench-simulator-{platform}"
    access = [part for name, value in CREDENTIALS[platform].items() for part in (f"--{name}", value)]
    with program(log, PYTHON, "-m", f"simulators.{platform}", "--port", "0", *access, ready="listening on "):
        url = re.search(r"listening on (\S+)", (LOGS / f"{log}.log").read_text())[1]
        yield url, CONTROLS[platform](url.removesuffix("/api-3"))
