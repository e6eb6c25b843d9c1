"""`python -m simulators.trendyol --port 8472 --seller 123456 --country RO --key key --secret secret`"""

import argparse
import contextlib

from simulators.core.settings import markdown_table

from .app import TrendyolSimulator
from .const import TARGETS
from .switches import SWITCHES


def parse_arguments(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m simulators.trendyol", description="Local Trendyol simulator.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8472, help="0 = a free port")
    parser.add_argument("--seller", type=int, default=123456, help="the seller's number")
    parser.add_argument("--country", choices=("RO", "TR"), default="RO")
    parser.add_argument("--key", default="key")
    parser.add_argument("--secret", default="secret")
    parser.add_argument(
        "--target", action="append", default=[], choices=TARGETS, help="opened for a Romanian seller; may be repeated"
    )
    parser.add_argument("--switches", action="store_true", help="print the table of switches and stop")
    return parser.parse_args(arguments)


def main():
    options = parse_arguments()
    if options.switches:
        print(markdown_table(SWITCHES), end="")
        return
    simulator = TrendyolSimulator(
        options.seller,
        options.country,
        options.key,
        options.secret,
        options.target,
        host=options.host,
        port=options.port,
    )
    with simulator:
        print(f"listening on {simulator.url}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            simulator.join()


if __name__ == "__main__":
    main()
