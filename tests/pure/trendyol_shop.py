"""A seller at the Trendyol simulator, in one storefront."""

import time
from contextlib import contextmanager
from datetime import UTC, datetime

from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_base.lib.types import Outcome
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from simulators.trendyol import TrendyolSimulator

CREDENTIALS = {"seller": "123456", "key": "key", "secret": "secret"}
QUICK = {"rate_limit_factor": 0, "batch_seconds": 0, "batch_empty_seconds": 0, "approve_after_seconds": 0}


class Shop:
    """``control`` is the simulator's back room, ``provider`` ours."""

    def __init__(self, simulator, provider):
        self.control, self.provider = simulator.control, provider

    def told(self, results):
        """What became of each in the end: ``{key: Result}``."""
        found = {result.key: result for result in results if result.outcome is not Outcome.ACCEPTED}
        for ref in dict.fromkeys(result.ref for result in results if result.outcome is Outcome.ACCEPTED):
            for _look in range(50):
                if (verdicts := self.provider.fetch_batch(ref)) is not None:
                    break
                time.sleep(0.05)
            found |= {result.key: result for result in verdicts}
        return found


@contextmanager
def open_shop(storefront, **options):
    """A fresh account with three products."""
    with TrendyolSimulator(123456, storefront, settings=QUICK) as simulator:
        simulator.control.generate_offers(3)
        options = {"storefront": storefront, "address": simulator.url} | options
        transport = Transport(
            Limiter({}, clock=time.time, sleep=time.sleep),
            lambda record: None,
            **TrendyolProvider.transport_options(CREDENTIALS, options),
        )
        yield Shop(simulator, TrendyolProvider(Connection(transport, options, lambda: datetime.now(UTC), CREDENTIALS)))
        transport.close()
