"""`python -m simulators.emag --port 8471 --country RO --username seller --password secret`"""

from simulators.core import program

from .app import EmagSimulator
from .const import COUNTRIES


def parse_arguments(arguments=None):
    parser = program.make_parser("emag", "eMAG Marketplace", 8471)
    parser.add_argument("--country", choices=sorted(COUNTRIES), default="RO")
    parser.add_argument("--username", default="seller")
    parser.add_argument("--password", default="secret")
    parser.add_argument(
        "--allowed-ip", action="append", default=[], help="whitelisted caller; may be repeated; none = everybody"
    )
    parser.add_argument("--seed-file", help="JSON file replacing parts of the sample dictionary")
    return parser.parse_args(arguments)


def main():
    options = parse_arguments()
    access = (options.country, options.username, options.password, options.allowed_ip, options.seed_file)
    program.run(options, EmagSimulator, *access)


if __name__ == "__main__":
    main()
