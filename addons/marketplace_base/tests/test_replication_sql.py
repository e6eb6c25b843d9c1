import random
from datetime import datetime

from odoo.tests import tagged
from odoo.tools import SQL

from ..engine.values import replica_of
from ..lib.replication import HELD, REFUSED, SENT, SETTLED, UNSET, WAITING, Replica
from ..models.offer_values import set_wanted
from .common import MarketplaceCase

OFFERS = 400
BEFORE = datetime(2026, 1, 1, 8)
CHANGED = datetime(2026, 1, 1, 9)


@tagged("post_install", "-at_install")
class TestReplicationSql(MarketplaceCase):
    """What the engine does to whole sets of rows in SQL is what ``lib.replication`` does to one."""

    def setUp(self):
        super().setUp()
        chance = random.Random(7)
        quantity = [None, 0, 1, 2]
        self.before = {}
        for number in range(OFFERS):
            state = chance.choice([UNSET, SETTLED, WAITING, SENT, REFUSED, HELD])
            wanted = None if state == UNSET else chance.choice(quantity[1:])
            self.platform.add_offer(str(number))
            self.before[str(number)] = Replica(
                wanted=wanted,
                sent=chance.choice(quantity),
                confirmed=wanted if state == SETTLED else None if state == SENT else chance.choice(quantity),
                state=state,
                changed_at=None if state == UNSET else BEFORE,
                tries=chance.choice([0, 3]),
                retry_at=chance.choice([None, BEFORE]),
                error=chance.choice(["", "no"]),
                ref="b1" if state == SENT and chance.random() < 0.5 else "",
            )
        self.run_engine()
        self.chance = chance
        self.ids = {offer.external_id: offer.id for offer in self.account.offer_ids}
        offers = self.env["marketplace.offer"]
        offers._save_replicas((self.ids[key], "stock", replica) for key, replica in self.before.items())
        for key, replica in self.before.items():
            self.env.cr.execute(
                "UPDATE marketplace_offer SET stock_wanted = %s, stock_changed_at = %s WHERE id = %s",
                [replica.wanted, replica.changed_at, self.ids[key]],
            )

    def assert_same(self, pure):
        rows = self.env["marketplace.offer"]._rows_sent(self.account, list(self.ids))
        for row in rows:
            self.assertEqual(replica_of(row, "stock"), pure[row["external_id"]], f"offer {row['external_id']}")

    def test_want_in_sql_is_want(self):
        values = {key: self.chance.choice([None, 0, 1, 2]) for key in self.ids}
        for key, replica in self.before.items():
            replica.want(values[key], CHANGED)
        self.env.cr.execute(
            set_wanted(
                "stock",
                SQL(
                    "SELECT * FROM unnest(%s::int[], %s::int[], %s::timestamp[]) AS t(id, value, changed_at)",
                    [self.ids[key] for key in values],
                    list(values.values()),
                    [CHANGED] * len(values),
                ),
            )
        )
        self.assert_same(self.before)

    def test_void_in_sql_is_void(self):
        self.env["marketplace.offer"]._void_stock(self.account, list(self.ids))
        rows = self.env["marketplace.offer"]._rows_sent(self.account, list(self.ids))
        for row in rows:
            pure = self.before[row["external_id"]]
            pure.void(row["stock_changed_at"])
        self.assert_same(self.before)
