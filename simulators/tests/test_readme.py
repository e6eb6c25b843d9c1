"""The README tells the truth."""

import re
from pathlib import Path

from simulators.core.settings import markdown_table
from simulators.emag.switches import SWITCHES

from .emag_api import Api

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_switches_are_listed_as_they_are():
    assert markdown_table(SWITCHES) in README


def test_every_control_route_is_listed():
    for method, path, _function in Api().simulator.control_api.routes():
        plain = re.sub(r"<\w+>", "<id>", path)
        assert f"`{method} {plain}`" in README, (method, plain)
