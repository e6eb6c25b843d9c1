"""`python -m simulators.trendyol --port 8472 --seller 123456 --country RO --key key --secret secret`"""

from simulators.core import program

from .app import TrendyolSimulator
from .const import TARGETS


def parse_arguments(arguments=None):
    parser = program.make_parser("trendyol", "Trendyol", 8472)
    parser.add_argument("--seller", type=int, default=123456, help="the seller's number")
    parser.add_argument("--country", choices=("RO", "TR"), default="RO")
    parser.add_argument("--key", default="key")
    parser.add_argument("--secret", default="secret")
    parser.add_argument(
        "--target", action="append", default=[], choices=TARGETS, help="opened for a Romanian seller; may be repeated"
    )
    return parser.parse_args(arguments)


def main():
    options = parse_arguments()
    access = (options.seller, options.country, options.key, options.secret, options.target)
    program.run(options, TrendyolSimulator, *access)


if __name__ == "__main__":
    main()
