from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AFTER, BEFORE, NEXT_DAY, PurchaseCase, goods


class Died(BaseException):
    """The process was killed."""


@tagged("post_install", "-at_install")
class TestSupplierOrder(PurchaseCase):
    """G24: at the day's end each supplier gets one purchase order over all accounts."""

    def setUp(self):
        super().setUp()
        self.sells(self.alfa, self.hat, 3.0)
        self.sells(self.beta, self.boots, 4.0)

    def test_G24_two_accounts_and_one_supplier_make_one_purchase_order(self):
        second = self.second_account()
        self.make_offer("2", self.hat, second)
        for account in (self.account, second):
            self.switch_on(account)
        first = self.lack("A", goods("2", "5.00", 3))
        other = self.lack("B", goods("2", "5.00", 4), account=second)
        self.run_at(BEFORE)
        self.assertFalse(self.purchases())
        self.run_at(AFTER)
        self.run_at(AFTER, second)
        purchase = self.purchases()
        self.assertEqual((len(purchase), purchase.partner_id, purchase.state), (1, self.alfa, "purchase"))
        line = purchase.order_line
        self.assertEqual((line.product_id, line.product_qty, line.price_unit), (self.hat, 6.0, 3.0))
        for record in (first, other):
            self.assertIn(record.sale_order_id.name, purchase.origin)
            self.assertEqual((self.row(record).missing, self.row(record).state), (0.0, "ordered"))
            self.assertEqual(self.row(record).purchase_line_ids, line)

    def test_G24_each_supplier_gets_his_own(self):
        self.switch_on()
        self.lack("A", goods("2", "5.00", 3), goods("1", "5.00", 7))
        self.run_at(AFTER)
        self.assertEqual(self.purchases().partner_id, self.alfa | self.beta)
        self.assertEqual(len(self.purchases()), 2)

    def test_G24_a_second_run_of_the_day_orders_nothing_more(self):
        self.switch_on()
        self.lack("A", goods("2", "5.00", 3))
        self.run_at(AFTER)
        late = self.lack("B", goods("2", "5.00", 3))
        self.run_at(AFTER)
        self.assertEqual(len(self.purchases()), 1)
        self.assertEqual(self.row(late).state, "todo")
        self.run_at(NEXT_DAY)
        self.assertEqual(self.purchases().mapped("order_line.product_qty"), [2.0, 3.0])

    def test_G24_the_database_itself_refuses_a_second_one(self):
        self.switch_on()
        self.lack("A", goods("2", "5.00", 3))
        self.run_at(AFTER)
        twin = self.purchases().copy()
        self.assertFalse(twin.marketplace_day)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            twin.marketplace_day = self.purchases()[0].marketplace_day
            self.env.flush_all()

    def test_G24_after_downtime_the_missed_hour_is_made_up_for(self):
        self.switch_on()
        self.lack("A", goods("2", "5.00", 3))
        self.run_at(NEXT_DAY.replace(hour=7))  # nothing ran at yesterday's hour
        self.assertEqual(str(self.purchases().marketplace_day), "2026-02-10")

    def test_G24_the_hour_that_passed_before_it_was_switched_on_does_not_count(self):
        self.account.procure = "confirm"
        self.account.procure_since = AFTER
        self.lack("A", goods("2", "5.00", 3))
        self.run_at(AFTER)
        self.assertFalse(self.purchases())
        self.run_at(NEXT_DAY)
        self.assertEqual(len(self.purchases()), 1)

    def test_G24_off_lists_only_and_another_account_s_hour_leaves_it_alone(self):
        second = self.second_account()
        self.make_offer("2", self.hat, second)
        self.switch_on(second)
        listed = self.lack("A", goods("2", "5.00", 3))
        listed.ship_by = "2026-03-01 10:00:00"
        self.lack("B", goods("2", "5.00", 4), account=second)
        self.run_at(AFTER)
        self.run_at(AFTER, second)
        self.assertEqual(self.purchases().order_line.product_qty, 4.0)
        self.assertEqual(self.row(listed).missing, 2.0)

    def test_G24_prepare_leaves_a_request_and_a_second_day_does_not_ask_again(self):
        self.switch_on(procure="prepare")
        record = self.lack("A", goods("2", "5.00", 3))
        self.run_at(AFTER)
        self.run_at(NEXT_DAY)
        purchase = self.purchases()
        self.assertEqual((len(purchase), purchase.state, purchase.marketplace_mail), (1, "draft", False))
        purchase.button_cancel()
        self.run_at(NEXT_DAY.replace(day=12))
        self.assertEqual(len(self.purchases()), 2)
        self.assertEqual(self.row(record).purchase_line_ids, self.purchases()[1].order_line)

    def test_G24_quantities_are_raised_to_the_minimum_and_to_whole_packages(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.hat.seller_ids.write({"min_qty": 10.0})
        self.boots.seller_ids.write({"product_uom_id": dozen.id, "price": 48.0})
        self.switch_on()
        self.lack("A", goods("2", "5.00", 3), goods("1", "5.00", 18))
        self.run_at(AFTER)
        hats, boots = self.purchases().order_line.sorted(lambda line: line.product_id != self.hat)
        self.assertEqual((hats.product_qty, hats.price_unit), (10.0, 3.0))
        self.assertEqual((boots.product_qty, boots.product_uom_id, boots.price_unit), (2.0, dozen, 48.0))
        self.assertFalse(self.lists.search([("missing", ">", 0)]))

    def test_G24_what_is_left_out_is_not_ordered(self):
        self.switch_on()
        self.row(self.lack("A", goods("2", "5.00", 3))).action_exclude()
        self.run_at(AFTER)
        self.assertFalse(self.purchases())
        self.lists.search([]).action_include()
        self.run_at(NEXT_DAY)
        self.assertEqual(len(self.purchases()), 1)

    def test_G24_what_is_left_out_does_not_take_what_was_ordered_for_others(self):
        self.switch_on()
        left_out = self.lack("A", goods("2", "5.00", 3))
        self.row(left_out).action_exclude()
        record = self.lack("B", goods("2", "5.00", 3))
        self.run_at(AFTER)
        self.assertEqual(self.purchases().order_line.product_qty, 3.0)
        self.assertEqual((self.row(left_out).missing, self.row(record).missing), (2.0, 0.0))

    def test_G24_the_chosen_supplier_gets_the_order_in_his_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.sells(self.beta, self.hat, 7.0, currency_id=euro.id)
        self.switch_on()
        self.row(self.lack("A", goods("2", "5.00", 3))).supplier_id = self.beta
        self.run_at(AFTER)
        purchase = self.purchases()
        self.assertEqual((purchase.partner_id, purchase.currency_id), (self.beta, euro))
        self.assertEqual(purchase.order_line.price_unit, 7.0)

    def test_G24_a_process_that_dies_leaves_both_or_none(self):
        self.switch_on()
        record = self.lack("A", goods("2", "5.00", 3))
        died = patch.object(type(self.lists), "_propose", side_effect=Died)
        with self.assertRaises(Died), self.env.cr.savepoint(), died:
            self.lists._order_next(self.env.company, AFTER.date())
        self.env.invalidate_all()
        self.assertFalse(self.purchases())
        self.run_at(AFTER)  # what died after its commit is like a second run: nothing comes twice
        self.account.flow_ids.filtered(lambda f: f.kind == "procuring").cursor = False
        self.run_at(AFTER)
        self.assertEqual((len(self.purchases()), self.row(record).missing), (1, 0.0))

    # ---- the e-mail ----

    def test_G24_the_confirmed_order_is_e_mailed_by_purchase_s_own_template_once(self):
        self.switch_on()
        self.lack("A", goods("2", "5.00", 3))
        self.run_at(AFTER)
        self.run_at(AFTER)
        purchase = self.purchases()
        mails = self.env["mail.mail"].search([("model", "=", "purchase.order"), ("res_id", "=", purchase.id)])
        self.assertEqual((len(mails), mails.state, purchase.marketplace_mail), (1, "outgoing", "queued"))
        self.assertIn(self.alfa, mails.recipient_ids)
        self.assertIn(purchase.name, mails.subject)

    def test_G24_a_supplier_without_e_mail_is_named(self):
        self.alfa.email = False
        self.switch_on()
        self.lack("A", goods("2", "5.00", 3))
        self.run_at(AFTER)
        purchase = self.purchases()
        self.assertEqual((purchase.state, purchase.marketplace_mail), ("purchase", "by_hand"))
        self.assertIn("Alfa", purchase.marketplace_reason)
        self.assertIn(purchase.name, "".join(self.account.activity_ids.mapped("summary")))

    def test_G24_what_needs_approval_is_mailed_after_it(self):
        self.env.company.write({"po_double_validation": "two_step", "po_double_validation_amount": 1.0})
        self.switch_on()
        self.lack("A", goods("2", "5.00", 3))
        with patch.object(type(self.env["purchase.order"]), "_approval_allowed", lambda order: False):
            self.run_at(AFTER)
        purchase = self.purchases()
        self.assertEqual((purchase.state, purchase.marketplace_mail), ("to approve", "due"))
        purchase.button_approve(force=True)
        self.run_at(AFTER)
        self.assertEqual(purchase.marketplace_mail, "queued")

    def test_G24_an_order_that_cannot_be_confirmed_stays_a_request_and_says_why(self):
        self.switch_on()
        self.lack("A", goods("2", "5.00", 3))
        wrong = patch.object(type(self.env["purchase.order"]), "_confirmation_error_message", lambda order: "No budget")
        with wrong:
            self.run_at(AFTER)
        self.assertEqual((self.purchases().state, self.purchases().marketplace_reason), ("draft", "No budget"))

    # ---- at once ----

    def test_G24_order_now_orders_the_selected_rows_and_only_once(self):
        record = self.lack("A", goods("2", "5.00", 3), goods("1", "5.00", 7))
        row = self.row(record).filtered(lambda r: r.product_id == self.hat)
        action = row.action_order()
        purchase = self.purchases()
        self.assertEqual((action["res_id"], purchase.order_line.product_qty), (purchase.id, 2.0))
        self.assertEqual((purchase.state, purchase.marketplace_day), ("draft", False))
        with self.assertRaisesRegex(UserError, "ordered already"):
            row.action_order()

    # ---- the customer's order ----

    def test_G23_the_order_says_what_it_waits_for_and_the_date_follows_the_purchase_order(self):
        self.switch_on()
        record = self.lack("A", goods("2", "5.00", 3))
        self.run_at(AFTER)
        line = self.purchases().order_line
        line.date_planned = "2026-02-14 10:00:00"
        self.assertEqual(record.supplier_wait, "Waiting for supplier, expected on 02/14/2026")
        line.date_planned = "2026-02-20 10:00:00"
        self.assertEqual(record.sale_order_id.marketplace_supplier_wait, "Waiting for supplier, expected on 02/20/2026")

    def test_G23_receipt_reserves_the_most_urgent_first_and_the_order_goes_on(self):
        self.switch_on()
        second = self.lack("B", goods("2", "5.00", 3))
        first = self.lack("A", goods("2", "5.00", 3))
        first.ship_by = "2026-02-11 10:00:00"
        self.run_at(AFTER)
        no_auto = self.env["ir.config_parameter"]
        no_auto.set_param("stock.picking_no_auto_reserve", "1")
        self.receive(self.purchases(), 3)
        self.run_at(AFTER)
        self.assertEqual((first.uncovered, second.uncovered), (False, True))
        self.assertFalse(self.row(first) or first.supplier_wait)
        self.assertEqual(first.sale_order_id.picking_ids.state, "assigned")
        self.set_stock(self.hat, 9)
        self.run_at(AFTER)
        self.assertFalse(second.uncovered or second.supplier_wait)
