"""What the programs of all simulators have in common: `python -m simulators.<platform>`."""

import argparse
import contextlib

from .settings import markdown_table


def make_parser(platform, name, port):
    """A parser with the options that every simulator knows; the platform adds its own."""
    parser = argparse.ArgumentParser(prog=f"python -m simulators.{platform}", description=f"Local {name} simulator.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=port, help="0 = a free port")
    parser.add_argument("--switches", action="store_true", help="print the table of switches and stop")
    return parser


def run(options, simulator_class, *access):
    """Serve until interrupted, or print the table of switches. `access` is what the platform makes an account of."""
    if options.switches:
        print(markdown_table(simulator_class.switches), end="")
        return
    with simulator_class(*access, host=options.host, port=options.port) as simulator:
        print(f"listening on {simulator.url}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            simulator.join()
