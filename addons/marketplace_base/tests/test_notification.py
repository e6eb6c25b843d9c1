from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..controllers import notification
from ..lib.types import Hint
from .common import FakeProvider, MarketplaceCase


def read_notification(cls, received, credentials):
    if not received.query.get("order_id", "").isdigit():
        raise ValueError("no order number")
    return [Hint("order", received.query["order_id"])]


@tagged("post_install", "-at_install")
class TestNotification(HttpCase, MarketplaceCase):
    """The one address for all platforms: verify, store, wake, answer."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(FakeProvider, "read_notification", classmethod(read_notification)))
        self.account.token = "right-token"
        notification._arrivals.clear()

    def call(self, query="order_id=7", token="right-token", account=None, data=None):
        path = f"/marketplace/notify/{account or self.account.id}/{token}/order?{query}"
        return self.url_open(path, data=data, timeout=20)

    def journal(self):
        self.env.invalidate_all()
        return self.env["marketplace.notification"].search([("account_id", "=", self.account.id)], order="id")

    def test_F1_stores_and_wakes_the_runner(self):
        self.env["ir.cron.trigger"].search([]).unlink()
        self.assertEqual(self.call().status_code, 200)
        self.assertEqual(self.journal().mapped("external_id"), ["7"])
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", self.account.cron_id.id)]))

    def test_a_wrong_secret_is_told_nothing(self):
        self.assertEqual(self.call(token="wrong").status_code, 404)
        self.assertEqual(self.call(account=999_999_999).status_code, 404)
        self.assertFalse(self.journal())

    def test_duplicates_add_nothing_while_one_waits(self):
        for _times in range(3):
            self.assertEqual(self.call().status_code, 200)
        self.assertEqual(len(self.journal()), 1)
        self.journal().state = "done"
        self.call()
        self.assertEqual(len(self.journal()), 2)

    def test_junk_is_kept_with_the_reason_and_not_repeated_by_the_platform(self):
        self.assertEqual(self.call(query="order_id=<script>").status_code, 200)
        self.assertEqual(self.call(query="", data=b"\x00\xff{").status_code, 200)
        self.assertEqual(self.journal().mapped("state"), ["junk", "junk"])
        self.assertIn("no order number", self.journal()[0].note)

    def test_a_huge_body_is_refused(self):
        answer = self.call(data=b"x" * (notification.MAX_BODY + 1))
        self.assertEqual(answer.status_code, 413)
        self.assertFalse(self.journal())

    def test_a_flood_is_stopped(self):
        with patch.object(notification, "MAX_PER_MINUTE", 3):
            answers = [self.call(query=f"order_id={number}").status_code for number in range(5)]
        self.assertEqual(answers, [200, 200, 200, 429, 429])

    def test_a_replay_looks_again(self):
        self.call()
        self.journal().state = "done"
        self.journal().action_replay()
        self.assertEqual(self.journal().state, "new")
