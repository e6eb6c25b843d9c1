from ast import literal_eval
from datetime import datetime
from unittest.mock import patch

from lxml import etree

from odoo.tests import tagged

from ..models import order_deadline
from .order_common import OrderCase, goods, order

NOW = datetime(2026, 2, 10, 12, 0)  # 14:00 in Bucharest


@tagged("post_install", "-at_install")
class TestDeadline(OrderCase):
    """What is due first is shipped first, and nothing becomes late unnoticed."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(order_deadline, "utcnow", lambda: NOW))
        self.env.company.partner_id.tz = "Europe/Bucharest"
        self.orders = self.env["marketplace.order"]

    def due(self, key, ship_by, **vals):
        record = self.apply(order(goods("1", "9.00", 0.1), key=key))
        record.write({"ship_by": ship_by} | vals)
        return record

    def test_late_at_risk_today_and_in_time(self):
        moments = {
            "2026-02-10 11:59:59": "late",
            "2026-02-10 15:59:00": "soon",
            "2026-02-10 16:01:00": "today",
            "2026-02-10 21:59:00": "today",
            "2026-02-10 22:01:00": "ok",  # already tomorrow in Bucharest
            False: "ok",
        }
        records = {self.due(str(n), moment): state for n, (moment, state) in enumerate(moments.items())}
        self.assertEqual([record.deadline_state for record in records], list(records.values()))
        for state in ("late", "soon", "today", "ok"):
            found = self.orders.search([("deadline_state", "=", state), ("account_id", "=", self.account.id)])
            self.assertEqual(set(found), {record for record in records if records[record] == state}, state)

    def test_what_is_shipped_cancelled_or_not_ours_to_ship_is_never_late(self):
        for key, vals in (("1", {"status": "shipped"}), ("2", {"status": "cancelled"}), ("3", {"by_platform": True})):
            self.assertEqual(self.due(key, "2026-02-09 10:00:00", **vals).deadline_state, "done")
        self.assertEqual(self.account.to_ship_count, 0)

    def test_each_account_has_its_own_hours_and_company_its_own_day(self):
        record = self.due("1", "2026-02-10 19:00:00")
        self.assertEqual(record.deadline_state, "today")
        self.account.risk_hours = 8
        self.assertEqual(record.deadline_state, "soon")
        self.account.risk_hours = 0
        self.env.company.partner_id.tz = "Asia/Tokyo"  # 21:00 there; the deadline is at 4:00 of the next day
        self.env.invalidate_all()
        self.assertEqual(record.deadline_state, "ok")

    def test_the_counters_open_what_they_count(self):
        late = self.due("1", "2026-02-10 10:00:00")
        soon = self.due("2", "2026-02-10 13:00:00")
        self.due("3", "2026-02-12 13:00:00")
        counted = self.account.to_ship_count, self.account.at_risk_count, self.account.late_count
        self.assertEqual(counted, (3, 1, 1))
        action = self.account.with_context(show="late").action_to_ship()
        self.assertTrue(action["context"]["search_default_late"])
        self.assertEqual(len(self.orders.search(action["domain"])), 3)
        for name, record in (("late", late), ("at_risk", soon)):
            [domain] = [
                node.get("domain") for node in self.search_nodes(action["res_model"]) if node.get("name") == name
            ]
            self.assertEqual(self.orders.search([*action["domain"], *literal_eval(domain)]), record)

    def search_nodes(self, model):
        views = self.env[model].get_views([(False, "search")])["views"]
        return etree.fromstring(views["search"]["arch"]).iter("filter")

    def test_the_pickers_start_page_begins_with_what_is_due_first(self):
        self.due("1", "2026-02-12 10:00:00")
        self.due("2", False)
        self.due("3", "2026-02-10 10:00:00")
        self.assertEqual(self.listed(), ["3", "1", "2"])

    def listed(self):
        """The numbers in the order in which the page lists them."""
        action = self.env.ref("marketplace_base.action_to_ship")
        arch = self.orders.get_view(action.views[0][0], "list")["arch"]
        found = self.orders.search(
            [*literal_eval(action.domain), ("account_id", "=", self.account.id)],
            order=etree.fromstring(arch).get("default_order"),
        )
        return found.mapped("external_id")

    def test_sales_and_transfers_say_it_too(self):
        record = self.due("1", "2026-02-10 10:00:00")
        for found in (record.sale_order_id, record.sale_order_id.picking_ids):
            self.assertEqual(found.marketplace_deadline_state, "late")
            self.assertIn(found, found.search([("marketplace_deadline_state", "=", "late")]))

    def test_hours_are_not_negative(self):
        with self.assertRaisesRegex(Exception, "negative"):
            self.account.risk_hours = -1
