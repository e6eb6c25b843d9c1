"""The whole product for tests: a database of its own, the simulator, Odoo servers, the shop, the connected account."""

import pytest

from demo.stage import Stage
from demo.verdict import Judge


@pytest.fixture(scope="module")
def stage(request):
    """The shop is open and eMAG has its offers; the account is not connected."""
    with Stage(request.module.__name__.rpartition(".")[2]) as stage:
        stage.open_shop()
        yield stage


@pytest.fixture(scope="module")
def connected(stage):
    """The account is connected and has read its offers; nothing is switched on."""
    stage.connect()
    return stage


@pytest.fixture(scope="module")
def live(connected):
    """Everything is switched on and eMAG shows what Odoo says."""
    connected.go_live()
    return connected


@pytest.fixture(scope="module")
def judge(live):
    return Judge(live.log_in(), live.company, live.ledger)
