"""Pytest plugin of the test command: counts results for the closing line, and refuses an Odoo that loads with errors.

The counts go as JSON to the file named by ``DEV_TEST_REPORT``.
"""

import collections
import json
import logging
import os
from pathlib import Path

import pytest


class Tally:
    """Results and seconds per test file of one pytest run."""

    def __init__(self, target):
        self.target = target
        self.counts = collections.Counter(passed=0, failed=0, skipped=0)
        self.seconds = collections.Counter()

    def pytest_runtest_logreport(self, report):
        """Count a test once; an error in its set-up or tear-down counts as failed."""
        self.seconds[report.nodeid.split("::")[0]] += report.duration
        if report.failed:
            self.counts["failed"] += 1
        elif report.skipped:
            self.counts["skipped"] += 1
        elif report.when == "call" and not hasattr(report, "context"):  # a subtest's report has a context
            self.counts["passed"] += 1

    def pytest_collectreport(self, report):
        """A file that cannot be read is a failed test; a file skipped as a whole is a skipped one."""
        if report.failed:
            self.counts["failed"] += 1
        elif report.skipped:
            self.counts["skipped"] += 1

    def pytest_sessionfinish(self):
        """Leave the counts where the test command finds them."""
        self.target.write_text(json.dumps({**self.counts, "seconds": self.seconds}))


def pytest_configure(config):
    """Count only when the test command asks for it."""
    if os.environ.get("DEV_TEST_REPORT"):
        config.pluginmanager.register(Tally(Path(os.environ["DEV_TEST_REPORT"])), "dev-tally")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    """Stop the run when Odoo logs an error while pytest-odoo loads its registry."""
    if fixturedef.argname != "load_registry":
        return (yield)
    errors = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: errors.append(f"{record.name}: {record.getMessage()}")
    logging.getLogger().addHandler(handler)
    try:
        result = yield
    finally:
        logging.getLogger().removeHandler(handler)
    if errors:
        text = "\n".join(["Odoo logged errors while loading:", *errors])
        pytest.exit(text, returncode=pytest.ExitCode.INTERNAL_ERROR)
    return result
