"""`python -m simulators.emag --port 8471 --country RO --username seller --password secret`"""

import argparse
import contextlib

from simulators.core.settings import markdown_table

from .app import EmagSimulator
from .const import COUNTRIES
from .switches import SWITCHES


def parse_arguments(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m simulators.emag", description="Local eMAG Marketplace simulator.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8471, help="0 = a free port")
    parser.add_argument("--country", choices=sorted(COUNTRIES), default="RO")
    parser.add_argument("--username", default="seller")
    parser.add_argument("--password", default="secret")
    parser.add_argument(
        "--allowed-ip", action="append", default=[], help="whitelisted caller; may be repeated; none = everybody"
    )
    parser.add_argument("--seed-file", help="JSON file replacing parts of the sample dictionary")
    parser.add_argument("--switches", action="store_true", help="print the table of switches and stop")
    return parser.parse_args(arguments)


def main():
    options = parse_arguments()
    if options.switches:
        print(markdown_table(SWITCHES), end="")
        return
    simulator = EmagSimulator(
        options.country,
        options.username,
        options.password,
        options.allowed_ip,
        options.seed_file,
        host=options.host,
        port=options.port,
    )
    with simulator:
        print(f"listening on {simulator.url}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            simulator.join()


if __name__ == "__main__":
    main()
