"""The contract of ``lib.provider.Provider``, sentence by sentence, tried over real HTTP. Each platform subclasses it.

A new platform writes a ``Platform`` and two lines::

    class TestNew(ProviderContract):
        platform = New()

Tests of verbs that are not in its ``capabilities`` are skipped.
"""

import pytest

from tests.contract.access import Access
from tests.contract.division import Division
from tests.contract.faults import Faults
from tests.contract.offers import Offers
from tests.contract.orders import Orders
from tests.contract.parcels import Parcels
from tests.contract.publishing import Publishing
from tests.contract.questions import Questions
from tests.contract.returns import Returns
from tests.contract.shop import Shop
from tests.contract.standing import Standing
from tests.contract.statement import Statement
from tests.contract.telling import Telling
from tests.contract.values import Values


class ProviderContract(
    Access,
    Offers,
    Values,
    Orders,
    Division,
    Parcels,
    Returns,
    Questions,
    Telling,
    Publishing,
    Standing,
    Statement,
    Faults,
):
    """``platform`` is the subclass's own ``Platform``."""

    platform = None

    def test_no_part_of_the_contract_hides_another(self):
        names = [name for part in ProviderContract.__bases__ for name in vars(part) if not name.startswith("__")]
        marks = {"pytestmark"}
        assert sorted(set(names) - marks) == sorted(name for name in names if name not in marks)

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls):
        with cls.platform.serve() as simulator:
            yield simulator

    @pytest.fixture
    def shop(self, server, request):
        """The account of one test. Whatever it did: no secret is in the journal, and every call had a bucket of its own."""
        wanted = [mark.args[0] for mark in request.node.iter_markers("verb")]
        if missing := [verb for verb in wanted if verb not in self.platform.provider.capabilities]:
            pytest.skip(f"not among its verbs: {', '.join(missing)}")
        shop = Shop(self.platform, server)
        yield shop
        shop.close()
        kept = [str(record) for record in shop.journal]
        assert not [line for line in kept for secret in shop.secrets if secret in line]
        assert shop.buckets <= {*self.platform.provider.rates_for(self.platform.options)}
