import itertools
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..lib.clock import utcnow
from ..lib.errors import Rejected, Unavailable
from ..lib.types import Page, RawDocument
from .common import FakeProvider, MarketplaceCase


@tagged("post_install", "-at_install")
class TestOrdersIn(MarketplaceCase):
    """Documents arrive by notification and by polling; a cursor only moves over what is stored."""

    def setUp(self):
        super().setUp()
        self.asked = []
        self.pages = {}

        def fetch_orders(provider, scan, since, until, page):
            self.asked.append((scan.name, since, until, page))
            answer = self.pages.get((scan.name, page), Page([]))
            if isinstance(answer, Exception):
                raise answer
            return answer

        self.patch(FakeProvider, "fetch_orders", fetch_orders)

    def document(self, key):
        return RawDocument("order", key, {"id": key})

    def stored(self):
        return sorted(
            self.env["marketplace.incoming"].search([("account_id", "=", self.account.id)]).mapped("external_id")
        )

    def notify(self, key):
        self.env["marketplace.notification"].create(
            {
                "account_id": self.account.id,
                "company_id": self.account.company_id.id,
                "received_at": utcnow(),
                "kind": "order",
                "external_id": key,
                "state": "new",
            }
        )

    def test_F2_every_page_is_read(self):
        self.pages = {("new", None): Page([self.document("1")], "2"), ("new", "2"): Page([self.document("2")])}
        self.run_engine()
        self.assertEqual(self.stored(), ["1", "2"])

    def test_a_failing_page_does_not_move_the_cursor(self):
        self.account.orders_since = utcnow()
        self.pages = {
            ("modified", None): Page([self.document("1")], "2"),
            ("modified", "2"): Unavailable("504"),
        }
        self.run_engine()
        self.assertEqual(self.stored(), ["1"])
        flow = self.account._flow("orders:modified")
        self.assertEqual(flow.cursor["page"], "2")
        window = [asked for asked in self.asked if asked[0] == "modified"][-1]
        self.pages["modified", "2"] = Page([self.document("2")])
        with freeze_time(utcnow() + timedelta(minutes=1)):
            self.run_engine()
        again = [asked for asked in self.asked if asked[0] == "modified" and asked[3] == "2"][1]
        self.assertEqual(again, window, "the round goes on where it stopped, over the same window")
        self.assertEqual(self.stored(), ["1", "2"])
        self.assertFalse((self.account._flow("orders:modified").cursor or {}).get("page"))

    def test_windows_overlap_and_keep_to_the_platforms_limit(self):
        self.account.orders_since = utcnow() - timedelta(days=70)
        self.run_engine()
        windows = [(since, until) for name, since, until, _page in self.asked if name == "modified"]
        self.assertGreaterEqual(len(windows), 3)
        self.assertTrue(all(until - since <= FakeProvider.max_window for since, until in windows))
        self.assertTrue(all(after[0] <= before[1] for before, after in itertools.pairwise(windows)))
        last = max(until for _since, until in windows)
        self.asked.clear()
        with freeze_time(utcnow() + timedelta(minutes=2)):
            self.run_engine()
        [since] = [since for name, since, _until, _page in self.asked if name == "modified"]
        self.assertAlmostEqual(last - since, FakeProvider.scan_overlap, delta=timedelta(seconds=1))

    def test_a_daily_look_back_finds_what_polling_missed(self):
        self.run_engine()
        self.asked.clear()
        with freeze_time(utcnow() + timedelta(days=1, minutes=5)):
            self.run_engine()
        spans = [until - since for name, since, until, _page in self.asked if name == "modified"]
        self.assertGreaterEqual(max(spans), timedelta(days=7))

    def test_F1_a_notification_fetches_the_order_itself(self):
        self.platform.documents["77"] = self.document("77")
        self.notify("77")
        self.notify("77")
        self.notify("unknown")
        self.run_engine()
        self.assertEqual(self.stored(), ["77"])
        notes = self.env["marketplace.notification"].search([("account_id", "=", self.account.id)])
        self.assertEqual(set(notes.mapped("state")), {"done"})
        self.assertEqual(set(notes.mapped("note")), {"fetched", "unknown at the platform"})

    def test_the_same_document_again_changes_nothing(self):
        self.platform.documents["77"] = self.document("77")
        self.notify("77")
        self.run_engine()
        fetched = self.env["marketplace.incoming"].search([("external_id", "=", "77")]).fetched_at
        self.notify("77")
        with freeze_time(utcnow() + timedelta(minutes=1)):
            self.run_engine()
        self.assertEqual(self.env["marketplace.incoming"].search([("external_id", "=", "77")]).fetched_at, fetched)

    def test_a_poison_document_neither_blocks_nor_gets_lost(self):
        self.pages = {("new", None): Page([self.document("1"), self.document("2")])}
        self.run_engine()
        documents = self.env["marketplace.incoming"].search([("account_id", "=", self.account.id)])
        self.assertEqual(set(documents.mapped("state")), {"error"})
        self.assertEqual(set(documents.mapped("error")), {"the order has no customer"})
        self.assertTrue(all(documents.mapped("retry_at")))
        self.assertEqual(self.account.incoming_problem_count, 2)

    def test_F1_a_storm_of_hints_is_read_together(self):
        read = []

        def fetch_orders_named(provider, keys):
            read.append(keys)
            if "bad" in keys:
                raise Rejected("one of them is no number")
            return [self.document(key) for key in keys if key != "79"]

        self.patch(FakeProvider, "orders_per_read", 3)
        self.patch(FakeProvider, "fetch_orders_named", fetch_orders_named)
        self.platform.documents |= {key: self.document(key) for key in ("79", "80", "81")}
        for key in ("77", "78", "79", "80"):
            self.notify(key)
        self.run_engine()
        self.assertEqual(read, [["77", "78", "79"]])
        self.assertEqual(self.stored(), ["77", "78", "79", "80"], "what is missing is asked for on its own")
        for key in ("bad", "81"):
            self.notify(key)
        self.run_engine()
        self.assertIn("81", self.stored(), "one that is refused keeps no other back")

    def test_D5_orders_are_not_read_before_they_are_switched_on(self):
        self.account.order_enabled = False
        self.notify("77")
        self.run_engine()
        self.assertFalse(self.asked)

    def test_a_nul_character_in_a_text_does_not_stop_the_reading(self):
        self.pages = {("new", None): Page([RawDocument("order", "1", {"id": "1", "note": "a\x00b"})])}
        self.run_engine()
        self.assertEqual(self.env["marketplace.incoming"].search([("external_id", "=", "1")]).payload["note"], "ab")

    def test_an_order_the_platform_refuses_to_show_does_not_stop_the_others(self):
        self.platform.documents["77"] = self.document("77")

        def fetch_order(provider, key):
            if key == "bad":
                raise Rejected("no rights on this order")
            return self.platform.documents.get(key)

        self.patch(FakeProvider, "fetch_order", fetch_order)
        self.notify("bad")
        self.notify("77")
        self.run_engine()
        self.assertEqual(self.stored(), ["77"])
        notes = self.env["marketplace.notification"].search([("account_id", "=", self.account.id)])
        self.assertEqual(set(notes.mapped("note")), {"fetched", "no rights on this order"})
