from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import new_test_user, tagged

from ..lib.fulfilment import ChangeKind, DocumentKind, ReturnStatus, ShipmentState
from ..lib.types import OrderStatus
from .change_common import ChangeCase, asked_return
from .common import FakeProvider

ALL = frozenset(ChangeKind)


@tagged("post_install", "-at_install")
class TestShipmentEnd(ChangeCase):
    """Parcels of our own courier that the platform wants to be told about, more time, and parcels that a return makes."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(FakeProvider, "changes", ALL))
        self.user = new_test_user(self.env(su=False), "ender", groups="marketplace_base.group_user")
        self.platform.add_order(self.data)

    def own(self, **vals):
        return self.awb(by="own", ref=False, **vals)

    def told(self):
        return [change.kind for change in self.platform.changes]

    def as_user(self, record):
        return record.with_user(self.user).sudo(False)

    # ---- how it ended ----

    def test_G8_the_end_of_an_own_parcel_is_told_once(self):
        shipment = self.own()
        with self.assertRaisesRegex(UserError, "did not leave"):
            self.as_user(shipment).action_delivered()
        self.deliver(self.sale)
        self.says(OrderStatus.SHIPPED)
        self.platform.add_order(self.data)
        self.as_user(shipment).action_delivered()
        self.assertEqual((shipment.progress, bool(shipment.delivered_at)), ("delivered", True))
        self.run_engine()
        self.run_engine()
        self.assertEqual(self.told(), [ChangeKind.DELIVERED])
        with self.assertRaisesRegex(UserError, "not a parcel"):
            self.as_user(shipment).action_came_back()

    def test_G8_what_came_back_is_told_and_expected_in_stock(self):
        shipment = self.own()
        self.deliver(self.sale)
        self.says(OrderStatus.SHIPPED)
        self.platform.add_order(self.data)
        self.as_user(shipment).action_came_back()
        self.run_engine()
        self.assertEqual(self.told(), [ChangeKind.CAME_BACK])
        self.assertEqual(self.record.return_ids.mapped("kind"), ["undelivered"])

    def test_G8_what_the_courier_of_a_delivery_method_said_is_told_too(self):
        shipment = self.own(progress="in_transit")
        self.deliver(self.sale)
        self.run_engine()
        self.assertEqual(self.told(), [])
        shipment.write({"progress": "delivered", "status_at": Datetime.now()})
        self.run_engine()
        self.assertEqual(self.told(), [], "the platform does not know that it left")
        self.says(OrderStatus.SHIPPED)
        self.platform.add_order(self.data)
        self.run_engine()
        self.assertEqual(self.told(), [ChangeKind.DELIVERED])

    def test_G8_two_parcels_are_told_about_when_both_arrived(self):
        first, second = self.own(number="X1"), self.own(number="X2")
        self.deliver(self.sale)
        self.says(OrderStatus.SHIPPED)
        self.platform.add_order(self.data)
        self.as_user(first).action_delivered()
        self.run_engine()
        self.assertEqual(self.told(), [])
        self.as_user(second).action_delivered()
        self.run_engine()
        self.assertEqual(self.told(), [ChangeKind.DELIVERED])

    def test_where_the_platform_is_not_told_nothing_is(self):
        shipment = self.own()
        self.deliver(self.sale)
        with patch.object(FakeProvider, "changes", ALL - {ChangeKind.DELIVERED, ChangeKind.CAME_BACK}):
            self.assertFalse(shipment.can_end)
            shipment.write({"progress": "delivered", "status_at": Datetime.now()})
            self.says(OrderStatus.SHIPPED)
            self.run_engine()
        self.assertEqual(self.told(), [])

    # ---- the number that says that it left ----

    def test_G8_where_the_number_says_that_it_left_it_waits_for_that(self):
        carrier = self.env["delivery.carrier"].create(
            {
                "name": "Kargo",
                "product_id": self.boots.id,
                "tracking_url": "https://kargo.example/<shipmenttrackingnumber>",
            }
        )
        with patch.object(FakeProvider, "number_tells_departure", lambda options: True):
            self.picking.write({"carrier_id": carrier.id, "carrier_tracking_ref": "YK1"})
            self.run_engine()
            paper = self.record.document_ids
            self.assertEqual((paper.kind, paper.state, self.platform.papers), ("awb", "waiting", []))
            self.assertIn("waits for the parcel to leave", paper.error)
            self.deliver(self.sale)
            paper.retry_at = Datetime.now()
            self.run_engine()
        [shown] = self.platform.papers
        self.assertEqual((shown.kind, shown.tracking_link), (DocumentKind.AWB, "https://kargo.example/YK1"))
        self.assertEqual(len(shown.parcels), 1)

    # ---- more time ----

    def test_more_time_is_asked_for_from_the_deadline(self):
        before = self.record.ship_by
        self.assertTrue(self.record.can_postpone)
        self.as_user(self.record).with_context(days=2).action_postpone()
        self.assertTrue(self.record.is_postponing)
        self.as_user(self.record).with_context(days=2).action_postpone()
        self.run_engine()
        [change] = self.platform.changes
        self.assertEqual((change.kind, change.days), (ChangeKind.POSTPONE, 2))
        self.assertEqual(change.ship_by.replace(tzinfo=None), before)
        self.says(ship_by=self.data.ship_by + timedelta(days=2), modified_at=self.data.modified_at + timedelta(hours=1))
        self.assertEqual(self.record.ship_by, before + timedelta(days=2))
        self.as_user(self.record).with_context(days=1).action_postpone()
        self.assertEqual(len(self.changes()), 2)

    def test_a_refused_wish_for_time_stands_on_the_order(self):
        self.platform.change_refusals = ["No."]
        self.as_user(self.record).action_postpone()
        self.run_engine()
        self.assertIn("no more time", self.record.problem)

    # ---- parcels that a return makes ----

    def refused(self, **vals):
        out = ShipmentState(
            "P77", "9990077", order_key=self.data.key, return_key="R7", courier_name="FAN", text="goes back"
        )
        return self.take_return(
            replace(asked_return(), status=ReturnStatus.REFUSED, parcels_out=(replace(out, **vals),))
        )

    def test_refused_goods_are_a_parcel_to_hand_over(self):
        self.deliver(self.sale)
        record = self.refused()
        self.refused()
        shipment = record.shipment_ids
        self.assertEqual((len(shipment), shipment.direction, shipment.number), (1, "out", "9990077"))
        self.assertEqual(record.parcel_out_id, shipment)
        self.assertEqual(record.parcel_out_words, "goes back, 9990077, FAN")
        self.run_engine()
        self.assertFalse(shipment.picking_id, "no transfer of the order's own takes it along")
        self.assertFalse(shipment._reason_not_to_hand_over())
        shipment._hand_over()
        self.assertFalse(record.parcel_out_id)

    def test_our_own_courier_s_number_is_told_for_that_parcel(self):
        self.deliver(self.sale)
        shipment = self.refused().shipment_ids
        wizard = self.env["marketplace.own.number"].with_user(self.user).sudo(False)
        wizard.create({"shipment_id": shipment.id, "number": " 22012 "}).action_tell()
        self.run_engine()
        [paper] = self.platform.papers
        self.assertEqual((paper.kind, paper.number, paper.return_key), (DocumentKind.AWB, "22012", "R7"))
        self.assertEqual((shipment.by, shipment.number), ("own", "22012"))
        with self.assertRaisesRegex(UserError, "not a parcel"):
            self.own(number="Z", key="z")._tell_own_number("1")

    def test_what_the_platform_wants_put_right_stands_on_the_order(self):
        self.says(complaints=("The invoice was not accepted: its total.",))
        self.assertIn("its total", self.record.problem)
        self.says(complaints=())
        self.assertFalse(self.record.problem)

    def test_the_checks_of_an_awb_know_what_the_connector_kept(self):
        self.says(extra={"platform_pays": False})
        self.assertIs(self.record._facts()["platform_pays"], False)
