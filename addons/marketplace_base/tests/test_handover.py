from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import Form, new_test_user, tagged

from ..lib.fulfilment import Progress
from .order_common import goods
from .ship_common import PDF_START, ShipCase


@tagged("post_install", "-at_install")
class TestHandOver(ShipCase):
    def setUp(self):
        super().setUp()
        self.shipment = self.ship()

    def waiting(self, field="to_hand_over"):
        return self.env["marketplace.shipment"].search([(field, "=", True), ("account_id", "=", self.account.id)])

    def packed_on(self, moment, record=None):
        self.pack(record or self.order)
        (record or self.order).sale_order_id.picking_ids.date_done = moment
        self.shipment.invalidate_recordset()

    # ---- the list ----

    def test_G20_a_parcel_waits_from_packing_until_it_is_taken(self):
        self.assertFalse(self.waiting())
        self.pack(self.order)
        self.assertEqual(self.waiting(), self.shipment)
        self.assertTrue(self.shipment.to_hand_over)
        self.assertEqual(self.account.handover_count, 1)
        self.platform.move("R1", "PCK", Progress.PICKED_UP)
        self.due()
        self.run_engine()
        self.assertFalse(self.waiting() or self.shipment.to_hand_over)

    def test_G20_one_that_is_packed_but_not_validated_waits_too(self):
        self.picking.action_put_in_pack()
        self.assertEqual(self.waiting(), self.shipment)

    def test_a_cancelled_order_s_parcel_is_not_handed_over(self):
        self.pack(self.order)
        self.order.status = "cancelled"
        self.shipment.state = "dropped"
        self.assertFalse(self.waiting())
        with Form(self.env["marketplace.hand.over"]) as form:
            form.scan = "AWB000001001"
            self.assertIn("cancelled", form.said)

    # ---- red ----

    def test_G20_it_is_to_be_taken_on_the_day_it_was_packed(self):
        self.env.company.partner_id.tz = "Europe/Bucharest"
        self.account.handover_hour = 18.5
        for packed, by in (
            (-1, "15:30"),
            ("2026-11-24 15:00:00", "2026-11-24 16:30:00"),  # Tuesday 17:00 in Bucharest
            ("2026-11-24 17:00:00", "2026-11-25 16:30:00"),  # 19:00: the courier was there already
            ("2026-11-20 17:00:00", "2026-11-23 16:30:00"),  # Friday evening
            ("2026-11-21 08:00:00", "2026-11-23 16:30:00"),  # Saturday
        ):
            if packed == -1:
                self.pack(self.order)
                continue
            self.picking.date_done = packed
            self.patch_recent(packed)
            self.shipment.invalidate_recordset()
            self.assertEqual(Datetime.to_string(self.shipment.handover_by), by, packed)

    def patch_recent(self, packed):
        """Only the last month's parcels are looked at."""
        if Datetime.to_datetime(packed) < Datetime.now() - timedelta(days=29):
            self.skipTest("the dates of this test are too old")

    def test_G20_what_no_courier_scanned_turns_red_without_anything_being_written(self):
        self.packed_on(Datetime.now() - timedelta(days=5))
        self.assertTrue(self.shipment.late_handover)
        self.assertEqual(self.waiting("late_handover"), self.shipment)
        self.assertEqual(self.account.late_handover_count, 1)
        problem = self.env["marketplace.problem"].search(
            [("kind", "=", "handover"), ("account_id", "=", self.account.id)]
        )
        self.assertEqual((problem.name, problem.res_id), ("AWB000001", self.shipment.id))
        self.assertIn("No courier has scanned", problem.text)
        problem.action_retry()
        self.assertTrue(self.shipment.hinted_at)
        self.platform.move("R1", "PCK", Progress.PICKED_UP)
        self.run_engine()
        self.assertFalse(self.shipment.late_handover or self.waiting("late_handover"))
        self.assertFalse(
            self.env["marketplace.problem"].search([("kind", "=", "handover"), ("account_id", "=", self.account.id)])
        )

    def test_G20_what_is_packed_today_is_not_late_yet(self):
        self.account.handover_hour = 23.99
        self.packed_on(Datetime.now())
        self.assertTrue(self.shipment.to_hand_over)
        self.assertFalse(self.shipment.late_handover)

    def test_G20_a_paper_without_a_scan_does_not_calm(self):
        self.packed_on(Datetime.now() - timedelta(days=5))
        manifest = self.shipment._hand_over()
        self.shipment.invalidate_recordset()
        self.assertFalse(self.shipment.late_handover, "handed over today: the courier has time until the hour")
        manifest.handed_at = Datetime.now() - timedelta(days=4)
        self.shipment.invalidate_recordset()
        self.assertTrue(self.shipment.late_handover)
        self.assertFalse(self.shipment.to_hand_over)

    def test_G20_an_own_courier_s_signature_is_enough(self):
        record = self.taken_over(goods("2", "10.00"), key="901")
        record.sale_order_id.picking_ids.carrier_tracking_ref = "FC1"
        self.run_engine()
        self.packed_on(Datetime.now() - timedelta(days=5), record)
        self.assertTrue(record.shipment_ids.late_handover)
        record.shipment_ids._hand_over().handed_at = Datetime.now() - timedelta(days=4)
        record.shipment_ids.invalidate_recordset()
        self.assertFalse(record.shipment_ids.late_handover)

    # ---- handing over ----

    def test_G20_parcels_are_scanned_and_handed_over(self):
        other = self.ship(self.taken_over(goods("2", "10.00"), key="901"))
        picker = new_test_user(
            self.env, "handover_picker", groups="base.group_user,marketplace_base.group_picker,stock.group_stock_user"
        )
        with Form(self.env["marketplace.hand.over"].with_user(picker)) as form:
            form.scan = "AWB000001001"
            self.assertEqual((form.scan, form.said, form.is_wrong), (False, "AWB000001: parcel 1 of 1.", False))
            form.scan = "AWB000001001"
            self.assertEqual((form.said, form.is_wrong), ("AWB000001001 was scanned already.", True))
            form.scan = "5941234567890"
            self.assertEqual((form.said, form.is_wrong), ("5941234567890 is no parcel of ours.", True))
            form.scan = other.picking_id.name
            self.assertEqual((form.said, form.count), ("AWB000002: parcel 1 of 1.", 2))
        action = form.save().action_hand_over()
        manifest = self.shipment.manifest_id
        self.assertEqual((manifest, manifest.courier_name), (other.manifest_id, "Courier"))
        self.assertEqual((manifest.user_id, manifest.parcel_count, manifest.weight), (picker, 2, 4.0))
        self.assertEqual(action["report_name"], "marketplace_base.manifest")
        self.assertTrue(self.shipment._is_handed_over())

    def test_G20_every_parcel_of_an_awb_has_to_be_scanned(self):
        two = self.ship(
            self.taken_over(goods("2", "10.00"), key="902"),
            parcel_ids=[(0, 0, {"weight": 1}), (0, 0, {"weight": 2})],
        )
        first, second = two.parcel_ids.mapped("barcode")
        wizard = Form(self.env["marketplace.hand.over"])
        wizard.scan = first
        self.assertEqual(wizard.said, "AWB000002: parcel 1 of 2.")
        with self.assertRaisesRegex(UserError, second):
            wizard.save().action_hand_over()
        wizard.scan = second
        wizard.save().action_hand_over()
        self.assertTrue(two.manifest_id)

    def test_G20_nothing_is_handed_over_twice(self):
        self.shipment._hand_over()
        with self.assertRaisesRegex(UserError, "handed over already"):
            self.env["marketplace.hand.over"].create({"shipment_ids": self.shipment.ids}).action_hand_over()
        with Form(self.env["marketplace.hand.over"]) as form:
            form.scan = "AWB000001"
            self.assertIn(self.shipment.manifest_id.name, form.said)
        with self.assertRaisesRegex(UserError, "Select or scan"):
            self.env["marketplace.hand.over"].create({}).action_hand_over()

    def test_G20_each_courier_gets_his_own_paper_with_its_own_number(self):
        other = self.ship(self.taken_over(goods("2", "10.00"), key="903"))
        other.courier_name = "Another"
        manifests = (self.shipment | other)._hand_over()
        self.assertEqual(sorted(manifests.mapped("courier_name")), ["Another", "Courier"])
        self.assertEqual(len(set(manifests.mapped("name"))), 2)

    def test_G20_the_paper_names_every_parcel_and_what_is_collected(self):
        other = self.ship(self.taken_over(goods("2", "10.00"), key="904"))
        manifest = (self.shipment | other)._hand_over()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("marketplace_base.report_manifest", manifest.ids)[0]
            .decode()
        )
        for text in ("AWB000001", "AWB000002", "904", "Ana Pop", "Cluj-Napoca", manifest.name, "210.00"):
            self.assertIn(text, html)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf("marketplace_base.report_manifest", manifest.ids)
        self.assertTrue(content.startswith(PDF_START))
