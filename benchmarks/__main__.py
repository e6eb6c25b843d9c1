"""``make bench ARGS="…"``: run the benchmarks, print a table, write ``results/latest.json``."""

import argparse
import sys
from pathlib import Path

from benchmarks import (
    both,
    compare,
    creating,
    deliveries,
    drain,
    full_pass,
    latency,
    matching,
    order_import,
    papers,
    report,
)
from benchmarks.process import Databases
from dev import addons, say, templates
from dev.paths import BUILD

ALL = {
    module.NAME: module
    for module in (deliveries, drain, compare, order_import, latency, matching, creating, papers, full_pass, both)
}
QUICK = BUILD / "bench-quick.json"


def main():
    """Run what was asked for and return the exit status: 0 when it ran, whether or not its targets are met."""
    options = _options()
    results = {}
    try:
        with Databases(options.keep) as databases:
            for name in options.benchmarks or ALL:
                say.step(ALL[name].TITLE)
                results[name] = _run(ALL[name], options, databases)
    except say.Failure as failure:
        print(f"error: {failure}\n{failure.remedy}", file=sys.stderr)
        return 1
    finally:
        if results:
            _show(results, options)
    return 0


def _run(module, options, databases):
    machine = report.facts()
    result = module.run(options, databases)
    result["targets"] = [report.judged(target) for target in result["targets"]]
    return report.rounded(result) | {"machine": machine}


def _show(results, options):
    report.save(options.output, results, options)
    for name, result in results.items():
        print(report.table(ALL[name].TITLE, result))
    missed = sum(target["verdict"] == "missed" for result in results.values() for target in result["targets"])
    print(f"\n{options.output}: {missed} target(s) missed", flush=True)


def _options():
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__, allow_abbrev=False)
    parser.add_argument(
        "benchmarks", nargs="*", metavar="BENCHMARK", help=f"which ones (default: all): {', '.join(ALL)}"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that everything runs, proves nothing")
    parser.add_argument(
        "--addons", type=lambda text: text.split(","), help="installed addons (default: all of this repository)"
    )
    parser.add_argument(
        "--output", type=Path, help="where the JSON goes (default: results/latest.json, quick: a throw-away file)"
    )
    parser.add_argument("--keep", action="store_true", help="leave the databases of this run for a closer look")
    for name, module in ALL.items():
        module.add_arguments(parser.add_argument_group(name))
    options = parser.parse_args()
    if unknown := set(options.benchmarks) - set(ALL):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if options.quick:
        for module in ALL.values():
            vars(options).update(module.QUICK)
    options.output = options.output or (QUICK if options.quick else report.LATEST)
    options.addons = options.addons or addons.installable()
    options.core_template = templates.core
    options.project_template = lambda: templates.project(options.addons)
    return options


if __name__ == "__main__":
    sys.exit(main())
