from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools.pdf import PdfFileReader

from ..lib.errors import Rejected
from ..lib.fulfilment import Progress
from ..lib.types import OrderStatus
from ..models.shipment_follow import LOOKS
from .order_common import goods, order
from .ship_common import PDF_START, ShipCase


@tagged("post_install", "-at_install")
class TestFollowing(ShipCase):
    def followed(self, shipment, code, progress=None, text=""):
        """The courier says something, and it is the parcel's turn to be asked about."""
        self.platform.move(shipment.ref, code, progress, text)
        self.due()
        self.run_engine()

    # ---- labels ----

    def test_G7_the_label_is_there_right_after_the_awb(self):
        shipment = self.ship()
        self.assertEqual((shipment.label_wanted, shipment.label_ids.mimetype), (False, "application/pdf"))
        self.assertTrue(shipment.label_ids.raw.startswith(PDF_START))
        self.assertEqual(shipment.action_print_labels()["url"], f"/marketplace/labels/{shipment.id}")

    def test_printing_again_calls_nobody(self):
        shipment = self.ship()
        calls = len(self.platform.calls)
        shipment.action_print_labels()
        self.order.action_print_labels()
        self.assertEqual(len(self.platform.calls), calls)

    def test_many_labels_are_one_file(self):
        first, second = self.ship(), self.ship(self.taken_over(goods("2", "10.00"), key="901"))
        content, mimetype, _name = (first | second)._printed()
        self.assertEqual((len(PdfFileReader(BytesIO(content)).pages), mimetype), (2, "application/pdf"))

    def test_another_format_comes_in_a_moment(self):
        shipment = self.ship()
        told = shipment.with_context(label_format="ZPL").action_print_labels()
        self.assertIn("in a moment", told["params"]["message"])
        self.assertEqual(self.platform.calls.count("fetch_labels"), 1, "a click calls nobody")
        self.run_engine()
        content, mimetype, name = shipment._printed("ZPL")
        self.assertEqual((content, mimetype, name), (b"^XA^XZ", "application/octet-stream", "AWB000001.zpl"))
        self.assertTrue(shipment._printed()[0].startswith(PDF_START), "the usual one is kept")

    def test_the_account_s_format_is_fetched(self):
        self.account.label_format = "ZPL"
        self.assertEqual(self.ship().label_ids.mapped("description"), ["ZPL"])
        self.account.label_format = "A5"
        self.assertEqual(self.account._label_format(), "A6", "the platform prints no A5")

    def test_a_label_that_is_not_ready_is_asked_for_again(self):
        self.fault("fetch_labels", Rejected("not ready"))
        shipment = self.ship()
        self.assertEqual((shipment.state, shipment.label_error, shipment.label_wanted), ("made", "not ready", "A6"))
        self.due()
        self.run_engine()
        self.assertEqual((bool(shipment.label_ids), shipment.label_error), (True, False))

    def test_a_platform_that_is_down_loses_no_label(self):
        self.fault("fetch_labels", "down")
        shipment = self.ship()
        self.assertEqual((shipment.state, shipment.label_wanted), ("made", "A6"))
        self.due()
        self.run_engine()
        self.assertTrue(shipment.label_ids)

    def test_a_label_that_is_due_is_waited_for_while_its_lane_rests(self):
        """A run that begins while the platform is being left alone stays for the end of the rest."""
        self.fault("fetch_labels", "down")
        shipment = self.ship()
        self.account._flow("shipments").paused_until = Datetime.now() + timedelta(seconds=1)
        self.run_engine(linger=5.0)
        self.assertTrue(shipment.label_ids)

    def test_an_order_without_an_awb_has_nothing_to_print(self):
        with self.assertRaisesRegex(UserError, "no AWB yet"):
            self.order._ship().action_print_labels()

    # ---- on its way ----

    def test_G27_it_is_followed_to_its_end(self):
        shipment = self.ship()
        self.assertFalse(shipment.scanned_at or shipment._is_handed_over())
        self.followed(shipment, "PCK", Progress.PICKED_UP)
        self.assertEqual(shipment.progress, "picked_up")
        self.assertTrue(shipment.scanned_at and shipment._is_handed_over())
        self.followed(shipment, "DLV", Progress.DELIVERED, "Delivered to Ana")
        self.assertEqual((shipment.progress, shipment.status_text), ("delivered", "Delivered to Ana"))
        self.assertTrue(shipment.delivered_at)
        self.assertFalse(shipment.follow_at, "nobody asks about it any more")

    def test_G27_a_code_nobody_knows_changes_nothing_and_is_listed(self):
        shipment = self.ship()
        self.followed(shipment, "PCK", Progress.PICKED_UP)
        self.followed(shipment, "XYZ", None, "Something happened")
        self.assertEqual((shipment.progress, shipment.status_code), ("picked_up", "XYZ"))
        mapping = self.env["marketplace.mapping"].search([("kind", "=", "shipment"), ("key", "=", "XYZ")])
        self.assertEqual((mapping.words, mapping.progress), ("Something happened", False))

    def test_G27_a_person_says_what_a_code_means(self):
        shipment = self.ship()
        self.followed(shipment, "LOCK", Progress.DELIVERED)
        other = self.ship(self.taken_over(goods("2", "10.00"), key="901"))
        mapping = self.env["marketplace.mapping"].search([("kind", "=", "shipment"), ("key", "=", "LOCK")])
        self.assertEqual(mapping.progress, "delivered", "as the connector understands it")
        mapping.progress = "ready_for_pickup"
        self.followed(other, "LOCK", Progress.DELIVERED)
        self.assertEqual((shipment.progress, other.progress), ("delivered", "ready_for_pickup"))

    def test_G27_a_refused_parcel_comes_back(self):
        shipment = self.ship()
        self.followed(shipment, "REF", Progress.REFUSED)
        self.followed(shipment, "INT", Progress.IN_TRANSIT)
        self.assertEqual(shipment.progress, "refused", "it is on its way back")
        self.followed(shipment, "RET", Progress.RETURNED)
        self.assertEqual((shipment.progress, shipment.follow_at), ("returned", False))

    # ---- politely ----

    def test_nothing_is_asked_before_its_time(self):
        self.ship()
        looks = self.platform.calls.count("fetch_shipment")
        self.run_engine()
        self.assertEqual(self.platform.calls.count("fetch_shipment"), looks)

    def test_only_so_many_are_asked_about_in_a_minute(self):
        for number in range(3):
            self.ship(self.taken_over(goods("1", "10.00"), key=f"91{number}"))
        now = datetime.now(UTC).timestamp()
        self.due()
        self.account._flow("shipments").cursor = {"looks": [now] * (LOOKS - 1)}
        before = self.platform.calls.count("fetch_shipment")
        self.run_engine()
        self.assertEqual(self.platform.calls.count("fetch_shipment"), before + 1)

    def test_G27_what_the_platform_says_moved_is_looked_at_first(self):
        shipment = self.ship()
        self.platform.move("R1", "DLV", Progress.DELIVERED)
        self.account._flow("shipments").cursor = {"looks": [datetime.now(UTC).timestamp()] * LOOKS}
        for key in ("R1", "AWB000001", "AWB000001001"):
            self.assertIn("soon", self.env["marketplace.shipment"]._hinted(self.account, key))
        self.assertIn("unknown", self.env["marketplace.shipment"]._hinted(self.account, "R5"))
        self.run_engine()
        self.assertEqual(shipment.progress, "delivered")

    def test_G27_a_parcel_is_looked_at_as_soon_as_its_order_moves(self):
        shipment = self.ship()
        self.platform.move(shipment.ref, "INT", Progress.IN_TRANSIT)
        moved = order(goods("1", "100.00", 2), key="900", status=OrderStatus.SHIPPED, status_label="Shipped")
        self.order._update(moved)
        self.run_engine()
        self.assertEqual(shipment.progress, "in_transit")
        self.platform.move(shipment.ref, "DLV", Progress.DELIVERED)
        self.order._update(moved)
        self.run_engine()
        self.assertEqual(shipment.progress, "in_transit", "the order did not move")
        self.order._update(replace(moved, status_label="Delivered"))
        self.run_engine()
        self.assertEqual(shipment.progress, "delivered")

    def test_one_that_cannot_be_read_keeps_no_other_from_being_followed(self):
        first, second = self.ship(), self.ship(self.taken_over(goods("2", "10.00"), key="901"))
        self.platform.move("R2", "PCK", Progress.PICKED_UP)
        self.fault("fetch_shipment", Rejected("no rights"))
        self.due()
        self.run_engine()
        self.assertEqual((first.follow_error, second.progress), ("no rights", "picked_up"))
        self.assertGreater(first.follow_at, Datetime.now())
        self.platform.shipments.pop("R1")
        self.due()
        self.run_engine()
        self.assertIn("does not know", first.follow_error)

    def test_after_two_months_nobody_asks_any_more(self):
        shipment = self.ship()
        shipment.made_at = Datetime.now() - timedelta(days=61)
        self.due()
        self.run_engine()
        self.assertFalse(shipment.follow_at)

    def test_a_person_may_look_at_once(self):
        shipment = self.ship()
        self.platform.move("R1", "PCK", Progress.PICKED_UP)
        shipment.action_look()
        self.run_engine()
        self.assertEqual(shipment.progress, "picked_up")


@tagged("post_install", "-at_install")
class TestLabelAddress(ShipCase, HttpCase):
    def test_labels_are_opened_by_those_who_may_see_them(self):
        shipment = self.ship()
        url = f"/marketplace/labels/{shipment.id},999999"
        self.assertNotIn("/marketplace/labels", self.url_open(url).url, "a stranger has to log in")
        new_test_user(self.env, "label_picker", groups="base.group_user,marketplace_base.group_picker")
        self.authenticate("label_picker", "label_picker")
        answer = self.url_open(url)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(PDF_START))
        self.assertEqual(self.url_open(f"/marketplace/labels/{shipment.id}?form=A4").status_code, 404)
