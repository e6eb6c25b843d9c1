"""``python -m benchmarks.inside DATABASE CONFIG``: serves calls, one JSON line each on standard input."""

import importlib
import json
import os
import sys

from odoo.modules.registry import Registry
from odoo.tools import config


def main():
    name, path = sys.argv[1:]
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever Odoo prints must not be taken for an answer
        config.parse_config(["-c", path, "-d", name], setup_logging=True)
        registry = Registry(name)
        for line in sys.stdin:
            request = json.loads(line)
            module, function = request["function"].split(".")
            called = getattr(importlib.import_module(f"benchmarks.inside.{module}"), function)
            print(json.dumps(called(registry, **request["arguments"])), file=answers, flush=True)


if __name__ == "__main__":
    main()
