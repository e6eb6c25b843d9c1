from datetime import datetime
from unittest.mock import patch

from odoo.tests import new_test_user, tagged

from ..models import score
from .order_common import OrderCase

NOW = datetime(2026, 2, 12, 10, 0)  # a Thursday, noon in Bucharest


@tagged("post_install", "-at_install")
class TestScore(OrderCase):
    """G9: how the account would be judged, from what is known here, before the platform judges it."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(score, "utcnow", lambda: NOW))
        self.env.company.partner_id.tz = "Europe/Bucharest"
        self.number = 0

    def an_order(self, ship_by, finalised_at=False, awb_at=False, by="platform", **vals):
        self.number += 1
        record = self.env["marketplace.order"].create(
            {
                "account_id": self.account.id,
                "external_id": str(self.number),
                "status": "shipped" if finalised_at else "processing",
                "currency_id": self.env.company.currency_id.id,
                "placed_at": "2026-02-01 10:00:00",
                "ship_by": ship_by,
                "finalised_at": finalised_at,
            }
            | vals
        )
        if awb_at:
            self.env["marketplace.shipment"].create(
                {"account_id": self.account.id, "order_id": record.id, "state": "made", "made_at": awb_at, "by": by}
            )
        return record

    def a_return(self, answer_by, answered_at=False, **vals):
        self.number += 1
        vals = {"status": "approved" if answered_at else "new", "kind": "request"} | vals
        return self.env["marketplace.return"].create(
            {
                "account_id": self.account.id,
                "external_id": str(self.number),
                "asked_at": "2026-02-01 10:00:00",
                "answer_by": answer_by,
                "answered_at": answered_at,
            }
            | vals
        )

    def row(self, kind):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.account.score_ids.filtered(lambda r: r.kind == kind)

    def figures(self, kind):
        row = self.row(kind)
        return row.month_good, row.month_total, row.week_good, row.week_total, row.pending

    def opened(self, kind, show=None):
        action = self.row(kind).with_context(show=show).action_open()
        return self.env[action["res_model"]].search(action["domain"])

    def test_G9_handed_over_in_time_by_awb_or_by_finalising(self):
        self.an_order("2026-02-10 10:00:00", "2026-02-10 09:00:00")
        self.an_order("2026-02-10 10:00:00", "2026-02-11 09:00:00", awb_at="2026-02-10 08:00:00")
        tardy = self.an_order("2026-02-04 10:00:00", "2026-02-05 09:00:00")
        open_late = self.an_order("2026-02-11 10:00:00")
        early = self.an_order("2026-02-20 10:00:00", awb_at="2026-02-11 08:00:00")
        today = self.an_order("2026-02-12 20:00:00")
        self.an_order("2026-02-12 22:30:00")  # tomorrow in Bucharest
        self.an_order("2026-01-01 10:00:00", "2026-01-05 09:00:00")  # too long ago
        self.an_order("2026-02-10 10:00:00", "2026-02-11 09:00:00", by_platform=True)
        self.an_order("2026-02-10 10:00:00", status="cancelled")
        self.an_order("2026-02-10 10:00:00", status="shipped")  # nobody knows when
        self.assertEqual(self.figures("on_time"), (3, 5, 2, 3, 1))
        row = self.row("on_time")
        self.assertEqual((row.month_share, row.forecast_share), (60.0, 50.0))
        self.assertEqual(row.forecast, "1 due today; if missed: 50.0 %")
        self.assertEqual(self.opened("on_time", "missed"), tardy | open_late)
        self.assertEqual(self.opened("on_time", "pending"), today)
        self.assertIn(early, self.opened("on_time"))

    def test_G9_sent_by_the_platform_s_courier(self):
        self.an_order(False, "2026-02-10 09:00:00", awb_at="2026-02-10 08:00:00")
        own = self.an_order(False, "2026-02-10 09:00:00", awb_at="2026-02-10 08:00:00", by="own")
        none = self.an_order(False, "2026-02-10 09:00:00")
        self.an_order(False)
        self.assertEqual(self.figures("platform_awb"), (1, 3, 1, 3, 0))
        self.assertEqual(self.opened("platform_awb", "missed"), own | none)

    def test_G9_returns_answered_in_time(self):
        self.a_return("2026-02-10 10:00:00", "2026-02-09 10:00:00")
        late = self.a_return("2026-02-10 10:00:00", "2026-02-11 10:00:00")
        silent = self.a_return("2026-02-10 10:00:00")
        today = self.a_return("2026-02-12 15:00:00")
        self.a_return("2026-02-10 10:00:00", status="cancelled")
        self.a_return("2026-02-10 10:00:00", kind="undelivered")
        self.assertEqual(self.figures("returns"), (1, 3, 1, 3, 1))
        self.assertEqual(self.opened("returns", "missed"), late | silent)
        self.assertEqual(self.opened("returns", "pending"), today)
        self.assertEqual(self.row("returns").forecast_share, 25.0)

    def test_G9_cancelled_by_us_and_not_at_the_customer_s_wish(self):
        ours, theirs, changed = (self.an_order(False, status="cancelled") for _n in range(3))
        theirs.cancel_requested = True
        for record, kind in ((ours, "cancel"), (theirs, "cancel"), (changed, "edit")):
            command = self.env["marketplace.command"]._ask(
                self.account, "change", f"{kind}{record.id}", record, {"kind": kind}
            )
            command.state = "done"
        self.an_order(False)
        self.assertEqual(self.figures("cancelled"), (1, 4, 0, 0, 0))
        self.assertEqual(self.opened("cancelled", "missed"), ours)

    def test_G9_colours_only_where_a_target_is_set(self):
        self.an_order("2026-02-10 10:00:00", "2026-02-10 09:00:00")
        self.an_order("2026-02-12 20:00:00")
        self.assertFalse(self.row("on_time").is_missed or self.row("on_time").is_at_risk)
        self.account.score_on_time = 90
        self.assertEqual((self.row("on_time").is_missed, self.row("on_time").is_at_risk), (False, True))
        self.an_order("2026-02-10 10:00:00")
        self.assertEqual((self.row("on_time").is_missed, self.row("on_time").is_at_risk), (True, False))

    def test_G9_an_account_without_orders_has_four_empty_rows(self):
        self.assertEqual(len(self.account.score_ids), 4)
        self.assertFalse(any(self.account.score_ids.mapped("month_total")))

    def test_G9_a_user_opens_what_is_behind_a_figure(self):
        record = self.an_order("2026-02-11 10:00:00")
        user = new_test_user(self.env, "score_user", groups="base.group_user,marketplace_base.group_user")
        row = self.row("on_time").with_user(user)
        self.assertEqual(row.with_context(show="missed").action_open()["domain"], [("id", "in", record.ids)])
