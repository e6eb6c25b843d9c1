from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.errors import AuthFailed
from .order_common import goods
from .ship_common import ShipCase


@tagged("post_install", "-at_install")
class TestOneAwbOnly(ShipCase):
    """Whatever happens between Odoo and the platform, an AWB is made once."""

    # ---- once ----

    def test_G7_a_second_click_makes_no_second_awb(self):
        first = self.order._ship()
        self.assertEqual(self.order._ship(), first)
        self.run_engine()
        self.assertEqual(self.order._ship(), first)
        self.order.sale_order_id.action_marketplace_ship()
        self.run_engine()
        self.assertEqual(len(self.platform.shipments), 1)

    def test_one_more_awb_only_when_it_is_said(self):
        self.ship()
        second = self.ship(again=True)
        self.assertEqual((second.key, second.number), ("900-2", "AWB000002"))
        self.assertEqual(self.picking.carrier_tracking_ref, "AWB000001,AWB000002")

    def test_two_people_at_once_cannot_ask_twice(self):
        first = self.order._ship()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            first.copy({"key": first.key})

    def test_an_awb_laid_aside_serves_again_when_the_order_is_alive_again(self):
        shipment = self.ship()
        shipment.state = "dropped"
        self.assertEqual(self.ship(), shipment)
        self.assertEqual((shipment.state, len(self.platform.shipments)), ("made", 1))

    # ---- whatever happens on the wire ----

    def test_G7_that_nothing_came_of_it_yet_proves_nothing_within_the_first_minute(self):
        self.fault("create_shipment", "lost")
        shipment = self.order._ship()
        self.run_engine(settling=60)
        self.due()
        self.run_engine(settling=60)
        self.assertEqual((shipment.state, self.platform.calls.count("create_shipment")), ("unclear", 1))
        shipment.command_ids.sent_at -= timedelta(seconds=61)
        self.due()
        self.run_engine(settling=60)
        self.assertEqual((shipment.state, len(self.platform.shipments)), ("made", 1))

    def test_G7_beside_another_awb_nobody_can_tell_what_a_lost_answer_was(self):
        self.ship()
        self.fault("create_shipment", "lost")
        second = self.ship(again=True)
        self.due()
        self.run_engine()
        self.assertEqual((second.state, self.platform.calls.count("create_shipment")), ("unclear", 2))
        self.assertIn("another AWB", second.error)

    def test_G7_a_platform_that_is_down_is_asked_later(self):
        self.fault("create_shipment", "down")
        shipment = self.ship()
        self.assertEqual((shipment.state, shipment.command_ids.state), ("asked", "pending"))
        self.due()
        self.run_engine()
        self.assertEqual((shipment.state, len(self.platform.shipments)), ("made", 1))

    def test_G7_an_answer_that_was_cut_off_is_found_again(self):
        self.fault("create_shipment", "cut")
        shipment = self.ship()
        self.assertEqual((shipment.state, shipment.command_ids.state), ("unclear", "unknown"))
        self.due()
        self.run_engine()
        self.assertEqual((shipment.state, shipment.number, len(self.platform.shipments)), ("made", "AWB000001", 1))
        self.assertEqual(self.platform.calls.count("create_shipment"), 1)

    def test_G7_a_request_that_was_lost_on_the_way_is_made_again(self):
        self.fault("create_shipment", "lost")
        shipment = self.ship()
        self.assertEqual(shipment.state, "unclear")
        self.due()
        self.run_engine()
        self.assertEqual((shipment.state, len(self.platform.shipments)), ("made", 1))

    def test_G7_a_process_that_dies_in_between_makes_no_second_awb(self):
        self.fault("create_shipment", "cut")
        shipment = self.ship()
        shipment.command_ids.write({"state": "sending", "retry_at": False})
        shipment.state = "asked"
        self.run_engine()
        self.assertEqual((shipment.state, len(self.platform.shipments)), ("made", 1))

    def test_G7_credentials_that_fail_lose_nothing(self):
        self.fault("create_shipment", AuthFailed("wrong password"))
        shipment = self.ship()
        self.assertEqual(self.account.state, "paused")
        self.account.action_resume()
        self.due()
        self.run_engine()
        self.assertEqual((shipment.state, len(self.platform.shipments)), ("made", 1))

    # ---- what nobody can tell ----

    def unclear(self):
        """The AWB was made, and neither its answer nor a search tells its number."""
        self.platform.can_find = False
        self.fault("create_shipment", "cut")
        shipment = self.ship()
        self.due()
        self.run_engine()
        self.assertEqual(shipment.state, "unclear")
        return shipment

    def test_G7_what_nobody_can_tell_is_never_asked_for_again(self):
        shipment = self.unclear()
        for _round in range(3):
            self.due()
            self.run_engine()
        self.assertEqual((shipment.state, self.platform.calls.count("create_shipment")), ("unclear", 1))
        self.assertEqual(self.order._ship(), shipment)
        problem = self.env["marketplace.problem"].search(
            [("kind", "=", "shipment"), ("account_id", "=", self.account.id)]
        )
        self.assertIn("its number is not known", problem.text)
        self.assertEqual(problem.action_open()["res_id"], shipment.id)

    def test_G7_a_person_names_the_reservation_and_the_engine_reads_it(self):
        shipment = self.unclear()
        calls = len(self.platform.calls)
        self.env["marketplace.identify"].create({"shipment_id": shipment.id, "ref": " R1 "}).action_identify()
        self.assertEqual(len(self.platform.calls), calls, "a click calls nobody")
        self.run_engine()
        self.assertEqual((shipment.state, shipment.number, shipment.ref), ("made", "AWB000001", "R1"))
        self.assertTrue(shipment.has_label)

    def test_a_wrong_reservation_is_not_believed(self):
        self.ship(self.taken_over(goods("2", "10.00"), key="908"))
        shipment = self.unclear()
        for ref, words in (("R1", "order 908"), ("R77", "knows no AWB")):
            self.env["marketplace.identify"].create({"shipment_id": shipment.id, "ref": ref}).action_identify()
            self.run_engine()
            self.assertEqual((shipment.state, shipment.known_ref), ("unclear", False))
            self.assertIn(words, shipment.error)

    def test_a_mere_number_is_believed_and_completed_by_the_platform_s_hint(self):
        shipment = self.unclear()
        self.env["marketplace.identify"].create({"shipment_id": shipment.id, "number": "AWB000001"}).action_identify()
        self.assertEqual((shipment.state, self.picking.carrier_tracking_ref), ("made", "AWB000001"))
        self.assertEqual(shipment.command_ids.state, "done")
        self.env["marketplace.shipment"]._hinted(self.account, "R1")
        self.run_engine()
        self.assertEqual((shipment.ref, shipment.has_label), ("R1", True))

    def test_G7_the_platform_s_hint_names_the_awb_whose_answer_was_lost(self):
        shipment = self.unclear()
        self.assertIn("may be", self.env["marketplace.shipment"]._hinted(self.account, "R1"))
        self.run_engine()
        self.assertEqual((shipment.state, shipment.ref, shipment.command_ids.state), ("made", "R1", "done"))

    def test_a_hint_of_another_order_s_awb_is_left_alone(self):
        other = self.taken_over(goods("2", "10.00"), key="909")
        shipment = self.unclear()
        asked, state = self.platform.shipments.pop("R1")
        self.platform.shipments["R9"] = asked, type(state)("R9", "AWB9", other.external_id)
        self.env["marketplace.shipment"]._hinted(self.account, "R9")
        self.run_engine()
        self.assertEqual((shipment.state, shipment.ref), ("unclear", False))

    def test_a_person_says_that_it_was_not_made(self):
        shipment = self.unclear()
        self.platform.shipments.clear()
        shipment.action_not_made()
        self.run_engine()
        self.assertEqual((shipment.state, len(self.platform.shipments)), ("made", 1))
        with self.assertRaises(UserError):
            shipment.action_not_made()

    def test_giving_up_asks_nobody_any_more(self):
        shipment = self.order._ship()
        shipment.action_drop()
        self.run_engine()
        self.assertEqual((shipment.state, self.platform.calls), ("dropped", []))
        self.assertEqual(self.ship().key, "900-2")

    def test_dropping_the_command_gives_the_awb_up(self):
        shipment = self.order._ship()
        shipment.command_ids.action_drop()
        self.assertEqual(shipment.state, "dropped")
        self.assertNotEqual(self.order._ship(), shipment)

    def test_an_order_cancelled_meanwhile_gets_no_awb(self):
        shipment = self.order._ship()
        self.order.status = "cancelled"
        self.run_engine()
        self.assertEqual((shipment.state, self.platform.shipments), ("refused", {}))
        problems = self.env["marketplace.problem"].search([("account_id", "=", self.account.id)])
        self.assertNotIn("shipment", problems.mapped("kind"))
