"""The README tells the truth."""

import re
from pathlib import Path

import pytest

from simulators.core.settings import markdown_table
from simulators.emag.switches import SWITCHES as EMAG_SWITCHES
from simulators.trendyol.switches import SWITCHES as TRENDYOL_SWITCHES

from .emag_api import Api as EmagApi
from .trendyol_api import Api as TrendyolApi

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("switches", [EMAG_SWITCHES, TRENDYOL_SWITCHES])
def test_switches_are_listed_as_they_are(switches):
    assert markdown_table(switches) in README


@pytest.mark.parametrize("api", [EmagApi, TrendyolApi])
def test_every_control_route_is_listed(api):
    for method, path, _function in api().simulator.control_api.routes():
        plain = re.sub(r"<\w+(:text)?>", "<id>", path)
        assert f"`{method} {plain}`" in README, (method, plain)
