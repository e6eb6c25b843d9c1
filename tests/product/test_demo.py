"""The fixed scenario of the demonstration, as a newcomer starts it (H7): one shop that sells its stock on two platforms.

A catalogue is imported and products are published; then outages, lost answers, missing notifications, and last pieces that
shoppers on both platforms want in the same moment.
"""

import json
import subprocess

import pytest

from demo.places import PLACES
from demo.scenario import LEAST_CHANGES, LEAST_ON_BOTH
from dev import odoo
from dev.paths import PYTHON, ROOT

PATIENCE = 1500  # seconds; it takes about eight minutes on an idle machine
CREATED, PUBLISHED, CORRECTED = {"emag": 11, "trendyol": 3}, {"emag": 10, "trendyol": 4}, {"emag": 2, "trendyol": 1}


@pytest.fixture(scope="module")
def result():
    run = subprocess.run(
        [PYTHON, "-m", "demo", "--once"],
        cwd=ROOT, env=odoo.environment(), capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    said = "\n".join(line for line in run.stdout.splitlines() if "WRONG" in line) or run.stderr[-2000:]
    assert run.returncode == 0, said
    return json.loads(run.stdout.splitlines()[-1])


def test_H7_D11_both_platforms_are_measured_alike(result):
    assert result["ok"] is True
    assert set(result["platforms"]) == {"emag", "trendyol"} == set(PLACES)
    emag, trendyol = result["platforms"]["emag"], result["platforms"]["trendyol"]
    assert emag.keys() == trendyol.keys()
    for part in ("catalogue", "fulfilment"):
        assert emag[part].keys() == trendyol[part].keys()


@pytest.mark.parametrize("name", PLACES)
def test_A10_C5_C9_D9_F2_nothing_is_lost_doubled_or_forgotten(result, name):
    figures = result["platforms"][name]
    assert figures["orders_placed"] >= PLACES[name].least_orders
    assert figures["changes"] >= LEAST_CHANGES
    assert (figures["orders_lost"], figures["orders_doubled"], figures["offers_out_of_step"]) == (0, 0, 0)
    assert figures["calls_refused_by_limit"] == figures["calls_refused_on_purpose"]
    catalogue = figures["catalogue"]
    assert catalogue["duplicates_created"] == 0
    assert (catalogue["created"], catalogue["published"]) == (CREATED[name], PUBLISHED[name])
    assert catalogue["refused_then_fixed"] == CORRECTED[name]
    fulfilment = figures["fulfilment"]
    assert fulfilment["awbs_doubled"] == 0
    assert (fulfilment["returns"], fulfilment["supplier_orders"]) == (1, 1)
    assert fulfilment["orders_closed"] > 0 and fulfilment["invoices_pushed"] > 0


def test_G21_each_order_without_its_last_piece_is_flagged(result):
    pieces = result["last_pieces"]
    assert pieces["sold_on_both"] >= LEAST_ON_BOTH
    assert pieces["uncovered"] == pieces["uncovered_expected"] >= pieces["sold_on_both"]
    flagged = sum(figures["orders_uncovered"] for figures in result["platforms"].values())
    assert flagged == pieces["uncovered"]
