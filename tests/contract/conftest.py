"""The contract is pure: ``odoo.addons.<addon>.lib`` is imported without Odoo."""

import pytest
from hypothesis import settings

from dev import pure

pure.install()

PARTS = (
    "contract",
    "access",
    "offers",
    "values",
    "orders",
    "parcels",
    "returns",
    "telling",
    "publishing",
    "faults",
    "division",
    "shop",
    "standing",
    "statement",
)
for part in PARTS:
    pytest.register_assert_rewrite(f"tests.contract.{part}")

# a busy machine is slow, not wrong
settings.register_profile("contract", deadline=None, max_examples=150)
settings.load_profile("contract")
