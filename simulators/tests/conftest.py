"""Fixtures of the simulator tests."""

import pytest

from .emag_api import Api


@pytest.fixture
def api():
    """The Romanian platform, empty, without rate limits, at a fixed time."""
    return Api()


@pytest.fixture
def shop(api):
    """The same with three offers on sale (ids 1..3, stock 10, 100.00 RON net, VAT 21 percent)."""
    api.seed({"id": 1}, {"id": 2}, {"id": 3})
    return api
