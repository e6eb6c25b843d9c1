"""The fixed scenario of the demonstration, as a newcomer starts it (H7).

A catalogue is imported and products are published; then an outage, lost answers, missing notifications.
"""

import json
import subprocess

from demo.scenario import LEAST_CHANGES, LEAST_ORDERS
from dev import odoo
from dev.paths import PYTHON, ROOT

PATIENCE = 900  # seconds; it takes about five minutes


def test_H7_A10_C5_D9_F2_the_fixed_scenario_loses_doubles_and_forgets_nothing():
    run = subprocess.run(
        [PYTHON, "-m", "demo", "--once"],
        cwd=ROOT, env=odoo.environment(), capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    said = "\n".join(line for line in run.stdout.splitlines() if "WRONG" in line) or run.stderr[-2000:]
    assert run.returncode == 0, said
    result = json.loads(run.stdout.splitlines()[-1])
    assert result["ok"] is True
    emag = result["platforms"]["emag"]
    assert emag["orders_placed"] >= LEAST_ORDERS
    assert emag["changes"] >= LEAST_CHANGES
    assert (emag["orders_lost"], emag["orders_doubled"], emag["offers_out_of_step"]) == (0, 0, 0)
    assert emag["calls_refused_by_limit"] == emag["calls_refused_on_purpose"]
    catalogue = result["catalogue"]
    assert (catalogue["duplicates_created"], catalogue["published"], catalogue["refused_then_fixed"]) == (0, 10, 2)
    assert catalogue["created"] == 11
