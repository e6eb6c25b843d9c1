"""Fixtures of the simulator tests."""

import pytest

from .emag_api import Api
from .trendyol_api import Api as TrendyolApi


@pytest.fixture
def api():
    """The Romanian platform, empty, without rate limits, at a fixed time."""
    return Api()


@pytest.fixture
def shop(api):
    """The same with three offers on sale (ids 1..3, stock 10, 100.00 RON net, VAT 21 percent)."""
    api.seed({"id": 1}, {"id": 2}, {"id": 3})
    return api


@pytest.fixture
def trendyol():
    """A Romanian seller at Trendyol: empty, without rate limits, at a fixed time."""
    return TrendyolApi()


@pytest.fixture
def bazaar(trendyol):
    """The same with three approved products on sale (A-1..A-3, stock 10, 100.00 RON with VAT)."""
    trendyol.seed({"id": "A-1"}, {"id": "A-2"}, {"id": "A-3"})
    return trendyol


@pytest.fixture
def turkish():
    """A Turkish seller with two approved products on sale (T-1, T-2, stock 10, 100.00 TRY)."""
    api = TrendyolApi("TR")
    api.seed({"id": "T-1"}, {"id": "T-2"})
    return api
