from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.fields import Datetime
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..lib.sms import parts
from ..lib.types import OrderStatus
from ..models.alert import EVENTS
from .common import FakeProvider
from .order_common import OrderCase, goods, order


@tagged("post_install", "-at_install")
class TestAlert(OrderCase):
    """Customers are told what happens to their orders, once each (G25–G28)."""

    def setUp(self):
        super().setUp()
        self.record = self.apply(order(goods("1", 10)))
        self.sale = self.record.sale_order_id
        self.sale.partner_id.email = "ana@shop.test"

    def alert(self, event, channel="sms"):
        return self.account.alert_ids.filtered(lambda a: a.event == event and a.channel == channel)

    def switch_on(self, *events, channel="sms"):
        for event in events:
            self.alert(event, channel).enabled = True
            self.alert(event, channel).since = Datetime.now() - timedelta(days=10)

    def tell(self):
        return self.env["marketplace.alert"]._tell_next(self.account)

    def told(self, record=None):
        return (record or self.record).alert_ids.sorted("id")

    def ship(self, **vals):
        vals = {"account_id": self.account.id, "order_id": self.record.id, "state": "made", "number": "4EMG1"} | vals
        return self.env["marketplace.shipment"].create({"made_at": Datetime.now(), "courier_name": "Sameday"} | vals)

    # ---- what there is ----

    def test_G25_each_account_lists_every_message_and_all_are_off(self):
        alerts = self.account.alert_ids
        self.assertEqual(len(alerts), 2 * len(EVENTS))
        self.assertFalse(any(alerts.mapped("enabled")))
        self.assertTrue(all(alert._template for alert in alerts))
        self.env["marketplace.alert"]._complete()
        self.assertEqual(self.account.alert_ids, alerts)

    def test_G25_nothing_is_written_while_it_is_off(self):
        self.record._acknowledged()
        self.assertFalse(self.tell())
        self.assertFalse(self.told())

    # ---- the seven events ----

    def test_G28_taken_over_awb_and_invoice_are_told_by_text_message(self):
        self.switch_on("taken_over", "awb", "invoiced")
        self.record._acknowledged()
        self.ship()
        self.invoice(self.sale)
        self.assertEqual(self.tell(), 3)
        self.assertEqual(set(self.told().mapped("event")), {"taken_over", "awb", "invoiced"})
        texts = {told.event: told.sms_id.body for told in self.told()}
        self.assertIn("391982964", texts["taken_over"])
        self.assertIn("4EMG1", texts["awb"])
        self.assertTrue(all(told.sms_id.state == "outgoing" for told in self.told()))
        self.assertEqual(set(self.told().sms_id.mapped("number")), {"+40720000000"})

    def test_G25_shipped_is_told_by_email_in_the_queue(self):
        self.switch_on("shipped", channel="email")
        self.assertFalse(self.tell())
        self.deliver(self.sale)
        self.assertEqual(self.tell(), 1)
        mail = self.told().mail_id
        self.assertEqual((mail.state, mail.email_to), ("outgoing", "ana@shop.test"))
        self.assertIn("391982964", mail.subject)
        self.assertIn(mail.mail_message_id, self.sale.message_ids)
        self.assertEqual(self.told().state, "queued")

    def test_G25_the_order_is_called_by_the_number_that_the_customer_knows(self):
        self.sale.marketplace_order_id.number = "10654400001"
        self.switch_on("shipped", channel="email")
        self.deliver(self.sale)
        self.tell()
        mail = self.told().mail_id
        self.assertIn("10654400001", mail.subject)
        self.assertIn("<strong>10654400001</strong>", mail.body_html)

    def test_G27_delivered_is_told_when_the_courier_says_so(self):
        self.switch_on("delivered")
        shipment = self.ship()
        self.assertFalse(self.tell())
        shipment.delivered_at = Datetime.now()
        self.assertEqual(self.tell(), 1)

    def test_G27_a_parcel_from_the_customer_is_not_his_delivery(self):
        self.switch_on("awb", "delivered")
        self.ship(direction="back", delivered_at=Datetime.now())
        self.assertFalse(self.tell())

    def test_G26_delayed_is_told_while_it_is_not_shipped(self):
        self.switch_on("delayed")
        self.record.ship_by = Datetime.now() + timedelta(hours=1)
        self.assertFalse(self.tell())
        self.record.ship_by = Datetime.now() - timedelta(minutes=1)
        self.assertEqual(self.tell(), 1)

    def test_G26_what_left_in_time_is_not_delayed(self):
        self.switch_on("delayed")
        self.deliver(self.sale)
        self.record.ship_by = Datetime.now() - timedelta(minutes=1)
        self.assertFalse(self.tell())

    def test_G26_a_cancelled_order_is_told_as_that_only(self):
        self.switch_on("taken_over", "cancelled", "delayed")
        self.record._acknowledged()
        self.record.ship_by = Datetime.now() - timedelta(minutes=1)
        self.apply(order(goods("1", 10), status=OrderStatus.CANCELLED))
        self.record.cancelled_at = Datetime.now()
        self.assertEqual(self.tell(), 1)
        self.assertEqual(self.told().event, "cancelled")

    # ---- once each ----

    def test_G28_each_is_told_once(self):
        self.switch_on("taken_over")
        self.record._acknowledged()
        self.assertEqual([self.tell(), self.tell()], [1, 0])
        self.record.acknowledged_at = Datetime.now()
        self.assertFalse(self.tell())

    def test_G28_two_processes_cannot_write_the_same_twice(self):
        self.switch_on("taken_over")
        self.record._acknowledged()
        self.tell()
        messages = self.env["sms.sms"].search_count([])
        self.alert("taken_over")._tell(self.record)
        self.assertEqual(self.env["sms.sms"].search_count([]), messages)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["marketplace.alert.sent"].create(
                {"order_id": self.record.id, "event": "taken_over", "channel": "sms"}
            )

    def test_G28_when_the_process_dies_neither_message_nor_row_is_left(self):
        self.switch_on("taken_over")
        self.record._acknowledged()
        self.env.flush_all()
        queued = self.env["sms.sms"].search_count([])
        point = self.cr.savepoint()
        self.tell()
        self.assertGreater(self.env["sms.sms"].search_count([]), queued)
        point.rollback()
        self.env.invalidate_all()
        self.assertEqual(self.env["sms.sms"].search_count([]), queued)
        self.assertFalse(self.told())
        self.assertEqual(self.tell(), 1)

    def test_G28_what_happened_before_it_was_switched_on_is_not_told(self):
        self.record._acknowledged()
        self.record.acknowledged_at = Datetime.now() - timedelta(minutes=5)
        self.alert("taken_over").enabled = True
        self.assertFalse(self.tell())

    def test_G28_what_is_long_past_is_written_down_and_not_sent(self):
        self.switch_on("taken_over")
        self.record._acknowledged()
        self.record.acknowledged_at = Datetime.now() - timedelta(days=4)
        self.assertEqual(self.tell(), 1)
        self.assertTrue(self.told().note)
        self.assertFalse(self.told().sms_id)
        self.assertEqual(self.told().state, "not_sent")

    def test_G28_a_broken_template_stops_nobody_elses_message(self):
        self.switch_on("taken_over", "awb")
        for lang in ("en_US", "ro_RO"):
            self.alert("taken_over").sms_template_id.with_context(lang=lang).body = "{{ object.nothing_like_this }}"
        self.record._acknowledged()
        self.ship()
        with mute_logger("odoo.addons.mail.models.mail_render_mixin", "odoo.addons.marketplace_base.models.alert_sent"):
            self.assertEqual(self.tell(), 2)
        states = {told.event: told.state for told in self.told()}
        self.assertEqual(states, {"taken_over": "not_sent", "awb": "queued"})

    def test_G28_what_was_not_sent_is_tried_again(self):
        self.switch_on("taken_over")
        self.record.customer_phone = False
        self.sale.partner_id.phone = False
        self.record._acknowledged()
        self.tell()
        self.assertTrue(self.told().note)
        self.record.customer_phone = "0722 333 444"
        self.told().action_again()
        self.assertEqual(self.tell(), 1)
        self.assertEqual(self.told().sent_to, "+40722333444")

    # ---- who is not written to ----

    def test_G26_where_the_platform_forbids_it_nothing_is_written(self):
        self.switch_on("taken_over")
        self.record._acknowledged()
        with patch.object(FakeProvider, "contact", frozenset({"email"})):
            self.env.invalidate_all()
            self.assertFalse(self.tell())
            with self.assertRaises(ValidationError):
                self.alert("awb").enabled = True

    def test_G26_nothing_is_written_about_what_the_platform_ships(self):
        self.switch_on("taken_over")
        self.record.by_platform = True
        self.record._acknowledged()
        self.assertFalse(self.tell())
        self.record.by_platform = False
        self.assertEqual(self.tell(), 1)

    def test_G26_who_does_not_want_it_gets_none(self):
        self.switch_on("taken_over")
        self.switch_on("taken_over", channel="email")
        self.env["phone.blacklist"].create({"number": "+40720000000"})
        self.env["mail.blacklist"].create({"email": "ana@shop.test"})
        self.record._acknowledged()
        self.assertEqual(self.tell(), 2)
        self.assertEqual(set(self.told().mapped("state")), {"not_sent"})

    def test_G26_a_fixed_line_gets_no_text_message(self):
        self.switch_on("taken_over")
        self.record.customer_phone = "021 312 34 56"
        self.sale.partner_id.phone = False
        self.record._acknowledged()
        self.tell()
        self.assertIn("021 312 34 56", self.told().note)

    # ---- how it reads ----

    def test_G28_every_text_message_fits_into_one(self):
        self.env["res.lang"]._activate_lang("ro_RO")
        self.env.company.name = "Magazinul de Țoale și Încălțăminte SRL"
        self.ship(number="4EMGLN012345678901", courier_name="Sameday Courier")
        self.invoice(self.sale)
        for lang in ("en_US", "ro_RO"):
            self.sale.partner_id.lang = lang
            for event, _label in EVENTS:
                text = self.alert(event)._text_for(self.record)
                self.assertEqual(parts(text), 1, f"{event} {lang}: {text}")
                self.assertLessEqual(len(text), 160)

    def test_G28_it_is_written_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("ro_RO")
        template = self.alert("taken_over").sms_template_id
        template.with_context(lang="ro_RO").body = "Comanda {{ object.external_id }} e preluată. Mulțumim!"
        self.sale.partner_id.lang = "en_US"
        self.assertIn("preparing", self.alert("taken_over")._text_for(self.record))
        self.sale.partner_id.lang = "ro_RO"
        self.assertEqual(self.alert("taken_over")._text_for(self.record), "Comanda 391982964 e preluata. Multumim!")

    def test_G25_the_form_shows_how_it_reads_and_sends_it_to_oneself(self):
        for channel in ("email", "sms"):
            form = Form(self.alert("shipped", channel))
            self.assertIn("391982964", str(form.preview_body))
        manager = new_test_user(
            self.env, "alert_manager", groups="marketplace_base.group_manager", email="me@shop.test", phone="0733000111"
        )
        self.alert("shipped").with_user(manager).action_send_to_me()
        self.alert("shipped", "email").with_user(manager).action_send_to_me()
        self.assertTrue(self.env["sms.sms"].search([("number", "=", "+40733000111")]))
        self.assertTrue(self.env["mail.mail"].search([("email_to", "=", "me@shop.test")]))
        self.assertFalse(self.told())

    def test_G26_delivery_state_is_that_of_the_provider(self):
        self.switch_on("taken_over")
        self.record._acknowledged()
        self.tell()
        told = self.told()
        self.assertEqual(told.state, "queued")
        told.message_id.notification_ids.notification_status = "sent"
        self.assertEqual(told.state, "delivered")
        told.message_id.notification_ids.write({"notification_status": "exception", "failure_type": "sms_credit"})
        self.assertEqual(told.state, "failed")
        self.assertTrue(told.failure)

    # ---- the lane ----

    def test_G28_the_engine_tells_by_itself(self):
        self.switch_on("taken_over")
        self.record._acknowledged()
        self.run_engine()
        self.assertEqual(self.told().state, "queued")
